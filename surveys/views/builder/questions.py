"""One question: added, edited, copied, moved, left out, and when it is shown."""

from collections.abc import Sequence
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from engagement.web.loaders import NotVisible
from engagement.workflow.exceptions import Denied
from surveys.forms.builder.parts import ConditionChooser
from surveys.forms.builder.question import QuestionForm
from surveys.instrument import editing
from surveys.instrument.conditions import in_words, number_of
from surveys.instrument.questionnaire import Choice, Page, Question, Questionnaire
from surveys.instrument.scales import SCALES
from surveys.queries.staff import Draft
from surveys.services import building
from surveys.views.builder.desk import of_survey, outline_url, posted, show, staff, while_edited
from surveys.views.builder.outline import STEPS, page_or_404, step

LABEL_SHOWN = 70


@require_http_methods(["GET", "HEAD", "POST"])
@of_survey
@while_edited
def question_add(request: HttpRequest, draft: Draft, page: str) -> HttpResponse:
    """A new question on a page, at its end or behind the question in ?sau=."""
    found = page_or_404(draft, page)
    after = request.GET.get("sau", "")
    form = QuestionForm(
        posted(request),
        questionnaire=draft.questionnaire,
        kind=request.GET.get("kieu", ""),
        previous=choices_before(found, after),
    )
    denied = None
    try:
        if form.is_valid() and form.question_made:
            made = form.question_made
            change = partial(editing.with_questions, page=page, questions=[made], after=after)
            building.edit(survey=draft.survey, by=staff(request), step=change)
            messages.success(request, f"Đã thêm câu “{shortened(made.label)}”.")
            return redirect(next_place(request, draft, page, made, after=after))
    except Denied as refused:
        denied = refused
    return question_page(request, draft, page=found, form=form, denied=denied)


@require_http_methods(["GET", "HEAD", "POST"])
@of_survey
@while_edited
def question_edit(request: HttpRequest, draft: Draft, question: str) -> HttpResponse:
    """Everything about one question in one form."""
    found, page = question_or_404(draft, question)
    form = QuestionForm(
        posted(request),
        questionnaire=draft.questionnaire,
        question=found,
        seen=building.fingerprint(found),
        is_code_fixed=question in building.asked_before(draft.survey),
        previous=choices_before(page, question),
    )
    denied = None
    try:
        if form.is_valid() and form.question_made:
            made = form.question_made
            building.edit_question(
                survey=draft.survey,
                by=staff(request),
                code=question,
                question=made,
                seen=form.cleaned_data["seen"],
            )
            messages.success(request, f"Đã lưu câu “{shortened(made.label)}”.")
            return redirect(next_place(request, draft, page.code, made, after=made.code))
    except Denied as refused:
        denied = refused
    return question_page(request, draft, page=page, form=form, denied=denied, question=found)


def question_page(
    request: HttpRequest,
    draft: Draft,
    *,
    page: Page,
    form: QuestionForm,
    denied: Denied | None,
    question: Question | None = None,
) -> HttpResponse:
    """Show the form of a question."""
    return show(
        request,
        "surveys/desk_question.html",
        draft,
        form=form,
        denied=denied,
        page=page,
        question=question,
        number=number_of(draft.questionnaire, question.code) if question else 0,
        scales=SCALES.values(),
    )


def next_place(request: HttpRequest, draft: Draft, page: str, made: Question, *, after: str) -> str:
    """The outline, or an empty form for the question that follows."""
    if request.POST.get("roi") != "them":
        return outline_url(draft, made.code)
    url = reverse("survey_desk:question_add", args=[draft.survey.code, page])
    behind = f"&sau={made.code}" if after else ""
    return f"{url}?kieu={made.kind}{behind}"


@require_POST
@of_survey
def question_copy(request: HttpRequest, draft: Draft, question: str) -> HttpResponse:
    """Add a copy behind the question."""
    copied = editing.next_question_code(draft.questionnaire)

    def change(questionnaire: Questionnaire) -> Questionnaire:
        return editing.with_copy(questionnaire, question)[0]

    return step(request, draft, change, copied)


@require_POST
@of_survey
def question_move(request: HttpRequest, draft: Draft, question: str) -> HttpResponse:
    """Move a question up or down by one, or to another page."""
    way, page = STEPS.get(request.POST.get("huong", "")), request.POST.get("trang", "")
    if way is not None:
        change = partial(editing.with_moved_question, code=question, step=way)
        return step(request, draft, change, question)
    if not page:
        raise NotVisible
    to_page = partial(editing.with_question_on_page, code=question, page=page)
    return step(request, draft, to_page, question)


@require_http_methods(["GET", "HEAD", "POST"])
@of_survey
@while_edited
def question_delete(request: HttpRequest, draft: Draft, question: str) -> HttpResponse:
    """Ask, then leave a question out."""
    found, page = question_or_404(draft, question)
    if request.method == "POST":
        change = partial(editing.without_question, code=question)
        return step(request, draft, change, page.code)
    return show(
        request,
        "surveys/desk_question_delete.html",
        draft,
        question=found,
        leaning=editing.referring_to(draft.questionnaire, question),
        is_asked_before=question in building.asked_before(draft.survey),
    )


# --- Conditions ------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
@of_survey
@while_edited
def condition(request: HttpRequest, draft: Draft, place: str) -> HttpResponse:
    """When a question or page is shown: by ticks, by an expression, or always."""
    owner = draft.questionnaire.question(place) or page_or_404(draft, place)
    chooser = ConditionChooser(
        posted(request), draft.questionnaire, owner, wanted=request.GET.get("cau", "")
    )
    denied = None
    try:
        decision = chooser.decision()
        if decision is not None:
            change = partial(
                editing.with_relevance, codes=decision.codes, relevance=decision.relevance
            )
            building.edit(survey=draft.survey, by=staff(request), step=change)
            messages.success(request, "Đã lưu điều kiện.")
            return redirect(outline_url(draft, place))
    except Denied as refused:
        denied = refused
    return show(
        request,
        "surveys/desk_condition.html",
        draft,
        form=chooser.sent,
        denied=denied,
        chooser=chooser,
        title=owner.label if isinstance(owner, Question) else owner.title or owner.code,
        number=number_of(draft.questionnaire, place),
        words=in_words(owner.relevance, draft.questionnaire),
    )


# --- What the pages share --------------------------------------------------------------------
def question_or_404(draft: Draft, code: str) -> tuple[Question, Page]:
    """The question `code` and its page. Raises NotVisible."""
    question, page = draft.questionnaire.question(code), draft.questionnaire.page_of(code)
    if question is None or page is None:
        raise NotVisible
    return question, page


def choices_before(page: Page, code: str) -> Sequence[Choice]:
    """The choices of the question above `code` that has some, or of the last one of the page."""
    codes = [question.code for question in page.questions]
    above = page.questions[: codes.index(code)] if code in codes else page.questions
    return next((question.choices for question in reversed(above) if question.choices), ())


def shortened(label: str) -> str:
    return label if len(label) <= LABEL_SHOWN else label[:LABEL_SHOWN].rstrip() + "…"
