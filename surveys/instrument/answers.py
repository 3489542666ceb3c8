"""Answers against a questionnaire: what is shown, what an answer means, and what is wrong with it.

Conditions read the answers they are given. Hidden answers must not decide what else is hidden, so
callers hand over what `pruned` returned. A condition that does not parse (only a draft's can) hides
nothing and refuses nothing.
"""

from collections.abc import Container, Iterator, Mapping

from surveys.enums import QuestionKind
from surveys.instrument.expressions import ExpressionError, parse
from surveys.instrument.questionnaire import (
    OTHER_SUFFIX,
    WITH_CHOICES,
    Answers,
    Choice,
    Json,
    Page,
    Question,
    Questionnaire,
    Repeat,
)
from surveys.instrument.values import Misfit, Offer, check_limits, read, read_words

_LISTS = frozenset({QuestionKind.MULTIPLE, QuestionKind.RANKING})
_MISSING = {
    QuestionKind.MULTIPLE: "Xin chọn ít nhất một mục.",
    QuestionKind.RANKING: "Xin xếp thứ tự các mục.",
    QuestionKind.SCALE: "Xin chọn một điểm.",
    QuestionKind.MATRIX: "Xin trả lời từng dòng.",
    QuestionKind.NUMBER: "Xin ghi một số.",
    QuestionKind.DATE: "Xin ghi ngày, tháng, năm.",
    QuestionKind.SHORT_TEXT: "Xin ghi câu trả lời.",
    QuestionKind.LONG_TEXT: "Xin ghi câu trả lời.",
    QuestionKind.COMMUNE: "Xin chọn xã, phường.",
    QuestionKind.CONSENT: "Cần sự đồng ý của Quý vị để tiếp tục.",
}
_MISSING_CHOICE = "Xin chọn một câu trả lời."
_BLANK: tuple[Json, ...] = ("", None, [], {})


def within(answers: Mapping[str, Json], member: Mapping[str, Json] | None) -> Answers:
    """Return what conditions of a repeated page read: the answers with the member's own over them.

    Without a member it is a copy of `answers`.
    """
    return {**answers, **(member or {})}


def member_key(page: str, index: int, key: str) -> str:
    """The key of `problems` for `key` of one member (from 0) of the repeated page `page`."""
    return f"{page}.{index}.{key}"


# --- What is shown ---------------------------------------------------------------------------


def shown_pages(questionnaire: Questionnaire, answers: Mapping[str, Json]) -> list[Page]:
    """The pages to go through; one whose questions are all hidden is left out."""
    return [page for page in questionnaire.pages if _is_page_shown(page, answers)]


def shown_questions(
    questionnaire: Questionnaire,
    page: Page,
    answers: Mapping[str, Json],
    member: Mapping[str, Json] | None = None,
) -> list[Question]:
    """The questions and notes of `page` to show, for one `member` where the page is repeated."""
    return _shown(page, within(answers, member))


def shown_choices(question: Question, answers: Mapping[str, Json]) -> list[Choice]:
    """The choices to offer: all, or those under what was answered to `depends_on`.

    Choices without a parent are always offered. For a question of a repeated page hand over
    `within(answers, member)`.
    """
    if not question.depends_on:
        return list(question.choices)
    answer = answers.get(question.depends_on)
    parents = answer if isinstance(answer, list) else [answer]
    return [choice for choice in question.choices if not choice.parent or choice.parent in parents]


def _is_page_shown(page: Page, answers: Mapping[str, Json]) -> bool:
    if not _holds(page.relevance, answers):
        return False
    if page.repeat is not None or not page.questions:
        return True
    return bool(_shown(page, answers))


def _shown(page: Page, seen: Mapping[str, Json]) -> list[Question]:
    return [question for question in page.questions if _holds(question.relevance, seen)]


def _holds(condition: str, answers: Mapping[str, Json], own: Json = None) -> bool:
    if not condition.strip():
        return True
    try:
        return parse(condition).is_true(answers, own)
    except ExpressionError:
        return True


# --- One answer ------------------------------------------------------------------------------


