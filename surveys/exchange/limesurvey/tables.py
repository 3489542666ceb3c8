"""The tables of an .lss file, with the words of one language.

Until database version 364 words stood in the rows of groups, questions and answers, one row for
each language; since then they stand in tables of their own (`*_l10ns`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from surveys.exchange.imported import MOST_BYTES, refused

Fields = dict[str, str]
_MOST_TAGS = 800_000
_TOO_BIG = "Tệp quá lớn: nhiều nhất 10 MB."
_DAMAGED = (
    "Tệp này không phải là khảo sát LimeSurvey (.lss), hoặc đã hỏng. Xin xuất lại từ LimeSurvey."
)
_ANOTHER = (
    "Tệp này là {kind} của LimeSurvey, không phải cả khảo sát. Xin xuất “Survey structure (.lss)”."
)


@dataclass(frozen=True, slots=True)
class Tables:
    """Rows by table; `languages` are those of the survey, its base language first."""

    rows: dict[str, list[Fields]]
    languages: tuple[str, ...]

    def __getitem__(self, name: str) -> list[Fields]:
        return self.rows.get(name, [])

    @property
    def language(self) -> str:
        """The language that is read: Vietnamese where there is one, else the base language."""
        vietnamese = (one for one in self.languages if one.split("-")[0].lower() == "vi")
        return next(vietnamese, self.languages[0] if self.languages else "")

    def worded(self, name: str, words: str, key: Sequence[str]) -> list[Fields]:
        """The rows of table `name`, each once, with the words of its row in table `words`.

        `key` are the fields that tell the rows apart and join both tables; where words stand in the
        rows themselves, those of the language that is read are taken, else any.
        """
        found: dict[tuple[str, ...], Fields] = {}
        texts: dict[tuple[str, ...], list[Fields]] = {}
        for row in self[name]:
            found.setdefault(_key(row, key), row)
            texts.setdefault(_key(row, key), []).append(row)
        if self[words]:
            texts = {}
            for row in self[words]:
                texts.setdefault(_key(row, key), []).append(row)
        return [row | self._best(texts.get(place, [])) for place, row in found.items()]

    def _best(self, rows: Iterable[Fields]) -> Fields:
        by_language = {row.get("language", ""): row for row in rows}
        for language in (self.language, *self.languages):
            if language in by_language:
                return by_language[language]
        return next(iter(by_language.values()), {})


def read_tables(content: bytes) -> Tables:
    """Read an .lss file. Raises ImportRefused for what is none, is damaged or too big."""
    if len(content) > MOST_BYTES or content.count(b"<") > _MOST_TAGS:
        raise refused(_TOO_BIG)
    try:
        document = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise refused(_DAMAGED) from error
    kind = document.findtext("LimeSurveyDocType", "")
    if document.tag != "document" or not kind:
        raise refused(_DAMAGED)
    if kind != "Survey":
        raise refused(_ANOTHER.format(kind=kind[:40]))
    rows = {table.tag: _rows(table) for table in document}
    return Tables(rows, _languages(document, rows))


def _rows(table: Element) -> list[Fields]:
    return [{field.tag: field.text or "" for field in row} for row in table.iterfind("rows/row")]


def _languages(document: Element, rows: dict[str, list[Fields]]) -> tuple[str, ...]:
    base = [row.get("language", "") for row in rows.get("surveys", [])]
    listed = [one.text or "" for one in document.iterfind("languages/language")]
    return tuple(dict.fromkeys(one for one in (*base, *listed) if one))


def _key(row: Fields, fields: Sequence[str]) -> tuple[str, ...]:
    return tuple(row.get(field, "") for field in fields)
