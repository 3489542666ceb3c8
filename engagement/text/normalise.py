"""One stored form for every text somebody types (R-9.2b: TCVN 6909:2011, that is NFC)."""

import re
import unicodedata

_LINE_ENDS = re.compile(r"\r\n?|[\u0085\u2028\u2029]")
# Code points that are no characters, the last two of every plane: XML (RSS, Atom) refuses them.
_PLANE_ENDS = "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters, NUL among them; tab and newline stay
    r"\u200b-\u200f\u2060\ufeff"  # zero width
    r"\u202a-\u202e\u2066-\u2069"  # marks that turn the direction of what follows
    r"\ud800-\udfff"  # halves of a pair: no database stores them
    rf"\ufdd0-\ufdef{_PLANE_ENDS}]"  # no characters at all
)


def normalise(value: str) -> str:
    """Return `value` as it is stored: NFC, line feeds, nothing invisible, ends stripped.

    Idempotent. Letters are never changed: "uỷ" and "ủy" stay as typed (matching folds them,
    see `engagement.text.fold`), and so does text of a legacy encoding.
    """
    if value.isascii() and value.isprintable():  # most codes and numbers: nothing to mend
        return value.strip()
    value = _LINE_ENDS.sub("\n", value).replace("\u00a0", " ")
    # Invisible characters go first: one may stand between a letter and its combining mark.
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", value)).strip()
