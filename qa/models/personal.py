"""What a citizen asks about their own data, by when it is due, and how they prove who they are."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from qa.enums import DataRequestChannel, DataRequestKind
from qa.models.question import Question
from qa.models.shared import choices_hold


class ContactProof(models.Model):
    """A one-time code that was sent to the asker's address; only its keyed hash is stored."""

    question = models.ForeignKey(
        Question, models.CASCADE, related_name="contact_proofs", verbose_name="câu hỏi"
    )
    code_hash = models.CharField("dấu của mã", max_length=64)
    sent_at = models.DateTimeField("gửi lúc", default=timezone.now)
    expires_at = models.DateTimeField("hết hạn lúc")
    tries = models.PositiveSmallIntegerField("số lần nhập", default=0)
    proven_at = models.DateTimeField("nhập đúng lúc", null=True, blank=True)

    class Meta:
        verbose_name = "mã xác nhận liên hệ"
        verbose_name_plural = "mã xác nhận liên hệ"
        ordering = ["-sent_at", "-pk"]


class PersonalDataRequest(models.Model):
    """A request of Decree 356/2025: received, due, done, and whether in time. It holds no words."""

    question = models.ForeignKey(
        Question, models.PROTECT, related_name="data_requests", verbose_name="câu hỏi"
    )
    kind = models.CharField("yêu cầu", max_length=10, choices=DataRequestKind.choices)
    channel = models.CharField("cách gửi", max_length=10, choices=DataRequestChannel.choices)
    received_at = models.DateTimeField("nhận lúc", default=timezone.now)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người nhận",
    )
    due_at = models.DateTimeField("hạn", null=True, blank=True)
    done_at = models.DateTimeField("xong lúc", null=True, blank=True)
    # Empty where the citizen did it alone, by the code.
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người làm",
    )
    was_in_time = models.BooleanField("đúng hạn", null=True, blank=True)
    calendar_version = models.CharField("bản lịch làm việc", max_length=64, blank=True)

    class Meta:
        verbose_name = "yêu cầu về dữ liệu cá nhân"
        verbose_name_plural = "yêu cầu về dữ liệu cá nhân"
        ordering = ["-received_at", "-pk"]
        indexes = [models.Index(fields=["done_at", "due_at"], name="data_request_open_due")]
        constraints = [
            choices_hold("kind", DataRequestKind, "data_request_kind_known"),
            choices_hold("channel", DataRequestChannel, "data_request_channel_known"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=False)
                | Q(done_by__isnull=True, was_in_time__isnull=True),
                name="data_request_verdict_only_when_done",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.question})"
