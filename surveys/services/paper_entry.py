"""Paper sheets are typed in twice by two people; what they agree on becomes a ballot.

What ties a sheet to a person and a ballot to a sheet is deleted in the transaction that stores the
ballot. What stays is the participation tag of the sheet, so that none is counted twice.
"""

from collections.abc import Mapping
from enum import Enum, auto
from uuid import uuid4

from django.db import transaction
from django.db.models import F

from engagement.accounts.models import User
from engagement.audit.actors import Actor
from engagement.audit.services import record
from engagement.workflow.exceptions import Conflict, Denied
from surveys.disclosure.receipts import new_receipt
from surveys.enums import Mode
from surveys.instrument.answers import pruned
from surveys.instrument.double_entry import agreement, differences, settled
from surveys.instrument.questionnaire import Answers, Json
from surveys.models import PaperEntry, PaperTally, Survey, Version
from surveys.queries.paper_entry import (
    SheetNumber,
    batch_as_kept,
    entries_of,
    pending_sheets,
)
from surveys.queries.public import has_taken_part
from surveys.queries.questionnaires import published
from surveys.rules import check_manage, check_take_answers
from surveys.services.building import locked
from surveys.services.keys import tag_of
from surveys.services.submitting import Outcome, submit


class Entered(Enum):
    """What became of one person's reading of a sheet."""

    FIRST = auto()  # kept until somebody else has read the sheet, too
    STORED = auto()  # both read alike: the ballot is stored
    DIFFERS = auto()  # both readings are kept until somebody has settled what differs


@transaction.atomic
def enter(
    *, survey: Survey, by: User, sheet: SheetNumber, version: Version, answers: Answers
) -> Entered:
    """Take one person's reading of a sheet; `answers` are canonical and not pruned.

    Raises Denied where the survey takes no answers, for the same person's second reading and for
    another version than the first; Conflict for a sheet that was counted or read twice already.
    """
    now = _open(survey, by)
    if is_counted(now, sheet):
        raise Conflict("Tờ này đã được tính; mỗi tờ chỉ tính một lần.")
    first, second = _readings(now, sheet)
    if second is not None:
        raise Conflict("Tờ này đã đủ hai lần nhập và có chỗ khác nhau, đang chờ chọn.")
    if first is None:
        _keep(now, by, sheet, version, answers)
        return Entered.FIRST
    if first.entered_by_id == by.pk:
        raise Denied("Quý vị đã nhập tờ này; lần hai cần một người khác.")
    if first.version != version.number:
        raise Denied(
            f"Tờ này được nhập lần đầu theo bản câu hỏi {first.version}. Xin xem lại số bản in "
            "trên tờ."
        )
    questionnaire = published(version.pk)
    found = agreement(questionnaire, first.answers, answers)
    _add_to_tally(now, sheets=1, cells=found.cells, alike=found.alike)
    if differences(questionnaire, first.answers, answers):
        _keep(now, by, sheet, version, answers, is_second=True)
        return Entered.DIFFERS
    _store(now, sheet, version, answers)
    return Entered.STORED


@transaction.atomic
def settle(*, survey: Survey, by: User, sheet: SheetNumber, decided: Mapping[str, Json]) -> None:
    """Store a sheet that was read in two ways, with what was `decided` by key of each cell.

    Anybody who may manage the survey settles, one of the two included: the paper decides. Raises
    Denied as `enter` does, Conflict where the two readings are not there or differ elsewhere.
    """
    now = _open(survey, by)
    first, second = _readings(now, sheet)
    if first is None or second is None:
        raise Conflict("Tờ này vừa được người khác chọn xong hoặc bỏ.")
    version = now.versions.get(number=first.version)
    try:
        answers = settled(published(version.pk), first.answers, second.answers, decided)
    except LookupError:
        raise Conflict("Tờ này vừa được nhập lại; xin xem lại những chỗ khác nhau.") from None
    _store(now, sheet, version, answers)


@transaction.atomic
def drop(*, survey: Survey, by: User, sheet: SheetNumber | None = None) -> int:
    """Throw away what was read of `sheet`, or of every pending one; return how many sheets.

    That it was done is recorded, not which sheet. Raises Denied; Conflict where nothing waits.
    """
    check_manage(by)
    now = locked(survey)
    rows = entries_of(now, sheet) if sheet else PaperEntry.objects.filter(survey=now)
    sheets = rows.filter(is_second=False).count()
    if not sheets:
        raise Conflict("Không có tờ nào đang nhập dở ở đây.")
    rows.delete()
    actor, detail = Actor.staff(by), {"sheets": sheets}
    record(kind="surveys.survey.paper_drop", actor=actor, target=now, detail=detail)
    return sheets


def leave_none(survey: Survey, by: User | None) -> None:
    """Before closing: refuse a person while sheets wait; at the set time drop them and count them.

    `survey` is locked. Raises Denied.
    """
    waiting = pending_sheets(survey)
    if not waiting:
        return
    if by is not None:
        raise Denied(
            f"Còn {waiting} tờ phiếu giấy nhập dở nên chưa đóng được. Xin nhập nốt, hoặc bỏ các tờ "
            "ấy ở phần Phiếu giấy, rồi đóng."
        )
    PaperEntry.objects.filter(survey=survey).delete()
    _add_to_tally(survey, dropped=waiting)


def is_counted(survey: Survey, sheet: SheetNumber) -> bool:
    """Whether a ballot of this sheet was stored; unknown, so false, once the survey is closed."""
    if survey.sealed_key is None:
        return False
    return has_taken_part(survey, tag_of(bytes(survey.sealed_key), *sheet.credential))


def _open(survey: Survey, by: User) -> Survey:
    """The survey's row, held, so that readings of one sheet come one after the other."""
    check_manage(by)
    now = locked(survey)
    check_take_answers(now)
    return now


def _readings(survey: Survey, sheet: SheetNumber) -> tuple[PaperEntry | None, PaperEntry | None]:
    first, second, *_ = *entries_of(survey, sheet), None, None
    return first, second


def _keep(
    survey: Survey,
    by: User,
    sheet: SheetNumber,
    version: Version,
    answers: Answers,
    *,
    is_second: bool = False,
) -> None:
    PaperEntry.objects.create(
        survey=survey,
        batch=batch_as_kept(survey, sheet.batch),
        number=sheet.number,
        is_second=is_second,
        version=version.number,
        answers=answers,
        entered_by=by,
    )


def _store(survey: Survey, sheet: SheetNumber, version: Version, answers: Answers) -> None:
    """One ballot, of which nobody gets the receipt; what was typed of it goes."""
    final = pruned(published(version.pk), answers)
    if not final:
        raise Denied("Tờ này không còn câu trả lời nào nên không tính được. Xin xem lại tờ giấy.")
    outcome = submit(
        survey=survey,
        version=version,
        answers=final,
        key=uuid4(),
        receipt=new_receipt(),
        credential=sheet.credential,
        mode=Mode.PAPER,
    )
    if outcome is not Outcome.STORED:
        raise Conflict("Tờ này không nhận được: khảo sát vừa đóng, hoặc tờ đã được tính.")
    entries_of(survey, sheet).delete()


def _add_to_tally(survey: Survey, **numbers: int) -> None:
    PaperTally.objects.get_or_create(survey=survey)
    added = {name: F(name) + number for name, number in numbers.items()}
    PaperTally.objects.filter(survey=survey).update(**added)
