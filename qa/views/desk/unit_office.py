"""What a unit's head and the office keep: templates of answers, who stands in for the head."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from engagement.accounts.access import has_permission
from engagement.accounts.decorators import permission_required
from engagement.accounts.models import Unit, User
from engagement.accounts.permissions import Permission
from engagement.web.loaders import NotVisible
from engagement.web.pagination import paginate
from engagement.workflow.exceptions import Denied
from engagement.workflow.machine import allowed
from qa.forms.desk.unit_office import DeputyForm, TemplateForm
from qa.models import AnswerTemplate
from qa.queries.deputies import deputies_seen_by, units_headed_by
from qa.queries.drafts import templates_seen_by, units_with_templates_of
from qa.rules.desk import check_can_end, may_keep_template
from qa.services import deputies as deputies_service
from qa.services import templates as templates_service
from qa.views.desk.requests import posted, staff, status_of


def check_is_concerned(user: User) -> None:
    """Let in who answers for a unit or keeps the whole site's rows; raises NotVisible."""
    concerned = (Permission.QUESTION_ANSWER, Permission.SITE_CONFIGURE, Permission.ACCOUNTS_MANAGE)
    if not any(has_permission(user, permission) for permission in concerned):
        raise NotVisible


# --- Templates -------------------------------------------------------------------------------
@permission_required(Permission.WORKSPACE_ENTER)
def templates(request: HttpRequest) -> HttpResponse:
    """The templates this person may use or keep; a new one is written here."""
    user = staff(request)
    check_is_concerned(user)
    return template_page(request, None)


@permission_required(Permission.WORKSPACE_ENTER)
def template_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one template."""
    return template_page(request, kept_template(staff(request), pk))


def template_page(request: HttpRequest, template: AnswerTemplate | None) -> HttpResponse:
    """The list with the form for a new template, or the form of one."""
    user = staff(request)
    units: list[Unit | None] = units_with_templates_of(user)
    form = TemplateForm(posted(request), units=units, template=template) if units else None
    denied = None
    try:
        if form and form.is_valid():
            templates_service.save_template(
                by=user,
                unit=form.chosen_unit,
                title=form.cleaned_data["title"],
                text=form.cleaned_data["text"],
                template=template,
            )
            messages.success(request, "Đã lưu mẫu.")
            return redirect("desk:templates")
    except Denied as refused:
        denied = refused
    rows = [(row, may_keep_template(user, row)) for row in templates_seen_by(user)]
    context = {"form": form, "denied": denied, "template": template, "rows": rows}
    status = status_of(denied) if denied else 400 if form and form.errors else 200
    return render(request, "qa/desk_templates.html", context, status=status)


@permission_required(Permission.WORKSPACE_ENTER)
def template_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then remove a template."""
    user = staff(request)
    template = kept_template(user, pk)
    if request.method == "POST":
        templates_service.delete_template(by=user, template=template)
        messages.success(request, f"Đã xóa mẫu “{template.title}”.")
        return redirect("desk:templates")
    return render(request, "qa/desk_template_delete.html", {"template": template})


def kept_template(user: User, pk: int) -> AnswerTemplate:
    """A template this person keeps; raises NotVisible for any other."""
    template = AnswerTemplate.objects.select_related("unit").filter(pk=pk).first()
    if template is None or not may_keep_template(user, template):
        raise NotVisible
    return template


# --- Deputies --------------------------------------------------------------------------------
@permission_required(Permission.WORKSPACE_ENTER)
def deputies(request: HttpRequest) -> HttpResponse:
    """Who stands in for which head; a head names a deputy here."""
    user = staff(request)
    check_is_concerned(user)
    units = units_headed_by(user)
    form = DeputyForm(posted(request), units=units, user=user) if units else None
    denied = None
    try:
        if form and form.is_valid():
            deputies_service.name_deputy(by=user, **form.cleaned_data)
            messages.success(request, "Đã giao người duyệt thay.")
            return redirect("desk:deputies")
    except Denied as refused:
        denied = refused
    page = paginate(request, deputies_seen_by(user))
    context = {
        "form": form,
        "denied": denied,
        "page": page,
        "today": timezone.localdate(),
        "headed": {unit.pk for unit in units},
        "manages": has_permission(user, Permission.ACCOUNTS_MANAGE),
    }
    status = status_of(denied) if denied else 400 if form and form.errors else 200
    return render(request, "qa/desk_deputies.html", context, status=status)


@permission_required(Permission.WORKSPACE_ENTER)
def deputy_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then end a standing-in today."""
    user = staff(request)
    deputy = deputies_seen_by(user).filter(pk=pk).first()
    if deputy is None or not allowed(check_can_end, user, deputy):
        raise NotVisible
    denied = None
    try:
        if request.method == "POST":
            deputies_service.end_deputy(by=user, deputy=deputy)
            messages.success(request, f"{deputy.deputy.display_name} không còn duyệt thay.")
            return redirect("desk:deputies")
    except Denied as refused:
        denied = refused
    context = {"deputy": deputy, "denied": denied}
    status = status_of(denied) if denied else 200
    return render(request, "qa/desk_deputy_end.html", context, status=status)
