import json
from argparse import ArgumentParser

from engagement.audit.actors import Actor
from qa.management.routing import RoutingCommand
from qa.services import learning


class Command(RoutingCommand):
    """What the worker does every night, now."""

    help = "Học lại từ từ khóa, danh mục thủ tục và câu hỏi đã xác nhận; lập bản gợi ý mới."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--force", action="store_true", help="dù không có gì mới")

    def handle(self, *, force: bool, **_options: object) -> None:
        version = learning.retrain(by=Actor.system("retrain_router"), is_forced=force)
        self.stdout.write(json.dumps(learning.told(version), ensure_ascii=False))
