"""Pages for every reader: ask, the archive, an answer. None but the ask page sets a cookie."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from engagement.intake import responses
from engagement.web.loaders import NotVisible
from engagement.web.pagination import paginate
from qa.enums import GIVEN, WAITING, QuestionKind
from qa.forms.public import ArchiveFilter, AskForm
from qa.models import Publication
from qa.queries.archive import publication
from qa.queries.asker import answer_term
from qa.queries.duplicates import asked_by
from qa.queries.legal import bases_of, doubtful_bases
from qa.queries.receivers import receivers_of
from qa.queries.versions import changes, version_and_its_predecessor, versions_of
from qa.services import citizens


# Never kept by a shared cache, but by the browser's Back: what was typed is still there then.
@cache_control(private=True, no_cache=True)
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Take a question in; without JavaScript and without an account."""
    if request.method == "POST":
        form = AskForm(request=request, data=request.POST, files=request.FILES)
    else:
        form = AskForm(request=request)
    return responses.answer(
        request,
        form,
        template="qa/ask.html",
        store=lambda submission: citizens.ask(submission=submission, **form.asked()),
        context=around_form(),
    )


def around_form() -> dict[str, object]:
    """What the page of the form says besides it: by when an answer comes, whom to call in danger."""
    return {"answer_term": answer_term(), "urgent": receivers_of(QuestionKind.EMERGENCY)}


@login_not_required
@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """The published answers, searched and filtered by what stands in the address."""
    form = ArchiveFilter(request.GET)
    page = paginate(request, form.answers())
    return render(request, "qa/archive.html", {"form": form, "page": page})


@login_not_required
@require_safe
def answer(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One answer at its lasting address; a retracted one says so (410)."""
    found = publication(pk)
    if found is None:
        raise NotVisible
    if found.retracted_at:
        return render(request, "qa/retracted.html", {"publication": found}, status=410)
    if slug != found.slug:
        return redirect(found, permanent=True)
    address = request.build_absolute_uri(found.get_absolute_url())
    versions = versions_of(found)
    context = {
        "publication": found,
        "address": address,
        "asked_by": asked_by(found.question),
        "bases": list(bases_of(found)),
        "doubts": doubtful_bases(found, timezone.localdate()),
        "correction": versions[0] if len(versions) > 1 else None,
        "is_reopened": found.question.status not in GIVEN and found.question.status in WAITING,
    }
    return render(request, "qa/answer.html", context)


@login_not_required
@require_safe
def versions(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Every public version of an answer, newest first, each with what was changed and why."""
    found = live_publication(pk)
    if slug != found.slug:
        return redirect("qa:versions", found.pk, found.slug, permanent=True)
    context = {"publication": found, "versions": versions_of(found)}
    return render(request, "qa/versions.html", context)


@login_not_required
@require_safe
def version(request: HttpRequest, pk: int, slug: str, number: int) -> HttpResponse:
    """One version: what differs from the one before, or its words where it is the first."""
    found = live_publication(pk)
    pair = version_and_its_predecessor(found, number)
    if pair is None:
        raise NotVisible
    if slug != found.slug:
        return redirect("qa:version", found.pk, found.slug, number, permanent=True)
    shown, before = pair
    can_compare = before is not None and not before.removed_at and not shown.removed_at
    context = {
        "publication": found,
        "version": shown,
        "before": before,
        "changes": changes(before, shown) if before and can_compare else [],
    }
    return render(request, "qa/version.html", context)


def live_publication(pk: int) -> Publication:
    """A publication that has not been taken down: a retracted answer shows no version either."""
    found = publication(pk)
    if found is None or found.retracted_at:
        raise NotVisible
    return found
