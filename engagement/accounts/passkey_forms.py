"""allauth's forms for keys, which answer a credential that is not one with an error, not a crash.

The libraries look into what the browser sent before they check its shape.
"""

import struct
from collections.abc import Iterator
from contextlib import contextmanager

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.forms.fields import InvalidJSONInput

MALFORMED = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
)


@contextmanager
def malformed_is_wrong() -> Iterator[None]:
    """Turn what a malformed credential raises into the sentence a wrong one gets."""
    try:
        yield
    except MALFORMED as error:
        raise get_adapter().validation_error("incorrect_code") from error


class CredentialField(forms.JSONField):
    """A JSON object of a size a key makes, without what the database cannot store."""

    widget = forms.HiddenInput
    longest = 64 * 1024

    def to_python(self, value: object) -> dict[str, object] | None:  # type: ignore[override]
        """Parse `value`; whatever is no object is as wrong as a wrong key."""
        with malformed_is_wrong():
            text = str(value or "")
            if len(text) > self.longest or "\\u0000" in text:
                raise ValueError
            parsed: object = super().to_python(value)
            if not isinstance(parsed, dict | None):
                raise TypeError
        return parsed

    def bound_data(self, data: object, initial: object) -> InvalidJSONInput:
        """A credential is good once, so a form that is shown again holds none."""
        return InvalidJSONInput()


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    credential = CredentialField()

    def clean(self) -> dict[str, object]:
        with malformed_is_wrong():
            cleaned: dict[str, object] = super().clean()
        return cleaned


class SecondFactorPasskeyForm(webauthn.AuthenticateWebAuthnForm):
    credential = CredentialField()

    def clean_credential(self) -> Authenticator:
        with malformed_is_wrong():
            return super().clean_credential()


class SignInPasskeyForm(SecondFactorPasskeyForm, webauthn.LoginWebAuthnForm):
    pass


class ConfirmPasskeyForm(SecondFactorPasskeyForm, webauthn.ReauthenticateWebAuthnForm):
    pass
