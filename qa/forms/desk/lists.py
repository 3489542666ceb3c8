"""The filters above a list."""

from django import forms
from django.http import QueryDict
from django.utils import timezone

from engagement.accounts.models import Unit
from engagement.text.forms import VietnameseCharField
from qa.enums import Channel, QuestionKind, QuestionStatus
from qa.forms.desk.fields import YEARS_OF_USE, UnitField, choice, code_of
from qa.forms.public import CommuneField
from qa.models import (
    Field,
)
from qa.queries.choices import active_fields, communes, leading_units, past_communes
from qa.queries.desk import Wanted
from qa.queries.figures.measures import Measure
from qa.queries.figures.periods import period_of
from qa.queries.figures.table import DIMENSIONS


class FilterForm(forms.Form):
    """The filters of a list, in the address. What is not a choice filters nothing."""

    q = VietnameseCharField(required=False, max_length=200, widget=forms.HiddenInput)
    linh_vuc = forms.ModelChoiceField(
        Field.objects.none(),
        label="Lĩnh vực",
        to_field_name="code",
        required=False,
        empty_label="Tất cả",
    )
    don_vi = UnitField(
        Unit.objects.none(),
        label="Đơn vị chủ trì",
        to_field_name="code",
        required=False,
        empty_label="Tất cả",
    )
    xa = CommuneField(
        Unit.objects.none(),
        label="Xã, phường",
        to_field_name="code",
        required=False,
        empty_label="Tất cả",
    )
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
        choice(self, "linh_vuc").queryset = active_fields()
        choice(self, "don_vi").queryset = leading_units(today)
        choice(self, "xa").queryset = communes(today)
        if data.get("so_lieu"):  # a figure of the past may be of what is no longer offered
            choice(self, "linh_vuc").queryset = Field.objects.all()
            choice(self, "xa").queryset = past_communes()

    def wanted(self) -> Wanted:
        """What queries.in_box narrows by."""
        self.is_valid()
        chosen = self.cleaned_data
        week = chosen.get("tuan")
        return Wanted(
            text=chosen.get("q") or "",
            unit=code_of(chosen.get("don_vi")),
            field=code_of(chosen.get("linh_vuc")),
            commune=code_of(chosen.get("xa")),
            kind=chosen.get("loai") or "",
            channel=chosen.get("kenh") or "",
            step=chosen.get("buoc") or "",
            week=week if week and week.year in YEARS_OF_USE else None,
            measure=Measure(chosen["so_lieu"]) if chosen.get("so_lieu") else None,
            period=period_of(chosen.get("ky") or ""),
            blank=chosen.get("trong") or "",
            is_as_now=chosen.get("ten") == "nay",
        )
