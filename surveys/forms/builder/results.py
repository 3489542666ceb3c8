"""What results are broken down by, and the population they are weighed against."""

import re
from collections.abc import Mapping, Sequence

from django import forms
from django.http import QueryDict

from engagement.text.fold import fold
from engagement.text.forms import VietnameseCharField
from surveys.forms.builder.question import lines_field
from surveys.instrument.questionnaire import Question
from surveys.models import Margin

MOST_PEOPLE = 100_000_000
LONGEST_LINE = 1_200
_COUNT_AT_END = re.compile(r"(?P<name>.*\S)[\s|;:,]+(?P<count>\d[\d.,]*)(?:\s*người)?")


class BreakdownsForm(forms.Form):
    """The questions results are broken down by."""

    questions = forms.MultipleChoiceField(
        label="Phân nhóm kết quả theo",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Càng nhiều phân nhóm, số liệu lên càng chậm; hai đến bốn câu là vừa.",
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        offered: Sequence[Question],
        declared: Sequence[str],
    ) -> None:
        super().__init__(data, initial={"questions": list(declared)}, label_suffix="")
        field = self.fields["questions"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(question.code, question.label) for question in offered]


class MarginForm(forms.Form):
    """How many people of the population answer each way; pasted as lines or out of a table.

    A line is the name or the code of a category and the number at its end.
    """

    people = lines_field(
        "Số người của từng nhóm",
        "Mỗi dòng: tên nhóm rồi số người, dán được từ bảng tính. Ví dụ: Nam 365.012.",
        rows=10,
    )
    source = VietnameseCharField(
        label="Nguồn",
        max_length=200,
        help_text="Ví dụ: Tổng điều tra dân số 2019, Cục Thống kê tỉnh.",
        error_messages={"required": "Xin ghi nguồn của số liệu."},
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        categories: Mapping[str, str],
        margins: Sequence[Margin],
    ) -> None:
        """`categories` are the labels by code."""
        self.categories = categories
        known = {margin.choice: margin.people for margin in margins}
        lines = [f"{label}\t{known.get(code, '')}".rstrip() for code, label in categories.items()]
        initial = {"people": "\n".join(lines), "source": margins[0].source if margins else ""}
        super().__init__(data, initial=initial, label_suffix="")

    def clean_people(self) -> dict[str, int]:
        """Read the lines; say at the box which cannot be read."""
        people: dict[str, int] = {}
        problems = []
        for number, line in enumerate(str(self.cleaned_data["people"]).split("\n"), 1):
            if not line.strip():
                continue
            try:
                code, count = self._read(line, people)
            except ValueError as refused:
                problems.append(forms.ValidationError(f"Dòng {number}: {refused}"))
                continue
            people[code] = count
        if problems:
            raise forms.ValidationError(problems)
        if people and not any(people.values()):
            raise forms.ValidationError("Xin ghi ít nhất một nhóm có người.")
        return people

    def _read(self, raw: str, people: Mapping[str, int]) -> tuple[str, int]:
        """Read a line; `people` are the groups read before. Raises ValueError."""
        line = " ".join(raw.split())
        found = _COUNT_AT_END.fullmatch(line) if len(line) <= LONGEST_LINE else None
        if found is None:
            raise ValueError(f"“{line[:60]}” chưa có số người ở cuối.")
        digits = re.sub(r"[.,]", "", found["count"])
        if len(digits) > len(str(MOST_PEOPLE)) or int(digits) > MOST_PEOPLE:
            raise ValueError("số người lớn quá.")
        code = self._code_of(found["name"].rstrip(" |;:,"))
        if code in people:
            raise ValueError("nhóm này đã có ở dòng trên.")
        return code, int(digits)

    def _code_of(self, name: str) -> str:
        if name in self.categories:
            return name
        wanted = fold(name)
        for code, label in self.categories.items():
            if fold(label) == wanted:
                return code
        raise ValueError(f"không có nhóm “{name[:60]}”.")
