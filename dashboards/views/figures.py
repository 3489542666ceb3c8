"""Figures of a period for leaders, by unit, field or commune, as then or as now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dashboards.forms import FiguresForm
from dashboards.live import QUESTIONS
from engagement.accounts.access import has_permission
from engagement.accounts.decorators import permission_required
from engagement.accounts.permissions import Permission
from engagement.live.snapshots import version_of
from qa.queries.figures import parts
from qa.queries.figures.standing import stamp

FRAGMENT = "phan"


@require_safe
@permission_required(Permission.DASHBOARD_READ)
def figures(request: HttpRequest) -> HttpResponse:
    """The whole page, or with ?phan=1 what of it moves: fetched again at each live frame.

    A choice of many has no snapshot of its own: it is counted when it is asked for, and kept until
    something happens (drawn.counted).
    """
    from dashboards import figures as drawn

    stood, rows = stamp(), drawn.choices()
    query = request.GET.copy()
    is_fragment = bool(query.pop(FRAGMENT, None))
    form = FiguresForm(query, rows, stood.first)
    scope = form.scope()
    made, points, charts = drawn.counted(scope, form.dimension, rows, stood)
    may_read = has_permission(request.user, Permission.QUESTION_READ_ALL)
    context = {
        "form": form,
        "scope": scope,
        "parts": list(parts.all_parts(made)),
        "points": points,
        "month_sentence": drawn.month_sentence(points),
        "charts": charts,
        "list": reverse("desk:box", args=["tat-ca"]) if may_read else "",
        "topic": QUESTIONS.name,
        "version": 0 if is_fragment else version_of(QUESTIONS.name),
    }
    template = "dashboards/_figures.html" if is_fragment else "dashboards/figures.html"
    return render(request, template, context)
