"""What is closest to the typed words comes first, by marks, nearness and place."""

import pytest

from engagement.text.ranking import AS_PHRASE, AS_TYPED, BY_PARTS, BY_WORDS, Query
from engagement.text.synonyms import Synonyms
from engagement.text.words import (
    LONGEST_WORD,
    search_words,
    searchable,
    spellings,
    spelt_pattern,
    with_marks,
)

SYNONYMS = Synonyms.of([("BHXH", "bảo hiểm xã hội")])


def rank(query, *shown):
    return Query(query, SYNONYMS).rank([searchable(text) for text in shown], shown)


@pytest.mark.parametrize(
    ("query", "shown", "expected"),
    [
        ("bảo hiểm", ["Thẻ bảo hiểm", "", ""], (AS_TYPED, 0)),
        ("bảo hiểm", ["", "Thẻ BẢO HIỂM", ""], (AS_TYPED, 1)),
        ("bảo hiểm", ["Bao hiem", "", "bảo hiểm"], (AS_TYPED, 2)),
        ("bao hiem", ["Thẻ bảo hiểm", "", ""], (AS_PHRASE, 0)),
        ("bảo hiểm", ["", "", "hiểm họa, bảo vệ"], (BY_PARTS, 2)),
        ("bảo hiểm", ["bảo", "hiểm", ""], (BY_WORDS, 1)),
        ("nhận BHXH", ["", "bảo hiểm xã hội, đã nhận", ""], (BY_PARTS, 1)),
        ("Đảng uỷ", ["Đảng ủy xã", "", ""], (AS_TYPED, 0)),
        ("Ðảng ủy", ["Đảng ủy xã", "", ""], (AS_TYPED, 0)),  # Eth
        ("kĩ thuật", ["Kỹ thuật", "", ""], (AS_TYPED, 0)),
        ("61/2018/NĐ-CP", ["", "", "Nghị định 61/2018/NĐ-CP"], (AS_TYPED, 2)),
        ("61/2018/ND-CP", ["", "", "Nghị định 61/2018/NĐ-CP"], (AS_PHRASE, 2)),
    ],
)
def test_rank(query, shown, expected):
    assert rank(query, *shown) == expected


def test_an_abbreviation_is_held_by_what_it_stands_for_as_a_phrase_only():
    query = Query("bhxh", SYNONYMS)
    assert query.is_held([searchable("Bảo hiểm xã hội")])
    assert not query.is_held([searchable("xã hội bảo hiểm")])


@pytest.mark.parametrize(
    ("one", "other"),
    [("kỹ", "kĩ"), ("Lý", "lí"), ("quý", "QUÍ"), ("hoà", "hòa"), ("thuỷ", "thủy"), ("Ðất", "đất")],
)
def test_two_spellings_are_one_word(one, other):
    assert search_words(one) == search_words(other)
    assert with_marks(one) == with_marks(other)
    assert spelt_pattern(one).fullmatch(other.lower())
    assert spelt_pattern(other).fullmatch(one.lower())


@pytest.mark.parametrize(("one", "other"), [("thúy", "thúi"), ("quý", "quỳ"), ("đất", "dat")])
def test_other_words_stay_others(one, other):
    assert with_marks(one) != with_marks(other)
    assert not spelt_pattern(one).fullmatch(other)


def test_tay_and_tai_stay_two_words():
    assert search_words("tay tai huy") == ["tay", "tai", "huy"]
    assert spellings("tay") == {"tay"}


def test_no_word_is_longer_than_an_index_holds():
    assert searchable("a" * 3000) == "a" * LONGEST_WORD
