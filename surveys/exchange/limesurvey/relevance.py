"""LimeSurvey's expressions and its table of conditions, in the language of our conditions.

Of the language (ExpressionScript) the part is read that says when a question is shown: comparisons
of answers with texts and numbers, joined by and, or, not. Operators and functions of the same
meaning are replaced; whatever else stands there is refused.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from surveys.exchange.conditions import ConditionError
from surveys.exchange.limesurvey.tables import Fields
from surveys.instrument.expressions import ExpressionError, parse
from surveys.instrument.syntax import Call, Chain, Literal, Minus, Node, Own, Reference

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<text>"[^"]*"|'[^']*')
      | (?P<name>[0-9]+X[0-9]+X[0-9]+\w*(?:\.\w+)?|[A-Za-z_]\w*(?:\.\w+)*)
      | (?P<number>[0-9]+(?:\.[0-9]+)?|\.[0-9]+)
      | (?P<sign>&&|\|\||==|!=|<>|<=|>=|[-+*/()<>!,])
      | (?P<end>\Z)
    )""",
    re.VERBOSE,
)
_WORDS = {
    "and": "&&",
    "or": "||",
    "eq": "==",
    "ne": "!=",
    "lt": "<",
    "le": "<=",
    "gt": ">",
    "ge": ">=",
}
# From the loosest to the tightest, each with what it is called here.
_LEVELS: tuple[Mapping[str, str], ...] = (
    {"||": "or"},
    {"&&": "and"},
    {"==": "=", "!=": "!=", "<>": "!="},
    {"<": "<", "<=": "<=", ">": ">", ">=": ">="},
    {"+": "+", "-": "-"},
    {"*": "*", "/": "div"},
)
_SUFFIXES = frozenset({"NAOK", "code", "value", "valueNAOK"})
_OWN = frozenset({"this", "self"})
_CHECKED, _UNCHECKED = "Y", ""
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_MOST_DEPTH = 40
_FUNCTIONS = {"strlen": "string-length", "intval": "int", "floatval": "number", "if": "if"}
_METHODS = {"==": "=", " ": "=", "": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


class Target(NamedTuple):
    """What a name of LimeSurvey's stands for: an answer, or one option of a multiple choice."""

    reference: str
    option: str = ""


@dataclass
class Names:
    """What is known of the names in a survey. `gone` says why a name cannot be asked for."""

    targets: dict[str, Target] = field(default_factory=dict)
    gone: dict[str, str] = field(default_factory=dict)
    codes: dict[str, Mapping[str, str]] = field(default_factory=dict)  # by reference, old to new

    def target(self, name: str) -> Target:
        """Raises ConditionError for a name that means nothing here."""
        if name in self.gone:
            raise ConditionError(self.gone[name])
        if name not in self.targets:
            raise ConditionError(f"Không có câu nào tên “{name}”.")
        return self.targets[name]


def translated(text: str, names: Names) -> str:
    """Return the expression `text` as one of ours, "" where it always holds.

    Raises ConditionError.
    """
    text = text.strip()
    if text.startswith("{") and text.endswith("}"):
        text = text[1:-1].strip()
    if text in ("", "1"):
        return ""
    return _checked(_Parser(text, names).whole().to_text())


def from_conditions(rows: Sequence[Fields], names: Names) -> str:
    """Return what the rows of the conditions table say together, for one question.

    Scenarios are alternatives; within one, equalities of one answer are alternatives, and all else
    has to hold at once. Raises ConditionError.
    """
    scenarios: dict[str, list[Fields]] = {}
    for row in rows:
        scenarios.setdefault(row.get("scenario", "1"), []).append(row)
    alternatives = [_scenario(scenario, names) for scenario in scenarios.values()]
    return _checked(_joined("or", alternatives).to_text())


def _scenario(rows: Sequence[Fields], names: Names) -> Node:
    needed: list[Node] = []
    equalities: dict[str, list[Node]] = {}
    for row in rows:
        operator = _METHODS.get(row.get("method", ""), "")
        if not operator:
            raise ConditionError(f"Điều kiện kiểu “{row.get('method')}” chưa dùng được.")
        node = _condition(row, operator, names)
        if operator == "=":
            equalities.setdefault(row.get("cfieldname", "").lstrip("+"), []).append(node)
        else:
            needed.append(node)
    return _joined("and", [_joined("or", nodes) for nodes in equalities.values()] + needed)


def _condition(row: Fields, operator: str, names: Names) -> Node:
    value = row.get("value", "")
    if value.startswith(("@", "{")):
        raise ConditionError("Điều kiện so với câu trả lời khác trong bảng chưa dùng được.")
    target = names.target(row.get("cfieldname", "").lstrip("+"))
    if target.option:
        return _option_compared(target, operator, value, names)
    return _compared(Reference(target.reference), operator, Literal(value), names)


def _joined(operator: str, nodes: Sequence[Node]) -> Node:
    if not nodes:
        raise ConditionError("Điều kiện trống.")
    return nodes[0] if len(nodes) == 1 else Chain(tuple(nodes), (operator,) * (len(nodes) - 1))


def _checked(text: str) -> str:
    try:
        parse(text)
    except ExpressionError as error:
        raise ConditionError(error.words) from error
    return text


# --- Comparisons -----------------------------------------------------------------------------
def _option_compared(target: Target, operator: str, value: str, names: Names) -> Node:
    """Whether one option of a multiple choice is ticked: LimeSurvey keeps "Y" or nothing."""
    if value not in (_CHECKED, _UNCHECKED) or operator not in ("=", "!="):
        raise ConditionError("Ô chọn nhiều chỉ so được với “Y” hoặc để trống.")
    is_ticked = (value == _CHECKED) == (operator == "=")
    return _ticked(target, names) if is_ticked else Call("not", (_ticked(target, names),))


def _ticked(target: Target, names: Names) -> Node:
    code = names.codes.get(target.reference, {}).get(target.option, target.option)
    return Call("selected", (Reference(target.reference), Literal(code)))


def _compared(left: Node, operator: str, right: Node, names: Names) -> Node:
    left, right = _with_code(left, right, names), _with_code(right, left, names)
    if operator not in ("=", "!="):
        left, right = _as_number(left), _as_number(right)
    return Chain((left, right), (operator,))


def _with_code(node: Node, other: Node, names: Names) -> Node:
    """Give a text that `other`, an answer, is compared with the code it has here."""
    if not isinstance(node, Literal) or not isinstance(node.content, str):
        return node
    if not isinstance(other, Reference):
        return node
    return Literal(names.codes.get(other.name, {}).get(node.content, node.content))


def _as_number(node: Node) -> Node:
    """Less and more compare numbers here; LimeSurvey writes them as texts as well."""
    if not isinstance(node, Literal) or not isinstance(node.content, str):
        return node
    if not _NUMBER.fullmatch(node.content):
        raise ConditionError(f"Không so lớn, bé được với chữ “{node.content}”.")
    number = Decimal(node.content)
    return Minus(Literal(-number)) if number < 0 else Literal(number)


# --- The language ----------------------------------------------------------------------------
class _Token(NamedTuple):
    kind: str
    text: str


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while True:
        found = _TOKEN.match(text, at)
        if found is None:
            raise ConditionError(f"Không đọc được điều kiện từ “{text[at : at + 20].strip()}”.")
        at = found.end()
        kind = found.lastgroup or "end"
        word = found[kind]
        if kind == "name" and word.lower() in _WORDS:
            kind, word = "sign", _WORDS[word.lower()]
        yield _Token(kind, word)
        if kind == "end":
            return


class _Parser:
    def __init__(self, text: str, names: Names) -> None:
        self.names = names
        self.tokens = _tokens(text)
        self.token = next(self.tokens)
        self.depth = 0

    def whole(self) -> Node:
        node = _as_node(self._level(0), self.names)
        if self.token.kind != "end":
            raise ConditionError(f"Không hiểu “{self.token.text}” trong điều kiện.")
        return node

    def _level(self, level: int) -> Node | Target:
        if level == len(_LEVELS):
            return self._unary()
        found = self._level(level + 1)
        while self.token.kind == "sign" and self.token.text in _LEVELS[level]:
            operator = _LEVELS[level][self._next().text]
            found = self._combined(found, operator, self._level(level + 1))
        return found

    def _combined(self, left: Node | Target, operator: str, right: Node | Target) -> Node:
        if operator in ("=", "!="):
            for option, other in ((left, right), (right, left)):
                if isinstance(option, Target) and isinstance(other, Literal):
                    return _option_compared(option, operator, str(other.content), self.names)
        left, right = _as_node(left, self.names), _as_node(right, self.names)
        if operator in _LEVELS[2].values() or operator in _LEVELS[3].values():
            return _compared(left, operator, right, self.names)
        if isinstance(left, Chain) and set(left.operators) == {operator}:
            return Chain((*left.operands, right), (*left.operators, operator))
        return Chain((left, right), (operator,))

    def _unary(self) -> Node | Target:
        self.depth += 1
        if self.depth > _MOST_DEPTH:
            raise ConditionError("Điều kiện lồng nhau quá nhiều tầng.")
        token = self._next()
        match token:
            case _Token("sign", "!"):
                found: Node | Target = Call("not", (_as_node(self._unary(), self.names),))
            case _Token("sign", "-"):
                found = Minus(_as_node(self._unary(), self.names))
            case _Token("sign", "("):
                found = self._level(0)
                self._expect(")")
            case _Token("text", text):
                found = Literal(text[1:-1])
            case _Token("number", number):
                found = Literal(Decimal(number))
            case _Token("name", name) if self.token.text == "(":
                found = self._call(name)
            case _Token("name", name):
                found = self._name(name)
            case _:
                raise ConditionError(f"Không hiểu “{token.text}” trong điều kiện.")
        self.depth -= 1
        return found

    def _name(self, name: str) -> Node | Target:
        name, *suffixes = name.split(".")
        if not _SUFFIXES.issuperset(suffixes):
            raise ConditionError(f"“{name}.{'.'.join(suffixes)}” chưa dùng được trong điều kiện.")
        if name in _OWN:
            return Own()
        target = self.names.target(name)
        return target if target.option else Reference(target.reference)

    def _call(self, name: str) -> Node:
        self._expect("(")
        given: list[Node | Target] = []
        while self.token.text != ")":
            given.append(self._level(0))
            if self.token.text != ",":
                break
            self._next()
        self._expect(")")
        if name == "is_empty" and len(given) == 1:
            return _is_empty(given[0], self.names)
        if name == "count" and given:
            return self._count(given)
        if name == "regexMatch" and len(given) == 2:
            return self._matched(given[0], _as_node(given[1], self.names))
        if name in _FUNCTIONS:
            return Call(_FUNCTIONS[name], tuple(_as_node(one, self.names) for one in given))
        raise ConditionError(f"Hàm “{name}()” chưa dùng được trong điều kiện.")

    def _count(self, given: Sequence[Node | Target]) -> Node:
        """How many options of one multiple choice are ticked, where all of them are counted."""
        options = [one for one in given if isinstance(one, Target)]
        asked = {one.reference for one in options}
        if len(options) == len(given) and len(asked) == 1:
            reference = asked.pop()
            every = {one for one in self.names.targets.values() if one.reference == reference}
            if {one for one in every if one.option} == set(options):
                return Call("count-selected", (Reference(reference),))
        raise ConditionError("Hàm “count()” chỉ đếm được mọi ô của một câu chọn nhiều.")

    def _matched(self, pattern: Node | Target, text: Node) -> Node:
        if not isinstance(pattern, Literal) or not isinstance(pattern.content, str):
            raise ConditionError("Hàm “regexMatch()” cần mẫu viết trong dấu nháy.")
        return Call("regex", (text, Literal(bare_pattern(pattern.content))))

    def _expect(self, sign: str) -> None:
        if self.token.text != sign:
            raise ConditionError(f"Thiếu dấu “{sign}” trong điều kiện.")
        self._next()

    def _next(self) -> _Token:
        token = self.token
        self.token = next(self.tokens, token)
        return token


def _as_node(found: Node | Target, names: Names) -> Node:
    return _ticked(found, names) if isinstance(found, Target) else found


def _is_empty(found: Node | Target, names: Names) -> Node:
    if isinstance(found, Target):
        return Call("not", (_ticked(found, names),))
    return Chain((found, Literal("")), ("=",))


def bare_pattern(pattern: str) -> str:
    """A regular expression without PHP's slashes; ours fits the whole text, theirs any part.

    Raises ConditionError for flags and delimiters we do not know.
    """
    found = re.fullmatch(r"/(?P<inner>.*)/(?P<flags>[a-z]*)", pattern, re.DOTALL)
    inner, flags = (found["inner"], found["flags"]) if found else (pattern, "")
    if flags.strip("u"):
        raise ConditionError(f"Mẫu “{pattern}” có cờ “{flags}” chưa dùng được.")
    if "|" in inner:
        return f".*(?:{inner}).*"
    start = "" if inner.startswith("^") else ".*"
    end = "" if inner.endswith("$") and not inner.endswith(r"\$") else ".*"
    return f"{start}{inner}{end}"
