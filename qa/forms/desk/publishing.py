"""The public copy: what looks private is shown, and a person decides of each (R-4.2, ADR 0017)."""

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from typing import Self

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils import timezone

from engagement.text.forms import VietnameseCharField
from engagement.text.normalise import normalise
from engagement.web.dates import when
from qa.citations import Citation, citations
from qa.forms.desk.acts import ActForm
from qa.forms.desk.fields import words_field, words_to_asker
from qa.forms.desk.personal import (
    LEAVE,
    MASK,
    Finding,
    Part,
    key_of,
    parts_of,
    personal_data_in,
    spans_in,
)
from qa.masking import masked
from qa.models import ANSWER_MAX_LENGTH, QUESTION_MAX_LENGTH
from qa.models.question import ANONYMOUS, CUT
from qa.rules.names import is_telling_name, names_asker
from qa.services.planning import LONGEST_WAIT
from qa.services.versions import current_number

TITLE_PRESET_LENGTH = 90
PREVIEW = "xem_truoc"
PUBLIC_BOXES = frozenset({"title", "question_text", "answer_text", "asker_label", "note"})
UNDECIDED = "xin chọn che hay để nguyên."
UNMASKED = "người hỏi không đồng ý hiện tên, xin chọn che."


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
    documents = forms.MultipleChoiceField(
        label="Văn bản câu trả lời dựa vào",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Nhận ra từ nội dung trả lời. Khi văn bản bị thay thế, câu trả lời vào danh sách "
        "cần rà soát.",
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if not self.question.is_name_public:
            self.fields.pop("asker_label", None)
        for finding in self.findings:
            self.fields[finding.field_name] = decision_field(finding)
        self._offer_documents()

    def _offer_documents(self) -> None:
        """Offer what the answer names, ticked: those a person has seen keep their ticks."""
        if not self.cited:
            del self.fields["documents"]
            return
        field = self.fields["documents"]
        field.choices = [(each.key, worded(each)) for each in self.cited]  # type: ignore[attr-defined]
        field.initial = [each.key for each in self.cited]

    def initial_values(self) -> dict[str, object]:
        plan = getattr(self.question, "plan", None)
        if plan is not None:
            names = ("title", "question_text", "answer_text", "asker_label", "publish_at")
            return {name: getattr(plan, name) for name in names}
        answer = getattr(self.question, "answer", None)
        values: dict[str, object] = {
            "title": title_for(self.question.text),
            "question_text": self.question.text,
            "answer_text": answer.text if answer else "",
            "asker_label": self.question.asker_name,
        }
        before = getattr(self.question, "publication", None)
        if before is not None:  # answered anew: what was masked once stays masked
            values |= {"title": before.title, "question_text": before.question_text}
        return values

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
        return personal_data_in(self.boxes, self.question)

    @cached_property
    def cited(self) -> list[Citation]:
        """The documents that the answer names."""
        return list(citations(self.boxes.get("answer_text", "")))

    @cached_property
    def boxes(self) -> dict[str, str]:
        """The words of the copy by field, as they stand in the boxes.

        What is longer than the longest box is refused for that; it is not read to its end here.
        """
        names = [name for name in self.fields if name in PUBLIC_BOXES]
        return {
            name: normalise(str(self[name].value() or "")[:ANSWER_MAX_LENGTH]) for name in names
        }

    def decision(self, finding: Finding) -> str:
        """MASK, LEAVE, or "" while nobody has decided."""
        return str(self.data.get(finding.field_name, "")) if self.is_bound else ""

    @property
    def decisions(self) -> Iterator[tuple[Finding, BoundField]]:
        """Each finding with its two choices, for the page."""
        return ((finding, self[finding.field_name]) for finding in self.findings)

    @property
    def plain_fields(self) -> list[BoundField]:
        """The boxes and ticks that are no decisions."""
        return [bound for bound in self if not bound.name.startswith("quyet_")]

    @property
    def is_preview(self) -> bool:
        return self.is_bound and PREVIEW in self.data

    def previewed(self) -> Self:
        """The form anew, with what was decided to be masked masked in its boxes."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        for name in self.boxes:
            data[name] = self.masked_box(name)
        return type(self)(data, question=self.question, user=self.user)

    def masked_box(self, name: str) -> str:
        """A box with all that somebody decided to mask masked, and nothing else."""
        chosen = {each.key for each in self.findings if self.decision(each) == MASK}
        text = self.boxes[name]
        spans = spans_in(text, self.question)
        return masked(
            text,
            [span for span in spans if key_of(span.kind, text[span.start : span.end]) in chosen],
        )

    def full_clean(self) -> None:
        """Judge nothing while somebody only looks."""
        if not self.is_preview:
            super().full_clean()
            return
        self._errors = ErrorDict()
        self.cleaned_data = {}

    def clean(self) -> dict[str, object]:
        """Mask what was decided to be masked; refuse while something is undecided.

        A name the asker did not agree to show is refused whatever anybody says.
        """
        cleaned = super().clean() or {}
        for name in self.boxes:
            words = self.masked_box(name)
            if is_telling_name(self.question) and names_asker(self.question, words):
                self.add_error(
                    name, "Còn tên người hỏi, mà người hỏi không đồng ý hiện tên; xin che hoặc bỏ."
                )
            elif name in cleaned and words != self.boxes[name]:
                longest = getattr(self.fields[name], "max_length", None)
                if longest and len(words) > longest:
                    self.add_error(name, f"Sau khi che, phần này dài quá {longest} ký tự.")
                cleaned[name] = words
        return cleaned

    def arguments(self) -> dict[str, object]:
        """The copy, and for the audit the kinds of what was masked or let stand, never the words."""
        copy = {
            name: value
            for name, value in super().arguments().items()
            if name != "documents" and not name.startswith("quyet_")
        }
        left = {each.code: None for each in self.findings if self.decision(each) == LEAVE}
        gone = {each.code: None for each in self.findings if self.decision(each) == MASK}
        now = {each.key for each in self.findings}
        private = personal_data_in(dict(self.originals()), self.question)
        gone |= {each.code: None for each in private if each.key not in now}
        return copy | {
            "masked": [str(kind) for kind in gone],
            "overrides": [str(kind) for kind in left],
            "citations": self.chosen_documents(),
        }

    def chosen_documents(self) -> list[Citation]:
        """The documents ticked, and those that came into the text after the page was shown."""
        ticked = set(self.cleaned_data.get("documents", []))
        data = self.data
        shown = set(data.getlist("documents_shown")) if isinstance(data, QueryDict) else set()
        return [each for each in self.cited if each.key in ticked or each.key not in shown]

    def originals(self) -> list[tuple[str, str]]:
        """The private texts beside which the copy is laid, each with its name."""
        answer = getattr(self.question, "answer", None)
        return [
            ("Câu hỏi", self.question.text),
            ("Trả lời", answer.text if answer else ""),
        ]

    @property
    def copies(self) -> list[tuple[str, list[Part], list[Part]]]:
        """Original and public copy side by side: name, parts of the one, parts of the other."""
        left = frozenset(each.key for each in self.findings if self.decision(each) == LEAVE)
        names = ("question_text", "answer_text")
        return [
            (
                label,
                parts_of(text, spans_in(text, self.question), frozenset()),
                parts_of(self.boxes[name], spans_in(self.boxes[name], self.question), left),
            )
            for (label, text), name in zip(self.originals(), names, strict=True)
        ]


def decision_field(finding: Finding) -> forms.ChoiceField:
    """Two ticks: mask with the proposed words, or leave; for a withheld name only the first."""
    choices = [(MASK, f"Che, thay bằng “{finding.replacement}”")]
    if finding.may_stay:
        choices.append((LEAVE, "Để nguyên, công bố chỗ này"))
    why = UNDECIDED if finding.may_stay else UNMASKED
    return forms.ChoiceField(
        label=finding.label,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": why, "invalid_choice": why},
    )


def worded(citation: Citation) -> str:
    """A document as a tick says it: its number, and the clause that was named."""
    return f"{citation.number}, {citation.clause}" if citation.clause else citation.number


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


class CorrectForm(PublishForm):
    """Another text in the place of what is public, with a note for the readers."""

    asker_label = None  # type: ignore[assignment]  # what is shown of the asker stays as wished
    publish_at = None  # type: ignore[assignment]  # a correction is for now
    number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    note = words_to_asker(
        "Đã sửa gì và vì sao",
        hint="Hiện cho mọi người ở trang câu trả lời. Không nhắc lại thông tin riêng đã lộ.",
    )
    removes_earlier = forms.BooleanField(
        label="Các bản trước lộ thông tin riêng: xóa hẳn nội dung các bản ấy",
        required=False,
        help_text="Không hoàn lại được. Trang các bản trước sẽ nói là đã gỡ, không nói gì thêm.",
    )

    def initial_values(self) -> dict[str, object]:
        public = self.question.publication
        return {
            "title": public.title,
            "question_text": public.question_text,
            "answer_text": public.answer_text,
            "number": max(current_number(public), 1),
        }

    def originals(self) -> list[tuple[str, str]]:
        """What is public now; the private originals are no part of a correction."""
        public = self.question.publication
        return [("Câu hỏi", public.question_text), ("Trả lời", public.answer_text)]
