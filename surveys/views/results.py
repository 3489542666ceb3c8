"""Results for readers: what was published, and how anybody can check it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from engagement.web.loaders import NotVisible
from surveys.enums import Audience, SurveyStatus, Visibility
from surveys.live import topic_name
from surveys.models import Closing, Survey
from surveys.queries.receipts import minutes_of, published_list
from surveys.rules import is_open_to_readers
from surveys.views import cookies

# As old as a page of results may be when a cache in front of the site hands it out.
CACHE_SECONDS = 2


@login_not_required
@require_safe
def results(request: HttpRequest, code: str) -> HttpResponse:
    """The published snapshot; the same bytes for every reader while results are open to all."""
    from surveys.queries.summaries import results_of

    survey = _known(code)
    is_for_all = is_open_to_readers(survey, has_answered=False)
    has_answered = not is_for_all and cookies.has_answered(request, survey)
    is_open = is_for_all or is_open_to_readers(survey, has_answered=has_answered)
    context = {
        "survey": survey,
        "results": results_of(survey, Audience.PUBLIC) if is_open else None,
        "is_open": is_open,
        "closing": Closing.objects.filter(survey=survey).first(),
        "topic": topic_name(survey, Audience.PUBLIC) if is_for_all and is_running(survey) else "",
    }
    response = render(request, "surveys/results.html", context)
    if is_for_all:
        patch_cache_control(response, public=True, max_age=CACHE_SECONDS)
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response


@login_not_required
@require_safe
def minutes(request: HttpRequest, code: str) -> HttpResponse:
    """What was published at closing, and how a receipt is looked up in it."""
    closing = _closing(code)
    context = {"survey": closing.survey, "closing": closing}
    return render(request, "surveys/minutes.html", context)


@login_not_required
@require_safe
def minutes_file(request: HttpRequest, code: str) -> HttpResponse:
    """The minutes for programs."""
    response = JsonResponse(minutes_of(_closing(code)))
    response["Content-Disposition"] = f'attachment; filename="{code}-bien-ban.json"'
    return response


@login_not_required
@require_safe
def ballot_list(request: HttpRequest, code: str) -> HttpResponse:
    """Every ballot's mark and commit, ascending, a ballot a line."""
    closing = _closing(code)
    response = HttpResponse(published_list(closing.survey), content_type="text/plain")
    response["Content-Disposition"] = f'inline; filename="{code}-danh-sach-phieu.txt"'
    return response


def is_running(survey: Survey) -> bool:
    """Whether results may still move."""
    return survey.status in {SurveyStatus.OPEN, SurveyStatus.PAUSED}


def _known(code: str) -> Survey:
    """A survey the public may know of and whose results are ever public. Raises NotVisible."""
    hidden = [SurveyStatus.DRAFT, SurveyStatus.DISCARDED]
    survey = Survey.objects.filter(code=code).exclude(status__in=hidden).first()
    if survey is None or survey.visibility == Visibility.STAFF:
        raise NotVisible
    return survey


def _closing(code: str) -> Closing:
    """The closing of a survey, also of one whose results stay inside: receipts were promised."""
    return get_object_or_404(Closing.objects.select_related("survey"), survey__code=code)
