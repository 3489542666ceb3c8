"""The rules that answers rest on, and what becomes of an answer when its rule goes."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from engagement.text.fields import NormalisedCharField
from qa.citations import LONGEST_NUMBER, key_of
from qa.models.answer import Publication


class LegalDocument(models.Model):
    """A document that answers cite. `expired_on` is the first day on which it no longer holds."""

    number = NormalisedCharField("số, ký hiệu", max_length=LONGEST_NUMBER)
    # One document however it is written: see qa.citations.key_of.
    key = models.CharField("khóa so khớp", max_length=LONGEST_NUMBER, unique=True, editable=False)
    title = NormalisedCharField("tên văn bản", max_length=300, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    effective_on = models.DateField("có hiệu lực từ", null=True, blank=True)
    expired_on = models.DateField("hết hiệu lực từ", null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name="được thay thế bởi",
    )

    class Meta:
        verbose_name = "văn bản"
        verbose_name_plural = "văn bản"
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | Q(expired_on__isnull=False),
                name="replaced_document_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | ~Q(replaced_by=F("id")),
                name="document_does_not_replace_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def save(self, **kwargs: object) -> None:
        """Keep the key in step with the number."""
        self.key = key_of(self.number)
        super().save(**kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return reverse("desk:document", args=[self.pk])

    def has_expired(self, on: date) -> bool:
        return self.expired_on is not None and self.expired_on <= on


class LegalBasisQuerySet(models.QuerySet["LegalBasis"]):
    def doubtful(self, on: date) -> "LegalBasisQuerySet":
        """Those whose document no longer holds on `on`, and that nobody has reviewed since.

        By the date alone: what is recorded today for next month counts from that day.
        """
        reviewed = Q(reviewed_expiry=F("document__expired_on"))
        return self.filter(document__expired_on__lte=on).exclude(
            Q(reviewed_expiry__isnull=False) & reviewed
        )


class LegalBasis(models.Model):
    """That a published answer rests on a document. `reviewed_expiry` is the end it was reviewed for."""

    publication = models.ForeignKey(
        Publication, models.CASCADE, related_name="bases", verbose_name="câu trả lời"
    )
    document = models.ForeignKey(
        LegalDocument, models.PROTECT, related_name="bases", verbose_name="văn bản"
    )
    clause = NormalisedCharField("điều, khoản", max_length=120, blank=True)
    reviewed_expiry = models.DateField("đã rà soát cho ngày hết hiệu lực", null=True, blank=True)
    reviewed_at = models.DateTimeField("rà soát lúc", null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người rà soát",
    )
    added_at = models.DateTimeField("ghi lúc", default=timezone.now)

    objects = LegalBasisQuerySet.as_manager()

    class Meta:
        verbose_name = "căn cứ pháp lý"
        verbose_name_plural = "căn cứ pháp lý"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "document"], name="a_document_once_an_answer"
            ),
            models.CheckConstraint(
                condition=Q(
                    reviewed_at__isnull=True, reviewed_by__isnull=True, reviewed_expiry__isnull=True
                )
                | Q(
                    reviewed_at__isnull=False,
                    reviewed_by__isnull=False,
                    reviewed_expiry__isnull=False,
                ),
                name="legal_basis_reviewed_at_by_and_for",
            ),
        ]
