"""Patterns of everyday use work; those that could hang the server never run."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.instrument.patterns import (
    MATCHED_MAX_LENGTH,
    PATTERN_MAX_LENGTH,
    PatternError,
    compiled,
    matches,
)


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        (r"(0|\+84)[0-9]{9,10}", "0912345678", True),
        (r"(0|\+84)[0-9]{9,10}", "+84912345678", True),
        (r"(0|\+84)[0-9]{9,10}", "12345", False),
        (r"[0-9]{12}", "093081001234", True),
        (r"[0-9]{12}", "0930810012345", False),
        (r"^[A-Z]{2}[0-9]+$", "HG123", True),
        (r"[^@\s]+@[^@\s]+\.[^@\s]+", "ban@haugiang.gov.vn", True),
        (r"[^@\s]+@[^@\s]+\.[^@\s]+", "ban@haugiang", False),
        (r"(có|không)", "có", True),
        (r"a{,3}", "aaaa", False),
        (r"a{2", "a{2", True),
        (r"[]a]+?", "]a", True),
        (r"([0-9]{3})?-x", "123-x", True),
        (r"(?:ab){2}", "abab", True),
        (r"(?=.*[0-9])[a-z0-9]{4}", "abc1", True),
    ],
)
def test_whole_text_has_to_fit(pattern, text, fits):
    assert matches(pattern, text) is fits


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+",
        "(a*)*b",
        "(a|a)*",
        "(a?){50}",
        "([0-9]+,)*[0-9]+",
        "(?:(?:(?:){1000}){1000}){1000}",
        r"\w*\w*\w*\w*x",
        "(?:aa?)" * 28,
        "(a|b)" * 40,
        "(?P<x>a)(?P=x)",
        "(?i)a",
        "[[a]",
        "[a&&b]",
        "(",
        ")a",
        "a**",
        "[a",
        "a{3,1}",
        "\\",
        "x" * (PATTERN_MAX_LENGTH + 1),
    ],
)
def test_pattern_that_is_wrong_or_endless_is_refused_in_words(pattern):
    with pytest.raises(PatternError) as refused:
        compiled(pattern)
    assert refused.value.words.startswith("Mẫu")


def test_text_beyond_the_cap_fits_nothing():
    assert matches("a*", "a" * MATCHED_MAX_LENGTH)
    assert not matches("a*", "a" * (MATCHED_MAX_LENGTH + 1))


@pytest.mark.parametrize(
    "pattern", [r"\w*\w*\w*!", "a?" * 22 + "a" * 22 + "b", "(?:aa?)" * 22 + "b"]
)
def test_slowest_pattern_that_is_taken_ends_soon(pattern):
    start = time.process_time()
    assert not matches(pattern, "a" * MATCHED_MAX_LENGTH)
    assert time.process_time() - start < 2


@given(st.text(alphabet="ab01()[]{}|*+?.,^$\\-:=!<>P", max_size=30))
def test_any_text_is_a_pattern_or_is_refused(text):
    try:
        pattern = compiled(text)
    except PatternError:
        return
    assert isinstance(pattern, re.Pattern)
