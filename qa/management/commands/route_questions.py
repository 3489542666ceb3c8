import json
import sys
from argparse import ArgumentParser
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from datetime import date
from typing import IO, AnyStr, TextIO

from django.core.management.base import CommandError
from django.utils import timezone

from qa.management.routing import RoutingCommand, typed_day
from qa.queries import router
from qa.router.model import BadModel
from qa.router.standing import Candidate
from qa.router.training import NothingToLearn

LONGEST_LINE = 1024 * 1024  # bytes; a question has 5,000 characters at most


class Command(RoutingCommand):
    """A line that is no question is told on stderr by its number; all others are answered."""

    help = 'Đọc JSONL {"question": …} từ stdin, ghi JSONL các đơn vị gợi ý ra stdout.'
    stealth_options = ("stdin",)  # tests give their own

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--as-of", type=typed_day, metavar="NGÀY", help="đơn vị theo ngày (YYYY-MM-DD)"
        )

    def handle(
        self, *, as_of: date | None, stdin: TextIO | None = None, **_options: object
    ) -> None:
        day = as_of or timezone.localdate()
        try:
            routes = router.routes_on(day)
        except NothingToLearn:
            raise CommandError(
                "Chưa có gì để gợi ý: các đơn vị chưa có từ khóa, danh mục thủ tục còn trống."
            ) from None
        except BadModel as bad:
            raise CommandError("Bản gợi ý đang dùng đã bị thay đổi; xin chọn bản khác.") from bad
        if not routes.shares:
            raise CommandError(f"Ngày {day:%d/%m/%Y} chưa có hay không còn đơn vị nào.")
        bad_lines = 0
        for number, question in questions(stdin or sys.stdin):
            if question is None:
                bad_lines += 1
                self.stderr.write(
                    f'Dòng {number}: cần một đối tượng JSON có "question" là chữ, dài dưới 1 MB.'
                )
                continue
            found = routes.candidates(question)[: router.SUGGESTED]
            told = {"question": question, "candidates": [as_json(one) for one in found]}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        if bad_lines:
            raise CommandError(f"{bad_lines} dòng không đọc được.")


def questions(lines: TextIO) -> Iterator[tuple[int, str | None]]:
    """Every line that holds something, with its number; None where it is no question."""
    raw = getattr(lines, "buffer", None)
    source = raw if raw is not None else lines
    for number, line in enumerate(bounded(source), start=1):
        if isinstance(line, bytes) and line.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
            raise CommandError("Dòng 1: dữ liệu vào là UTF-16; xin đổi sang UTF-8.")
        try:
            text = line.decode("utf-8-sig") if isinstance(line, bytes) else line
            if not text.strip():
                continue
            value = json.loads(text)
            question = value.get("question") if isinstance(value, dict) else None
            str(question).encode()  # half a character (a lone surrogate) could not be written out
        except (ValueError, RecursionError):
            question = None
        yield number, question if isinstance(question, str) and question.strip() else None


def bounded(source: IO[AnyStr]) -> Iterator[AnyStr]:
    """Lines, each held to LONGEST_LINE and a bit; of a longer one comes its beginning, no JSON."""
    while line := source.readline(LONGEST_LINE):
        yield line
        while len(line) == LONGEST_LINE and line[-1:] not in ("\n", b"\n"):
            line = source.readline(LONGEST_LINE)


def as_json(candidate: Candidate) -> dict[str, object]:
    return {
        "unit": candidate.unit,
        "score": round(candidate.score, 4),
        "percentage": candidate.percentage,
        "matched": list(candidate.matched),
    }
