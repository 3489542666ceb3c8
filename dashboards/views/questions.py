"""How questions stand: the leaders' live page."""

from itertools import zip_longest

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dashboards.live import QUESTIONS
from engagement.accounts.access import has_permission
from engagement.accounts.decorators import permission_required
from engagement.accounts.permissions import Permission
from engagement.live.models import Snapshot
from engagement.live.snapshots import ensure


@require_safe
@permission_required(Permission.DASHBOARD_READ)
def index(request: HttpRequest) -> HttpResponse:
    return redirect("dashboards:questions")


@require_safe
@permission_required(Permission.DASHBOARD_READ)
def questions(request: HttpRequest) -> HttpResponse:
    """The same snapshot that the sockets send, rendered by the server first.

    Figures are links for those who may read the questions behind them.
    """
    snapshot = ensure(QUESTIONS)
    may_read = has_permission(request.user, Permission.QUESTION_READ_ALL)
    context = {
        "topic": QUESTIONS.name,
        "snapshot": snapshot,
        "data": snapshot.payload,
        "parts": with_links(snapshot),
        "lists": reverse("desk:box", args=["tat-ca"]).removesuffix("tat-ca/") if may_read else "",
    }
    return render(request, "dashboards/questions.html", context)


def with_links(snapshot: Snapshot) -> dict[str, object]:
    """The parts of a snapshot with each cell beside its link; one stored before has no links."""
    return {
        code: part
        | {
            "rows": [
                {
                    "label": row["label"],
                    "cells": list(zip_longest(row["cells"], row.get("links", ()), fillvalue="")),
                }
                for row in part["rows"]
            ]
        }
        for code, part in snapshot.payload["parts"].items()
    }
