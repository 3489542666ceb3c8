"""Limits of how many answers are wanted of a group (ADR 0011).

A group is full from the public snapshot on that holds so many of its answers. Who is told so learns
nothing that snapshot does not tell; answers that no public snapshot counts yet may go beyond.
"""

from django.db import transaction

from engagement.accounts.models import User
from engagement.workflow.exceptions import Denied
from surveys.instrument.counts import Counts
from surveys.models import Survey
from surveys.queries.questionnaires import edited_version, questionnaire_of
from surveys.rules import check_still_drafted
from surveys.services.building import Quotas, locked, quotas_astray


@transaction.atomic
def set_quotas(*, survey: Survey, by: User, quotas: Quotas) -> None:
    """Say how many answers of each choice are wanted at most, {question: {choice: number}}.

    Only before opening: what people are let in for is settled then. Raises Denied.
    """
    now = locked(survey)
    check_still_drafted(by, now)
    version = edited_version(now)
    if version is None or quotas_astray(questionnaire_of(version), quotas):
        raise Denied("Câu hỏi vừa được sửa; xin mở lại trang chỉ tiêu.")
    Survey.objects.filter(pk=now.pk).update(quotas=quotas)


def mark_full(survey: Survey, counts: Counts) -> None:
    """Note which groups have what is wanted of them in a public snapshot with these `counts`."""
    if not survey.quotas:
        return
    full = {
        question: [
            code for code, most in wanted.items() if _reached(counts, question, code) >= most
        ]
        for question, wanted in survey.quotas.items()
    }
    found = {question: codes for question, codes in full.items() if codes}
    Survey.objects.filter(pk=survey.pk).update(full_groups=found)


def _reached(counts: Counts, question: str, choice: str) -> int:
    return counts["tables"].get(question, {}).get(choice, 0)
