"""Results for readers: what was published, and how anybody can check it."""

from typing import NamedTuple

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe

from engagement.intake.responses import personal
from engagement.web.loaders import NotVisible
from engagement.web.pagination import paginate
from surveys.enums import Audience, SurveyStatus, Visibility
from surveys.forms.results import ReceiptForm
from surveys.live import topic_name
from surveys.models import Closing, Survey
from surveys.queries.receipts import is_counted, minutes_of, published_list
from surveys.queries.texts import published_count, texts_page
from surveys.rules import SMALLEST_BATCH, is_open_to_readers
from surveys.views import cookies
from surveys.views.files import chart_attachment

# What a cache in front of the site may do with a page of results: hand it out for one second, and
# for one more while it fetches the next. No reader gets a page that is older than two.
KEPT = {"public": True, "max_age": 1, "stale_while_revalidate": 1}


@gzip_page  # here and not in nginx: a cache keeps what it was given, compressed once for all
@login_not_required
@require_safe
def results(request: HttpRequest, code: str) -> HttpResponse:
    """The published snapshot; the same bytes for every reader while results are open to all."""
    from surveys.queries.summaries import results_of

    survey = _known(code)
    readers = _readers(request, survey)
    is_live = readers.are_all and is_running(survey)
    context = {
        "survey": survey,
        "results": results_of(survey, Audience.PUBLIC) if readers.may_read else None,
        "is_open": readers.may_read,
        "closing": Closing.objects.filter(survey=survey).first(),
        "texts": published_count(survey) if readers.may_read else 0,
        "topic": topic_name(survey, Audience.PUBLIC) if is_live else "",
        "smallest_batch": SMALLEST_BATCH,
    }
    return _kept(render(request, "surveys/results.html", context), readers)


@gzip_page
@login_not_required
@require_safe
def chart(request: HttpRequest, code: str, question: str, kind: str) -> HttpResponse:
    """A chart of the results page as a file, for whom the page is."""
    from surveys.queries.summaries import results_of

    survey = _known(code)
    readers = _readers(request, survey)
    found = results_of(survey, Audience.PUBLIC) if readers.may_read else None
    return _kept(chart_attachment(found, question, kind), readers)


@gzip_page
@login_not_required
@require_safe
def texts(request: HttpRequest, code: str) -> HttpResponse:
    """What people wrote, reviewed and masked, once the survey has closed."""
    survey = _known(code)
    readers = _readers(request, survey)
    if not readers.may_read or is_running(survey):
        raise NotVisible
    asked = texts_page(survey, request.GET.get("cau", ""))
    context = {"survey": survey, "asked": asked, "page": paginate(request, asked.texts)}
    return _kept(render(request, "surveys/texts.html", context), readers)


@sensitive_post_parameters("bien_nhan")
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def minutes(request: HttpRequest, code: str) -> HttpResponse:
    """What was published at closing; a receipt that is sent is looked up, and kept nowhere."""
    closing = _closing(code)
    survey = closing.survey
    form = ReceiptForm(survey.code, request.POST if request.method == "POST" else None)
    is_found = is_counted(survey, form.cleaned_data["bien_nhan"]) if form.is_valid() else None
    context = {"survey": survey, "closing": closing, "form": form, "is_found": is_found}
    status = 422 if form.errors else 200
    response = render(request, "surveys/minutes.html", context, status=status)
    return personal(response) if form.is_bound else response


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


class _Readers(NamedTuple):
    """Who may read the results now: the one who asks, and whether that is everybody."""

    may_read: bool
    are_all: bool


def _readers(request: HttpRequest, survey: Survey) -> _Readers:
    are_all = is_open_to_readers(survey, has_answered=False)
    has_answered = not are_all and cookies.has_answered(request, survey)
    may_read = are_all or is_open_to_readers(survey, has_answered=has_answered)
    return _Readers(may_read, are_all)


def _kept(response: HttpResponse, readers: _Readers) -> HttpResponse:
    """Let caches keep what is the same for everybody, for two seconds, and nothing else."""
    if readers.are_all:
        patch_cache_control(response, **KEPT)
    else:
        patch_cache_control(response, private=True, no_store=True)
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
