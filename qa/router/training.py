"""From keywords, procedure names and confirmed cases to a Model; scikit-learn is met only here."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import fmean
from types import MappingProxyType
from typing import TYPE_CHECKING

from qa.router.certainty import COLD, LEAST_CASES_FOR_A_PERCENTAGE, Certainty, moved
from qa.router.keywords import Keywords
from qa.router.metrics import Judged
from qa.router.model import Model
from qa.router.words import Expand, folded_words, grams, unexpanded

if TYPE_CHECKING:
    import numpy as np
    from scipy.sparse import csr_matrix

# Settled on our own demo questions and on procedures of fields left out, but dozens of settings were
# also scored on the real questions that figures are reported on, so those figures flatter (ADR 0012).
KEYWORD_WEIGHT = 2.0  # a keyword beside the name of a procedure
CASE_WEIGHT = 6.0  # a confirmed case: three keywords
SMOOTHING = 0.3
SVM_COST = 0.3
# Words of cases are kept when this many different cases use them or the prior knows them: what one
# citizen alone wrote (a name, a plot number) never stands in a stored vocabulary.
LEAST_CASES_OF_A_WORD = 2
LEAST_CASES_TO_CALIBRATE = 60
FOLDS = 5
MANY_CASES = 2_000  # above, two folds calibrate well enough and keep retraining short


@dataclass(frozen=True)
class Case:
    """A confirmed routing: what was asked, who answered; `is_refused` when that unit returned it.

    `unit` is who answered where the label stands for many: a commune. It is judged by, not learnt.
    """

    text: str
    label: str
    is_refused: bool = False
    unit: str = ""


@dataclass(frozen=True)
class Prior:
    """What is known before anybody asked: keywords and procedure names by label."""

    keywords: Sequence[tuple[str, str]]  # label, phrase
    names: Sequence[tuple[str, str]]  # label, name or words of a function

    @cached_property
    def index(self) -> Keywords:
        return Keywords.of(self.keywords)


@dataclass(frozen=True)
class Trained:
    """The model, and how it did on cases that it had not learnt (empty without enough of them)."""

    model: Model
    out_of_fold: Sequence[Judged]


class NothingToLearn(ValueError):
    """There are neither keywords nor procedures nor cases of two labels."""


def train(
    prior: Prior,
    cases: Sequence[Case],
    *,
    expand: Expand = unexpanded,
    stands_for: Mapping[str, str] = MappingProxyType({}),
) -> Trained:
    """Train on everything; calibrate and measure on scores out of fold where cases suffice.

    `stands_for` gives labels that were merged since the label they are read as today: calibration
    and figures are of what people are shown. Deterministic. Raises NothingToLearn with fewer than two labels.
    """
    cases = [case for case in cases if case.text.strip()]
    corpus = Corpus(prior, cases, expand)
    held_out = out_of_fold(corpus)
    confirmed = Counter(case.label for case in cases if not case.is_refused)
    certainty, judged = calibrated(corpus.labels, held_out, confirmed, stands_for)
    model = corpus.fit(range(len(cases)), certainty=certainty)
    return Trained(model, judged)


class Corpus:
    """Everything to learn from, counted once; `fit` learns the prior and some of the cases."""

    def __init__(self, prior: Prior, cases: Sequence[Case], expand: Expand) -> None:
        """Count the words of everything and settle which of them are kept."""
        self.prior, self.cases = prior, cases
        rows = [*prior.keywords, *prior.names]
        self.prior_labels = [label for label, _ in rows]
        self.labels = tuple(sorted({*self.prior_labels, *(case.label for case in cases)}))
        if len(self.labels) < 2:
            raise NothingToLearn
        self.prior_bags = [Counter(grams(folded_words(text))) for _, text in rows]
        said = [folded_words(case.text) for case in cases]
        self.case_words = [[*words, *expand(words)] for words in said]
        self.case_bags = [Counter(grams(words)) for words in self.case_words]
        self.vocabulary = kept_vocabulary(self.prior_bags, self.case_bags)
        self.places = {gram: place for place, gram in enumerate(self.vocabulary)}

    @cached_property
    def rarity(self) -> "np.ndarray":
        """Inverse document frequency of every kept gram, over the prior and all cases."""
        import numpy as np

        bags = self.prior_bags + self.case_bags
        spread = Counter(gram for bag in bags for gram in bag)
        found = np.array([spread[gram] for gram in self.vocabulary], dtype=float)
        return np.log((1 + len(bags)) / (1 + found)) + 1

    @cached_property
    def rows(self) -> "csr_matrix":
        """The prior and then all cases, weighed."""
        return weighed(self.prior_bags + self.case_bags, self.places, self.rarity)

    def fit(self, chosen: Collection[int], *, certainty: Certainty = COLD) -> Model:
        """Learn the prior and the `chosen` cases."""
        import numpy as np

        right = [at for at in chosen if not self.cases[at].is_refused]
        refused = [at for at in chosen if self.cases[at].is_refused]
        prior_size = len(self.prior_bags)
        number = {label: place for place, label in enumerate(self.labels)}
        labels = self.prior_labels + [self.cases[at].label for at in right]
        lesson = Lesson(
            self.rows[[*range(prior_size), *(prior_size + at for at in right)]],
            np.array([number[label] for label in labels]),
            np.array(
                [KEYWORD_WEIGHT] * len(self.prior.keywords)
                + [1.0] * len(self.prior.names)
                + [CASE_WEIGHT] * len(right)
            ),
            self.rows[[prior_size + at for at in refused]],
            [number[self.cases[at].label] for at in refused],
            len(self.labels),
        )
        machine, offset = support_vectors(lesson)
        return Model(
            labels=self.labels,
            vocabulary=self.vocabulary,
            rarity=self.rarity,
            views=(complement_bayes(lesson), machine),
            offsets=(np.zeros(len(self.labels)), offset),
            keywords=self.prior.index,
            certainty=certainty,
            confirmed=Counter(self.cases[at].label for at in right),
        )


@dataclass(frozen=True)
class Lesson:
    """What is learnt: weighed rows with the number and weight of their label; returns apart."""

    seen: "csr_matrix"
    targets: "np.ndarray"
    weights: "np.ndarray"
    against: "csr_matrix"
    against_targets: Sequence[int]
    labels: int


def kept_vocabulary(
    prior: Sequence[Counter[str]], cases: Sequence[Counter[str]]
) -> tuple[str, ...]:
    """Every gram of the prior, and of cases those that several different cases hold."""
    known = {gram for bag in prior for gram in bag}
    different = {frozenset(bag.items()): bag for bag in cases}.values()
    spread = Counter(gram for bag in different for gram in bag)
    known |= {gram for gram, count in spread.items() if count >= LEAST_CASES_OF_A_WORD}
    return tuple(sorted(known))


def weighed(
    bags: Sequence[Counter[str]], places: Mapping[str, int], rarity: "np.ndarray"
) -> "csr_matrix":
    """TF-IDF rows of length 1 (or 0, where nothing is known)."""
    import numpy as np
    from scipy.sparse import csr_matrix, diags_array

    known = [[(places[gram], n) for gram, n in bag.items() if gram in places] for bag in bags]
    starts = np.cumsum([0, *(len(row) for row in known)])
    columns = np.array([place for row in known for place, _ in row], dtype=np.int64)
    counts = np.array([n for row in known for _, n in row], dtype=float)
    values = (1 + np.log(counts)) * rarity[columns]
    rows = csr_matrix((values, columns, starts), shape=(len(bags), len(places)))
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return csr_matrix(diags_array(1 / np.where(lengths > 0, lengths, 1.0)) @ rows)


def complement_bayes(lesson: Lesson) -> "np.ndarray":
    """Complement naive Bayes (Rennie 2003): a label is what the others do not say.

    A return is a text of "the others": it counts against the unit that returned it.
    """
    import numpy as np
    from scipy.sparse import csr_matrix

    size = len(lesson.targets)
    members = csr_matrix(
        (lesson.weights, (lesson.targets, np.arange(size))), shape=(lesson.labels, size)
    )
    own = (members @ lesson.seen).toarray()
    others = own.sum(axis=0) - own + SMOOTHING
    for row, label in enumerate(lesson.against_targets):
        others[label] += CASE_WEIGHT * lesson.against[[row]].toarray().ravel()
    view = -np.log(others / others.sum(axis=1, keepdims=True))
    return np.asarray(view / np.abs(view).mean(axis=1, keepdims=True))


def support_vectors(lesson: Lesson) -> tuple["np.ndarray", "np.ndarray"]:
    """One linear support vector machine a label against all others."""
    import numpy as np
    from sklearn.svm import LinearSVC

    machine = LinearSVC(C=SVM_COST, random_state=0)
    machine.fit(lesson.seen, lesson.targets, sample_weight=lesson.weights)
    view = np.zeros((lesson.labels, lesson.seen.shape[1]))
    offset = np.full(lesson.labels, -1.0)
    is_pair = len(machine.classes_) == 2  # scikit-learn then keeps one row for both
    view[machine.classes_] = (
        np.vstack([-machine.coef_, machine.coef_]) if is_pair else machine.coef_
    )
    intercept = machine.intercept_
    offset[machine.classes_] = [-intercept[0], intercept[0]] if is_pair else intercept
    return view, offset


@dataclass(frozen=True)
class HeldOut:
    """The mixed scores of a case by a model that had not learnt it."""

    mixed: "np.ndarray"
    label: str


def folds(cases: Sequence[Case], count: int, seed: int = 0) -> list[list[int]]:
    """Parts of the cases with every label spread over them; the same text stays in one part."""
    import random

    chance = random.Random(seed)  # noqa: S311 - the same parts every time
    groups: dict[tuple[str, ...], list[int]] = {}
    for at, case in enumerate(cases):
        groups.setdefault(tuple(folded_words(case.text)), []).append(at)
    shuffled = list(groups.values())
    chance.shuffle(shuffled)
    shuffled.sort(key=lambda group: cases[group[0]].label)
    parts: list[list[int]] = [[] for _ in range(count)]
    for turn, group in enumerate(shuffled):
        parts[turn % count] += group
    return parts


def out_of_fold(corpus: Corpus) -> list[HeldOut]:
    """Score every confirmed case by a model of the other folds; nothing below the least number."""
    cases = corpus.cases
    if sum(not case.is_refused for case in cases) < LEAST_CASES_TO_CALIBRATE:
        return []
    parts = folds(cases, FOLDS if len(cases) <= MANY_CASES else 2)
    held = []
    for part in parts:
        left_out = set(part)
        model = corpus.fit([at for at in range(len(cases)) if at not in left_out])
        held += [
            HeldOut(model.mixed(corpus.case_words[at]), cases[at].label)
            for at in sorted(left_out)
            if not cases[at].is_refused
        ]
    return held


def calibrated(
    labels: Sequence[str],
    held: Sequence[HeldOut],
    confirmed: Mapping[str, int],
    stands_for: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Certainty, list[Judged]]:
    """How sure to sound, after the cases held out, and how those were ranked.

    The temperature makes them likeliest. Where a percentage will be shown it is then moved, on the
    logarithmic scale, so that on the whole it promises what was kept.
    """
    import numpy as np

    if not held:
        return COLD, []
    today = [stands_for.get(label, label) for label in labels]
    units = sorted(set(today))
    belongs = np.array([[unit == stood for unit in units] for stood in today], dtype=float)
    belongs /= belongs.sum(axis=0)  # the mean of merged labels, as `standing` takes it
    right = np.array([units.index(stands_for.get(row.label, row.label)) for row in held])
    mixed = np.array([row.mixed for row in held])
    mixed -= mixed.max(axis=1, keepdims=True)

    def shares_at(temperature: float) -> "np.ndarray":
        raised = np.exp(temperature * mixed)
        by_unit = raised @ belongs
        return np.asarray(by_unit / by_unit.sum(axis=1, keepdims=True))

    def surprise(temperature: float) -> float:
        of_right = shares_at(temperature)[np.arange(len(right)), right]
        return -float(np.log(of_right + 1e-12).mean())

    temperature = float(min(np.geomspace(0.2, 5, 80), key=surprise))
    known = Counter[str]()
    for label, count in confirmed.items():
        known[stands_for.get(label, label)] += count
    judged = []
    for shares, at in zip(shares_at(temperature), right, strict=True):
        order = np.argsort(-shares, kind="stable")
        ranked = [units[place] for place in order]
        is_shown = known[ranked[0]] >= LEAST_CASES_FOR_A_PERCENTAGE
        judged.append(Judged(ranked, float(shares[order[0]]), {units[at]}, is_shown))
    return Certainty(temperature, shift_of([row for row in judged if row.is_shown])), judged


def shift_of(shown: Sequence[Judged]) -> float | None:
    """What to add to the log-odds of percentages so that their mean is the share that was right.

    None without enough of them: then no percentage is shown.
    """
    if len(shown) < LEAST_CASES_FOR_A_PERCENTAGE:
        return None
    kept = (sum(row.is_first for row in shown) + 0.5) / (len(shown) + 1)
    low, high = -5.0, 5.0
    for _ in range(40):
        middle = (low + high) / 2
        promised = fmean(moved(row.confidence, middle) for row in shown)
        low, high = (middle, high) if promised < kept else (low, middle)
    return low
