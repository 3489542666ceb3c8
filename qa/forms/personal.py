"""What a citizen, or staff for one, types about personal data."""

from collections.abc import Mapping
from typing import cast

from django import forms
from django.utils import timezone

from engagement.accounts.models import Unit
from engagement.text.forms import VietnameseCharField
from qa.enums import DataRequestKind
from qa.forms.public import (
    EMAIL_MAX_LENGTH,
    PHONE_MAX_LENGTH,
    CommuneField,
    EmailField,
    LineField,
    phone_digits,
)
from qa.models import Question
from qa.queries import choices

WRONG_CODE = (
    "Mã chưa đúng, đã hết hạn hoặc đã dùng. Quý vị xem lại thư mới nhất, hoặc yêu cầu mã khác."
)


class CodeForm(forms.Form):
    """The one-time code, however it is spaced."""

    ma_xac_nhan = LineField(
        label="Mã xác nhận",
        max_length=40,
        help_text="8 chữ số trong thư vừa gửi; có hiệu lực 10 phút.",
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"}
        ),
        error_messages={"required": "Quý vị nhập mã trong thư.", "max_length": WRONG_CODE},
    )


class PersonalDataForm(forms.Form):
    """Name, contact and commune as they should be."""

    asker_name = VietnameseCharField(
        label="Họ và tên",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"max_length": "Họ và tên dài quá 120 ký tự."},
    )
    is_name_public = forms.BooleanField(
        label="Đồng ý hiện tên khi công bố (bỏ đánh dấu: tên được gỡ khỏi trang công bố)",
        required=False,
    )
    contact_email = EmailField(
        label="Thư điện tử",
        required=False,
        max_length=EMAIL_MAX_LENGTH,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": "Địa chỉ thư điện tử chưa đúng, cần có dạng ten@nhacungcap.vn.",
            "max_length": f"Địa chỉ thư điện tử dài quá {EMAIL_MAX_LENGTH} ký tự.",
        },
    )
    contact_phone = LineField(
        label="Điện thoại",
        required=False,
        max_length=PHONE_MAX_LENGTH,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        error_messages={"max_length": f"Số điện thoại dài quá {PHONE_MAX_LENGTH} ký tự."},
    )
    commune = CommuneField(
        label="Xã, phường",
        required=False,
        queryset=Unit.objects.none(),
        to_field_name="code",
        empty_label="Không ghi",
        error_messages={"invalid_choice": "Xã, phường này không có trong danh sách."},
    )

    def __init__(self, data: Mapping[str, object] | None = None, *, question: Question) -> None:
        self.question = question
        commune = question.commune.code if question.commune else ""
        stored = {
            "asker_name": question.asker_name,
            "is_name_public": question.is_name_public,
            "contact_email": question.contact_email,
            "contact_phone": question.contact_phone,
            "commune": commune,
        }
        super().__init__(data, initial=stored, label_suffix="")
        field = cast("CommuneField", self.fields["commune"])
        field.queryset = choices.communes(timezone.localdate())
        # A consent that was not given with the question is not asked for here.
        if not question.is_name_public:
            del self.fields["is_name_public"]

    def clean_asker_name(self) -> str:
        """A name is one line."""
        return " ".join(str(self.cleaned_data["asker_name"]).split())

    def clean_contact_phone(self) -> str:
        return phone_digits(str(self.cleaned_data["contact_phone"]))

    def arguments(self) -> dict[str, object]:
        """What the service is called with; call after is_valid()."""
        values = dict(self.cleaned_data)
        is_name_public = bool(values.pop("is_name_public", False))
        return values | {"is_name_withheld": not is_name_public}


class ReceiveRequestForm(forms.Form):
    """What a citizen asks at the counter; the full code is read from the receipt."""

    ma = LineField(
        label="Mã tra cứu trên biên nhận",
        max_length=60,
        help_text="Đủ bốn nhóm. Người yêu cầu xuất trình biên nhận; mã không được lưu thêm ở đâu.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Xin nhập mã trên biên nhận."},
    )
    kind = forms.TypedChoiceField(
        label="Yêu cầu",
        choices=DataRequestKind.choices,
        coerce=DataRequestKind,
        widget=forms.RadioSelect,
        error_messages={"required": "Xin chọn một yêu cầu."},
    )
