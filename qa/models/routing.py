"""Rows that the board keeps: fields, delegations, reports to Ban Chỉ đạo."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from engagement.text.fields import NormalisedCharField, NormalisedTextField
from qa.models.shared import WORDS_MAX_LENGTH


class Field(models.Model):
    """A subject area (lĩnh vực) that questions are sorted into."""

    code = models.SlugField("mã", unique=True)
    name = NormalisedCharField("tên lĩnh vực", max_length=120)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    is_active = models.BooleanField("đang dùng", default=True)

    class Meta:
        verbose_name = "lĩnh vực"
        verbose_name_plural = "lĩnh vực"
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


DEFAULT_RETURNS = 2


class ReturnLimitQuerySet(models.QuerySet["ReturnLimit"]):
    def on(self, day: date) -> int:
        """How many returns are borne on `day`; DEFAULT_RETURNS where no row says it."""
        row = self.filter(valid_from__lte=day).order_by("-valid_from").first()
        return row.returns if row else DEFAULT_RETURNS

    def bound(self, day: date) -> Coalesce:
        """The same inside a query, which then needs none before it."""
        newest = self.filter(valid_from__lte=day).order_by("-valid_from").values("returns")[:1]
        return Coalesce(Subquery(newest), DEFAULT_RETURNS)


class ReturnLimit(models.Model):
    """After how many returns an arbiter decides, from which day. A change is a new row."""

    returns = models.PositiveSmallIntegerField("số lần chuyển trả")
    basis = NormalisedCharField("căn cứ", max_length=200)
    valid_from = models.DateField("áp dụng từ", unique=True)

    objects = ReturnLimitQuerySet.as_manager()

    class Meta:
        verbose_name = "số lần chuyển trả trước khi phân xử"
        verbose_name_plural = "số lần chuyển trả trước khi phân xử"
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(condition=Q(returns__gte=1), name="return_limit_at_least_one")
        ]

    def __str__(self) -> str:
        return f"{self.returns} lần ({self.basis})"


class DelegationQuerySet(models.QuerySet["StandingDelegation"]):
    def in_force(self, on: date) -> "DelegationQuerySet":
        """Those that hold on `on`, whatever they cover."""
        return self.filter(valid_from__lte=on, valid_to__gte=on, ended_at__isnull=True)

    def covering(self, field_id: int | None, on: date) -> "StandingDelegation | None":
        """A delegation in force on `on` for every subject or for this one, or None."""
        everything = Q(fields__isnull=True)
        scope = everything | Q(fields=field_id) if field_id else everything
        return self.in_force(on).filter(scope).order_by("-valid_to", "pk").first()


class StandingDelegation(models.Model):
    """Ban Chỉ đạo's dated permission to route questions before each is reported (R-13.1)."""

    decision_number = NormalisedCharField("số văn bản", max_length=60)
    scope = NormalisedCharField("phạm vi", max_length=300, blank=True)
    fields = models.ManyToManyField(
        Field, verbose_name="lĩnh vực (trống: mọi lĩnh vực)", blank=True
    )
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày")
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người giao"
    )
    granted_at = models.DateTimeField("giao lúc", default=timezone.now)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người kết thúc",
    )
    ended_at = models.DateTimeField("kết thúc sớm lúc", null=True, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = "ủy quyền thường xuyên"
        verbose_name_plural = "ủy quyền thường xuyên"
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gte=models.F("valid_from")),
                name="delegation_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="delegation_ended_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return self.decision_number


class Report(models.Model):
    """One list of accepted questions handed to Ban Chỉ đạo (R-13.1); it can be printed."""

    note = NormalisedTextField("ghi chú", blank=True, max_length=WORDS_MAX_LENGTH)
    reported_at = models.DateTimeField("báo cáo lúc", default=timezone.now)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người báo cáo"
    )

    class Meta:
        verbose_name = "danh sách báo cáo Ban Chỉ đạo"
        verbose_name_plural = "danh sách báo cáo Ban Chỉ đạo"
        ordering = ["-reported_at", "-pk"]

    def __str__(self) -> str:
        return f"Danh sách số {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("desk:report_detail", args=[self.pk])
