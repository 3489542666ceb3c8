"""Of what kind a question is; and the list of what is sealed, for who may open it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from engagement.accounts.access import has_permission
from engagement.accounts.decorators import permission_required
from engagement.accounts.permissions import Permission
from engagement.web.pagination import paginate
from engagement.workflow.exceptions import Denied
from qa.forms.desk.kinds import ClassifyForm
from qa.queries.desk.access import sealed_for, visible_to
from qa.queries.entered import waiting_letters
from qa.services import classifying
from qa.views.desk.question import classify_form, question_for, question_page
from qa.views.desk.requests import staff


@permission_required(Permission.WORKSPACE_ENTER)
@require_POST
def classify(request: HttpRequest, reference: str) -> HttpResponse:
    """Say of what kind the question is; what becomes a denunciation leaves everybody's sight."""
    user, question = staff(request), question_for(request, reference)
    form = ClassifyForm(request.POST, question=question)
    if classify_form(user, question) is None:
        denied = Denied("Vai trò của Quý vị không có quyền xếp loại việc.")
        return question_page(request, question, denied=denied)
    if not form.is_valid():
        return question_page(request, question, kinds=form, status=400)
    try:
        classifying.classify(question=question, by=user, **form.cleaned_data)
    except Denied as denied:
        return question_page(request, question, kinds=form, denied=denied)
    done = "Đã niêm phong." if question.is_sealed else "Đã xếp loại việc."
    messages.success(request, f"{question.reference}: {done}")
    if visible_to(user).filter(pk=question.pk).exists():
        return redirect(question)
    holds = has_permission(user, Permission.QUESTION_SEALED)
    return redirect(reverse("desk:sealed" if holds else "desk:inbox"))


@permission_required(Permission.QUESTION_SEALED)
@require_safe
def sealed(request: HttpRequest) -> HttpResponse:
    """Every sealed question, what waits first. No filter by words: nothing here is searched."""
    page = paginate(request, sealed_for(staff(request)))
    letters = waiting_letters(request.user).filter(is_sealed=True).count()
    return render(request, "qa/desk_sealed.html", {"page": page, "letters": letters})
