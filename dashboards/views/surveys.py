"""Results of surveys for leaders: they read snapshots and change nothing."""

from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from engagement.accounts.decorators import permission_required
from engagement.accounts.permissions import Permission
from engagement.web.loaders import NotVisible
from engagement.web.pagination import paginate
from surveys.enums import Audience
from surveys.queries import leaders
from surveys.queries.texts import published_count, texts_page

T = TypeVar("T")


@require_safe
@permission_required(Permission.DASHBOARD_READ)
def surveys(request: HttpRequest) -> HttpResponse:
    """All surveys that were opened, with the number of answers leaders may know of."""
    return render(request, "dashboards/surveys.html", {"standings": leaders.standings()})


@require_safe
@permission_required(Permission.DASHBOARD_READ)
def survey(request: HttpRequest, code: str) -> HttpResponse:
    """One survey: the snapshot published for leaders and readers, and it moves by itself."""
    view = _found(leaders.view_of(code))
    context = {"view": view, "texts": published_count(view.survey)}
    return render(request, "dashboards/survey.html", context)


@require_safe
@permission_required(Permission.DASHBOARD_READ)
def survey_waves(request: HttpRequest, code: str) -> HttpResponse:
    """A survey beside an earlier one that asked the same things."""
    from surveys.queries.waves import waves_page

    survey = _found(leaders.survey_at(code))
    compared = waves_page(survey, Audience.PUBLIC, request.GET.get("voi", ""))
    return render(request, "dashboards/survey_waves.html", {"survey": survey, "waves": compared})


@require_safe
@permission_required(Permission.DASHBOARD_READ)
def survey_lines(request: HttpRequest, code: str) -> HttpResponse:
    """Every group of a survey against a line."""
    from surveys.queries.lines import lines_page

    survey = _found(leaders.survey_at(code))
    held = lines_page(survey, Audience.PUBLIC, request.GET.dict())
    return render(request, "dashboards/survey_lines.html", {"survey": survey, "lines": held})


@require_safe
@permission_required(Permission.DASHBOARD_READ)
def survey_texts(request: HttpRequest, code: str) -> HttpResponse:
    """What people wrote, reviewed and masked, also where the public is not told."""
    survey = _found(leaders.survey_at(code))
    asked = texts_page(survey, request.GET.get("cau", ""))
    context = {"survey": survey, "asked": asked, "page": paginate(request, asked.texts)}
    return render(request, "dashboards/survey_texts.html", context)


def _found(one: T | None) -> T:
    """What an address leads to. Raises NotVisible where that is nothing."""
    if one is None:
        raise NotVisible
    return one
