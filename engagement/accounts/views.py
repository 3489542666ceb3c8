from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from engagement.accounts.decorators import permission_required
from engagement.accounts.forms import AuditFilter
from engagement.accounts.permissions import Permission
from engagement.accounts.resending import resend_page
from engagement.accounts.roles import ROLES
from engagement.audit.kinds import detail_label, detail_value, kind_label, state_label, target_label
from engagement.audit.models import AuditEvent
from engagement.audit.queries import events, kinds_recorded, targets_recorded

EVENTS_PER_PAGE = 50


@require_safe
@permission_required(Permission.WORKSPACE_ENTER)
def role_list(request: HttpRequest) -> HttpResponse:
    """Describe every role: what it is for and what it may do."""
    rows = [
        (role, [permission for permission in Permission if permission in role.permissions])
        for role in ROLES.values()
    ]
    return render(request, "accounts/role_list.html", {"rows": rows})


@csrf_exempt  # signing in changed the token; this page changes nothing and has its own
@require_POST
@permission_required(Permission.WORKSPACE_ENTER)
def resend(request: HttpRequest) -> HttpResponse:
    """Give back what was sent while signed out, ready to be sent again."""
    return resend_page(request)


@require_safe
@never_cache
@permission_required(Permission.AUDIT_READ)
def audit_log(request: HttpRequest) -> HttpResponse:
    """Show the audit log, newest first, narrowed by kind and target."""
    form = AuditFilter(request.GET, kinds=kinds_recorded(), targets=targets_recorded())
    wanted = form.cleaned_data if form.is_valid() else {}
    found = events(kind=wanted.get("loai", ""), target=wanted.get("doi_tuong", ""))
    page = Paginator(found, EVENTS_PER_PAGE).get_page(request.GET.get("trang"))
    rows = [_in_words(event) for event in page]
    return render(request, "audit/event_list.html", {"form": form, "page": page, "rows": rows})


def _in_words(event: AuditEvent) -> dict[str, object]:
    target = event.target_kind
    return {
        "event": event,
        "kind": kind_label(event.kind),
        "target": target_label(target) if target else "",
        "before": state_label(target, event.before),
        "after": state_label(target, event.after),
        "detail": [
            (detail_label(target, name), detail_value(name, value))
            for name, value in event.detail.items()
        ],
    }
