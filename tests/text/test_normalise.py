import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.text.fold import fold
from engagement.text.normalise import normalise


def test_r9_2b_nfd_is_stored_as_seven_code_points():
    pasted = unicodedata.normalize("NFD", "Tỉnh ủy")
    assert len(pasted) == 9
    assert normalise(pasted) == "Tỉnh ủy"
    assert len(normalise(pasted)) == 7


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("một\r\nhai\rba\u2028bốn", "một\nhai\nba\nbốn"),
        ("a\x00b\x07c\x85d\te", "abc\nd\te"),
        ("\ufeffQuý\u200b vị\u2060", "Quý vị"),
        ("Số\u00a015", "Số 15"),
        ("\u202eabc\u202c \u2066x\u2069", "abc x"),
        ("  \n hai đầu \t ", "hai đầu"),
        ("nửa \ud800 cặp", "nửa  cặp"),
        ("u\u200b\u031b\u0309", "ử"),
        ("\u200b", ""),
        ("😀 vẫn còn", "😀 vẫn còn"),
        ("QuyÕt ®Þnh ng­êi", "QuyÕt ®Þnh ng­êi"),
        ("uỷ", "uỷ"),
        ("không \ufffe\uffff\ufdd0 là \U0001fffe\U0010ffff chữ", "không  là  chữ"),
    ],
)
def test_what_is_stored(typed, stored):
    assert normalise(typed) == stored


@given(st.text())
def test_normalising_is_idempotent_nfc_and_storable(text):
    stored = normalise(text)
    assert normalise(stored) == stored
    assert unicodedata.is_normalized("NFC", stored)
    stored.encode("utf-8")
    assert "\x00" not in stored


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tỉnh uỷ", "TỈNH ỦY"),
        ("hoà bình", "hòa bình"),
        ("Ðảng", "đảng"),
        ("81/2016/nð-cp", "81/2016/NĐ-CP"),
        (unicodedata.normalize("NFD", "Đất đai"), "đất đai"),
        ("thuỷ  lợi\n", "thủy lợi"),
        ("Ưu tiên", "ưu TIÊN"),
    ],
)
def test_equal_after_folding(one, other):
    assert fold(one) == fold(other)


def test_folded_form():
    assert fold("  Đường   Nguyễn Huệ, TP. Vị Thanh ") == "duong nguyen hue, tp. vi thanh"


@given(st.text())
def test_folding_is_idempotent(text):
    assert fold(fold(text)) == fold(text)
