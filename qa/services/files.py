"""Files on the disk that no row knows: left by a transaction that rolled back, or by a crash."""

from datetime import datetime, timedelta

from qa.models import Attachment, MailAttachment
from qa.models.question import private_storage

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
