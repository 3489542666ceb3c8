"""One question in one form: its words, its kind, its choices as lines, and what an answer keeps to."""

from collections.abc import Sequence
from decimal import Decimal

from django import forms
from django.http import QueryDict

from engagement.text.forms import VietnameseCharField
from surveys.enums import QuestionKind
from surveys.instrument.codes import is_code
from surveys.instrument.conditions import can_decide
from surveys.instrument.editing import codes_of, next_question_code
from surveys.instrument.expressions import ExpressionError, parse
from surveys.instrument.patterns import PATTERN_MAX_LENGTH, PatternError, compiled
from surveys.instrument.questionnaire import (
    CHOOSING,
    Choice,
    Limits,
    Question,
    Questionnaire,
    Row,
)
from surveys.instrument.reachability import targets
from surveys.instrument.scales import DONT_KNOW, OTHER, SCALES
from surveys.instrument.typed import (
    UnreadableLinesError,
    choices_from,
    lines_of_choices,
    lines_of_rows,
    rows_from,
)
from surveys.models.shared import CODE_MAX_LENGTH, EXPRESSION_MAX_LENGTH, LABEL_MAX_LENGTH

LINES_MAX_LENGTH = 60_000
MOST_CHARACTERS = 10_000
SHORT_WORDS = 200
WITH_CHOICES = CHOOSING | {QuestionKind.MATRIX}
COUNTED = frozenset({QuestionKind.MULTIPLE, QuestionKind.RANKING})
BOUNDED = frozenset({QuestionKind.NUMBER, QuestionKind.SCALE})
WRITTEN = frozenset({QuestionKind.SHORT_TEXT, QuestionKind.LONG_TEXT})
INSERT_FIELD = "chen"
# What the buttons beside the choices put into them, besides whole scales.
OTHER_LINE, DONT_KNOW_LINE, LINES_OF_BEFORE = "khac", "kho-tra-loi", "nhu-cau-truoc"


class LinesField(VietnameseCharField):
    """A box with one thing a line; whether it may stay empty is for the whole form to say."""

    def validate(self, value: str | None) -> None:
        """Let an empty box pass."""
        if value:
            super().validate(value)


def lines_field(label: str, hint: str, rows: int) -> LinesField:
    """A box of `rows` lines."""
    return LinesField(
        label=label,
        help_text=hint,
        max_length=LINES_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": rows, "spellcheck": "false"}),
    )


def words_field(label: str, hint: str = "", longest: int = LABEL_MAX_LENGTH) -> VietnameseCharField:
    """A line of words that may be left out."""
    return VietnameseCharField(label=label, required=False, help_text=hint, max_length=longest)


def expression_field(label: str, hint: str) -> forms.CharField:
    """A condition in the language of expressions."""
    return forms.CharField(
        label=label,
        required=False,
        help_text=hint,
        max_length=EXPRESSION_MAX_LENGTH,
        widget=forms.TextInput(attrs={"class": "code", "spellcheck": "false"}),
    )


def count_field(label: str, most: int, hint: str = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=most, help_text=hint
    )


def number_field(label: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=False, max_digits=18, decimal_places=4, localize=True
    )


