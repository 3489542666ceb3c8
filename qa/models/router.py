"""Rows of the router: what it starts from, what it learnt, what it suggests (ADR 0012)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from engagement.accounts.models import Unit
from engagement.text.fields import NormalisedCharField, NormalisedTextField
from qa.models.question import Question
from qa.models.shared import QUESTION_MAX_LENGTH, WORDS_MAX_LENGTH


class Procedure(models.Model):
    """One administrative procedure of the province's catalogue: its name, and who handles it."""

    code = NormalisedCharField("mã thủ tục", max_length=60, unique=True)
    name = NormalisedTextField("tên thủ tục", max_length=WORDS_MAX_LENGTH)
    field = NormalisedCharField("lĩnh vực", max_length=200, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="procedures", verbose_name="đơn vị")

    class Meta:
        verbose_name = "thủ tục hành chính"
        verbose_name_plural = "thủ tục hành chính"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class RoutingCase(models.Model):
    """A question of elsewhere whose unit is known, imported to learn from."""

    digest = models.CharField("dấu", max_length=64, unique=True, editable=False)
    question = NormalisedTextField("câu hỏi", max_length=QUESTION_MAX_LENGTH)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    added_at = models.DateTimeField("thêm lúc", default=timezone.now)

    class Meta:
        verbose_name = "mẫu phân công"
        verbose_name_plural = "mẫu phân công"
        ordering = ["pk"]


class RouterVersion(models.Model):
    """A trained router with its measures; one at most is used. It holds no question's text."""

    number = models.PositiveIntegerField("bản số", unique=True)
    made_at = models.DateTimeField("lập lúc", default=timezone.now)
    model = models.BinaryField("mô hình", editable=False)
    checksum = models.CharField("mã kiểm (SHA-256)", max_length=64, editable=False)
    procedures = models.PositiveIntegerField("số thủ tục")
    cases = models.PositiveIntegerField("số mẫu đã xác nhận")
    confirmed = models.JSONField("số mẫu theo đơn vị", default=dict)
    measures = models.JSONField("kết quả kiểm tra chéo", default=dict)
    is_active = models.BooleanField("đang dùng", default=False)
    why_kept_back = NormalisedCharField("vì sao chưa dùng", max_length=200, blank=True)

    class Meta:
        verbose_name = "bản gợi ý phân công"
        verbose_name_plural = "bản gợi ý phân công"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_active"], condition=Q(is_active=True), name="one_router_in_use"
            )
        ]

    def __str__(self) -> str:
        return f"Bản {self.number}"


class Suggestion(models.Model):
    """What the router said of a question when it came in; the words in it are the citizen's.

    `candidates` are dicts of `unit` (code), `score`, `percentage` (or None) and `matched`.
    """

    question = models.OneToOneField(
        Question, models.CASCADE, related_name="suggestion", verbose_name="câu hỏi"
    )
    candidates = models.JSONField("đơn vị gợi ý", default=list)
    first_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", verbose_name="gợi ý đầu"
    )
    first_score = models.FloatField("điểm của gợi ý đầu", default=0.0)
    version = models.ForeignKey(
        RouterVersion, models.PROTECT, related_name="+", verbose_name="bản gợi ý"
    )
    made_at = models.DateTimeField("lập lúc", default=timezone.now)

    class Meta:
        verbose_name = "gợi ý phân công"
        verbose_name_plural = "gợi ý phân công"
        ordering = ["-made_at", "-pk"]


class RoutingPolicy(models.Model):
    """Whether questions may be assigned without a person looking: one row, off unless switched on.

    It answers for what it does: `enabled_by` stands as the one who assigned (R-13.1).
    """

    SINGLETON = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=SINGLETON, editable=False)
    is_automatic = models.BooleanField("tự động phân công", default=False)
    least_score = models.FloatField("điểm tối thiểu", default=0.9)
    enabled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người bật",
    )
    enabled_at = models.DateTimeField("bật lúc", null=True, blank=True)
    closed_at = models.DateTimeField("tắt lúc", null=True, blank=True)
    why_closed = NormalisedCharField("vì sao tắt", max_length=200, blank=True)

    class Meta:
        verbose_name = "quy định phân công tự động"
        verbose_name_plural = "quy định phân công tự động"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="one_routing_policy"),
            models.CheckConstraint(
                condition=Q(is_automatic=False)
                | Q(enabled_by__isnull=False, enabled_at__isnull=False),
                name="automatic_routing_has_a_person",
            ),
            models.CheckConstraint(
                condition=Q(least_score__gte=0.5, least_score__lte=1.0),
                name="automatic_routing_least_score",
            ),
        ]