def clean(
    question: Question,
    raw: Json,
    answers: Mapping[str, Json],
    communes: Container[str] | None = None,
) -> tuple[Json, str]:
    """Return the canonical value of `raw` and "", or None and words that say what to mend.

    `raw` is what a browser sent (text, list of texts, mapping of a matrix's rows), a canonical
    value, or any JSON. Nothing answered is (None, "") unless the question is required and, where it
    is a list that depends on another answer, something is offered. `answers` are those the question's constraint and choices depend on, with the member's own in a repeated
    page. `communes` are the codes that may be picked; None accepts whatever is written like one.
    Words beside "khác, xin ghi rõ" are `clean_words`'s. Never raises.
    """
    offered = shown_choices(question, answers)
    try:
        value = read(raw, Offer(question, offered, communes))
        if value is None:
            return None, _missing(question, offered)
        check_limits(question, value)
        _check_rows(question, value)
        _check_constraint(question, value, answers)
    except Misfit as misfit:
        return None, misfit.words
    return value, ""


def clean_words(question: Question, raw: Json, value: Json) -> tuple[str, str]:
    """Return the words beside "khác, xin ghi rõ" and "", or "" and what to mend.

    `value` is the question's canonical value. Where it does not hold that choice, words count for
    nothing and none are asked for.
    """
    if not _asks_words(question, value):
        return "", ""
    try:
        return read_words(raw), ""
    except Misfit as misfit:
        return "", misfit.words


def _asks_words(question: Question, value: Json) -> bool:
    other = question.other
    if other is None or question.kind is QuestionKind.MATRIX:
        return False
    return other.code in value if isinstance(value, list) else other.code == value


def _missing(question: Question, offered: list[Choice]) -> str:
    """Ask for an answer where one is required, unless there is nothing to choose from."""
    is_empty_list = question.kind in WITH_CHOICES and not offered
    if not question.is_required or is_empty_list:
        return ""
    return question.required_message or _MISSING.get(question.kind, _MISSING_CHOICE)


def _check_rows(question: Question, value: Json) -> None:
    """A required matrix wants every row."""
    if not question.is_required or not isinstance(value, Mapping):
        return
    missing = [row.label for row in question.rows if row.code not in value]
    if missing:
        raise Misfit(f"Xin trả lời thêm các dòng: {'; '.join(missing)}.")


def _check_constraint(question: Question, value: Json, answers: Mapping[str, Json]) -> None:
    if not _holds(question.constraint, answers, value):
        raise Misfit(
            question.constraint_message
            or "Câu trả lời chưa hợp với điều kiện của câu hỏi. Xin kiểm tra lại."
        )


# --- A whole submission ----------------------------------------------------------------------


def pruned(questionnaire: Questionnaire, answers: Mapping[str, Json]) -> Answers:
    """Return the canonical answers among `answers`: what is to be stored.

    Hidden answers go, and with them what they had made visible, until nothing changes any more; so
    do keys nobody asked for, choices no longer offered, what cannot be read, and members of a
    repeated page who answered nothing. Keys stand in the questionnaire's order. What is readable
    but beyond a limit stays: `problems` tells of it. Idempotent; never raises.
    """
    kept = dict(answers)
    while True:
        settled = _settled(questionnaire, kept)
        if settled == kept:
            return settled
        kept = settled


def problems(
    questionnaire: Questionnaire,
    answers: Mapping[str, Json],
    communes: Container[str] | None = None,
) -> dict[str, str]:
    """Say what is wrong with a whole submission, by key; empty when `pruned(answers)` may be kept.

    Only shown questions are judged, and only they are required. Keys are codes of questions, code
    + OTHER_SUFFIX for words left out, the code of a repeated page with too few or too many members,
    and `member_key(…)` for what one of them answered. Never raises.
    """
    seen = pruned(questionnaire, answers)
    found: dict[str, str] = {}
    for page in shown_pages(questionnaire, seen):
        if page.repeat is None:
            found |= _problems_of(page, answers, seen, communes)
        else:
            found |= _repeated_problems(page, page.repeat, answers, seen, communes)
    return found


