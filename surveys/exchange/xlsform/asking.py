"""From planned entries to questions: words, choices, filters, limits."""

from dataclasses import replace
from decimal import Decimal, InvalidOperation

from pyxform.errors import PyXFormError
from pyxform.parsing.parameters import parse as parse_parameters

from engagement.text.normalise import normalise
from surveys.enums import QuestionKind
from surveys.exchange.conditions import straightened
from surveys.exchange.xlsform.columns import MEDIA
from surveys.exchange.xlsform.filters import filtered
from surveys.exchange.xlsform.kinds import Role
from surveys.exchange.xlsform.limits import as_condition, without
from surveys.exchange.xlsform.lists import NO, is_yes, piped, with_other
from surveys.exchange.xlsform.naming import Naming
from surveys.exchange.xlsform.outline import Entry, Item, Matrix
from surveys.exchange.xlsform.report import Report
from surveys.exchange.xlsform.tables import TableRow, untranslated
from surveys.instrument.questionnaire import Limits, Question, Repeat, Row

DEFAULT_REPEATS = 20
MOST_POINTS = 11  # of a scale somebody points at; a longer range is asked as a number
MOST_DIGITS = 20  # longer numbers are mistakes; what the tables hold is checked at the end
_RANGE = {"start": "1", "end": "10", "step": "1"}
_LEFT = {
    "default": "Giá trị có sẵn được bỏ: câu nào cũng để người trả lời tự chọn.",
    "guidance_hint": "Chỉ dẫn cho điều tra viên được bỏ.",
    **dict.fromkeys(MEDIA, "Hình, tiếng kèm theo câu được bỏ."),
}


