"""The rows behind the calendar: days off and make-up days, confirmed years, office hours."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models

from engagement.text.fields import NormalisedCharField
from engagement.worktime.hours import DEFAULT_OFFICE_HOURS, parse_shifts

LONGEST_WORDS = 200
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


class DayKind(models.TextChoices):
    OFF = "OFF", "Ngày nghỉ"
    MAKEUP = "MAKEUP", "Ngày làm bù"


class DaySource(models.TextChoices):
    LIBRARY = "LIBRARY", "Thư viện ngày lễ"
    DECISION = "DECISION", "Văn bản chính thức"
    MANUAL = "MANUAL", "Nhập tay"


def validate_office_hours(value: str) -> None:
    """Refuse office hours that cannot be read, in words for the person who typed them."""
    try:
        parse_shifts(value)
    except ValueError as error:
        raise ValidationError(
            "Giờ làm việc ghi theo mẫu “%(example)s”, buổi trước kết thúc rồi mới đến buổi sau.",
            code="office_hours",
            params={"example": DEFAULT_OFFICE_HOURS},
        ) from error


class CalendarDay(models.Model):
    """A weekday that is not worked, or a weekend day that is (a swap by decree)."""

    date = models.DateField("ngày", unique=True)
    kind = models.CharField("loại", max_length=6, choices=DayKind.choices)
    source = models.CharField("nguồn", max_length=8, choices=DaySource.choices)
    decision = NormalisedCharField("văn bản", max_length=LONGEST_WORDS, blank=True)
    is_confirmed = models.BooleanField("đã xác nhận", default=False)
    note = NormalisedCharField("ghi chú", max_length=LONGEST_WORDS, blank=True)

    class Meta:
        verbose_name = "ngày nghỉ, ngày làm bù"
        verbose_name_plural = "ngày nghỉ, ngày làm bù"
        ordering: ClassVar = ["date"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind__in=DayKind.values), name="calendarday_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(source__in=DaySource.values), name="calendarday_source_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(source=DaySource.DECISION) | ~models.Q(decision=""),
                name="calendarday_decision_named",
                violation_error_message="Xin ghi số, ngày của văn bản chính thức.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date:%d/%m/%Y}: {self.get_kind_display()}"

    @property
    def weekday(self) -> str:
        """The day of the week as people write it; Django's own names count them ("Thứ 2")."""
        return WEEKDAYS[self.date.weekday()]


class ConfirmedYear(models.Model):
    """A year whose days off follow the official notice; of all others deadlines are provisional."""

    year = models.PositiveSmallIntegerField("năm", unique=True)
    decision = NormalisedCharField("thông báo chính thức", max_length=200)

    class Meta:
        verbose_name = "năm đã có lịch nghỉ chính thức"
        verbose_name_plural = "năm đã có lịch nghỉ chính thức"
        ordering: ClassVar = ["year"]

    def __str__(self) -> str:
        return str(self.year)


class OfficeHours(models.Model):
    """The office hours from a date on (R-10.1; a change leaves what was decided before, R-15.7)."""

    valid_from = models.DateField("áp dụng từ ngày", unique=True)
    shifts = NormalisedCharField(
        "giờ làm việc",
        max_length=100,
        default=DEFAULT_OFFICE_HOURS,
        validators=[validate_office_hours],
        help_text="Ví dụ: 07:00-11:00, 13:00-17:00",
    )
    decision = NormalisedCharField("văn bản", max_length=LONGEST_WORDS, blank=True)

    class Meta:
        verbose_name = "giờ làm việc"
        verbose_name_plural = "giờ làm việc"
        ordering: ClassVar = ["valid_from"]

    def __str__(self) -> str:
        return f"{self.shifts} (từ {self.valid_from:%d/%m/%Y})"


class CalendarState(models.Model):
    """One row: a token that is new after every change of the rows above.

    A token and not a counter: a number taken in a transaction that was rolled back would be
    given again to other contents, and a process that had read it would keep the wrong calendar.
    """

    ONLY: ClassVar = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    token = models.CharField("dấu thay đổi", max_length=32)

    class Meta:
        verbose_name = "trạng thái lịch làm việc"
        verbose_name_plural = "trạng thái lịch làm việc"
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="calendarstate_one_row"),
        ]
