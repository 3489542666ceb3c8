"""What is wrong with the conditions of a questionnaire, in words for its maker."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from surveys.enums import QuestionKind
from surveys.instrument.expressions import ExpressionError, parse
from surveys.instrument.questionnaire import WITH_CHOICES, Page, Question, Questionnaire
from surveys.instrument.reachability import Target, circle, never_hold, targets
from surveys.instrument.syntax import Call, Chain, Literal, Node, Own, Reference
from surveys.instrument.values import YES

_PARENTS = frozenset({QuestionKind.SINGLE, QuestionKind.LIKERT, QuestionKind.MULTIPLE})

_RELEVANCE = "Điều kiện hiện"
_CONSTRAINT = "Điều kiện của câu trả lời"
_LIST = "Danh sách lọc theo câu khác"


class _Owner(NamedTuple):
    """What a condition stands at: a question, or a page, whose place is before its questions."""

    place: tuple[int, int]
    page: Page
    question: Question | None = None


class Logic:
    """The conditions of one questionnaire. Each method tells what is wrong, sentence by sentence."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.targets = targets(questionnaire)
        self.repeated = {
            page.code: number for number, page in enumerate(questionnaire.pages) if page.repeat
        }
        self.dead = {
            page.code for page in questionnaire.pages if self._is_dead(page.relevance, page)
        }

    def about_page(self, number: int, page: Page) -> Iterator[str]:
        """Say what is wrong with when the page `number` (from 0) is shown."""
        found = list(self._about(_RELEVANCE, page.relevance, _Owner((number, -1), page)))
        yield from found
        if not found and page.code in self.dead:
            required = [question.code for question in page.questions if question.is_required]
            ending = f", kể cả câu bắt buộc: {', '.join(required)}" if required else ""
            yield (
                "Trang này không bao giờ hiện, vì không câu trả lời nào làm điều kiện của trang "
                f"đúng{ending}. Xin sửa điều kiện hiện của trang."
            )

    def about_question(
        self, place: tuple[int, int], page: Page, question: Question
    ) -> Iterator[str]:
        """Say what is wrong with the conditions of a question; `place` numbers page and question."""
        owner = _Owner(place, page, question)
        found = list(self._about(_RELEVANCE, question.relevance, owner))
        yield from found
        is_alone = not found and page.code not in self.dead
        if is_alone and self._is_dead(question.relevance, page):
            yield (
                "Câu này không bao giờ hiện, vì không câu trả lời nào làm điều kiện hiện đúng. "
                "Xin sửa điều kiện hiện của câu hoặc của trang."
            )
        yield from self._about(_CONSTRAINT, question.constraint, owner)
        yield from self._about_list(owner, question)

    def _is_dead(self, condition: str, page: Page) -> bool:
        """Whether `condition` of something on `page` never holds where the page is shown."""
        conditions = [page.relevance, condition]
        return bool(condition.strip()) and never_hold(self.questionnaire, conditions, page)

    def _about(self, title: str, condition: str, owner: _Owner) -> Iterator[str]:
        if not condition.strip():
            return
        try:
            expression = parse(condition)
        except ExpressionError as error:
            yield f"{title}: {error.words}"
            return
        if title != _CONSTRAINT and any(isinstance(node, Own) for node in expression.root.walk()):
            yield f"{title}: dấu chấm (.) chỉ dùng trong điều kiện của câu trả lời."
        for name in sorted(expression.references):
            is_total = name not in expression.direct_references
            yield from self._about_name(title, name, owner, is_total=is_total)
        for node in expression.root.walk():
            for operand, code in _compared(node):
                yield from self._about_code(title, operand, code, owner)

    def _about_name(self, title: str, name: str, owner: _Owner, *, is_total: bool) -> Iterator[str]:
        target = self.targets.get(name)
        if target is not None:
            yield from self._about_target(title, name, target, owner, is_total=is_total)
        elif name not in self.repeated:
            yield f"{title}: không có câu nào mang mã “{name}”. Xin sửa mã hoặc bỏ điều kiện."
        elif not is_total:
            yield f"{title}: “{name}” là trang lặp, chỉ đếm được bằng count(${{{name}}})."
        elif self.repeated[name] > owner.place[0]:
            yield f"{title}: trang “{name}” đứng sau. Xin chuyển trang ấy lên trước."

    def _about_target(
        self, title: str, name: str, target: Target, owner: _Owner, *, is_total: bool
    ) -> Iterator[str]:
        is_same_page = target.place[0] == owner.place[0]
        if target.question.kind is QuestionKind.NOTE:
            yield f"{title}: “{name}” là lời dẫn, không có câu trả lời để xét."
        elif target.place == owner.place:
            advice = " Xin dùng dấu chấm (.)." if title == _CONSTRAINT else ""
            yield f"{title}: câu này tự xét chính nó.{advice}"
        elif target.place > owner.place:
            yield f"{title}: {self._later(title, target, owner)}"
        elif target.page.repeat and not is_same_page and not is_total:
            yield (
                f"{title}: “{name}” ở trang lặp, có nhiều câu trả lời; ngoài trang ấy chỉ dùng được "
                "trong count() hoặc sum()."
            )
        elif is_same_page and owner.page.is_random_order:
            yield (
                f"{title}: “{name}” ở cùng một trang đảo thứ tự nên có thể đứng sau. "
                "Xin tắt đảo thứ tự hoặc chuyển câu sang trang khác."
            )

    def _later(self, title: str, target: Target, owner: _Owner) -> str:
        code = owner.question.code if owner.question else owner.page.code
        path = circle(self.questionnaire, code) if title != _CONSTRAINT else []
        if path and target.question.code in path:
            return f"các câu chờ nhau theo vòng {' → '.join(path)}. Xin bỏ một điều kiện."
        return f"câu “{target.question.code}” đứng sau. Xin chuyển câu ấy lên trước."

    def _about_code(self, title: str, operand: Node, code: str, owner: _Owner) -> Iterator[str]:
        question = owner.question
        name = question.code if question else ""
        if isinstance(operand, Reference):
            target = self.targets.get(operand.name)
            question, name = (target.question if target else None), operand.name
        if question is not None and not _may_be(question, name, code):
            yield f"{title}: câu “{name}” không có lựa chọn nào mang mã “{code}”."

    def _about_list(self, owner: _Owner, question: Question) -> Iterator[str]:
        """Say what is wrong with choices that depend on another answer."""
        parents = {choice.parent for choice in question.choices if choice.parent}
        if not question.depends_on:
            if parents:
                yield f"{_LIST}: lựa chọn đã ghi thuộc mục nào, nhưng chưa chọn câu để lọc theo."
            return
        if question.kind not in WITH_CHOICES:
            yield f"{_LIST}: kiểu câu này không có danh sách lựa chọn để lọc."
            return
        found = list(self._about_name(_LIST, question.depends_on, owner, is_total=False))
        yield from found
        target = self.targets.get(question.depends_on)
        if target is None or found:
            return
        if target.question.kind not in _PARENTS:
            yield f"{_LIST}: câu “{question.depends_on}” không phải câu chọn nên không lọc theo được."
        elif not parents:
            yield f"{_LIST}: chưa lựa chọn nào ghi thuộc mục nào của câu “{question.depends_on}”."
        else:
            yield from self._about_parents(owner.page, question, target.question)

    def _about_parents(self, page: Page, question: Question, parent: Question) -> Iterator[str]:
        named = {choice.parent for choice in question.choices}
        unknown = sorted(named - {"", *parent.choice_codes})
        if unknown:
            yield f"{_LIST}: câu “{parent.code}” không có lựa chọn mang mã {', '.join(unknown)}."
        if not question.is_required or "" in named:
            return
        empty = [
            choice.label
            for choice in parent.choices
            if choice.code not in named
            and self._is_shown_after(page, question, parent, choice.code)
        ]
        if empty:
            yield (
                f"{_LIST}: người chọn {', '.join(f'“{label}”' for label in empty)} ở câu "
                f"“{parent.code}” không còn gì để chọn ở câu bắt buộc này. Xin thêm lựa chọn hoặc "
                "điều kiện hiện."
            )

    def _is_shown_after(self, page: Page, question: Question, parent: Question, code: str) -> bool:
        """Whether somebody who chose `code` alone at `parent` may see `question`."""
        chosen = f"${{{parent.code}}} = '{code}'"
        conditions = [page.relevance, question.relevance, chosen]
        return not never_hold(self.questionnaire, conditions, page)


def _compared(node: Node) -> Iterator[tuple[Node, str]]:
    """The answers that `node` compares with a code, each with the code."""
    if isinstance(node, Chain) and node.operators[0] in ("=", "!="):
        for left, right in pairwise(node.operands):
            yield from _pair(left, right)
            yield from _pair(right, left)
    elif isinstance(node, Call) and node.function == "selected":
        yield from _pair(*node.arguments)


def _pair(operand: Node, literal: Node) -> Iterator[tuple[Node, str]]:
    is_answer = isinstance(operand, Reference | Own)
    if is_answer and isinstance(literal, Literal) and isinstance(literal.content, str):
        yield operand, literal.content


def _may_be(question: Question, name: str, code: str) -> bool:
    """Whether `code` may be what `name`, a key of `question`, is answered with."""
    if question.kind is QuestionKind.CONSENT:
        return code in ("", YES)
    is_row = name != question.code
    if question.kind in WITH_CHOICES and is_row == (question.kind is QuestionKind.MATRIX):
        return set(code.split()) <= set(question.choice_codes)
    return True
