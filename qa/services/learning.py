"""What the router learns: a new version, which one is used, a suggestion (ADR 0012)."""

import hashlib
import math
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from engagement.accounts.models import Unit, User
from engagement.audit.actors import Actor
from engagement.audit.services import record
from engagement.live.notices import notice
from engagement.text.queries import current_synonyms
from engagement.text.synonyms import Synonyms
from engagement.workflow.exceptions import Denied
from qa.enums import WITH_BOARD, UnitRole
from qa.models import Assignment, Procedure, Question, RouterVersion, Suggestion
from qa.queries import router as queries
from qa.router.metrics import summary
from qa.router.model import SETTINGS, checksum_of
from qa.router.standard import standard_for
from qa.router.standing import Candidate, single
from qa.router.training import Case, NothingToLearn, Prior, train
from qa.rules.desk import check_can_tend_router
from qa.services.tables import queue_up

KEPT_MODELS = 10
# A new version is kept back when its figure is lower by more than this and by more than chance.
CLEARLY_WORSE = 0.03
NEW_CASES_TO_RETRAIN = 50


def fill_keywords() -> int:
    """Give units without keywords those of the standard list; returns how many got some."""
    filled = 0
    for unit in Unit.objects.filter(keywords=""):
        standard = standard_for(unit.code, unit.name, unit.short_name)
        if standard and unit.kind != "commune":
            unit.keywords = standard.keywords
            unit.save(update_fields=["keywords"])
            filled += 1
    return filled


# --- Versions ---------------------------------------------------------------------------------
def retrain(*, by: Actor, is_forced: bool = False) -> RouterVersion | None:
    """Train a new version and use it unless it is clearly worse than the one in use.

    None when nothing changed since the newest version (but with `is_forced`) or there is nothing to
    learn. Trains outside the transaction: it takes seconds.
    """
    prior, cases = queries.prior(), queries.cases()
    inputs = digest_of_inputs(prior, cases, current_synonyms())
    newest = RouterVersion.objects.defer("model").order_by("-number").first()
    if newest and newest.measures.get("inputs") == inputs and not is_forced:
        return None
    try:
        today = single(queries.shares_on(timezone.localdate()))
        trained = train(prior, cases, expand=queries.expansion(), stands_for=today)
    except NothingToLearn:
        return None
    stored = trained.model.to_bytes()
    measures = summary(trained.out_of_fold) if trained.out_of_fold else {}
    with transaction.atomic():
        # Another process may have trained the same meanwhile: one version is enough.
        last = RouterVersion.objects.select_for_update().defer("model").order_by("-number").first()
        if last and last.measures.get("inputs") == inputs and not is_forced:
            return None
        version = store(
            RouterVersion(
                model=stored,
                checksum=checksum_of(stored),
                procedures=Procedure.objects.count(),
                cases=sum(trained.model.confirmed.values()),
                confirmed=dict(trained.model.confirmed),
                measures=measures | {"inputs": inputs},
            )
        )
        record(
            kind="qa.router.retrain",
            actor=by,
            target=version,
            detail={"version": version.number, "active": version.is_active},
        )
    return version


def told(version: RouterVersion | None) -> dict[str, object]:
    """A version as the commands print it; nothing new is told as such."""
    if version is None:
        return {"version": None, "note": "Không có gì mới để học."}
    measures = {name: value for name, value in version.measures.items() if name != "inputs"}
    return {
        "version": version.number,
        "active": version.is_active,
        "kept_back": version.why_kept_back,
        "procedures": version.procedures,
        "cases": version.cases,
        "confirmed": version.confirmed,
        "cross_validated": measures,
    }


