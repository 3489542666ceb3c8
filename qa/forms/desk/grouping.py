"""One answer for many askers, many answers for one: merge, take apart, split."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from engagement.accounts.models import User
from engagement.text.forms import VietnameseCharField
from qa.forms.desk.acts import ActForm
from qa.forms.desk.fields import RowsField, choice, words_field
from qa.models import QUESTION_MAX_LENGTH, Attachment, Field, Question
from qa.queries.choices import active_fields
from qa.queries.desk.access import visible_to
from qa.queries.desk.search import typed_reference, with_reference
from qa.queries.duplicates import Alike, leads_for
from qa.services.splitting import FEWEST_PARTS, MOST_PARTS, Part

LONGEST_SEARCH = 200


class MergeForm(ActForm):
    """Into which question: one of those found, or one whose number is typed."""

    field_order = ["chosen", "reference", "words"]
    one_is_needed = ("chosen", "reference")
    chosen = forms.ChoiceField(
        label="Gộp vào câu hỏi",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Câu hỏi này không còn gộp vào được; xin chọn lại."},
    )
    reference = VietnameseCharField(
        label="Hoặc ghi mã câu hỏi",
        required=False,
        max_length=40,
        help_text="Ví dụ HG-7K4M-2Q9. Khi đã ghi mã thì mã được dùng, không dùng câu đã chọn.",
    )
    words = words_field("Ghi chú", hint="Chỉ cán bộ xem.")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.search_words = self.asked.get("tim", "").strip()[:LONGEST_SEARCH]
        self.found = self._found()
        offered = self.fields["chosen"]
        if not isinstance(offered, forms.ChoiceField):
            raise TypeError("chosen is a choice")
        offered.choices = [(alike.question.reference, label_of(alike)) for alike in self.found]
        if not self.found:
            del self.fields["chosen"]
            self.fields["reference"].label = "Mã câu hỏi để gộp vào"

    def _found(self) -> list[Alike]:
        if not isinstance(self.user, User) or self.question.is_sealed:
            return []
        return leads_for(self.user, self.question, self.search_words)

    def clean(self) -> dict[str, object]:
        """Find the question to merge into among those that this person may see."""
        cleaned = super().clean() or {}
        typed = cleaned.get("reference") or ""
        reference = typed_reference(typed) if typed else cleaned.get("chosen")
        if not typed and not reference:
            self.add_error("reference", "Xin chọn một câu hỏi, hoặc ghi mã.")
            return cleaned
        lead = visible_to(self.user).filter(with_reference(reference or "")).first()
        if lead is None:
            self.add_error("reference", "Không có câu hỏi nào mang mã này.")
        return cleaned | {"lead": lead}

    def arguments(self) -> dict[str, object]:
        return {"lead": self.cleaned_data["lead"], "words": self.cleaned_data["words"]}


def label_of(alike: Alike) -> str:
    """A question to choose: number, step, how alike, and its first words."""
    question: Question = alike.question
    share = f"{alike.percent}% cụm từ giống nhau" if alike.percent else "không có cụm từ chung"
    return f"{question.reference} · {question.get_status_display()} · {share} · {question.summary}"


class UnmergeForm(ActForm):
    words = words_field("Vì sao tách ra", hint="Chỉ cán bộ xem.")


class SplitForm(ActForm):
    """Two to four parts, each with its own words of the question, its field and its files."""

    words = words_field("Ghi chú", hint="Chỉ cán bộ xem.")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        files = self.question.attachments.all()
        for number in numbers():
            self.fields[f"text_{number}"] = VietnameseCharField(
                label=f"Phần {number}: nội dung hỏi",
                required=number <= FEWEST_PARTS,
                max_length=QUESTION_MAX_LENGTH,
                widget=forms.Textarea(attrs={"rows": 5}),
                error_messages={"required": "Xin viết nội dung của phần này."},
            )
            self.fields[f"field_{number}"] = forms.ModelChoiceField(
                Field.objects.none(),
                label=f"Phần {number}: lĩnh vực",
                required=False,
                empty_label="Như câu hỏi gốc",
            )
            choice(self, f"field_{number}").queryset = active_fields()
            if files:
                self.fields[f"files_{number}"] = FilesField(
                    Attachment.objects.filter(question=self.question),
                    label=f"Phần {number}: tệp đi cùng",
                    required=False,
                )
        self.order_fields([name for name in self.fields if name != "words"] + ["words"])

    def initial_values(self) -> dict[str, object]:
        """Begin with the question cut where it asks, or whole in the first part."""
        pieces = pieces_of(self.question.text)
        return {f"text_{number}": piece for number, piece in enumerate(pieces, start=1)}

    def clean(self) -> dict[str, object]:
        """Refuse a part that has a field or files and no words."""
        cleaned = super().clean() or {}
        for number in numbers():
            others = (cleaned.get(f"field_{number}"), cleaned.get(f"files_{number}"))
            if not cleaned.get(f"text_{number}") and any(others) and number > FEWEST_PARTS:
                self.add_error(f"text_{number}", ValidationError("Xin viết nội dung của phần này."))
        return cleaned

    def usual_fields(self) -> list[BoundField]:
        """The boxes of the parts that every split has."""
        return self._fields_of(range(1, FEWEST_PARTS + 1))

    def further_fields(self) -> list[BoundField]:
        """The boxes of the parts that few splits have."""
        return self._fields_of(range(FEWEST_PARTS + 1, MOST_PARTS + 1))

    def has_more(self) -> bool:
        """Whether something stands in the boxes of the further parts, or is wrong there."""
        return any(box.value() or box.errors for box in self.further_fields())

    def _fields_of(self, numbers: range) -> list[BoundField]:
        ends = {str(number) for number in numbers}
        return [box for box in self.visible_fields() if box.name.rpartition("_")[2] in ends]

    def arguments(self) -> dict[str, object]:
        parts = [
            Part(
                text=self.cleaned_data[f"text_{number}"],
                field=self.cleaned_data[f"field_{number}"],
                attachments=list(self.cleaned_data.get(f"files_{number}") or []),
            )
            for number in numbers()
            if self.cleaned_data[f"text_{number}"]
        ]
        return {"parts": parts, "words": self.cleaned_data["words"]}


class FilesField(RowsField):
    def label_from_instance(self, obj: Attachment) -> str:
        return obj.display_name


def numbers() -> range:
    return range(1, MOST_PARTS + 1)


def pieces_of(text: str) -> list[str]:
    """`text` cut after each question mark, where that gives as many parts as there may be."""
    pieces = [piece.strip() for piece in re.split(r"(?<=\?)\s+", text) if piece.strip()]
    return pieces if FEWEST_PARTS <= len(pieces) <= MOST_PARTS else [text]
