"""The form field for whatever a person types in Vietnamese.

How the conversion of legacy text is offered, without JavaScript and without state: the first
time, the field refuses with a sentence that shows the converted text, and the field is shown
again holding the converted text. Sending it as it is takes the conversion. Under the control
stands one tick, "keep what I typed", with the original in a hidden input, for the rare text
that was judged wrongly: nobody is ever locked out of sending their own words. All of it hangs
on the bound field, so any widget and any template that prints the field has it.
"""

from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from engagement.text.legacy import LegacyEncoding, convert, detect
from engagement.text.normalise import normalise

LEGACY_CODE = "legacy_encoding"
KEEP_ORIGINAL = "original"  # take back what was typed before the field was shown converted
KEEP_AS_SHOWN = "as_shown"  # that was done; what stands in the control is meant

_SHOWN_CHARACTERS = 160
_LONGEST_CODE = 2  # VNI spells a letter with up to two characters
_LONGEST_SPELLING = 8  # a letter and its marks apart, with invisible characters between them
_LONGEST_JUDGED = 50_000  # characters, where a field has no limit of its own


class KeptText(str):
    """What the sender typed and chose to keep although it looks like a legacy encoding."""

    __slots__ = ()


class Conversion(NamedTuple):
    """Legacy text in Unicode, and what it was."""

    encoding: LegacyEncoding
    text: str


class LegacyBoundField(BoundField):
    """A field that, when it holds legacy text, shows it converted and offers to keep it."""

    field: "VietnameseCharField"

    @property
    def original_name(self) -> str:
        return f"{self.html_name}_legacy_original"

    @property
    def choice_name(self) -> str:
        return f"{self.html_name}_legacy_choice"

    @property
    def data(self) -> object:
        """What was sent; a `KeptText` when its sender ticked to keep it as typed."""
        choice = self.form.data.get(self.choice_name)
        original = self.form.data.get(self.original_name)
        if choice == KEEP_ORIGINAL and original:
            return KeptText(original)
        sent = super().data
        return KeptText(sent) if choice == KEEP_AS_SHOWN and isinstance(sent, str) else sent

    def value(self) -> object:
        """Return what the control shows: the converted text where legacy text was sent."""
        value = super().value()
        return self._converted() or value

    def as_widget(
        self,
        widget: forms.Widget | None = None,
        attrs: dict[str, str | bool] | None = None,
        only_initial: bool = False,  # noqa: FBT001, FBT002 — Django's signature
    ) -> SafeString:
        control = super().as_widget(widget, attrs, only_initial)
        data = self.data if self.form.is_bound else None
        if self.is_hidden or not (isinstance(data, KeptText) or self._converted()):
            return control
        context = {"field": self, "data": data, "is_kept": isinstance(data, KeptText)}
        choice = render_to_string("text/_legacy_choice.html", context)
        return mark_safe(control + choice)  # noqa: S308 — both are rendered templates

    def _converted(self) -> str | None:
        """Return the conversion of what was sent, or None when there is nothing to offer.

        Only the refusal that shows it converts: a form stopped before its fields were read (too
        many sent) keeps what was typed.
        """
        data = self.data if self.form.is_bound else None
        if not isinstance(data, str) or isinstance(data, KeptText):
            return None
        conversion = self.field.conversion_of(self.field.stored_form(data))
        if conversion is None or not self.form.has_error(self.name, LEGACY_CODE):
            return None
        return conversion.text


class VietnameseCharField(forms.CharField):
    """Text in its stored form (NFC, nothing invisible); legacy text is refused with a way out.

    Raises ValidationError with code "legacy_encoding" and params["suggestion"], the converted
    text. `bound.data` of a kept original is a `KeptText` and passes.
    """

    _judged: tuple[str, Conversion | None] | None = None

    def to_python(self, value: object) -> str | None:
        """Return the normalised text; raise ValidationError for legacy text nobody chose to keep."""
        text = super().to_python(value)
        if not text:
            return text
        text = self.stored_form(text)
        conversion = None if isinstance(value, KeptText) else self.conversion_of(text)
        if conversion:
            raise ValidationError(
                "Nội dung được gõ bằng bảng mã cũ %(encoding)s. Chúng tôi đã chuyển sang "
                "Unicode thành “%(beginning)s”; xin Quý vị xem lại trong ô rồi gửi.",
                code=LEGACY_CODE,
                params={
                    "encoding": conversion.encoding.label,
                    "beginning": _beginning(conversion.text),
                    "suggestion": conversion.text,
                },
            )
        return text or self.empty_value

    @property
    def longest(self) -> int | None:
        """The most characters the field takes, by `max_length` or by a validator of its own."""
        validators = [one for one in self.validators if isinstance(one, MaxLengthValidator)]
        return min((int(one.limit_value) for one in validators), default=None)

    def stored_form(self, text: str) -> str:
        """Return `text` normalised; text that is too long however it is spelt only loses its NULs.

        That is refused for its length; composing megabytes first would only cost time.
        """
        if self.longest is not None and len(text) > self.longest * _LONGEST_SPELLING:
            return text.replace("\x00", "")
        return normalise(text)

    def conversion_of(self, text: str) -> Conversion | None:
        """Return the conversion of legacy text; None for Unicode and for text that is too long.

        The last result is kept: a page asks for it again when it shows the field. A form has its
        own copy of the field.
        """
        longest = _LONGEST_JUDGED if self.longest is None else self.longest * _LONGEST_CODE
        if len(text) > longest:
            return None
        if self._judged is None or self._judged[0] != text:
            encoding = detect(text)
            conversion = Conversion(encoding, convert(text, encoding)) if encoding else None
            self._judged = text, conversion
        return self._judged[1]

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> LegacyBoundField:
        """Return the bound field that shows the conversion."""
        return LegacyBoundField(form, self, field_name)


def _beginning(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN_CHARACTERS else line[:_SHOWN_CHARACTERS].rstrip() + "…"
