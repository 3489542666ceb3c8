"""Paper sheets while they are typed in: what two people read from each, until it is a ballot.

Who typed what stands here and nowhere else, and only until both readings are one. No time is kept.
"""

import uuid

from django.conf import settings
from django.db import models

from engagement.text.fields import NormalisedCharField
from surveys.models.survey import Survey

BATCH_MAX_LENGTH = 40


class PaperEntry(models.Model):
    """One person's reading of one sheet. A sheet is known by its batch and the number in it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(
        Survey, models.CASCADE, related_name="paper_entries", verbose_name="khảo sát"
    )
    batch = NormalisedCharField("tập phiếu", max_length=BATCH_MAX_LENGTH)
    number = models.PositiveIntegerField("số tờ")
    is_second = models.BooleanField("lần nhập thứ hai", default=False)
    version = models.PositiveSmallIntegerField("bản câu hỏi")
    answers = models.JSONField("câu trả lời")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người nhập"
    )

    class Meta:
        verbose_name = "lần nhập phiếu giấy"
        verbose_name_plural = "lần nhập phiếu giấy"
        ordering = ["batch", "number", "is_second"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "batch", "number", "is_second"], name="paper_entered_twice"
            ),
            models.UniqueConstraint(
                fields=["survey", "batch", "number", "entered_by"],
                name="paper_entered_by_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch} {self.number}"


class PaperTally(models.Model):
    """How well two readings agreed, over all sheets of a survey: sums only, of no single sheet.

    Only cells (instrument.double_entry) that at least one of the two found answered are compared.
    """

    survey = models.OneToOneField(
        Survey, models.CASCADE, related_name="paper_tally", verbose_name="khảo sát"
    )
    sheets = models.PositiveIntegerField("số tờ đã nhập hai lần", default=0)
    cells = models.PositiveIntegerField("số ô được so", default=0)
    alike = models.PositiveIntegerField("số ô giống nhau", default=0)
    dropped = models.PositiveIntegerField("số tờ bỏ dở khi đóng", default=0)

    class Meta:
        verbose_name = "mức khớp của phiếu giấy"
        verbose_name_plural = "mức khớp của phiếu giấy"
