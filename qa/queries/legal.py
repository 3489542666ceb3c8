"""Documents, the answers that rest on them, and which of these are up for review."""

from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from engagement.accounts.access import Visitor, grants_of
from engagement.accounts.permissions import Permission
from qa.citations import key_of
from qa.models import LegalBasis, LegalDocument, Publication
from qa.queries.archive import on_show
from qa.queries.desk.access import units_of


def bases_of(publication: Publication) -> QuerySet[LegalBasis]:
    """What an answer rests on, in the order it was named."""
    return publication.bases.select_related("document__replaced_by").order_by("pk")


def doubtful_bases(publication: Publication, on: date) -> list[LegalBasis]:
    """Documents of an answer that no longer hold on `on` and that nobody has reviewed since."""
    return list(bases_of(publication).doubtful(on))  # type: ignore[attr-defined]


def to_review(user: Visitor, on: date) -> QuerySet[Publication]:
    """Public answers whose rule is gone: all for readers of all, for a unit its own; oldest first."""
    doubtful = LegalBasis.objects.doubtful(on).order_by().values("publication")
    answers = on_show().filter(pk__in=doubtful)
    grants = grants_of(user)
    if not grants.allow(Permission.QUESTION_READ_ALL):
        answers = answers.filter(unit__in=units_of(grants))
    return answers.select_related("question__submission", "unit").order_by("published_at", "pk")


def with_doubts(answers: QuerySet[Publication], on: date) -> QuerySet[Publication]:
    """The same with `doubts`, their documents that are gone, in one more query."""
    doubts = LegalBasis.objects.doubtful(on).select_related("document__replaced_by").order_by("pk")
    return answers.prefetch_related(Prefetch("bases", doubts, to_attr="doubts"))


def reviews_waiting(user: Visitor, on: date) -> QuerySet[Publication]:
    """What of it waits for `user`; nothing for who may only read the list."""
    grants = grants_of(user)
    if not grants.allow(Permission.QUESTION_PUBLISH) and not grants.units(
        Permission.QUESTION_APPROVE
    ):
        return Publication.objects.none()
    return to_review(user, on)


def documents(text: str = "") -> QuerySet[LegalDocument]:
    """Documents by number or words of the title, each with `uses`: how many live answers rest on it."""
    live = Count("bases", filter=Q(bases__publication__in=on_show()))
    rows = LegalDocument.objects.select_related("replaced_by").annotate(uses=live)
    if text:
        rows = rows.filter(Q(key__contains=key_of(text)) | Q(title__icontains=text))
    return rows.order_by("number", "pk")


def answers_resting_on(document: LegalDocument) -> QuerySet[LegalBasis]:
    """Live answers that rest on `document`, newest first."""
    live = document.bases.filter(publication__in=on_show())
    return live.select_related("publication", "reviewed_by").order_by(
        "-publication__published_at", "-pk"
    )
