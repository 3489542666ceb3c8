"""Which names of a file can be codes here as they are (instrument/checks.py)."""

from surveys.instrument.codes import is_code

# Words of SPSS's own language, which are no names of variables ("Variable names" in the command
# syntax reference).
SPSS_WORDS = frozenset(
    {"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"}
)
# What stands beside the answers in results and exports.
WITHHELD = ""  # in place of a value that would single somebody out
VERSION, MODE, DOUBT = "_version", "_mode", "_doubt"
RESERVED = SPSS_WORDS | {VERSION, MODE, DOUBT}


def is_usable(name: str) -> bool:
    """Whether `name` can be the code of a page or question, if nothing else has it."""
    return is_code(name) and "__" not in name and name.lower() not in RESERVED
