"""What a condition is made of: immutable nodes that know their value and how they are written."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_DOWN, Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

from surveys.instrument.patterns import matches
from surveys.instrument.questionnaire import Json
from surveys.instrument.xpath import (
    ARITHMETIC,
    OPERATORS,
    Value,
    as_boolean,
    as_number,
    as_text,
    text_of_answer,
)

# How tightly each operator binds; those of one level are read from left to right.
LEVELS = {
    "or": 1,
    "and": 2,
    **dict.fromkeys(("=", "!="), 3),
    **dict.fromkeys(("<", "<=", ">", ">="), 4),
    **dict.fromkeys(("+", "-"), 5),
    **dict.fromkeys(("*", "div", "mod"), 6),
}
MINUS_LEVEL = 7
_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


class Scope(NamedTuple):
    """What a condition is evaluated against: the answers, and the one that `.` stands for."""

    answers: Mapping[str, Json]
    own: Json


class Node(ABC):
    """One part of a condition."""

    __slots__ = ()

    @property
    def children(self) -> "tuple[Node, ...]":
        return ()

    @abstractmethod
    def value(self, scope: Scope) -> Value:
        """Reckon; never raises."""

    @abstractmethod
    def to_text(self) -> str:
        """Write the node; parsing that gives an equal one."""

    def renamed(self, names: Mapping[str, str]) -> "Node":
        """Replace the references that are keys of `names`."""
        return self

    @property
    def depth(self) -> int:
        return 1 + max((child.depth for child in self.children), default=0)

    def walk(self) -> "Iterator[Node]":
        """The node and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()

    def text(self, scope: Scope) -> str:
        return as_text(self.value(scope))

    def number(self, scope: Scope) -> Decimal:
        return as_number(self.value(scope))

    def is_true(self, scope: Scope) -> bool:
        return as_boolean(self.value(scope))


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A text in quotes or a number that is not negative."""

    content: str | Decimal

    def value(self, scope: Scope) -> Value:
        return self.content

    def to_text(self) -> str:
        if isinstance(self.content, Decimal):
            return format(self.content, "f")
        return f'"{self.content}"' if "'" in self.content else f"'{self.content}'"


@dataclass(frozen=True, slots=True)
class Reference(Node):
    """`${name}`: the answer to another question, or to one row of a matrix (`code__row`)."""

    name: str

    def value(self, scope: Scope) -> Value:
        return text_of_answer(_found(scope.answers, self.name))

    def to_text(self) -> str:
        return f"${{{self.name}}}"

    def renamed(self, names: Mapping[str, str]) -> Node:
        return Reference(names.get(self.name, self.name))


@dataclass(frozen=True, slots=True)
class Own(Node):
    """`.`: the answer the constraint stands beside."""

    def value(self, scope: Scope) -> Value:
        return text_of_answer(scope.own)

    def to_text(self) -> str:
        return "."


@dataclass(frozen=True, slots=True)
class Minus(Node):
    """`-operand`."""

    operand: Node

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.operand,)

    def value(self, scope: Scope) -> Value:
        return ARITHMETIC.minus(self.operand.number(scope))

    def to_text(self) -> str:
        return f"-{_operand_text(self.operand, MINUS_LEVEL)}"

    def renamed(self, names: Mapping[str, str]) -> Node:
        return Minus(self.operand.renamed(names))


@dataclass(frozen=True, slots=True)
class Chain(Node):
    """Operands with operators of one level between them, from left to right: `a + b - c`."""

    operands: tuple[Node, ...]
    operators: tuple[str, ...]

    @property
    def level(self) -> int:
        return LEVELS[self.operators[0]]

    @property
    def children(self) -> tuple[Node, ...]:
        return self.operands

    def value(self, scope: Scope) -> Value:
        if self.operators[0] == "or":
            return any(operand.is_true(scope) for operand in self.operands)
        if self.operators[0] == "and":
            return all(operand.is_true(scope) for operand in self.operands)
        result = self.operands[0].value(scope)
        for operator, operand in zip(self.operators, self.operands[1:], strict=True):
            result = OPERATORS[operator](result, operand.value(scope))
        return result

    def to_text(self) -> str:
        first, *others = (_operand_text(operand, self.level) for operand in self.operands)
        pairs = zip(self.operators, others, strict=True)
        return first + "".join(f" {operator} {text}" for operator, text in pairs)

    def renamed(self, names: Mapping[str, str]) -> Node:
        return Chain(tuple(operand.renamed(names) for operand in self.operands), self.operators)


@dataclass(frozen=True, slots=True)
class Call(Node):
    """`function(arguments)`."""

    function: str
    arguments: tuple[Node, ...]

    @property
    def children(self) -> tuple[Node, ...]:
        return self.arguments

    def value(self, scope: Scope) -> Value:
        return FUNCTIONS[self.function].result(scope, *self.arguments)

    def to_text(self) -> str:
        return f"{self.function}({', '.join(one.to_text() for one in self.arguments)})"

    def renamed(self, names: Mapping[str, str]) -> Node:
        return Call(self.function, tuple(one.renamed(names) for one in self.arguments))


class Function(NamedTuple):
    """A function: how many arguments it takes, and its result from a scope and their nodes."""

    arity: int
    result: Callable[..., Value]


def _selected(scope: Scope, chosen: Node, code: Node) -> bool:
    return code.text(scope) in chosen.text(scope).split()


def _if(scope: Scope, condition: Node, then: Node, otherwise: Node) -> Value:
    return then.value(scope) if condition.is_true(scope) else otherwise.value(scope)


def _coalesce(scope: Scope, first: Node, second: Node) -> Value:
    return first.value(scope) if first.text(scope) else second.value(scope)


def _regex(scope: Scope, text: Node, pattern: Node) -> bool:
    """The whole text has to fit, as in ODK."""
    return matches(pattern.text(scope), text.text(scope))


def _count(scope: Scope, node: Reference) -> Decimal:
    """Members of a repeated page, or answers given to a question."""
    members = _members(scope.answers.get(node.name))
    return Decimal(len(members or _every(scope, node)))


def _sum(scope: Scope, node: Reference) -> Decimal:
    total = Decimal(0)
    for text in _every(scope, node):
        total = ARITHMETIC.add(total, as_number(text))
    return total


def _today(scope: Scope) -> str:
    return today().isoformat()


def today() -> date:
    """Return the day it is for the people who answer."""
    return datetime.now(_ZONE).date()


FUNCTIONS = {
    "selected": Function(2, _selected),
    "count-selected": Function(1, lambda scope, node: Decimal(len(node.text(scope).split()))),
    "if": Function(3, _if),
    "coalesce": Function(2, _coalesce),
    "regex": Function(2, _regex),
    "not": Function(1, lambda scope, node: not node.is_true(scope)),
    "string-length": Function(1, lambda scope, node: Decimal(len(node.text(scope)))),
    "string": Function(1, lambda scope, node: node.text(scope)),
    "number": Function(1, lambda scope, node: node.number(scope)),
    "int": Function(1, lambda scope, node: node.number(scope).to_integral_value(ROUND_DOWN)),
    "count": Function(1, _count),
    "sum": Function(1, _sum),
    "today": Function(0, _today),
    "true": Function(0, lambda *_: True),
    "false": Function(0, lambda *_: False),
}
# They read a question of a repeated page for all members at once.
TOTALS = frozenset({"count", "sum"})


def _every(scope: Scope, node: Reference) -> list[str]:
    """What was answered to `node`: by each member of a repeated page, or once."""
    members = [member for value in scope.answers.values() for member in _members(value)]
    texts = [text_of_answer(_found(member, node.name)) for member in members]
    if not any(texts):
        texts = [node.text(scope)]
    return [text for text in texts if text]


def _members(value: Json) -> list[Mapping[str, Json]]:
    """The members where `value` is what was answered on a repeated page."""
    if not isinstance(value, list):
        return []
    return [member for member in value if isinstance(member, Mapping)]


def _found(answers: Mapping[str, Json], name: str) -> Json:
    """The answer `name`, or the row of a matrix that `code__row` names."""
    if name in answers:
        return answers[name]
    code, _, row = name.partition("__")
    matrix = answers.get(code)
    return matrix.get(row) if isinstance(matrix, Mapping) else None


def _operand_text(node: Node, level: int) -> str:
    """Put what binds no more tightly than `level` into parentheses."""
    text = node.to_text()
    return f"({text})" if isinstance(node, Chain) and node.level <= level else text
