"""Conditions of a file that is read, with the names and codes they have here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from surveys.instrument.expressions import (
    TEXT_MAX_LENGTH,
    Expression,
    ExpressionError,
    parse,
)
from surveys.instrument.syntax import Call, Chain, Literal, Minus, Node, Own, Reference

_REFERENCE = re.compile(r"\$\{\s*([^${}]*?)\s*\}")
_RELATIVE = re.compile(r"(?:current\(\)/)?(?:\.\./)+([^\W\d][\w.-]*)")
_STRAIGHT = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\u00a0": " "})
_COMPARES = frozenset({"=", "!="})


class ConditionError(ValueError):
    """A condition that cannot be kept; the words say why, in Vietnamese."""


@dataclass
class Vocabulary:
    """What the names of a file are called here.

    `names` leads from each name to the reference that replaces it, `calculations` from the names of
    calculated values to how they are reckoned (in the file's own names). `gone` says why a name
    means nothing here, `codes` holds the choices that changed their code, by the new reference, and
    `twins` those whose name became several codes.
    """

    names: dict[str, str] = field(default_factory=dict)
    calculations: dict[str, str] = field(default_factory=dict)
    gone: dict[str, str] = field(default_factory=dict)
    codes: dict[str, Mapping[str, str]] = field(default_factory=dict)
    twins: dict[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    _reckoned: dict[str, str] = field(default_factory=dict)

    def translated(self, text: str, own: str = "") -> str:
        """Return the condition `text` in our names; `own` is the question that `.` stands for.

        Calculated values are put in where they are asked for. Raises ConditionError.
        """
        named = self._in_our_names(_RELATIVE.sub(r"${\1}", straightened(text)))
        try:
            expression = parse(named)
        except ExpressionError as error:
            raise ConditionError(error.words) from error
        if not self.codes:
            return named
        recoded = Expression(self._recoded(expression.root, own))
        return named if recoded == expression else recoded.to_text()

    def _in_our_names(self, text: str) -> str:
        named = _REFERENCE.sub(lambda found: self._reference(found[1]), text)
        if len(named) > TEXT_MAX_LENGTH:
            raise ConditionError(f"Điều kiện dài quá {TEXT_MAX_LENGTH} ký tự.")
        return named

    def _reference(self, name: str) -> str:
        self.used.add(name)
        if name in self.gone:
            raise ConditionError(self.gone[name])
        if name in self.calculations:
            return f"({self._calculation(name)})"
        if name not in self.names:
            raise ConditionError(f"Không có câu nào tên “{name}”.")
        return f"${{{self.names[name]}}}"

    def _calculation(self, name: str) -> str:
        if name not in self._reckoned:
            self._reckoned[name] = ""
            formula = _RELATIVE.sub(r"${\1}", straightened(self.calculations[name]))
            self._reckoned[name] = self._in_our_names(formula)
        if not self._reckoned[name]:
            raise ConditionError(f"Phép tính “{name}” dùng đến chính nó.")
        return self._reckoned[name]

    def _recoded(self, node: Node, own: str) -> Node:
        """Give the choices that `node` compares answers with their new codes."""
        match node:
            case Minus(operand):
                return Minus(self._recoded(operand, own))
            case Chain(operands, operators):
                done = tuple(self._recoded(operand, own) for operand in operands)
                is_comparison = operators[0] in _COMPARES
                return Chain(self._with_codes(done, own) if is_comparison else done, operators)
            case Call(function, arguments):
                done = tuple(self._recoded(argument, own) for argument in arguments)
                return Call(
                    function, self._with_codes(done, own) if function == "selected" else done
                )
        return node

    def _with_codes(self, nodes: tuple[Node, ...], own: str) -> tuple[Node, ...]:
        asked = [
            node.name if isinstance(node, Reference) else own
            for node in nodes
            if isinstance(node, Reference | Own)
        ]
        return tuple(self._with_code(node, asked) for node in nodes)

    def _with_code(self, node: Node, asked: list[str]) -> Node:
        if not isinstance(node, Literal) or not isinstance(node.content, str):
            return node
        for name in asked:
            if node.content in self.twins.get(name, {}):
                raise ConditionError(f"Mã “{node.content}” có ở nhiều nhánh của danh sách.")
            if node.content in self.codes.get(name, {}):
                return Literal(self.codes[name][node.content])
        return node


def straightened(text: str) -> str:
    """Return an expression with straight quotes, on one line."""
    return " ".join(text.translate(_STRAIGHT).split())


def both(*conditions: str) -> str:
    """The condition that all of `conditions` hold; empty ones always do."""
    wanted = [condition for condition in conditions if condition]
    if len(wanted) == 1:
        return wanted[0]
    return " and ".join(f"({condition})" for condition in wanted)
