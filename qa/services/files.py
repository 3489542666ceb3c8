"""Files on the disk that no row knows: held between two pages, or left by a crash or a rollback."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import PurePath

from django.core import signing
from django.core.files.base import ContentFile

from engagement.web.files import CheckedFile
from qa.models import Attachment, MailAttachment
from qa.models.attachment import attachment_path, private_storage

FOLDER = "qa"
# A file is written before its row is committed; nothing younger is judged.
SAFETY_MARGIN = timedelta(days=1)


def remove_orphans(now: datetime) -> int:
    """Delete files older than SAFETY_MARGIN that belong to no question and no letter; return how many."""
    storage = private_storage()
    if not storage.exists(FOLDER):
        return 0
    known = set(Attachment.objects.order_by("pk").values_list("file", flat=True))
    known |= set(MailAttachment.objects.order_by("pk").values_list("file", flat=True))
    _folders, names = storage.listdir(FOLDER)
    orphans = [path for path in (f"{FOLDER}/{name}" for name in names) if path not in known]
    old = [path for path in orphans if storage.get_modified_time(path) < now - SAFETY_MARGIN]
    for path in old:
        storage.delete(path)
    return len(old)


# A page that asks once more before sending is answered within the hour.
HELD_FOR = timedelta(hours=1)


def hold(files: Sequence[CheckedFile], *, key: str) -> str:
    """Keep checked files for the second page of a form; "" for none, else a signed note of them.

    A browser does not give files back with a page. What is never sent is an orphan, which the
    daily clean-up removes; `key` binds the note to one form page.
    """
    kept = [
        (
            private_storage().save(attachment_path(None, f"tep{one.extension}"), one.content),
            one.display_name,
            one.content_type,
            one.size,
        )
        for one in files
    ]
    return signing.dumps(kept, salt=_salt(key)) if kept else ""


def held(note: str, *, key: str) -> list[CheckedFile]:
    """The files of a note; none where it is another page's, too old, or the files are gone."""
    try:
        kept = signing.loads(note, salt=_salt(key), max_age=HELD_FOR)
        return [_read(*one) for one in kept]
    except (signing.BadSignature, FileNotFoundError):
        return []


def _read(path: str, name: str, content_type: str, size: int) -> CheckedFile:
    with private_storage().open(path) as stored:
        content = ContentFile(stored.read())
    extension = PurePath(path).suffix
    return CheckedFile(content, extension, content_type, name, size)


def _salt(key: str) -> str:
    return f"qa.held_files.{key}"
