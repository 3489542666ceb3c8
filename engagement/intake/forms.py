import hashlib
from collections.abc import Mapping
from datetime import timedelta
from typing import ClassVar
from uuid import UUID, uuid4

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.signing import BadSignature, TimestampSigner
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from engagement.intake import queries, recaptcha
from engagement.intake.addresses import client_address
from engagement.intake.consents import ConsentPurpose
from engagement.intake.enums import Proof
from engagement.intake.exceptions import Refused
from engagement.intake.fields import ProofField
from engagement.intake.models import Submission
from engagement.intake.proof import Answer
from engagement.text.fold import fold
from engagement.text.normalise import normalise

FASTEST_HUMAN = timedelta(seconds=2)
INVALID_STATUS = 422


class IntakeForm(forms.Form):
    """The base of every public form: idempotency key, proof-of-work, honeypot, consent ticks.

    A subclass names its `purpose` ("qa.ask"), its `consents`, and the `content_fields` whose words
    tell a repeated text. It is constructed `Form(request=request)` or with `data=` and `files=`,
    validated, and given to services.receive(). How it is written: docs/how-to/public-form.md.
    """

    purpose: ClassVar[str]
    consents: ClassVar[tuple[ConsentPurpose, ...]] = ()
    content_fields: ClassVar[tuple[str, ...]] = ()

    submission_key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={
            "required": "Trang Quý vị mở thiếu mã phiếu. Quý vị bấm gửi lần nữa giúp.",
            "invalid": "Mã phiếu của trang không đúng. Quý vị bấm gửi lần nữa giúp.",
        },
    )
    stamp = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    website = forms.CharField(required=False, label="Quý vị để trống ô này")

    def __init__(
        self,
        *,
        request: HttpRequest,
        data: Mapping[str, object] | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data=data, files=files, initial=dict(initial or {}))
        self.request = request
        self.replayed: Submission | None = None
        self.proof = Proof.NONE
        self.refusal: Refused | None = None
        self._fresh_key = uuid4()
        self.fields["altcha"] = ProofField(purpose=self.purpose)
        for consent in self.consents:
            self.fields[consent.field_name] = _consent_field(consent)

    # --- What the view and services ask -----------------------------------------------------

    @property
    def key(self) -> UUID:
        """The key of this page view; two posts with one key are one submission."""
        key: UUID = self.cleaned_data["submission_key"]
        return key

    @property
    def answer(self) -> Answer | None:
        """The checked answer to the challenge, if one came."""
        answer: Answer | None = self.cleaned_data.get("altcha")
        return answer

    @property
    def is_proven(self) -> bool:
        """Whether the wider limit counts; a machine's habits (speed, honeypot) forfeit it."""
        return self.proof in {Proof.ALTCHA, Proof.RECAPTCHA}

    @property
    def given_consents(self) -> list[ConsentPurpose]:
        return [given for given in self.consents if self.cleaned_data.get(given.field_name)]

    @property
    def content_hash(self) -> str:
        """SHA-256 of the folded words, "" when the form declares none or they are empty."""
        words = [fold(normalise(str(self.cleaned_data.get(n, "")))) for n in self.content_fields]
        if not any(words):
            return ""
        return hashlib.sha256("\n".join(words).encode()).hexdigest()

    @property
    def status_code(self) -> int:
        """The HTTP status of the page that shows this form."""
        if self.refusal is not None:
            return self.refusal.status
        return INVALID_STATUS if self.errors else 200

    def refuse(self, refusal: Refused) -> None:
        """Show why the submission was not taken, with everything typed kept."""
        self.refusal = refusal
        self.add_error(refusal.field or None, refusal.reason)

    # --- What the templates print ------------------------------------------------------------

    @property
    def page_key(self) -> str:
        """The key to print: the one that was sent, so that trying again is the same submission."""
        sent = self.cleaned_data.get("submission_key") if self.is_bound else None
        return str(sent or self._fresh_key)

    @property
    def page_stamp(self) -> str:
        """The signed time at which this page was first shown."""
        sent = str(self.data.get(self.add_prefix("stamp"), ""))
        return sent if _is_signed(sent, self.page_key) else _signer().sign(self.page_key)

    @property
    def page_answer(self) -> str:
        """A right answer is given back, so that a mistake in another field does not burn it."""
        if not self.is_bound or self.answer is None or self.has_error("altcha"):
            return ""
        return str(self.data.get(self.add_prefix("altcha"), ""))

    @property
    def consent_fields(self) -> list[BoundField]:
        return [self[consent.field_name] for consent in self.consents]

    @property
    def recaptcha_site_key(self) -> str:
        """The public key when reCAPTCHA is switched on, else ""."""
        return settings.RECAPTCHA_PUBLIC_KEY if recaptcha.is_enabled() else ""

    # --- Validation -----------------------------------------------------------------------------

    def full_clean(self) -> None:
        """Validate, unless this key was received before: then whatever else changed is ignored."""
        self.replayed = self._find_replayed()
        if self.replayed is not None:
            self._errors = ErrorDict()
            self.cleaned_data = {"submission_key": self.replayed.key}
            return
        super().full_clean()
        if self.is_bound:
            self._judge_proof()

    def _find_replayed(self) -> Submission | None:
        if not self.is_bound:
            return None
        try:
            key = UUID(str(self.data.get(self.add_prefix("submission_key"), "")))
        except ValueError:
            return None
        return queries.received(key, form=self.purpose)

    def _judge_proof(self) -> None:
        """Decide what the submission has proved, last: Google's answer is good for one use only."""
        if set(self.errors) - {"altcha"}:
            return
        if self.cleaned_data.get("website"):
            self.proof = Proof.QUARANTINED
            return
        verdict = self._recaptcha_verdict()
        if verdict is recaptcha.Verdict.PASSED:
            self.errors.pop("altcha", None)
            self.proof = Proof.RECAPTCHA
        elif self.answer is not None:
            self.proof = Proof.ALTCHA
        elif verdict is recaptcha.Verdict.FAILED:
            self.add_error("altcha", recaptcha.FAILED_WORDS)
        elif verdict is recaptcha.Verdict.UNAVAILABLE:
            self.proof = Proof.QUARANTINED
        if self.is_proven and not self._took_a_human_time():
            self.proof = Proof.NONE

    def _recaptcha_verdict(self) -> recaptcha.Verdict:
        return recaptcha.verify(
            str(self.data.get(recaptcha.RESPONSE_NAME, "")),
            remote_address=client_address(self.request),
            hostname=self.request.get_host().partition(":")[0],
        )

    def _took_a_human_time(self) -> bool:
        stamp = str(self.cleaned_data.get("stamp") or "")
        return _is_signed(stamp, str(self.key)) and not _is_signed(
            stamp, str(self.key), younger_than=FASTEST_HUMAN
        )


def _consent_field(consent: ConsentPurpose) -> forms.BooleanField:
    return forms.BooleanField(
        label=consent.text,
        required=consent.is_required,
        initial=False,
        error_messages={"required": "Quý vị cần đánh dấu đồng ý ở mục này thì mới gửi được."},
    )


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="engagement.intake.stamp")


def _is_signed(stamp: str, key: str, *, younger_than: timedelta | None = None) -> bool:
    try:
        return _signer().unsign(stamp, max_age=younger_than) == key
    except BadSignature:
        return False
