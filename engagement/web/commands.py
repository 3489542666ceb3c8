"""What commands that read rows have in common."""

import signal
from collections.abc import Sequence
from typing import ClassVar

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.models import Model


def check_tables(models: Sequence[type[Model]]) -> None:
    """Raise CommandError, in a sentence, unless the database is there with the tables of `models`."""
    try:
        there = set(connection.introspection.table_names())
    except DatabaseError as error:
        raise CommandError("Không mở được cơ sở dữ liệu; xin xem DATABASE_URL.") from error
    needed = {model._meta.db_table for model in models}  # noqa: SLF001
    if not needed <= there:
        raise CommandError("Cơ sở dữ liệu chưa có bảng; xin chạy “manage.py migrate” trước.")


class RowsCommand(BaseCommand):
    """A command that says in a sentence when the database is not there or not prepared.

    And when it was stopped: what it had begun is not written.
    """

    models: ClassVar[Sequence[type[Model]]]

    def execute(self, *args: object, **options: object) -> str | None:
        check_tables(self.models)
        try:
            return super().execute(*args, **options)
        except KeyboardInterrupt:
            raise CommandError(
                "Đã dừng theo yêu cầu; việc chưa báo xong thì chạy lại, không bị ghi hai lần.",
                returncode=128 + signal.SIGINT,
            ) from None
