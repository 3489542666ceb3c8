"""The order of the Vietnamese alphabet, for every list that people read."""

import unicodedata

from engagement.text.normalise import normalise

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PLACES = {letter: place for place, letter in enumerate(_ALPHABET, start=0x100)}
_OTHER_SCRIPTS = 0x200  # after every letter of ours; spaces, figures and signs come before them
# No tone, huyền, hỏi, ngã, sắc, nặng: as dictionaries list them.
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_D = str.maketrans("ðÐ", "đĐ")  # Eth is typed for it

OrderKey = tuple[list[int], list[int], str]


def order_key(text: str) -> OrderKey:
    """Return the key by which `text` is sorted: letters first (đ after d, ô after o), then tones.

    Case, old and new tone placement ("hoà", "hòa") and NFC or NFD make no difference to the order;
    what differs in these alone keeps a fixed order all the same.
    """
    letters: list[int] = []
    tones: list[int] = []
    for word in normalise(text).translate(_D).lower().split():
        decomposed = unicodedata.normalize("NFD", word)
        bare = "".join(char for char in decomposed if char not in _TONES)
        letters += [0, *map(_place, unicodedata.normalize("NFC", bare))]
        tones.append(max((_TONES.get(char, 0) for char in decomposed), default=0))
    return letters, tones, text


def _place(char: str) -> int:
    other = ord(char) if char.isascii() else _OTHER_SCRIPTS + ord(char)
    return _PLACES.get(char, other)
