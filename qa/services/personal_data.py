"""Rights of the data subject (Law 91/2025, Decree 356/2025): see, take away, correct, erase.

Two keys open them: the tracking code and a one-time code sent to the address that was given; or, at
the office, the receipt. A request is answered within two working days; online it is done at once.
"""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from engagement.accounts.models import Unit, User
from engagement.audit.actors import Actor
from engagement.audit.services import record
from engagement.jobs.outbox import send_later
from engagement.web.site import identity
from engagement.workflow.exceptions import Denied
from engagement.workflow.machine import allowed
from engagement.worktime.calendar import add_working_days
from engagement.worktime.queries import current_calendar
from qa.enums import AskerTermKind, DataRequestChannel, DataRequestKind, Verb
from qa.models import AskerTerm, ContactProof, PersonalDataRequest, Question
from qa.rules.asker import check_citizen_can
from qa.rules.desk import check_can_handle_data
from qa.services.citizens import withdraw
from qa.services.erasing import erase_answered, take_name_out
from qa.services.letters import DATA_CORRECTED, tell_asker
from qa.services.steps import locked

CODE_DIGITS = 8
CODE_MINUTES = 10
MAX_TRIES = 5
# How long a proven contact opens the pages; the browser holds a signed cookie for as long.
PROVEN_MINUTES = 30
NOBODYS_HASH = "0" * 64


# --- The one-time code -----------------------------------------------------------------------
@transaction.atomic
def send_code(*, question: Question) -> None:
    """Send a new one-time code to the asker's address; where there is none, nothing happens.

    The caller limits how often and answers with the same words in both cases. Earlier codes end.
    """
    if not question.contact_email:
        return
    now = timezone.now()
    question.contact_proofs.filter(proven_at__isnull=True).update(expires_at=now)
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    proof = ContactProof.objects.create(
        question=question, sent_at=now, expires_at=now + timedelta(minutes=CODE_MINUTES)
    )
    proof.code_hash = hash_of(proof, code)
    proof.save(update_fields=["code_hash"])
    site = identity()
    send_later(
        to=question.contact_email,
        about=question.reference,
        subject=f"{site.name}: mã xác nhận cho câu hỏi {question.reference}",
        body=(
            f"Kính gửi Quý vị,\n\nMã xác nhận để mở dữ liệu cá nhân của Quý vị: {code}\n"
            f"Mã có giá trị {CODE_MINUTES} phút và dùng một lần. Không ai của cơ quan hỏi mã này.\n"
            "Nếu Quý vị không yêu cầu, xin bỏ qua thư này.\n\n"
            f"{site.kind} {site.name}\n{site.address} · {site.phone}\n"
        ),
    )
    record(kind="qa.personal_data.code", actor=Actor.citizen(), target=question)


def hash_of(proof: ContactProof, code: str) -> str:
    """The keyed hash of a code, another for every row."""
    return salted_hmac(f"qa.contact_proof.{proof.pk}", code, algorithm="sha256").hexdigest()


@transaction.atomic
def prove_contact(*, question: Question, typed: str) -> ContactProof | None:
    """The proof that `typed` is the code last sent, once and in time; None otherwise.

    A wrong code is counted; after MAX_TRIES the code opens nothing. The answer takes as long where
    no code was sent.
    """
    digits = "".join(sign for sign in typed if sign.isdigit())
    now = timezone.now()
    proof = question.contact_proofs.filter(proven_at__isnull=True, expires_at__gt=now).first()
    is_counted = proof is not None and bool(
        ContactProof.objects.filter(pk=proof.pk, tries__lt=MAX_TRIES).update(tries=F("tries") + 1)
    )
    known = proof if proof is not None and is_counted else ContactProof(code_hash=NOBODYS_HASH)
    if not constant_time_compare(known.code_hash, hash_of(known, digits)):
        return None
    used = ContactProof.objects.filter(pk=known.pk, proven_at__isnull=True)
    if not used.update(proven_at=now):
        return None
    known.proven_at = now
    done_online(question=question, kind=DataRequestKind.SEE)
    return known


def proven(question: Question, pk: int) -> ContactProof | None:
    """A proof of this question that still opens its pages, or None."""
    since = timezone.now() - timedelta(minutes=PROVEN_MINUTES)
    return question.contact_proofs.filter(pk=pk, proven_at__gte=since).first()


# --- Requests --------------------------------------------------------------------------------
def due_of(received_at: datetime) -> dict[str, object]:
    """The columns of the deadline: the term in force that day, counted by the calendar of today."""
    calendar = current_calendar()
    term = AskerTerm.objects.in_force(AskerTermKind.PERSONAL_DATA, timezone.localdate(received_at))
    due_at = add_working_days(calendar, received_at, term.working_days) if term else None
    return {"due_at": due_at, "calendar_version": calendar.version}


