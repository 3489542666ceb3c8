"""What the writers of one draft tell each other, and the words they may begin with."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from engagement.accounts.access import grants_of
from engagement.accounts.models import Unit, User
from engagement.accounts.permissions import Permission
from engagement.accounts.units import in_reading_order, with_successors
from qa.models import AnswerTemplate, DraftPresence, DraftVersion, Question

# The editor gives a sign every 20 seconds; without script every save is one.
PRESENT_FOR = timedelta(minutes=2)


def others_writing(question: Question, user: User) -> list[str]:
    """One sentence for each colleague who is writing on the draft now."""
    present = DraftPresence.objects.filter(
        question=question, seen_at__gte=timezone.now() - PRESENT_FOR
    ).exclude(user=user)
    return [
        f"Đồng nghiệp {presence.user.display_name} đang sửa từ "
        f"{timezone.localtime(presence.began_at):%H:%M}."
        for presence in present.select_related("user").order_by("began_at", "pk")
    ]


def earlier_drafts(question: Question) -> QuerySet[DraftVersion]:
    """The versions kept of the draft, newest first, without the one that stands in the editor."""
    versions = DraftVersion.objects.filter(answer__question=question)
    newest = versions.order_by("-number").values("pk")[:1]
    return versions.exclude(pk__in=newest).select_related("saved_by").order_by("-number")


def templates_for(question: Question) -> QuerySet[AnswerTemplate]:
    """The templates of the lead unit (or who took over from it) and those for all."""
    unit = question.lead_unit_id
    own = with_successors([unit], timezone.localdate()) if unit else set()
    return (
        AnswerTemplate.objects.filter(Q(unit__in=own) | Q(unit__isnull=True))
        .select_related("unit")
        .order_by("unit__name", "title")
    )


def templates_seen_by(user: User) -> QuerySet[AnswerTemplate]:
    """Those of one's own units and those for all; the office, which keeps the latter, sees these."""
    units = grants_of(user).units(Permission.QUESTION_ANSWER)
    seen = AnswerTemplate.objects.filter(Q(unit__in=units) | Q(unit__isnull=True))
    return seen.select_related("unit", "changed_by").order_by("unit__name", "title")


def units_with_templates_of(user: User) -> list[Unit | None]:
    """The units whose templates `user` keeps, and None for those of the whole site."""
    grants = grants_of(user)
    approving = grants.units(Permission.QUESTION_APPROVE)
    units = Unit.objects.in_force(timezone.localdate()).filter(pk__in=approving)
    site: list[Unit | None] = [None] if grants.allow(Permission.SITE_CONFIGURE) else []
    return [*site, *in_reading_order(units)]
