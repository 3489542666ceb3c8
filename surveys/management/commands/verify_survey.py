import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from engagement.web.commands import check_tables
from surveys.disclosure.receipts import Line, chain_of
from surveys.models import Closing
from surveys.queries.receipts import Minutes, lines_of, minutes_of


class Command(BaseCommand):
    help = (
        "Tính lại số phiếu và chuỗi băm của một khảo sát đã đóng, từ cơ sở dữ liệu"
        " (verify_survey MÃ) hoặc từ các tệp đã công bố (--minutes TỆP --ballots TỆP)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", nargs="?", help="mã (địa chỉ) của khảo sát")
        parser.add_argument("--minutes", type=Path, help="biên bản đã công bố (JSON)")
        parser.add_argument(
            "--ballots", type=Path, help="danh sách dấu phiếu đã công bố, mỗi dòng một phiếu"
        )

    def handle(self, *args: object, **options: Any) -> None:
        """Print one JSON object; exit with 1 and a sentence for each thing that is wrong."""
        if options["code"]:
            minutes, lines = _stored(options["code"])
        elif options["minutes"] and options["ballots"]:
            minutes, lines = _published(options["minutes"], options["ballots"])
        else:
            raise CommandError("Xin nêu mã khảo sát, hoặc cả hai tệp --minutes và --ballots.")
        wrong = _faults(minutes, lines)
        found = {"survey": minutes["survey"], "ballots": len(lines), "root": chain_of(lines)}
        self.stdout.write(json.dumps({**found, "ok": not wrong}, ensure_ascii=False))
        if wrong:
            raise CommandError("\n".join(wrong))


def _stored(code: str) -> tuple[Minutes, list[Line]]:
    check_tables([Closing])
    closing = Closing.objects.select_related("survey").filter(survey__code=code).first()
    if closing is None:
        raise CommandError(f"Không có khảo sát đã đóng nào mang mã {code}.")
    return minutes_of(closing), lines_of(closing.survey)


def _published(minutes: Path, ballots: Path) -> tuple[Minutes, list[Line]]:
    try:
        read: Minutes = json.loads(minutes.read_text(encoding="utf-8"))
        lines = [_line(text) for text in ballots.read_text(encoding="ascii").splitlines()]
        _ = (read["survey"], read["ballots"], read["participations"], read["codes"], read["root"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CommandError(f"Không đọc được tệp: {type(error).__name__}: {error}") from error
    return read, lines


def _line(text: str) -> Line:
    mark, commit = text.split()
    return bytes.fromhex(mark), bytes.fromhex(commit)


def _faults(minutes: Minutes, lines: list[Line]) -> list[str]:
    faults = []
    if len(lines) != minutes["ballots"]:
        faults.append(f"Biên bản ghi {minutes['ballots']} phiếu, danh sách có {len(lines)}.")
    if len({mark for mark, _ in lines}) != len(lines):
        faults.append("Có dấu phiếu đứng hai lần trong danh sách.")
    if chain_of(lines) != minutes["root"]:
        faults.append("Chuỗi băm của danh sách khác chuỗi ghi trong biên bản.")
    if len(lines) > minutes["participations"]:
        faults.append("Số phiếu nhiều hơn số lượt tham gia.")
    if minutes["codes"] and minutes["participations"] > minutes["codes"]:
        faults.append("Số lượt tham gia nhiều hơn số mã đã phát.")
    return faults
