from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import CommandError

from engagement.audit.actors import Actor
from qa.management.routing import RoutingCommand
from qa.services.learning import fill_keywords
from qa.services.places import take_over_communes
from qa.services.tables import BadFile
from qa.services.unit_file import import_units, read_units


class Command(RoutingCommand):
    """A bad row refuses the whole file; what is there already stays as it is."""

    help = (
        "Nhập danh sách đơn vị từ tệp CSV, XLSX hoặc JSONL có các cột mã, tên, loại, từ ngày, và có thể thêm "
        "tên ngắn, đến hết ngày, đơn vị cấp trên, chức năng, từ khóa, điện thoại, thư điện tử, địa chỉ. Đơn vị "
        "chưa có từ khóa được điền từ khóa chuẩn."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="TỆP")

    def handle(self, *, file: Path, **_options: object) -> None:
        try:
            units = read_units(file)
        except BadFile as bad:
            raise CommandError(f"Tệp bị từ chối, danh sách đơn vị không đổi.\n{bad}") from bad
        new = import_units(units=units, by=Actor.system("import_units"))
        take_over_communes()
        self.stdout.write(
            f"Danh sách đơn vị: thêm {new}, giữ nguyên {len(units) - new}; "
            f"điền từ khóa chuẩn cho {fill_keywords()} đơn vị."
        )
