"""How a search finds whole words, and what of them it marks."""

import re

import pytest

from engagement.text.fold import fold
from engagement.text.words import closest_find, phrase_pattern, words_in


def marked(text, query):
    return [text[begin:end] for begin, end in closest_find(query, text).spans(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Sở GD&ĐT", ["so", "gd", "dt"]),
        ("  Tỉnh uỷ, TỈNH ỦY ", ["tinh", "uy", "tinh", "uy"]),
        ("24/7", ["24", "7"]),
        ("🙂 % _", []),
    ],
)
def test_words_are_folded_and_without_signs(text, words):
    assert words_in(text) == words


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        # All as typed, marks included, and nothing else that is only alike.
        ("Thẻ bảo hiểm; báo hiểm; báo trước", "bảo hiểm", ["bảo hiểm"]),
        ("THẺ BẢO\n HIỂM", "bảo hiểm", ["BẢO\n HIỂM"]),
        # Typed without marks, or with others.
        ("Thẻ bảo hiểm, nơi báo trước", "bao hiem", ["bảo hiểm"]),
        ("Tỉnh ủy họp", "tỉnh uỷ", ["Tỉnh ủy"]),
        # Apart: each as typed where it stands so.
        ("báo trước nguy hiểm, bảo vệ", "bảo hiểm", ["hiểm", "bảo"]),
        # Whole words only.
        ("kinh nghiệm, baobab, hiểmx", "hiem bao", []),
        ("Một câu ngắn.", "khong co", []),
        ("gì đó", "🙂", []),
    ],
)
def test_what_was_found_is_marked_and_no_more(text, query, found):
    assert marked(text, query) == found


@pytest.mark.parametrize(
    ("text", "query", "is_found"),
    [
        ("Bảo hiểm, y tế", "bảo hiểm", True),
        ("Bảo hiểm, y tế", "hiểm y", True),
        ("(bảo   hiểm)", "bảo hiểm", True),
        ("bảo vệ, thí nghiệm", "hiểm", False),
        ("bảobab", "bảo", False),
    ],
)
def test_the_pattern_finds_whole_words_one_after_another(text, query, is_found):
    assert bool(re.search(phrase_pattern(words_in(query)), fold(text))) is is_found
