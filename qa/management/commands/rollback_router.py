from argparse import ArgumentParser

from django.core.management.base import CommandError

from engagement.audit.actors import Actor
from engagement.workflow.exceptions import Denied
from qa.management.routing import RoutingCommand
from qa.router.model import BadModel
from qa.services import learning


class Command(RoutingCommand):
    """Versions are listed at /lam-viec/goi-y-phan-cong/."""

    help = "Dùng lại một bản gợi ý phân công trước đây."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("version", type=int, metavar="BẢN")

    def handle(self, *, version: int, **_options: object) -> None:
        actor = Actor.system("rollback_router")
        try:
            learning.use_version(number=version, by=None, actor=actor)
        except Denied as denied:
            raise CommandError(denied.reason) from denied
        except BadModel as bad:
            raise CommandError(f"Bản {version} đã bị thay đổi sau khi lập nên không dùng.") from bad
        self.stdout.write(f"Đang dùng bản {version}.")
