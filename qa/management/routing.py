"""What the commands of routing have in common."""

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from engagement.accounts.models import Unit
from engagement.text.models import Synonym
from qa.models import LevelHint, PlaceUnit, RouterVersion


class RoutingCommand(BaseCommand):
    """A command that says in a sentence when the database is not there or not prepared."""

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
        return super().execute(*args, **options)
