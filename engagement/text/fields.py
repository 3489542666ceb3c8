"""Model fields for free text: whatever way a value takes to the row, it is stored normalised."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.db import models
from django.db.models.expressions import Combinable

from engagement.text.forms import VietnameseCharField
from engagement.text.normalise import normalise

if TYPE_CHECKING:
    _Field = models.Field[str | Combinable, str]
    _CharField = models.CharField[str | Combinable, str]
    _TextField = models.TextField[str | Combinable, str]
else:
    _Field, _CharField, _TextField = models.Field, models.CharField, models.TextField


class _Normalised(_Field):
    """Normalises on every way in: clean(), save(), update(), bulk_create() and lookups."""

    def to_python(self, value: object) -> object:
        return _normalised(super().to_python(value))

    def get_prep_value(self, value: object) -> object:
        return _normalised(super().get_prep_value(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> object:  # noqa: FBT001
        """Return the stored form and leave it on the instance, so both are equal after save()."""
        value = _normalised(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(**{"form_class": VietnameseCharField, **kwargs})


class NormalisedCharField(_Normalised, _CharField):
    """A line of free text in its stored form (R-9.2b)."""


class NormalisedTextField(_Normalised, _TextField):
    """Free text of any length in its stored form (R-9.2b)."""


def _normalised(value: object) -> object:
    # Expressions (F("…"), Value("…")) pass: the column they read is normalised already.
    return normalise(value) if isinstance(value, str) else value
