"""The question and all that happens to it. What a citizen typed stands here and nowhere else."""

import uuid
from datetime import datetime
from pathlib import PurePath

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from engagement.accounts.models import Unit
from engagement.intake.models import Submission
from engagement.moderation.reasons import RejectionReason
from engagement.text.fields import NormalisedCharField, NormalisedTextField
from engagement.text.words import searchable
from engagement.worktime.calendar import working_days_between
from engagement.worktime.queries import current_calendar
from qa.enums import GIVEN, Channel, QuestionKind, QuestionStatus, ReturnReason, UnitRole, Verb
from qa.models.clock_rule import ClockRule
from qa.models.routing import Field, Report, StandingDelegation
from qa.models.shared import QUESTION_MAX_LENGTH, WORDS_MAX_LENGTH, choices_hold

ANONYMOUS = "Người dân (không hiện tên)"
CUT = "…"


def shortened(text: str, length: int) -> str:
    """The first line of `text`, cut at a word to at most `length` characters, CUT included."""
    first_line = text.strip().split("\n", 1)[0]
    if len(first_line) <= length:
        return first_line
    words = first_line[: length - 1].rpartition(" ")[0] or first_line[: length - 2]
    return f"{words} {CUT}"


class QuestionQuerySet(models.QuerySet["Question"]):
    def unsealed(self) -> "QuestionQuerySet":
        """Leave out what only its own right may see: no list, figure or training reads it."""
        return self.filter(is_sealed=False)

    def counted(self) -> "QuestionQuerySet":
        """What figures count: nothing sealed, and of a question that was split its parts alone."""
        return self.unsealed().filter(is_split=False)


