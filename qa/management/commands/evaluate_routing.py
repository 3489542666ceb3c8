import json
from argparse import ArgumentParser
from dataclasses import replace
from datetime import date
from pathlib import Path

from django.core.management.base import CommandError
from django.utils import timezone

from qa.management.routing import RoutingCommand, typed_day
from qa.queries import router
from qa.router.metrics import per_label, summary
from qa.router.model import BadModel
from qa.router.training import Case, NothingToLearn
from qa.router.validation import Fold, cross_validate, judge
from qa.services.routing_files import CASES, with_units
from qa.services.tables import BadFile, read_table


class Command(RoutingCommand):
    """Units are those of the day: a question of a merged unit is right with its successor.

    `--cross-validate` learns parts of the file on top of the prior and this site's cases and ranks
    the rest; without it the router in use is judged as it is.
    """

    help = "Đo gợi ý phân công trên các dòng có câu hỏi và đơn vị; in một đối tượng JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="TỆP")
        parser.add_argument(
            "--as-of", type=typed_day, metavar="NGÀY", help="đơn vị theo ngày (YYYY-MM-DD)"
        )
        parser.add_argument("--fold-accents", choices=("none", "all", "half"), default="none")
        parser.add_argument("--cross-validate", type=int, metavar="PHẦN")
        parser.add_argument("--repeats", type=int, default=1, metavar="LẦN")

    def handle(
        self,
        *,
        file: Path,
        as_of: date | None,
        fold_accents: str,
        cross_validate: int | None,
        repeats: int,
        **_options: object,
    ) -> None:
        day = as_of or timezone.localdate()
        try:
            rows = with_units(read_table(file, CASES))
            cases = [
                Case(row.get("question"), router.label_of(unit), unit=unit.code)
                for row, unit in rows
            ]
            if cross_validate is None:
                told = measured(cases, day, Fold(fold_accents))
            else:
                told = validated(cases, day, Fold(fold_accents), cross_validate, repeats)
        except BadFile as bad:
            raise CommandError(str(bad)) from bad
        except NothingToLearn:
            raise CommandError(
                "Chưa có gì để gợi ý: chưa có từ khóa, danh mục còn trống."
            ) from None
        except BadModel as bad:
            raise CommandError("Bản gợi ý đang dùng đã bị thay đổi; xin chọn bản khác.") from bad
        asked = {"as_of": day.isoformat(), "fold_accents": fold_accents}
        self.stdout.write(json.dumps(told | asked, ensure_ascii=False))


def measured(cases: list[Case], day: date, typed: Fold) -> dict[str, object]:
    """Judge the router in use."""
    typed_cases = [replace(case, text=typed(case.text)) for case in cases]
    routes = router.routes_on(day)
    judged = judge(
        routes.model,
        typed_cases,
        routes.shares,
        expand=routes.expand,
        local=routes.local,
        matter=router.matter_of,
    )
    return summary(judged) | {"units": per_label(judged)}


def validated(
    cases: list[Case], day: date, typed: Fold, parts: int, repeats: int
) -> dict[str, object]:
    """Judge the method: learn all parts of `cases` but one, rank that one."""
    if not 2 <= parts <= len(cases) or not 1 <= repeats <= 100:
        raise CommandError("Số phần từ 2 đến số dòng; số lần từ 1 đến 100.")
    return cross_validate(
        router.prior(),
        cases,
        router.shares_on(day),
        parts=parts,
        repeats=repeats,
        expand=router.expansion(),
        local=router.local_on(day),
        matter=router.matter_of,
        typed=typed,
    )
