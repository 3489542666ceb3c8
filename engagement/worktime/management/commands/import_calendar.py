from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from engagement.audit.actors import Actor
from engagement.worktime.notice import MAX_BYTES, BadNotice, read_notice
from engagement.worktime.services import import_notice


class Command(BaseCommand):
    """A bad row refuses the whole file: half a year's notice is worse than none."""

    help = "Nhập lịch nghỉ chính thức từ tệp CSV có các cột ngày, loại, văn bản, ghi chú."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="TỆP")
        parser.add_argument(
            "--confirms-year",
            type=int,
            metavar="NĂM",
            help="tệp là toàn bộ lịch nghỉ chính thức của năm này",
        )

    def handle(self, *, file: Path, confirms_year: int | None, **_options: object) -> None:
        try:
            with file.open("rb") as opened:  # no more of it than tells that it is too large
                rows = read_notice(opened.read(MAX_BYTES + 1))
        except OSError as error:
            raise CommandError(f"Không đọc được tệp {file}.") from error
        except BadNotice as bad:
            raise CommandError(f"Tệp bị từ chối, lịch không đổi.\n{bad}") from bad
        if confirms_year and all(row.date.year != confirms_year for row in rows):
            raise CommandError(f"Tệp không có ngày nào của năm {confirms_year}.")
        imported = import_notice(
            rows=rows, by=Actor.system("import_calendar"), confirms_year=confirms_year
        )
        self.stdout.write(
            f"Đã ghi {imported.written} ngày, bỏ {imported.removed} ngày tính theo luật."
        )