class Asking:
    """Makes the questions of a form whose names are known."""

    def __init__(self, naming: Naming, report: Report) -> None:
        self.naming = naming
        self.report = report

    def question(self, entry: Entry) -> Question:
        if isinstance(entry.asked, Matrix):
            return self._matrix(entry, entry.asked)
        return self._item(entry, entry.asked)

    def repeat(self, head: TableRow) -> Repeat:
        """How often a repeated page is answered."""
        label = head.words("label").text
        if head.has("repeat_label"):
            label = normalise(head.text("repeat_label"))
        count = straightened(head.text("repeat_count"))
        if count.isdecimal():
            return Repeat(int(count), int(count), label)
        minimum, maximum = (self._whole(head, f"repeat_{end}") for end in ("minimum", "maximum"))
        if maximum is None:
            maximum = DEFAULT_REPEATS
            words = f"Người trả lời tự thêm, nhiều nhất {maximum} lần."
            if count:
                words = f"Số lần lặp theo “{count}” không giữ được. {words}"
            self.report.note(head.at("repeat_count", words))
        return Repeat(minimum or 0, maximum, label)

    # --- Matrices ----------------------------------------------------------------------------
    def _matrix(self, entry: Entry, matrix: Matrix) -> Question:
        first = matrix.rows[0]
        for item in matrix.rows:
            self._note_what_is_left(item.row)
            if item.row.words("hint").text:
                self.report.note(item.row.at("hint", "Chỉ dẫn của từng dòng trong bảng được bỏ."))
        rows = tuple(
            Row(code, self._label(item.row))
            for code, item in zip(self.naming.row_codes_of(entry), matrix.rows, strict=True)
        )
        question = self._worded(entry, QuestionKind.MATRIX)
        question = replace(
            question,
            rows=rows,
            is_required=self._is_required(first.row),
            required_message=first.row.words("required_message").text,
        )
        question = self._constrained(entry, question)
        return self._with_choices(first, question) if first.list_name else question

    # --- Single rows -------------------------------------------------------------------------
    def _item(self, entry: Entry, item: Item) -> Question:
        row = item.row
        self._note_what_is_left(row)
        self._refuse_what_is_another_s(item)
        if item.kind is QuestionKind.NOTE and item.type.kind is not QuestionKind.NOTE:
            self.report.note(row.at("readonly", "Câu chỉ để đọc thành lời dẫn."))
        question = self._worded(entry, item.kind)
        question = replace(
            question,
            is_required=self._is_required(row),
            required_message=row.words("required_message").text,
        )
        if item.type.pattern and not question.limits.pattern:
            limits = replace(
                question.limits,
                pattern=item.type.pattern,
                pattern_message=item.type.pattern_message,
            )
            question = replace(question, limits=limits)
            self.report.note(row.at("type", "Câu hỏi giờ thành câu trả lời ngắn theo mẫu."))
        if item.type.role is Role.RANGE and not row.text("minimum"):
            question = self._range(row, question)
        question = self._constrained(entry, question, item.type.constraint)
        return self._with_choices(item, question) if item.list_name else question

    def _refuse_what_is_another_s(self, item: Item) -> None:
        row = item.row
        if any(word.startswith("ex:") for word in item.appearance):
            self.report.refuse(row.at("appearance", "Câu này lấy trả lời từ ứng dụng khác."))
        if row.text("calculation"):
            words = "Câu hỏi không tự tính được. Xin bỏ phép tính ở dòng này."
            self.report.refuse(row.at("calculation", words))
        readonly = row.text("readonly").lower()
        if readonly not in NO and not is_yes(readonly):
            words = "Câu chỉ đọc theo điều kiện chưa dùng được. Xin ghi yes hoặc no."
            self.report.refuse(row.at("readonly", words))

    def _range(self, row: TableRow, question: Question) -> Question:
        """A short range of whole steps is a scale; any other is a number in steps."""
        given = self._parameters(row)
        start, end, step = (self._number(row, given.get(key, _RANGE[key])) for key in _RANGE)
        if start is None or end is None or not step or start == end:
            self.report.refuse(row.at("parameters", "Xin ghi start, end và step là các số đúng."))
            return question
        low, high, step = min(start, end), max(start, end), abs(step)
        limits = replace(question.limits, minimum=low, maximum=high)
        if step == 1 and low == int(low) and high - low < MOST_POINTS:
            return replace(self._with_ends(row, given, question), limits=limits)
        decimals = max(-int(value.normalize().as_tuple().exponent) for value in (low, step))
        self.report.note(row.at("type", f"Câu kéo từ {low:f} đến {high:f} thành câu ghi số."))
        own = "." if not low else f"(. - {low:f})"
        steps = f"{own} mod {step:f} = 0"
        return replace(
            question,
            kind=QuestionKind.NUMBER,
            limits=replace(limits, decimals=max(decimals, 0)),
            constraint=steps,
        )

    def _with_ends(self, row: TableRow, given: dict[str, str], question: Question) -> Question:
        """Words at the ends, where the range takes them from a list (`tick_labelset`)."""
        lists, wanted = self.naming.lists, given.get("tick_labelset")
        found = next((lists.get(name) for name in lists.names if name.lower() == wanted), None)
        if found is None:
            return question
        labels = {choice.code: choice.label for choice in found.choices}
        start, end = (given.get(key, _RANGE[key]) for key in ("start", "end"))
        return replace(question, low_label=labels.get(start, ""), high_label=labels.get(end, ""))

    # --- Parts -------------------------------------------------------------------------------
    def _worded(self, entry: Entry, kind: QuestionKind) -> Question:
        """The question with the words, the condition and the limits of its row."""
        row = entry.row
        hint = row.words("hint").text
        is_told_in_hint = kind is QuestionKind.NOTE and not row.words("label").text
        return Question(
            self.naming.code_of(entry),
            kind,
            hint if is_told_in_hint and hint else self._label(row),
            hint="" if is_told_in_hint else hint,
            relevance=self.naming.relevance((*entry.within, row)),
            constraint_message=row.words("constraint_message").text,
            limits=self._limits(entry),
            is_random_order=is_yes(row.text("random_order")) or self._is_shuffled(entry),
            low_label=normalise(row.text("low_label")),
            high_label=normalise(row.text("high_label")),
        )

    def _label(self, row: TableRow) -> str:
        label = row.words("label").text
        if not label:
            self.report.refuse(row.at("label", "Câu này chưa có lời."))
        for name in ("label", "hint"):
            if words := piped(row.words(name).text):
                self.report.refuse(row.at(name, words))
        for name in untranslated(row):
            self.report.note(row.at(name, "Không có lời tiếng này; lấy lời của thứ tiếng khác."))
        return label

    def _note_what_is_left(self, row: TableRow) -> None:
        for name, words in _LEFT.items():
            if row.words(name).text:
                self.report.note(row.at(name, words))

    def _is_required(self, row: TableRow) -> bool:
        required = straightened(row.text("required")).lower()
        if required not in NO and not is_yes(required):
            words = "Bắt buộc theo điều kiện chưa dùng được. Xin ghi yes hoặc no."
            self.report.refuse(row.at("required", words))
        return is_yes(required)

    def _constrained(self, entry: Entry, question: Question, usual: str = "") -> Question:
        """Add the constraint of the row, or the `usual` one of its type.

        Our own limits, which were written as a constraint too, are taken off it again.
        """
        row = entry.row
        text = straightened(row.text("constraint") or usual)
        text = without(text, as_condition(question.kind, question.limits))
        constraint = self.naming.condition(row, "constraint", text, own=question.code)
        if question.constraint and constraint:
            constraint = f"({question.constraint}) and ({constraint})"
        return replace(question, constraint=constraint or question.constraint)

    def _limits(self, entry: Entry) -> Limits:
        row = entry.row
        decimals = entry.asked.type.decimals if isinstance(entry.asked, Item) else 0
        given = self._whole(row, "decimals")
        return Limits(
            minimum=self._number(row, row.text("minimum"), "minimum"),
            maximum=self._number(row, row.text("maximum"), "maximum"),
            decimals=decimals if given is None else given,
            min_choices=self._whole(row, "min_choices"),
            max_choices=self._whole(row, "max_choices"),
            max_length=self._whole(row, "max_length"),
            pattern=row.text("pattern"),
            pattern_message=normalise(row.text("pattern_message")),
        )

    def _number(self, row: TableRow, text: str, column: str = "parameters") -> Decimal | None:
        if not text:
            return None
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("NaN")
        if number.is_finite() and abs(number.adjusted()) < MOST_DIGITS:
            return number
        self.report.refuse(row.at(column, f"“{text}” không phải là số dùng được."))
        return None

    def _whole(self, row: TableRow, column: str) -> int | None:
        number = self._number(row, row.text(column), column)
        if number is None or number == int(number):
            return None if number is None else int(number)
        self.report.refuse(row.at(column, "Xin ghi một số nguyên."))
        return None

    # --- Choices -----------------------------------------------------------------------------
    def _with_choices(self, item: Item, question: Question) -> Question:
        found = self.naming.list_of(item)
        if found is None:
            words = f"Không có danh sách “{item.list_name}” trong trang choices."
            self.report.refuse(item.row.at("type", words))
            return question
        chosen = filtered(item.row, found, self.naming, question.code)
        choices = chosen.choices
        if item.type.has_other:
            choices = with_other(choices, found.codes)
        if not choices:
            words = f"Danh sách “{item.list_name}” không có lựa chọn nào dùng được."
            self.report.refuse(item.row.at("type", words))
        return replace(question, choices=choices, depends_on=chosen.depends_on)

    def _is_shuffled(self, entry: Entry) -> bool:
        if not isinstance(entry.asked, Item):
            return False
        return self._parameters(entry.row).get("randomize") == "true"

    def _parameters(self, row: TableRow) -> dict[str, str]:
        try:
            return dict(parse_parameters(row.text("parameters"), row.number))
        except PyXFormError:
            words = "Xin ghi tham số dạng tên=giá trị, cách nhau bằng dấu cách: start=0 end=10."
            self.report.refuse(row.at("parameters", words))
            return {}
