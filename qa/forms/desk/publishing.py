"""The public copy, and what it may not hold unseen (R-4.2)."""

from datetime import datetime
from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from engagement.text.forms import VietnameseCharField
from engagement.text.normalise import normalise
from engagement.web.dates import when
from qa.forms.desk.acts import ActForm
from qa.forms.desk.fields import words_field, words_to_asker
from qa.forms.desk.personal import Finding, personal_data_in
from qa.models import (
    ANSWER_MAX_LENGTH,
    QUESTION_MAX_LENGTH,
)
from qa.models.question import ANONYMOUS, CUT
from qa.rules import is_telling_name, names_asker
from qa.services.planning import LONGEST_WAIT

TITLE_PRESET_LENGTH = 90


PUBLIC_BOXES = frozenset({"title", "question_text", "answer_text", "asker_label"})


class PublishForm(ActForm):
    """The public copy. What looks personal must be taken out or seen and agreed to (R-4.2)."""

    title = VietnameseCharField(
        label="Tiêu đề",
        max_length=200,
        help_text="Ngắn, nói đúng điều được hỏi; đứng đầu trang công bố.",
        error_messages={"required": "Xin đặt tiêu đề."},
    )
    question_text = VietnameseCharField(
        label="Câu hỏi, bản công bố",
        max_length=QUESTION_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Bản gốc được giữ riêng. Bỏ tên, số điện thoại, địa chỉ, số giấy tờ của người hỏi.",
    )
    answer_text = VietnameseCharField(
        label="Trả lời, bản công bố",
        max_length=ANSWER_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    asker_label = VietnameseCharField(
        label="Tên hiện khi công bố",
        max_length=120,
        required=False,
        empty_value=ANONYMOUS,
        help_text="Người hỏi đã đồng ý hiện tên. Để trống thì không hiện tên.",
    )
    publish_at = forms.DateTimeField(
        label="Hẹn giờ công bố",
        required=False,
        input_formats=["%d/%m/%Y %H:%M", "%H:%M %d/%m/%Y"],
        widget=forms.DateTimeInput(format="%d/%m/%Y %H:%M", attrs={"autocomplete": "off"}),
        help_text=(
            "Để trống là công bố ngay. Ngày/tháng/năm giờ:phút, ví dụ 05/01/2027 08:00. "
            "Đúng hạn hay quá hạn tính theo lúc câu trả lời thực sự được công bố."
        ),
        error_messages={"invalid": "Xin ghi ngày/tháng/năm giờ:phút, ví dụ 05/01/2027 08:00."},
    )
    is_agreed = forms.BooleanField(label="Đã xem, đồng ý công bố những chỗ này", required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if not self.question.is_name_public:
            del self.fields["asker_label"]
        if not self.may_agree:
            del self.fields["is_agreed"]

    def initial_values(self) -> dict[str, object]:
        plan = getattr(self.question, "plan", None)
        if plan is not None:
            names = (*PUBLIC_BOXES, "publish_at")
            return {name: getattr(plan, name) for name in names}
        answer = getattr(self.question, "answer", None)
        return {
            "title": title_for(self.question.text),
            "question_text": self.question.text,
            "answer_text": answer.text if answer else "",
            "asker_label": self.question.asker_name,
        }

    def clean_title(self) -> str:
        """Refuse a title that was cut, as one copied from a list is."""
        title: str = self.cleaned_data["title"]
        if title.endswith(CUT):
            raise ValidationError("Tiêu đề còn bị cắt ở cuối; xin viết cho trọn ý, bỏ dấu “…”.")
        return title

    def clean_publish_at(self) -> datetime | None:
        """Refuse an hour that is past, or so far ahead that nobody would think of it again."""
        at: datetime | None = self.cleaned_data["publish_at"]
        if at and not timezone.now() < at <= timezone.now() + LONGEST_WAIT:
            raise ValidationError(
                f"Giờ hẹn phải ở phía trước, trong vòng {LONGEST_WAIT.days} ngày."
            )
        return at

    @property
    def done_later(self) -> str:
        at = self.cleaned_data.get("publish_at")
        return f"Đã hẹn công bố {when(at)}; đổi hoặc bỏ hẹn ở trang câu hỏi." if at else ""

    @cached_property
    def findings(self) -> list[Finding]:
        """What still looks personal or secret in the copy as it stands in the boxes."""
        return personal_data_in(normalise("\n".join(self.boxes().values())), self.question)

    def boxes(self) -> dict[str, str]:
        """The words of the copy by field, as they stand in the boxes.

        What is longer than the longest box is refused for that; it is not read to its end here.
        """
        names = [name for name in self.fields if name in PUBLIC_BOXES]
        return {name: str(self[name].value() or "")[:ANSWER_MAX_LENGTH] for name in names}

    @property
    def may_agree(self) -> bool:
        """Whether something was found that somebody may let stand."""
        return any(finding.may_stay for finding in self.findings)

    def clean(self) -> dict[str, object]:
        """Refuse what looks personal until somebody has said that it may be published.

        A name the asker did not agree to show is refused whatever anybody says.
        """
        cleaned = super().clean() or {}
        for name, words in self.boxes().items():
            if is_telling_name(self.question) and names_asker(self.question, normalise(words)):
                self.add_error(
                    name, "Còn tên người hỏi, mà người hỏi không đồng ý hiện tên; xin bỏ."
                )
        if self.may_agree and not cleaned.get("is_agreed"):
            self.add_error(
                "is_agreed", "Bản công bố còn thông tin riêng; xin bỏ đi, hoặc xem kỹ và đánh dấu."
            )
        return cleaned

    def arguments(self) -> dict[str, object]:
        """The copy, and for the audit the kinds of what was agreed to, never the words."""
        copy = {name: value for name, value in super().arguments().items() if name != "is_agreed"}
        kinds = dict.fromkeys(finding.code for finding in self.findings if finding.may_stay)
        return copy | {"overrides": list(kinds)}


def title_for(text: str) -> str:
    """The first line of `text`, or its first question where the line is too long for a title.

    Nothing where neither fits: a title that is cut would have to be written anew all the same.
    """
    first_line = text.strip().split("\n", 1)[0].strip()
    first_question = first_line[: first_line.find("?") + 1] or first_line
    fitting = (part for part in (first_line, first_question) if len(part) <= TITLE_PRESET_LENGTH)
    return next(fitting, "")


class ClosePrivatelyForm(ActForm):
    words = words_field("Vì sao không công bố", hint="Chỉ cán bộ xem.")


class RetractForm(ActForm):
    note = words_to_asker("Lý do gỡ", hint="Hiện cho mọi người ở địa chỉ của câu trả lời đã gỡ.")
