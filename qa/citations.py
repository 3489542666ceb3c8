"""Numbers of legal documents in a text: 61/2018/NĐ-CP, 11-QĐi/TW, 91/2025/QH15. Pure.

People write Đ, Ð (Eth) or D; two writings of one number have one key.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from engagement.text.fold import fold

LONGEST_NUMBER = 60
_NUMBER = re.compile(
    r"(?<![\w/-])\d{1,5}"
    r"(?:/\d{4}/[A-ZĐÐ]{2,8}\d{0,2}(?:-[A-ZĐÐa-z0-9]{1,10}){0,4}"  # 61/2018/NĐ-CP, 91/2025/QH15
    r"|/[A-ZĐÐ]{2,8}(?:-[A-ZĐÐa-z0-9]{1,10}){1,4}"  # 574/QĐ-TTg
    r"|-[A-ZĐÐ]{2,4}i?/[A-ZĐÐ]{2,8}(?:-[A-ZĐÐ]{1,8}){0,2})"  # 11-QĐi/TW, 18-NQ/TW
    r"(?![\w/])"
)
# "khoản 2 Điều 5 Nghị định 61/2018/NĐ-CP": what stands before the number within one clause.
_CLAUSE = re.compile(
    r"((?:điểm [a-zđ]\w?,? ?)?(?:khoản \d{1,2},? ?)?điều \d{1,3}[a-zđ]?)"
    r"(?: (?:của|thuộc))?(?: [^\W\d_]+){0,6}(?: số:?)? ?$",
    re.IGNORECASE,
)
_WITH_STROKE = re.compile(r"(?<![A-ZĐa-z])(ND|QD|QDi|HDND)(?![A-ZĐa-z])")
_STROKES = {"ND": "NĐ", "QD": "QĐ", "QDi": "QĐi", "HDND": "HĐND"}
_REACH = 120


@dataclass(frozen=True, slots=True)
class Citation:
    """A document named in a text, written as documents write it, and the clause named with it."""

    number: str
    clause: str = ""

    @property
    def key(self) -> str:
        return key_of(self.number)


def key_of(number: str) -> str:
    """What two writings of one document's number have in common."""
    return fold(number).replace(" ", "").upper()


def written(number: str) -> str:
    """The number with its strokes: "61/2018/ND-CP" is 61/2018/NĐ-CP."""
    stroked = number.strip().replace("Ð", "Đ")
    return _WITH_STROKE.sub(lambda match: _STROKES[match[1]], stroked)


def citations(*texts: str) -> Sequence[Citation]:
    """Every document that `texts` name, once each and in their order, with its first clause."""
    found: dict[str, Citation] = {}
    for text in texts:
        for match in _NUMBER.finditer(text):
            clause = _CLAUSE.search(text[max(0, match.start() - _REACH) : match.start()])
            citation = Citation(written(match[0]), clause[1].strip() if clause else "")
            known = found.get(citation.key)
            if known is None or (citation.clause and not known.clause):
                found[citation.key] = citation
    return list(found.values())
