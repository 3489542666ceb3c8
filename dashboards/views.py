"""Pages for leaders: they read snapshots and change nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from dashboards.live import QUESTIONS
from engagement.accounts.decorators import permission_required
from engagement.accounts.permissions import Permission
from engagement.live.snapshots import ensure


@require_safe
@permission_required(Permission.DASHBOARD_READ)
def index(request: HttpRequest) -> HttpResponse:
    return redirect("dashboards:questions")


@require_safe
@permission_required(Permission.DASHBOARD_READ)
def questions(request: HttpRequest) -> HttpResponse:
    """The same snapshot that the sockets send, rendered by the server first."""
    snapshot = ensure(QUESTIONS)
    return render(
        request,
        "dashboards/questions.html",
        {"topic": QUESTIONS.name, "snapshot": snapshot, "data": snapshot.payload},
    )
