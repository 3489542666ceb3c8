"""What readers choose on the page of figures; it stands in the address."""

from datetime import date

from django import forms
from django.http import QueryDict
from django.utils import timezone

from engagement.accounts.models import Unit
from engagement.accounts.units import in_reading_order
from qa.queries.figures import periods
from qa.queries.figures.measures import Scope
from qa.queries.figures.parts import HEADS
from qa.queries.figures.table import Catalogue

NOT_OFFERED = {"invalid_choice": "Giá trị này không có trong danh sách."}


class PublicFiguresForm(forms.Form):
    """Period, dimension, unit of the months, then or now. What is no choice chooses nothing."""

    ky = forms.ChoiceField(label="Kỳ", required=False, error_messages=NOT_OFFERED)
    theo = forms.ChoiceField(
        label="Xếp theo", choices=list(HEADS.items()), required=False, error_messages=NOT_OFFERED
    )
    ten = forms.ChoiceField(
        label="Đơn vị tính",
        choices=[("", "như lúc đó"), ("nay", "như hiện nay")],
        required=False,
        error_messages=NOT_OFFERED,
    )
    don_vi = forms.ChoiceField(label="Từng tháng của", required=False, error_messages=NOT_OFFERED)

    def __init__(self, data: QueryDict, rows: Catalogue, first: date) -> None:
        super().__init__(data, label_suffix="")
        today = timezone.localdate()
        groups = [
            (kind, [(period.key, period.label) for period in some])
            for kind, some in periods.offered(first, today)
            if some
        ]
        self._offer("ky", [("", f"Năm nay ({today.year})"), *groups])
        units = in_reading_order(rows.units.values())
        self._offer("don_vi", [("", "Tất cả đơn vị"), *((u.code, shown(u)) for u in units)])

    def _offer(self, name: str, choices: list[tuple[str, object]]) -> None:
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            raise TypeError(f"{name} is no choice")
        field.choices = choices

    @property
    def dimension(self) -> str:
        self.is_valid()
        return str(self.cleaned_data.get("theo") or "unit")

    def scope(self) -> Scope:
        """The period, the unit whose months are shown, and as when units are meant."""
        self.is_valid()
        today = timezone.localdate()
        key = str(self.cleaned_data.get("ky") or today.year)
        return Scope(
            periods.named(key),
            unit=str(self.cleaned_data.get("don_vi") or ""),
            as_of=today if self.cleaned_data.get("ten") else None,
        )


def shown(unit: Unit) -> str:
    return unit.place_name if unit.kind == "commune" else unit.name
