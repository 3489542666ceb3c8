"""A paper sheet as it is typed in: one page of small boxes, choices by their numbers.

What is typed for a question is what stands on the paper: the number of a choice, "1 3" or "13" for
several, the place written beside each thing ranked, words as they are. Paper is not held to what it
must answer; whatever cannot be an answer is said at the question and nothing is stored.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django import forms
from django.http import QueryDict

from engagement.text.fold import fold
from engagement.text.normalise import normalise
from surveys.enums import QuestionKind
from surveys.forms.controls import LONGEST_TEXT, MOST_CARDS, answerable, read_other
from surveys.forms.paper import PaperPage, PaperQuestion, paper_pages
from surveys.forms.sheet import PREFIX, name_of
from surveys.instrument import answers as instrument
from surveys.instrument.double_entry import Cell, cells_of, on_paper
from surveys.instrument.questionnaire import (
    OTHER_SUFFIX,
    TEXTUAL,
    Answers,
    Json,
    Page,
    Question,
    Questionnaire,
)
from surveys.instrument.values import YES, Misfit
from surveys.models import BATCH_MAX_LENGTH
from surveys.queries.paper_entry import SheetNumber

DONT_KNOW_KEY = "k"
CONSENT_KEY = "1"
MOST_NUMBER = 1_000_000
MOST_DIGITS = 3  # of the number of a choice
NOTHING_TYPED = "Tờ này chưa có câu trả lời nào. Tờ trắng thì không nhập."
WORDS_WITHOUT_CHOICE = "Có chữ ghi thêm nhưng chưa gõ số của lựa chọn ấy."
_APART = re.compile(r"[\s,;.+/-]+")


class SheetForm(forms.Form):
    """Which sheet is typed in."""

    tap = forms.CharField(
        label="Tập phiếu",
        max_length=BATCH_MAX_LENGTH,
        help_text="Tên ghi ngoài tập, ví dụ: Ấp 3. Không phân biệt hoa thường, có dấu hay không.",
        error_messages={"required": "Xin ghi tên tập phiếu."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    so = forms.IntegerField(
        label="Số tờ",
        min_value=1,
        max_value=MOST_NUMBER,
        help_text="Số ghi tay ở góc tờ giấy.",
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            "Xin ghi số tờ, số nguyên từ 1 đến một triệu.",
        ),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    ban = forms.TypedChoiceField(
        label="Bản câu hỏi in trên tờ", coerce=int, required=False, empty_value=None
    )

    def __init__(self, data: QueryDict | None = None, *, versions: Sequence[int]) -> None:
        """`versions` are the numbers of those published; only where there are two is one chosen."""
        super().__init__(data, initial={"ban": versions[-1]}, label_suffix="")
        self.versions = versions
        version = self.fields["ban"]
        if len(versions) == 1:
            del self.fields["ban"]
        elif isinstance(version, forms.ChoiceField):
            version.choices = [(number, f"Bản {number}") for number in versions]

    def clean_tap(self) -> str:
        """The name as it is typed; names are compared without case and marks."""
        name = " ".join(normalise(self.cleaned_data["tap"]).split())
        if not fold(name):
            raise forms.ValidationError("Xin ghi tên tập phiếu bằng chữ hoặc số.")
        return name

    @property
    def sheet(self) -> SheetNumber:
        """Call after is_valid()."""
        return SheetNumber(self.cleaned_data["tap"], self.cleaned_data["so"])

    @property
    def version(self) -> int:
        """The version printed on the sheet; the newest unless one was chosen."""
        return self.cleaned_data.get("ban") or self.versions[-1]


# --- What the page shows -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Box:
    """One place to type in; `label` tells it from the others of its question."""

    name: str
    label: str = ""
    value: str = ""
    is_long: bool = False
    list_id: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: what may be typed for it, and where."""

    name: str
    number: int
    question: Question
    condition: str
    marks: Sequence[tuple[str, str]]
    boxes: Sequence[Box]
    names: Sequence[str] = ()  # of a list too long to be numbered
    error: str = ""

    @property
    def label_id(self) -> str:
        """The id of the words that name the question."""
        return f"{self.name}_ten"

    @property
    def hint(self) -> str:
        """What cannot be guessed about how it is typed."""
        match self.question.kind:
            case QuestionKind.SCALE if self.question.points:
                return f"Gõ điểm từ {self.question.points[0]} đến {self.question.points[-1]}."
            case QuestionKind.DATE:
                return "Gõ ngày/tháng/năm, ví dụ 31/12/1999."
            case QuestionKind.RANKING:
                return "Gõ số thứ tự ghi bên mỗi mục, 1 là đứng đầu."
            case QuestionKind.MULTIPLE:
                return "Chọn nhiều."
        return "Gõ vài chữ rồi chọn tên." if self.names else ""

    @property
    def notes(self) -> list[str]:
        """The ends of the ids of what stands beside the boxes."""
        found = {"so": self.marks, "goi": self.hint, "loi": self.error}
        return [end for end, words in found.items() if words]

    @property
    def is_long_text(self) -> bool:
        return self.question.kind is QuestionKind.LONG_TEXT

    @property
    def input_mode(self) -> str:
        """The keyboard of a phone: what holds signs besides digits is typed on the whole one."""
        kinds = {QuestionKind.MULTIPLE, QuestionKind.SCALE, QuestionKind.DATE, QuestionKind.NUMBER}
        return "text" if self.question.kind in kinds else "numeric"


