"""One question as a page shows it and as a browser sends it.

What is sent is called raw: text, a list of texts, or a mapping of texts, by kind of question. Raw
can always be shown again; instrument.answers.clean() makes an answer of it or says what is wrong.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.http import QueryDict

from engagement.text.fold import fold
from surveys.enums import QuestionKind
from surveys.instrument.questionnaire import OTHER_SUFFIX, Choice, Json, Question
from surveys.instrument.values import LONG_TEXT_LENGTH, SHORT_TEXT_LENGTH

DATE_PARTS = {"ngay": "Ngày", "thang": "Tháng", "nam": "Năm"}
LONGEST_BY_KIND = {
    QuestionKind.SHORT_TEXT: SHORT_TEXT_LENGTH,
    QuestionKind.LONG_TEXT: LONG_TEXT_LENGTH,
}
# What is longer was pasted by mistake or by a machine; it is cut before anybody looks at it.
LONGEST_TEXT = 100_000
# A list of more is chosen from in a box with a filter, not from a wall of cards.
MOST_CARDS = 20
# Above this a matrix is never a table: its columns would be too narrow to read.
MOST_COLUMNS = 7


@dataclass(frozen=True, slots=True)
class Option:
    """One button or tick, a cell of a matrix, or a point of a scale."""

    id: str
    code: str
    label: str
    is_checked: bool
    is_apart: bool = False
    is_exclusive: bool = False
    is_other: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a matrix, one thing to rank, or one part of a date."""

    id: str
    name: str
    label: str
    value: str = ""
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Control:
    """One question with what stands in it. `number` is its place in the sheet, 0 for a note."""

    question: Question
    name: str
    choices: Sequence[Choice] = ()
    raw: Json = ""
    other_raw: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)
    number: int = 0
    communes: Mapping[str, str] = field(default_factory=dict)
    changes_page: bool = False  # what else the page shows depends on this question
    feeds_list: bool = False  # a list of the page depends on this question
    waits_for: str = ""  # the words of the question that decides what can be chosen here

    @property
    def id(self) -> str:
        return self.name

    @property
    def error(self) -> str:
        return self.faults.get(self.name, "")

    @property
    def other_error(self) -> str:
        return self.faults.get(self.name + OTHER_SUFFIX, "")

    @property
    def kind(self) -> str:
        return self.question.kind.value

    @property
    def is_list(self) -> bool:
        """Whether one is chosen from a box with a filter: communes, and lists too long for cards."""
        if self.question.kind is QuestionKind.COMMUNE:
            return True
        return self.question.kind is QuestionKind.SINGLE and len(self.choices) > MOST_CARDS

    @property
    def is_group(self) -> bool:
        """Whether the question is a legend over several controls, not the label of one."""
        return self.question.kind not in _SINGLE_CONTROL and not self.is_list

    @property
    def described_by(self) -> str:
        """The ids of hint and error, for the control or the group."""
        parts = [f"{self.id}_hint"] if self.question.hint or self.counting_words else []
        return " ".join(parts + ([f"{self.id}_error"] if self.error else []))

    @property
    def counting_words(self) -> str:
        """How many may be chosen, as people say it."""
        least, most = self.question.limits.min_choices or 0, self.question.limits.max_choices
        if self.question.kind is QuestionKind.RANKING:
            return f"{_ranking_words(least, most)}, 1 là đứng đầu."
        if self.question.kind is not QuestionKind.MULTIPLE:
            return ""
        if most:
            return f"Chọn từ {least} đến {most} mục." if least else f"Chọn tối đa {most} mục."
        if least:
            return f"Chọn ít nhất {least} mục."
        said = fold(f"{self.question.label} {self.question.hint}")
        return "" if "chon nhieu" in said else "Có thể chọn nhiều mục."

    @cached_property
    def options(self) -> tuple[Option, ...]:
        """The choices of a list, or the points of a scale."""
        chosen = _texts(self.raw)
        return tuple(
            Option(
                id=f"{self.id}_{place}",
                code=choice.code,
                label=choice.label,
                is_checked=choice.code in chosen,
                is_apart=choice.is_dont_know,
                is_exclusive=choice.stands_alone,
                is_other=choice.is_other,
            )
            for place, choice in enumerate(self._offered())
        )

    def _offered(self) -> list[Choice]:
        match self.question.kind:
            case QuestionKind.SCALE:
                points = [Choice(str(point), str(point)) for point in self.question.points]
                return [*points, *self.choices]
            case QuestionKind.COMMUNE:
                return [Choice(code, name) for code, name in self.communes.items()]
        return list(self.choices)

    @property
    def points(self) -> list[Option]:
        """A scale without "Khó trả lời"."""
        return [option for option in self.options if not option.is_apart]

    @property
    def way_out(self) -> list[Option]:
        """What stands beside a scale: "Khó trả lời"."""
        return [option for option in self.options if option.is_apart]

    @cached_property
    def rows(self) -> tuple[Line, ...]:
        """The rows of a matrix, each with its cells."""
        chosen = self.raw if isinstance(self.raw, Mapping) else {}
        return tuple(
            Line(
                id=f"{self.id}_r{place}",
                name=f"{self.name}:{row.code}",
                label=row.label,
                options=tuple(
                    Option(
                        id=f"{self.id}_r{place}_{column}",
                        code=choice.code,
                        label=choice.label,
                        is_checked=chosen.get(row.code) == choice.code,
                        is_apart=choice.is_dont_know,
                    )
                    for column, choice in enumerate(self.choices)
                ),
            )
            for place, row in enumerate(self.question.rows)
        )

    @property
    def columns(self) -> list[tuple[str, Choice]]:
        """The heads of a matrix with their ids."""
        return [(f"{self.id}_c{place}", choice) for place, choice in enumerate(self.choices)]

    @property
    def is_wide(self) -> bool:
        return len(self.choices) > MOST_COLUMNS

    @property
    def ranked(self) -> list[Line]:
        """What is to be ranked, with the place typed for each."""
        places = self.raw if isinstance(self.raw, Mapping) else {}
        return [
            Line(
                id=f"{self.id}_{place}",
                name=f"{self.name}:{choice.code}",
                label=choice.label,
                value=str(places.get(choice.code, "")),
            )
            for place, choice in enumerate(self.choices)
        ]

    @property
    def places(self) -> list[str]:
        """The numbers that can be given in a ranking."""
        most = self.question.limits.max_choices or len(self.choices)
        return [str(place) for place in range(1, min(most, len(self.choices)) + 1)]

    @property
    def date_parts(self) -> list[Line]:
        """Day, month and year."""
        typed = self.raw if isinstance(self.raw, Mapping) else {}
        return [
            Line(
                id=f"{self.id}_{part}",
                name=f"{self.name}:{part}",
                label=label,
                value=str(typed.get(part, "")),
            )
            for part, label in DATE_PARTS.items()
        ]

    @property
    def text(self) -> str:
        """What stands in a box for words or a number, and the code chosen in a list."""
        return self.raw if isinstance(self.raw, str) else ""

    @property
    def input_mode(self) -> str:
        return "decimal" if self.question.limits.decimals else "numeric"

    @property
    def longest(self) -> int:
        """The most characters the answer may have."""
        usual = LONGEST_BY_KIND.get(self.question.kind, 0)
        return self.question.limits.max_length or usual

    @property
    def has_other(self) -> bool:
        return any(option.is_other for option in self.options)

    @property
    def other_name(self) -> str:
        return _other_name(self.name)

    @property
    def target(self) -> str:
        """The id an error leads to: of the first control that can be used."""
        match self.question.kind:
            case QuestionKind.MATRIX if self.rows and self.rows[0].options:
                empty = [row for row in self.rows if not any(o.is_checked for o in row.options)]
                return (empty or self.rows)[0].options[0].id
            case QuestionKind.RANKING if self.ranked:
                return self.ranked[0].id
            case QuestionKind.DATE:
                return self.date_parts[0].id
            case _ if self.is_group and self.options:
                return self.options[0].id
        return self.id


