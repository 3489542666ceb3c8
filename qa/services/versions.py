"""Every public state of an answer is kept as a version; what it cites is kept beside it."""

from collections.abc import Sequence
from datetime import datetime

from engagement.accounts.models import User
from qa.citations import Citation
from qa.models import LegalBasis, LegalDocument, Publication, PublicationVersion


def keep_version(
    publication: Publication, *, by: User, at: datetime, note: str = ""
) -> PublicationVersion:
    """Keep what `publication` says now as its next version; call it after every change."""
    return PublicationVersion.objects.create(
        publication=publication,
        number=current_number(publication) + 1,
        title=publication.title,
        question_text=publication.question_text,
        answer_text=publication.answer_text,
        note=note,
        changed_at=at,
        changed_by=by,
    )


def keep_first(publication: Publication) -> None:
    """Keep the first version of what became public without one (imported rows)."""
    if not publication.versions.exists():
        keep_version(publication, by=publication.published_by, at=publication.published_at)


def current_number(publication: Publication) -> int:
    """The number of the version that is public now; 0 for one that has none yet."""
    last = publication.versions.order_by("-number").values_list("number", flat=True).first()
    return last or 0


def cite(publication: Publication, citations: Sequence[Citation]) -> None:
    """Let `publication` rest on exactly these documents; one that is new to the site gets a row."""
    documents = [document_of(citation) for citation in citations]
    publication.bases.exclude(document__in=documents).delete()
    for citation, document in zip(citations, documents, strict=True):
        LegalBasis.objects.update_or_create(
            publication=publication, document=document, defaults={"clause": citation.clause}
        )


def document_of(citation: Citation) -> LegalDocument:
    """The row of the document, whichever way its number was written."""
    return LegalDocument.objects.get_or_create(
        key=citation.key, defaults={"number": citation.number}
    )[0]
