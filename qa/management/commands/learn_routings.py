import json
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import CommandError

from engagement.audit.actors import Actor
from qa.management.routing import RoutingCommand
from qa.services import learning
from qa.services.routing_files import learn_routings
from qa.services.tables import BadFile


class Command(RoutingCommand):
    """The same rows a second time change nothing."""

    help = (
        "Thêm câu hỏi đã biết đơn vị trả lời (JSONL, CSV, XLSX; cột câu hỏi, đơn vị) và học lại; "
        "một dòng sai thì không thêm dòng nào."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="TỆP")

    def handle(self, *, file: Path, **_options: object) -> None:
        actor = Actor.system("learn_routings")
        try:
            done = learn_routings(path=file, by=actor)
        except BadFile as bad:
            raise CommandError(f"Tệp bị từ chối, chưa học dòng nào.\n{bad}") from bad
        version = learning.retrain(by=actor)
        told = {"added": done.added, "changed": done.changed, "same": done.same}
        self.stdout.write(json.dumps(told | learning.told(version), ensure_ascii=False))
