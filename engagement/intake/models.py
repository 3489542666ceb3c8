"""What every public form leaves behind. No address, no session: nothing that tells who sent it."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from engagement.intake.enums import AppliesTo, Proof
from engagement.intake.purposes import purpose_label


class Submission(models.Model):
    """One thing a citizen sent through a public form, and the code it is followed by."""

    form = models.CharField("biểu mẫu", max_length=60)
    key = models.UUIDField("khóa gửi", unique=True)
    reference = models.CharField("số phiếu", max_length=20, unique=True)
    secret = models.CharField("mã bí mật", max_length=5)
    received_at = models.DateTimeField("nhận lúc", db_default=Now())
    proof = models.CharField("kiểm tra tự động", max_length=20, choices=Proof.choices)
    content_hash = models.CharField("dấu nội dung", max_length=64, blank=True)

    class Meta:
        verbose_name = "phiếu nhận"
        verbose_name_plural = "phiếu nhận"
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(proof__in=Proof.values), name="submission_proof_known"
            ),
        ]
        indexes = [
            models.Index(fields=["form", "content_hash"], name="submission_by_content"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def tracking_code(self) -> str:
        """The full code: whoever has it is taken for the sender. Never log it or show it to staff."""
        return f"{self.reference}-{self.secret}"


class UsedChallenge(models.Model):
    """A proof-of-work challenge that a stored submission has used up.

    Being unique in the same transaction as the submission is what makes replay impossible.
    """

    challenge = models.CharField("thử thách", max_length=64, primary_key=True)
    # Empty for a survey's answer, which leaves no submission behind.
    submission = models.ForeignKey(Submission, models.CASCADE, null=True, related_name="+")
    expires_at = models.DateTimeField("hết hạn lúc", db_index=True)

    class Meta:
        verbose_name = "thử thách đã dùng"
        verbose_name_plural = "thử thách đã dùng"


class ConsentRecord(models.Model):
    """One tick that was given, with the version and hash of the words it stood beside."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="consents")
    purpose = models.CharField("mục đích", max_length=60)
    text_version = models.CharField("phiên bản", max_length=20)
    text_hash = models.CharField("dấu của lời văn", max_length=64)
    given_at = models.DateTimeField("đồng ý lúc", db_default=Now())

    class Meta:
        verbose_name = "sự đồng ý"
        verbose_name_plural = "sự đồng ý"
        constraints = [
            models.UniqueConstraint(fields=["submission", "purpose"], name="one_consent_a_purpose"),
        ]


class RateRule(models.Model):
    """At most `limit` acts of `purpose` from one address in any `window_seconds`.

    A purpose has two: a short window against bursts and a long one against patience. A change
    counts within two seconds (limits.RULES_CACHE_SECONDS).
    """

    purpose = models.CharField("việc", max_length=60)
    applies_to = models.CharField(
        "áp dụng cho", max_length=10, choices=AppliesTo.choices, default=AppliesTo.ANY
    )
    window_seconds = models.PositiveIntegerField("trong bao nhiêu giây")
    limit = models.PositiveIntegerField("số lượt tối đa")
    is_active = models.BooleanField("đang dùng", default=True)

    class Meta:
        verbose_name = "giới hạn lượt gửi"
        verbose_name_plural = "giới hạn lượt gửi"
        ordering = ["purpose", "applies_to", "window_seconds"]
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "applies_to", "window_seconds"], name="one_limit_a_window"
            ),
            models.CheckConstraint(
                condition=Q(applies_to__in=AppliesTo.values), name="rate_rule_applies_known"
            ),
            models.CheckConstraint(
                condition=Q(limit__gte=1, window_seconds__gte=1), name="rate_rule_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{purpose_label(self.purpose)}: {self.limit} lượt trong {self.window_seconds} giây"
