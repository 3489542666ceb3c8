"""Logs hold no citizen's words or contact (security notes; settings.LOGGING names the filter)."""

import logging
import re

LONGEST_LINE = 2_000  # what is scrubbed is cut first: a stranger chooses how long a path is
# Bounded, or a long run without "@" costs its length squared.
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_PHONE = re.compile(r"(?<![\w.])(?:\+?84[ .-]?|0)\d(?:[ .-]?\d){7,9}(?!\w)")
# With or without the secret part, however it was typed; the alphabet has no 0 O 1 I L U.
_CODE = re.compile(
    r"\b[a-z]{2,5}[ -]?[2-9a-hjkmnp-tv-z]{4}[ -][2-9a-hjkmnp-tv-z]{3}"
    r"(?:[ -][2-9a-hjkmnp-tv-z]{5})?\b",
    re.IGNORECASE,
)
_UNBROKEN_CODE = re.compile(r"\b(?=[A-Z]*[2-9])[A-Z]{0,6}[2-9A-HJKMNP-TV-Z]{12}\b")
# What follows is a key: a tracking code with any separators, a receipt, a password reset.
_KEY_IN_PATH = re.compile(
    r"(/(?:theo-doi|bien-nhan|trang-thai|dat-lai)/).+", re.IGNORECASE | re.DOTALL
)
# PostgreSQL quotes the refused row there. A chained traceback goes on behind it.
_ROW = re.compile(
    r"DETAIL:.*?(?=\n\nThe above exception was the direct cause of the following exception:\n\n"
    r"Traceback |\Z)",
    re.DOTALL,
)
_QUERY = re.compile(r"\?[^\s\"'<>]+")
_LINE_ENDS = str.maketrans({"\r": "\\r", "\n": "\\n", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def scrub(text: str) -> str:
    """Return at most LONGEST_LINE characters of `text` without anything personal.

    Taken out are query strings, keys in paths, rows the database quotes, tracking codes, e-mail
    addresses and phone numbers.
    """
    text = _ROW.sub("DETAIL: […]", text[:LONGEST_LINE])
    text = _KEY_IN_PATH.sub(r"\1[…]", text)
    text = _QUERY.sub("?[…]", text)
    text = _EMAIL.sub("[e-mail]", text)
    text = _UNBROKEN_CODE.sub("[mã]", _CODE.sub("[mã]", text))
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
    whole = "\n".join(line.removeprefix("| ") for line in text.splitlines())
    lines = _ROW.sub("DETAIL: […]", whole).splitlines()  # a row's words may have several lines
    return "\n".join(f"| {scrub(line)}" for line in lines)
