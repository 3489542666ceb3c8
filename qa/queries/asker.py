"""What the holder of a tracking code sees: the question and its way in plain words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from engagement.intake.models import Submission
from engagement.intake.registry import NextStep
from engagement.web.dates import short_when
from qa.enums import (
    TRANSFER,
    ClockKind,
    QuestionStatus,
    Verb,
)
from qa.models import ClockRule, InformationRequest, Question, Step
from qa.queries.desk import with_everything

PURPOSE = "qa.ask"


def for_asker(submission: Submission) -> Question | None:
    """The question that came with `submission`, with all its asker may read, in few queries."""
    questions = with_everything(
        Question.objects.select_related(
            "submission", "lead_unit", "field", "commune", "answer", "publication"
        )
    )
    return questions.filter(submission=submission).first()


def answer_days() -> int | None:
    """How many working days an answer may take by the rule in force today, if there is one."""
    rule = ClockRule.objects.in_force(ClockKind.ANSWER, timezone.localdate())
    return rule.working_days if rule else None


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
    TRANSFER: "Chuyển đến đơn vị kế tục",
}
# These steps carry their title in the public words ("Chuyển Sở Y tế trả lời").
TITLED_BY_WORDS = frozenset(
    {Verb.ASSIGN, Verb.ASSIGN_BY_DELEGATION, Verb.REASSIGN, Verb.RETURN, TRANSFER}
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
}
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
    entries = [_told(step) for step in question.steps.all()]
    if question.status in STOPS and entries:
        entries[-1] = replace(entries[-1], state="stopped")
    if question.status in NOW_TITLES:
        title = NOW_TITLES[question.status].format(unit=question.lead_unit or "đơn vị")
        entries.append(TimelineEntry(title[0].upper() + title[1:], "current", words=deadline))
    ahead = STILL_AHEAD.get(question.status, 0)
    return entries + [
        TimelineEntry(title, "future") for title in WAY_AHEAD[len(WAY_AHEAD) - ahead :]
    ]


def _told(step: Step) -> TimelineEntry:
    title = STEP_TITLES[step.verb].format(unit=step.unit or "đơn vị")
    words = step.public_words
    if step.verb in TITLED_BY_WORDS and words:
        title, words = words, ""
    return TimelineEntry(title[0].upper() + title[1:], "done", step.happened_at, words)


def public_words_of(question: Question, *verbs: Verb) -> str:
    """What the asker was last told by one of `verbs`; over the prefetched steps."""
    told = [step.public_words for step in question.steps.all() if step.verb in verbs]
    return told[-1] if told else ""


def added_information(question: Question) -> list[InformationRequest]:
    """What the unit asked and the asker replied, oldest first; over the prefetched requests."""
    return [asked for asked in question.information_requests.all() if asked.reply]


def next_step(submission: Submission) -> NextStep:
    """What the receipt says comes next."""
    question = Question.objects.filter(submission=submission).only("due_at").first()
    return NextStep(
        words="Ban Biên tập xem, báo cáo Ban Chỉ đạo và chuyển đến đúng đơn vị trả lời.",
        due_at=question.due_at if question else None,
    )
