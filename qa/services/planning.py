"""Publication at an hour that was chosen: the copy waits, and one worker publishes it once."""

import logging
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Unpack

from django.db import transaction
from django.utils import timezone

from engagement.accounts.models import User
from engagement.audit.actors import Actor
from engagement.audit.services import record
from engagement.jobs.failures import log_failure
from engagement.jobs.outbox import send_later
from engagement.live.notices import notice
from engagement.web.dates import when
from engagement.web.site import identity
from engagement.workflow.exceptions import Denied
from qa.citations import Citation
from qa.enums import Verb
from qa.models import PlannedPublication, Publication, Question
from qa.rules.names import check_name_stays_withheld
from qa.rules.verbs import check_can
from qa.services import publishing
from qa.services.steps import locked

logger = logging.getLogger(__name__)

LONGEST_WAIT = timedelta(days=90)
JOB = "qa.publish_planned"


def publish_or_plan(
    *,
    question: Question,
    by: User,
    publish_at: datetime | None = None,
    **copy: Unpack[publishing.EditedCopy],
) -> Publication | PlannedPublication:
    """Publish the edited copy now, or at `publish_at`. Raises Denied."""
    if publish_at is None:
        return publishing.publish(question=question, by=by, **copy)
    return plan(question=question, by=by, publish_at=publish_at, **copy)


@transaction.atomic
def plan(
    *,
    question: Question,
    by: User,
    publish_at: datetime,
    title: str,
    question_text: str,
    answer_text: str,
    asker_label: str = "",
    masked: Sequence[str] = (),
    overrides: Sequence[str] = (),
    citations: Sequence[Citation] = (),
) -> PlannedPublication:
    """Keep the edited copy until `publish_at`; one that waited already is replaced. Raises Denied.

    The question stays approved and its clock runs on: the verdict is of the hour at which the
    answer is really published. Any step in between ends the plan.
    """
    now = timezone.now()
    check_can(Verb.PUBLISH, by, question)
    locked(question)
    if not now < publish_at <= now + LONGEST_WAIT:
        raise Denied(f"Giờ hẹn phải ở phía trước, trong vòng {LONGEST_WAIT.days} ngày.")
    check_name_stays_withheld(
        question, label=asker_label, texts=(title, question_text, answer_text)
    )
    planned, _ = PlannedPublication.objects.update_or_create(
        question=question,
        defaults={
            "title": title,
            "question_text": question_text,
            "answer_text": answer_text,
            "asker_label": asker_label,
            "masked": ",".join(masked),
            "overrides": ",".join(overrides),
            "citations": [asdict(citation) for citation in citations],
            "publish_at": publish_at,
            "planned_by": by,
            "planned_at": now,
            "failed_at": None,
            "failure": "",
        },
    )
    record(
        kind="qa.question.plan",
        actor=Actor.staff(by),
        target=question,
        detail={"publish_at": publish_at.isoformat()},
    )
    notice("qa")
    return planned


@transaction.atomic
def cancel_plan(*, question: Question, by: User) -> None:
    """Drop the copy that waits; the question waits for the board as before. Raises Denied."""
    check_can(Verb.PUBLISH, by, question)
    locked(question)
    deleted, _ = PlannedPublication.objects.filter(question=question).delete()
    if not deleted:
        raise Denied("Câu trả lời này không còn hẹn giờ công bố.")
    record(kind="qa.question.cancel_plan", actor=Actor.staff(by), target=question)
    notice("qa")


def publish_due(now: datetime) -> int:
    """Publish what was planned for `now` or before; return how many were.

    A worker that dies in between has published nothing of that question: the next one finds it.
    """
    due = list(PlannedPublication.objects.due(now).values_list("pk", flat=True))
    return sum(publish_planned(key) for key in due)


def publish_planned(key: int) -> bool:
    """Publish one planned copy as the person who planned it; False where it may no longer be."""
    try:
        with transaction.atomic():
            planned = held(key)
            if planned is None:
                return False
            publishing.publish(
                question=planned.question,
                by=planned.planned_by,
                title=planned.title,
                question_text=planned.question_text,
                answer_text=planned.answer_text,
                asker_label=planned.asker_label,
                masked=kinds_in(planned.masked),
                overrides=kinds_in(planned.overrides),
                citations=[Citation(**citation) for citation in planned.citations],
            )
    except Denied as denied:
        fail(key, denied.reason)
        return False
    except Exception as error:  # noqa: BLE001 - one copy's failure must not stop the others
        log_failure(logger, JOB, error)
        return False
    return True


def kinds_in(text: str) -> list[str]:
    """Codes that were stored with commas between."""
    return [kind for kind in text.split(",") if kind]


def held(key: int) -> PlannedPublication | None:
    """The plan, its question's row held first as everybody does; None when it is gone by now."""
    question = PlannedPublication.objects.filter(pk=key).values_list("question", flat=True).first()
    if question is None:
        return None
    list(Question.objects.select_for_update(of=("self",)).filter(pk=question))
    plans = PlannedPublication.objects.select_related("planned_by", "question__submission")
    return plans.filter(pk=key, failed_at__isnull=True).first()


@transaction.atomic
def fail(key: int, reason: str) -> None:
    """Keep the copy, with the reason; the question is the board's turn again and it is told."""
    planned = held(key)
    if planned is None:
        return
    question, planner = planned.question, planned.planned_by
    planned.failed_at, planned.failure = timezone.now(), reason[:500]
    planned.save(update_fields=["failed_at", "failure"])
    record(kind="qa.question.plan_failed", actor=Actor.system(JOB), target=question)
    notice("qa")
    logger.warning("planned publication of question %s was refused", question.pk)
    if planner.email:
        send_later(
            to=planner.email,
            about=question.reference,
            subject=f"{identity().name}: {question.reference} chưa công bố được theo giờ hẹn",
            body=(
                f"Câu trả lời {question.reference} hẹn công bố {when(planned.publish_at)} "
                f"chưa công bố được.\n\nLý do: {planned.failure}\n\n"
                "Xin mở câu hỏi ở Bàn làm việc để công bố hoặc hẹn lại.\n"
            ),
        )
