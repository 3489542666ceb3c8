"""Personal data in a text that is about to become public (R-4.2)."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from qa.models import (
    Question,
)
from qa.rules import is_telling_name, names_asker

# Every repetition has a limit, so that a text made for it cannot keep the server busy.
PATTERNS: Mapping[str, tuple[str, re.Pattern[str]]] = {
    "email": (
        "địa chỉ thư điện tử",
        re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,190}"),
    ),
    "phone": ("số điện thoại", re.compile(r"(?<!\d)(?:\+84|0)(?:[ .-]?\d){8,10}(?!\d)")),
    "identity": ("số căn cước, số tài khoản", re.compile(r"(?<!\d)\d{9,16}(?!\d)")),
    "secret": ("dấu mật", re.compile(r"\b(?:TUYỆT MẬT|TỐI MẬT|MẬT)\b")),
}


class Finding(NamedTuple):
    """What looks private in a text: the code of its kind, and the sentence that shows it.

    `may_stay`: somebody may look and publish it all the same.
    """

    code: str
    sentence: str
    may_stay: bool = True


def personal_data_in(text: str, question: Question) -> list[Finding]:
    """Say what looks personal or secret in `text`, each with the words that were found (R-4.2)."""
    findings = [
        Finding(code, f"{kind}: {match.strip()}")
        for code, (kind, pattern) in PATTERNS.items()
        for match in dict.fromkeys(pattern.findall(text))
    ]
    if names_asker(question, text):
        sentence = f"tên người hỏi, người hỏi không đồng ý hiện tên: {question.asker_name}"
        findings.append(Finding("name", sentence, may_stay=not is_telling_name(question)))
    return findings
