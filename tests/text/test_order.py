"""The order of the Vietnamese alphabet."""

import random
import unicodedata

import pytest

from engagement.text.order import order_key


@pytest.mark.parametrize(
    "names",
    [
        ["Phường Đại Thành", "Phường Long Bình", "Phường Vị Tân", "Phường Vị Thanh"],
        ["Xã Châu Thành", "Xã Đông Phước", "Xã Vị Thủy", "Xã Vĩnh Viễn", "Xã Xà Phiên"],
        ["Ban Nội chính", "Ban Tổ chức", "Ban Tuyên giáo và Dân vận"],
        ["dừa", "đa", "đá", "em"],
        ["ma", "mà", "mả", "mã", "má", "mạ", "mă", "mâ"],
        ["co", "cô", "cơ", "cu", "cư"],
        ["Ấp 2", "Ba", "Ban An", "Bàn An", "Ban Ăn", "Bang"],
        ["", "2 tháng 9", "A", "Я"],
    ],
)
def test_lists_are_in_the_order_of_the_alphabet(names):
    mixed = random.sample(names, len(names))
    assert sorted(mixed, key=order_key) == names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hòa An", "HOÀ AN"),
        ("Tỉnh ủy", unicodedata.normalize("NFD", "tỉnh uỷ")),
        ("Đảng", "ÐẢNG"),
        ("Sở  Y tế", " sở y tế"),
    ],
)
def test_spelling_makes_no_difference_but_the_order_is_fixed(one, other):
    assert order_key(one)[:2] == order_key(other)[:2]
    assert sorted([one, other], key=order_key) == sorted([other, one], key=order_key)
