"""Labels of scales: which side they are on, which are none, which way a scale runs."""

import pytest

from surveys.instrument.degrees import Family, degree, degrees, direction, is_way_out
from surveys.instrument.scales import SCALES
from tests.surveys.instrument.building import SATISFACTION, Choice, choices


@pytest.mark.parametrize(
    ("label", "family", "sign"),
    [
        ("Rất hài lòng", Family.SATISFACTION, 1),
        ("RẤT HÀI LÒNG.", Family.SATISFACTION, 1),
        ("Khá hài lòng", Family.SATISFACTION, 1),
        ("Ít hài lòng", Family.SATISFACTION, -1),
        ("Rất không hài lòng", Family.SATISFACTION, -1),
        ("Không hài lòng cũng không bất mãn", Family.NEUTRAL, 0),
        ("Nửa tin nửa ngờ", Family.NEUTRAL, 0),
        ("Không đồng ý một phần", Family.AGREEMENT, -1),
        ("Phản đối", Family.AGREEMENT, -1),
        ("Khá", Family.QUALITY, 1),
        ("Không kém", Family.QUALITY, 1),
        ("Kém hơn", Family.CHANGE, -1),
        ("Giảm nhiều", Family.CHANGE, -1),
        ("Tăng ít", Family.CHANGE, 1),
        ("Không thay đổi", Family.NEUTRAL, 0),
        ("Không bao giờ", Family.FREQUENCY, -1),
        ("Không thường xuyên", Family.FREQUENCY, -1),
        ("Bình thường", Family.NEUTRAL, 0),
        ("Rất ít", Family.LEVEL, -1),
    ],
)
def test_label_of_a_scale(label, family, sign):
    assert degree(label) == (family, sign)


@pytest.mark.parametrize("label", ["Có", "Không", "Nam", "Ba lần trở lên", "", "Xã Vị Bình"])
def test_label_of_no_scale(label):
    assert degree(label) is None


@pytest.mark.parametrize(
    "label",
    [
        "Khó trả lời",
        "Không có ý kiến",
        "Chưa có ý kiến",
        "Không biết",
        "Không rõ",
        "Không nhớ",
        "Không trả lời",
        "Từ chối trả lời",
        "Không muốn nêu",
        "Chưa sử dụng dịch vụ này",
        "Khó đánh giá",
    ],
)
def test_way_out_is_known_by_its_words(label):
    assert is_way_out(Choice("x", label))


@pytest.mark.parametrize(
    "label", ["Khó khăn", "Không hài lòng", "Không quan tâm", "Không", "Phân vân"]
)
def test_low_end_of_a_scale_is_no_way_out(label):
    assert not is_way_out(Choice("x", label))
    assert is_way_out(Choice("x", label, is_dont_know=True))


@pytest.mark.parametrize("code", ["hai-long", "dong-y", "tot-kem", "thuong-xuyen"])
def test_ready_scales_are_known_whole_and_run_from_the_best(code):
    ready = SCALES[code].choices
    assert [one.sign for one in degrees(ready)] == [1, 1, 0, -1, -1]
    assert direction(ready) == 1
    assert direction(ready[::-1]) == -1


def test_scale_with_an_unknown_label_is_not_judged_but_has_a_direction():
    scale = choices("Rất tốt", "Sao cũng được", "Rất kém")
    assert degrees(scale) == []
    assert direction(scale) == 1


def test_list_that_is_no_scale_has_no_direction():
    assert direction(choices("Nam", "Nữ")) == 0
    assert direction(()) == 0
    assert direction(SATISFACTION[:2]) == 0
