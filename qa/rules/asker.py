"""What the holder of the tracking code may still do, and until when; the reason where not."""

from datetime import datetime

from django.utils import timezone

from engagement.accounts.models import Unit
from engagement.accounts.units import current_successors
from engagement.web.dates import when
from engagement.workflow.exceptions import Denied
from engagement.worktime.calendar import add_working_days
from engagement.worktime.queries import current_calendar
from qa.enums import GIVEN, WAITING, AskerTermKind, Verb
from qa.models import AskerTerm, Question
from qa.rules.verbs import CITIZEN_VERBS, REOPENING
from qa.workflow import QUESTION


def check_citizen_can(verb: Verb, question: Question) -> None:
    """Raise Denied unless the holder of the tracking code may do `verb` now."""
    if verb not in CITIZEN_VERBS:
        raise Denied("Việc này không dành cho người gửi câu hỏi.")
    QUESTION.target(question.status, verb)
    if verb in REOPENING:
        check_may_reopen(question)
        if verb != reopening_verb(question):
            raise Denied("Đơn vị nhận việc này được xác định theo ngày đề nghị.")
    if verb == Verb.WITHDRAW:
        check_can_withdraw(question)


def check_can_withdraw(question: Question) -> None:
    """Raise Denied for one part of a question, and for a whole of which all parts are done."""
    if question.part_of_id is not None:
        raise Denied("Xin rút cả câu hỏi, ở trang theo dõi chung của các phần.")
    if question.is_split and not question.parts.filter(status__in=WAITING).exists():
        raise Denied("Mọi phần của câu hỏi đã xong nên không rút được nữa.")


def check_may_reopen(question: Question) -> None:
    """Raise Denied unless the asker may still, once, ask for another answer."""
    if getattr(question, "reopening", None) is not None:
        raise Denied("Quý vị đã đề nghị trả lời lại một lần; câu trả lời sau là kết quả cuối cùng.")
    if question.erased_at is not None:
        raise Denied("Nội dung câu hỏi đã được xóa theo yêu cầu nên không trả lời lại được.")
    until = reopening_until(question)
    if until is None:
        raise Denied("Chưa có quy định thời hạn đề nghị trả lời lại.")
    if timezone.now() > until:
        raise Denied(f"Thời hạn đề nghị trả lời lại đã hết {when(until)}.")


def can_be_reopened(question: Question) -> bool:
    """Tell whether the step knows another answer at all, whichever unit would give it."""
    return Verb.REOPEN in QUESTION.verbs_from(question.status)


def reopening_until(question: Question) -> datetime | None:
    """The last moment at which another answer may be asked for; None without answer or term."""
    return _term_end(AskerTermKind.REOPEN, question.finished_at)


def _term_end(kind: AskerTermKind, since: datetime | None) -> datetime | None:
    """The close of the last working day of the term that was in force when it began."""
    term = AskerTerm.objects.in_force(kind, timezone.localdate(since)) if since else None
    if since is None or term is None:
        return None
    return add_working_days(current_calendar(), since, term.working_days)


def heir_of(question: Question) -> Unit | None:
    """The unit that answers today for the one that answered; None where several or none took over."""
    if question.lead_unit is None:
        return None
    heirs = current_successors(question.lead_unit, timezone.localdate())
    return heirs[0] if len(heirs) == 1 else None


def reopening_verb(question: Question) -> Verb:
    """Where a question goes that is asked anew: to the same unit or its heir, else to the board."""
    return Verb.REOPEN if heir_of(question) else Verb.REOPEN_TO_BOARD


def check_can_rate(question: Question) -> None:
    """Raise Denied unless the holder of the code may rate the answer, or change the rating, now."""
    if question.status not in GIVEN:
        raise Denied("Quý vị đánh giá được khi đã có câu trả lời.")
    rating = getattr(question, "rating", None)
    if rating is None:
        return
    since = max(filter(None, (rating.rated_at, question.finished_at)))
    until = _term_end(AskerTermKind.RATING, since)
    if until is None or timezone.now() > until:
        raise Denied("Đánh giá đã được ghi nhận; thời hạn sửa đã hết.")
