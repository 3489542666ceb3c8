"""Lists handed to Ban Chỉ đạo, and the standing delegations that make them needless (R-13.1)."""

from django.contrib import messages
from django.core.paginator import Page
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from engagement.accounts.access import has_permission
from engagement.accounts.decorators import permission_required
from engagement.accounts.permissions import Permission
from engagement.web.loaders import NotVisible
from engagement.web.pagination import paginate
from engagement.workflow.exceptions import Denied
from qa.forms.desk.board import DelegationForm, ReportForm
from qa.models import Report, StandingDelegation
from qa.queries.desk.access import listed_for, reportable
from qa.services import routing
from qa.views.desk.requests import posted, staff, status_of


# --- Reports to Ban Chỉ đạo ------------------------------------------------------------------
@permission_required(Permission.QUESTION_REPORT)
def report_create(request: HttpRequest) -> HttpResponse:
    """Hand a list of accepted questions to Ban Chỉ đạo (R-13.1); `?chon=tat-ca` ticks them all."""
    user = staff(request)
    waiting = list(reportable(user))
    chosen = request.GET.getlist("cau_hoi")
    if request.GET.get("chon") == "tat-ca":
        chosen = [str(question.pk) for question in waiting]
    form = ReportForm(posted(request), user=user, chosen=chosen)
    denied = None
    try:
        if form.is_valid():
            report = routing.report_questions(
                questions=list(form.cleaned_data["cau_hoi"]),
                by=user,
                note=form.cleaned_data["note"],
            )
            messages.success(request, "Đã báo cáo. Danh sách in được ở trang này.")
            return redirect(report)
    except Denied as refused:
        denied = refused
    status = status_of(denied) if denied else 400 if form.errors else 200
    context = {"form": form, "questions": waiting, "denied": denied}
    return render(request, "qa/desk_report_create.html", context, status=status)


@permission_required(Permission.QUESTION_READ_ALL)
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """Every list handed over, newest first."""
    made = Report.objects.select_related("reported_by").annotate(
        size=Count("questions", filter=Q(questions__is_sealed=False))
    )
    page: Page[Report] = paginate(request, made.order_by("-reported_at", "-pk"))
    return render(request, "qa/desk_reports.html", {"page": page})


@permission_required(Permission.QUESTION_READ_ALL)
@require_safe
def report_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One list as it is printed."""
    report = Report.objects.select_related("reported_by").filter(pk=pk).first()
    if report is None:
        raise NotVisible
    questions = listed_for(request.user).filter(report=report).order_by("due_at", "pk")
    return render(request, "qa/desk_report_detail.html", {"report": report, "questions": questions})


# --- Standing delegations --------------------------------------------------------------------
@permission_required(Permission.QUESTION_READ_ALL)
def delegations(request: HttpRequest) -> HttpResponse:
    """Every standing delegation (R-13.1); Ban Chỉ đạo grants a new one here."""
    user = staff(request)
    form = DelegationForm(posted(request))
    denied = None
    try:
        if form.is_valid():
            routing.grant_delegation(
                by=user,
                decision_number=form.cleaned_data["decision_number"],
                valid_from=form.cleaned_data["valid_from"],
                valid_to=form.cleaned_data["valid_to"],
                fields=form.cleaned_data["fields_covered"],
                scope=form.cleaned_data["scope"],
            )
            messages.success(request, "Đã ghi ủy quyền.")
            return redirect("desk:delegations")
    except Denied as refused:
        denied = refused
    granted = StandingDelegation.objects.select_related("granted_by").prefetch_related("fields")
    context = {
        "form": form,
        "denied": denied,
        "may_delegate": has_permission(user, Permission.QUESTION_DELEGATE),
        "delegations": granted,
        "today": timezone.localdate(),
    }
    status = status_of(denied) if denied else 400 if form.errors else 200
    return render(request, "qa/desk_delegations.html", context, status=status)


@permission_required(Permission.QUESTION_DELEGATE)
def delegation_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then end a delegation today; what was routed under it stays routed."""
    delegation = StandingDelegation.objects.filter(pk=pk).first()
    if delegation is None:
        raise NotVisible
    denied = None
    try:
        if request.method == "POST":
            routing.end_delegation(delegation=delegation, by=staff(request))
            messages.success(request, f"Đã kết thúc ủy quyền {delegation.decision_number}.")
            return redirect("desk:delegations")
    except Denied as refused:
        denied = refused
    context = {"delegation": delegation, "denied": denied}
    status = status_of(denied) if denied else 200
    return render(request, "qa/desk_delegation_end.html", context, status=status)