@transaction.atomic
def receive_request(*, question: Question, kind: DataRequestKind, by: User) -> PersonalDataRequest:
    """Take in what a citizen asks at the office, receipt in hand. Raises Denied."""
    check_can_handle_data(by, question)
    now = timezone.now()
    request = PersonalDataRequest.objects.create(
        question=question,
        kind=kind,
        channel=DataRequestChannel.OFFICE,
        received_at=now,
        received_by=by,
        **due_of(now),
    )
    record(kind="qa.personal_data.receive", actor=Actor.staff(by), target=question)
    return request


def done_online(*, question: Question, kind: DataRequestKind) -> PersonalDataRequest:
    """Note what the citizen has just done alone; call it in the transaction of the deed."""
    now = timezone.now()
    request = PersonalDataRequest.objects.create(
        question=question,
        kind=kind,
        channel=DataRequestChannel.ONLINE,
        received_at=now,
        done_at=now,
        was_in_time=True,
        **due_of(now),
    )
    record(kind=f"qa.personal_data.{kind}", actor=Actor.citizen(), target=question)
    return request


@transaction.atomic
def finish_request(*, request: PersonalDataRequest, by: User) -> PersonalDataRequest:
    """Note that a request of the office is done, and whether in time. Raises Denied."""
    check_can_handle_data(by, request.question)
    now = timezone.now()
    waiting = PersonalDataRequest.objects.filter(pk=request.pk, done_at__isnull=True)
    was_in_time = None if request.due_at is None else now <= request.due_at
    if not waiting.update(done_at=now, done_by=by, was_in_time=was_in_time):
        raise Denied("Yêu cầu này đã giải quyết xong.")
    request.done_at, request.done_by, request.was_in_time = now, by, was_in_time
    record(kind=f"qa.personal_data.{request.kind}", actor=Actor.staff(by), target=request.question)
    return request


# --- Deeds -----------------------------------------------------------------------------------
@transaction.atomic
def export_data(*, question: Question) -> None:
    """Note that the citizen took a copy away."""
    done_online(question=question, kind=DataRequestKind.EXPORT)


@transaction.atomic
def correct_data(
    *,
    question: Question,
    asker_name: str,
    is_name_withheld: bool,
    contact_email: str,
    contact_phone: str,
    commune: Unit | None,
    request: PersonalDataRequest | None = None,
    by: User | None = None,
) -> Question:
    """Write the citizen's own name, contact and commune anew; the old address is told.

    A name that may no longer be shown leaves the public page and all its versions. Done online
    without `request`; with it, by staff. Raises Denied.
    """
    locked(question)
    if question.erased_at is not None:
        raise Denied("Dữ liệu cá nhân của câu hỏi này đã được xóa.")
    tell_asker(question, DATA_CORRECTED)
    if question.is_name_public and (is_name_withheld or asker_name != question.asker_name):
        for one in (question, *question.parts.order_by("pk")):
            take_name_out(one)
    if contact_email != question.contact_email:
        question.contact_proofs.filter(proven_at__isnull=True).delete()
    changes = {
        "asker_name": asker_name,
        "is_name_withheld": is_name_withheld,
        "contact_email": contact_email,
        "contact_phone": contact_phone,
        "commune": commune,
    }
    for one in (question, *question.parts.order_by("pk")):
        for column, value in changes.items():
            setattr(one, column, value)
        one.save(update_fields=[*changes, "search_text"])
    settle(question, DataRequestKind.CORRECT, request=request, by=by)
    return question


@transaction.atomic
def delete_data(
    *, question: Question, request: PersonalDataRequest | None = None, by: User | None = None
) -> Question:
    """Erase what is stored of the asker. Raises Denied.

    A question that waits for its answer is withdrawn by it. After the answer, the private side goes
    and the public copy, which names nobody, stays: others rest on it.
    """
    locked(question)
    if question.erased_at is not None:
        raise Denied("Dữ liệu cá nhân của câu hỏi này đã được xóa.")
    settle(question, DataRequestKind.DELETE, request=request, by=by)
    if is_withdrawn_by_deletion(question):
        withdraw(question=question)
    else:
        erase_answered(question, timezone.now())
    for part in question.parts.filter(erased_at__isnull=True).order_by("pk"):
        erase_answered(part, timezone.now())
    return question


def settle(
    question: Question,
    kind: DataRequestKind,
    *,
    request: PersonalDataRequest | None,
    by: User | None,
) -> None:
    """Finish the office's request, or note that the citizen did it alone."""
    if request is None or by is None:
        done_online(question=question, kind=kind)
        return
    finish_request(request=request, by=by)


def is_withdrawn_by_deletion(question: Question) -> bool:
    """Tell whether deleting now withdraws the question."""
    return allowed(check_citizen_can, Verb.WITHDRAW, question)
