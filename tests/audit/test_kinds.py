"""What the log holds as codes is read in Vietnamese."""

import pytest

from engagement.audit.kinds import detail_value


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("active", True, "có"),
        ("active", False, "không"),
        ("proposed", None, "(trống)"),
        ("version", 2, "2"),
        ("masked", "name,phone", "tên người, số điện thoại"),
        ("reason", "not_our_field", "Không thuộc lĩnh vực của đơn vị"),
        ("reason", "told by no room", "told by no room"),
    ],
)
def test_values_are_words(name, value, words):
    assert detail_value(name, value) == words
