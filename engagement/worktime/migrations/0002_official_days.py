"""What official notices said until 2026, and the swap that no library knows.

The days derived from the law are not frozen here: `manage.py seed_calendar` fills them in, so
that a correction in the `holidays` package reaches a running site.
"""

from datetime import date

from django.db import migrations

NOTICES = {
    2024: "Lịch nghỉ lễ, Tết năm 2024 đã công bố",
    2025: "Lịch nghỉ lễ, Tết năm 2025 đã công bố",
    2026: "Lịch nghỉ lễ, Tết năm 2026 đã công bố",
}
SWAP = "Văn bản số 12729 ngày 25/12/2025 của Văn phòng Chính phủ"
NEW_YEAR_2026 = (
    (date(2026, 1, 2), "OFF", "Nghỉ Tết Dương lịch, hoán đổi với thứ Bảy 10/01/2026"),
    (date(2026, 1, 10), "MAKEUP", "Làm bù cho thứ Sáu 02/01/2026"),
)


def add(apps, schema_editor):
    confirmed_year = apps.get_model("worktime", "ConfirmedYear")
    for year, decision in NOTICES.items():
        confirmed_year.objects.create(year=year, decision=decision)
    calendar_day = apps.get_model("worktime", "CalendarDay")
    for day, kind, note in NEW_YEAR_2026:
        calendar_day.objects.create(
            date=day, kind=kind, source="DECISION", decision=SWAP, is_confirmed=True, note=note
        )
    apps.get_model("worktime", "CalendarState").objects.create(id=1, token="0" * 32)


class Migration(migrations.Migration):
    dependencies = [("worktime", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
