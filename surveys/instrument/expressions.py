"""Conditions in the language of XLSForm: a small part of XPath, parsed, kept and evaluated.

    ${q1} = 'a' and (${age} >= 18 or not(selected(${channels}, 'radio')))

Everything answered reads as text, as in XForms: a choice as its code, several choices as codes
with spaces between, a missing answer as ''. A comparison with a number makes both sides numbers;
what is no number is equal to none, and neither less nor more than any. A date counts days, so
that `today() - ${born}` is an age in days.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import NamedTuple, NoReturn

from surveys.instrument.patterns import PatternError, compiled
from surveys.instrument.questionnaire import Json
from surveys.instrument.syntax import (
    FUNCTIONS,
    LEVELS,
    MINUS_LEVEL,
    TOTALS,
    Call,
    Chain,
    Literal,
    Minus,
    Node,
    Own,
    Reference,
    Scope,
)
from surveys.instrument.xpath import NUMBER_MAX_LENGTH, Value, as_boolean

TEXT_MAX_LENGTH = 2_000
MAX_DEPTH = 50
_TOO_DEEP = f"Điều kiện lồng nhau quá {MAX_DEPTH} tầng"

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<reference>\$\{\s*(?P<name>[^\W\d][\w.-]*)\s*\})
      | (?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
      | (?P<string>'[^']*'|"[^"]*")
      | (?P<word>[^\W\d][\w-]*)
      | (?P<sign><=|>=|!=|[-=<>+*(),.])
      | (?P<end>\Z)
    )""",
    re.VERBOSE,
)


class ExpressionError(ValueError):
    """A text that is no expression of ours.

    `words` say in Vietnamese what is wrong and in which column (from 1); `position` is the number
    of characters before it.
    """

    def __init__(self, words: str, position: int) -> None:
        self.words = f"{words} (cột {position + 1})."
        super().__init__(self.words)
        self.position = position


@dataclass(frozen=True)
class Expression:
    """A parsed condition. Two are equal when they are built alike, however they were spaced."""

    root: Node

    @cached_property
    def references(self) -> frozenset[str]:
        """The names in `${…}`."""
        return frozenset(node.name for node in self.root.walk() if isinstance(node, Reference))

    @cached_property
    def direct_references(self) -> frozenset[str]:
        """Those of `references` that are read themselves, not only in count() or sum()."""
        return frozenset(_direct_references(self.root))

    def value(self, answers: Mapping[str, Json], own: Json = None) -> Value:
        """Evaluate against canonical `answers`; `own` is what `.` stands for. Never raises."""
        return self.root.value(Scope(answers, own))

    def is_true(self, answers: Mapping[str, Json], own: Json = None) -> bool:
        """Evaluate as a condition: '', 0 and what is no number are false."""
        return as_boolean(self.value(answers, own))

    def to_text(self) -> str:
        """Write the expression; parsing that gives an equal one."""
        return self.root.to_text()

    def renamed(self, names: Mapping[str, str]) -> "Expression":
        """Replace the references that are keys of `names`; each name counts as a whole."""
        return Expression(self.root.renamed(names))


def _direct_references(node: Node) -> Iterator[str]:
    if isinstance(node, Reference):
        yield node.name
    if isinstance(node, Call) and node.function in TOTALS:
        return
    for child in node.children:
        yield from _direct_references(child)


@lru_cache(maxsize=4096)
def parse(text: str) -> Expression:
    """Read an expression. Raises ExpressionError."""
    if len(text) > TEXT_MAX_LENGTH:
        raise ExpressionError(f"Điều kiện dài quá {TEXT_MAX_LENGTH} ký tự", TEXT_MAX_LENGTH)
    return Expression(_Parser(text).whole())


class _Token(NamedTuple):
    kind: str
    text: str
    position: int

    @property
    def operator_level(self) -> int:
        """How tightly it binds as an operator between operands; 0 where it is none."""
        return LEVELS.get(self.text, 0) if self.kind in ("sign", "word") else 0