def _ranking_words(least: int, most: int | None) -> str:
    if most and least == most:
        return f"Chọn và xếp thứ tự đúng {most} mục"
    if most and least:
        return f"Chọn và xếp thứ tự từ {least} đến {most} mục"
    if most:
        return f"Chọn và xếp thứ tự tối đa {most} mục"
    return f"Xếp thứ tự ít nhất {least} mục" if least else "Xếp thứ tự các mục"


_SINGLE_CONTROL = frozenset(
    {
        QuestionKind.NUMBER,
        QuestionKind.SHORT_TEXT,
        QuestionKind.LONG_TEXT,
        QuestionKind.CONSENT,
        QuestionKind.NOTE,
    }
)


def read_raw(question: Question, name: str, data: QueryDict) -> Json:
    """What was sent for `question`; blank where nothing was."""
    match question.kind:
        case QuestionKind.MULTIPLE:
            return [code[:LONGEST_TEXT] for code in data.getlist(name)]
        case QuestionKind.MATRIX:
            return _parts(data, name, [row.code for row in question.rows])
        case QuestionKind.RANKING:
            return _parts(data, name, question.choice_codes)
        case QuestionKind.DATE:
            return _parts(data, name, list(DATE_PARTS))
    return _text(data, name)


def read_other(name: str, data: QueryDict) -> str:
    """The words beside "khác, xin ghi rõ"."""
    return _text(data, _other_name(name))


