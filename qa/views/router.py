"""How well units are suggested on this site, which version is used, and the automatic setting."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from engagement.accounts.decorators import permission_required
from engagement.accounts.permissions import Permission
from engagement.web.loaders import NotVisible
from engagement.web.pagination import paginate
from engagement.workflow.exceptions import Denied
from engagement.workflow.machine import allowed
from qa.forms.desk.board import AutomationForm
from qa.models import RouterVersion
from qa.queries.router import policy, returns_by_unit, rolling_precision
from qa.rules.desk import check_can_read_router, check_can_set_automation, check_can_tend_router
from qa.services import automatic, learning
from qa.views.desk.requests import staff, status_of


@dataclass(frozen=True)
class Measured:
    """A version with its cross-validated figures in percent, where it has some."""

    version: RouterVersion
    top1: float | None
    top3: float | None


@permission_required(Permission.WORKSPACE_ENTER)
@require_safe
def router(request: HttpRequest) -> HttpResponse:
    """Versions, measures, returns of units, rolling precision, the automatic setting."""
    return router_page(request)


def router_page(
    request: HttpRequest, *, form: AutomationForm | None = None, denied: Denied | None = None
) -> HttpResponse:
    """Show the page to who routes or configures; to others it does not exist."""
    user = staff(request)
    if not allowed(check_can_read_router, user):
        raise NotVisible
    made = RouterVersion.objects.defer("model").order_by("-number")
    page: Page[RouterVersion] = paginate(request, made)
    setting = policy()
    context = {
        "page": page,
        "versions": [measured(version) for version in page],
        "returns": [row for row in returns_by_unit() if row.returned][:20],
        "precision": rolling_precision(),
        "sure": rolling_precision(setting.least_score),
        "setting": setting,
        "least_percentage": round(100 * setting.least_score),
        "form": form or AutomationForm(initial={"least": round(100 * setting.least_score)}),
        "denied": denied,
        "may_choose": allowed(check_can_tend_router, user),
        "may_set": allowed(check_can_set_automation, user),
    }
    status = status_of(denied) if denied else 400 if form and form.errors else 200
    return render(request, "qa/desk_router.html", context, status=status)


def measured(version: RouterVersion) -> Measured:
    figures = [version.measures.get(name) for name in ("top1", "top3")]
    top1, top3 = (None if figure is None else round(100 * figure, 1) for figure in figures)
    return Measured(version, top1, top3)


@permission_required(Permission.SITE_CONFIGURE)
@require_POST
def router_use(request: HttpRequest, number: int) -> HttpResponse:
    """Use another version from now on."""
    try:
        version = learning.use_version(number=number, by=staff(request))
    except Denied as denied:
        return router_page(request, denied=denied)
    messages.success(request, f"Đang dùng bản {version.number}.")
    return redirect("desk:router")


@permission_required(Permission.QUESTION_DELEGATE)
@require_POST
def router_automation(request: HttpRequest) -> HttpResponse:
    """Switch automatic assignment on or off."""
    form = AutomationForm(request.POST)
    if not form.is_valid():
        return router_page(request, form=form)
    is_on = form.cleaned_data["is_on"]
    try:
        automatic.set_automation(
            by=staff(request), is_on=is_on, least_score=form.cleaned_data["least"] / 100
        )
    except Denied as denied:
        return router_page(request, form=form, denied=denied)
    messages.success(request, f"Phân công tự động: {'bật' if is_on else 'tắt'}.")
    return redirect("desk:router")