@dataclass(frozen=True, slots=True)
class Part:
    """One page, or one member of a repeated page."""

    page: Page
    number: int
    condition: str
    asked: Sequence[Asked]
    can_add: bool = False


@dataclass
class Reading:
    """What was typed: canonical answers, not pruned, and by the name of a question what is wrong."""

    answers: Answers = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Typing:
    """A sheet while it is typed in: what is asked, what was sent, and the communes by code."""

    questionnaire: Questionnaire
    data: QueryDict
    communes: Mapping[str, str]

    def parts(self, faults: Mapping[str, str]) -> list[Part]:
        """The whole sheet with what was typed so far, and `faults` at their questions."""
        return [
            part for page in paper_pages(self.questionnaire) for part in self._parts(page, faults)
        ]

    def _parts(self, printed: PaperPage, faults: Mapping[str, str]) -> Iterator[Part]:
        page = printed.page
        indexes = indexes_of(page, self.data)
        for index in indexes:
            asked = [
                self.asked(page, index, one, faults)
                for one in printed.questions
                if one.control.question.is_asked
            ]
            is_last = index is not None and index == len(indexes) - 1
            can_add = is_last and page.repeat is not None and len(indexes) < page.repeat.maximum
            yield Part(page, (index or 0) + 1, printed.condition, asked, can_add)

    def asked(
        self, page: Page, index: int | None, printed: PaperQuestion, faults: Mapping[str, str]
    ) -> Asked:
        """One question with its boxes."""
        question = printed.control.question
        name = name_of(page, index, question.code)
        named = named_choices(question, self.communes)
        return Asked(
            name=name,
            number=printed.control.number,
            question=question,
            condition=printed.condition,
            marks=[] if named else marks_of(question),
            boxes=[box for cell in cells_of(page, index, question) for box in self.boxes(cell)],
            names=list(named.values()),
            error=faults.get(name, ""),
        )

    def boxes(self, cell: Cell) -> Iterator[Box]:
        """Where one cell is typed."""
        question, name = cell.question, PREFIX + cell.question_key
        if cell.is_words:
            label = question.other.label if question.other else ""
            yield self._box(f"{name}:khac", f"Chữ ghi ở “{label}”", is_long=True)
        elif cell.row is not None:
            yield self._box(f"{name}:{cell.row.code}", cell.row.label)
        elif question.kind is QuestionKind.RANKING:
            for choice in question.choices:
                yield self._box(f"{name}:{choice.code}", choice.label)
        elif named_choices(question, self.communes):
            yield self._box(name, is_long=True, list_id=f"{name}_ds")
        else:
            yield self._box(name, is_long=question.kind in TEXTUAL)

    def _box(self, name: str, label: str = "", *, is_long: bool = False, list_id: str = "") -> Box:
        return Box(name, label, self.data.get(name, "")[:LONGEST_TEXT], is_long, list_id)

    def read(self) -> Reading:
        """Read the whole; questions that should have been skipped are read like the others."""
        reading = Reading()
        for page in self.questionnaire.pages:
            members = [self._read_block(reading, page, i) for i in indexes_of(page, self.data)]
            if page.repeat is None:
                reading.answers |= members[0]
            elif any(members):
                reading.answers[page.code] = list(members)
        if not reading.faults:
            reading.faults = faults_of(self.questionnaire, reading.answers, self.communes)
        if not reading.faults and not instrument.pruned(self.questionnaire, reading.answers):
            reading.faults = {"": NOTHING_TYPED}
        return reading

    def _read_block(self, reading: Reading, page: Page, index: int | None) -> Answers:
        own: Answers = {}
        for question in page.questions:
            name = name_of(page, index, question.code)
            try:
                value, words = self.value_of(question, name, {**reading.answers, **own})
            except Misfit as misfit:
                reading.faults[name] = misfit.words
                continue
            if value is not None:
                own[question.code] = value
            if words:
                own[question.code + OTHER_SUFFIX] = words
        return own

    def value_of(self, question: Question, name: str, seen: Answers) -> tuple[Json, str]:
        """The canonical value of a question and the words beside "khác". Raises Misfit."""
        raw = self.raw_of(question, name)
        value, fault = instrument.clean(
            replace(question, is_required=False), raw, seen, self.communes
        )
        if fault:
            raise Misfit(fault)
        typed = read_other(name, self.data).strip()
        if not typed:
            return value, ""
        words, fault = instrument.clean_words(question, typed, value)
        if not words:
            raise Misfit(fault or WORDS_WITHOUT_CHOICE)
        return value, words

    def raw_of(self, question: Question, name: str) -> Json:
        """What the boxes of a question say, as the instrument reads it. Raises Misfit."""
        match question.kind:
            case QuestionKind.MATRIX:
                typed = {row.code: self._typed(f"{name}:{row.code}") for row in question.rows}
                return {row: coded(question, text) for row, text in typed.items() if text}
            case QuestionKind.RANKING:
                places = {code: self._typed(f"{name}:{code}") for code in question.choice_codes}
                raw, fault = answerable(
                    question, {code: one for code, one in places.items() if one}
                )
                if fault:
                    raise Misfit(fault)
                return raw if any(places.values()) else None
        return self._one(question, self._typed(name))

    def _one(self, question: Question, text: str) -> Json:
        """What one box says. Raises Misfit."""
        if not text:
            return None
        named = named_choices(question, self.communes)
        if named:
            return _code_of(named, text)
        match question.kind:
            case QuestionKind.SINGLE | QuestionKind.LIKERT:
                return coded(question, text)
            case QuestionKind.MULTIPLE:
                return [coded(question, one) for one in _several(question, text)]
            case QuestionKind.CONSENT:
                return _consent(text)
        is_way_out = question.kind is QuestionKind.SCALE and text.lower() == DONT_KNOW_KEY
        return question.choices[0].code if is_way_out and question.choices else text

    def _typed(self, name: str) -> str:
        return self.data.get(name, "")[:LONGEST_TEXT].strip()


