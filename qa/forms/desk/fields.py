"""Choices and boxes that the forms of the desk share."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from types import MappingProxyType

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator
from django.db.models import Model, QuerySet
from django.forms.models import ModelChoiceIterator
from django.utils import timezone

from engagement.accounts.models import Unit
from engagement.accounts.units import former_units, in_reading_order
from engagement.text.forms import VietnameseCharField
from qa.models import (
    WORDS_MAX_LENGTH,
    Field,
)

LONGEST_KEY = 18  # digits; any longer number is no row's and some databases cannot even look for it


SHORTEST_SENTENCE = 10
TOO_SHORT = "Người hỏi đọc nguyên văn phần này; xin viết rõ hơn, ít nhất %(limit_value)s ký tự."


# A page was opened in these years; dates at the ends of time cannot be turned into other zones.
YEARS_OF_USE = range(2000, 2100)


class GroupedUnits(ModelChoiceIterator):
    """Units under the name of their kind, so that a list of a hundred can be read."""

    def __iter__(self) -> Iterator[tuple[object, object]]:  # type: ignore[override]
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        units_in_order = in_reading_order(self.queryset)
        for kind, units in groupby(units_in_order, key=Unit.get_kind_display):
            yield (kind, [self.choice(unit) for unit in units])


class UnitField(forms.ModelChoiceField):
    iterator = GroupedUnits


class UnitsInForce(GroupedUnits):
    """Units in force with those they took over from, and these once more under their own names.

    A former name stands for its successor: whoever knows only the old one finds the unit by typing.
    """

    field: "UnitInForceField"

    def __iter__(self) -> Iterator[tuple[object, object]]:  # type: ignore[override]
        yield from super().__iter__()
        former = [
            (self.choice(unit)[0], f"{old.short_name}: {old.name} (nay là {unit.short_name})")
            for unit in in_reading_order(self.queryset)
            for old in self.field.former.get(unit.pk, [])
        ]
        if former:
            yield ("Tên trước khi sắp xếp lại", former)


class UnitInForceField(UnitField):
    """A unit to give a question to. `former` are the units each took over from, by its id."""

    iterator = UnitsInForce
    former: Mapping[int, list[Unit]] = MappingProxyType({})

    def label_from_instance(self, obj: Unit) -> str:
        return with_former_names(obj, self.former)

    def offer(self, units: QuerySet[Unit]) -> None:
        """Let one of `units` be chosen, under the names of today or of before."""
        self.former = former_units(timezone.localdate())
        self.queryset = units


def with_former_names(unit: Unit, former: Mapping[int, list[Unit]]) -> str:
    """The unit's name, and in brackets the units it took over from."""
    names = ", ".join(old.short_name for old in former.get(unit.pk, []))
    return f"{unit.name} (nay gồm {names} trước đây)" if names else unit.name


class RowsField(forms.ModelMultipleChoiceField):
    """Any number of rows by ticks; a number that is too long for a row is no choice."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: object) -> QuerySet[Model]:
        """Refuse what no database should be asked for, with the field's own sentence."""
        sent = value if isinstance(value, list | tuple) else []
        too_long = next((key for key in sent if len(str(key)) > LONGEST_KEY), None)
        if too_long is not None:
            message = self.error_messages["invalid_choice"]
            raise ValidationError(message, code="invalid_choice", params={"value": too_long})
        return super().clean(value)


class UnitsField(RowsField):
    iterator = GroupedUnits


def words_field(label: str, *, required: bool = False, hint: str = "") -> VietnameseCharField:
    """A box for a few sentences."""
    return VietnameseCharField(
        label=label,
        required=required,
        help_text=hint,
        max_length=WORDS_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Xin viết vài lời để người nhận hiểu lý do."},
    )


def day_field(label: str) -> forms.DateField:
    """A day as offices write it; a browser's own calendar would speak the browser's language."""
    return forms.DateField(
        label=label,
        help_text="Ngày/tháng/năm, ví dụ 05/01/2027.",
        widget=forms.DateInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": "Xin ghi ngày/tháng/năm, ví dụ 05/01/2027."},
    )


def words_to_asker(label: str, *, required: bool = True, hint: str = "") -> VietnameseCharField:
    """A box for what the asker reads as it is written: a sentence at least, if anything."""
    field = words_field(label, required=required, hint=hint)
    field.validators.append(MinLengthValidator(SHORTEST_SENTENCE, TOO_SHORT))
    return field


def unit_in_force(form: forms.Form, name: str) -> UnitInForceField:
    """The field `name` of `form`, known to choose among units in force."""
    field = form.fields[name]
    if not isinstance(field, UnitInForceField):
        raise TypeError(f"{name} does not choose among units in force")
    return field


def code_of(chosen: Field | Unit | None) -> str:
    return chosen.code if chosen else ""


def choice(form: forms.Form, name: str) -> forms.ModelChoiceField:
    """The field `name` of `form`, known to choose among rows."""
    field = form.fields[name]
    if not isinstance(field, forms.ModelChoiceField):
        raise TypeError(f"{name} does not choose among rows")
    return field
