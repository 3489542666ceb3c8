"""What the commands of routing have in common."""

import signal

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from engagement.accounts.models import Unit
from engagement.text.models import Synonym
from qa.models import LevelHint, PlaceUnit, RouterVersion


class RoutingCommand(BaseCommand):
    """A command that says in a sentence when the database is not there or not prepared.

    And when it was stopped: what it had begun is not written.
    """

    def execute(self, *args: object, **options: object) -> str | None:
        try:
            there = set(connection.introspection.table_names())
        except DatabaseError as error:
            raise CommandError("Không mở được cơ sở dữ liệu; xin xem DATABASE_URL.") from error
        needed = {
            model._meta.db_table  # noqa: SLF001
            for model in (Unit, RouterVersion, PlaceUnit, LevelHint, Synonym)
        }
        if not needed <= there:
            raise CommandError("Cơ sở dữ liệu chưa có bảng; xin chạy “manage.py migrate” trước.")
        try:
            return super().execute(*args, **options)
        except KeyboardInterrupt:
            raise CommandError(
                "Đã dừng theo yêu cầu; việc chưa báo xong thì chạy lại, không bị ghi hai lần.",
                returncode=128 + signal.SIGINT,
            ) from None