def indexes_of(page: Page, data: QueryDict) -> Sequence[int | None]:
    """The members typed in for a repeated page: at least one, one more when it was asked for."""
    if page.repeat is None:
        return [None]
    sent = data.get(members_field(page), "")
    count = int(sent) if sent.isdecimal() and len(sent) <= MOST_DIGITS else 1
    wanted = max(count, page.repeat.minimum, 1) + (data.get("viec") == f"them:{page.code}")
    return range(min(wanted, page.repeat.maximum))


def members_field(page: Page) -> str:
    """The field that says how many members of a repeated page are shown."""
    return f"luot-{page.code}"


def marks_of(question: Question) -> list[tuple[str, str]]:
    """What is typed for each choice, with its words."""
    match question.kind:
        case QuestionKind.SCALE:
            return [(DONT_KNOW_KEY.upper(), choice.label) for choice in question.choices]
        case QuestionKind.CONSENT:
            return [(CONSENT_KEY, "đã đánh dấu đồng ý")]
        case QuestionKind.RANKING:
            return []
    return [(str(place), choice.label) for place, choice in enumerate(question.choices, 1)]


def named_choices(question: Question, communes: Mapping[str, str]) -> Mapping[str, str]:
    """Names by code, where one is typed by its name and not by a number; none otherwise."""
    if question.kind is QuestionKind.COMMUNE:
        return communes
    if question.kind is QuestionKind.SINGLE and len(question.choices) > MOST_CARDS:
        return {choice.code: choice.label for choice in question.choices}
    return {}


def faults_of(
    questionnaire: Questionnaire, answers: Mapping[str, Json], communes: Mapping[str, str]
) -> dict[str, str]:
    """What stands against counting a sheet, by the name of the question."""
    found = instrument.problems(on_paper(questionnaire), answers, communes)
    return {
        PREFIX + key: words for key, words in found.items() if not _asks_words(questionnaire, key)
    }


def _asks_words(questionnaire: Questionnaire, key: str) -> bool:
    """Whether the key is that of words left out: "khác" may be ticked and nothing written."""
    code = key.rpartition(".")[2]
    return code.endswith(OTHER_SUFFIX) and questionnaire.question(code) is None


def _consent(text: str) -> str:
    if text != CONSENT_KEY:
        raise Misfit(f"Gõ {CONSENT_KEY} nếu tờ giấy có dấu đồng ý; không có thì để trống.")
    return YES


def _several(question: Question, text: str) -> list[str]:
    """The numbers in "1 3", "1,3" and, where no number has two digits, "13"."""
    parts = [part for part in _APART.split(text) if part]
    if len(question.choices) < 10:
        parts = [digit for part in parts for digit in (part if part.isdecimal() else [part])]
    return parts


def coded(question: Question, text: str) -> str:
    """The code of the choice with this number. Raises Misfit."""
    most = len(question.choices)
    is_number = text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS
    if not is_number or not 1 <= int(text) <= most:
        raise Misfit(f"Không có lựa chọn “{text[:20]}”. Câu này đánh số từ 1 đến {most}.")
    return question.choices[int(text) - 1].code


def _code_of(named: Mapping[str, str], text: str) -> str:
    """The code of a name as people type it. Raises Misfit."""
    wanted = fold(text)
    for code, label in named.items():
        if wanted in {fold(label), code}:
            return code
    raise Misfit(f"Không có “{text[:60]}” trong danh sách. Xin gõ rồi chọn tên hiện ra.")
