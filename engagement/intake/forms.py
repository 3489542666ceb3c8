import hashlib
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import ClassVar
from uuid import UUID, uuid4

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.signing import BadSignature, TimestampSigner
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html

from engagement.intake import limits, queries, recaptcha
from engagement.intake.addresses import client_address
from engagement.intake.consents import ConsentPurpose
from engagement.intake.enums import Proof
from engagement.intake.exceptions import Refused
from engagement.intake.fields import ProofField
from engagement.intake.models import Submission
from engagement.intake.proof import Answer
from engagement.intake.wayout import way_out
from engagement.text.fold import fold
from engagement.text.normalise import normalise
from engagement.web.dates import when
from engagement.web.responses import waiting_words

FASTEST_HUMAN = timedelta(seconds=2)
INVALID_STATUS = 422
CONFLICT_STATUS = 409
_LONGEST_COMPARED = 100_000  # characters; longer words were never stored
# The browser's own note of what it sent last, for this long, to the form's address alone.
_JUST_SENT_COOKIE = "vua_gui"
_JUST_SENT = timedelta(minutes=30)


class IntakeForm(forms.Form):
    """The base of every public form: idempotency key, proof-of-work, honeypot, consent ticks.

    A subclass names its `purpose` ("qa.ask"), the `noun` for what is sent, its `consents`, and the
    `content_fields` whose words tell a repeated text. It is constructed `Form(request=request)` or with `data=` and `files=`,
    validated, and given to services.receive(). How it is written: docs/how-to/public-form.md.

    Validating asks in order of cost, because it runs for strangers: was this received before (under
    its key, or the same words from this browser a moment ago), is
    the rate limit reached (the try is counted), the fields, the form's `clean`, the proof, and
    only when all is right the files, whose `clean_<name>` therefore runs after `clean`.
    """

    purpose: ClassVar[str]
    noun: ClassVar[str] = "phiếu"
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
    is_another = forms.BooleanField(required=False)

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
        self._is_key_spent = False
        self._is_repetition = False
        self.fields["is_another"].label = f"Đây là một {self.noun} khác, xin nhận thêm"
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
        """Whether something speaks against a machine; its habits (speed, honeypot) forfeit that."""
        return self.proof in {Proof.ALTCHA, Proof.RECAPTCHA}

    @property
    def given_consents(self) -> list[ConsentPurpose]:
        return [given for given in self.consents if self.cleaned_data.get(given.field_name)]

    @property
    def content_hash(self) -> str:
        """SHA-256 of the folded words, "" when the form declares none or they are empty."""
        return content_hash_of(str(self.cleaned_data.get(name, "")) for name in self.content_fields)

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

    def refusal_for_spent_key(self, earlier: Submission) -> Refused:
        """Say that other words came under the key of `earlier`; the form then gets a fresh key.

        So it is when a reader goes back after sending and writes another question.
        """
        self._is_key_spent = True
        words = format_html(
            "Phiếu Quý vị gửi từ trang này trước đó đã được nhận "
            '(<a href="{}">xem biên nhận</a>). Nội dung dưới đây khác với phiếu ấy và chưa được '
            "gửi; Quý vị bấm gửi lần nữa để gửi thành phiếu mới.",
            reverse("intake:receipt", args=[earlier.key]),
        )
        return Refused(words, CONFLICT_STATUS)

    def remember(self, submission: Submission, response: HttpResponse) -> None:
        """Let the browser keep for a while what it sent, so that going back does not send it twice.

        The key alone, signed; it opens no more than the browser's own history does.
        """
        response.set_signed_cookie(
            _JUST_SENT_COOKIE,
            str(submission.key),
            salt=self._cookie_salt,
            max_age=_JUST_SENT,
            path=self.request.path,
            secure=settings.CSRF_COOKIE_SECURE,
            httponly=True,
            samesite="Strict",
        )

    # --- What the templates print ------------------------------------------------------------

    @property
    def page_key(self) -> str:
        """The key to print: the one that was sent, so that trying again is the same submission.

        A fresh one when that has become the key of another submission.
        """
        sent = self.cleaned_data.get("submission_key") if self.is_bound else None
        return str(self._fresh_key if self._is_key_spent else sent or self._fresh_key)

    @property
    def page_stamp(self) -> str:
        """The signed time at which this page was first shown."""
        sent = str(self.data.get(self.add_prefix("stamp"), ""))
        return sent if _is_signed(sent, self.page_key) else _signer().sign(self.page_key)

    @property
    def page_answer(self) -> str:
        """A right answer is given back, so that a mistake in another field does not burn it."""
        if self._is_key_spent or not self.is_bound:
            return ""
        if self.answer is None or self.has_error("altcha"):
            return ""
        return str(self.data.get(self.add_prefix("altcha"), ""))

    @property
    def asks_if_another(self) -> bool:
        """Whether to print the tick by which the same words are sent as something else."""
        return self._is_repetition or bool(self.is_bound and self._sent("is_another"))

    @property
    def consent_fields(self) -> list[BoundField]:
        return [self[consent.field_name] for consent in self.consents]

    @property
    def recaptcha_site_key(self) -> str:
        """The public key when reCAPTCHA is switched on, else ""."""
        return settings.RECAPTCHA_PUBLIC_KEY if recaptcha.is_enabled() else ""

    # --- Validation -----------------------------------------------------------------------------

    def full_clean(self) -> None:
        """Validate, unless these words were received under this key, or too many were sent."""
        if not self.is_bound:
            super().full_clean()
            return
        key = self._sent_key()
        earlier = queries.received(key, form=self.purpose) if key else None
        if earlier is not None and not self.differs_from(earlier):
            self.replayed = earlier
            self._stop_with({"submission_key": key})
        elif earlier is not None:
            self._stop_with({}, self.refusal_for_spent_key(earlier))
        else:
            answer = self._sent_answer()
            refusal = self._refusal_of_repetition() or self._refusal_over_limit(key, answer)
            if refusal is None:
                super().full_clean()
            else:
                self._stop_with({"submission_key": key, "altcha": answer}, refusal)

    def _stop_with(self, cleaned: Mapping[str, object], refusal: Refused | None = None) -> None:
        """End validation before any field is read."""
        self._errors = ErrorDict()
        self.cleaned_data = dict(cleaned)
        if refusal is not None:
            self.refuse(refusal)

    def _sent(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(name)) or "")

    def _sent_key(self) -> UUID | None:
        try:
            return UUID(self._sent("submission_key"))
        except ValueError:
            return None

    def _sent_answer(self) -> Answer | None:
        try:
            answer: Answer | None = self.fields["altcha"].clean(self._sent("altcha"))
        except ValidationError:
            return None
        return answer

    @property
    def _cookie_salt(self) -> str:
        return f"engagement.intake.just_sent.{self.purpose}"

    def _just_sent(self) -> Submission | None:
        """What this browser sent a moment ago, by its own note."""
        key = self.request.get_signed_cookie(
            _JUST_SENT_COOKIE, default=None, salt=self._cookie_salt, max_age=_JUST_SENT
        )
        return queries.received(UUID(key), form=self.purpose) if key else None

    def _refusal_of_repetition(self) -> Refused | None:
        """Refuse the words this browser just sent, unless their sender says they are another's."""
        earlier = None if self._sent("is_another") else self._just_sent()
        if earlier is None or not self._sent_hash() or self._sent_hash() != earlier.content_hash:
            return None
        self._is_repetition = True
        words = format_html(
            'Trang đã nhận đúng những lời này {} (<a href="{}">xem biên nhận</a>), nên không nhận '
            "lần nữa. Muốn gửi {noun} khác, Quý vị sửa nội dung. Nếu đúng là {noun} khác có cùng lời, "
            "Quý vị đánh dấu ô ngay trên nút gửi.",
            when(earlier.received_at),
            reverse("intake:receipt", args=[earlier.key]),
            noun=self.noun,
        )
        title = f"{self.noun.capitalize()} này đã được gửi"
        return Refused(words, CONFLICT_STATUS, title=title)

    def differs_from(self, earlier: Submission) -> bool:
        """Whether other words are sent now. Unknown when none are, or the earlier were erased."""
        if not earlier.content_hash:
            return False
        return self._sent_hash() not in {"", earlier.content_hash}

    def _sent_hash(self) -> str | None:
        """The hash of the words as they were sent; None for more than was ever stored."""
        words = [str(self[name].data or "") for name in self.content_fields]
        if any(len(word) > _LONGEST_COMPARED for word in words):
            return None
        return content_hash_of(words)

    def _refusal_over_limit(self, key: UUID | None, answer: Answer | None) -> Refused | None:
        """Count this try; what it proves is what can be told without reading it or asking Google.

        So who has passed reCAPTCHA alone is held to the limit of those who proved nothing.
        """
        is_person = not self._sent("website") and _took_a_human_time(self._sent("stamp"), key)
        decision = limits.check(self.request, self.purpose, proven=answer is not None and is_person)
        if decision.allowed:
            return None
        wait = waiting_words(decision.retry_after)
        return Refused(
            f"Từ mạng Quý vị đang dùng (một cơ quan, một thôn có thể chung một mạng) vừa có nhiều "
            f"{self.noun} gửi đến. Quý vị bấm gửi lại sau {wait}. {way_out()}",
            429,
            retry_after=decision.retry_after,
            title=f"Chưa nhận được, Quý vị gửi lại sau {wait}",
        )

    def _clean_fields(self) -> None:
        """Clean all but files: those are drawn and unpacked, so they wait for everything else."""
        for name, field in self.fields.items():
            if not isinstance(field, forms.FileField):
                self._clean_field(name, field)

    def _post_clean(self) -> None:
        self._judge_proof()
        if self.errors:
            return
        for name, field in self.fields.items():
            if isinstance(field, forms.FileField):
                self._clean_field(name, field)

    def _clean_field(self, name: str, field: forms.Field) -> None:
        """What Django does for each field, its `clean_<name>` included."""
        try:
            self.cleaned_data[name] = field.clean(self[name].data)
            clean = getattr(self, f"clean_{name}", None)
            if clean is not None:
                self.cleaned_data[name] = clean()
        except ValidationError as error:
            self.add_error(name, error)

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
        if self.is_proven and not _took_a_human_time(self._sent("stamp"), self.key):
            self.proof = Proof.NONE

    def _recaptcha_verdict(self) -> recaptcha.Verdict:
        return recaptcha.verify(
            str(self.data.get(recaptcha.RESPONSE_NAME, "")),
            remote_address=client_address(self.request),
            hostname=self.request.get_host().partition(":")[0],
        )


def _consent_field(consent: ConsentPurpose) -> forms.BooleanField:
    need = "bắt buộc" if consent.is_required else "không bắt buộc"
    return forms.BooleanField(
        label=format_html('{} <span class="field__optional">({})</span>', consent.text, need),
        required=consent.is_required,
        initial=False,
        error_messages={"required": "Quý vị cần đánh dấu đồng ý ở mục này thì mới gửi được."},
    )


def content_hash_of(words: Iterable[str]) -> str:
    """SHA-256 of the folded words; "" where there are none."""
    folded = [fold(normalise(word)) for word in words]
    return hashlib.sha256("\n".join(folded).encode()).hexdigest() if any(folded) else ""


def _took_a_human_time(stamp: str, key: UUID | None) -> bool:
    return _is_signed(stamp, str(key)) and not _is_signed(
        stamp, str(key), younger_than=FASTEST_HUMAN
    )


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="engagement.intake.stamp")


def _is_signed(stamp: str, key: str, *, younger_than: timedelta | None = None) -> bool:
    try:
        return _signer().unsign(stamp, max_age=younger_than) == key
    except BadSignature:
        return False
