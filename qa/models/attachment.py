"""Files that came with a question, kept where no public address leads."""

import uuid
from pathlib import PurePath

from django.core.files.storage import FileSystemStorage
from django.db import models
from django.utils import timezone

from engagement.text.fields import NormalisedCharField
from qa.models.question import Question


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
