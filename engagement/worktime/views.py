from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from engagement.accounts.access import has_permission
from engagement.accounts.decorators import permission_required
from engagement.accounts.permissions import Permission
from engagement.audit.actors import Actor
from engagement.worktime.explain import missing_days_off
from engagement.worktime.forms import NoticeForm
from engagement.worktime.hours import DEFAULT_OFFICE_HOURS
from engagement.worktime.queries import current_calendar, missing_notice, office_hours, year_page
from engagement.worktime.services import import_notice


@require_safe
@permission_required(Permission.WORKSPACE_ENTER)
def calendar(request: HttpRequest) -> HttpResponse:
    """Show every member of staff the days off and make-up days of a year (?nam=2027)."""
    return _page(request, NoticeForm())


@require_POST
@permission_required(Permission.SITE_CONFIGURE)
def calendar_import(request: HttpRequest) -> HttpResponse:
    """Take in an official notice, whole or not at all."""
    form = NoticeForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    imported = import_notice(
        rows=form.rows,
        by=Actor.staff(request.user),
        confirms_year=form.cleaned_data["confirms_year"],
    )
    messages.success(request, f"Đã ghi {imported.written} ngày của văn bản vào lịch làm việc.")
    return redirect("worktime:calendar")


def _page(request: HttpRequest, form: NoticeForm, status: int = HTTPStatus.OK) -> HttpResponse:
    today = timezone.localdate()
    written = request.GET.get("nam", "")
    year = int(written) if written.isascii() and written.isdigit() and len(written) == 4 else 0
    context = {
        "page": year_page(year or today.year),
        "hours": office_hours(),
        "default_hours": DEFAULT_OFFICE_HOURS,
        "missing_year": missing_notice(today),
        "missing_days": missing_days_off(current_calendar(), year or today.year),
        "form": form,
        "may_import": has_permission(request.user, Permission.SITE_CONFIGURE),
    }
    return render(request, "worktime/calendar.html", context, status=status)
