from django.db import models


class Proof(models.TextChoices):
    """What showed that a submission is no flood of a machine; moderators see it."""

    ALTCHA = "altcha", "Đã qua kiểm tra tự động của trang"
    RECAPTCHA = "recaptcha", "Đã qua reCAPTCHA"
    NONE = "none", "Chưa qua kiểm tra, theo giới hạn chặt hơn"
    QUARANTINED = "quarantined", "Chờ người kiểm duyệt xem trước"


class AppliesTo(models.TextChoices):
    """Which submissions a rate rule counts."""

    PROVEN = "proven", "Đã qua kiểm tra"
    UNPROVEN = "unproven", "Chưa qua kiểm tra"
    ANY = "any", "Mọi lượt gửi"