def is_blank(raw: Json) -> bool:
    """Whether nothing was sent, or nothing but spaces."""
    if isinstance(raw, str):
        return not raw.strip()
    return raw is None or (isinstance(raw, Sequence | Mapping) and not raw)


def raw_of(question: Question, answer: Json) -> Json:
    """The raw form of an answer, for showing it again."""
    match question.kind, answer:
        case QuestionKind.RANKING, Sequence() if not isinstance(answer, str):
            return {str(code): str(place) for place, code in enumerate(answer, 1)}
        case QuestionKind.DATE, str():
            return dict(zip(reversed(DATE_PARTS), answer.split("-"), strict=False))
        case QuestionKind.NUMBER, str():
            return answer.replace(".", ",")
        case QuestionKind.SCALE, int():
            return str(answer)
    return answer if answer is not None else ""


def answerable(question: Question, raw: Json) -> tuple[Json, str]:
    """What clean() is given, or the words of what cannot be given to it."""
    match question.kind, raw:
        case QuestionKind.RANKING, Mapping():
            return _order(question, raw)
        case QuestionKind.DATE, Mapping():
            return "/".join(str(raw.get(part, "")).strip() for part in DATE_PARTS if raw), ""
    return raw, ""


def _order(question: Question, places: Mapping[str, Json]) -> tuple[Json, str]:
    """Codes in the order of the numbers given, "" where a number was left out."""
    order = {str(place): "" for place in range(1, len(question.choices) + 1)}
    for code, typed in places.items():
        place = str(typed)
        if place not in order:
            return None, "Thứ tự này không có trong danh sách. Xin chọn lại."
        if order[place]:
            return None, f"Thứ {place} được chọn cho hai mục. Mỗi thứ chỉ dành cho một mục."
        order[place] = code
    return list(order.values()), ""


def _parts(data: QueryDict, name: str, parts: Sequence[str]) -> dict[str, Json]:
    sent = {part: _text(data, f"{name}:{part}").strip() for part in parts}
    return {part: words for part, words in sent.items() if words}


def _text(data: QueryDict, name: str) -> str:
    return data.get(name, "")[:LONGEST_TEXT]


def _other_name(name: str) -> str:
    return f"{name}:khac"


def _texts(raw: Json) -> set[str]:
    if isinstance(raw, str):
        return {raw}
    return {str(one) for one in raw} if isinstance(raw, Sequence) else set()
