"""What every page of the builder begins with: the survey, who is signed in, how a refusal looks."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from engagement.accounts.decorators import permission_required
from engagement.accounts.models import User
from engagement.accounts.permissions import Permission
from engagement.web.loaders import NotVisible
from engagement.workflow.exceptions import Conflict, Denied, InvalidTransition
from engagement.workflow.machine import allowed
from surveys.queries.staff import Draft, draft_at
from surveys.rules import check_edit

P = ParamSpec("P")
DraftView = Callable[Concatenate[HttpRequest, Draft, P], HttpResponse]


def of_survey(
    view: DraftView[P],
) -> Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]:
    """Guard a view of one survey, and hand it what the maker sees of it instead of the address."""

    @permission_required(Permission.SURVEY_MANAGE)
    @wraps(view)
    def loaded(
        request: HttpRequest, code: str, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        draft = draft_at(code)
        if draft is None:
            raise NotVisible
        return view(request, draft, *args, **kwargs)

    return loaded


def while_edited(view: DraftView[P]) -> DraftView[P]:
    """Lead whoever opens a form for what may not be edited now to the outline, which says why.

    What is sent goes on to the service all the same: its refusal keeps what was typed.
    """

    @wraps(view)
    def guarded(
        request: HttpRequest, draft: Draft, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        if request.method != "POST" and not may_edit(request, draft):
            return redirect(outline_url(draft))
        return view(request, draft, *args, **kwargs)

    return guarded


def may_edit(request: HttpRequest, draft: Draft) -> bool:
    """Whether the questions shown are a version that may be edited now."""
    return draft.is_edited and allowed(check_edit, request.user, draft.survey)


def staff(request: HttpRequest) -> User:
    """The member of staff who is signed in; the guards let nobody else come here."""
    if not isinstance(request.user, User):
        raise NotVisible
    return request.user


def posted(request: HttpRequest) -> QueryDict | None:
    """The data of a form that was sent; None for one that is only shown."""
    return request.POST if request.method == "POST" else None


def status_of(denied: Denied) -> int:
    """409 where things stand elsewhere by now, 403 where the person may not."""
    return 409 if isinstance(denied, InvalidTransition | Conflict) else 403


def show(
    request: HttpRequest,
    template: str,
    draft: Draft,
    *,
    form: forms.Form | None = None,
    denied: Denied | None = None,
    **context: object,
) -> HttpResponse:
    """Render a page of one survey: `form` with its errors, `denied` with its reason."""
    is_refused = form is not None and form.is_bound and not form.is_valid()
    everything = {
        "draft": draft,
        "survey": draft.survey,
        "may_edit": may_edit(request, draft),
        "form": form,
        "denied": denied,
        **context,
    }
    status = status_of(denied) if denied else 400 if is_refused else 200
    return render(request, template, everything, status=status)


def outline_url(draft: Draft, place: str = "") -> str:
    """The address of the outline, at the question or page `place`."""
    url = reverse("survey_desk:outline", args=[draft.survey.code])
    return f"{url}#o-{place}" if place else url
