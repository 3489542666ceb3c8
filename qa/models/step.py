"""What happens to a question on its way: its steps, what was asked back, an objection."""

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from engagement.accounts.models import Unit
from engagement.text.fields import NormalisedTextField
from engagement.worktime.calendar import working_days_between
from engagement.worktime.queries import current_calendar
from qa.enums import GIVEN, QuestionStatus, ReturnReason, Verb
from qa.models.question import Question
from qa.models.shared import QUESTION_MAX_LENGTH, WORDS_MAX_LENGTH


class Step(models.Model):
    """One thing that happened, for the history; the citizen sees the public words only."""

    question = models.ForeignKey(
        Question, models.CASCADE, related_name="steps", verbose_name="câu hỏi"
    )
    verb = models.CharField("việc", max_length=30)
    status = models.CharField("bước sau đó", max_length=30, choices=QuestionStatus.choices)
    happened_at = models.DateTimeField("lúc", default=timezone.now)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người làm",
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị"
    )
    words = NormalisedTextField("lời nội bộ", blank=True, max_length=WORDS_MAX_LENGTH)
    public_words = NormalisedTextField("lời cho người hỏi", blank=True, max_length=WORDS_MAX_LENGTH)
    return_reason = models.CharField(
        "lý do chuyển trả", max_length=20, blank=True, choices=ReturnReason.choices
    )
    proposed_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đề nghị giao"
    )

    # What figures count: kept when it happens and never changed after it (ADR 0018).
    lead_unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="đơn vị chủ trì lúc đó",
    )
    working_days = models.PositiveSmallIntegerField(
        "số ngày làm việc từ khi nhận", null=True, blank=True
    )
    was_in_time = models.BooleanField("trả lời đúng hạn", null=True, blank=True)
    is_first_response = models.BooleanField("phản hồi đầu tiên", default=False)
    is_first_answer = models.BooleanField("trả lời lần đầu", default=False)

    class Meta:
        verbose_name = "bước xử lý"
        verbose_name_plural = "bước xử lý"
        ordering = ["happened_at", "pk"]
        indexes = [
            models.Index(fields=["verb", "happened_at"], name="step_verb_when"),
            models.Index(fields=["lead_unit", "happened_at"], name="step_lead_unit_when"),
            models.Index(
                fields=[
                    "happened_at",
                    "question",
                    "lead_unit",
                    "working_days",
                    "was_in_time",
                    "id",
                ],
                condition=Q(is_first_answer=True),
                name="step_first_answer",
            ),
            models.Index(
                fields=["happened_at", "question", "working_days", "id"],
                condition=Q(is_first_response=True),
                name="step_first_response",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} → {self.status}"

    def save(self, **kwargs: object) -> None:
        """Keep with a new step what figures count of it; later changes do not touch that."""
        if self._state.adding:
            self._keep_facts()
        super().save(**kwargs)  # type: ignore[arg-type]

    def _keep_facts(self) -> None:
        """The unit of the moment; the first word and the first answer, their time and verdict.

        Here and not in a service, because whoever writes a step, figures must not miss it. The
        question at hand is the one just moved: its verdict is that of this answer.
        """
        if self.lead_unit_id is None:
            self.lead_unit_id = self.question.lead_unit_id
        gives_answer = self.status in GIVEN
        if self.done_by_id is None and not gives_answer:
            return
        earlier = Step.objects.filter(question=self.question_id)
        known = earlier.aggregate(
            answers=Count("pk", filter=Q(is_first_answer=True)),
            responses=Count("pk", filter=Q(is_first_response=True)),
        )
        self.is_first_response = not known["responses"]
        self.is_first_answer = gives_answer and not known["answers"]
        if gives_answer:
            self.was_in_time = self.question.was_in_time
        if self.is_first_response or gives_answer:
            self.working_days = working_days_between(
                current_calendar(),
                timezone.localdate(self.question.received_at),
                timezone.localdate(self.happened_at),
            )

    @property
    def is_received(self) -> bool:
        return self.verb == "receive"

    @property
    def is_by_citizen(self) -> bool:
        return self.verb in {
            "receive",
            Verb.OBJECT,
            Verb.ADD_INFORMATION,
            Verb.WITHDRAW,
            Verb.REOPEN,
            Verb.REOPEN_TO_BOARD,
        }


class InformationRequest(models.Model):
    """What the unit asked the citizen, and the reply; the clock stands still in between."""

    question = models.ForeignKey(
        Question, models.CASCADE, related_name="information_requests", verbose_name="câu hỏi"
    )
    words = NormalisedTextField("điều cần bổ sung", max_length=WORDS_MAX_LENGTH)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người yêu cầu"
    )
    asked_at = models.DateTimeField("yêu cầu lúc", default=timezone.now)
    reply = NormalisedTextField("trả lời bổ sung", blank=True, max_length=QUESTION_MAX_LENGTH)
    replied_at = models.DateTimeField("bổ sung lúc", null=True, blank=True)

    class Meta:
        verbose_name = "yêu cầu bổ sung"
        verbose_name_plural = "yêu cầu bổ sung"
        ordering = ["asked_at", "pk"]


class Objection(models.Model):
    """The sender's one objection to a rejection, decided by another moderator (R-5.1)."""

    question = models.OneToOneField(
        Question, models.CASCADE, related_name="objection", verbose_name="câu hỏi"
    )
    words = NormalisedTextField("lý do đề nghị xem lại", max_length=WORDS_MAX_LENGTH)
    objected_at = models.DateTimeField("đề nghị lúc", default=timezone.now)

    class Meta:
        verbose_name = "đề nghị xem lại"
        verbose_name_plural = "đề nghị xem lại"
