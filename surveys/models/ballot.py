"""Who took part, and what was answered, in tables that nothing joins (security notes §2, level A).

No time, serial number, user, address or token stands on either side. `Participation` and `Waiting`
are written in one transaction, which PostgreSQL remembers (xmin): the sealer therefore moves
waiting answers in batches and in random order, and closing rewrites them once more.
"""

import uuid

from django.db import models
from django.db.models import Q

from engagement.accounts.models import Unit
from surveys.enums import Mode
from surveys.models.survey import Survey


class Participation(models.Model):
    """That somebody has taken part: a keyed hash of the code, account or page they used."""

    survey = models.ForeignKey(
        Survey, models.CASCADE, related_name="participations", verbose_name="khảo sát"
    )
    tag = models.BinaryField("dấu tham gia", max_length=32)
    pk = models.CompositePrimaryKey("survey_id", "tag")

    class Meta:
        verbose_name = "lượt tham gia"
        verbose_name_plural = "lượt tham gia"


class AbstractBallot(models.Model):
    """One set of answers, with two hashes that are published at closing.

    By the `mark` a receipt is found in the list; the `commit` binds the answers to it. Neither
    tells what they were.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.PositiveSmallIntegerField("bản câu hỏi")
    answers = models.JSONField("câu trả lời")
    mark = models.BinaryField("dấu biên nhận", max_length=32)
    commit = models.BinaryField("dấu câu trả lời", max_length=32)
    mode = models.CharField("cách trả lời", max_length=10, choices=Mode.choices)
    doubts = models.JSONField("dấu hiệu cần xem", default=list)

    class Meta:
        abstract = True


class Waiting(AbstractBallot):
    """An answer received and not yet sealed: for minutes, until the batch is full, or to the end."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="+", verbose_name="khảo sát")

    class Meta:
        verbose_name = "phiếu chờ trộn"
        verbose_name_plural = "phiếu chờ trộn"
        constraints = [
            models.UniqueConstraint(fields=["survey", "mark"], name="waiting_mark_unique"),
            models.CheckConstraint(condition=Q(mode__in=Mode.values), name="waiting_mode_known"),
        ]


class Ballot(AbstractBallot):
    """A sealed answer. `release` is the staff release that counted it; once closed, one of Held."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="+", verbose_name="khảo sát")
    release = models.PositiveIntegerField("đợt công bố", null=True)

    class Meta:
        verbose_name = "phiếu trả lời"
        verbose_name_plural = "phiếu trả lời"
        constraints = [
            models.UniqueConstraint(fields=["survey", "mark"], name="ballot_mark_unique"),
            models.CheckConstraint(condition=Q(mode__in=Mode.values), name="ballot_mode_known"),
        ]
        indexes = [
            models.Index(
                fields=["survey"], condition=Q(release__isnull=True), name="ballot_not_released"
            ),
        ]


class AccessCode(models.Model):
    """A one-time code that was handed out, by its hash. That it was used stands elsewhere."""

    survey = models.ForeignKey(
        Survey, models.CASCADE, related_name="access_codes", verbose_name="khảo sát"
    )
    digest = models.BinaryField("dấu mã", max_length=32)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="nơi phát"
    )

    class Meta:
        verbose_name = "mã trả lời"
        verbose_name_plural = "mã trả lời"
        constraints = [
            models.UniqueConstraint(fields=["survey", "digest"], name="access_code_unique"),
        ]
