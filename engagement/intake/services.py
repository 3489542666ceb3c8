from collections.abc import Callable
from dataclasses import dataclass

from django.db import IntegrityError, models, transaction

from engagement.audit.actors import Actor
from engagement.audit.services import record
from engagement.intake import codes, queries
from engagement.intake.enums import Proof
from engagement.intake.exceptions import Refused
from engagement.intake.fields import ProofField
from engagement.intake.forms import INVALID_STATUS, IntakeForm
from engagement.intake.models import ConsentRecord, Submission, UsedChallenge

_REFERENCE_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was received; `created` is False when the same key had been received before."""

    submission: Submission
    created: bool


def receive(form: IntakeForm, *, store: Callable[[Submission], models.Model]) -> Receipt:
    """Take a valid form in: all of it in one transaction, once for each submission key.

    A second call with the same key and words, at the same moment or days later, returns the first
    receipt and stores nothing. Otherwise the challenge is used up, given consents are kept, `store` makes
    the function's own rows, and "<purpose>.received" is recorded.

    Raises Refused when other words were received under the key (409), the challenge was used for
    another submission, or the key belongs to another form (both 422); the form then shows the
    reason. The rate limit was the form's own matter, before it read its fields.
    """
    if form.replayed is not None:
        return Receipt(form.replayed, created=False)
    try:
        with transaction.atomic():
            return _receive_once(form, store)
    except Refused as refusal:
        form.refuse(refusal)
        raise


def _receive_once(form: IntakeForm, store: Callable[[Submission], models.Model]) -> Receipt:
    submission = _new_submission(form)
    if submission is None:
        return _earlier_receipt(form)
    _use_up_challenge(form, submission)
    ConsentRecord.objects.bulk_create(
        ConsentRecord(
            submission=submission,
            purpose=given.code,
            text_version=given.version,
            text_hash=given.text_hash,
        )
        for given in form.given_consents
    )
    stored = store(submission)
    record(kind=f"{form.purpose}.received", actor=Actor.citizen(), target=stored)
    return Receipt(submission, created=True)


def _new_submission(form: IntakeForm) -> Submission | None:
    """Claim the key: None when it is taken, even by a request that is only now committing."""
    for _ in range(_REFERENCE_ATTEMPTS):
        try:
            with transaction.atomic():
                return Submission.objects.create(
                    form=form.purpose,
                    key=form.key,
                    reference=codes.new_reference(),
                    secret=codes.new_secret(),
                    proof=form.proof,
                    content_hash=form.content_hash,
                )
        except IntegrityError:
            if Submission.objects.filter(key=form.key).exists():
                return None
    raise RuntimeError("No free reference was found: are the codes running out?")


def _earlier_receipt(form: IntakeForm) -> Receipt:
    earlier = queries.received(form.key, form=form.purpose)
    if earlier is None:
        raise Refused(
            "Mã phiếu của trang này đã dùng cho một biểu mẫu khác. Quý vị mở lại trang rồi gửi.",
            INVALID_STATUS,
        )
    if form.differs_from(earlier):
        raise form.refusal_for_spent_key(earlier)
    return Receipt(earlier, created=False)


def _use_up_challenge(form: IntakeForm, submission: Submission) -> None:
    if form.answer is None or form.proof is Proof.RECAPTCHA:
        return
    try:
        with transaction.atomic():
            UsedChallenge.objects.create(
                challenge=form.answer.challenge,
                submission=submission,
                expires_at=form.answer.expires_at,
            )
    except IntegrityError as error:
        words = ProofField.default_error_messages["used"]
        raise Refused(str(words), INVALID_STATUS, field="altcha") from error
