"""Who leads and who helps, from hand-made candidates and places."""

import pytest

from qa.places.gazetteer import Found
from qa.places.proposal import Candidate, Hint, Tier, TierGuess, guess_tier, propose

HEALTH = Candidate("yte", "Sở Y tế", 0.8, ("tiêm phòng",))
WORKS = Candidate("xaydung", "Sở Xây dựng", 0.6, ("đường",))
WARD = Found("p-a", 1.0, ("phường A",))
VILLAGE = Found("x-b", 0.95, ("xa b",))
UNSURE = Found("x-c", 0.3, ("C",))
NAMES = {"p-a": "Phường A", "x-b": "Xã B"}
LOCAL = TierGuess(Tier.COMMUNE, ("đường xóm",))
HIGHER = TierGuess(Tier.PROVINCE, ("quốc lộ",))
UNCLEAR = TierGuess(None)


@pytest.mark.parametrize(
    ("candidates", "local", "guess", "asked_from", "lead", "coordinating"),
    [
        pytest.param([WORKS], [WARD], LOCAL, "", "p-a", ("xaydung",), id="the commune's matter"),
        pytest.param([WORKS], [WARD], HIGHER, "", "xaydung", ("p-a",), id="the province's"),
        pytest.param([HEALTH], [WARD], UNCLEAR, "", "yte", ("p-a",), id="unclear: field leads"),
        pytest.param([HEALTH], [], UNCLEAR, "p-a", "yte", (), id="asker's commune does not help"),
        pytest.param([WORKS], [], LOCAL, "p-a", "p-a", ("xaydung",), id="asker's commune leads"),
        pytest.param([WORKS], [VILLAGE], LOCAL, "p-a", "x-b", ("xaydung",), id="text before form"),
        pytest.param([WORKS], [UNSURE], LOCAL, "", "xaydung", (), id="place unsure"),
        pytest.param([WORKS], [WARD, VILLAGE], HIGHER, "", "xaydung", ("p-a", "x-b"), id="two"),
        pytest.param([], [WARD], LOCAL, "", "p-a", (), id="no field, the commune's"),
        pytest.param([], [WARD], UNCLEAR, "", "p-a", (), id="no field"),
        pytest.param([], [], UNCLEAR, "", None, (), id="nothing known"),
        pytest.param(
            [Candidate("p-a", "Phường A", 0.9)], [WARD], LOCAL, "", "p-a", (), id="the same unit"
        ),
        pytest.param(
            [Candidate("noivu", "Sở Nội vụ", 0.2)], [WARD], LOCAL, "", "p-a", (), id="weak field"
        ),
    ],
)
def test_who_leads_and_who_helps(candidates, local, guess, asked_from, lead, coordinating):
    proposal = propose(candidates, local, guess=guess, names=NAMES, asked_from=asked_from)
    assert (proposal.lead, proposal.coordinating) == (lead, coordinating)


def test_reasons_are_sentences_with_the_words_that_matched():
    proposal = propose([WORKS], [WARD], guess=LOCAL, names=NAMES)
    assert proposal.reasons == (
        "Việc thường do cấp xã giải quyết: “đường xóm”.",
        "Địa bàn nhắc đến: “phường A”, nay thuộc Phường A.",
        "Lĩnh vực của Sở Xây dựng: “đường”.",
    )


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("Khai sinh cho con làm ở đâu?", Tier.COMMUNE),
        ("lam khai sinh cho con o dau", Tier.COMMUNE),
        ("Quốc lộ hư, xe đi không được", Tier.PROVINCE),
        ("Hàng xóm hát karaoke cạnh quốc lộ", Tier.COMMUNE),
        ("Xin hỏi giờ làm việc", None),
        ("karaoke trên quốc lộ", Tier.PROVINCE),  # two words say more than one
        ("Chúng tôi khai, sinh viên nộp", None),
    ],
)
def test_level_is_guessed_from_words_with_or_without_marks(text, tier):
    hints = [
        Hint("khai sinh", Tier.COMMUNE),
        Hint("hàng xóm", Tier.COMMUNE),
        Hint("karaoke", Tier.COMMUNE),
        Hint("quốc lộ", Tier.PROVINCE),
    ]
    assert guess_tier(text, hints).tier == tier
