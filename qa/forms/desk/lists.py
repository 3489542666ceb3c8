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
from qa.queries.choices import active_fields, communes, leading_units
from qa.queries.desk import Wanted


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

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, label_suffix="")
        today = timezone.localdate()
        choice(self, "linh_vuc").queryset = active_fields()
        choice(self, "don_vi").queryset = leading_units(today)
        choice(self, "xa").queryset = communes(today)

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
        )
