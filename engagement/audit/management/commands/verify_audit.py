import argparse

from django.core.management.base import BaseCommand

from engagement.audit.queries import verify


class Command(BaseCommand):
    help = "Kiểm tra chuỗi mã của nhật ký kiểm toán; nêu sự kiện hỏng đầu tiên và thoát với mã 1."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--expect",
            metavar="MÃ",
            help="mã đầu chuỗi đã ghi lại lần trước; phải còn nằm trong chuỗi",
        )

    def handle(self, *, expect: str | None, **_: object) -> None:
        """Print the verdict. Exit status 1 when the log is broken or lacks the expected hash."""
        verdict = verify(expect=expect)
        if verdict.first_break:
            broken = verdict.first_break
            self.stderr.write(f"Sổ kiểm toán hỏng ở sự kiện số {broken.sequence}: {broken.reason}.")
            raise SystemExit(1)
        if verdict.found_expected is False:
            self.stderr.write(f"Mã {expect} không nằm trong chuỗi: sổ kiểm toán đã bị viết lại.")
            raise SystemExit(1)
        self.stdout.write(
            f"Sổ kiểm toán nguyên vẹn: {verdict.events} sự kiện, mã đầu chuỗi {verdict.head_hash}"
        )
