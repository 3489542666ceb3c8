from django.db import models


class ReorganisationStatus(models.TextChoices):
    DRAFT = "draft", "Đang soạn"
    PLANNED = "planned", "Chờ đến ngày"
    APPLIED = "applied", "Đã thực hiện"
    CANCELLED = "cancelled", "Đã bỏ"
