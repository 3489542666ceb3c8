"""Places people name, the units that answer for them, and words that tell whose level a matter is."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from engagement.accounts.models import DatedRow, Unit, period_constraint
from engagement.text.fields import NormalisedCharField
from qa.enums import HintTier, PlaceKind
from qa.models.shared import choices_hold


class Place(models.Model):
    """A name on the ground: a commune of today or of before, a district of before, a road, a hamlet.

    `name` says what it is ("Thị xã Long Mỹ", "Ấp 4"). One row a name: a hamlet's number is many
    places and has as many units.
    """

    kind = models.CharField("loại", max_length=20, choices=PlaceKind.choices)
    name = NormalisedCharField(
        "tên", max_length=120, help_text="Ghi cả loại: Xã Tân Bình, Thị xã Long Mỹ, Ấp 4."
    )
    is_ordinary = models.BooleanField(
        "chỉ nhận khi có ghi loại",
        default=False,
        help_text="Tên trùng với chữ thường ngày: chỉ tính khi người viết ghi “xã”, “ấp”, “đường” …",
    )
    source = NormalisedCharField("nguồn", max_length=200, blank=True)
    is_confirmed = models.BooleanField("đã xác nhận", default=False)
    changed_at = models.DateTimeField("sửa lúc", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "địa danh"
        verbose_name_plural = "địa danh"
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "name"], name="place_once"),
            choices_hold("kind", PlaceKind, "place_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs: object) -> None:
        """Note the time of the change: lists of places in memory are read anew after it."""
        self.changed_at = timezone.now()
        super().save(**kwargs)  # type: ignore[arg-type]


class PlaceUnit(DatedRow):
    """The unit that answers for a place, from one day to another."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="units", verbose_name="địa danh")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")

    class Meta:
        verbose_name = "đơn vị phụ trách địa danh"
        verbose_name_plural = "đơn vị phụ trách địa danh"
        ordering = ["place", "valid_from", "pk"]
        constraints = [
            period_constraint("place_unit_period"),
            models.UniqueConstraint(
                fields=["place", "unit"],
                condition=Q(valid_to__isnull=True),
                name="place_of_a_unit_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} → {self.unit.short_name}"

    def save(self, **kwargs: object) -> None:
        """Save; the place has changed by it."""
        super().save(**kwargs)  # type: ignore[arg-type]
        Place.objects.filter(pk=self.place_id).update(changed_at=timezone.now())


class LevelHint(models.Model):
    """Words that say whether a matter is the commune's or the province's; the site's owner edits."""

    words = NormalisedCharField("từ ngữ", max_length=80, unique=True)
    tier = models.CharField("cấp giải quyết", max_length=10, choices=HintTier.choices)
    source = NormalisedCharField("nguồn", max_length=200, blank=True)
    is_confirmed = models.BooleanField("đã xác nhận", default=False)

    class Meta:
        verbose_name = "dấu hiệu cấp giải quyết"
        verbose_name_plural = "dấu hiệu cấp giải quyết"
        ordering = ["tier", "words"]
        constraints = [choices_hold("tier", HintTier, "level_hint_tier_known")]

    def __str__(self) -> str:
        return self.words
