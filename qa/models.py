"""Rows of the question. What a citizen typed stands here and nowhere else: not in audit or logs."""

import uuid
from datetime import date
from pathlib import PurePath

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from engagement.accounts.models import Unit
from engagement.intake.models import Submission
from engagement.moderation.reasons import RejectionReason
from engagement.text.fields import NormalisedCharField, NormalisedTextField
from engagement.text.fold import fold
from qa.enums import ClockKind, QuestionStatus, ReturnReason, UnitRole, Verb

QUESTION_MAX_LENGTH = 5_000
ANSWER_MAX_LENGTH = 20_000
WORDS_MAX_LENGTH = 2_000


def choices_hold(
    field: str, choices: type[models.TextChoices], name: str
) -> models.CheckConstraint:
    """Let the database refuse a value that is not one of `choices`."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": choices.values}), name=name)


class Field(models.Model):
    """A subject area (lĩnh vực) that questions are sorted into."""

    code = models.SlugField("mã", unique=True)
    name = NormalisedCharField("tên lĩnh vực", max_length=120)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    is_active = models.BooleanField("đang dùng", default=True)

    class Meta:
        verbose_name = "lĩnh vực"
        verbose_name_plural = "lĩnh vực"
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class ClockRuleQuerySet(models.QuerySet["ClockRule"]):
    def in_force(self, kind: ClockKind, on: date) -> "ClockRule | None":
        """The newest rule of `kind` whose dates hold `on`, or None."""
        open_ended = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
        return (
            self.filter(open_ended, kind=kind, valid_from__lte=on).order_by("-valid_from").first()
        )


class ClockRule(models.Model):
    """How long a thing may take, by which rule, from when to when. A change is a new row."""

    kind = models.CharField("việc", max_length=20, choices=ClockKind.choices)
    working_days = models.PositiveSmallIntegerField("số ngày làm việc")
    basis = NormalisedCharField("căn cứ", max_length=200)
    valid_from = models.DateField("áp dụng từ")
    valid_to = models.DateField("đến hết", null=True, blank=True)

    objects = ClockRuleQuerySet.as_manager()

    class Meta:
        verbose_name = "quy định thời hạn"
        verbose_name_plural = "quy định thời hạn"
        ordering = ["kind", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "valid_from"], name="one_clock_rule_a_day"),
            models.CheckConstraint(
                condition=Q(working_days__gte=1), name="clock_rule_at_least_a_day"
            ),
            choices_hold("kind", ClockKind, "clock_rule_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.working_days} ngày làm việc ({self.basis})"


class DelegationQuerySet(models.QuerySet["StandingDelegation"]):
    def covering(self, field_id: int | None, on: date) -> "StandingDelegation | None":
        """A delegation in force on `on` for every subject or for this one, or None."""
        everything = Q(fields__isnull=True)
        scope = everything | Q(fields=field_id) if field_id else everything
        in_force = self.filter(scope, valid_from__lte=on, valid_to__gte=on)
        return in_force.order_by("-valid_to", "pk").first()


class StandingDelegation(models.Model):
    """Ban Chỉ đạo's dated permission to route questions before each is reported (R-13.1)."""

    decision_number = NormalisedCharField("số văn bản", max_length=60)
    scope = NormalisedCharField("phạm vi", max_length=300, blank=True)
    fields = models.ManyToManyField(
        Field, verbose_name="lĩnh vực (trống: mọi lĩnh vực)", blank=True
    )
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày")
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người giao"
    )
    granted_at = models.DateTimeField("giao lúc", default=timezone.now)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = "ủy quyền thường xuyên"
        verbose_name_plural = "ủy quyền thường xuyên"
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gte=models.F("valid_from")),
                name="delegation_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return self.decision_number


class Report(models.Model):
    """One list of accepted questions handed to Ban Chỉ đạo (R-13.1); it can be printed."""

    note = NormalisedTextField("ghi chú", blank=True, max_length=WORDS_MAX_LENGTH)
    reported_at = models.DateTimeField("báo cáo lúc", default=timezone.now)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người báo cáo"
    )

    class Meta:
        verbose_name = "danh sách báo cáo Ban Chỉ đạo"
        verbose_name_plural = "danh sách báo cáo Ban Chỉ đạo"
        ordering = ["-reported_at", "-pk"]

    def __str__(self) -> str:
        return f"Danh sách số {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("desk:report_detail", args=[self.pk])


