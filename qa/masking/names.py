"""People's names: after a title, after a family name, and the asker's own wherever it stands."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.masking.forms import Forms, Pattern, plain
from qa.masking.spans import Kind, Span
from qa.masking.words import (
    AFTER_SMALL_NAMES,
    BEFORE_PLACES,
    FAMILIES,
    FAMILIES_ALSO_WORDS,
    INTRODUCTIONS,
    MIDDLES,
    NO_NAMES,
    OFFICES,
    PLACES,
    PLACES_AFTER_TITLES,
    SURE_MIDDLES,
    TITLES,
    TITLES_WITHOUT_MARKS,
)

ASKER = "[tên người hỏi]"
LONGEST_NAME = 5
_WORD = re.compile(r"[^\W\d_]+")
_INTRODUCTION = Pattern(rf"(?<![a-zà-ỹđ]){INTRODUCTIONS}")
_PLAIN: dict[frozenset[str], frozenset[str]] = {}


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text: its place, and how it was typed."""

    start: int
    end: int
    text: str
    lowered: str
    plain: str

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()

    def is_one_of(self, words: frozenset[str]) -> bool:
        """Tell whether it is in the list; a word typed without marks stands for those with them."""
        return self.lowered in words or (self.text.isascii() and self.plain in _plain(words))


def names(forms: Forms, *, asker: str) -> Iterator[Span]:
    """Every name, those that are longer before the parts of them."""
    words = _words(forms)
    found = list(_asker(words, asker)) if asker else []
    runs = {
        *_after_families(forms, words),
        *_after_titles(forms, words),
        *_introduced(forms, words),
    }
    found += [_span(words, run) for run in sorted(runs, key=lambda run: (run[0] - run[1], run))]
    yield from found
    yield from _again(forms, words, found)


def _words(forms: Forms) -> list[Word]:
    return [
        Word(
            *match.span(),
            match[0],
            forms.lowered[slice(*match.span())],
            forms.plain[slice(*match.span())],
        )
        for match in _WORD.finditer(forms.text)
    ]


def _plain(words: frozenset[str]) -> frozenset[str]:
    if words not in _PLAIN:
        _PLAIN[words] = frozenset(map(plain, words))
    return _PLAIN[words]


def _span(words: Sequence[Word], run: tuple[int, int]) -> Span:
    """A name is written as the first letter of how the person is called."""
    first, last = words[run[0]], words[run[1] - 1]
    return Span(first.start, last.end, Kind.NAME, f"{last.text[0].upper()}.")


def _asker(words: Sequence[Word], name: str) -> Iterator[Span]:
    """The asker's name without marks, and its ends of two words or more; the last word where capital."""
    parts = _words(Forms(name))
    wanted = [word.plain for word in parts]
    for length in range(len(wanted), 1, -1):
        tail = wanted[-length:]
        for index in range(len(words) - length + 1):
            if [word.plain for word in words[index : index + length]] == tail:
                yield Span(words[index].start, words[index + length - 1].end, Kind.NAME, ASKER)
    if not parts:
        return
    for index, word in enumerate(words):
        is_called = index > 0 and words[index - 1].is_one_of(TITLES)
        is_same = word.lowered == parts[-1].lowered or (
            word.text.isascii() and word.plain == wanted[-1]
        )
        if is_same and (len(parts) == 1 or is_called or (word.is_capital and index > 0)):
            yield Span(word.start, word.end, Kind.NAME, ASKER)


