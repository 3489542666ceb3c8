from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import CommandError

from engagement.audit.actors import Actor
from qa.management.routing import RoutingCommand
from qa.services import learning
from qa.services.routing_files import import_procedures
from qa.services.tables import BadFile


class Command(RoutingCommand):
    """Names are what is learnt from; long texts of procedures made every measurement worse."""

    help = (
        "Nhập danh mục thủ tục hành chính (JSONL, CSV, XLSX; cột mã, tên, lĩnh vực, đơn vị); "
        "một dòng sai thì không nhập dòng nào."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="TỆP")

    def handle(self, *, file: Path, **_options: object) -> None:
        actor = Actor.system("import_procedures")
        try:
            done = import_procedures(path=file, by=actor)
        except BadFile as bad:
            raise CommandError(f"Tệp bị từ chối, danh mục không đổi.\n{bad}") from bad
        self.stdout.write(
            f"Danh mục thủ tục: thêm {done.added}, sửa {done.changed}, giữ nguyên {done.same}."
        )
        version = learning.retrain(by=actor)
        if version:
            self.stdout.write(f"Đã lập bản gợi ý phân công {version.number}.")
