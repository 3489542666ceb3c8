"""The second, folded form of a text, by which it is searched and matched."""

import unicodedata

from engagement.text.normalise import normalise

# NFD does not take đ apart. Eth and the African Ð look like Đ and are typed for it.
_D = str.maketrans(dict.fromkeys("đĐðÐɖƉ", "d"))


def fold(value: str) -> str:
    """Return `value` in lower case without marks, đ as d, white space collapsed. Idempotent.

    Equal after folding: "Tỉnh uỷ" and "TỈNH ỦY", "hoà" and "hòa", NFC and NFD, "Ðảng" (Eth)
    and "đảng". Store it beside the exact text and rank exact matches first.
    """
    decomposed = unicodedata.normalize("NFD", normalise(value).translate(_D).lower())
    unmarked = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(unmarked.split())
