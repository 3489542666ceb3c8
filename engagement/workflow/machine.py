"""One way to change a status, for every function.

A workflow is a table, so a reader sees the whole life of an object at once and docs/workflows/
is drawn from it. What belongs to every change (audit, live notice) happens here, in one
transaction, and nowhere else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from django.db import models, transaction
from django.utils import timezone

from engagement.audit.actors import Actor
from engagement.audit.services import record
from engagement.live.notices import notice
from engagement.workflow.exceptions import Conflict, Denied, InvalidTransition

P = ParamSpec("P")
Verb = str
Status = str

REGISTRY: dict[str, "Workflow"] = {}


M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class Workflow:
    """The whole life of a kind of object: `transitions[status][verb]` is the next status.

    The table checks itself when it is made: every target is a known status, every status can be
    reached from `initial`, and a final status has no verb.
    """

    name: str
    initial: Status
    transitions: Mapping[Status, Mapping[Verb, Status]]
    labels: Mapping[Status, str]

    def __post_init__(self) -> None:
        """Refuse a table with a hole in it, and make it known to the command that draws it."""
        targets = {target for verbs in self.transitions.values() for target in verbs.values()}
        unknown = targets - set(self.transitions)
        if unknown:
            raise ValueError(f"{self.name}: unknown target statuses {sorted(unknown)}")
        unreachable = set(self.transitions) - targets - {self.initial}
        if unreachable:
            raise ValueError(f"{self.name}: statuses nothing leads to {sorted(unreachable)}")
        if set(self.labels) != set(self.transitions):
            raise ValueError(f"{self.name}: every status needs exactly one label")
        REGISTRY[self.name] = self

    @property
    def verbs(self) -> list[Verb]:
        """Every verb of the table, each once, in the order of the table."""
        return list(dict.fromkeys(verb for verbs in self.transitions.values() for verb in verbs))

    def target(self, status: Status, verb: Verb) -> Status:
        """Return the status `verb` leads to; raises InvalidTransition when `status` lacks it."""
        try:
            return self.transitions[status][verb]
        except KeyError:
            label = self.labels.get(status, status)
            raise InvalidTransition(
                f"Việc này không làm được khi hồ sơ ở bước “{label}”."
            ) from None

    def verbs_from(self, status: Status) -> list[Verb]:
        return list(self.transitions.get(status, {}))

    def apply(
        self,
        obj: M,
        verb: Verb,
        *,
        actor: Actor,
        unit: str = "",
        detail: Mapping[str, str | int | bool | None] | None = None,
        changes: Mapping[str, object] | None = None,
    ) -> M:
        """Move `obj` by `verb`: compare-and-swap, audit event and live notice in one transaction.

        `changes` are further columns written by the same UPDATE. Raises InvalidTransition when
        the table has no such step and Conflict when somebody else moved the row first; in both
        cases nothing is written.
        """
        before = str(obj.status)  # type: ignore[attr-defined]
        after = self.target(before, verb)
        columns = {"status": after, "status_changed_at": timezone.now(), **(changes or {})}
        with transaction.atomic():
            rows = type(obj)._default_manager.filter(  # noqa: SLF001
                pk=obj.pk,
                status=before,
                # A step may lead back to its own status; the time tells two such writers apart.
                status_changed_at=obj.status_changed_at,  # type: ignore[attr-defined]
            )
            if not rows.update(**columns):
                raise Conflict(
                    "Có người vừa xử lý hồ sơ này trước. Xin tải lại trang để xem bước hiện tại."
                )
            record(
                kind=f"{self.name}.{verb}",
                actor=actor,
                target=obj,
                unit=unit,
                before=before,
                after=after,
                detail=detail,
            )
            notice(obj._meta.app_label)  # noqa: SLF001
        for column, value in columns.items():
            setattr(obj, column, value)
        return obj

    def mermaid(self) -> str:
        """Draw the table as a mermaid state diagram; statuses keep their codes."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        lines += [f"    {status} : {label}" for status, label in self.labels.items()]
        for status, verbs in self.transitions.items():
            lines += [f"    {status} --> {target} : {verb}" for verb, target in verbs.items()]
            if not verbs:
                lines.append(f"    {status} --> [*]")
        return "\n".join(lines)


def allowed(check: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> bool:
    """Give the answer of a `check_…` rule as a boolean, for buttons."""
    try:
        check(*args, **kwargs)
    except Denied:
        return False
    return True


def refusal(check: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> str:
    """Give the reason a rule refuses, or an empty string: what stands beside a greyed button."""
    try:
        check(*args, **kwargs)
    except Denied as denied:
        return denied.reason
    return ""