def _settled(questionnaire: Questionnaire, answers: Answers) -> Answers:
    """Go through once. Conditions read what was settled before them, and what still stands after."""
    seen = dict(answers)
    for page in questionnaire.pages:
        is_shown = _holds(page.relevance, seen)
        if page.repeat is None:
            for question in page.questions:
                _settle(question, seen, seen, is_shown=is_shown)
        else:
            members = _settled_members(page, page.repeat, seen) if is_shown else []
            _put(seen, page.code, members or None)
    return {key: seen[key] for key in _keys(questionnaire) if key in seen}


def _settled_members(page: Page, repeat: Repeat, seen: Answers) -> list[Answers]:
    members = [member for _, member in _members(page, seen)][: repeat.maximum]
    settled = [_settled_member(page, member, seen) for member in members]
    return [member for member in settled if member]


def _settled_member(page: Page, member: Mapping[str, Json], seen: Answers) -> Answers:
    own = dict(member)
    for question in page.questions:
        _settle(question, own, within(seen, own), is_shown=True)
    return {key: own[key] for key in _keys_of(page) if key in own}


def _settle(question: Question, own: Answers, seen: Answers, *, is_shown: bool) -> None:
    """Bring the answer in `own` into canonical form, or take it out. Conditions read `seen`."""
    value: Json = None
    if is_shown and _holds(question.relevance, seen):
        value = _readable(question, own.get(question.code), seen)
    words, _ = clean_words(question, own.get(question.code + OTHER_SUFFIX), value)
    _put(own, question.code, value)
    _put(own, question.code + OTHER_SUFFIX, words or None)


def _put(answers: Answers, key: str, value: Json) -> None:
    if value is None:
        answers.pop(key, None)
    else:
        answers[key] = value


def _readable(question: Question, raw: Json, answers: Answers) -> Json:
    """Read what can be read of `raw`, with the choices that are still offered."""
    offered = shown_choices(question, answers)
    codes = [choice.code for choice in offered]
    if isinstance(raw, list) and question.kind in _LISTS:
        raw = [code for code in raw if code in codes]
    elif isinstance(raw, Mapping):
        raw = {row: code for row, code in raw.items() if code in codes}
    try:
        return read(raw, Offer(question, offered))
    except Misfit:
        return None


def _keys(questionnaire: Questionnaire) -> Iterator[str]:
    for page in questionnaire.pages:
        if page.repeat is None:
            yield from _keys_of(page)
        else:
            yield page.code


def _keys_of(page: Page) -> Iterator[str]:
    for question in page.questions:
        yield question.code
        yield question.code + OTHER_SUFFIX


def _members(page: Page, answers: Mapping[str, Json]) -> list[tuple[int, Mapping[str, Json]]]:
    """The members of a repeated page with their places, but for those left wholly blank."""
    members = answers.get(page.code)
    if not isinstance(members, list):
        return []
    return [
        (place, member)
        for place, member in enumerate(members)
        if isinstance(member, Mapping) and any(value not in _BLANK for value in member.values())
    ]


def _problems_of(
    page: Page,
    answers: Mapping[str, Json],
    seen: Answers,
    communes: Container[str] | None,
) -> dict[str, str]:
    """What is wrong on one page; `answers` are as given, conditions read `seen`."""
    found: dict[str, str] = {}
    for question in _shown(page, seen):
        value, words = clean(question, answers.get(question.code), seen, communes)
        other_key = question.code + OTHER_SUFFIX
        _, other_words = clean_words(question, answers.get(other_key), value)
        found |= {question.code: words, other_key: other_words}
    return {key: words for key, words in found.items() if words}


def _repeated_problems(
    page: Page,
    repeat: Repeat,
    answers: Mapping[str, Json],
    seen: Answers,
    communes: Container[str] | None,
) -> dict[str, str]:
    """What is wrong with the members of a repeated page; blank ones do not count."""
    members = _members(page, answers)
    found: dict[str, str] = {}
    if not repeat.minimum <= len(members) <= repeat.maximum:
        found[page.code] = (
            f"Phần này cần từ {repeat.minimum} đến {repeat.maximum} lượt trả lời; "
            f"hiện có {len(members)}."
        )
    for place, member in members[: repeat.maximum]:
        own = _settled_member(page, member, seen)
        for key, words in _problems_of(page, member, within(seen, own), communes).items():
            found[member_key(page.code, place, key)] = words
    return found
