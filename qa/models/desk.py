"""What the desk keeps beside the question: notes, templates, deputies, planned publications."""

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from engagement.accounts.models import Membership, Unit
from engagement.text.fields import NormalisedCharField, NormalisedTextField
from qa.models.question import Question
from qa.models.shared import ANSWER_MAX_LENGTH, QUESTION_MAX_LENGTH, WORDS_MAX_LENGTH

TITLE_MAX_LENGTH = 120


class Note(models.Model):
    """What staff say to each other about a case; `unit` is the writer's, empty for the board."""

    question = models.ForeignKey(
        Question, models.CASCADE, related_name="notes", verbose_name="câu hỏi"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị"
    )
    words = NormalisedTextField("ghi chú", max_length=WORDS_MAX_LENGTH)
    # The lead unit asks the board to let this unit help.
    wanted_unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="đề nghị phối hợp",
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người ghi"
    )
    written_at = models.DateTimeField("ghi lúc", default=timezone.now)

    class Meta:
        verbose_name = "ghi chú nội bộ"
        verbose_name_plural = "ghi chú nội bộ"
        ordering = ["written_at", "pk"]


class AnswerTemplate(models.Model):
    """Words that answers often need, of one unit or (`unit` empty) for all."""

    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị"
    )
    title = NormalisedCharField("tên mẫu", max_length=TITLE_MAX_LENGTH)
    text = NormalisedTextField("nội dung", max_length=ANSWER_MAX_LENGTH)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người sửa"
    )
    changed_at = models.DateTimeField("sửa lúc", default=timezone.now)

    class Meta:
        verbose_name = "mẫu câu trả lời"
        verbose_name_plural = "mẫu câu trả lời"
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "title"], name="one_template_a_title"),
            models.UniqueConstraint(
                fields=["title"], condition=Q(unit__isnull=True), name="one_site_template_a_title"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class DeputyQuerySet(models.QuerySet["Deputy"]):
    def on(self, day: date) -> "DeputyQuerySet":
        """Those who stand in on `day`."""
        return self.filter(valid_from__lte=day, valid_to__gte=day)

    def overlapping(self, first: date, last: date) -> "DeputyQuerySet":
        """Those who stand in on any day from `first` to `last`."""
        return self.filter(valid_from__lte=last, valid_to__gte=first)


class Deputy(models.Model):
    """Who approves in the place of a unit's head, from one day to another.

    The right itself is the dated role; `valid_to` moves with it when it ends early, and a deputy
    taken back before the first day keeps no days at all.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    head = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="lãnh đạo"
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người thay"
    )
    membership = models.OneToOneField(
        Membership,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="vai trò được giao",
    )
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày")
    named_at = models.DateTimeField("giao lúc", default=timezone.now)
    ended_at = models.DateTimeField("kết thúc sớm lúc", null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người kết thúc",
    )

    objects = DeputyQuerySet.as_manager()

    class Meta:
        verbose_name = "người duyệt thay"
        verbose_name_plural = "người duyệt thay"
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="deputy_ended_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gte=models.F("valid_from")) | Q(ended_at__isnull=False),
                name="deputy_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~Q(head=models.F("deputy")), name="deputy_is_somebody_else"
            ),
        ]


class PlannedPublicationQuerySet(models.QuerySet["PlannedPublication"]):
    def due(self, now: datetime) -> "PlannedPublicationQuerySet":
        """Those whose time has come and that have not failed, oldest first."""
        return self.filter(publish_at__lte=now, failed_at__isnull=True).order_by("publish_at", "pk")


class PlannedPublication(models.Model):
    """The board's edited copy that waits for its hour; any step of the question ends it."""

    question = models.OneToOneField(
        Question, models.CASCADE, related_name="plan", verbose_name="câu hỏi"
    )
    title = NormalisedCharField("tiêu đề", max_length=200)
    question_text = NormalisedTextField("câu hỏi công bố", max_length=QUESTION_MAX_LENGTH)
    answer_text = NormalisedTextField("trả lời công bố", max_length=ANSWER_MAX_LENGTH)
    asker_label = NormalisedCharField("tên hiện", max_length=120, blank=True)
    masked = models.CharField("đã che", max_length=200, blank=True)
    overrides = models.CharField("công bố dù còn", max_length=200, blank=True)
    # Number and clause of each document the answer rests on (qa.citations.Citation).
    citations = models.JSONField("văn bản", default=list, blank=True)
    publish_at = models.DateTimeField("công bố lúc")
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người hẹn"
    )
    planned_at = models.DateTimeField("hẹn lúc", default=timezone.now)
    failed_at = models.DateTimeField("không công bố được lúc", null=True, blank=True)
    failure = NormalisedCharField("vì sao", max_length=500, blank=True)

    objects = PlannedPublicationQuerySet.as_manager()

    class Meta:
        verbose_name = "công bố hẹn giờ"
        verbose_name_plural = "công bố hẹn giờ"
        ordering = ["publish_at", "pk"]
        indexes = [models.Index(fields=["publish_at"], name="planned_publication_due")]
