"""Measuring a router on questions whose unit is known, with marks and without."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import fmean, pstdev

from engagement.text.fold import fold
from qa.router.metrics import Judged, summary
from qa.router.model import Model
from qa.router.standing import LocalIn, Shares, candidates, nowhere, single
from qa.router.training import Case, Prior, folds, train
from qa.router.words import Expand, unexpanded

MEASURES = ("top1", "top3", "macro_f1", "ece")


@dataclass(frozen=True)
class Fold:
    """How questions are typed without marks: none of their words, all, or every second one."""

    name: str

    def __call__(self, text: str) -> str:
        if self.name == "none":
            return text
        if self.name == "all":
            return fold(text)
        return " ".join(fold(word) if at % 2 else word for at, word in enumerate(text.split()))


def judge(
    model: Model,
    cases: Sequence[Case],
    shares: Shares,
    *,
    expand: Expand = unexpanded,
    local: LocalIn = nowhere,
    matter: Callable[[str], str] = str,
) -> list[Judged]:
    """Rank every case whose unit stands, or is stood for, on the day.

    `matter` gives what of a text is read for its field; its place is read in the whole.
    """
    judged = []
    for case in cases:
        right = frozenset(shares.get(case.unit or case.label, {}))
        if not right:
            continue
        ranked = candidates(
            model.rank(matter(case.text), expand=expand, explained=0),
            shares,
            confirmed=model.confirmed,
            certainty=model.certainty,
            local=local(case.text),
        )
        judged.append(
            Judged(
                [candidate.unit for candidate in ranked],
                ranked[0].score,
                right,
                ranked[0].percentage is not None,
                None if ranked[0].percentage is None else ranked[0].percentage / 100,
            )
        )
    return judged


def cross_validate(
    prior: Prior,
    cases: Sequence[Case],
    shares: Shares,
    *,
    known: Sequence[Case] = (),
    parts: int = 5,
    repeats: int = 1,
    expand: Expand = unexpanded,
    local: LocalIn = nowhere,
    matter: Callable[[str], str] = str,
    typed: Callable[[str], str] = str,
) -> dict[str, object]:
    """Learn all parts but one and rank that one, in turn, `repeats` times with other parts.

    `known` cases are learnt every time and never ranked. Everything a model needs, calibration
    included, comes from the parts it learns. Gives means and their spread over repeats, and all
    questions judged together.
    """
    runs, everything = [], list[Judged]()
    for seed in range(repeats):
        judged = list[Judged]()
        for part in folds(cases, parts, seed):
            left_out = set(part)
            learnt = [case for at, case in enumerate(cases) if at not in left_out]
            model = train(prior, [*known, *learnt], expand=expand, stands_for=single(shares)).model
            asked = [replace(cases[at], text=typed(cases[at].text)) for at in sorted(left_out)]
            judged += judge(model, asked, shares, expand=expand, local=local, matter=matter)
        runs.append(summary(judged))
        everything += judged
    pooled = summary(everything)
    spread = {
        measure: {
            "mean": round(fmean(float(str(run[measure])) for run in runs), 4),
            "spread": round(pstdev(float(str(run[measure])) for run in runs), 4),
        }
        for measure in MEASURES
    }
    return {
        "n": len(cases),
        "parts": parts,
        "repeats": repeats,
        **spread,
        "ece_shown": pooled["ece_shown"],
        "n_shown": pooled["n_shown"],
    }
