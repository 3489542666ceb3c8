from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import CommandError

from engagement.audit.actors import Actor
from qa.management.routing import RoutingCommand
from qa.services.place_file import read_places
from qa.services.places import import_places, take_over_communes
from qa.services.tables import BadFile


class Command(RoutingCommand):
    """A bad row refuses the whole file."""

    help = (
        "Nhập danh sách địa danh từ tệp CSV, XLSX hoặc JSONL có các cột loại, tên, đơn vị (mã hoặc tên), và có thể "
        "thêm từ ngày, nguồn. Không có tệp thì chỉ lấy tên các xã, phường đang có."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="TỆP", nargs="?")

    def handle(self, *, file: Path | None, **_options: object) -> None:
        try:
            rows = read_places(file) if file else []
        except BadFile as bad:
            raise CommandError(f"Tệp bị từ chối, danh sách địa danh không đổi.\n{bad}") from bad
        named = take_over_communes()
        new = import_places(rows=rows, by=Actor.system("import_places")) if rows else 0
        self.stdout.write(
            f"Đã ghi {new} dòng địa danh mới (tệp có {len(rows)} dòng), {named} xã, phường theo tên."
        )
