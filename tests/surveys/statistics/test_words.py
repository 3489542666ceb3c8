"""What sentences say, what they must never say, and where their numbers come from."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.enums import SampleKind
from surveys.statistics.counts import number_at
from surveys.statistics.names import shortened
from surveys.statistics.thresholds import Line
from surveys.statistics.words import decimal, number, percent, percent_by_line, quoted
from tests.surveys.statistics.samples import counts, summary

LINES = (Line("overall", "commune", households={"lm": 200}),)
KINDS = list(SampleKind)


def every_sentence(found):
    yield from found.sentences
    yield from found.said.values()
    yield from (group.sentence for group in found.groups)
    yield from (line.sentence for line in found.lines)
    yield from (table.sentence for table in found.numbers)
    if found.doubt:
        yield found.doubt


def full(kind):
    numbers = {"hours": {"n": 40, "mean": 2.6, "median": 2.5, "p25": 1, "p75": 1234.5}}
    return summary(kind, lines=LINES, numbers=numbers, withheld=7)


@pytest.mark.parametrize(
    ("value", "words"), [(0, "0"), (999.6, "1.000"), (12480, "12.480"), (1234567, "1.234.567")]
)
def test_numbers_are_written_as_here(value, words):
    assert number(value) == words


def test_decimals_have_a_comma():
    assert decimal(1.344, 2) == "1,34"
    assert decimal(12480.25) == "12.480,2"


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0, "0 %"),
        (0.001, "dưới 1 %"),
        (0.006, "1 %"),
        (0.806, "81 %"),
        (0.994, "99 %"),
        (0.9999, "trên 99 %"),
        (1, "100 %"),
    ],
)
def test_percentages_are_whole_and_never_call_some_none(share, words):
    assert percent(share) == words


@given(st.floats(0, 1))
def test_rounding_never_lifts_over_a_line(share):
    words = percent_by_line(share, 0.8)
    if share < 0.8:
        assert words == "dưới 80 %" or int(re.findall(r"\d+", words)[0]) < 80
    else:
        assert words == percent(share)


def test_lists_are_joined_in_words():
    assert quoted([]) == ""
    assert quoted(["a"]) == "“a”"
    assert quoted(["a", "b", "c"]) == "“a”, “b” và “c”"
    assert quoted(["a", "b"], "hoặc") == "“a” hoặc “b”"


@given(st.text(max_size=300))
def test_shortened_labels_stay_on_one_line(label):
    short = shortened(label, 40)
    assert len(short) <= 40
    assert "\n" not in short


def test_a_word_without_end_is_cut():
    assert shortened("x" * 500, 40) == "x" * 39 + "…"


@pytest.mark.parametrize("kind", KINDS)
def test_every_number_can_be_traced(kind):
    found = full(kind)
    for sentence in every_sentence(found):
        assert sentence.sources, sentence.text
        for source in sentence.sources:
            if source not in found.figures:
                number_at(found.snapshot.counts, source)


@pytest.mark.parametrize("kind", KINDS)
def test_every_sentence_has_its_day(kind):
    for sentence in every_sentence(full(kind)):
        assert "ngày 23/11/2026" in sentence.text


@pytest.mark.parametrize("kind", KINDS)
def test_every_percentage_has_its_number_of_people(kind):
    for sentence in every_sentence(full(kind)):
        if "%" in sentence.text:
            assert re.search(r"\d (người|phiếu)", sentence.text), sentence.text


@pytest.mark.parametrize("kind", [SampleKind.OPEN_LINK, SampleKind.QUOTA])
def test_no_precision_is_claimed_without_a_random_sample(kind):
    found = full(kind)
    said = " ".join(sentence.text for sentence in every_sentence(found))
    said += " ".join(headline.note for headline in found.headlines)
    for forbidden in ("±", "sai số", "tin cậy", "khác nhau rõ", "ý nghĩa thống kê"):
        assert forbidden not in said.lower()
    rows = [row for table in found.variables for row in table.rows]
    assert all(row.interval is None for row in rows)


def test_an_open_link_says_whom_it_does_not_speak_for():
    text = summary(SampleKind.OPEN_LINK).sentences[0].text
    assert "liên kết mở" in text
    assert "250 phiếu" in text
    assert "không nói thay cho toàn bộ người dân" in text


def test_a_random_sample_has_intervals_and_verdicts():
    found = full(SampleKind.RANDOM)
    assert "khoảng tin cậy 95 %: từ" in found.said["overall"].text
    assert "khác nhau rõ" in found.groups[0].sentence.text


def test_a_scale_is_told_with_its_sides_and_who_stands_outside():
    text = summary(margins={}, cells=None).said["overall"].text
    assert text == (
        "“Hài lòng chung”: 75 % chọn “Hài lòng” hoặc “Rất hài lòng”; 10 % chọn “Bình thường”; "
        "15 % chọn “Rất không hài lòng” hoặc “Không hài lòng”; ngoài các tỷ lệ này, 20 % số người "
        "trả lời ở mức “Khó trả lời” (200 người nêu ý kiến, ngày 23/11/2026)."
    )


def test_several_answers_a_person_may_pass_a_hundred_and_say_so():
    text = summary(margins={}, cells=None).said["wish"].text
    assert "“Rút ngắn thời gian” 80 %" in text
    assert "50 %" in text
    assert "(250 người được hỏi, ngày 23/11/2026)" in text
    assert "tổng các tỷ lệ có thể quá 100 %" in text


def test_a_tie_names_both():
    changed = counts()
    changed["tables"]["way"] = {"desk": 100, "web": 100, "kho_tra_loi": 50}
    text = summary(counts=changed, margins={}, cells=None).said["way"].text
    assert "“Đến trực tiếp” 40 %; “Trên mạng” 40 %" in text


def test_points_are_told_with_their_mean():
    text = summary(margins={}, cells=None).said["score"].text
    assert "điểm trung bình 5,6; 40 % chọn 6–10 điểm" in text


def test_consent_and_ranking():
    said = summary(margins={}, cells=None).said
    assert "96 % đồng ý (250 người được hỏi" in said["agree"].text
    assert "xếp thứ nhất nhiều nhất là “Đường” 60 % (200 người xếp thứ tự" in said["order"].text


def test_nobody_has_answered_yet():
    nobody = {"n": 0, "tables": {}, "asked": {}, "groups": {}}
    found = summary(counts=nobody, cells=None)
    assert found.said["overall"].text == (
        "“Hài lòng chung”: chưa có ai trả lời, tính đến ngày 23/11/2026."
    )
    assert found.coverage == ()
    assert found.sentences[0].text.startswith("Số liệu ngày 23/11/2026, 0 phiếu")


def test_who_is_missing_and_what_to_do():
    text = " ".join(sentence.text for sentence in summary().sentences)
    assert re.search(r"thiếu nhất là nhóm Nam, 18–29: có \d+ phiếu, theo dân số phải có \d+", text)
    assert "nên gửi phiếu giấy" in text


def test_weights_tell_their_cost_or_their_refusal():
    assert "cỡ mẫu hiệu dụng" in summary().sentences[-1].text
    refused = summary(margins={"sex": {"m": 500, "f": 500}, "age": {"y": 500, "o": 250, "z": 250}})
    text = refused.sentences[-1].text
    assert "Không đưa ra tỷ lệ có trọng số vì chưa có ai trả lời trong nhóm “z”" in text


def test_doubtful_answers_are_counted_and_told():
    text = summary().doubt.text
    assert "10 phiếu có dấu hiệu bất thường vẫn được tính" in text
    assert "là 74 % thay cho 75 %" in text


def test_lines_are_told_in_one_sentence():
    text = full(SampleKind.OPEN_LINK).lines[0].sentence.text
    assert "ngưỡng 80 %: 1 trong 3 nơi đạt, 0 nơi chưa đạt, 2 nơi chưa đủ phiếu" in text


def test_numbers_of_a_final_snapshot():
    text = full(SampleKind.OPEN_LINK).said.get("hours")
    assert text is None
    [table] = full(SampleKind.OPEN_LINK).numbers
    assert "ghi từ 1 đến 1.234,5, ở giữa là 2,5 (40 người trả lời" in table.sentence.text


def test_a_path_that_names_no_number_is_an_error():
    for path in ("tables.overall", "tables.overall.none", "n.more", ""):
        with pytest.raises(KeyError):
            number_at(counts(), path)
