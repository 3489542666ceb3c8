"""From draft to open and back to rest: the verbs of a survey, and the publication of changes."""

from django.db import transaction
from django.utils import timezone

from engagement.accounts.models import User
from engagement.audit.actors import Actor
from engagement.audit.services import record
from engagement.workflow.exceptions import Denied, InvalidTransition
from surveys.enums import Change, Verb
from surveys.instrument.changes import Difference, compare, kind_of
from surveys.instrument.checks import Fault, faults
from surveys.instrument.questionnaire import Questionnaire
from surveys.instrument.wording import advice
from surveys.models import Survey, Version
from surveys.queries.questionnaires import current_version, edited_version, questionnaire_of
from surveys.rules import RUNNING, check_manage
from surveys.services import closing
from surveys.services.building import can_classify, locked, quotas_astray
from surveys.services.keys import new_sealed_key
from surveys.workflow import SURVEY


@transaction.atomic
def open_survey(*, survey: Survey, by: User) -> Survey:
    """Publish the first version and take answers from now on, or from `opens_at`.

    What is fixed from here: questions but by further versions, breakdowns, access and address.
    Raises Denied with the first fault, InvalidTransition, Conflict.
    """
    check_manage(by)
    now = locked(survey)
    SURVEY.target(now.status, Verb.OPEN)
    version = edited_version(now)
    questionnaire = questionnaire_of(version) if version else None
    if version is None or questionnaire is None:
        raise Denied("Khảo sát chưa có câu hỏi nào.")
    check_ready(now, questionnaire)
    _publish(version, Change.FIRST, by)
    return SURVEY.apply(
        now,
        Verb.OPEN,
        actor=Actor.staff(by),
        detail={"edition": version.number, "advice": len(advice(questionnaire))},
        changes={"sealed_key": new_sealed_key()},
    )


def pause_survey(*, survey: Survey, by: User) -> Survey:
    """Take no answers for a while. Raises Denied, InvalidTransition, Conflict."""
    return _move(survey, Verb.PAUSE, by)


def resume_survey(*, survey: Survey, by: User) -> Survey:
    """Take answers again. Raises Denied, InvalidTransition, Conflict."""
    return _move(survey, Verb.RESUME, by)


def discard_survey(*, survey: Survey, by: User) -> Survey:
    """Put a draft away for good; nobody has answered it. Raises Denied, InvalidTransition."""
    return _move(survey, Verb.DISCARD, by)


def close_survey(*, survey: Survey, by: User) -> None:
    """End the survey for good (see services.closing). Raises Denied, InvalidTransition, Conflict."""
    check_manage(by)
    closing.close(survey=survey, by=by)


@transaction.atomic
def publish_changes(*, survey: Survey, by: User) -> Version:
    """Ask what was changed from now on; answers already given keep the version they saw.

    Raises Denied where nothing was changed, the new version has a fault, or a declared breakdown
    is gone.
    """
    check_manage(by)
    now = locked(survey)
    if now.status not in RUNNING:
        raise InvalidTransition("Chỉ công bố được bản sửa của khảo sát đã mở.")
    version = edited_version(now)
    if version is None:
        raise Denied("Không có bản sửa nào chờ công bố.")
    found = differences(now, version)
    if not found:
        raise Denied("Bản sửa chưa khác gì bản đang hỏi.")
    check_ready(now, questionnaire_of(version))
    change = kind_of(found)
    _publish(version, change, by)
    record(
        kind="surveys.survey.publish",
        actor=Actor.staff(by),
        target=now,
        detail={"edition": version.number, "change": str(change.label).lower()},
    )
    return version


def differences(survey: Survey, version: Version) -> list[Difference]:
    """What `version` changes of what is asked now."""
    current = current_version(survey)
    if current is None:
        return []
    return compare(questionnaire_of(current), questionnaire_of(version))


def check_ready(survey: Survey, questionnaire: Questionnaire) -> None:
    """Raise Denied with the first of what stands against asking these questions."""
    for fault in obstacles(survey, questionnaire):
        where = f"{fault.where}: " if fault.where else ""
        raise Denied(f"Chưa mở được. {where}{fault.words}")


def obstacles(survey: Survey, questionnaire: Questionnaire) -> list[Fault]:
    """Everything that stands against opening: faults of the questions, and of the settings."""
    found = faults(questionnaire, survey.breakdowns)
    if not any(question.is_asked for question in questionnaire.questions):
        return [Fault("", "Khảo sát chưa có câu hỏi nào.")]
    if survey.closes_at is not None and survey.closes_at <= timezone.now():
        found.append(Fault("", "Giờ đóng đã qua; xin chọn giờ đóng khác ở phần thiết lập."))
    if not survey.sample_kind:
        found.append(Fault("", "Chưa chọn cách chọn người trả lời ở phần thiết lập."))
    lost = [code for code in survey.breakdowns if not can_classify(questionnaire, code)]
    if lost and not any(fault.where in lost for fault in found):
        found.append(
            Fault(
                "", f"Kết quả được phân nhóm theo câu {', '.join(lost)}, câu này phải giữ nguyên."
            )
        )
    found += [
        Fault("", f"Câu {code} có chỉ tiêu; câu này và các lựa chọn có chỉ tiêu phải giữ nguyên.")
        for code in quotas_astray(questionnaire, survey.quotas)
    ]
    return found


def _move(survey: Survey, verb: Verb, by: User) -> Survey:
    check_manage(by)
    return SURVEY.apply(survey, verb, actor=Actor.staff(by))


def _publish(version: Version, change: Change, by: User) -> None:
    version.change = change
    version.published_at = timezone.now()
    version.published_by = by
    version.save(update_fields=["change", "published_at", "published_by"])
