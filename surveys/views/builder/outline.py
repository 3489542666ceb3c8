"""The outline of a questionnaire, its pages, and lists of questions pasted into it."""

from dataclasses import replace
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from engagement.web.loaders import NotVisible
from engagement.workflow.exceptions import Denied
from surveys.forms.builder.parts import PageForm, PasteForm
from surveys.instrument import editing
from surveys.instrument.outline import outline_of
from surveys.instrument.pasted import Pasted
from surveys.instrument.questionnaire import Page, Questionnaire
from surveys.queries.staff import Draft
from surveys.services import building, opening
from surveys.views.builder.desk import of_survey, outline_url, posted, show, staff, while_edited

STEPS = {"len": editing.EARLIER, "xuong": editing.LATER}


@require_safe
@of_survey
def outline(request: HttpRequest, draft: Draft) -> HttpResponse:
    """All pages and questions, what to mend beside each, and what may be done with them."""
    return outline_page(request, draft)


def outline_page(request: HttpRequest, draft: Draft, denied: Denied | None = None) -> HttpResponse:
    """Show the outline; a step that was refused is told above it."""
    faults = opening.obstacles(draft.survey, draft.questionnaire)
    outline = outline_of(draft.questionnaire, faults)
    return show(request, "surveys/desk_outline.html", draft, denied=denied, outline=outline)


def step(request: HttpRequest, draft: Draft, change: building.Step, place: str) -> HttpResponse:
    """Take one step and come back to where it was taken, or say why it was not."""
    try:
        building.edit(survey=draft.survey, by=staff(request), step=change)
    except Denied as denied:
        return outline_page(request, draft, denied)
    return redirect(outline_url(draft, place))


@require_POST
@of_survey
def changes_start(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Begin to change a survey that runs."""
    try:
        building.start_changes(survey=draft.survey, by=staff(request))
    except Denied as denied:
        return outline_page(request, draft, denied)
    messages.info(request, "Quý vị đang sửa một bản mới; người dân vẫn trả lời bản cũ.")
    return redirect(outline_url(draft))


@require_http_methods(["GET", "HEAD", "POST"])
@of_survey
def changes_drop(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Ask, then throw away what was changed and not published."""
    denied = None
    try:
        if request.method == "POST":
            building.drop_changes(survey=draft.survey, by=staff(request))
            messages.success(request, "Đã bỏ bản sửa; người dân vẫn trả lời bản cũ.")
            return redirect(outline_url(draft))
    except Denied as refused:
        denied = refused
    return show(request, "surveys/desk_changes_drop.html", draft, denied=denied)


# --- Pages -----------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
@of_survey
@while_edited
def page_add(request: HttpRequest, draft: Draft) -> HttpResponse:
    """A new page at the end."""
    form = PageForm(posted(request), questionnaire=draft.questionnaire)
    denied = None
    try:
        if form.is_valid():
            page = form.page_made()
            change = partial(editing.with_page, page=page)
            building.edit(survey=draft.survey, by=staff(request), step=change)
            return redirect(outline_url(draft, page.code))
    except Denied as refused:
        denied = refused
    return show(request, "surveys/desk_page.html", draft, form=form, denied=denied, page=None)


@require_http_methods(["GET", "HEAD", "POST"])
@of_survey
@while_edited
def page_edit(request: HttpRequest, draft: Draft, page: str) -> HttpResponse:
    """The title and the other facts of a page."""
    found = page_or_404(draft, page)
    form = PageForm(
        posted(request),
        questionnaire=draft.questionnaire,
        page=found,
        seen=building.fingerprint(found),
        is_code_fixed=page in building.asked_before(draft.survey),
    )
    denied = None
    try:
        if form.is_valid():
            made = form.page_made()
            change = partial(with_facts, code=page, made=made)
            seen = {page: form.cleaned_data["seen"]}
            building.edit(survey=draft.survey, by=staff(request), step=change, seen=seen)
            return redirect(outline_url(draft, made.code))
    except Denied as refused:
        denied = refused
    return show(request, "surveys/desk_page.html", draft, form=form, denied=denied, page=found)


def with_facts(questionnaire: Questionnaire, code: str, made: Page) -> Questionnaire:
    """Put the facts of `made` onto the page `code`, which keeps its questions."""
    return editing.with_changed_page(
        questionnaire, code, lambda found: replace(made, questions=found.questions)
    )


@require_POST
@of_survey
def page_move(request: HttpRequest, draft: Draft, page: str) -> HttpResponse:
    """Let a page and its neighbour change places."""
    way = STEPS.get(request.POST.get("huong", ""))
    if way is None:
        raise NotVisible
    return step(request, draft, partial(editing.with_moved_page, code=page, step=way), page)


@require_http_methods(["GET", "HEAD", "POST"])
@of_survey
@while_edited
def page_delete(request: HttpRequest, draft: Draft, page: str) -> HttpResponse:
    """Ask, then leave a page out with its questions."""
    found = page_or_404(draft, page)
    if request.method == "POST":
        return step(request, draft, partial(editing.without_page, code=page), "")
    leaning = {
        code
        for question in found.questions
        for code in editing.referring_to(draft.questionnaire, question.code)
    }
    inside = {question.code for question in found.questions} | {page}
    return show(
        request, "surveys/desk_page_delete.html", draft, page=found, leaning=leaning - inside
    )


def page_or_404(draft: Draft, code: str) -> Page:
    """The page `code`. Raises NotVisible."""
    try:
        return editing.page_named(draft.questionnaire, code)
    except LookupError:
        raise NotVisible from None


# --- Pasted lists ----------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
@of_survey
@while_edited
def paste(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Many questions at once: shown as they were understood, then added."""
    page = request.GET.get("trang", "")
    form = PasteForm(posted(request), questionnaire=draft.questionnaire, page=page)
    denied = pasted = None
    try:
        if form.is_valid():
            pasted = form.pasted()
            if "them" in request.POST and form.may_add(pasted):
                change = partial(with_pasted, pasted=pasted, page=form.page_chosen)
                building.edit(survey=draft.survey, by=staff(request), step=change)
                messages.success(request, f"Đã thêm {len(pasted.questions)} câu.")
                return redirect(outline_url(draft, pasted.questions[0].code))
    except Denied as refused:
        denied = refused
    return show(request, "surveys/desk_paste.html", draft, form=form, denied=denied, pasted=pasted)


def with_pasted(questionnaire: Questionnaire, pasted: Pasted, page: str) -> Questionnaire:
    """Add a pasted list: what stands before its first page goes to `page`, or to a new one."""
    for section in pasted.sections:
        if section.title is None and page:
            questionnaire = editing.with_questions(questionnaire, page, section.questions)
        else:
            new = Page(code="", title=section.title or "", questions=section.questions)
            questionnaire = editing.with_page(questionnaire, new)
    return questionnaire
