"""The Vietnamese names of what the log holds as codes, told by the rooms that record it."""

from collections.abc import Mapping

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

_kinds: dict[str, str] = {}
_details: dict[str, str] = {}
_values: dict[str, Mapping[str, str]] = {}


def register_kinds(labels: Mapping[str, str]) -> None:
    """Make kinds of event readable in the log; called from a room's `AppConfig.ready`."""
    _kinds.update(labels)


def register_details(labels: Mapping[str, str]) -> None:
    """Make names in `detail` readable that are no columns of the event's target."""
    _details.update(labels)


def register_values(labels: Mapping[str, Mapping[str, str]]) -> None:
    """Make codes readable that stand as values in `detail`: by the entry's name, then by code."""
    _values.update(labels)


def kind_label(kind: str) -> str:
    """Give the Vietnamese name of `kind`, or the code itself when its room told none."""
    return _kinds.get(kind, kind)


def target_label(target_kind: str) -> str:
    """Give the Vietnamese name of `app.model`, or the code where that model is no more."""
    try:
        return str(apps.get_model(target_kind)._meta.verbose_name)  # noqa: SLF001
    except (LookupError, ValueError):
        return target_kind


def state_label(target_kind: str, state: str) -> str:
    """Give the Vietnamese name of a status from the choices of the target's own column."""
    try:
        field = apps.get_model(target_kind)._meta.get_field("status")  # noqa: SLF001
    except (LookupError, ValueError, FieldDoesNotExist):
        return state
    return str(dict(getattr(field, "flatchoices", ())).get(state, state))


def detail_label(target_kind: str, name: str) -> str:
    """Give the Vietnamese name of an entry of `detail`: a column of the target, or told by a room."""
    if name in _details:
        return _details[name]
    try:
        field = apps.get_model(target_kind)._meta.get_field(name)  # noqa: SLF001
    except (LookupError, ValueError, FieldDoesNotExist):
        return name
    return str(getattr(field, "verbose_name", name))


def detail_value(name: str, value: object) -> str:
    """Give the words for the value of an entry of `detail`; codes may stand side by side, "a,b"."""
    if value is None:
        return "(trống)"
    if isinstance(value, bool):
        return "có" if value else "không"
    labels = _values.get(name)
    if labels is None:
        return str(value)
    return ", ".join(labels.get(code, code) for code in str(value).split(","))
