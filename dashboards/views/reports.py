"""The periodic reports of Quy định 11-QĐi/TW, made when they are asked for."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from engagement.accounts.access import has_permission
from engagement.accounts.decorators import permission_required
from engagement.accounts.permissions import Permission
from engagement.web.loaders import NotVisible
from engagement.web.site import identity
from qa.queries.figures import periods
from qa.queries.figures.table import catalogue, first_day

CONTENT_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@require_safe
@permission_required(Permission.DASHBOARD_READ)
def reports(request: HttpRequest) -> HttpResponse:
    """The periods of a year that have begun, each with its two files."""
    today, first = timezone.localdate(), first_day()
    years = list(range(today.year, first.year - 1, -1))
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isdecimal() and int(asked) in years else today.year
    begun = [
        period
        for period in periods.reported(year)
        if period.first <= today and period.last >= first
    ]
    months = [period for period in begun if periods.month_of(period.first) == period]
    others = [period for period in begun if period not in months]
    context = {
        "groups": [
            ("Quý, 6 tháng, 9 tháng, năm", sorted(others, key=lambda one: one.last, reverse=True)),
            ("Tháng", sorted(months, reverse=True)),
        ],
        "year": str(year),
        "years": [str(one) for one in years],
        "today": today,
    }
    return render(request, "dashboards/reports.html", context)


@require_safe
@permission_required(Permission.DASHBOARD_READ)
def report(request: HttpRequest, period: str, kind: str) -> HttpResponse:
    """One report as a Word file to be signed, or as a PDF."""
    from dashboards.reports import compose, sources
    from engagement.documents.pdf import report_pdf
    from engagement.documents.word import report_docx

    asked = periods.period_of(period)
    write = {"docx": report_docx, "pdf": report_pdf}.get(kind)
    if asked is None or write is None or asked.first > timezone.localdate():
        raise NotVisible
    drawn_up = compose(
        sources(asked, catalogue(), timezone.localdate()),
        site=identity(),
        day=timezone.localdate(),
        address=list_address,
        with_codes=has_permission(request.user, Permission.QUESTION_READ_ALL),
    )
    response = HttpResponse(write(drawn_up), content_type=CONTENT_TYPES[kind])
    name = f"bao-cao-hoi-dap-{asked.key}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def list_address(query: str) -> str:
    """The desk's list behind a figure, as an address that works from a file."""
    path = reverse("desk:box", args=["tat-ca"])
    return urlsplit(settings.PUBLIC_ORIGIN)._replace(path=path, query=query).geturl()
