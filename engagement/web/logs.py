"""Logs hold no citizen's words or contact (security notes; settings.LOGGING names the filter)."""

import logging
import re

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w.])(?:\+?84[ .-]?|0)\d(?:[ .-]?\d){7,9}(?!\w)")
# With or without the secret part, however it was typed; the alphabet has no 0 O 1 I L U.
_CODE = re.compile(
    r"\b[a-z]{2,5}[ -]?[2-9a-hjkmnp-tv-z]{4}[ -][2-9a-hjkmnp-tv-z]{3}"
    r"(?:[ -][2-9a-hjkmnp-tv-z]{5})?\b",
    re.IGNORECASE,
)
_QUERY = re.compile(r"\?[^\s\"'<>]+")
_LINE_ENDS = str.maketrans({"\r": "\\r", "\n": "\\n", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def scrub(text: str) -> str:
    """Return `text` without query strings, tracking codes, e-mail addresses and phone numbers."""
    text = _QUERY.sub("?[…]", text)
    text = _EMAIL.sub("[e-mail]", text)
    text = _CODE.sub("[mã]", text)
    return _PHONE.sub("[số]", text)


class PrivacyFilter(logging.Filter):
    """Scrub a record and keep it on one line, so that nobody can forge another record.

    A traceback keeps its lines, each behind a bar: its last line may quote what a citizen sent.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = scrub(record.getMessage()).translate(_LINE_ENDS)
        record.args = ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = _behind_bar(record.exc_text)
        if record.stack_info:
            record.stack_info = _behind_bar(record.stack_info)
        return True


def _behind_bar(text: str) -> str:
    lines = [line.removeprefix("| ") for line in text.splitlines()]
    return "\n".join(f"| {scrub(line)}" for line in lines)
