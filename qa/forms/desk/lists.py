"""The filters above a list."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import cast

from django import forms
from django.http import QueryDict
from django.utils import timezone

from engagement.accounts.enums import UnitKind
from engagement.accounts.models import Unit
from engagement.accounts.units import in_reading_order
from engagement.text.forms import VietnameseCharField
from qa.enums import Channel, QuestionKind, QuestionStatus
from qa.forms.desk.fields import YEARS_OF_USE
from qa.models import Field
from qa.queries.choices import active_fields, leading_units, past_communes
from qa.queries.desk.lists import Wanted
from qa.queries.figures.measures import Measure
from qa.queries.figures.periods import period_of
from qa.queries.figures.table import DIMENSIONS


class FilterForm(forms.Form):
    """The filters of a list, in the address. What is not a choice filters nothing."""

    q = VietnameseCharField(required=False, max_length=200, widget=forms.HiddenInput)
    # Choices by code, read once: a field that chooses among rows asks the database again.
    linh_vuc = forms.ChoiceField(label="Lĩnh vực", required=False)
    don_vi = forms.ChoiceField(label="Đơn vị chủ trì", required=False)
    xa = forms.ChoiceField(label="Xã, phường", required=False)
    buoc = forms.ChoiceField(
        label="Bước", choices=[("", "Tất cả"), *QuestionStatus.choices], required=False
    )
    loai = forms.ChoiceField(
        label="Loại việc",
        choices=[
            ("", "Tất cả"),
            *(
                (kind.value, kind.label)
                for kind in QuestionKind
                if kind != QuestionKind.DENUNCIATION
            ),
        ],
        required=False,
    )
    kenh = forms.ChoiceField(
        label="Nhận qua", choices=[("", "Tất cả"), *Channel.choices], required=False
    )
    tuan = forms.DateField(
        label="Nhận trong tuần từ thứ Hai",
        help_text="Ngày/tháng/năm, ví dụ 16/11/2026.",
        required=False,
        widget=forms.TextInput,
    )
    # The list behind a figure: which figure, of which period, of what is not given, as now or then.
    so_lieu = forms.ChoiceField(choices=Measure.choices, required=False, widget=forms.HiddenInput)
    ky = VietnameseCharField(required=False, max_length=30, widget=forms.HiddenInput)
    trong = forms.ChoiceField(
        choices=[(name, name) for name in DIMENSIONS], required=False, widget=forms.HiddenInput
    )
    ten = forms.ChoiceField(choices=[("nay", "nay")], required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, label_suffix="")
        today = timezone.localdate()
        # A figure of the past may be of what is no longer offered.
        is_past = bool(data.get("so_lieu"))
        units = in_reading_order(leading_units(today))
        now = [unit for unit in units if unit.kind == UnitKind.COMMUNE and unit.is_in_force(today)]
        communes = in_reading_order(past_communes()) if is_past else now
        fields = Field.objects.all() if is_past else active_fields()
        self._offer("linh_vuc", [(field.code, field.name) for field in fields])
        self._offer("don_vi", by_kind(units))
        self._offer("xa", [(unit.code, unit.place_name) for unit in communes])

    def _offer(self, name: str, choices: Sequence[tuple[str, object]]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = [("", "Tất cả"), *choices]

    def wanted(self) -> Wanted:
        """What queries.in_box narrows by."""
        self.is_valid()
        chosen = self.cleaned_data
        week = chosen.get("tuan")
        return Wanted(
            text=chosen.get("q") or "",
            unit=chosen.get("don_vi") or "",
            field=chosen.get("linh_vuc") or "",
            commune=chosen.get("xa") or "",
            kind=chosen.get("loai") or "",
            channel=chosen.get("kenh") or "",
            step=chosen.get("buoc") or "",
            week=week if week and week.year in YEARS_OF_USE else None,
            measure=Measure(chosen["so_lieu"]) if chosen.get("so_lieu") else None,
            period=period_of(chosen.get("ky") or ""),
            blank=chosen.get("trong") or "",
            is_as_now=chosen.get("ten") == "nay",
        )


def by_kind(units: Iterable[Unit]) -> list[tuple[str, object]]:
    """Code and name of units in reading order, under the names of their kinds."""
    return [
        (str(kind), [(unit.code, str(unit)) for unit in some])
        for kind, some in groupby(units, key=Unit.get_kind_display)
    ]
