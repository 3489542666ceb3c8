from datetime import timedelta
from uuid import UUID

import segno
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from engagement.intake import codes
from engagement.intake.models import Submission
from engagement.intake.proof import new_challenge
from engagement.intake.registry import get_form, is_registered
from engagement.intake.responses import personal
from engagement.intake.wayout import way_out

# The key stands in the path, so in access logs and histories; it opens the code only for a while.
RECEIPT_OPEN_FOR = timedelta(days=1)


@login_not_required
@require_GET
def challenge(request: HttpRequest) -> HttpResponse:
    """Give a fresh proof-of-work challenge for the form named in ?form=."""
    purpose = request.GET.get("form", "")
    if not is_registered(purpose):
        raise Http404
    return personal(JsonResponse(new_challenge(purpose)))


@login_not_required
@require_GET
def receipt(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show the receipt of what was sent under `key`, for a day; later the code is the way in."""
    submission = Submission.objects.filter(
        key=key, received_at__gt=timezone.now() - RECEIPT_OPEN_FOR
    ).first()
    if submission is None:
        unknown = {"way_out": way_out()}
        return personal(render(request, "intake/receipt_unknown.html", unknown, status=404))
    form = get_form(submission.form)
    path = form.follow_path(submission)
    context: dict[str, object] = {
        "submission": submission,
        "form_title": form.title,
        "spoken": list(
            zip(
                submission.tracking_code.split("-"),
                codes.spell(submission.tracking_code),
                strict=True,
            )
        ),
        "follow_path": path,
        "lookup_address": request.build_absolute_uri(form.lookup_path),
        "qr": segno.make(request.build_absolute_uri(path), error="m").svg_data_uri(scale=4),
        "next_step": form.next_step(submission) if form.next_step else None,
    }
    return personal(render(request, "intake/receipt.html", context))


@login_not_required
@require_GET
def state(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say whether what was sent under `key` is stored, for a browser that lost the answer."""
    return personal(JsonResponse({"received": Submission.objects.filter(key=key).exists()}))
