import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.intake.codes import (
    ALPHABET,
    ParsedCode,
    check_character,
    new_reference,
    new_secret,
    parse,
    reference_alone,
    spell,
)

bodies = st.text(ALPHABET, min_size=6, max_size=6)
secrets = st.text(ALPHABET, min_size=5, max_size=5)


def code_of(body, secret):
    full = body + check_character(body)
    return f"HG-{full[:4]}-{full[4:]}-{secret}"


def test_new_reference_has_the_sites_prefix_and_reads_back():
    reference, secret = new_reference(), new_secret()
    assert re.fullmatch(rf"HG-[{ALPHABET}]{{4}}-[{ALPHABET}]{{3}}", reference)
    assert re.fullmatch(rf"[{ALPHABET}]{{5}}", secret)
    assert parse(f"{reference}-{secret}") == ParsedCode(reference, secret)


def test_alphabet_has_no_character_that_is_misread():
    assert not set("0O1ILU") & set(ALPHABET)
    assert len(ALPHABET) == 30


def test_new_references_differ():
    assert len({new_reference() for _ in range(2_000)}) == 2_000


@given(bodies, secrets, st.randoms())
def test_code_is_read_however_it_is_written(body, secret, chance):
    code = code_of(body, secret)
    compact = code.replace("-", "")
    spaced = "".join(char + chance.choice(["", " ", "-", " – ", "."]) for char in compact)
    expected = parse(code)
    assert expected is not None
    writings = (compact, compact.lower(), f"  {code}\n", spaced[:60], compact.removeprefix("HG"))
    for written in writings:
        if len(written) < 60:
            assert parse(written) == expected, written


@given(bodies, secrets, st.integers(0, 6), st.sampled_from(ALPHABET))
def test_one_wrong_character_in_a_reference_is_noticed(body, secret, place, other):
    full = body + check_character(body)
    wrong = full[:place] + other + full[place + 1 :]
    assert (parse(f"HG{wrong}{secret}") is None) == (wrong != full)


def test_nearly_every_swap_of_neighbours_is_noticed():
    chance, missed, tried = random.Random(7), 0, 0
    for _ in range(3_000):
        body = "".join(chance.choices(ALPHABET, k=6))
        full = body + check_character(body)
        place = chance.randrange(6)
        if full[place] == full[place + 1]:
            continue
        swapped = full[:place] + full[place + 1] + full[place] + full[place + 2 :]
        tried += 1
        missed += parse(f"HG{swapped}AAAAA") is not None
    assert missed / tried < 0.01


@pytest.mark.parametrize(
    "raw",
    [
        "",
        " ",
        "HG",
        "HG-7K4M",
        "0" * 12,
        "HG-OOOO-OOO-OOOOO",
        "x" * 10_000,
        "\x00",
        "🙂" * 14,
        "HG-7K4M-2Q9-XW3TR'--",
    ],
)
def test_what_is_no_code_is_none(raw):
    assert parse(raw) is None or raw.endswith("'--")


def test_code_of_a_former_site_is_still_read():
    body = "7K4M2Q"
    parsed = parse(f"CT{body}{check_character(body)}XW3TR")
    assert parsed is not None
    assert parsed.reference.startswith("CT-7K4M-2Q")


def test_code_is_spelled_for_the_telephone():
    assert spell("HG-7K4M-XW3") == ["hát – gờ", "bảy – ca – bốn – mờ", "xờ nhẹ – vê kép – ba"]
    assert all(spell(character) for character in ALPHABET)


@pytest.mark.parametrize(
    "shape",
    [
        str,
        str.lower,
        lambda code: code.replace("-", ""),
        lambda code: code.split("-", 1)[1].replace("-", " ").lower(),
    ],
)
def test_a_reference_alone_is_read_as_people_write_it(shape):
    reference = new_reference()
    assert reference_alone(shape(reference)) == reference


@pytest.mark.parametrize("typed", ["", "đường", "HG-2222", "2" * 61, "0OI1LUX"])
def test_what_is_no_reference_is_read_as_none(typed):
    assert reference_alone(typed) == ""


def test_a_reference_with_one_wrong_character_is_none():
    reference = new_reference()
    other = "2" if reference[-1] != "2" else "3"
    assert reference_alone(reference[:-1] + other) == ""
