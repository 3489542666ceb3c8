"""What may be seen of the answers, and who has looked."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from engagement.text.fields import NormalisedCharField, NormalisedTextField
from surveys.enums import Audience
from surveys.models.shared import CODE_MAX_LENGTH, WORDS_MAX_LENGTH
from surveys.models.survey import Survey


class Release(models.Model):
    """One staff release: the counts of the answers it added. Public releases add up whole ones."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="releases")
    number = models.PositiveIntegerField("số")
    counts = models.JSONField("số đếm của đợt")
    # By every combination of the margins' answers: what weights are reckoned from, never shown.
    cells = models.JSONField("ô gia quyền", default=dict)
    is_public = models.BooleanField("đã vào số liệu công bố", default=False)

    class Meta:
        verbose_name = "đợt công bố"
        verbose_name_plural = "đợt công bố"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="release_number_unique"),
        ]


class ResultSnapshot(models.Model):
    """All that an audience may know at a moment. Screens, sockets and downloads read only these."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="snapshots")
    audience = models.CharField("dành cho", max_length=10, choices=Audience.choices)
    number = models.PositiveIntegerField("số")
    counts = models.JSONField("số đếm")
    cells = models.JSONField("ô gia quyền", default=dict)
    # The rule of that moment: it may go up later, and old snapshots were sound all the same.
    least = models.PositiveSmallIntegerField("nhóm nhỏ nhất khi công bố")
    is_final = models.BooleanField("số liệu cuối cùng", default=False)
    taken_at = models.DateTimeField("lúc", db_default=Now())

    class Meta:
        verbose_name = "số liệu khảo sát"
        verbose_name_plural = "số liệu khảo sát"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "audience", "number"], name="result_snapshot_unique"
            ),
            models.CheckConstraint(
                condition=Q(audience__in=Audience.values), name="result_snapshot_audience_known"
            ),
        ]


class Look(models.Model):
    """Who looked at results, and at which."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="looks")
    looked_at = models.DateTimeField("xem lúc", db_default=Now())
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người xem"
    )
    what = models.CharField("xem gì", max_length=CODE_MAX_LENGTH)

    class Meta:
        verbose_name = "lượt xem kết quả"
        verbose_name_plural = "lượt xem kết quả"
        ordering = ["-looked_at", "-pk"]


class Closing(models.Model):
    """What was published at closing, from which anybody can check that answers are counted."""

    survey = models.OneToOneField(Survey, models.CASCADE, related_name="closing")
    ballots = models.PositiveIntegerField("số phiếu")
    participations = models.PositiveIntegerField("số lượt tham gia")
    codes = models.PositiveIntegerField("số mã đã phát")
    root = models.CharField("gốc chuỗi băm", max_length=64)
    closed_at = models.DateTimeField("lúc", db_default=Now())

    class Meta:
        verbose_name = "biên bản đóng khảo sát"
        verbose_name_plural = "biên bản đóng khảo sát"


class FreeText(models.Model):
    """Words of one answer, cut loose from it at closing, until somebody has read and masked them."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="free_texts")
    variable = models.CharField("mã câu", max_length=2 * CODE_MAX_LENGTH)
    text = NormalisedTextField("nguyên văn", max_length=WORDS_MAX_LENGTH)
    masked = NormalisedTextField("bản công bố", max_length=WORDS_MAX_LENGTH, blank=True)
    is_published = models.BooleanField("được công bố", null=True)

    class Meta:
        verbose_name = "ý kiến ghi thêm"
        verbose_name_plural = "ý kiến ghi thêm"


class Margin(models.Model):
    """How the population is made up by one question: what a sample is weighted to."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="margins")
    question = models.CharField("mã câu", max_length=CODE_MAX_LENGTH)
    choice = models.CharField("mã lựa chọn", max_length=CODE_MAX_LENGTH)
    people = models.PositiveIntegerField("số người")
    source = NormalisedCharField("nguồn", max_length=200)

    class Meta:
        verbose_name = "cơ cấu dân số"
        verbose_name_plural = "cơ cấu dân số"
        ordering = ["question", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "question", "choice"], name="margin_choice_unique"
            ),
        ]