def _after_families(forms: Forms, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    for index, word in enumerate(words):
        is_sure = word.is_one_of(FAMILIES)
        if not is_sure and not word.is_one_of(FAMILIES_ALSO_WORDS):
            continue
        if word.lowered in BEFORE_PLACES:
            continue  # "Đường Trần Hưng Đạo": the family name comes after it
        if word.is_one_of(TITLES) and _is_family_at(words, index + 1):
            continue  # "Ông Trần Văn Tư": a title stays, so that the sentence can be read
        end = (
            _capital_run(forms, words, index)
            if word.is_capital
            else _small_run(forms, words, index)
        )
        length = end - index
        is_name = length >= 2 and (is_sure or length >= 3 or not word.is_capital)
        if is_name and not _is_place(words, index, end):
            yield index, end


def _is_family_at(words: Sequence[Word], index: int) -> bool:
    return index < len(words) and words[index].is_capital and words[index].is_one_of(FAMILIES)


def _capital_run(forms: Forms, words: Sequence[Word], start: int) -> int:
    """Where the row of capital words that begins at `start` ends; a name has at most five."""
    is_shouted = words[start].text.isupper() and len(words[start].text) > 1
    end = start + 1
    while end < len(words) and end - start < LONGEST_NAME and _follows(forms, words, end):
        word = words[end]
        is_acronym = word.text.isupper() and len(word.text) > 1 and not is_shouted
        if not word.is_capital or is_acronym or word.lowered in NO_NAMES:
            break
        end += 1
    return end


def _small_run(forms: Forms, words: Sequence[Word], start: int) -> int:
    """A name in small letters: only with văn or thị, or without marks at all would all be names."""
    if start + 2 >= len(words) or not _follows(forms, words, start + 1):
        return start
    middle, given = words[start + 1], words[start + 2]
    if not middle.is_one_of(SURE_MIDDLES) or not _follows(forms, words, start + 2):
        return start
    if given.is_one_of(AFTER_SMALL_NAMES) or not words[start].is_one_of(FAMILIES):
        return start
    more = start + 3
    goes_on = more < len(words) and _follows(forms, words, more)
    if goes_on and given.is_one_of(MIDDLES) and not words[more].is_one_of(AFTER_SMALL_NAMES):
        return more + 1
    return more


def _after_titles(forms: Forms, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    for index in range(1, len(words)):
        title, word = words[index - 1], words[index]
        is_title = title.lowered in TITLES or (
            not forms.is_accented and title.plain in TITLES_WITHOUT_MARKS
        )
        if not is_title or not word.is_capital or not _follows(forms, words, index):
            continue
        if (
            title.is_capital
            and index > 1
            and words[index - 2].is_capital
            and _follows(forms, words, index - 1)
        ):
            continue  # inside a longer name: "Ho Chi Minh"
        if word.lowered in PLACES_AFTER_TITLES or _starts_no_name(words, index):
            continue
        end = _capital_run(forms, words, index)
        if not _is_place(words, index, end, is_called=True) and not _is_letter(words, index, end):
            yield index, end


def _introduced(forms: Forms, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    starts = {match.end() for match in _INTRODUCTION.matches(forms)}
    for index, word in enumerate(words):
        if word.start in starts and word.is_capital and not _starts_no_name(words, index):
            end = _capital_run(forms, words, index)
            # A single capital after "tôi là" may be any noun that somebody wrote large.
            if not word.is_one_of(TITLES) and not _is_letter(words, index, end):
                yield index, end


def _again(forms: Forms, words: Sequence[Word], found: Sequence[Span]) -> Iterator[Span]:
    """How a person who was named in full is called later: "Nguyễn Thị Nga … Nga nộp đơn"."""
    full = [span for span in found if " " in forms.text[span.start : span.end]]
    given = {
        forms.text[span.start : span.end].split()[-1]: span.replacement
        for span in full
        if span.replacement != ASKER
    }
    for index, word in enumerate(words):
        if word.text in given and len(word.text) > 1 and not _begins_sentence(forms, words, index):
            yield Span(word.start, word.end, Kind.NAME, given[word.text])


def _starts_no_name(words: Sequence[Word], index: int) -> bool:
    """Tell whether an office, a body or an abbreviation begins here."""
    word = words[index]
    if word.lowered in NO_NAMES or (
        word.text.isupper() and len(word.text) > 1 and not _is_family(word)
    ):
        return True
    pair = " ".join(each.lowered for each in words[index : index + 2])
    bare = " ".join(each.plain for each in words[index : index + 2])
    return pair in OFFICES or (pair.isascii() and bare in _plain(OFFICES))


def _is_letter(words: Sequence[Word], start: int, end: int) -> bool:
    """Tell whether the name is a single letter: it was masked already."""
    return end - start == 1 and len(words[start].text) == 1


def _is_family(word: Word) -> bool:
    return word.is_one_of(FAMILIES) or word.is_one_of(FAMILIES_ALSO_WORDS)


def _is_place(words: Sequence[Word], start: int, end: int, *, is_called: bool = False) -> bool:
    """Tell whether the row is a street, a school or a town that bears a person's name."""
    # "Duong Tran Hung Dao": the street's own word may look like a family name.
    for first in (start, start + 1):
        run = " ".join(word.lowered for word in words[first:end])
        bare = " ".join(word.plain for word in words[first:end])
        if run in PLACES or (run.isascii() and bare in _plain(PLACES)):
            return True
    return not is_called and start > 0 and words[start - 1].is_one_of(BEFORE_PLACES)


def _follows(forms: Forms, words: Sequence[Word], index: int) -> bool:
    """Tell whether nothing but a space stands before the word."""
    between = forms.text[words[index - 1].end : words[index].start]
    return between in {" ", "  ", "\u00a0"}


def _begins_sentence(forms: Forms, words: Sequence[Word], index: int) -> bool:
    before = forms.text[words[index - 1].end : words[index].start] if index else "."
    return any(sign in before for sign in ".!?\n:")
