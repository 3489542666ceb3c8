"""What the holder of a tracking code sees: the question and its way in plain words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from engagement.intake.models import Submission
from engagement.intake.registry import NextStep
from engagement.web.dates import short_when
from qa.enums import TRANSFER, WAITING, Audience, ClockKind, QuestionStatus, Verb
from qa.models import ClockRule, InformationRequest, Publication, Question, Reminder, Step
from qa.queries.desk.page import with_everything

PURPOSE = "qa.ask"


def for_asker(submission: Submission) -> Question | None:
    """The question that came with `submission`, with all its asker may read, in few queries."""
    return _for_asker().filter(submission=submission, part_of__isnull=True).first()


def parts_for_asker(whole: Question) -> list[Question]:
    """The parts that `whole` was split into, in their order, with all their asker may read."""
    return (
        list(_for_asker().filter(part_of=whole).order_by("part_number")) if whole.is_split else []
    )


def part_for_asker(whole: Question, number: str) -> Question | None:
    """One part by its number as it stands in an address, or None."""
    if not number.isascii() or not number.isdigit() or len(number) > 1:
        return None
    return _for_asker().filter(part_of=whole, part_number=int(number)).first()


def _for_asker() -> QuerySet[Question]:
    own = ("submission", "lead_unit", "field", "commune", "answer", "publication")
    return with_everything(Question.objects.select_related(*own))


def follow_path(question: Question, name: str = "qa:follow_question", *args: object) -> str:
    """The address of a page of the tracking code: for a part, of that part."""
    path = reverse(name, args=[question.submission.tracking_code, *args])
    return f"{path}?phan={question.part_number}" if question.part_number else path


def shared_answer(question: Question) -> Publication | None:
    """The public answer that a merged question was answered with, while it stands.

    It is still the asker's to read while the question waits for an answer of its own.
    """
    waits_again = question.status in WAITING and getattr(question, "reopening", None) is not None
    if question.status != QuestionStatus.ANSWERED_TOGETHER and not waits_again:
        return None
    return Publication.objects.filter(
        question=question.answered_with_id, question__is_sealed=False, retracted_at__isnull=True
    ).first()


def answer_term() -> str:
    """How long an answer may take by the rule in force today ("10 ngày làm việc"); "" without one."""
    rule = ClockRule.objects.in_force(ClockKind.ANSWER, timezone.localdate())
    return rule.term if rule else ""


@dataclass(frozen=True)
class TimelineEntry:
    """One line of "where my question is"; `state` is done, current, future or stopped."""

    title: str
    state: str
    at: datetime | None = None
    words: str = ""

    @property
    def note(self) -> str:
        """The line under the title: when it happened and what was said."""
        return " · ".join(
            part for part in (short_when(self.at) if self.at else "", self.words) if part
        )


# Steps in the asker's words; {unit} is the unit that acted, never a person.
STEP_TITLES: Mapping[str, str] = {
    "receive": "Đã nhận câu hỏi",
    Verb.ACCEPT: "Ban Biên tập tiếp nhận câu hỏi",
    Verb.REJECT: "Ban Biên tập từ chối câu hỏi",
    Verb.OBJECT: "Quý vị đề nghị xem lại",
    Verb.UPHOLD: "Ban Biên tập xem lại và giữ nguyên việc từ chối",
    Verb.OVERTURN: "Ban Biên tập xem lại và tiếp nhận câu hỏi",
    Verb.REPORT: "Ban Biên tập báo cáo Ban Chỉ đạo",
    Verb.ASSIGN: "Chuyển đến đơn vị trả lời",
    Verb.ASSIGN_BY_DELEGATION: "Chuyển đến đơn vị trả lời",
    Verb.REASSIGN: "Chuyển sang đơn vị khác trả lời",
    Verb.ARBITRATE: "Ban Chỉ đạo quyết định đơn vị trả lời",
    Verb.MERGE: "Gộp với câu hỏi cùng nội dung của người khác để trả lời chung",
    Verb.UNMERGE: "Không còn gộp; câu hỏi sẽ có câu trả lời của mình",
    Verb.ANSWER_TOGETHER: "Đã công bố câu trả lời chung",
    Verb.RETRACT_TOGETHER: "Câu trả lời được gỡ để xem lại",
    Verb.SPLIT: "Ban Biên tập tách câu hỏi thành nhiều phần",
    Verb.ASK_INFORMATION: "{unit} cần Quý vị bổ sung thông tin",
    Verb.ADD_INFORMATION: "Quý vị đã bổ sung thông tin",
    Verb.RESUME: "{unit} xử lý tiếp, không chờ bổ sung",
    Verb.RETURN: "{unit} chuyển lại Ban Biên tập để giao đơn vị khác",
    Verb.SUBMIT_ANSWER: "{unit} soạn xong câu trả lời",
    Verb.SEND_BACK: "Câu trả lời được sửa thêm",
    Verb.APPROVE: "Lãnh đạo {unit} duyệt câu trả lời",
    Verb.REQUEST_CHANGES: "Câu trả lời được sửa thêm",
    Verb.PUBLISH: "Đã công bố câu trả lời",
    Verb.CLOSE_PRIVATELY: "Đã trả lời riêng Quý vị",
    Verb.RETRACT: "Câu trả lời được gỡ để xem lại",
    Verb.WITHDRAW: "Quý vị đã rút câu hỏi",
    Verb.REDIRECT: "Ban Biên tập hướng dẫn nơi giải quyết",
    Verb.FORWARD: "Nội dung được chuyển đến nơi có thẩm quyền",
    Verb.REOPEN: "Quý vị đề nghị trả lời lại",
    Verb.REOPEN_TO_BOARD: "Quý vị đề nghị trả lời lại; Ban Biên tập chọn đơn vị",
    "correct": "Câu trả lời được đính chính",
    TRANSFER: "Chuyển đến đơn vị kế tục",
}
# These steps carry their title in the public words ("Chuyển Sở Y tế trả lời").
TITLED_BY_WORDS = frozenset(
    {
        Verb.ASSIGN,
        Verb.ASSIGN_BY_DELEGATION,
        Verb.REASSIGN,
        Verb.ARBITRATE,
        Verb.RETURN,
        Verb.SPLIT,
        TRANSFER,
    }
)
# What happens at a step that is not the last one.
NOW_TITLES: Mapping[str, str] = {
    QuestionStatus.RECEIVED: "Ban Biên tập đang xem câu hỏi",
    QuestionStatus.ACCEPTED: "Ban Biên tập chuẩn bị chuyển câu hỏi",
    QuestionStatus.OBJECTED: "Người kiểm duyệt khác đang xem lại",
    QuestionStatus.REPORTED: "Ban Chỉ đạo giao đơn vị trả lời",
    QuestionStatus.ASSIGNED: "{unit} đang soạn câu trả lời",
    QuestionStatus.AWAITING_INFORMATION: "Chờ Quý vị bổ sung thông tin",
    QuestionStatus.RETURNED: "Ban Biên tập đang chọn đơn vị khác",
    QuestionStatus.ANSWERED: "Lãnh đạo {unit} đang duyệt câu trả lời",
    QuestionStatus.APPROVED: "Ban Biên tập đang xem để công bố",
    QuestionStatus.MERGED: "Chờ câu trả lời chung",
    QuestionStatus.SPLIT: "Mỗi phần đi tiếp đến đơn vị của mình",
}
SEALED_NOW = "Người được giao riêng đang xem nội dung Quý vị gửi"
WAY_AHEAD = (
    "Chuyển đến đơn vị trả lời",
    "Đơn vị soạn câu trả lời",
    "Lãnh đạo đơn vị duyệt",
    "Công bố câu trả lời",
)
# How many of WAY_AHEAD are still to come.
STILL_AHEAD: Mapping[str, int] = {
    QuestionStatus.RECEIVED: 4,
    QuestionStatus.OBJECTED: 4,
    QuestionStatus.ACCEPTED: 4,
    QuestionStatus.REPORTED: 3,
    QuestionStatus.RETURNED: 3,
    QuestionStatus.AWAITING_INFORMATION: 3,
    QuestionStatus.ASSIGNED: 2,
    QuestionStatus.ANSWERED: 1,
    QuestionStatus.MERGED: 1,
}
STOPS = frozenset(
    {
        QuestionStatus.REJECTED,
        QuestionStatus.REFUSED,
        QuestionStatus.WITHDRAWN,
        QuestionStatus.RETRACTED,
    }
)


def timeline_for_citizen(question: Question, *, deadline: str = "") -> list[TimelineEntry]:
    """What happened, where the question is now and what comes, in the asker's words.

    Pure over the prefetched steps: no query. Only public words are told and units are named, not
    people. `deadline` is the sentence that stands at the present step.
    """
    told = [
        (step.happened_at, _told(step)) for step in question.steps.all() if step.verb in STEP_TITLES
    ]
    told += [(note.reminded_at, _noted(note)) for note in status_notes(question)]
    entries = [entry for _, entry in sorted(told, key=lambda pair: pair[0])]
    if question.status in STOPS and entries:
        entries[-1] = replace(entries[-1], state="stopped")
    if question.is_sealed:
        # No unit, no date and no publication lie ahead of what is kept apart.
        is_waiting = question.status in WAITING
        return entries + [TimelineEntry(SEALED_NOW, "current")] * is_waiting
    if question.status in NOW_TITLES and question.finished_at is None:
        title = NOW_TITLES[question.status].format(unit=question.lead_unit or "đơn vị")
        entries.append(TimelineEntry(title[0].upper() + title[1:], "current", words=deadline))
    ahead = STILL_AHEAD.get(question.status, 0)
    return entries + [
        TimelineEntry(title, "future") for title in WAY_AHEAD[len(WAY_AHEAD) - ahead :]
    ]


def status_notes(question: Question) -> list[Reminder]:
    """What the asker was told while the answer was late; over the prefetched reminders."""
    return [sent for sent in question.reminders.all() if sent.rule.audience == Audience.ASKER]


def _noted(note: Reminder) -> TimelineEntry:
    return TimelineEntry("Báo tình hình xử lý", "done", note.reminded_at, note.rule.words)


def _told(step: Step) -> TimelineEntry:
    title = STEP_TITLES[step.verb].format(unit=step.unit or "đơn vị")
    # A private reply stands above, whole.
    words = "" if step.verb == Verb.CLOSE_PRIVATELY else step.public_words
    if step.verb in TITLED_BY_WORDS and words:
        title, words = words, ""
    return TimelineEntry(title[0].upper() + title[1:], "done", step.happened_at, words)


def public_words_of(question: Question, *verbs: Verb) -> str:
    """What the asker was last told by one of `verbs`; over the prefetched steps."""
    told = [step.public_words for step in question.steps.all() if step.verb in verbs]
    return told[-1] if told else ""


def earlier_private_reply(question: Question) -> str:
    """What the asker was told alone before asking anew, "" otherwise; over the prefetched steps."""
    reopening = getattr(question, "reopening", None)
    if reopening is None:
        return ""
    told = [
        step.public_words
        for step in question.steps.all()
        if step.verb == Verb.CLOSE_PRIVATELY and step.happened_at <= reopening.reopened_at
    ]
    return told[0] if told else ""


def added_information(question: Question) -> list[InformationRequest]:
    """What the unit asked and the asker replied, oldest first; over the prefetched requests."""
    return [asked for asked in question.information_requests.all() if asked.reply]


def words_added(question: Question) -> list[str]:
    """All that the asker wrote after the first text; over the rows a question's page has at hand."""
    objection, reopening = (getattr(question, name, None) for name in ("objection", "reopening"))
    replies = [asked.reply for asked in added_information(question)]
    return [*replies, *(later.words for later in (objection, reopening) if later)]


# Says what happens and not why: a receipt lies on desks.
SEALED_STEP = (
    "Nội dung Quý vị gửi được giữ kín, chỉ người được giao mở được, và không công bố. "
    "Kết quả có trên trang theo dõi."
)


def next_step(submission: Submission) -> NextStep:
    """What the receipt says comes next."""
    whole = Question.objects.filter(submission=submission, part_of__isnull=True)
    question = whole.only("due_at", "is_sealed").first()
    if question and question.is_sealed:
        return NextStep(words=SEALED_STEP)
    return NextStep(
        words="Ban Biên tập xem, báo cáo Ban Chỉ đạo và chuyển đến đúng đơn vị trả lời.",
        due_at=question.due_at if question else None,
    )
