"""Codes proposed from words, so that nobody has to think of one."""

import re
from collections.abc import Collection

from engagement.text.fold import fold
from surveys.instrument.questionnaire import CODE_PATTERN

LONGEST_PROPOSED = 24
_NOT_IN_CODES = re.compile(r"[^a-z0-9]+")


def is_code(text: str) -> bool:
    """Say whether `text` may be the code of a page or a question."""
    return re.fullmatch(CODE_PATTERN, text) is not None


def code_from(words: str, taken: Collection[str]) -> str:
    """Propose a code that is not `taken`: "Rất hài lòng" gives "rat_hai_long".

    Words that are left out stand at the end; what begins with a digit gets a "c" before it, and
    what holds no letter of ours at all becomes "muc".
    """
    code = _NOT_IN_CODES.sub("_", fold(words)).strip("_")
    if len(code) > LONGEST_PROPOSED:
        code = code[: LONGEST_PROPOSED + 1].rpartition("_")[0] or code[:LONGEST_PROPOSED]
    if not code:
        code = "muc"
    if code[0].isdigit():
        code = f"c{code}"
    return _free(code, taken)


def next_code(stem: str, taken: Collection[str]) -> str:
    """Propose the next code of a numbered series: after "cau_1" and "cau_7" comes "cau_8"."""
    pattern = re.compile(rf"{re.escape(stem)}_(\d{{1,6}})")
    numbers = [int(found[1]) for code in taken if (found := pattern.fullmatch(code))]
    return f"{stem}_{max(numbers, default=0) + 1}"


def _free(code: str, taken: Collection[str]) -> str:
    if code not in taken:
        return code
    number = 2
    while f"{code}_{number}" in taken:
        number += 1
    return f"{code}_{number}"
