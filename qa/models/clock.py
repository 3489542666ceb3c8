"""Clocks beside the answer's own, and the reminders that went out. No word of a citizen is here."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from engagement.accounts.models import Unit
from engagement.text.fields import NormalisedTextField
from qa.enums import ClockKind
from qa.models.clock_rule import ClockRule, ReminderRule
from qa.models.question import Question
from qa.models.shared import choices_hold


class Clock(models.Model):
    """One count of one thing: the notice, a unit's stage, a status note.

    A row of kind ANSWER is an earlier round of the question's own clock, kept with its verdict
    when the clock started anew.
    """

    question = models.ForeignKey(
        Question, models.CASCADE, related_name="clocks", verbose_name="câu hỏi"
    )
    rule = models.ForeignKey(
        ClockRule, models.PROTECT, null=True, related_name="+", verbose_name="quy định"
    )
    kind = models.CharField("việc", max_length=20, choices=ClockKind.choices)
    round = models.PositiveSmallIntegerField("lần", default=1)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị"
    )
    started_at = models.DateTimeField("tính từ")
    due_at = models.DateTimeField("hạn", null=True)
    paused_at = models.DateTimeField("tạm dừng từ", null=True, blank=True)
    paused_days = models.PositiveSmallIntegerField("số ngày đã tạm dừng", default=0)
    finished_at = models.DateTimeField("xong lúc", null=True, blank=True)
    was_in_time = models.BooleanField("đúng hạn", null=True, blank=True)
    calendar_version = models.CharField("bản lịch làm việc", max_length=64, blank=True)
    verdict = NormalisedTextField("kết luận", blank=True, editable=False)

    class Meta:
        verbose_name = "đồng hồ"
        verbose_name_plural = "đồng hồ"
        ordering = ["started_at", "pk"]
        indexes = [
            models.Index(
                fields=["kind", "due_at"],
                name="clock_running_due",
                condition=Q(finished_at__isnull=True),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "kind"],
                condition=Q(finished_at__isnull=True),
                name="one_running_clock_of_a_kind",
            ),
            models.UniqueConstraint(
                fields=["question", "kind", "round"], name="one_clock_of_a_round"
            ),
            choices_hold("kind", ClockKind, "clock_kind_known"),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, was_in_time__isnull=True)
                | Q(finished_at__isnull=False),
                name="clock_verdict_only_when_finished",
            ),
        ]


class Reminder(models.Model):
    """A step of the chain that was taken for a question, once in a round of its clock."""

    question = models.ForeignKey(
        Question, models.CASCADE, related_name="reminders", verbose_name="câu hỏi"
    )
    rule = models.ForeignKey(
        ReminderRule, models.PROTECT, related_name="+", verbose_name="quy định nhắc"
    )
    round = models.PositiveSmallIntegerField("lần tính hạn")
    due_at = models.DateTimeField("hạn khi nhắc")
    # Who led at that moment: a unit that has passed the question on is told no more.
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị"
    )
    reminded_at = models.DateTimeField("nhắc lúc", default=timezone.now)
    is_fallback = models.BooleanField("báo Ban Biên tập thay", default=False)

    class Meta:
        verbose_name = "lần nhắc hạn"
        verbose_name_plural = "lần nhắc hạn"
        ordering = ["reminded_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "rule", "round"], name="one_reminder_a_step"
            )
        ]


class ReminderLetter(models.Model):
    """The one letter of a day to a person, whatever number of reminders it gathers."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người nhận"
    )
    day = models.DateField("ngày")
    written_at = models.DateTimeField("viết lúc", default=timezone.now)

    class Meta:
        verbose_name = "thư nhắc hạn"
        verbose_name_plural = "thư nhắc hạn"
        ordering = ["-day", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "day"], name="one_reminder_letter_a_day")
        ]


class ReminderNotice(models.Model):
    """A person whom a reminder is for: on the desk at once, by `letter` once that is written."""

    reminder = models.ForeignKey(
        Reminder, models.CASCADE, related_name="notices", verbose_name="lần nhắc"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người được nhắc"
    )
    letter = models.ForeignKey(
        ReminderLetter,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name="thư",
    )

    class Meta:
        verbose_name = "người được nhắc"
        verbose_name_plural = "người được nhắc"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["reminder", "user"], name="reminded_once_a_person")
        ]
        indexes = [
            models.Index(
                fields=["user"],
                name="reminder_notice_unwritten",
                condition=Q(letter__isnull=True),
            )
        ]
