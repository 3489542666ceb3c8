"""A new row of a deadline or a reminder, filled in from the one it follows."""

from collections.abc import Iterator, Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.http import QueryDict

from engagement.text.forms import VietnameseCharField
from qa.enums import Audience, ClockEffect, ClockKind, Counting, DayOffRule
from qa.forms.desk.fields import day_field
from qa.models import ClockRule, ReminderRule
from qa.models.clock_rule import BASIS_MAX_LENGTH, RECEIVE
from qa.rules.labels import verb_label
from qa.workflow import QUESTION

EFFECT = "effect_"
LONGEST_TERM = 365
MOST_STEPS = 50


def whole_number(label: str, low: int, high: int, hint: str = "") -> forms.IntegerField:
    """A box for a whole number between `low` and `high`."""
    return forms.IntegerField(
        label=label,
        min_value=low,
        max_value=high,
        help_text=hint,
        error_messages={"required": "Xin ghi số.", "invalid": "Xin ghi một số nguyên."},
    )


class DatedRuleForm(forms.Form):
    kind = forms.ChoiceField(label="Việc được tính hạn", choices=ClockKind.choices)
    basis = VietnameseCharField(
        label="Căn cứ",
        max_length=BASIS_MAX_LENGTH,
        help_text="Số, ngày của văn bản; câu giải thích thời hạn nêu nguyên văn.",
        error_messages={"required": "Xin ghi căn cứ."},
    )
    is_confirmed = forms.BooleanField(
        label="Đã đối chiếu với văn bản",
        required=False,
        help_text="Chưa đối chiếu thì ghi “cần xác nhận”.",
    )
    valid_from = day_field("Áp dụng từ ngày")

    def __init__(
        self, data: QueryDict | None = None, *, initial: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(data, initial=dict(initial or {}), label_suffix="")


class ClockRuleForm(DatedRuleForm):
    """A term, and what each event does to its clock (one select an event)."""

    length = whole_number("Số ngày", 1, LONGEST_TERM)
    counting = forms.ChoiceField(label="Cách đếm", choices=Counting.choices)
    day_off_rule = forms.ChoiceField(
        label="Nếu ngày cuối (đếm theo lịch) là ngày nghỉ",
        choices=DayOffRule.choices,
        help_text="Bộ luật Dân sự 2015, Điều 148 khoản 5: kết thúc vào ngày làm việc tiếp theo.",
    )
    is_repeated = forms.BooleanField(
        label="Lặp lại cho đến khi trả lời", required=False, help_text="Dùng cho báo tình hình."
    )
    is_for_running = forms.BooleanField(
        label="Tính lại cả những câu hỏi đang chờ trả lời",
        required=False,
        help_text="Chỉ với hạn trả lời. Không chọn thì câu hỏi đã nhận giữ hạn cũ.",
    )
    field_order = ("kind", "length", "counting", "day_off_rule", "is_repeated", "basis")

    def __init__(self, data: QueryDict | None = None, *, before: ClockRule | None = None) -> None:
        super().__init__(data, initial=clock_rule_values(before))
        known = {row.verb: row.effect for row in before.effects.all()} if before else {}
        for verb in dict.fromkeys([RECEIVE, *QUESTION.verbs, *known]):
            self.fields[EFFECT + verb] = forms.ChoiceField(
                label=verb_label(verb),
                choices=ClockEffect.choices,
                initial=known.get(verb, ClockEffect.CONTINUE),
                required=False,
            )

    def term_fields(self) -> Iterator[BoundField]:
        """The fields of the term itself."""
        return (field for field in self if not field.name.startswith(EFFECT))

    def effect_fields(self) -> Iterator[BoundField]:
        """The selects of the events."""
        return (field for field in self if field.name.startswith(EFFECT))

    @property
    def effect_names(self) -> list[str]:
        return [name for name in self.fields if name.startswith(EFFECT)]

    @property
    def effects(self) -> dict[str, ClockEffect]:
        """What was chosen, by verb; an event that lets the clock go on needs no row."""
        chosen = {
            name.removeprefix(EFFECT): ClockEffect(value)
            for name, value in self.cleaned_data.items()
            if name.startswith(EFFECT) and value
        }
        return {verb: effect for verb, effect in chosen.items() if effect != ClockEffect.CONTINUE}

    def clean(self) -> dict[str, object]:
        """Refuse what the tick would not do for this kind of clock."""
        cleaned = super().clean() or self.cleaned_data
        kind = cleaned.get("kind")
        if cleaned.get("is_repeated") and kind != ClockKind.STATUS_NOTE:
            self.add_error("is_repeated", "Chỉ báo tình hình mới lặp lại.")
        if cleaned.get("is_for_running") and kind != ClockKind.ANSWER:
            self.add_error("is_for_running", "Chỉ hạn trả lời mới tính lại được.")
        return cleaned


def clock_rule_values(rule: ClockRule | None) -> dict[str, object]:
    """What the form starts from: the row before, without its dates."""
    if rule is None:
        return {}
    names = ("kind", "length", "counting", "day_off_rule", "is_repeated", "basis")
    return {name: getattr(rule, name) for name in names}


class ReminderRuleForm(DatedRuleForm):
    step = whole_number(
        "Bậc", 1, MOST_STEPS, "Bậc đã có thì dòng mới thay dòng cũ từ ngày áp dụng."
    )
    offset = whole_number(
        "Ngày làm việc so với hạn",
        -60,
        60,
        "Số âm là trước hạn, 0 là ngày đến hạn, dương là quá hạn.",
    )
    audience = forms.ChoiceField(label="Báo cho", choices=Audience.choices)
    words = VietnameseCharField(
        label="Lời nhắc",
        max_length=300,
        help_text="Thư chỉ có lời này, số phiếu, hạn và đường dẫn; không có nội dung câu hỏi.",
        error_messages={"required": "Xin ghi lời nhắc."},
    )
    field_order = ("kind", "step", "offset", "audience", "words", "basis")

    def __init__(
        self, data: QueryDict | None = None, *, before: ReminderRule | None = None
    ) -> None:
        names = ("kind", "step", "offset", "audience", "words", "basis")
        values = {name: getattr(before, name) for name in names} if before else {}
        super().__init__(data, initial=values)


class LastDayForm(forms.Form):
    last_day = day_field("Áp dụng đến hết ngày")

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, label_suffix="")


def row_number(written: str) -> int:
    """A row's number in an address; 0, which is no row's, for anything else."""
    try:
        return forms.IntegerField(min_value=0, max_value=2**31 - 1).clean(written) or 0
    except ValidationError:
        return 0
