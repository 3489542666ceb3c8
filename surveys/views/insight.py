"""Results for Ban Tuyên giáo: the staff's snapshot, its checks, cross tables, free texts."""

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from engagement.accounts.decorators import permission_required
from engagement.accounts.models import User
from engagement.accounts.permissions import Permission
from engagement.web.loaders import NotVisible
from engagement.web.pagination import paginate
from surveys.enums import Audience, SurveyStatus
from surveys.forms.results import CrossForm, ReviewForm
from surveys.live import topic_name
from surveys.models import FreeText
from surveys.queries.privacy import meters
from surveys.queries.staff import Draft, draft_at
from surveys.rules import SMALLEST_BATCH
from surveys.services.looking import note_look
from surveys.services.reviewing import review
from surveys.views.results import is_running

LAST_LOOKS = 20


@require_safe
@permission_required(Permission.SURVEY_MANAGE)
def results(request: HttpRequest, code: str) -> HttpResponse:
    """The staff's snapshot with the meter of the checks; that it was looked at is kept."""
    from surveys.queries.summaries import results_of

    draft = load(code)
    survey = draft.survey
    note_look(survey=survey, by=person(request), what="results")
    context = {
        "survey": survey,
        "draft": draft,
        "results": results_of(survey, Audience.STAFF),
        "meters": meters(survey),
        "smallest_batch": SMALLEST_BATCH,
        "looks": survey.looks.select_related("looked_by")[:LAST_LOOKS],
        "topic": topic_name(survey, Audience.STAFF) if is_running(survey) else "",
        "is_closed": survey.status == SurveyStatus.CLOSED,
        "texts_waiting": survey.free_texts.filter(is_published__isnull=True).count(),
    }
    return render(request, "surveys/desk_results.html", context)


@require_safe
@permission_required(Permission.SURVEY_MANAGE)
def cross(request: HttpRequest, code: str) -> HttpResponse:
    """Two questions against each other, once the survey has closed."""
    from surveys.queries.crosstabs import crossable, crossed
    from surveys.queries.summaries import cross_words, labelled_cross

    draft = load(code)
    survey = draft.survey
    if survey.status != SurveyStatus.CLOSED:
        raise NotVisible
    form = CrossForm(crossable(survey), request.GET or None)
    table, words = None, ""
    if form.is_valid():
        rows, columns = form.cleaned_data["hang"], form.cleaned_data["cot"]
        note_look(survey=survey, by=person(request), what=f"cross:{rows}:{columns}"[:60])
        found = crossed(survey, rows, columns, least=survey.public_group)
        table = labelled_cross(survey, found, rows, columns)
        words = cross_words(found, survey.public_group)
    context = {"survey": survey, "draft": draft, "form": form, "table": table, "words": words}
    return render(request, "surveys/desk_cross.html", context)


@require_safe
@permission_required(Permission.SURVEY_MANAGE)
def waves(request: HttpRequest, code: str) -> HttpResponse:
    """The staff's figures beside those of an earlier survey."""
    from surveys.queries.waves import waves_page

    draft = load(code)
    survey = draft.survey
    compared = waves_page(survey, Audience.STAFF, request.GET.get("voi", ""))
    note_look(survey=survey, by=person(request), what="waves")
    context = {"survey": survey, "draft": draft, "waves": compared}
    return render(request, "surveys/desk_waves.html", context)


@require_safe
@permission_required(Permission.SURVEY_MANAGE)
def lines(request: HttpRequest, code: str) -> HttpResponse:
    """Every group of a breakdown against a line."""
    from surveys.queries.lines import lines_page

    draft = load(code)
    survey = draft.survey
    held = lines_page(survey, Audience.STAFF, request.GET.dict())
    note_look(survey=survey, by=person(request), what="lines")
    context = {"survey": survey, "draft": draft, "lines": held}
    return render(request, "surveys/desk_lines.html", context)


@require_safe
@permission_required(Permission.SURVEY_MANAGE)
def texts(request: HttpRequest, code: str) -> HttpResponse:
    """Free texts, those nobody has read first."""
    draft = load(code)
    survey = draft.survey
    rows = survey.free_texts.order_by(F("is_published").asc(nulls_first=True), "pk")
    waiting = survey.free_texts.filter(is_published__isnull=True).count()
    page = paginate(request, rows)
    context = {"survey": survey, "draft": draft, "page": page, "waiting": waiting}
    return render(request, "surveys/desk_texts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(Permission.SURVEY_MANAGE)
def text(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One free text: mask and publish it, or keep it back."""
    survey = load(code).survey
    found = get_object_or_404(FreeText, survey=survey, pk=pk)
    form = ReviewForm(request.POST or None, initial={"masked": found.masked or found.text})
    if request.method == "POST" and form.is_valid():
        is_published = "cong_bo" in request.POST
        masked = form.cleaned_data["masked"]
        review(text=found, masked=masked, is_published=is_published, by=person(request))
        messages.success(request, "Đã công bố ý kiến." if is_published else "Đã giữ lại ý kiến.")
        return redirect("survey_desk:texts", code=survey.code)
    status = 422 if form.is_bound else 200
    context = {"survey": survey, "text": found, "form": form}
    return render(request, "surveys/desk_text.html", context, status=status)


def load(code: str) -> Draft:
    """A survey that was opened once. Raises NotVisible for any other address."""
    draft = draft_at(code)
    if draft is None or draft.current is None:
        raise NotVisible
    return draft


def person(request: HttpRequest) -> User:
    """Who is signed in; the decorators have seen to it that somebody is."""
    user = request.user
    if not isinstance(user, User):
        raise NotVisible
    return user