class Question(models.Model):
    """A citizen's question from the moment it was received to its answer."""

    submission = models.OneToOneField(
        Submission, models.PROTECT, related_name="question", verbose_name="phiếu nhận"
    )
    status = models.CharField(
        "bước",
        max_length=30,
        choices=QuestionStatus.choices,
        default=QuestionStatus.RECEIVED,
    )
    status_changed_at = models.DateTimeField("vào bước này lúc", default=timezone.now)
    received_at = models.DateTimeField("nhận lúc", default=timezone.now)

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
    finished_at = models.DateTimeField("xong lúc", null=True, blank=True)
    was_in_time = models.BooleanField("đúng hạn", null=True, blank=True)
    working_days_taken = models.PositiveSmallIntegerField("số ngày làm việc", null=True, blank=True)
    calendar_version = models.CharField("bản lịch làm việc", max_length=64, blank=True)

    class Meta:
        verbose_name = "câu hỏi"
        verbose_name_plural = "câu hỏi"
        ordering = ["due_at", "pk"]
        indexes = [
            models.Index(fields=["status", "due_at"], name="question_status_due"),
            models.Index(fields=["lead_unit", "status"], name="question_unit_status"),
            models.Index(fields=["received_at"], name="question_received"),
        ]
        constraints = [
            choices_hold("status", QuestionStatus, "question_status_known"),
            models.CheckConstraint(
                condition=Q(rejection_reason="") | Q(rejection_reason__in=RejectionReason.values),
                name="question_rejection_reason_known",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, was_in_time__isnull=True)
                | Q(finished_at__isnull=False),
                name="question_verdict_only_when_finished",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def save(self, **kwargs: object) -> None:
        """Keep the folded search column in step with the text; a withdrawal empties both."""
        self.search_text = fold(self.text)
        super().save(**kwargs)  # type: ignore[arg-type]

    @property
    def reference(self) -> str:
        """What staff see and letters name; the citizen alone holds the full tracking code."""
        return self.submission.reference

    @property
    def summary(self) -> str:
        """The first line, cut at a word near 120 characters; for lists."""
        first_line = self.text.strip().split("\n", 1)[0]
        if len(first_line) <= 120:
            return first_line
        return first_line[:120].rsplit(" ", 1)[0] + " …"

    @property
    def asker_label(self) -> str:
        """The name as it may stand in public."""
        if self.is_name_withheld or not self.asker_name:
            return "Người dân (không hiện tên)"
        return self.asker_name

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

    class Meta:
        verbose_name = "bước xử lý"
        verbose_name_plural = "bước xử lý"
        ordering = ["happened_at", "pk"]

    def __str__(self) -> str:
        return f"{self.verb} → {self.status}"

    @property
    def is_received(self) -> bool:
        return self.verb == "receive"

    @property
    def is_by_citizen(self) -> bool:
        return self.verb in {"receive", Verb.OBJECT, Verb.ADD_INFORMATION, Verb.WITHDRAW}


class Answer(models.Model):
    """The unit's answer: a draft first, then what was submitted and approved."""

    question = models.OneToOneField(
        Question, models.CASCADE, related_name="answer", verbose_name="câu hỏi"
    )
    text = NormalisedTextField("nội dung trả lời", blank=True, max_length=ANSWER_MAX_LENGTH)
    version = models.PositiveIntegerField("lần lưu", default=1)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người sửa"
    )
    edited_at = models.DateTimeField("sửa lúc", default=timezone.now)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người duyệt",
    )
    approved_at = models.DateTimeField("duyệt lúc", null=True, blank=True)

    class Meta:
        verbose_name = "câu trả lời"
        verbose_name_plural = "câu trả lời"
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="answer_approved_at_and_by",
            )
        ]


class Contribution(models.Model):
    """What a co-ordinating unit gives the lead for the answer; seen by staff only."""

    question = models.ForeignKey(
        Question, models.CASCADE, related_name="contributions", verbose_name="câu hỏi"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    text = NormalisedTextField("ý kiến phối hợp", max_length=ANSWER_MAX_LENGTH)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người gửi"
    )
    given_at = models.DateTimeField("gửi lúc", default=timezone.now)

    class Meta:
        verbose_name = "ý kiến phối hợp"
        verbose_name_plural = "ý kiến phối hợp"
        ordering = ["given_at", "pk"]


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


def attachment_path(_attachment: "Attachment", filename: str) -> str:
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


class Publication(models.Model):
    """What the public reads: its own copy of question and answer, free of what stays private."""

    question = models.OneToOneField(
        Question, models.PROTECT, related_name="publication", verbose_name="câu hỏi"
    )
    title = NormalisedCharField("tiêu đề", max_length=200)
    slug = models.SlugField("đường dẫn", max_length=80)
    question_text = NormalisedTextField("câu hỏi công bố", max_length=QUESTION_MAX_LENGTH)
    answer_text = NormalisedTextField("trả lời công bố", max_length=ANSWER_MAX_LENGTH)
    asker_label = NormalisedCharField("tên hiện", max_length=120)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị trả lời")
    # The name at the time of answering: a merger later must not rewrite who answered.
    unit_name = NormalisedCharField("tên đơn vị khi trả lời", max_length=200)
    field = models.ForeignKey(
        Field, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lĩnh vực"
    )
    commune = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="xã, phường"
    )
    published_at = models.DateTimeField("công bố lúc", default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người công bố"
    )
    working_days_taken = models.PositiveSmallIntegerField("số ngày làm việc", null=True, blank=True)
    retracted_at = models.DateTimeField("gỡ lúc", null=True, blank=True)
    retraction_note = NormalisedTextField("lý do gỡ", blank=True, max_length=WORDS_MAX_LENGTH)
    search_text = models.TextField("bản tìm kiếm", editable=False)

    class Meta:
        verbose_name = "câu trả lời đã công bố"
        verbose_name_plural = "câu trả lời đã công bố"
        ordering = ["-published_at", "-pk"]
        indexes = [models.Index(fields=["-published_at"], name="publication_newest")]

    def __str__(self) -> str:
        return self.title

    def save(self, **kwargs: object) -> None:
        """Keep the slug (once) and the folded search column in step with the words."""
        if not self.slug:
            self.slug = slugify(fold(self.title))[:80].rstrip("-") or "cau-hoi"
        self.search_text = fold(
            f"{self.title}\n{self.question_text}\n{self.answer_text}\n{self.unit_name}"
        )
        super().save(**kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return reverse("qa:answer", args=[self.pk, self.slug])