def is_due() -> bool:
    """Tell whether so many cases were confirmed since the newest version that it is outdated."""
    newest = RouterVersion.objects.defer("model").order_by("-number").first()
    if newest is None:
        return Unit.objects.exclude(keywords="").exists()
    assigned = Assignment.objects.filter(
        role=UnitRole.LEAD, assigned_at__gt=newest.made_at, question__is_sealed=False
    )
    return assigned.count() >= max(NEW_CASES_TO_RETRAIN, newest.cases // 10)


def store(version: RouterVersion) -> RouterVersion:
    """Keep a new version under the next number; use it unless it is clearly worse."""
    queue_up()  # on a new site there is no version yet to wait for
    used = RouterVersion.objects.select_for_update().defer("model").filter(is_active=True).first()
    last = RouterVersion.objects.aggregate(last=Max("number"))["last"] or 0
    version.number = last + 1
    version.why_kept_back = why_kept_back(version.measures, used.measures if used else {})
    version.is_active = not version.why_kept_back
    if used and version.is_active:
        RouterVersion.objects.filter(pk=used.pk).update(is_active=False)
    version.save(force_insert=True)
    forget_old_models()
    return version


def why_kept_back(new: Mapping[str, object], used: Mapping[str, object]) -> str:
    """The reason not to use a new version: its cross-validated top-1 is clearly lower.

    Clearly: by more than three points and by more than two standard errors of its own figure, so
    that chance alone seldom keeps a version back.
    """
    if not used.get("n") or not new.get("n"):
        return ""
    before, now, n = float(str(used["top1"])), float(str(new["top1"])), int(str(new["n"]))
    chance = 2 * math.sqrt(max(now * (1 - now), 0.0) / n)
    if before - now <= max(CLEARLY_WORSE, chance):
        return ""
    return f"kém bản đang dùng: {now:.1%} so với {before:.1%} đúng ngay gợi ý đầu".replace(".", ",")


def forget_old_models() -> None:
    """Keep the bytes of the newest versions and of the one in use; figures of all others stay."""
    newest = RouterVersion.objects.order_by("-number").values_list("pk", flat=True)[:KEPT_MODELS]
    old = RouterVersion.objects.exclude(pk__in=list(newest)).exclude(is_active=True)
    old.exclude(model=b"").update(model=b"")


def digest_of_inputs(prior: Prior, cases: Sequence[Case], synonyms: Synonyms) -> str:
    """Changes when anything that is learnt from changes, or how it is put together; tells neither.

    The settings belong to it: the certainty of a version was fitted to the scores they give.
    """
    sha = hashlib.sha256(repr(SETTINGS).encode())
    for row in (*prior.keywords, ("", ""), *prior.names, ("", "")):
        sha.update("\x1f".join(row).encode() + b"\x1e")
    for pair in synonyms.pairs:
        sha.update("\x1f".join(map(" ".join, pair)).encode() + b"\x1e")
    for case in cases:
        sha.update(f"{case.label}\x1f{case.is_refused}\x1f{case.text}\x1e".encode())
    return sha.hexdigest()


@transaction.atomic
def use_version(*, number: int, by: User | None, actor: Actor | None = None) -> RouterVersion:
    """Use an earlier (or kept back) version again. Raises Denied.

    `by` is the person; a command gives `actor` instead.
    """
    if by is not None:
        check_can_tend_router(by)
    version = RouterVersion.objects.select_for_update().filter(number=number).first()
    if version is None:
        raise Denied(f"Không có bản {number}.")
    if not version.model:
        raise Denied(f"Bản {number} quá cũ, mô hình không còn được giữ; xin chọn bản mới hơn.")
    queries.load(version)  # its bytes must be the ones that were made
    RouterVersion.objects.filter(is_active=True).update(is_active=False)
    version.is_active, version.why_kept_back = True, ""
    version.save(update_fields=["is_active", "why_kept_back"])
    record(
        kind="qa.router.use_version",
        actor=actor or Actor.staff(by),  # type: ignore[arg-type]
        target=version,
        detail={"version": number},
    )
    return version


# --- Suggestions ------------------------------------------------------------------------------
def suggest(*, question_id: int) -> Suggestion | None:
    """Say which units may answer the question; None when it is no longer the board's to route.

    Sealed questions are never read. Trains a first version where there is none.
    """
    waiting = Question.objects.unsealed().filter(status__in=WITH_BOARD)
    question = waiting.exclude(text="").filter(pk=question_id).first()
    if question is None:
        return None
    version = (
        queries.active_version()
        or retrain(by=Actor.system("qa.suggest"))
        or queries.active_version()  # made meanwhile by another process
    )
    if version is None:
        return None
    day = timezone.localdate()
    routes = queries.routes_on(day, queries.load(version))
    found = routes.candidates(question.text, asker=question.asker_name)
    return keep_suggestion(question, version, found[: queries.SUGGESTED])


@transaction.atomic
def keep_suggestion(
    question: Question, version: RouterVersion, found: Sequence[Candidate]
) -> Suggestion | None:
    """Store what was said, unless the question was withdrawn or sealed meanwhile."""
    still = Question.objects.unsealed().select_for_update(of=("self",)).exclude(text="")
    if not found or not still.filter(pk=question.pk).exists():
        return None
    units = Unit.objects.in_bulk([found[0].unit], field_name="code")
    suggestion, _ = Suggestion.objects.update_or_create(
        question=question,
        defaults={
            "candidates": [
                {
                    "unit": candidate.unit,
                    "score": round(candidate.score, 4),
                    "percentage": candidate.percentage,
                    "matched": list(candidate.matched),
                }
                for candidate in found
            ],
            "first_unit": units.get(found[0].unit),
            "first_score": (found[0].percentage or 0) / 100 or found[0].score,
            "version": version,
            "made_at": timezone.now(),
        },
    )
    notice("qa")
    return suggestion
