"""The survey of an .lss file as groups with questions, their words already plain."""

from collections.abc import Sequence
from dataclasses import dataclass

from surveys.exchange.limesurvey.markup import has_pictures, text_of
from surveys.exchange.limesurvey.tables import Fields, Tables

_ANY_LANGUAGE = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A subquestion or an answer of a question, of the scale (0 or 1) it belongs to."""

    code: str
    label: str
    scale: str
    relevance: str = ""


@dataclass(frozen=True, slots=True)
class LimeQuestion:
    """A question as LimeSurvey keeps it; `type` is its one-letter type."""

    qid: str
    code: str
    type: str
    label: str
    hint: str
    is_mandatory: bool
    is_softly_mandatory: bool
    has_other: bool
    relevance: str
    pattern: str
    attributes: dict[str, str]
    subquestions: tuple[Part, ...]
    answers: tuple[Part, ...]
    conditions: tuple[Fields, ...]
    has_pictures: bool

    def rows(self, scale: str = "0") -> list[Part]:
        return [part for part in self.subquestions if part.scale == scale]

    def options(self, scale: str = "0") -> list[Part]:
        return [part for part in self.answers if part.scale == scale]

    def words(self, attribute: str) -> str:
        """An attribute that people read, as plain text."""
        return text_of(self.attributes.get(attribute, ""))

    def is_set(self, attribute: str) -> bool:
        return self.attributes.get(attribute, "") not in ("", "0", "N")


@dataclass(frozen=True, slots=True)
class LimeGroup:
    """A group of questions; it becomes a page."""

    gid: str
    title: str
    intro: str
    relevance: str
    questions: tuple[LimeQuestion, ...]


@dataclass(frozen=True, slots=True)
class LimeSurvey:
    sid: str
    title: str
    purpose: str
    groups: tuple[LimeGroup, ...]


def survey_of(tables: Tables) -> LimeSurvey:
    """Put the rows of `tables` together."""
    settings = tables["surveys_languagesettings"]
    spoken = [row for row in settings if row.get("surveyls_language") == tables.language]
    first = next(iter(spoken or settings), {})
    purposes = (
        text_of(first.get(name, "")) for name in ("surveyls_description", "surveyls_welcometext")
    )
    questions = _questions(tables)
    groups = tables.worded("groups", "group_l10ns", ["gid"])
    return LimeSurvey(
        sid=next((row.get("sid", "") for row in tables["surveys"]), ""),
        title=text_of(first.get("surveyls_title", "")),
        purpose="\n".join(purpose for purpose in purposes if purpose),
        groups=tuple(
            LimeGroup(
                gid=row.get("gid", ""),
                title=text_of(row.get("group_name", "")),
                intro=text_of(row.get("description", "")),
                relevance=row.get("grelevance", ""),
                questions=tuple(questions.get(row.get("gid", ""), ())),
            )
            for row in sorted(groups, key=lambda row: _number(row, "group_order"))
        ),
    )


def _questions(tables: Tables) -> dict[str, list[LimeQuestion]]:
    """Questions by group, in order."""
    rows = tables.worded("questions", "question_l10ns", ["qid"])
    # Very old files keep subquestions among the questions.
    top = [row for row in rows if row.get("parent_qid", "0") in ("", "0")]
    nested = [row for row in rows if row.get("parent_qid", "0") not in ("", "0")]
    nested += tables.worded("subquestions", "question_l10ns", ["qid"])
    subquestions = _parts(nested, "parent_qid", "title", "question", "question_order")
    answers = _parts(_answers(tables), "qid", "code", "answer", "sortorder")
    attributes, conditions = _attributes(tables), _by_question(tables["conditions"])
    found: dict[str, list[LimeQuestion]] = {}
    for row in sorted(top, key=lambda row: _number(row, "question_order")):
        qid = row.get("qid", "")
        question = LimeQuestion(
            qid=qid,
            code=row.get("title", ""),
            type=row.get("type", ""),
            label=text_of(row.get("question", "")),
            hint=text_of(row.get("help", "")),
            is_mandatory=row.get("mandatory") == "Y",
            is_softly_mandatory=row.get("mandatory") == "S",
            has_other=row.get("other") == "Y",
            relevance=row.get("relevance", ""),
            pattern=row.get("preg", ""),
            attributes=attributes.get(qid, {}),
            subquestions=subquestions.get(qid, ()),
            answers=answers.get(qid, ()),
            conditions=tuple(conditions.get(qid, ())),
            has_pictures=has_pictures(row.get("question", "")),
        )
        found.setdefault(row.get("gid", ""), []).append(question)
    return found


def _answers(tables: Tables) -> list[Fields]:
    joined_by_id = any(row.get("aid") for row in tables["answer_l10ns"])
    key = ["aid"] if joined_by_id else ["qid", "code", "scale_id"]
    if tables["answer_l10ns"] and not joined_by_id:
        key = ["qid", "code"]
    return tables.worded("answers", "answer_l10ns", key)


def _parts(
    rows: Sequence[Fields], parent: str, code: str, label: str, order: str
) -> dict[str, tuple[Part, ...]]:
    found: dict[str, list[Part]] = {}
    for row in sorted(rows, key=lambda row: _number(row, order)):
        part = Part(
            code=row.get(code, ""),
            label=text_of(row.get(label, "")),
            scale=row.get("scale_id") or "0",
            relevance=row.get("relevance", ""),
        )
        found.setdefault(row.get(parent, ""), []).append(part)
    return {name: tuple(parts) for name, parts in found.items()}


def _attributes(tables: Tables) -> dict[str, dict[str, str]]:
    """Attributes by question; of those with words, the language that is read."""
    found: dict[str, dict[str, str]] = {}
    for row in tables["question_attributes"]:
        if row.get("language", "") in (_ANY_LANGUAGE, tables.language):
            mine = found.setdefault(row.get("qid", ""), {})
            mine[row.get("attribute", "")] = row.get("value", "")
    return found


def _by_question(rows: Sequence[Fields]) -> dict[str, list[Fields]]:
    found: dict[str, list[Fields]] = {}
    for row in rows:
        found.setdefault(row.get("qid", ""), []).append(row)
    return found


def _number(row: Fields, name: str) -> int:
    text = row.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0