class _Parser:
    """A Pratt parser; both its own depth and that of the tree it gives are bounded."""

    def __init__(self, text: str) -> None:
        self.tokens = _tokens(text)
        self.token = next(self.tokens)
        self.depth = 0

    def whole(self) -> Node:
        node = self._expression()
        if self.token.kind != "end":
            self._refuse(_unexpected(self.token))
        if node.depth > MAX_DEPTH:
            self._refuse(_TOO_DEEP)
        return node

    def _expression(self, above: int = 0) -> Node:
        """Read as far as operators bind more tightly than the level `above`."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self._refuse(_TOO_DEEP)
        node = self._operand()
        while (level := self.token.operator_level) > above:
            node = self._chain(node, level)
        self.depth -= 1
        return node

    def _chain(self, first: Node, level: int) -> Chain:
        operands, operators = [first], []
        while self.token.operator_level == level:
            operators.append(self._advance().text)
            operands.append(self._expression(level))
        return Chain(tuple(operands), tuple(operators))

    def _operand(self) -> Node:
        token = self._advance()
        if token.kind == "reference":
            return Reference(token.text)
        if token.kind == "string":
            return Literal(token.text[1:-1])
        if token.kind == "number":
            return _number(token)
        if token.kind == "word":
            return self._call(token)
        return self._signed(token)

    def _signed(self, token: _Token) -> Node:
        if token.text == ".":
            return Own()
        if token.text == "-":
            return Minus(self._expression(MINUS_LEVEL))
        if token.text == "(":
            node = self._expression()
            self._expect(")")
            return node
        words = "Điều kiện còn thiếu ở cuối" if token.kind == "end" else _unexpected(token)
        raise ExpressionError(words, token.position)

    def _call(self, token: _Token) -> Call:
        name = token.text
        if self.token.text != "(":
            raise ExpressionError(
                f"Không hiểu “{name}”: tên câu viết ${{{name}}}, mã lựa chọn viết '{name}'",
                token.position,
            )
        if name not in FUNCTIONS:
            raise ExpressionError(f"Chưa dùng được hàm “{name}()” ở đây", token.position)
        call = Call(name, self._arguments())
        _check_arguments(call, token.position)
        return call

    def _arguments(self) -> tuple[Node, ...]:
        self._expect("(")
        arguments: list[Node] = []
        if self.token.text != ")":
            arguments.append(self._expression())
        while self.token.text == ",":
            self._advance()
            arguments.append(self._expression())
        self._expect(")")
        return tuple(arguments)

    def _expect(self, sign: str) -> None:
        if (self.token.kind, self.token.text) != ("sign", sign):
            self._refuse(f"Thiếu dấu “{sign}”")
        self._advance()

    def _advance(self) -> _Token:
        token = self.token
        self.token = next(self.tokens, token)
        return token

    def _refuse(self, words: str) -> NoReturn:
        raise ExpressionError(words, self.token.position)


# Said of the first character that starts no token; others are named as they are.
_UNREADABLE = {
    "'": "Thiếu dấu nháy ' ở cuối đoạn chữ",
    '"': 'Thiếu dấu nháy " ở cuối đoạn chữ',
    **dict.fromkeys("‘’“”", "Dấu nháy cong không dùng được, xin gõ dấu nháy thẳng '"),
    "$": "Tên câu viết trong ngoặc nhọn: ${ten_cau}",
    "/": "Đường dẫn XPath không dùng được, xin viết ${ten_cau}",
}


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while True:
        found = _TOKEN.match(text, at)
        if found is None:
            at += len(text[at:]) - len(text[at:].lstrip())
            words = _UNREADABLE.get(text[at], f"Không hiểu ký tự “{text[at]}”")
            raise ExpressionError(words, at)
        at = found.end()
        kind = found.lastgroup or "end"
        written = found["name"] if kind == "reference" else found[kind]
        yield _Token(kind, written, found.start(kind))
        if kind == "end":
            return


def _number(token: _Token) -> Literal:
    if len(token.text) > NUMBER_MAX_LENGTH:
        raise ExpressionError("Số dài quá", token.position)
    return Literal(Decimal(token.text))


def _unexpected(token: _Token) -> str:
    return f"Không hiểu “{token.text}” ở đây"


def _check_arguments(call: Call, position: int) -> None:
    name, given, wanted = call.function, len(call.arguments), FUNCTIONS[call.function].arity
    if given != wanted:
        raise ExpressionError(f"Hàm “{name}()” cần {wanted} tham số, ở đây có {given}", position)
    if name in TOTALS and not isinstance(call.arguments[0], Reference):
        raise ExpressionError(f"Hàm “{name}()” cần tên câu hoặc tên trang: ${{…}}", position)
    if name == "regex":
        _check_pattern(call.arguments[1], position)


def _check_pattern(node: Node, position: int) -> None:
    """Patterns are written out, so that they are judged here and not when people answer."""
    if not isinstance(node, Literal) or not isinstance(node.content, str):
        raise ExpressionError("Hàm “regex()” cần mẫu viết trong dấu nháy", position)
    try:
        compiled(node.content)
    except PatternError as error:
        raise ExpressionError(error.words.removesuffix("."), position) from error
