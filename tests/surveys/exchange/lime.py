"""LimeSurvey structures for tests, in both shapes: words in tables of their own, and within rows."""

import io
from itertools import count
from xml.sax.saxutils import escape

from surveys.exchange.limesurvey import read_lss

SID, GID = "123", 10


class Q:
    """One question: `subs` and `answers` are (code, words) or (code, words, scale)."""

    _ids = count(100)

    def __init__(self, code, kind, words="Câu hỏi?", *, subs=(), answers=(), **fields):
        self.qid = str(next(Q._ids))
        self.code, self.kind, self.words = code, kind, words
        self.subs, self.answers, self.fields = subs, answers, fields

    @property
    def sgqa(self):
        return f"{SID}X{GID}X{self.qid}"


def lss(*questions, is_old=False, languages=("vi",), **extra):
    """A survey of one group; `extra` may hold group fields, `conditions`, `title`, `welcome`."""
    tables = {name: [] for name in ("groups", "group_l10ns", "questions", "subquestions")}
    tables |= {name: [] for name in ("question_l10ns", "answers", "answer_l10ns")}
    tables["question_attributes"] = []
    tables["conditions"] = extra.get("conditions", [])
    tables["quota"] = extra.get("quota", [])
    tables["surveys"] = [{"sid": SID, "language": languages[0]}]
    tables["surveys_languagesettings"] = [
        {
            "surveyls_language": language,
            "surveyls_title": f"{extra.get('title', 'Khảo sát')}{_mark(language)}",
            "surveyls_welcometext": extra.get("welcome", ""),
        }
        for language in languages
    ]
    group = {"gid": GID, "group_order": 1, "grelevance": extra.get("grelevance", "")}
    words = {"group_name": extra.get("group", "Nhóm"), "description": extra.get("intro", "")}
    _put(tables, is_old, languages, ("groups", "group_l10ns"), {**group}, words, "gid")
    for order, question in enumerate(questions, 1):
        _question(tables, is_old, languages, question, order)
    return _document(tables, languages)


def _question(tables, is_old, languages, question, order):
    row = {
        "qid": question.qid,
        "parent_qid": 0,
        "gid": GID,
        "type": question.kind,
        "title": question.code,
        "question_order": order,
        "mandatory": "N",
        "other": "N",
        "relevance": "1",
        "preg": "",
    }
    fields = dict(question.fields)
    words = {"question": question.words, "help": fields.pop("help", "")}
    attributes = fields.pop("attributes", {})
    names = ("questions", "question_l10ns")
    _put(tables, is_old, languages, names, row | fields, words, "qid")
    for place, (code, label, *scale) in enumerate(question.subs, 1):
        sub = {
            "qid": f"{question.qid}{place}",
            "parent_qid": question.qid,
            "title": code,
            "question_order": place,
            "scale_id": scale[0] if scale else 0,
            "relevance": "1",
        }
        names = ("subquestions", "question_l10ns")
        _put(tables, is_old, languages, names, sub, {"question": label}, "qid")
    for place, (code, label, *scale) in enumerate(question.answers, 1):
        answer = {
            "qid": question.qid,
            "code": code,
            "sortorder": place,
            "scale_id": scale[0] if scale else 0,
        }
        if not is_old:
            answer["aid"] = f"{question.qid}{place}"
        names = ("answers", "answer_l10ns")
        _put(tables, is_old, languages, names, answer, {"answer": label}, "aid")
    tables["question_attributes"] += [
        {"qid": question.qid, "attribute": name, "value": value}
        for name, value in attributes.items()
    ]


def _put(tables, is_old, languages, names, row, words, key):
    for place, language in enumerate(languages):
        spoken = {name: f"{text}{_mark(language)}" for name, text in words.items() if text}
        spoken["language"] = language
        if is_old:
            tables[names[0]].append(row | spoken)
        else:
            if not place:
                tables[names[0]].append(row)
            tables[names[1]].append({key: row[key]} | spoken)


def _mark(language):
    return "" if language == "vi" else f" ({language})"


def _document(tables, languages, kind="Survey"):
    parts = [f"<document><LimeSurveyDocType>{kind}</LimeSurveyDocType><DBVersion>1</DBVersion>"]
    parts.append("<languages>" + "".join(f"<language>{one}</language>" for one in languages))
    parts.append("</languages>")
    for name, rows in tables.items():
        if not rows:
            continue
        inner = "".join(
            "<row>"
            + "".join(f"<{field}>{escape(str(value))}</{field}>" for field, value in row.items())
            + "</row>"
            for row in rows
        )
        parts.append(f"<{name}><rows>{inner}</rows></{name}>")
    return "".join([*parts, "</document>"]).encode()


def read(content, name="khao-sat.lss"):
    return read_lss(io.BytesIO(content), name)


def read_questions(*questions, **extra):
    return list(read(lss(*questions, **extra)).questionnaire.questions)
