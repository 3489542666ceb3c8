"""Regular expressions written by the makers of a survey, bounded so that none can hang the server.

Python's matcher tries one way after another. The number of ways is at most the product of the
choices a pattern leaves open; that product is bounded before a pattern is used, and so is the
length of what it is matched against.
"""

import re
from functools import lru_cache

PATTERN_MAX_LENGTH = 200
# What is longer matches no pattern: patterns are for telephone numbers, codes and addresses.
MATCHED_MAX_LENGTH = 200
# Three open ends (as an e-mail address has) pass, four do not.
_MOST_WAYS = (MATCHED_MAX_LENGTH + 1) ** 3

_COUNT = re.compile(r"\{(?P<least>[0-9]*)(?P<to>,?)(?P<most>[0-9]*)\}")
_GROUP_STARTS = ("?:", "?=", "?!")
# Python warns that later versions will read these inside brackets as operations on sets.
_SET_OPERATIONS = ("[", "--", "&&", "||", "~~")


class PatternError(ValueError):
    """A pattern that cannot be used; `words` say why, in Vietnamese."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def matches(pattern: str, text: str) -> bool:
    """Whether the whole of `text` fits `pattern`. Raises PatternError."""
    ready = compiled(pattern)
    return len(text) <= MATCHED_MAX_LENGTH and ready.fullmatch(text) is not None


@lru_cache(maxsize=1024)
def compiled(pattern: str) -> re.Pattern[str]:
    """Return `pattern` ready for use. Raises PatternError."""
    if len(pattern) > PATTERN_MAX_LENGTH:
        raise PatternError(f"Mẫu dài quá {PATTERN_MAX_LENGTH} ký tự. Xin viết gọn lại.")
    if _Scanner(pattern).ways() > _MOST_WAYS:
        raise PatternError(
            f"Mẫu “{pattern}” để ngỏ quá nhiều khả năng nên kiểm rất lâu. Xin bớt dấu *, + hoặc |."
        )
    try:
        return re.compile(pattern)
    except (re.error, OverflowError) as error:
        raise PatternError(f"Mẫu “{pattern}” viết chưa đúng quy tắc.") from error


class _Scanner:
    """Counts the ways through a pattern. What is malformed is left for `re` to refuse."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.repeats = 0

    def ways(self) -> int:
        ways = self._alternatives()
        while self.at < len(self.pattern):  # after a ")" too many
            self.at += 1
            ways *= self._alternatives()
        return ways

    def _alternatives(self) -> int:
        ways = self._sequence()
        while self._takes("|"):
            ways += self._sequence()
        return ways

    def _sequence(self) -> int:
        ways = 1
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            ways *= self._repeated()
        return ways

    def _repeated(self) -> int:
        repeats_before = self.repeats
        ways = self._atom()
        least, most = self._count()
        if most > 1:
            if ways > 1 or self.repeats > repeats_before:
                raise PatternError(
                    f"Mẫu “{self.pattern}” lặp lại một nhóm đã có lặp hoặc lựa chọn bên trong. "
                    "Xin viết tách ra."
                )
            self.repeats += 1
        return ways * max(most - least + 1, 1)

    def _count(self) -> tuple[int, int]:
        """Read the quantifier that follows, if any, as the least and the most repetitions."""
        least, most = 1, 1
        if self._takes("*"):
            least, most = 0, MATCHED_MAX_LENGTH
        elif self._takes("+"):
            least, most = 1, MATCHED_MAX_LENGTH
        elif self._takes("?"):
            least, most = 0, 1
        elif (found := _COUNT.match(self.pattern, self.at)) and found[0] != "{}":
            self.at = found.end()
            least = int(found["least"] or 0)
            most = int(found["most"] or MATCHED_MAX_LENGTH) if found["to"] else least
        else:
            return least, most
        if not self._takes("?"):
            self._takes("+")
        return least, most

    def _atom(self) -> int:
        if self._takes("("):
            return self._group()
        if self._takes("["):
            self._set()
        else:
            self.at += 2 if self.pattern[self.at] == "\\" else 1
        return 1

    def _group(self) -> int:
        if self.pattern.startswith(_GROUP_STARTS, self.at):
            self.at += 2
        elif self.pattern.startswith("?", self.at):
            raise PatternError(f"Mẫu “{self.pattern}” có nhóm đặc biệt “(?…” chưa dùng được ở đây.")
        ways = self._alternatives()
        self._takes(")")
        return ways

    def _set(self) -> None:
        self._takes("^")
        self._takes("]")  # right after the opening it stands for itself
        while self.at < len(self.pattern) and not self._takes("]"):
            if self.pattern.startswith(_SET_OPERATIONS, self.at):
                raise PatternError(
                    f"Mẫu “{self.pattern}”: trong ngoặc vuông xin viết dấu [, -, &, |, ~ "
                    "với dấu \\ đứng trước."
                )
            self.at += 2 if self.pattern[self.at] == "\\" else 1

    def _takes(self, sign: str) -> bool:
        found = self.pattern.startswith(sign, self.at)
        self.at += len(sign) if found else 0
        return found
