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
from qa.queries.figures.measures import in_place_of
from qa.queries.figures.table import catalogue, first_day, months, table

FRAGMENT = "phan"


@require_safe
@permission_required(Permission.DASHBOARD_READ)
def figures(request: HttpRequest) -> HttpResponse:
    """The whole page, or with ?phan=1 what of it moves: fetched again at each live frame.

    Counted from the rows at each request: a choice of many has no snapshot of its own.
    """
    from dashboards import figures as drawn

    rows = catalogue()
    query = request.GET.copy()
    is_fragment = bool(query.pop(FRAGMENT, None))
    first = first_day()
    form = FiguresForm(query, rows, first)
    scope = form.scope()
    places = in_place_of(scope.as_of)
    made = table(scope, form.dimension, rows, places=places)
    points = months(drawn.last_months(scope), since=first, places=places)
    may_read = has_permission(request.user, Permission.QUESTION_READ_ALL)
    context = {
        "form": form,
        "scope": scope,
        "parts": list(parts.all_parts(made)),
        "points": points,
        "month_sentence": drawn.month_sentence(points),
        "charts": drawn.charts(made, points),
        "list": reverse("desk:box", args=["tat-ca"]) if may_read else "",
        "topic": QUESTIONS.name,
        "version": 0 if is_fragment else version_of(QUESTIONS.name),
    }
    template = "dashboards/_figures.html" if is_fragment else "dashboards/figures.html"
    return render(request, template, context)
