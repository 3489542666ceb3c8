"""What is typed into the search of the desk: references, words, and for the board names."""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from django.db.models import Q

from engagement.intake.codes import parse, reference_alone
from engagement.intake.models import Submission
from engagement.text.fold import fold
from engagement.text.fulltext import holding
from engagement.text.queries import current_synonyms
from engagement.text.synonyms import parts
from engagement.text.words import search_words
from engagement.web.site import identity
from qa.models import RECEIVED, Question

LONGEST_NAME = 6  # words


def found_by(text: str, *, with_names: bool) -> Q:
    """The condition "its reference is this or begins so, or it holds every one of these words"."""
    found = holds_words(text)
    if begins_reference(text):
        begun = "-".join(text.upper().split())
        exact = [reference_in(text), reference_alone(text)]
        codes = Submission.objects.filter(Q(reference__in=exact) | Q(reference__startswith=begun))
        found |= Q(submission__in=codes) | with_reference(text.upper())
    if with_names and is_like_a_name(text):
        named = Question.objects.exclude(asker_name="").filter(bears_name(text))
        found |= Q(pk__in=named.values("pk"))
    return found & Q(is_sealed=False)


def begins_reference(text: str) -> bool:
    """Tell whether `text` may be a reference or its beginning: all of them bear the site's code."""
    return bool(reference_in(text) or reference_alone(text)) or text.upper().startswith(
        identity().code
    )


def is_like_a_name(text: str) -> bool:
    """Tell whether `text` may be somebody's name: few words, and letters only."""
    words = text.split()
    return len(words) <= LONGEST_NAME and all(word.isalpha() for word in words)


def with_reference(reference: str) -> Q:
    """The condition "this is its reference": of a whole question, or with one more digit of a part."""
    whole, _, number = reference.strip().rpartition("-")
    if len(number) == 1 and number.isascii() and number.isdigit():
        return Q(submission__reference=whole, part_number=int(number))
    return Q(submission__reference=reference.strip(), part_number__isnull=True)


def typed_reference(raw: str) -> str:
    """The reference that was typed or stands in a tracking code; "" where it is none."""
    whole, _, number = raw.strip().rpartition("-")
    if len(number) == 1 and number.isascii() and number.isdigit():
        alone = reference_alone(whole)
        return f"{alone}-{number}" if alone else ""
    return reference_in(raw) or reference_alone(raw)


def reference_in(raw: str) -> str:
    """The reference in a full tracking code that was pasted; staff need no more of it."""
    code = parse(raw)
    return code.reference if code else ""


def holds_words(text: str) -> Q:
    """The condition "the question holds every one of these words", marks left aside.

    An abbreviation finds what it stands for. Sealed questions are in no index.
    """
    wanted = parts(search_words(text), current_synonyms())
    return Q(pk__in=holding(RECEIVED, wanted, depth=1)) if wanted else Q(pk__in=[])


@cache
def letters_of() -> Mapping[str, str]:
    """Every Latin letter with marks under the plain one it folds to, small and capital."""
    letters: dict[str, str] = defaultdict(str)
    for code in range(0xC0, 0x1F00):
        plain = fold(chr(code))
        if len(plain) == 1 and plain.isascii() and plain.isalpha():
            letters[plain] += chr(code)
    return letters


def bears_name(text: str) -> Q:
    """The condition "the asker's name holds every one of these words", marks left aside."""
    condition = Q()
    for word in fold(text).split():
        pattern = "".join(
            f"[{letter}{letter.upper()}{letters_of().get(letter, '')}]"
            if letter.isascii() and letter.isalpha()
            else re.escape(letter)
            for letter in word
        )
        condition &= Q(asker_name__regex=pattern)
    return condition
