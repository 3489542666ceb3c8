"""The list of surveys, a new one, and what is set about one as a whole."""

from django.contrib import messages
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from engagement.accounts.decorators import permission_required
from engagement.accounts.permissions import Permission
from engagement.web.loaders import NotVisible
from engagement.web.pagination import paginate
from engagement.workflow.exceptions import Denied
from surveys.enums import QuestionKind, SurveyStatus
from surveys.forms.builder.results import BreakdownsForm, MarginForm
from surveys.forms.builder.survey import (
    MOST_PROBLEMS_SHOWN,
    CreateForm,
    IntroductionForm,
    SettingsForm,
)
from surveys.instrument.questionnaire import Question
from surveys.instrument.samples import SAMPLES
from surveys.models import Survey
from surveys.queries.public import communes
from surveys.queries.staff import Draft, margins_of, number_by_status, surveys_in
from surveys.rules import CHANGED_WHILE_RUNNING
from surveys.services import building
from surveys.views.builder.desk import (
    of_survey,
    outline_url,
    posted,
    show,
    staff,
    status_of,
    while_edited,
)

# The tabs of the list, by what stands in the address.
TABS: dict[str, SurveyStatus] = {
    "dang-soan": SurveyStatus.DRAFT,
    "dang-mo": SurveyStatus.OPEN,
    "tam-dung": SurveyStatus.PAUSED,
    "da-dong": SurveyStatus.CLOSED,
    "da-bo": SurveyStatus.DISCARDED,
}


