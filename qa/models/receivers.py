"""Who settles what this site cannot: complaints, denunciations, danger. Rows, because it changes."""

from django.db import models
from django.db.models import Q

from engagement.text.fields import NormalisedCharField, NormalisedTextField
from qa.enums import FOR_OTHERS, QuestionKind


class Receiver(models.Model):
    """A body or a number to turn to, as the ask page and the sender's own page name it.

    `is_confirmed`: the office has compared it with the rule in force; unconfirmed rows are shown all
    the same, because no way at all is worse, and the office sees which they are.
    """

    kind = models.CharField(
        "loại việc",
        max_length=20,
        choices=[(kind.value, kind.label) for kind in FOR_OTHERS],
    )
    name = NormalisedCharField("nơi tiếp nhận", max_length=160)
    words = NormalisedTextField("nhận việc gì, gửi thế nào", blank=True, max_length=500)
    phone = NormalisedCharField("điện thoại", max_length=30, blank=True)
    address = NormalisedCharField("địa chỉ", max_length=200, blank=True)
    basis = NormalisedCharField("căn cứ", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    is_active = models.BooleanField("đang dùng", default=True)
    is_confirmed = models.BooleanField("đã xác nhận", default=False)

    class Meta:
        verbose_name = "nơi giải quyết"
        verbose_name_plural = "nơi giải quyết khiếu nại, tố cáo, việc khẩn cấp"
        ordering = ["kind", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in FOR_OTHERS]),
                name="receiver_kind_is_for_others",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({QuestionKind(self.kind).label})"

    @property
    def phone_link(self) -> str:
        """The number as a `tel:` link wants it."""
        return "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")
