"""Lists handed to Ban Chỉ đạo and its standing delegations (R-13.1)."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from engagement.accounts.access import Visitor
from engagement.text.forms import VietnameseCharField
from qa.forms.desk.fields import RowsField, choice, day_field, words_field
from qa.models import Field, Question
from qa.queries.choices import active_fields
from qa.queries.desk.access import reportable


class ReportForm(forms.Form):
    cau_hoi = RowsField(
        Question.objects.none(),
        label="Câu hỏi",
        error_messages={
            "required": "Xin chọn ít nhất một câu hỏi để báo cáo.",
            "invalid_choice": "Có câu hỏi vừa được xử lý ở nơi khác; xin xem lại danh sách.",
            "invalid_pk_value": "Có câu hỏi vừa được xử lý ở nơi khác; xin xem lại danh sách.",
        },
    )
    note = words_field("Ghi chú", hint="In ở đầu danh sách.")

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        user: Visitor,
        chosen: list[str] | None = None,
    ) -> None:
        super().__init__(data, initial={"cau_hoi": chosen}, label_suffix="")
        choice(self, "cau_hoi").queryset = reportable(user)


class DelegationForm(forms.Form):
    decision_number = VietnameseCharField(
        label="Số văn bản", max_length=60, error_messages={"required": "Xin ghi số văn bản."}
    )
    valid_from = day_field("Từ ngày")
    valid_to = day_field("Đến hết ngày")
    fields_covered = RowsField(
        Field.objects.none(),
        label="Lĩnh vực",
        required=False,
        help_text="Không chọn lĩnh vực nào là ủy quyền cho mọi lĩnh vực.",
    )
    scope = VietnameseCharField(label="Phạm vi, bằng lời", max_length=300, required=False)

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, label_suffix="")
        choice(self, "fields_covered").queryset = active_fields()

    def clean_valid_to(self) -> date:
        """The last day must not lie before the first."""
        last: date = self.cleaned_data["valid_to"]
        first = self.cleaned_data.get("valid_from")
        if first and last < first:
            raise ValidationError("Ngày kết thúc không được trước ngày bắt đầu.")
        return last


class AutomationForm(forms.Form):
    """Automatic assignment: on or off, and from which score."""

    least = forms.IntegerField(
        label="Chỉ phân công khi điểm từ (%)",
        min_value=50,
        max_value=100,
        error_messages={
            "required": "Xin ghi một số từ 50 đến 100.",
            "invalid": "Xin ghi một số từ 50 đến 100.",
            "min_value": "Xin ghi một số từ 50 đến 100.",
            "max_value": "Xin ghi một số từ 50 đến 100.",
        },
    )
    is_on = forms.BooleanField(label="Bật phân công tự động", required=False)

    def __init__(
        self, data: QueryDict | None = None, *, initial: dict[str, object] | None = None
    ) -> None:
        super().__init__(data, initial=initial, label_suffix="")
