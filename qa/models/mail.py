"""A letter that came by e-mail, until somebody has made a question of it or thrown it away."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from engagement.text.fields import NormalisedCharField, NormalisedTextField
from qa.enums import DraftStatus
from qa.models.attachment import attachment_path, private_storage
from qa.models.question import Question
from qa.models.shared import WORDS_MAX_LENGTH, choices_hold

MAIL_MAX_LENGTH = 20_000


class MailDraft(models.Model):
    """What a letter said. Its words go when it is decided; the row stays so that it comes in once.

    `fingerprint` is the SHA-256 of its Message-ID, or of the letter where it has none.
    """

    fingerprint = models.CharField("dấu của thư", max_length=64, unique=True)
    status = models.CharField(
        "tình trạng", max_length=10, choices=DraftStatus.choices, default=DraftStatus.WAITING
    )
    # What looks like a denunciation is opened by its own right alone, as the question would be.
    is_sealed = models.BooleanField("niêm phong", default=False)
    sender = models.EmailField("người gửi", blank=True)
    sender_name = NormalisedCharField("tên người gửi", max_length=120, blank=True)
    subject = NormalisedCharField("tiêu đề", max_length=250, blank=True)
    text = NormalisedTextField("nội dung", max_length=MAIL_MAX_LENGTH, blank=True)
    notes = NormalisedTextField("ghi chú khi nhận", max_length=WORDS_MAX_LENGTH, blank=True)
    received_at = models.DateTimeField("nhận lúc", default=timezone.now)
    reason = NormalisedCharField("lý do", max_length=200, blank=True)
    decided_at = models.DateTimeField("xử lý lúc", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người xử lý",
    )
    question = models.OneToOneField(
        Question,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="mail_draft",
        verbose_name="câu hỏi",
    )

    class Meta:
        verbose_name = "thư điện tử đến"
        verbose_name_plural = "thư điện tử đến"
        ordering = ["received_at", "pk"]
        constraints = [
            choices_hold("status", DraftStatus, "mail_draft_status_known"),
            # What the software leaves out by itself was decided by nobody.
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False)
                | Q(status=DraftStatus.IGNORED),
                name="mail_draft_decided_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(status=DraftStatus.WAITING) | Q(text="", sender="", subject=""),
                name="mail_draft_words_only_while_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"Thư số {self.pk}"


class MailAttachment(models.Model):
    """A checked file that came with a letter."""

    draft = models.ForeignKey(
        MailDraft, models.CASCADE, related_name="attachments", verbose_name="thư"
    )
    file = models.FileField("tệp", upload_to=attachment_path, storage=private_storage)
    display_name = NormalisedCharField("tên tệp", max_length=120)
    content_type = models.CharField("loại", max_length=100)
    size = models.PositiveIntegerField("cỡ (byte)")

    class Meta:
        verbose_name = "tệp của thư"
        verbose_name_plural = "tệp của thư"
        ordering = ["pk"]
