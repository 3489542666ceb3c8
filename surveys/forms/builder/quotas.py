"""How many answers are wanted of each choice, at most."""

from collections.abc import Mapping, Sequence

from django import forms
from django.http import QueryDict

MOST_WANTED = 1_000_000
WRONG_NUMBER = "Xin ghi số nguyên từ 1 đến một triệu, hoặc để trống."
Quotas = dict[str, dict[str, int]]


class QuotasForm(forms.Form):
    """One box for each choice of each question that puts everybody into one group."""

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        offered: Sequence[tuple[str, Mapping[str, str]]],
        declared: Mapping[str, Mapping[str, int]],
    ) -> None:
        """`offered` are codes of questions with the labels of their choices by code."""
        super().__init__(data, label_suffix="")
        self.names = {
            _name(question, choice): (question, choice, label)
            for question, choices in offered
            for choice, label in choices.items()
        }
        for name, (question, choice, label) in self.names.items():
            self.fields[name] = forms.IntegerField(
                label=label,
                required=False,
                min_value=1,
                max_value=MOST_WANTED,
                initial=declared.get(question, {}).get(choice),
                error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), WRONG_NUMBER),
            )

    def quotas(self) -> Quotas:
        """What was typed; call after is_valid()."""
        found: Quotas = {}
        for name, (question, choice, _) in self.names.items():
            most = self.cleaned_data[name]
            if most is not None:
                found.setdefault(question, {})[choice] = most
        return found

    def of(self, question: str) -> list[forms.BoundField]:
        """The boxes of one question."""
        return [self[name] for name, (asked, _, _) in self.names.items() if asked == question]


def _name(question: str, choice: str) -> str:
    return f"{question}:{choice}"
