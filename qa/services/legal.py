"""Documents come and go: what is recorded of one puts the answers that rest on it up for review."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from engagement.accounts.access import has_permission
from engagement.accounts.models import User
from engagement.accounts.permissions import Permission
from engagement.audit.actors import Actor
from engagement.audit.services import record
from engagement.workflow.exceptions import Denied
from qa.citations import Citation, key_of, written
from qa.models import LegalDocument, Publication
from qa.rules.verbs import check_can_review
from qa.services.versions import document_of


@transaction.atomic
def record_document(
    *,
    by: User,
    number: str,
    title: str = "",
    issued_on: date | None = None,
    effective_on: date | None = None,
    expired_on: date | None = None,
    replaced_by: str = "",
    document: LegalDocument | None = None,
) -> LegalDocument:
    """Say what is known of a document; `replaced_by` is a number, which gets a row of its own.

    From `expired_on` on, the answers that rest on it are up for review. Raises Denied.
    """
    if not has_permission(by, Permission.QUESTION_PUBLISH):
        raise Denied("Vai trò của Quý vị không có quyền làm việc này.")
    if document is None:
        document = document_of(Citation(written(number)))
    if replaced_by and expired_on is None:
        raise Denied("Xin ghi ngày hết hiệu lực của văn bản bị thay thế.")
    if replaced_by and key_of(replaced_by) == document.key:
        raise Denied("Một văn bản không tự thay thế mình.")
    document.title = title
    document.issued_on = issued_on
    document.effective_on = effective_on
    document.expired_on = expired_on
    document.replaced_by = document_of(Citation(written(replaced_by))) if replaced_by else None
    document.save()
    record(
        kind="qa.document.record",
        actor=Actor.staff(by),
        target=document,
        detail={
            "document": document.number,
            "expired_on": expired_on.isoformat() if expired_on else None,
        },
    )
    return document


@transaction.atomic
def confirm_answer(*, publication: Publication, by: User) -> int:
    """Say that an answer still holds although documents it rests on do not; returns how many.

    It counts for those ends alone: another end, recorded later, asks again. Raises Denied.
    """
    check_can_review(by, publication)
    doubtful = publication.bases.doubtful(timezone.localdate())
    pks = list(doubtful.values_list("pk", flat=True))
    if not pks:
        raise Denied("Câu trả lời này không còn văn bản nào cần rà soát.")
    now = timezone.now()
    for basis in publication.bases.filter(pk__in=pks).select_related("document"):
        basis.reviewed_expiry = basis.document.expired_on
        basis.reviewed_at, basis.reviewed_by = now, by
        basis.save(update_fields=["reviewed_expiry", "reviewed_at", "reviewed_by"])
    record(
        kind="qa.publication.review",
        actor=Actor.staff(by),
        target=publication.question,
        unit=publication.unit.code,
    )
    return len(pks)
