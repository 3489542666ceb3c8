"""The one deadline the regulation's superior rule fixes: 10 working days (Quy định 11-QĐi/TW)."""

from datetime import date

from django.db import migrations


def add_rule(apps, schema_editor):
    apps.get_model("qa", "ClockRule").objects.get_or_create(
        kind="answer",
        valid_from=date(2019, 2, 18),
        defaults={"working_days": 10, "basis": "Quy định 11-QĐi/TW ngày 18/02/2019"},
    )


class Migration(migrations.Migration):
    dependencies = [("qa", "0001_initial")]
    operations = [migrations.RunPython(add_rule, migrations.RunPython.noop)]
