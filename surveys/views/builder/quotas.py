"""How many answers are wanted of each group: settled before opening, watched afterwards."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from engagement.web.templatetags.house import vi_number
from engagement.workflow.exceptions import Denied
from surveys.enums import Audience, QuestionKind, SurveyStatus
from surveys.forms.builder.quotas import QuotasForm
from surveys.instrument.questionnaire import Question
from surveys.queries.public import communes
from surveys.queries.results import counts_of, latest_snapshot
from surveys.queries.staff import Draft
from surveys.services.quotas import set_quotas
from surveys.views.builder.desk import of_survey, posted, show, staff
from surveys.views.builder.surveys import classifying


@dataclass(frozen=True, slots=True)
class Wanted:
    """One group: how many are wanted, how many the public's latest snapshot holds."""

    label: str
    most: int
    counted: int
    is_full: bool


class Limited(NamedTuple):
    """A question with a quota, and the quota in words: "Giới tính: Nam 50, Nữ 50"."""

    question: Question
    words: str


@require_http_methods(["GET", "HEAD", "POST"])
@of_survey
def quotas(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The most answers wanted of each choice; how far they are while the survey runs."""
    offered = [(question, choices_of(question)) for question in classifying(draft)]
    form = QuotasForm(
        posted(request),
        offered=[(question.code, choices) for question, choices in offered],
        declared=draft.survey.quotas,
    )
    denied = None
    try:
        if form.is_valid():
            set_quotas(survey=draft.survey, by=staff(request), quotas=form.quotas())
            messages.success(request, "Đã lưu chỉ tiêu.")
            return redirect("survey_desk:quotas", draft.survey.code)
    except Denied as refused:
        denied = refused
    is_settled = draft.survey.status != SurveyStatus.DRAFT
    boxes: list[tuple[Question, list[forms.BoundField]]] = [
        (question, form.of(question.code)) for question, _ in offered
    ]
    return show(
        request,
        "surveys/desk_quotas.html",
        draft,
        form=form,
        denied=denied,
        boxes=boxes,
        opened=[question.code for question, fields in boxes if any(map(is_used, fields))],
        is_settled=is_settled,
        groups=[(question, wanted_of(draft, question, choices)) for question, choices in offered],
    )


def quotas_in_words(draft: Draft) -> Iterator[Limited]:
    """What is set on each question, in the order people are asked."""
    for question in classifying(draft):
        wanted = wanted_of(draft, question, choices_of(question))
        if wanted:
            limits = ", ".join(f"{one.label} {vi_number(one.most)}" for one in wanted)
            yield Limited(question, f"{question.label.rstrip(' :')}: {limits}")


def is_used(box: forms.BoundField) -> bool:
    """Whether something stands in the box, or is wrong with it."""
    return box.value() not in {None, ""} or bool(box.errors)


def choices_of(question: Question) -> Mapping[str, str]:
    """Labels by code of what a quota can be set on."""
    if question.kind is QuestionKind.COMMUNE:
        return communes()
    return {choice.code: choice.label for choice in question.choices}


def wanted_of(draft: Draft, question: Question, choices: Mapping[str, str]) -> list[Wanted]:
    """The quotas of one question, in the order of its choices."""
    quotas, full = draft.survey.quotas.get(question.code, {}), draft.survey.full_groups
    if not quotas:
        return []
    counts = counts_of(latest_snapshot(draft.survey, Audience.PUBLIC))
    table = counts["tables"].get(question.code, {})
    return [
        Wanted(
            label=choices.get(code, code),
            most=quotas[code],
            counted=table.get(code, 0),
            is_full=code in full.get(question.code, ()),
        )
        for code in dict.fromkeys([*choices, *quotas])
        if code in quotas
    ]