class QuestionForm(forms.Form):
    """`question` is what stands there now, None for a new one; `question_made` what was typed."""

    kind = forms.ChoiceField(label="Kiểu trả lời", choices=QuestionKind.choices)
    label = VietnameseCharField(
        label="Câu hỏi",
        max_length=LABEL_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Xin ghi câu hỏi."},
    )
    choices = lines_field(
        "Các lựa chọn",
        "Mỗi dòng một lựa chọn. Với bảng, đây là các cột. Muốn tự đặt mã, xin ghi: mã | lời.",
        rows=7,
    )
    rows = lines_field("Các dòng của bảng", "Mỗi dòng một mục cần đánh giá.", rows=6)
    is_required = forms.BooleanField(label="Bắt buộc trả lời", required=False)
    hint = words_field("Chỉ dẫn", "Hiện nhỏ dưới câu hỏi, ví dụ: “Tính cả năm 2025”.")
    min_choices = count_field("Chọn ít nhất", most=500)
    max_choices = count_field("Chọn nhiều nhất", most=500)
    minimum = number_field("Nhỏ nhất")
    maximum = number_field("Lớn nhất")
    decimals = count_field("Số chữ số sau dấu phẩy", most=4)
    low_label = words_field("Lời ở đầu thấp", longest=SHORT_WORDS)
    high_label = words_field("Lời ở đầu cao", longest=SHORT_WORDS)
    max_length = count_field("Số ký tự nhiều nhất", most=MOST_CHARACTERS)
    is_random_order = forms.BooleanField(label="Đảo thứ tự lựa chọn cho mỗi người", required=False)
    code = forms.CharField(
        label="Mã câu",
        max_length=CODE_MAX_LENGTH,
        help_text="Tên cột khi xuất số liệu: chữ không dấu, chữ số, gạch dưới.",
        widget=forms.TextInput(attrs={"class": "code", "spellcheck": "false"}),
        error_messages={"required": "Xin ghi mã câu."},
    )
    relevance = expression_field(
        "Điều kiện hiện câu",
        "Dành cho người quen viết biểu thức, ví dụ: ${cau_1} = 'co'. Muốn chọn bằng cách đánh dấu, "
        "xin dùng “Điều kiện” ở trang soạn.",
    )
    depends_on = forms.ChoiceField(
        label="Danh sách lọc theo câu",
        required=False,
        help_text="Mỗi lựa chọn ghi thêm mã của câu trước: mã | lời | mã thuộc về.",
    )
    required_message = words_field("Lời báo khi bỏ trống")
    constraint = expression_field(
        "Điều kiện của câu trả lời", "Dấu chấm là câu trả lời, ví dụ: . <= 120."
    )
    constraint_message = words_field("Lời báo khi sai điều kiện")
    pattern = forms.CharField(
        label="Mẫu chữ (biểu thức chính quy)",
        required=False,
        max_length=PATTERN_MAX_LENGTH,
        help_text="Ví dụ cho số điện thoại: 0[0-9]{9}.",
        widget=forms.TextInput(attrs={"class": "code", "spellcheck": "false"}),
    )
    pattern_message = words_field("Lời báo khi sai mẫu")
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        questionnaire: Questionnaire,
        question: Question | None = None,
        seen: str = "",
        kind: str = "",
        is_code_fixed: bool = False,
        previous: Sequence[Choice] = (),
    ) -> None:
        self.questionnaire = questionnaire
        self.question = question
        self.question_made: Question | None = None
        initial = _values_of(question) if question else self._beginning(kind)
        inserted = data.get(INSERT_FIELD) if data else None
        if data is not None and inserted:
            initial = _typed(self, data, inserted, previous)
            data = None
        super().__init__(data, initial={"seen": seen} | initial, label_suffix="")
        self._offer_lists()
        if question is None and not inserted:
            self.fields["label"].widget.attrs["autofocus"] = True
        if is_code_fixed:
            self.fields["code"].disabled = True
            self.fields["code"].help_text = "Câu đã được hỏi nên mã giữ nguyên."

    def _beginning(self, kind: str) -> dict[str, object]:
        known = kind if kind in QuestionKind.values else QuestionKind.SINGLE
        return {"kind": known, "code": next_question_code(self.questionnaire)}

    def _offer_lists(self) -> None:
        """Offer the questions a list may depend on."""
        earlier = can_decide(self.questionnaire, self.question.code if self.question else "")
        field = self.fields["depends_on"]
        if isinstance(field, forms.ChoiceField):
            offered = [(one.code, f"{one.code}: {one.label}") for one in earlier]
            field.choices = [("", "Không lọc"), *offered]

    def clean_code(self) -> str:
        """Refuse what is no code, and one that something else bears."""
        code: str = self.cleaned_data["code"]
        taken = codes_of(self.questionnaire) - {self.question.code if self.question else ""}
        if not is_code(code):
            raise forms.ValidationError(
                "Mã chỉ gồm chữ không dấu, chữ số, gạch dưới và không bắt đầu bằng chữ số."
            )
        if code in taken:
            raise forms.ValidationError("Mã này đã dùng cho câu hay trang khác.")
        return code

    def clean_relevance(self) -> str:
        """Refuse a condition that cannot be read or asks about what is not there."""
        return self._checked_expression("relevance")

    def clean_constraint(self) -> str:
        """As a condition; it may also ask about the question itself."""
        return self._checked_expression("constraint")

    def clean_pattern(self) -> str:
        """Refuse a pattern that cannot be used."""
        pattern: str = self.cleaned_data["pattern"]
        try:
            if pattern:
                compiled(pattern)
        except PatternError as refused:
            raise forms.ValidationError(refused.words) from refused
        return pattern

    def clean(self) -> dict[str, object]:
        """Make the question of what was typed."""
        cleaned = super().clean() or {}
        kind = QuestionKind(cleaned["kind"]) if "kind" in cleaned else None
        if kind is None:
            return cleaned
        choices, rows = self._choices(), self._rows()
        self._check_parts(kind, choices, len(rows))
        if not self.errors:
            self.question_made = self._made(kind, choices, rows)
        return cleaned

    def _checked_expression(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        return checked_expression(text, self.questionnaire, self.data.get("code", ""))

    def _choices(self) -> tuple[Choice, ...]:
        """The choices typed; lines that cannot be read are told at the box."""
        kept = self.question.choices if self.question else ()
        try:
            return choices_from(self.cleaned_data.get("choices") or "", kept)
        except UnreadableLinesError as refused:
            self._tell("choices", refused)
            return ()

    def _rows(self) -> tuple[Row, ...]:
        kept = self.question.rows if self.question else ()
        try:
            return rows_from(self.cleaned_data.get("rows") or "", kept)
        except UnreadableLinesError as refused:
            self._tell("rows", refused)
            return ()

    def _tell(self, name: str, refused: UnreadableLinesError) -> None:
        for problem in refused.problems:
            self.add_error(name, f"Dòng {problem.line}: {problem.words}")

    def _check_parts(self, kind: QuestionKind, choices: Sequence[Choice], rows: int) -> None:
        """Say where the parts do not make a question of this kind."""
        if self.has_error("choices") or self.has_error("rows"):
            return
        if kind in WITH_CHOICES and len(choices) < 2:
            self.add_error("choices", "Kiểu này cần ít nhất hai lựa chọn, mỗi dòng một lựa chọn.")
        if kind is QuestionKind.SCALE and any(not choice.is_dont_know for choice in choices):
            self.add_error("choices", "Thang điểm chỉ có thêm được lựa chọn “Khó trả lời”.")
        if choices and kind not in WITH_CHOICES | {QuestionKind.SCALE}:
            self.add_error(
                "choices", f"Kiểu “{kind.label}” không có lựa chọn; xin xóa các dòng này."
            )
        if kind is QuestionKind.MATRIX and not rows:
            self.add_error("rows", "Bảng cần ít nhất một dòng.")
        if rows and kind is not QuestionKind.MATRIX:
            self.add_error("rows", f"Kiểu “{kind.label}” không có dòng; xin xóa phần này.")
        self._check_order("min_choices", "max_choices")
        self._check_order("minimum", "maximum")
        most = self.cleaned_data.get("max_choices")
        if kind in COUNTED and most and most > len(choices):
            self.add_error("max_choices", f"Câu này chỉ có {len(choices)} lựa chọn.")

    def _check_order(self, least: str, most: str) -> None:
        low, high = self.cleaned_data.get(least), self.cleaned_data.get(most)
        if low is not None and high is not None and low > high:
            self.add_error(most, "Số lớn nhất không được nhỏ hơn số nhỏ nhất.")

    def _made(
        self, kind: QuestionKind, choices: tuple[Choice, ...], rows: tuple[Row, ...]
    ) -> Question:
        typed = self.cleaned_data
        return Question(
            code=typed["code"],
            kind=kind,
            label=typed["label"],
            hint=typed["hint"],
            choices=choices,
            rows=rows,
            is_required=typed["is_required"] and kind is not QuestionKind.NOTE,
            required_message=typed["required_message"],
            relevance=typed["relevance"],
            constraint=typed["constraint"],
            constraint_message=typed["constraint_message"],
            depends_on=typed["depends_on"] if kind in WITH_CHOICES else "",
            limits=self._limits(kind),
            is_random_order=typed["is_random_order"] and kind in WITH_CHOICES,
            low_label=typed["low_label"] if kind is QuestionKind.SCALE else "",
            high_label=typed["high_label"] if kind is QuestionKind.SCALE else "",
        )

    def _limits(self, kind: QuestionKind) -> Limits:
        """The limits that mean something for this kind; others may be left from another kind."""
        typed = self.cleaned_data
        has_pattern = kind is QuestionKind.SHORT_TEXT
        return Limits(
            minimum=typed["minimum"] if kind in BOUNDED else None,
            maximum=typed["maximum"] if kind in BOUNDED else None,
            decimals=(typed["decimals"] or 0) if kind is QuestionKind.NUMBER else 0,
            min_choices=(typed["min_choices"] or None) if kind in COUNTED else None,
            max_choices=(typed["max_choices"] or None) if kind in COUNTED else None,
            max_length=(typed["max_length"] or None) if kind in WRITTEN else None,
            pattern=typed["pattern"] if has_pattern else "",
            pattern_message=typed["pattern_message"] if has_pattern else "",
        )


def checked_expression(text: str, questionnaire: Questionnaire, own: str = "") -> str:
    """Return the condition `text`; raise ValidationError when it cannot be read or asked.

    `own` is the code of a question that is not in the questionnaire yet.
    """
    try:
        references = parse(text).references if text.strip() else frozenset[str]()
    except ExpressionError as refused:
        raise forms.ValidationError(refused.words) from refused
    known = set(targets(questionnaire)) | {page.code for page in questionnaire.pages} | {own}
    unknown = sorted(references - known)
    if unknown:
        raise forms.ValidationError(f"Không có câu nào mang mã {', '.join(unknown)}.")
    return text.strip()


def _values_of(question: Question) -> dict[str, object]:
    """What the form holds for a question that is there."""
    limits = question.limits
    return {
        "kind": question.kind,
        "label": question.label,
        "choices": lines_of_choices(question.choices),
        "rows": lines_of_rows(question.rows),
        "is_required": question.is_required,
        "hint": question.hint,
        "min_choices": limits.min_choices,
        "max_choices": limits.max_choices,
        "minimum": _normal(limits.minimum),
        "maximum": _normal(limits.maximum),
        "decimals": limits.decimals or None,
        "low_label": question.low_label,
        "high_label": question.high_label,
        "max_length": limits.max_length,
        "is_random_order": question.is_random_order,
        "code": question.code,
        "relevance": question.relevance,
        "depends_on": question.depends_on,
        "required_message": question.required_message,
        "constraint": question.constraint,
        "constraint_message": question.constraint_message,
        "pattern": limits.pattern,
        "pattern_message": limits.pattern_message,
    }


def _normal(number: Decimal | None) -> Decimal | None:
    """Without the zeros the column stores: 5.0000 is shown as 5."""
    if number is None:
        return None
    return number.quantize(Decimal(1)) if number == number.to_integral() else number.normalize()


def _typed(
    form: QuestionForm, data: QueryDict, inserted: str, previous: Sequence[Choice]
) -> dict[str, object]:
    """What was typed so far, with ready lines put into the choices."""
    values: dict[str, object] = {
        name: name in data if isinstance(field, forms.BooleanField) else data.get(name, "")
        for name, field in form.base_fields.items()
    }
    values["choices"] = with_lines(data.get("choices", ""), inserted, previous)
    return values


def with_lines(text: str, inserted: str, previous: Sequence[Choice] = ()) -> str:
    """Put ready lines behind those in the box; a whole scale takes their place."""
    kept = text.rstrip()
    if inserted == LINES_OF_BEFORE:
        return lines_of_choices(previous) or kept
    if inserted in SCALES:
        return lines_of_choices(SCALES[inserted].choices)
    single = {OTHER_LINE: OTHER, DONT_KNOW_LINE: DONT_KNOW}.get(inserted)
    added = lines_of_choices([single]) if single else ""
    return kept if added in kept.split("\n") else f"{kept}\n{added}".strip()
