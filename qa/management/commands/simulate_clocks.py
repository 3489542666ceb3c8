import json
from argparse import ArgumentParser
from datetime import date, timedelta
from pathlib import Path

from django.core.management.base import CommandError
from django.db import transaction

from engagement.audit.actors import Actor
from engagement.web.commands import RowsCommand
from engagement.worktime.explain import missing_days_off
from engagement.worktime.notice import BadNotice, NoticeRow, read_notice
from engagement.worktime.services import import_notice
from qa.management.findings import findings
from qa.management.findings_table import tables
from qa.management.simulated_cases import prepare
from qa.management.simulation import Simulation
from qa.models import Question

LONGEST = 366


class Command(RowsCommand):
    """JSON lines on stdout, the same as a table on stderr; nothing is kept and nothing is sent."""

    models = (Question,)
    help = (
        "Chạy thử các câu hỏi mẫu với đồng hồ được dời, theo quy định thời hạn và lịch làm việc "
        "đang có: ai được nhắc lúc nào, kết luận nào đứng."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="start", required=True, metavar="2026-02-09")
        parser.add_argument("--days", type=int, default=14, metavar="SỐ NGÀY")
        parser.add_argument("--every", type=int, default=60, metavar="PHÚT", help="bước đồng hồ")
        parser.add_argument(
            "--calendar",
            type=Path,
            metavar="TỆP",
            help="lịch nghỉ, làm bù (CSV) chỉ cho lần chạy này",
        )
        parser.add_argument(
            "--confirms-year", type=int, metavar="NĂM", help="tệp là toàn bộ lịch nghỉ của năm này"
        )

    def handle(
        self,
        *,
        start: str,
        days: int,
        every: int,
        calendar: Path | None,
        confirms_year: int | None,
        **_options: object,
    ) -> None:
        if not (1 <= days <= LONGEST and 1 <= every <= 24 * 60):
            raise CommandError(f"Số ngày từ 1 đến {LONGEST}, bước đồng hồ từ 1 đến 1440 phút.")
        rows = notice_rows(calendar) if calendar else []
        with transaction.atomic():
            if rows:
                import_notice(
                    rows=rows, by=Actor.system("simulate_clocks"), confirms_year=confirms_year
                )
            simulation = Simulation(first_day(start), days, timedelta(minutes=every))
            prepare(simulation)
            years = range(simulation.first_moment.year, simulation.ends.year + 1)
            simulation.run()
            for year in years:
                if missing := missing_days_off(simulation.calendar, year):
                    self.stderr.write(f"{missing} Xin chạy seed_calendar hoặc import_calendar.")
            found = findings(simulation)
            table = list(tables(simulation, found))
            transaction.set_rollback(True)
        for line in found:
            self.stdout.write(json.dumps(line, ensure_ascii=False))
        for row in table:
            self.stderr.write(row)


def first_day(written: str) -> date:
    """The day of --from; raises CommandError when it is none that can be counted with."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise CommandError(f"“{written}” phải ghi theo mẫu 2026-02-09.") from None
    if not 2000 <= day.year <= 2100:
        raise CommandError("Năm phải từ 2000 đến 2100.")
    return day


def notice_rows(file: Path) -> list[NoticeRow]:
    """The rows of a calendar file; raises CommandError with the rows that are wrong."""
    try:
        return read_notice(file.read_bytes())
    except OSError as error:
        raise CommandError(f"Không đọc được tệp {file}.") from error
    except BadNotice as bad:
        raise CommandError(f"Tệp bị từ chối.\n{bad}") from bad
