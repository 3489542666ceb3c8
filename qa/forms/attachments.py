"""The file field of the asker's forms: several files at once, each judged by its content."""

from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from engagement.web.files import CheckedFile, check_upload
from qa.services.citizens import MAX_ATTACHMENTS

ACCEPT = ".pdf,.docx,.jpg,.jpeg,.png,.webp"


class FilesInput(forms.FileInput):
    """A file control that takes several; one without files gives an empty list."""

    allow_multiple_selected = True


class AttachmentsField(forms.FileField):
    """Up to `room` checked files; each file that is refused gets a sentence with its name."""

    widget = FilesInput

    def __init__(self, *, label: str = "Tệp đính kèm", room: int = MAX_ATTACHMENTS) -> None:
        super().__init__(
            required=False,
            label=label,
            help_text=(
                f"Tối đa {room} tệp, mỗi tệp không quá 10 MB: PDF, DOCX, JPEG, PNG hoặc WebP. "
                "Muốn gửi nhiều tệp, Quý vị chọn cùng một lúc."
            ),
            widget=FilesInput(attrs={"accept": ACCEPT}),
        )
        self.room = room

    def clean(self, data: object, initial: object = None) -> list[CheckedFile]:
        """Return the checked files; raise ValidationError with one sentence for each bad file."""
        uploads = [upload for upload in _listed(data) if isinstance(upload, UploadedFile)]
        if len(uploads) > self.room:
            raise ValidationError(
                f"Quý vị chọn {len(uploads)} tệp; ở đây nhận tối đa {self.room} tệp.",
                code="too_many",
            )
        checked: list[CheckedFile] = []
        refused: list[ValidationError] = []
        for upload in uploads:
            try:
                checked.append(check_upload(upload))
            except ValidationError as error:
                refused.extend(error.error_list)
        if refused:
            raise ValidationError(refused)
        return checked


def _listed(data: object) -> Sequence[object]:
    if not data:
        return []
    return data if isinstance(data, list) else [data]
