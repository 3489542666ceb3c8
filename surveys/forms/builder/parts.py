"""The smaller forms of the builder: a page, a condition, a pasted list."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from django import forms
from django.http import QueryDict

from engagement.text.forms import VietnameseCharField
from surveys.enums import QuestionKind
from surveys.forms.builder.question import (
    SHORT_WORDS,
    checked_expression,
    expression_field,
    words_field,
)
from surveys.instrument.checks import MOST_MEMBERS
from surveys.instrument.codes import is_code, next_code
from surveys.instrument.conditions import Condition, can_decide, number_of, read, written
from surveys.instrument.editing import PAGE_STEM, codes_of
from surveys.instrument.pasted import LONGEST_PASTED, Pasted, read_list
from surveys.instrument.questionnaire import Page, Question, Questionnaire, Repeat
from surveys.models.shared import (
    CODE_MAX_LENGTH,
    EXPRESSION_MAX_LENGTH,
    LABEL_MAX_LENGTH,
    WORDS_MAX_LENGTH,
)

LONGEST_WRITTEN = EXPRESSION_MAX_LENGTH - len("not()")


class PageForm(forms.Form):
    """A page without its questions. `page_made` is what was typed; call after is_valid()."""

    title = words_field("Tên trang", "Ngắn, ví dụ: Thông tin chung.", LABEL_MAX_LENGTH)
    intro = VietnameseCharField(
        label="Lời dẫn",
        required=False,
        max_length=WORDS_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Hiện dưới tên trang.",
    )
    is_random_order = forms.BooleanField(label="Đảo thứ tự các câu cho mỗi người", required=False)
    is_repeated = forms.BooleanField(
        label="Lặp lại trang này, ví dụ mỗi thành viên trong hộ một lần", required=False
    )
    repeat_label = words_field("Mỗi lần lặp gọi là", "Ví dụ: Thành viên.", SHORT_WORDS)
    repeat_minimum = forms.IntegerField(
        label="Ít nhất mấy lần", required=False, min_value=0, max_value=MOST_MEMBERS
    )
    repeat_maximum = forms.IntegerField(
        label="Nhiều nhất mấy lần", required=False, min_value=1, max_value=MOST_MEMBERS
    )
    code = forms.CharField(
        label="Mã trang",
        max_length=CODE_MAX_LENGTH,
        widget=forms.TextInput(attrs={"class": "code", "spellcheck": "false"}),
        error_messages={"required": "Xin ghi mã trang."},
    )
    relevance = expression_field("Điều kiện hiện trang", "Biểu thức, ví dụ: ${cau_1} = 'co'.")
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        questionnaire: Questionnaire,
        page: Page | None = None,
        seen: str = "",
        is_code_fixed: bool = False,
    ) -> None:
        self.questionnaire = questionnaire
        self.page = page or Page(next_code(PAGE_STEM, codes_of(questionnaire)), "", ())
        self.is_new = page is None
        repeat = self.page.repeat
        initial = {
            "title": self.page.title,
            "intro": self.page.intro,
            "is_random_order": self.page.is_random_order,
            "is_repeated": repeat is not None,
            "repeat_label": repeat.label if repeat else "",
            "repeat_minimum": repeat.minimum if repeat else None,
            "repeat_maximum": repeat.maximum if repeat else None,
            "code": self.page.code,
            "relevance": self.page.relevance,
            "seen": seen,
        }
        super().__init__(data, initial=initial, label_suffix="")
        self.fields["code"].disabled = is_code_fixed

    def clean_code(self) -> str:
        """Refuse what is no code, and one that something else bears."""
        code: str = self.cleaned_data["code"]
        own = set() if self.is_new else {self.page.code}
        if not is_code(code):
            raise forms.ValidationError(
                "Mã chỉ gồm chữ không dấu, chữ số, gạch dưới và không bắt đầu bằng chữ số."
            )
        if code in codes_of(self.questionnaire) - own:
            raise forms.ValidationError("Mã này đã dùng cho câu hay trang khác.")
        return code

    def clean_relevance(self) -> str:
        """Refuse a condition that cannot be read or asks about what is not there."""
        return checked_expression(self.cleaned_data["relevance"], self.questionnaire)

    def clean(self) -> dict[str, object]:
        """A repeated page needs its numbers, in order."""
        cleaned = super().clean() or {}
        least, most = cleaned.get("repeat_minimum"), cleaned.get("repeat_maximum")
        if not cleaned.get("is_repeated"):
            return cleaned
        if most is None and not self.has_error("repeat_maximum"):
            self.add_error("repeat_maximum", "Xin ghi số lần nhiều nhất.")
        elif isinstance(least, int) and isinstance(most, int) and least > most:
            self.add_error("repeat_maximum", "Số lần nhiều nhất không được nhỏ hơn ít nhất.")
        return cleaned

    def page_made(self) -> Page:
        """The page as typed, with the questions it had."""
        typed = self.cleaned_data
        repeat = None
        if typed["is_repeated"]:
            repeat = Repeat(
                typed["repeat_minimum"] or 0, typed["repeat_maximum"], typed["repeat_label"]
            )
        return Page(
            code=typed["code"],
            title=typed["title"],
            questions=self.page.questions,
            intro=typed["intro"],
            relevance=typed["relevance"],
            is_random_order=typed["is_random_order"],
            repeat=repeat,
        )


class ConditionForm(forms.Form):
    """Ticks that make a condition about the question `asked`, for one question or several in a row.

    `following` are the codes and words of what it may go on to be set for.
    """

    IS, IS_NOT = "la", "khong"
    choices = forms.MultipleChoiceField(
        label="Câu trả lời",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Xin đánh dấu ít nhất một câu trả lời."},
    )
    verb = forms.ChoiceField(
        label="Hiện khi người trả lời",
        choices=[(IS, "chọn một trong những câu này"), (IS_NOT, "không chọn câu nào trong đó")],
        widget=forms.RadioSelect,
        initial=IS,
    )
    until = forms.ChoiceField(
        label="Đặt cho cả các câu sau, đến hết",
        required=False,
        help_text="Thay cho lời “chuyển đến câu …” trong phiếu giấy.",
    )
    field_order = ["verb", "choices", "until"]

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        asked: Question,
        following: list[tuple[str, str]],
        condition: Condition | None = None,
    ) -> None:
        initial: dict[str, object] = {}
        if condition is not None and condition.question == asked.code:
            verb = self.IS_NOT if condition.is_negated else self.IS
            initial = {"choices": list(condition.choices), "verb": verb}
        self.asked = asked
        super().__init__(data, initial=initial, label_suffix="")
        offered = [(choice.code, choice.label) for choice in asked.choices]
        _choices_of(self, "choices", offered)
        _choices_of(self, "until", [("", "chỉ chỗ này"), *following])
        if not following:
            del self.fields["until"]

    def clean_choices(self) -> list[str]:
        """Refuse so many that the condition would be longer than one may be."""
        chosen: list[str] = self.cleaned_data["choices"]
        if len(written(Condition(self.asked.code, tuple(chosen)), self.asked)) > LONGEST_WRITTEN:
            raise forms.ValidationError("Nhiều câu trả lời quá; xin dùng “không chọn câu nào”.")
        return chosen

    def expression(self) -> str:
        """The condition as an expression; call after is_valid()."""
        typed = self.cleaned_data
        is_negated = typed["verb"] == self.IS_NOT
        return written(Condition(self.asked.code, tuple(typed["choices"]), is_negated), self.asked)


class WrittenConditionForm(forms.Form):
    """The condition itself, for those who know the language."""

    relevance = expression_field(
        "Biểu thức", "Chỉ hỏi được về các câu đứng trước, gọi bằng mã của câu."
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        questionnaire: Questionnaire,
        relevance: str,
        before: Sequence[Question],
    ) -> None:
        """`before` are the questions that may be asked about."""
        self.questionnaire = questionnaire
        super().__init__(data, initial={"relevance": relevance}, label_suffix="")
        examples = list(_examples(before))
        if examples:
            self.fields["relevance"].help_text += f" Ví dụ: {' hoặc '.join(examples)}."

    def clean_relevance(self) -> str:
        """Refuse what cannot be read or asks about what is not there; nothing is always shown."""
        return checked_expression(self.cleaned_data["relevance"], self.questionnaire)


def _examples(before: Sequence[Question]) -> Iterator[str]:
    """One comparison for each way of comparing, with codes that are there."""
    ways: dict[QuestionKind, Callable[[Question], str]] = {
        QuestionKind.SINGLE: lambda one: f"${{{one.code}}} = '{one.choices[0].code}'",
        QuestionKind.MULTIPLE: lambda one: f"selected(${{{one.code}}}, '{one.choices[0].code}')",
        QuestionKind.NUMBER: lambda one: f"${{{one.code}}} >= 18",
    }
    for kind, example in ways.items():
        found = next((one for one in before if one.kind is kind), None)
        if found is not None and (found.choices or kind is QuestionKind.NUMBER):
            yield example(found)


class Decision(NamedTuple):
    """The condition that was chosen, and the codes of what it is set for."""

    codes: list[str]
    relevance: str


class ConditionChooser:
    """The ways to say when `owner` is shown: ticks about one question, an expression, or always.

    `wanted` is the code of the question to tick answers of; without it, the one the present
    condition asks about.
    """

    TICKS, WRITTEN, ALWAYS = "chon", "viet", "bo"

    def __init__(
        self,
        data: QueryDict | None,
        questionnaire: Questionnaire,
        owner: Question | Page,
        wanted: str = "",
    ) -> None:
        present = read(owner.relevance)
        wanted = wanted or (present.question if present else "")
        self.owner = owner
        self.act = data.get("viec", "") if data else ""
        deciding = can_decide(questionnaire, owner.code)
        self.offered = [(number_of(questionnaire, one.code), one) for one in deciding]
        self.asked = next((one for one in deciding if one.code == wanted), None)
        self.following = _following(questionnaire, owner.code)
        self.before = _before(questionnaire, owner.code)
        self.ticks = None
        if self.asked is not None:
            self.ticks = ConditionForm(
                data if self.act == self.TICKS else None,
                asked=self.asked,
                following=self.following,
                condition=present,
            )
        self.written = WrittenConditionForm(
            data if self.act == self.WRITTEN else None,
            questionnaire=questionnaire,
            relevance=owner.relevance,
            before=self.before,
        )

    @property
    def sent(self) -> forms.Form | None:
        """The form that was sent, for its errors."""
        return self.written if self.act == self.WRITTEN else self.ticks

    def decision(self) -> Decision | None:
        """What was chosen; None where nothing was sent, or what was sent has errors."""
        own = [self.owner.code]
        if self.act == self.ALWAYS:
            return Decision(own, "")
        if self.act == self.WRITTEN and self.written.is_valid():
            return Decision(own, self.written.cleaned_data["relevance"])
        if self.act == self.TICKS and self.ticks is not None and self.ticks.is_valid():
            until = self.ticks.cleaned_data.get("until", "")
            codes = [code for code, _ in self.following]
            more = codes[: codes.index(until) + 1] if until else []
            return Decision(own + more, self.ticks.expression())
        return None


def _before(questionnaire: Questionnaire, code: str) -> list[Question]:
    """The questions in front of the question or page `code`."""
    found: list[Question] = []
    for page in questionnaire.pages:
        if page.code == code:
            break
        for question in page.questions:
            if question.code == code:
                return found
            if question.is_asked:
                found.append(question)
    return found


def _following(questionnaire: Questionnaire, code: str) -> list[tuple[str, str]]:
    """Codes and words of the questions behind the question `code`; none behind a page."""
    questions = list(questionnaire.questions)
    codes = [question.code for question in questions]
    if code not in codes:
        return []
    return [
        (question.code, f"câu {number_of(questionnaire, question.code)}: {question.label}")
        for question in questions[codes.index(code) + 1 :]
        if question.is_asked
    ]


class PasteForm(forms.Form):
    """A list of questions out of a document, and the page it goes on with."""

    NEW_PAGE = ":moi"  # no page's code holds a colon
    text = VietnameseCharField(
        label="Danh sách câu hỏi",
        max_length=LONGEST_PASTED,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false"}),
        error_messages={"required": "Xin dán danh sách câu hỏi."},
    )
    page = forms.ChoiceField(label="Đặt vào")
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        questionnaire: Questionnaire,
        page: str = "",
    ) -> None:
        self.questionnaire = questionnaire
        super().__init__(data, initial={"page": page or self.NEW_PAGE}, label_suffix="")
        pages = [
            (one.code, f"Cuối trang {number}: {one.title or one.code}")
            for number, one in enumerate(questionnaire.pages, 1)
        ]
        _choices_of(self, "page", [*pages, (self.NEW_PAGE, "Trang mới ở cuối")])

    @property
    def page_chosen(self) -> str:
        """The code of the page the list goes on with, "" for a new one; call after is_valid()."""
        page: str = self.cleaned_data["page"]
        return "" if page == self.NEW_PAGE else page

    def pasted(self) -> Pasted:
        """What was understood; call after is_valid()."""
        # As typed: cleaned text has lost its first empty lines, and lines are named by their number.
        return read_list(self.data["text"], codes_of(self.questionnaire))

    def may_add(self, pasted: Pasted) -> bool:
        """Whether the list may be stored: understood, and its doubts shown; after is_valid()."""
        is_seen = not pasted.doubts or self.cleaned_data["seen"] == pasted.fingerprint
        return bool(pasted.questions) and not pasted.problems and is_seen


class ReadyForm(forms.Form):
    """Before opening or publishing: what was seen is what goes out, and the advice was read."""

    is_agreed = forms.BooleanField(
        label="Đã đọc các góp ý về lời, vẫn giữ như vậy",
        error_messages={"required": "Xin đọc các góp ý về lời rồi đánh dấu."},
    )
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, seen: str, has_advice: bool) -> None:
        super().__init__(data, initial={"seen": seen}, label_suffix="")
        if not has_advice:
            del self.fields["is_agreed"]


def _choices_of(form: forms.Form, name: str, offered: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} offers no choices")
    field.choices = offered
