"""The steps of the wizard. What was typed is stored as a draft, so that no step needs a script."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import QueryDict

from engagement.accounts.enums import SuccessionKind, UnitKind
from engagement.accounts.models import Unit
from engagement.accounts.units import in_reading_order
from engagement.reorganisation.effects import Effect, Item, Plan
from engagement.reorganisation.models import Reorganisation, Successor
from engagement.reorganisation.rules import UNITS_THAT_END
from engagement.text.forms import VietnameseCharField

BY_RULE, STAYS = "", "0"
LONGEST_KEY = 18  # digits; any longer number is no row's
YEARS = range(2000, 2100)
KIND_WORDS = {
    SuccessionKind.RENAME: "Đổi tên: một đơn vị mang tên mới, mọi người và mọi việc đi theo",
    SuccessionKind.MERGE: "Hợp nhất: một hay nhiều đơn vị nhập vào một đơn vị",
    SuccessionKind.SPLIT: "Chia tách: một đơn vị thành nhiều đơn vị",
    SuccessionKind.ABOLISH: "Giải thể: đơn vị kết thúc, không có đơn vị kế tục",
}


class GroupedUnits(forms.models.ModelChoiceIterator):
    """Units under the name of their kind, in the order of a list people read."""

    def __iter__(self):  # type: ignore[no-untyped-def]  # noqa: ANN204 — the library's shape
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        for kind, units in groupby(in_reading_order(self.queryset), key=Unit.get_kind_display):
            yield (kind, [self.choice(unit) for unit in units])


class UnitField(forms.ModelChoiceField):
    iterator = GroupedUnits

    def clean(self, value: object) -> Model | None:
        """Refuse a number no database should be asked for."""
        refuse_long_keys(self, [value])
        found: Model | None = super().clean(value)
        return found


class UnitsField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple
    iterator = GroupedUnits

    def clean(self, value: object) -> QuerySet[Model]:
        """Refuse a number no database should be asked for."""
        refuse_long_keys(self, value if isinstance(value, list | tuple) else [])
        return super().clean(value)


def refuse_long_keys(field: forms.Field, sent: Iterable[object]) -> None:
    """Raise ValidationError, in the field's own words, for a number longer than any row's."""
    for key in sent:
        if len(str(key)) > LONGEST_KEY:
            message = field.error_messages["invalid_choice"]
            raise ValidationError(message, code="invalid_choice", params={"value": key})


class DecisionForm(forms.Form):
    """Step 1: what the decision does, to which units, from when."""

    kind = forms.TypedChoiceField(
        label="Hình thức",
        choices=[(kind.value, words) for kind, words in KIND_WORDS.items()],
        coerce=SuccessionKind,
        widget=forms.RadioSelect,
        error_messages={"required": "Xin chọn một hình thức."},
    )
    decision_number = VietnameseCharField(
        label="Số quyết định",
        max_length=80,
        help_text="Số và nơi ban hành, ví dụ 12-QĐ/TU.",
        error_messages={"required": "Xin ghi số quyết định."},
    )
    effective_on = forms.DateField(
        label="Có hiệu lực từ ngày",
        help_text="Ngày/tháng/năm, ví dụ 01/07/2027. Có thể là ngày sắp tới, hôm nay hoặc đã qua.",
        widget=forms.DateInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": "Xin ghi ngày có hiệu lực.",
            "invalid": "Xin ghi ngày/tháng/năm, ví dụ 01/07/2027.",
        },
    )
    units = UnitsField(
        Unit.objects.none(),
        label="Đơn vị được sắp xếp",
        help_text="Đơn vị sẽ kết thúc dưới tên hiện nay.",
        error_messages={"required": "Xin chọn ít nhất một đơn vị."},
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        reorganisation: Reorganisation | None = None,
        today: date,
    ) -> None:
        super().__init__(data, initial=decision_of(reorganisation), label_suffix="")
        units = Unit.objects.filter(valid_to__isnull=True).order_by("pk")
        self.fields["units"].queryset = units  # type: ignore[attr-defined]

    def clean_effective_on(self) -> date:
        """Refuse a day at the ends of time."""
        day: date = self.cleaned_data["effective_on"]
        if day.year not in YEARS:
            raise ValidationError("Xin ghi một năm từ 2000 đến 2099.")
        return day

    def clean(self) -> dict[str, object]:
        """Refuse units that are not there the day before, and a number that does not fit."""
        cleaned = super().clean() or self.cleaned_data
        day, units, kind = (cleaned.get(name) for name in ("effective_on", "units", "kind"))
        if day and units is not None:
            eve = day - timedelta(days=1)
            for unit in units:
                if not unit.is_in_force(eve):
                    self.add_error("units", f"{unit.name} chưa có vào ngày {eve:%d/%m/%Y}.")
        if kind and units is not None:
            _least, most = UNITS_THAT_END[kind]
            if most and len(units) > most:
                self.add_error("units", f"{kind.label} chỉ làm với {most} đơn vị một lần.")
        return cleaned

    @property
    def unit_groups(self) -> list[tuple[str, list[tuple[Unit, bool]]]]:
        """The units by kind, each with whether it is ticked."""
        ticked = {str(value) for value in self["units"].value() or []}
        units = self.fields["units"].queryset  # type: ignore[attr-defined]
        return [
            (str(kind), [(unit, str(unit.pk) in ticked) for unit in group])
            for kind, group in groupby(in_reading_order(units), key=Unit.get_kind_display)
        ]


def decision_of(reorganisation: Reorganisation | None) -> dict[str, object]:
    """What step 1 holds before anybody types."""
    if reorganisation is None:
        return {}
    return {
        "kind": reorganisation.kind,
        "decision_number": reorganisation.decision_number,
        "effective_on": reorganisation.effective_on,
        "units": [unit.pk for unit in reorganisation.units.order_by("pk")],
    }


class ExistingForm(forms.Form):
    """Step 2: a unit that is there already takes over."""

    unit = UnitField(
        Unit.objects.none(),
        label="Đơn vị đang hoạt động",
        empty_label="Chọn đơn vị",
        error_messages={"required": "Xin chọn một đơn vị."},
    )

    def __init__(self, data: QueryDict | None = None, *, plan: Plan) -> None:
        super().__init__(data, label_suffix="", prefix="co-san")
        taken = [one.unit_id for one in plan.successors if one.unit_id]
        units = Unit.objects.in_force(plan.on).exclude(pk__in=[*plan.unit_ids, *taken])
        self.fields["unit"].queryset = units.order_by("pk")  # type: ignore[attr-defined]


class NewUnitForm(forms.ModelForm):
    """Step 2: a unit that the decision makes. It begins with what the old unit has."""

    class Meta:
        model = Successor
        fields = (
            "name",
            "short_name",
            "code",
            "kind",
            "parent",
            "functions",
            "keywords",
            "phone",
            "email",
            "address",
        )
        labels = {"code": "Mã (chữ không dấu, số, gạch nối)"}
        widgets = {
            "functions": forms.Textarea(attrs={"rows": 3}),
            "keywords": forms.Textarea(attrs={"rows": 2}),
        }
        field_classes = {"parent": UnitField}

    def __init__(self, data: QueryDict | None = None, *, plan: Plan) -> None:
        super().__init__(data, initial=begun_from(plan), label_suffix="", prefix="moi")
        for name in ("name", "short_name", "code", "kind"):
            self.fields[name].required = True
        self.fields["code"].error_messages["invalid"] = (
            "Mã chỉ gồm chữ không dấu, số và gạch nối, ví dụ so-y-te."
        )
        self.fields["kind"].choices = [("", "Chọn loại"), *UnitKind.choices]  # type: ignore[attr-defined]
        parent = self.fields["parent"]
        parent.queryset = Unit.objects.in_force(plan.on).order_by("pk")  # type: ignore[attr-defined]
        parent.empty_label = "Không có"  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        """Refuse a code that another unit has or had: old cases are found by it."""
        code = str(self.cleaned_data["code"]).lower()
        if Unit.objects.filter(code=code).exists():
            raise ValidationError("Mã này đã có đơn vị khác dùng, kể cả đơn vị cũ.")
        return code


def begun_from(plan: Plan) -> dict[str, object]:
    """What a new unit takes from the first of the old ones."""
    if not plan.units:
        return {}
    old = plan.units[0]
    facts = ("kind", "parent", "functions", "keywords", "phone", "email", "address")
    return {name: getattr(old, f"{name}_id" if name == "parent" else name) for name in facts}


class ChoicesForm(forms.Form):
    """Step 3: where each thing on this page goes."""

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        plan: Plan,
        effect: Effect,
        items: Sequence[Item],
    ) -> None:
        super().__init__(data, label_suffix="")
        self.effect, self.items, self.plan = effect, items, plan
        for item in items:
            chosen = plan.choices.get((effect.code, item.key), BY_RULE)
            initial = chosen.pk if isinstance(chosen, Successor) else chosen
            self.fields[item.key] = forms.ChoiceField(
                label=f"{item.label}: chuyển về",
                choices=self.offered(item),
                required=False,
                initial=STAYS if initial is None else initial,
                error_messages={"invalid_choice": "Đơn vị này không có trong danh sách kế tục."},
            )

    def offered(self, item: Item) -> list[tuple[str, str]]:
        """The rule first, then every unit that takes over, then staying behind where it may."""
        rest = self.plan.rest if item.goes else None
        rule = f"theo quy tắc chung: {rest.short_title if rest else 'không chuyển'}"
        stays = [(STAYS, "không chuyển")] if self.effect.may_stay else []
        there = [(str(one.pk), one.short_title) for one in self.plan.successors]
        return [(BY_RULE, rule), *there, *stays]

    @property
    def rows(self) -> Iterable[tuple[Item, forms.BoundField]]:
        return [(item, self[item.key]) for item in self.items]

    def chosen(self) -> dict[str, Successor | None]:
        """The items that do not follow the rule; call after is_valid()."""
        by_key = {str(one.pk): one for one in self.plan.successors}
        return {
            key: by_key.get(value) for key, value in self.cleaned_data.items() if value != BY_RULE
        }

    def by_rule(self) -> list[str]:
        return [key for key, value in self.cleaned_data.items() if value == BY_RULE]


class SeenForm(forms.Form):
    """When the page was opened: what is carried out is what was looked at."""

    seen = forms.DateTimeField(widget=forms.HiddenInput)
