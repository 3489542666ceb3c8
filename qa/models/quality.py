"""What the asker says of the answer; nobody else can."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone

from engagement.text.fields import NormalisedCharField, NormalisedTextField
from qa.enums import Answered, AskerTermKind
from qa.models.question import Question
from qa.models.shared import WORDS_MAX_LENGTH, choices_hold


class Rating(models.Model):
    """Two questions to the asker: was it answered, and how satisfied (1 to 5)."""

    question = models.OneToOneField(
        Question, models.CASCADE, related_name="rating", verbose_name="câu hỏi"
    )
    was_answered = models.CharField("đã trả lời đúng điều hỏi", max_length=10, choices=Answered)
    satisfaction = models.PositiveSmallIntegerField("mức hài lòng (1–5)")
    rated_at = models.DateTimeField("đánh giá lúc", default=timezone.now)
    changed_at = models.DateTimeField("sửa đánh giá lúc", null=True, blank=True)

    class Meta:
        verbose_name = "đánh giá của người hỏi"
        verbose_name_plural = "đánh giá của người hỏi"
        constraints = [
            models.CheckConstraint(
                condition=Q(satisfaction__gte=1, satisfaction__lte=5), name="rating_from_1_to_5"
            ),
            choices_hold("was_answered", Answered, "rating_was_answered_known"),
        ]


class Reopening(models.Model):
    """The asker's one request to answer anew; it keeps the verdict on the first answer.

    The question's own columns start again with a new clock, so what they said is kept here for the
    figures: a second answer does not improve the first.
    """

    question = models.OneToOneField(
        Question, models.CASCADE, related_name="reopening", verbose_name="câu hỏi"
    )
    words = NormalisedTextField("lý do", max_length=WORDS_MAX_LENGTH, blank=True)
    reopened_at = models.DateTimeField("đề nghị lúc", default=timezone.now)
    first_finished_at = models.DateTimeField("trả lời lần đầu lúc", null=True, blank=True)
    was_first_in_time = models.BooleanField("lần đầu đúng hạn", null=True, blank=True)
    first_working_days_taken = models.PositiveSmallIntegerField(
        "số ngày làm việc lần đầu", null=True, blank=True
    )
    first_due_at = models.DateTimeField("hạn lần đầu", null=True, blank=True)
    first_calendar_version = models.CharField("bản lịch lần đầu", max_length=64, blank=True)

    class Meta:
        verbose_name = "đề nghị trả lời lại"
        verbose_name_plural = "đề nghị trả lời lại"


class AskerTermQuerySet(models.QuerySet["AskerTerm"]):
    def in_force(self, kind: AskerTermKind, on: date) -> "AskerTerm | None":
        """The newest term of `kind` that holds on `on`, or None."""
        return self.filter(kind=kind, valid_from__lte=on).order_by("-valid_from").first()


class AskerTerm(models.Model):
    """How many working days the asker has for something, or waits for it. A change is a new row."""

    kind = models.CharField("việc", max_length=20, choices=AskerTermKind.choices)
    working_days = models.PositiveSmallIntegerField("số ngày làm việc")
    basis = NormalisedCharField("căn cứ", max_length=200)
    valid_from = models.DateField("áp dụng từ")
    is_confirmed = models.BooleanField("căn cứ đã được xác nhận", default=False)

    objects = AskerTermQuerySet.as_manager()

    class Meta:
        verbose_name = "thời hạn của người hỏi"
        verbose_name_plural = "thời hạn của người hỏi"
        ordering = ["kind", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "valid_from"], name="one_asker_term_a_day"),
            models.CheckConstraint(
                condition=Q(working_days__gte=1), name="asker_term_at_least_a_day"
            ),
            choices_hold("kind", AskerTermKind, "asker_term_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.working_days} ngày làm việc"
