"""The question and all that happens to it. What a citizen typed stands here and nowhere else."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Case, F, IntegerField, Q, When
from django.urls import reverse
from django.utils import timezone

from engagement.accounts.models import Unit
from engagement.intake.models import Submission
from engagement.moderation.reasons import RejectionReason
from engagement.text.fields import NormalisedCharField, NormalisedTextField
from engagement.text.words import searchable
from qa.enums import WAITING, Channel, QuestionKind, QuestionStatus, UnitRole
from qa.models.clock_rule import ClockRule
from qa.models.routing import Field, Report, StandingDelegation
from qa.models.shared import QUESTION_MAX_LENGTH, choices_hold

ANONYMOUS = "Người dân (không hiện tên)"
CUT = "…"


def shortened(text: str, length: int) -> str:
    """The first line of `text`, cut at a word to at most `length` characters, CUT included."""
    first_line = text.strip().split("\n", 1)[0]
    if len(first_line) <= length:
        return first_line
    words = first_line[: length - 1].rpartition(" ")[0] or first_line[: length - 2]
    return f"{words} {CUT}"


# The order of the desk's lists: danger nobody has looked at, open ones by deadline, newest finished.
URGENCY = Case(
    When(status=QuestionStatus.RECEIVED, kind=QuestionKind.EMERGENCY, then=-1),
    When(status__in=WAITING, then=0),
    default=1,
    output_field=IntegerField(),
)
FINISHED_STEP_AT = Case(When(~Q(status__in=WAITING), then=F("status_changed_at")))
DESK_ORDER = (URGENCY, FINISHED_STEP_AT.desc(), F("due_at"), F("id"))


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
            models.Index(*DESK_ORDER, name="question_desk_order"),
            # A name is searched letter by letter: it is read here, not in every long row.
            models.Index(
                fields=["asker_name", "id"], condition=~Q(asker_name=""), name="question_name"
            ),
            # Figures are counted from these two alone.
            models.Index(
                fields=[
                    "received_at",
                    "is_sealed",
                    "is_split",
                    "lead_unit",
                    "field",
                    "commune",
                    "id",
                ],
                name="question_received",
            ),
            models.Index(
                fields=[
                    "finished_at",
                    "status",
                    "working_days_taken",
                    "is_sealed",
                    "is_split",
                    "lead_unit",
                    "field",
                    "commune",
                    "id",
                ],
                condition=Q(finished_at__isnull=False),
                name="question_finished",
            ),
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
