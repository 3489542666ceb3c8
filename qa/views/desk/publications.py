"""After publication: corrections, versions that go, documents, and answers up for review."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from engagement.accounts.decorators import permission_required
from engagement.accounts.permissions import Permission
from engagement.web.loaders import NotVisible
from engagement.web.pagination import paginate
from engagement.workflow.exceptions import Denied
from engagement.workflow.machine import allowed
from qa.enums import Verb
from qa.forms.desk.legal import DocumentForm
from qa.forms.desk.publishing import CorrectForm
from qa.forms.public import LineField
from qa.models import LegalDocument, Publication, Question
from qa.queries import legal
from qa.queries.versions import versions_of
from qa.rules.verbs import check_can, check_can_correct, check_can_review
from qa.services import correcting
from qa.services.legal import confirm_answer, record_document
from qa.views.desk.question import facts, question_for
from qa.views.desk.requests import posted, staff, status_of


@dataclass(frozen=True)
class ReviewRow:
    """An answer up for review, and what this person may do about it."""

    publication: Publication
    may_confirm: bool
    may_correct: bool
    may_retract: bool


class DocumentSearch(forms.Form):
    q = LineField(
        label="Số, ký hiệu hoặc tên",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search"}),
        error_messages={"max_length": "Từ khóa dài quá 120 ký tự."},
    )


@permission_required(Permission.QUESTION_PUBLISH)
def correct(request: HttpRequest, reference: str) -> HttpResponse:
    """Put another text in the place of what is public, side by side with it."""
    user, question = staff(request), published_question(request, reference)
    form = CorrectForm(posted(request), question=question, user=user)
    denied: Denied | None = None
    try:
        check_can_correct(user, question)
        if form.is_preview:
            form = form.previewed()
        elif form.is_valid():
            arguments = {name: value for name, value in form.arguments().items() if name != "seen"}
            correcting.correct(question=question, by=user, **arguments)  # type: ignore[arg-type]
            messages.success(request, f"{question.reference}: Đã đính chính.")
            return redirect(question)
    except Denied as refused:
        denied = refused
    status = status_of(denied) if denied else 400 if form.errors else 200
    context = facts(user, question) | {"form": form, "denied": denied}
    context["versions"] = versions_of(question.publication)
    return render(request, "qa/desk_correct.html", context, status=status)


@permission_required(Permission.QUESTION_PUBLISH)
def version_remove(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Ask once more, then empty an earlier version for good."""
    user, question = staff(request), published_question(request, reference)
    version = question.publication.versions.filter(number=number).first()
    if version is None:
        raise NotVisible
    denied: Denied | None = None
    if request.method == "POST":
        try:
            correcting.remove_version(question=question, by=user, number=number)
        except Denied as refused:
            denied = refused
        else:
            messages.success(request, f"{question.reference}: Đã xóa hẳn nội dung bản {number}.")
            return redirect("desk:publication_correct", question.reference)
    context = {"question": question, "version": version, "denied": denied}
    status = status_of(denied) if denied else 200
    return render(request, "qa/desk_version_remove.html", context, status=status)


def published_question(request: HttpRequest, reference: str) -> Question:
    """A question this person may see that has something public; anything else does not exist."""
    question = question_for(request, reference)
    if getattr(question, "publication", None) is None:
        raise NotVisible
    return question


# --- Documents -------------------------------------------------------------------------------
@permission_required(Permission.QUESTION_PUBLISH)
def documents(request: HttpRequest) -> HttpResponse:
    """Documents that answers rest on; a new one is recorded below the list."""
    form = DocumentForm(posted(request))
    denied: Denied | None = None
    try:
        if form.is_valid():
            document = record_document(by=staff(request), **form.cleaned_data)
            messages.success(request, f"Đã ghi văn bản {document.number}.")
            return redirect("desk:documents")
    except Denied as refused:
        denied = refused
    search = DocumentSearch(request.GET)
    text = search.cleaned_data["q"] if search.is_valid() else ""
    page = paginate(request, legal.documents(text))
    context = {"form": form, "search": search, "page": page, "denied": denied}
    context["today"] = timezone.localdate()
    status = status_of(denied) if denied else 400 if form.errors else 200
    return render(request, "qa/desk_documents.html", context, status=status)


@permission_required(Permission.QUESTION_PUBLISH)
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """One document: when it holds, what took its place, and the answers that rest on it."""
    found = LegalDocument.objects.select_related("replaced_by").filter(pk=pk).first()
    if found is None:
        raise NotVisible
    form = DocumentForm(posted(request), document=found)
    denied: Denied | None = None
    try:
        if form.is_valid():
            record_document(
                by=staff(request), number=found.number, document=found, **form.cleaned_data
            )
            messages.success(request, f"Đã ghi tình trạng của {found.number}.")
            return redirect(found)
    except Denied as refused:
        denied = refused
    page = paginate(request, legal.answers_resting_on(found))
    context = {"form": form, "document": found, "page": page, "denied": denied}
    context["today"] = timezone.localdate()
    status = status_of(denied) if denied else 400 if form.errors else 200
    return render(request, "qa/desk_document.html", context, status=status)


# --- Review ----------------------------------------------------------------------------------
@permission_required(Permission.WORKSPACE_ENTER)
@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """Public answers whose rule no longer holds: the board's all, a unit's own."""
    return reviews_page(request)


@permission_required(Permission.WORKSPACE_ENTER)
@require_POST
def review_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that an answer still holds."""
    user = staff(request)
    found = legal.to_review(user, timezone.localdate()).filter(pk=pk).first()
    if found is None:
        raise NotVisible
    try:
        confirm_answer(publication=found, by=user)
    except Denied as denied:
        return reviews_page(request, denied=denied)
    messages.success(request, f"Đã xác nhận câu trả lời “{found.title}” vẫn đúng.")
    return redirect("desk:reviews")


def reviews_page(request: HttpRequest, *, denied: Denied | None = None) -> HttpResponse:
    user, today = staff(request), timezone.localdate()
    page = paginate(request, legal.with_doubts(legal.to_review(user, today), today))
    rows = [
        ReviewRow(
            each,
            may_confirm=allowed(check_can_review, user, each),
            may_correct=allowed(check_can_correct, user, each.question),
            may_retract=allowed(check_can, Verb.RETRACT, user, each.question),
        )
        for each in page
    ]
    context = {"page": page, "rows": rows, "denied": denied}
    status = status_of(denied) if denied else 200
    return render(request, "qa/desk_reviews.html", context, status=status)
