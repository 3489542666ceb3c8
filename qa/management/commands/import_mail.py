"""Take letters in from files: `manage.py import_mail don.eml thu-den/`."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import CommandError

from engagement.web.commands import RowsCommand
from qa.enums import DraftStatus
from qa.models import MailDraft
from qa.services.mailbox.drafts import import_letter
from qa.services.mailbox.reading import BROKEN, MAX_LETTER_BYTES


class Command(RowsCommand):
    models = (MailDraft,)
    help = "Take letters (.eml) in as drafts; folders are read with all their .eml files"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="FILE_OR_FOLDER")

    def handle(self, *, paths: list[Path], **options: object) -> None:
        """Read every file; a letter that is none is told with its name and stops nothing."""
        missing = [str(path) for path in paths if not path.exists()]
        if missing:
            raise CommandError(f"Không có tệp hoặc thư mục: {', '.join(missing)}")
        counts = {"new": 0, "known": 0, "ignored": 0, "refused": 0}
        for file in letters_in(paths):
            outcome, words = taken_in(file)
            counts[outcome] += 1
            if words:
                self.stdout.write(f"{file}: {words}")
        self.stdout.write(
            "Thư mới: {new}. Đã có từ trước: {known}. Máy bỏ qua: {ignored}. "
            "Không đọc được: {refused}.".format(**counts)
        )
        if counts["refused"]:
            raise CommandError(f"{counts['refused']} tệp không đọc được.")


def letters_in(paths: list[Path]) -> list[Path]:
    """The files named, and the .eml files of the folders named, in the order of their names."""
    return [
        file
        for path in paths
        for file in (
            sorted(one for one in path.rglob("*") if one.suffix.lower() == ".eml" and one.is_file())
            if path.is_dir()
            else [path]
        )
    ]


def taken_in(file: Path) -> tuple[str, str]:
    """What became of one file, and what is to be told of it."""
    try:
        with file.open("rb") as opened:
            raw = opened.read(MAX_LETTER_BYTES + 1)
    except OSError:
        return "refused", "không mở được, không nhập."
    if not raw:
        return "refused", "tệp trống, không nhập."
    if len(raw) > MAX_LETTER_BYTES:
        return "refused", "tệp lớn hơn 25 MB, không nhập."
    draft = import_letter(raw)
    if draft is None:
        return "known", ""
    if draft.status == DraftStatus.IGNORED:
        return "refused" if draft.reason == BROKEN else "ignored", draft.reason
    return "new", ""
