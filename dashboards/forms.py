"""What leaders choose above the figures; all of it stands in the address."""

from datetime import date

from django import forms
from django.http import QueryDict
from django.utils import timezone

from engagement.accounts.enums import UnitKind
from engagement.accounts.units import in_reading_order
from qa.queries.figures import periods
from qa.queries.figures.measures import Scope
from qa.queries.figures.parts import HEADS
from qa.queries.figures.table import Catalogue

EVERYTHING = ("", "Tất cả")
WRONG = {
    "invalid_choice": "Giá trị này không có trong danh sách.",
    "invalid": "Xin ghi ngày/tháng/năm, ví dụ 05/01/2027.",
}


def day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=WRONG,
    )


class FiguresForm(forms.Form):
    """The choices of the figures page. What is not understood says so and counts as not chosen."""

    ky = forms.ChoiceField(label="Kỳ", required=False, error_messages=WRONG)
    tu = day("Hoặc từ ngày")
    den = day("đến hết ngày")
    theo = forms.ChoiceField(
        label="Xếp theo", choices=list(HEADS.items()), required=False, error_messages=WRONG
    )
    don_vi = forms.ChoiceField(label="Đơn vị", required=False, error_messages=WRONG)
    linh_vuc = forms.ChoiceField(label="Lĩnh vực", required=False, error_messages=WRONG)
    xa = forms.ChoiceField(label="Xã, phường", required=False, error_messages=WRONG)
    ten = forms.ChoiceField(
        label="Đơn vị tính",
        choices=[("", "như lúc đó"), ("nay", "như hiện nay")],
        required=False,
        error_messages=WRONG,
    )

    def __init__(self, data: QueryDict, rows: Catalogue, first: date) -> None:
        super().__init__(data, label_suffix="")
        today = timezone.localdate()
        groups = [
            (kind, [(period.key, period.label) for period in some])
            for kind, some in periods.offered(first, today)
            if some
        ]
        units = in_reading_order(rows.units.values())
        others = [(unit.code, unit.name) for unit in units if unit.kind != UnitKind.COMMUNE]
        communes = [(unit.code, unit.place_name) for unit in units if unit.kind == UnitKind.COMMUNE]
        self._offer("ky", [("", "Tháng này"), *groups])
        self._offer("don_vi", [EVERYTHING, ("Cơ quan", others), ("Xã, phường", communes)])
        self._offer("linh_vuc", [EVERYTHING, *((f.code, f.name) for f in rows.fields.values())])
        self._offer("xa", [EVERYTHING, *communes])

    def _offer(self, name: str, choices: list[tuple[str, object]]) -> None:
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            raise TypeError(f"{name} is no choice")
        field.choices = choices

    def clean(self) -> dict[str, object]:
        """Two days make a period only in their order."""
        first, last = self.cleaned_data.get("tu"), self.cleaned_data.get("den")
        if bool(first) != bool(last) and not self.errors:
            self.add_error("den" if first else "tu", "Xin ghi cả ngày đầu và ngày cuối.")
        elif first and last and periods.between(first, last) is None:
            self.add_error("den", "Ngày cuối đứng trước ngày đầu, hoặc ngoài các năm 2000–2099.")
        elif first and last and first > timezone.localdate():
            self.add_error("tu", "Kỳ này chưa bắt đầu; xin chọn ngày đầu không sau hôm nay.")
        return self.cleaned_data

    @property
    def dimension(self) -> str:
        """What the lines of the tables are."""
        self.is_valid()
        return str(self.cleaned_data.get("theo") or "unit")

    def scope(self) -> Scope:
        """What is counted."""
        self.is_valid()
        chosen = self.cleaned_data
        today = timezone.localdate()
        first, last = chosen.get("tu"), chosen.get("den")
        period = periods.between(first, last) if first and last else None
        period = period or periods.period_of(chosen.get("ky") or "")
        return Scope(
            period or periods.month(today.year, today.month),
            unit=chosen.get("don_vi") or "",
            field=chosen.get("linh_vuc") or "",
            commune=chosen.get("xa") or "",
            as_of=today if chosen.get("ten") == "nay" else None,
        )
