"""What a decision will do to units, as rows: nothing of it counts before it is carried out."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from engagement.accounts.enums import SuccessionKind, UnitKind
from engagement.accounts.models import Unit
from engagement.reorganisation.enums import ReorganisationStatus
from engagement.text.fields import NormalisedCharField, NormalisedTextField


class Reorganisation(models.Model):
    """One decision that renames, merges, splits or abolishes units on a day."""

    kind = models.CharField("hình thức", max_length=10, choices=SuccessionKind.choices)
    decision_number = NormalisedCharField("số quyết định", max_length=80)
    effective_on = models.DateField("có hiệu lực từ ngày")
    units = models.ManyToManyField(Unit, related_name="+", verbose_name="đơn vị được sắp xếp")
    status = models.CharField(
        "tình trạng",
        max_length=10,
        choices=ReorganisationStatus.choices,
        default=ReorganisationStatus.DRAFT,
    )
    # Moves with every change, so that what is carried out is what was looked at.
    status_changed_at = models.DateTimeField("sửa lần cuối lúc", default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người lập"
    )
    made_at = models.DateTimeField("lập lúc", default=timezone.now)
    applied_at = models.DateTimeField("thực hiện lúc", null=True, blank=True)
    problem = NormalisedTextField("vì sao chưa thực hiện được", blank=True, max_length=500)

    class Meta:
        verbose_name = "việc sắp xếp tổ chức"
        verbose_name_plural = "việc sắp xếp tổ chức"
        ordering = ["-effective_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=SuccessionKind.values), name="reorganisation_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=ReorganisationStatus.values),
                name="reorganisation_status_known",
            ),
            models.CheckConstraint(
                condition=Q(status=ReorganisationStatus.APPLIED, applied_at__isnull=False)
                | (~Q(status=ReorganisationStatus.APPLIED) & Q(applied_at__isnull=True)),
                name="reorganisation_applied_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} theo {self.decision_number}"

    @property
    def is_draft(self) -> bool:
        return self.status == ReorganisationStatus.DRAFT

    @property
    def is_over(self) -> bool:
        return self.status in {ReorganisationStatus.APPLIED, ReorganisationStatus.CANCELLED}

    def get_absolute_url(self) -> str:
        return reverse("reorganisation:detail", args=[self.pk])


class Successor(models.Model):
    """A unit that takes over: one that exists, or one the reorganisation makes (then `unit` follows)."""

    reorganisation = models.ForeignKey(
        Reorganisation, models.CASCADE, related_name="successors", verbose_name="việc sắp xếp"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị"
    )
    is_new = models.BooleanField("đơn vị mới lập", default=False)
    # Whatever nobody chose another unit for goes here.
    is_default = models.BooleanField("nhận phần còn lại", default=False)
    code = models.SlugField("mã", max_length=50, blank=True)
    name = NormalisedCharField("tên", max_length=200, blank=True)
    short_name = NormalisedCharField("tên ngắn", max_length=80, blank=True)
    kind = models.CharField("loại", max_length=20, choices=UnitKind.choices, blank=True)
    parent = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="cấp trên"
    )
    functions = NormalisedTextField("chức năng", blank=True)
    keywords = NormalisedTextField("từ khóa", blank=True)
    phone = NormalisedCharField("điện thoại", max_length=50, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    address = NormalisedCharField("địa chỉ", max_length=200, blank=True)

    class Meta:
        verbose_name = "đơn vị kế tục"
        verbose_name_plural = "đơn vị kế tục"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reorganisation", "unit"], name="reorganisation_successor_once"
            ),
            models.UniqueConstraint(
                fields=["reorganisation"],
                condition=Q(is_default=True),
                name="reorganisation_one_takes_the_rest",
            ),
            models.CheckConstraint(
                condition=Q(is_new=True) | Q(unit__isnull=False),
                name="reorganisation_successor_exists_or_is_new",
            ),
            models.CheckConstraint(
                condition=Q(kind="") | Q(kind__in=UnitKind.values),
                name="reorganisation_successor_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The name as people read it, whether the unit exists already or not."""
        return str(self.unit.name if self.unit else self.name)

    @property
    def short_title(self) -> str:
        return str(self.unit.short_name if self.unit else self.short_name)


class Choice(models.Model):
    """Where one thing goes, against the rule for all; no successor: it stays behind."""

    reorganisation = models.ForeignKey(
        Reorganisation, models.CASCADE, related_name="choices", verbose_name="việc sắp xếp"
    )
    effect = models.SlugField("loại việc", max_length=40)
    item = models.SlugField("việc", max_length=60)
    successor = models.ForeignKey(
        Successor, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="về"
    )

    class Meta:
        verbose_name = "lựa chọn khi sắp xếp"
        verbose_name_plural = "lựa chọn khi sắp xếp"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reorganisation", "effect", "item"], name="reorganisation_choice_once"
            )
        ]
