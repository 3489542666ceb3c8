from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from engagement.audit.actors import Actor
from engagement.audit.services import record
from engagement.intake.enums import AppliesTo
from engagement.intake.models import RateRule


class Command(BaseCommand):
    help = (
        "Đặt giới hạn lượt gửi của một việc; có hiệu lực trong hai giây, không cần khởi động lại."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("purpose", help="ví dụ qa.ask")
        parser.add_argument("window_seconds", type=int, help="trong bao nhiêu giây")
        parser.add_argument("limit", type=int, help="số lượt tối đa; 0 là bỏ giới hạn này")
        parser.add_argument("--applies-to", choices=AppliesTo.values, default=AppliesTo.ANY.value)

    @transaction.atomic
    def handle(self, *args: object, **options: str | int) -> None:
        limit, window_seconds = int(options["limit"]), int(options["window_seconds"])
        if limit < 0 or window_seconds < 1:
            raise CommandError("Số giây phải từ 1, số lượt phải từ 0 trở lên.")
        rule, _created = RateRule.objects.update_or_create(
            purpose=str(options["purpose"]),
            applies_to=str(options["applies_to"]),
            window_seconds=window_seconds,
            defaults={"limit": limit or 1, "is_active": limit > 0},
        )
        record(
            kind="intake.rate_limit.set",
            actor=Actor.system("set_rate_limit"),
            target=rule,
            detail={"limit": limit, "window_seconds": window_seconds},
        )
        self.stdout.write(f"{rule}" if rule.is_active else f"Đã bỏ giới hạn: {rule}")
