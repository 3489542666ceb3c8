from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from engagement.worktime.services import seed_years

DEFAULT_YEARS = range(2024, 2029)


class Command(BaseCommand):
    """Run after the first migration and once a year; what a document says is never overwritten."""

    help = "Điền ngày nghỉ tính theo luật vào lịch làm việc (chạy lại bao nhiêu lần cũng được)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("years", nargs="*", type=int, metavar="NĂM", default=[*DEFAULT_YEARS])

    def handle(self, *, years: list[int], **_options: object) -> None:
        seeded = seed_years(years=years)
        self.stdout.write(
            f"Lịch làm việc {min(years)}–{max(years)}: "
            f"thêm {seeded.created} ngày, sửa {seeded.corrected} ngày."
        )