class Question(models.Model):
    """A citizen's question from the moment it was received to its answer."""

    # The parts of a question that was split came by one submission and have one tracking code.
    submission = models.ForeignKey(
        Submission,
        models.PROTECT,
        related_name="questions",
        related_query_name="question",
        verbose_name="phiếu nhận",
    )
    part_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name="tách từ câu hỏi",
    )
    part_number = models.PositiveSmallIntegerField("phần số", null=True, blank=True)
    is_split = models.BooleanField("đã tách", default=False)
    answered_with = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="followers",
        verbose_name="gộp vào câu hỏi",
    )
    status = models.CharField(
        "bước",
        max_length=30,
        choices=QuestionStatus.choices,
        default=QuestionStatus.RECEIVED,
    )
    status_changed_at = models.DateTimeField("vào bước này lúc", default=timezone.now)
    received_at = models.DateTimeField("nhận lúc", default=timezone.now)
    kind = models.CharField(
        "loại việc", max_length=20, choices=QuestionKind.choices, default=QuestionKind.QUESTION
    )
    # Empty while nobody has confirmed what the software took it for.
    kind_set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người xếp loại",
    )
    channel = models.CharField(
        "kênh tiếp nhận", max_length=10, choices=Channel.choices, default=Channel.WEB
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người nhập hộ",
    )
    entered_at = models.DateTimeField("nhập lúc", null=True, blank=True)
    # A denunciation: never published, searched, counted live or learnt from.
    is_sealed = models.BooleanField("niêm phong", default=False)

    text = NormalisedTextField("câu hỏi", max_length=QUESTION_MAX_LENGTH)
    asker_name = NormalisedCharField("người hỏi", max_length=120, blank=True)
    is_name_withheld = models.BooleanField("không hiện tên khi công bố", default=True)
    contact_email = models.EmailField("thư điện tử", blank=True)
    contact_phone = NormalisedCharField("điện thoại", max_length=20, blank=True)
    commune = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="xã, phường"
    )
    erased_at = models.DateTimeField("xóa nội dung lúc", null=True, blank=True)
    search_text = models.TextField("bản tìm kiếm", editable=False, blank=True)

    field = models.ForeignKey(
        Field, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lĩnh vực"
    )
    lead_unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="led_questions",
        verbose_name="đơn vị chủ trì",
    )
    report = models.ForeignKey(
        Report,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name="danh sách báo cáo",
    )
    delegation = models.ForeignKey(
        StandingDelegation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ủy quyền",
    )

    # How often units gave it back since an arbiter last decided; and whether the arbiter did.
    returns = models.PositiveSmallIntegerField("số lần chuyển trả", default=0)
    is_arbitrated = models.BooleanField("đơn vị do phân xử", default=False)

    rejection_reason = models.CharField(
        "lý do từ chối", max_length=10, blank=True, choices=RejectionReason.choices
    )
    rejected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người từ chối",
    )

    clock_rule = models.ForeignKey(
        ClockRule, models.PROTECT, null=True, related_name="+", verbose_name="quy định thời hạn"
    )
    due_at = models.DateTimeField("hạn trả lời", null=True, blank=True)
    paused_at = models.DateTimeField("tạm dừng từ", null=True, blank=True)
    was_paused = models.BooleanField("đã từng tạm dừng", default=False)
    # In days as the rule counts them, over all pauses of this round.
    paused_days = models.PositiveSmallIntegerField("số ngày đã tạm dừng", default=0)
    # A clock that starts anew (a reopened question) counts from here, as its next round.
    clock_restarted_at = models.DateTimeField("tính lại từ", null=True, blank=True)
    clock_round = models.PositiveSmallIntegerField("lần tính hạn", default=1)
    finished_at = models.DateTimeField("xong lúc", null=True, blank=True)
    was_in_time = models.BooleanField("đúng hạn", null=True, blank=True)
    working_days_taken = models.PositiveSmallIntegerField("số ngày làm việc", null=True, blank=True)
    calendar_version = models.CharField("bản lịch làm việc", max_length=64, blank=True)
    # Written once with the verdict: neither a later calendar nor a later rule rewords it.
    verdict = NormalisedTextField("kết luận về thời hạn", blank=True, editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = "câu hỏi"
        verbose_name_plural = "câu hỏi"
        ordering = ["due_at", "pk"]
        indexes = [
            # The boxes of the desk are counted and put in order from this index alone: rows are
            # long, for the words stand in them.
            models.Index(
                fields=[
                    "status",
                    "due_at",
                    "status_changed_at",
                    "lead_unit",
                    "rejected_by",
                    "is_sealed",
                    "kind",
                    "returns",
                    "id",
                ],
                name="question_boxes",
            ),
            models.Index(fields=["lead_unit", "status"], name="question_unit_status"),
            models.Index(fields=["received_at"], name="question_received"),
            models.Index(
                fields=["status"], condition=Q(is_sealed=True), name="question_sealed_status"
            ),
            models.Index(
                fields=["entered_by", "entered_at"],
                condition=Q(entered_by__isnull=False),
                name="question_entered",
            ),
        ]
        constraints = [
            choices_hold("status", QuestionStatus, "question_status_known"),
            choices_hold("kind", QuestionKind, "question_matter_known"),
            choices_hold("channel", Channel, "question_channel_known"),
            models.CheckConstraint(
                condition=Q(entered_by__isnull=True, entered_at__isnull=True)
                | Q(entered_by__isnull=False, entered_at__isnull=False),
                name="question_entered_at_and_by",
            ),
            models.CheckConstraint(
                condition=~Q(kind=QuestionKind.DENUNCIATION) | Q(is_sealed=True),
                name="question_denunciation_is_sealed",
            ),
            models.CheckConstraint(
                condition=Q(rejection_reason="") | Q(rejection_reason__in=RejectionReason.values),
                name="question_rejection_reason_known",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, was_in_time__isnull=True)
                | Q(finished_at__isnull=False),
                name="question_verdict_only_when_finished",
            ),
            models.UniqueConstraint(
                fields=["submission"],
                condition=Q(part_of__isnull=True),
                name="one_whole_question_a_submission",
            ),
            models.UniqueConstraint(fields=["part_of", "part_number"], name="one_part_a_number"),
            models.CheckConstraint(
                condition=Q(part_of__isnull=True, part_number__isnull=True)
                | Q(part_of__isnull=False, part_number__isnull=False),
                name="question_part_has_a_number",
            ),
            models.CheckConstraint(
                condition=~Q(status=QuestionStatus.MERGED) | Q(answered_with__isnull=False),
                name="question_merged_into_one",
            ),
            models.CheckConstraint(
                condition=~Q(answered_with=models.F("id")), name="question_not_merged_into_itself"
            ),
            models.CheckConstraint(
                condition=Q(answered_with__isnull=True) | Q(is_split=False),
                name="question_merged_is_not_split",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def save(self, **kwargs: object) -> None:
        """Keep the search column in step with the text; a withdrawal empties both."""
        self.search_text = searchable(self.text)
        super().save(**kwargs)  # type: ignore[arg-type]

    @property
    def reference(self) -> str:
        """What staff see and letters name; the citizen alone holds the full tracking code.

        A part's ends with its number ("HG-7K4M-2Q9-1"): a fourth group of one digit, as no code has.
        """
        whole = self.submission.reference
        return f"{whole}-{self.part_number}" if self.part_number else whole

    @property
    def clock_started_at(self) -> datetime:
        """Since when the answer's clock counts: receipt, or the last time it started anew."""
        return self.clock_restarted_at or self.received_at

    @property
    def summary(self) -> str:
        """The first line, cut at a word near 120 characters; for lists."""
        return shortened(self.text, 120)

    @property
    def is_name_public(self) -> bool:
        """Whether the asker gave a name and agreed to its being shown."""
        return bool(self.asker_name) and not self.is_name_withheld

    @property
    def asker_label(self) -> str:
        """The name as it may stand in public."""
        return self.asker_name if self.is_name_public else ANONYMOUS

    def get_absolute_url(self) -> str:
        return reverse("desk:question_detail", args=[self.reference])


class Assignment(models.Model):
    """A unit that holds the question, as lead or co-ordinating, from when to when."""

    question = models.ForeignKey(
        Question, models.CASCADE, related_name="assignments", verbose_name="câu hỏi"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="assignments", verbose_name="đơn vị"
    )
    role = models.CharField("vai trò", max_length=20, choices=UnitRole.choices)
    assigned_at = models.DateTimeField("giao lúc", default=timezone.now)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người giao"
    )
    ended_at = models.DateTimeField("thôi giữ lúc", null=True, blank=True)

    class Meta:
        verbose_name = "phân công"
        verbose_name_plural = "phân công"
        ordering = ["assigned_at", "pk"]
        indexes = [
            models.Index(
                fields=["unit", "question"],
                condition=Q(ended_at__isnull=True),
                name="assignment_held_now",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["question"],
                condition=Q(role=UnitRole.LEAD, ended_at__isnull=True),
                name="one_lead_unit_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["question", "unit"],
                condition=Q(ended_at__isnull=True),
                name="a_unit_holds_a_question_once",
            ),
            choices_hold("role", UnitRole, "assignment_role_known"),
        ]


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
                fields=["happened_at"],
                condition=Q(is_first_answer=True),
                name="step_first_answer",
            ),
            models.Index(
                fields=["happened_at"],
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


def attachment_path(_row: models.Model | None, filename: str) -> str:
    """A random name that tells nothing; the extension was checked against the content."""
    return f"qa/{uuid.uuid4().hex}{PurePath(filename).suffix}"


def private_storage() -> FileSystemStorage:
    """Files under MEDIA_ROOT, which has no public address; only the download views open them."""
    return FileSystemStorage()


class Attachment(models.Model):
    """A checked file that came with the question or with added information."""

    question = models.ForeignKey(
        Question, models.CASCADE, related_name="attachments", verbose_name="câu hỏi"
    )
    file = models.FileField("tệp", upload_to=attachment_path, storage=private_storage)
    display_name = NormalisedCharField("tên tệp", max_length=120)
    content_type = models.CharField("loại", max_length=100)
    size = models.PositiveIntegerField("cỡ (byte)")
    added_at = models.DateTimeField("gửi lúc", default=timezone.now)

    class Meta:
        verbose_name = "tệp đính kèm"
        verbose_name_plural = "tệp đính kèm"
        ordering = ["pk"]