@require_safe
@permission_required(Permission.SURVEY_MANAGE)
def surveys(request: HttpRequest) -> HttpResponse:
    """Surveys by status; how many answers each has is what its latest snapshot says."""
    numbers = number_by_status()
    running = numbers[SurveyStatus.OPEN] + numbers[SurveyStatus.PAUSED]
    default = "dang-mo" if running else "dang-soan"
    wanted = request.GET.get("muc", default)
    shown = TABS.get(wanted)
    if shown is None:
        raise NotVisible
    page: Page[Survey] = paginate(request, surveys_in(shown))
    context = {
        "page": page,
        "shown": shown,
        "tabs": [(slug, status, numbers[status]) for slug, status in TABS.items()],
        "has_none": not any(numbers.values()),
    }
    return render(request, "surveys/desk_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(Permission.SURVEY_MANAGE)
def create(request: HttpRequest) -> HttpResponse:
    """A new survey: empty, from a sample, a copy, or out of a file."""
    form = CreateForm(posted(request), request.FILES or None)
    denied = None
    try:
        if form.is_valid() and form.questionnaire is not None:
            survey = building.create_survey(
                facts=form.facts(), questionnaire=form.questionnaire, by=staff(request)
            )
            tell_notes(request, form)
            return redirect("survey_desk:outline", survey.code)
    except Denied as refused:
        denied = refused
    status = status_of(denied) if denied else 400 if form.errors else 200
    context = {"form": form, "denied": denied, "samples": SAMPLES.values()}
    return render(request, "surveys/desk_create.html", context, status=status)


def tell_notes(request: HttpRequest, form: CreateForm) -> None:
    """Say that the survey is there, and what its maker should know about the file it came from."""
    notes = form.imported.notes if form.imported else ()
    messages.success(request, "Đã tạo khảo sát. Chưa ai thấy cho đến khi Quý vị mở.")
    for note in notes[:MOST_PROBLEMS_SHOWN]:
        messages.warning(request, str(note))
    if len(notes) > MOST_PROBLEMS_SHOWN:
        rest = len(notes) - MOST_PROBLEMS_SHOWN
        messages.warning(request, f"Còn {rest} chỗ nữa trong tệp cần xem lại.")


@require_http_methods(["GET", "HEAD", "POST"])
@of_survey
def settings(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Title, sample, access, dates and smallest groups; once open only what may still move."""
    may_change = None if draft.survey.status == SurveyStatus.DRAFT else CHANGED_WHILE_RUNNING
    form = SettingsForm(posted(request), survey=draft.survey, may_change=may_change)
    denied = None
    try:
        if form.is_valid():
            building.change_settings(
                survey=draft.survey, by=staff(request), values=form.cleaned_data
            )
            messages.success(request, "Đã lưu thiết lập.")
            code = form.cleaned_data.get("code", draft.survey.code)
            return redirect("survey_desk:settings", code)
    except Denied as refused:
        denied = refused
    is_over = not draft.is_running and draft.survey.status != SurveyStatus.DRAFT
    return show(
        request, "surveys/desk_settings.html", draft, form=form, denied=denied, is_over=is_over
    )


@require_http_methods(["GET", "HEAD", "POST"])
@of_survey
@while_edited
def introduction(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The words before the first question."""
    initial = {"purpose": draft.questionnaire.purpose}
    form = IntroductionForm(posted(request), initial=initial, label_suffix="")
    denied = None
    try:
        if form.is_valid():
            building.set_purpose(
                survey=draft.survey, by=staff(request), purpose=form.cleaned_data["purpose"]
            )
            messages.success(request, "Đã lưu lời giới thiệu.")
            return redirect(outline_url(draft))
    except Denied as refused:
        denied = refused
    return show(request, "surveys/desk_introduction.html", draft, form=form, denied=denied)


@require_http_methods(["GET", "HEAD", "POST"])
@of_survey
def breakdowns(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Which questions results are broken down by; settled before opening."""
    offered = classifying(draft)
    form = BreakdownsForm(posted(request), offered=offered, declared=draft.survey.breakdowns)
    denied = None
    try:
        if form.is_valid():
            questions = form.cleaned_data["questions"]
            building.declare_breakdowns(survey=draft.survey, by=staff(request), questions=questions)
            messages.success(request, "Đã lưu phân nhóm.")
            return redirect("survey_desk:breakdowns", draft.survey.code)
    except Denied as refused:
        denied = refused
    margins = margins_of(draft.survey)
    declared = [question for question in offered if question.code in draft.survey.breakdowns]
    rows = [(question, margins.get(question.code, [])) for question in declared]
    return show(
        request,
        "surveys/desk_breakdowns.html",
        draft,
        form=form,
        denied=denied,
        rows=rows,
        offered=offered,
        numbers=[one for one in draft.questionnaire.questions if one.kind is QuestionKind.NUMBER],
        is_settled=draft.survey.status != SurveyStatus.DRAFT,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@of_survey
def margin(request: HttpRequest, draft: Draft, question: str) -> HttpResponse:
    """How many people of the population answer one question each way."""
    asked = next((one for one in classifying(draft) if one.code == question), None)
    if asked is None or question not in draft.survey.breakdowns:
        raise NotVisible
    margins = margins_of(draft.survey).get(question, [])
    form = MarginForm(posted(request), categories=categories_of(asked), margins=margins)
    denied = None
    try:
        if form.is_valid():
            building.set_margin(
                survey=draft.survey,
                by=staff(request),
                question=question,
                people=form.cleaned_data["people"],
                source=form.cleaned_data["source"],
            )
            messages.success(request, "Đã lưu cơ cấu dân số.")
            return redirect("survey_desk:breakdowns", draft.survey.code)
    except Denied as refused:
        denied = refused
    return show(
        request, "surveys/desk_margin.html", draft, form=form, denied=denied, question=asked
    )


def classifying(draft: Draft) -> list[Question]:
    """The questions that put everybody into one group."""
    asked = draft.questionnaire
    return [one for one in asked.questions if building.can_classify(asked, one.code)]


def categories_of(question: Question) -> dict[str, str]:
    """The groups a question makes of the population: labels by code, no way out among them."""
    if question.kind is QuestionKind.COMMUNE:
        return dict(communes())
    return {one.code: one.label for one in question.choices if not one.is_dont_know}


def list_url(status: str) -> str:
    """The address of the list of surveys in `status`."""
    slug = next(slug for slug, shown in TABS.items() if shown == status)
    return f"{reverse('survey_desk:list')}?muc={slug}"
