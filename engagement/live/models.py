from django.db import models
from django.db.models.functions import Now


class Notice(models.Model):
    """Something of `subject` has changed. Stored with the change, deleted once shown."""

    subject = models.CharField(max_length=64)

    class Meta:
        verbose_name = "báo thay đổi"
        verbose_name_plural = "báo thay đổi"


class Snapshot(models.Model):
    """What the screens of a topic show, whole; the highest version is the current one."""

    topic = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    payload = models.JSONField()
    etag = models.CharField(max_length=64)  # SHA-256 of the payload
    published_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "ảnh chụp số liệu"
        verbose_name_plural = "ảnh chụp số liệu"
        constraints = [
            models.UniqueConstraint(name="snapshot_version_unique", fields=["topic", "version"])
        ]
