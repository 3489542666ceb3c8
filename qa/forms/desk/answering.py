"""What the lead unit, its head and the co-ordinating units type."""

from django import forms
from django.http import QueryDict

from engagement.accounts.models import Unit
from engagement.text.forms import VietnameseCharField
from qa.forms.desk.acts import ActForm
from qa.forms.desk.fields import choice, words_field
from qa.models import (
    ANSWER_MAX_LENGTH,
)


class DraftForm(forms.Form):
    """The editor. `version` is the saved draft the writer started from, 0 for none."""

    text = VietnameseCharField(
        label="Câu trả lời",
        required=False,
        max_length=ANSWER_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 14}),
        error_messages={"required": "Xin viết câu trả lời trước khi trình."},
    )
    version = forms.IntegerField(min_value=0, initial=0, widget=forms.HiddenInput)


class SubmitForm(DraftForm, ActForm):
    field_order = ["text"]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["text"].required = True

    def initial_values(self) -> dict[str, object]:
        answer = getattr(self.question, "answer", None)
        return {"text": answer.text, "version": answer.version} if answer else {}


class ApproveForm(ActForm):
    """Nothing to type: the page shows the text that is approved."""


class SendBackForm(ActForm):
    words = words_field("Cần sửa gì", required=True, hint="Cán bộ soạn thảo sẽ đọc.")


class RequestChangesForm(ActForm):
    words = words_field("Cần sửa gì", required=True, hint="Đơn vị chủ trì sẽ đọc.")


class ContributeForm(forms.Form):
    unit = forms.ModelChoiceField(Unit.objects.none(), label="Đơn vị phối hợp", empty_label=None)
    text = VietnameseCharField(
        label="Ý kiến gửi đơn vị chủ trì",
        max_length=ANSWER_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Chỉ cán bộ xem; đơn vị chủ trì dùng để soạn câu trả lời.",
        error_messages={"required": "Xin viết ý kiến trước khi gửi."},
    )

    def __init__(self, data: QueryDict | None = None, *, units: list[Unit]) -> None:
        super().__init__(data, label_suffix="", auto_id="phoi-hop-%s")
        own = choice(self, "unit")
        own.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
        if len(units) == 1:
            own.initial = units[0].pk
            own.widget = forms.HiddenInput()
