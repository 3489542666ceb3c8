import json
from argparse import ArgumentParser, ArgumentTypeError
from statistics import mean
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction

from engagement.web.commands import RowsCommand
from surveys.enums import Audience
from surveys.management.attack import BREAKDOWNS, attack
from surveys.models import LEAST_STAFF_GROUP, Survey

MOST_ANSWERS = 20_000


class Command(RowsCommand):
    models = (Survey,)
    help = (
        "Đóng vai người theo dõi kết quả trực tiếp và thử đọc ra câu trả lời của từng người, qua"
        " đúng các bước mà phiếu thật đi qua. In một đối tượng JSON; không để lại gì."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--answers", type=int, default=2_000, help="số phiếu, mặc định 2000")
        parser.add_argument("--k", type=int, default=LEAST_STAFF_GROUP, help="nhóm nhỏ nhất")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--breakdowns",
            type=_breakdowns,
            default={name: BREAKDOWNS[name] for name in ("sex", "age", "occupation")},
            metavar="TÊN[:SỐ NHÓM],…",
            help="các cách phân nhóm, ví dụ sex,age,commune:51",
        )
        parser.add_argument(
            "--audience", choices=Audience.values, default=Audience.STAFF, help="xem số liệu của ai"
        )

    def handle(self, *args: object, **options: Any) -> None:
        """Play, roll back, print shares of all answers."""
        if not 1 <= options["answers"] <= MOST_ANSWERS:
            raise CommandError(f"--answers phải từ 1 đến {MOST_ANSWERS}.")
        if options["k"] < LEAST_STAFF_GROUP:
            raise CommandError(f"--k không được dưới {LEAST_STAFF_GROUP}.")
        with transaction.atomic():
            found = attack(
                answers=options["answers"],
                least=options["k"],
                breakdowns=options["breakdowns"],
                seed=options["seed"],
                audience=Audience(options["audience"]),
            )
            transaction.set_rollback(True)
        result = {
            "answers": found.answers,
            "k": options["k"],
            "seed": options["seed"],
            "breakdowns": options["breakdowns"],
            "audience": options["audience"],
            "exact": found.exact / found.answers,
            "homogeneous": found.homogeneous / found.answers,
            "combined": found.combined / found.answers,
            "by_file": found.by_file / found.answers,
            "published": found.published / found.answers,
            "releases": len(found.steps),
            "mean_release": round(mean(found.steps), 1) if found.steps else 0,
        }
        self.stdout.write(json.dumps(result, ensure_ascii=False))


def _breakdowns(text: str) -> dict[str, int]:
    """Read "sex,age:5": names with the number of their groups, known ones without."""
    found: dict[str, int] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, size = part.partition(":")
        if not name.isidentifier() or (not size and name not in BREAKDOWNS):
            known = ", ".join(BREAKDOWNS)
            raise ArgumentTypeError(f"không hiểu “{part}”; dùng {known} hoặc TÊN:SỐ NHÓM")
        try:
            found[name] = int(size) if size else BREAKDOWNS[name]
        except ValueError as error:
            raise ArgumentTypeError(f"“{size}” không phải số nhóm") from error
        if found[name] < 1:
            raise ArgumentTypeError(f"“{part}” không có nhóm nào")
    return found
