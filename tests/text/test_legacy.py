"""Text of old fonts: every letter, real sentences, and nothing found where nothing is."""

import json
import random
import re

import pytest
from django.conf import settings

from engagement.text.legacy import TCVN3, VNI, LegacyEncoding, convert, detect
from engagement.text.normalise import normalise
from engagement.text.syllables import is_syllable

DATA = settings.BASE_DIR.parent / "shared" / "data"

SMALL = "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđ"
# Taken down from the published tables, one letter a column, independently of the module.
GOLDEN = {
    LegacyEncoding.TCVN3: (
        "B5 B6 B7 B8 B9 A8 BB BC BD BE C6 A9 C7 C8 C9 CA CB CC CE CF D0 D1 AA D2 D3 D4 D5 D6 "
        "D7 D8 DC DD DE DF E1 E2 E3 E4 AB E5 E6 E7 E8 E9 AC EA EB EC ED EE EF F1 F2 F3 F4 AD "
        "F5 F6 F7 F8 F9 FA FB FC FD FE AE"
    ),
    LegacyEncoding.VNI: (
        "61F8 61FB 61F5 61F9 61EF 61EA 61E8 61FA 61FC 61E9 61EB 61E2 61E0 61E5 61E3 61E1 61E4 "
        "65F8 65FB 65F5 65F9 65EF 65E2 65E0 65E5 65E3 65E1 65E4 EC E6 F3 ED F2 6FF8 6FFB 6FF5 "
        "6FF9 6FEF 6FE2 6FE0 6FE5 6FE3 6FE1 6FE4 F4 F4F8 F4FB F4F5 F4F9 F4EF 75F8 75FB 75F5 "
        "75F9 75EF F6 F6F8 F6FB F6F5 F6F9 F6EF 79F8 79FB 79F5 79F9 EE F1"
    ),
}
CODES = {
    encoding: dict(
        zip(SMALL, [bytes.fromhex(c).decode("latin-1") for c in codes.split()], strict=True)
    )
    for encoding, codes in GOLDEN.items()
}
CAPITALS_OF_TCVN3 = dict(zip("ĂÂÊÔƠƯĐ", "¡¢£¤¥¦§", strict=True))


def spelt(text, encoding):
    """Spell Unicode text in a legacy encoding, as a typist of the 1990s would have."""
    codes = CODES[encoding]

    def spell(char):
        if encoding == LegacyEncoding.TCVN3 and char in CAPITALS_OF_TCVN3:
            return CAPITALS_OF_TCVN3[char]
        if char in codes:
            return codes[char]
        if char.lower() in codes:
            code = codes[char.lower()]
            return code if encoding == LegacyEncoding.TCVN3 else code.upper()
        return char

    return "".join(map(spell, text))


@pytest.mark.parametrize("encoding", LegacyEncoding)
@pytest.mark.parametrize("letter", SMALL)
def test_every_letter_with_a_mark_goes_there_and_back(letter, encoding):
    shape = {"đ": "{}ang"} | dict.fromkeys("ỳỷỹýỵ", "th{}")
    small = shape.get(letter, "th{}n").format(letter)
    for word in (small, small.upper()):
        assert convert(spelt(word, encoding), encoding) == word


def test_tables_hold_each_letter_once():
    assert len(SMALL) == 67
    assert sorted(VNI.values()) == sorted(SMALL)
    assert sorted(TCVN3.values()) == sorted(SMALL + "ĂÂÊÔƠƯĐ")


@pytest.mark.parametrize(
    ("typed", "encoding", "meant"),
    [
        ("QuyÕt ®Þnh", "TCVN3", "Quyết định"),
        ("Ng\u00adêi d©n", "TCVN3", "Người dân"),
        ("QUYÕT §ÞNH", "TCVN3", "QUYẾT ĐỊNH"),
        ("Uû ban nh©n d©n tØnh §µ N½ng", "TCVN3", "Uỷ ban nhân dân tỉnh Đà Nẵng"),
        ("CéNG HOµ X· HéI CHñ NGHÜA VIÖT NAM", "TCVN3", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("NghÞ ®Þnh 61/2018/N§-CP cña ChÝnh phñ", "TCVN3", "Nghị định 61/2018/NĐ-CP của Chính phủ"),
        ("Söï phaùt trieån", "VNI", "Sự phát triển"),
        ("QUYEÁT ÑÒNH", "VNI", "QUYẾT ĐỊNH"),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "VNI", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        (
            "Kính gửi Ban Biên tập,\nT«i muèn hái vÒ thñ tôc ®Êt ®ai.\nXin cảm ơn và mong hồi âm.",
            "TCVN3",
            "Kính gửi Ban Biên tập,\nTôi muốn hỏi về thủ tục đất đai.\nXin cảm ơn và mong hồi âm.",
        ),
    ],
)
def test_r9_2b_legacy_text_is_found_and_converted(typed, encoding, meant):
    assert detect(normalise(typed)) == encoding
    assert convert(normalise(typed), LegacyEncoding(encoding)) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "Xin hoi thu tuc cap so do",
        "Hoà bình, hoá đơn, thuý, thoả",
        "Là có và bán tám lá cá",
        "Nghị định 81/2016/NÐ-CP của UBNÐ",
        "Loïc Martin",
        "Citroën, München, Düsseldorf, señor, café",
        "Kích thước 5 µm × 3 µm, 25 °C, 1½ lít, m², ±2",
        "© 2026 Tỉnh ủy ® «Nhân dân» §5 ¶3",
        "Ðảng ta · Ðông · Ðà",
        "😀😀 中文 ру́сский",
        "£100 ¥200 ¤",
        "Le café où naïf a goûté l'été à la forêt",
        "Der Bär läuft über die Straße und schläft schön",
    ],
)
def test_nothing_is_found_where_nothing_is(typed):
    assert detect(normalise(typed)) is None


@pytest.mark.parametrize("word", ["nghiêng", "Quyết", "gì", "giếng", "khuỷu", "ủy", "uỷ", "ĐẤT"])
def test_syllables(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["QuyÕt", "café1", "việtnam", "cảt", "strong", "", "ñònh", "đ"])
def test_no_syllables(word):
    assert not is_syllable(word)


@pytest.fixture(scope="module")
def real_texts():
    """Lines of twenty legal documents and the citizens' questions, as they came."""
    if not DATA.is_dir():
        pytest.skip("the folder of real texts does not stand beside the repository")
    lines = []
    for path in sorted((DATA / "drafts").glob("D*")):
        lines += path.read_text(encoding="utf-8").splitlines()
    with (DATA / "questions" / "questions.jsonl").open(encoding="utf-8") as questions:
        for question in questions:
            lines += [text for text in json.loads(question).values() if isinstance(text, str)]
    return [normalise(line) for line in lines]


def test_no_false_alarm_in_real_texts(real_texts):
    assert len(real_texts) > 20_000
    assert [line for line in real_texts if detect(line)] == []


@pytest.mark.parametrize("encoding", LegacyEncoding)
def test_real_texts_are_found_and_come_back(real_texts, encoding):
    vietnamese = re.compile(rf"[\x20-\x7e{SMALL}{SMALL.upper()}]+")
    clean = [line for line in real_texts if vietnamese.fullmatch(line) and len(line.split()) >= 8]
    sample = random.Random(1).sample(clean, 3000)
    found = [line for line in sample if detect(spelt(line, encoding)) == encoding]
    back = [
        line for line in found if convert(spelt(line, encoding), encoding).lower() == line.lower()
    ]
    assert len(found) >= 0.99 * len(sample)
    assert len(back) >= 0.999 * len(found)
