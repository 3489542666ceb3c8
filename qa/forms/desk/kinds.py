"""Of what kind a question is, and where its sender is told to turn."""

from django import forms
from django.http import QueryDict

from qa.enums import QuestionKind
from qa.forms.desk.acts import ActForm
from qa.forms.desk.fields import choice, words_field, words_to_asker
from qa.models import Question, Receiver
from qa.queries.asker import words_added
from qa.triage.detector import Finding, detect_among

GUIDANCE = (
    "Việc Quý vị nêu do nơi khác giải quyết, theo trình tự riêng của pháp luật. Quý vị gửi đến nơi "
    "phù hợp trong danh sách dưới đây."
)
HANDED_ON = (
    "Nội dung Quý vị gửi đã được chuyển đến nơi có thẩm quyền và được giữ kín. Nơi đó sẽ làm việc "
    "trực tiếp với Quý vị nếu Quý vị có để lại cách liên hệ."
)


class ClassifyForm(forms.Form):
    """The kind, as the software proposes it until somebody has said; `words` is why."""

    kind = forms.TypedChoiceField(
        label="Loại việc",
        choices=QuestionKind.choices,
        coerce=QuestionKind,
        error_messages={"required": "Xin chọn một loại việc."},
    )
    words = words_field("Lý do", hint="Chỉ cán bộ xem.")

    def __init__(self, data: QueryDict | None = None, *, question: Question) -> None:
        initial = {"kind": question.kind}
        super().__init__(data, initial=initial, label_suffix="", auto_id="loai-%s")
        self.question = question
        if question.is_sealed:
            self.fields["words"].label = "Lý do gỡ niêm phong"
            self.fields["words"].help_text = "Bắt buộc khi xếp sang loại khác; lưu cùng hồ sơ."

    @property
    def finding(self) -> Finding | None:
        """What the software takes the question for, while nobody has said."""
        if self.question.kind_set_by_id or not self.question.text:
            return None
        return detect_among([self.question.text, *words_added(self.question)])


class RedirectForm(ActForm):
    words = words_to_asker(
        "Hướng dẫn cho người gửi",
        hint="Người gửi đọc nguyên văn, kèm danh sách nơi giải quyết của loại việc này.",
    )

    def initial_values(self) -> dict[str, object]:
        return {"words": GUIDANCE}


class ForwardForm(ActForm):
    receiver = forms.ModelChoiceField(
        Receiver.objects.none(),
        label="Nơi nhận",
        empty_label="Chọn nơi nhận",
        help_text="Hồ sơ giấy chuyển theo chế độ mật; ở đây ghi là đã chuyển và chuyển đến đâu.",
        error_messages={"required": "Xin chọn nơi nhận."},
    )
    words = words_to_asker(
        "Lời gửi người gửi", hint="Người gửi đọc nguyên văn; xin không nêu tên ai."
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        known = Receiver.objects.filter(kind=QuestionKind.DENUNCIATION, is_active=True)
        choice(self, "receiver").queryset = known

    def initial_values(self) -> dict[str, object]:
        return {"words": HANDED_ON}
