"""The pure router on a small world of our own: three departments, hand-written questions."""

import pytest

from engagement.text.synonyms import Synonyms, other_words
from qa.router.certainty import Certainty
from qa.router.keywords import Keywords
from qa.router.matched import matched
from qa.router.metrics import Judged, calibration_error, macro_f1, summary, top
from qa.router.model import BadModel, Model, Scored, checksum_of
from qa.router.standard import split_keywords, standard_for, standard_units
from qa.router.standing import candidates, told
from qa.router.training import Case, NothingToLearn, Prior, train
from qa.router.validation import Fold, cross_validate, judge
from qa.router.words import words_of

SYNONYMS = Synonyms.of(
    [("BHXH", "bảo hiểm xã hội"), ("sổ đỏ", "giấy chứng nhận quyền sử dụng đất")]
)


def expand(words):
    return other_words(words, SYNONYMS)


PRIOR = Prior(
    keywords=[
        ("yte", "bệnh viện"),
        ("yte", "tiêm chủng"),
        ("yte", "bác sĩ"),
        ("bhxh", "bảo hiểm xã hội"),
        ("bhxh", "lương hưu"),
        ("bhxh", "thẻ bảo hiểm y tế"),
        ("tnmt", "sổ đỏ"),
        ("tnmt", "giấy chứng nhận quyền sử dụng đất"),
        ("tnmt", "tách thửa"),
    ],
    names=[
        ("yte", "Cấp giấy phép hoạt động đối với phòng khám đa khoa"),
        ("bhxh", "Giải quyết hưởng lương hưu hằng tháng"),
        ("tnmt", "Đăng ký biến động quyền sử dụng đất"),
    ],
)
STANDS = {code: {code: 1.0} for code in ("yte", "bhxh", "tnmt")}


def first(model: Model, text: str) -> str:
    return model.rank(text, expand=expand)[0].label


@pytest.fixture(scope="module")
def cold() -> Model:
    return train(PRIOR, [], expand=expand).model


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Bệnh viện huyện có tiêm chủng cuối tuần không?", "yte"),
        ("Lương hưu tháng này chuyển trễ", "bhxh"),
        ("Làm sổ đỏ cho thửa đất của cha mẹ", "tnmt"),
    ],
)
@pytest.mark.parametrize("typed", ["none", "all", "half"])
def test_prior_alone_finds_the_unit_with_marks_and_without(cold, text, unit, typed):
    assert first(cold, Fold(typed)(text)) == unit


def test_abbreviation_is_read_as_what_it_means(cold):
    assert first(cold, "Hỏi về BHXH") == "bhxh"


def test_words_shown_are_the_askers_own(cold):
    best = cold.rank("Tôi muốn làm SỔ ĐỎ, tach thua luôn")[0]
    assert best.label == "tnmt"
    assert {"SỔ ĐỎ", "tach thua"} <= set(best.matched)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Thẻ Bảo hiểm y tế và bảo hiểm xã hội", {"Thẻ Bảo hiểm y tế", "bảo hiểm xã hội"}),
        ("Đổi thẻ bảo hiểm, y tế xã", set()),
    ],
)
def test_words_shown_are_whole_words_and_none_is_told_twice(cold, text, wanted):
    for scored in cold.rank(text):
        assert not {"hiểm y", "hiểm", "bảo", "Bảo", "hiểm y tế"} & set(scored.matched)
        if scored.label == "bhxh":
            assert wanted <= set(scored.matched)


def test_a_syllable_alone_is_shown_only_where_it_is_a_keyword():
    def shown(text: str) -> tuple[str, ...]:
        words = words_of(text)
        found = keywords.find([word.folded for word in words])
        return matched("yte", words, found, keywords=keywords, firm=[], lift=lambda _run: 2.0)

    keywords = Keywords.of([("yte", "bệnh viện"), ("yte", "thuốc"), ("yte", "đề")])
    assert shown("Sơ cấp") == ()
    assert shown("Bệnh viện cấp thuốc") == ("Bệnh viện", "thuốc")
    assert shown("Đề cấp") == ()  # a keyword of one everyday word explains nothing


def test_unit_that_answers_often_comes_first_where_words_say_nothing():
    cases = [Case(f"Bệnh viện khoa {n}", "yte") for n in range(8)]
    cases += [Case("Lương hưu", "bhxh"), Case("Tách thửa đất", "tnmt")]
    model = train(PRIOR, cases).model
    assert first(model, "Ai lo chuyện kia vậy") == "yte"
    assert first(model, "Lương hưu tháng này") == "bhxh"


def test_text_without_a_known_word_is_uncertain_not_an_error(cold):
    for text in ("", "???", "zzz qqq", "👍"):
        ranked = cold.rank(text)
        assert max(row.score for row in ranked) < 0.5
        assert sum(row.score for row in ranked) == pytest.approx(1)


def test_stored_model_says_the_same_and_a_changed_one_nothing(cold):
    stored = cold.to_bytes()
    again = Model.from_bytes(stored, checksum=checksum_of(stored))
    text = "Thẻ bảo hiểm y tế hết hạn"
    before, after = cold.rank(text), again.rank(text)
    assert [row.label for row in before] == [row.label for row in after]
    assert [row.score for row in after] == pytest.approx([row.score for row in before], abs=0.01)
    with pytest.raises(BadModel):
        Model.from_bytes(stored[:-1] + b"x", checksum=checksum_of(stored))


def test_confirmed_cases_teach_what_the_prior_does_not_know():
    words = "kênh đào xóm Chài"
    cases = [Case(f"Nước {words} đục quá, lần {n}", "tnmt") for n in range(6)]
    assert first(train(PRIOR, cases).model, f"Ai lo {words}?") == "tnmt"


def test_return_counts_against_the_unit_that_gave_it_back():
    cases = [Case(f"Giá nước trạm bơm {n}", unit) for n in range(4) for unit in ("yte", "bhxh")]
    returned = [Case(f"Giá nước trạm bơm ấp {n}", "yte", is_refused=True) for n in range(8)]
    text = "Giá nước trạm bơm"

    def score(model: Model) -> float:
        return next(row.score for row in model.rank(text) if row.label == "yte")

    assert score(train(PRIOR, cases + returned).model) < score(train(PRIOR, cases).model)


def test_words_of_one_case_alone_are_not_kept():
    """A name or a plot number must not be readable in a stored version (privacy)."""
    cases = [
        Case("Ông Trần Văn Bưởi hỏi bệnh viện có mở cửa", "yte"),
        Case("Bà Lê hỏi bệnh viện có mở cửa", "yte"),
        # The same words sent twice are one question.
        Case("Thửa 9173 của tôi đã tách thửa chưa", "tnmt"),
        Case("Thửa 9173 của tôi đã tách thửa chưa!", "tnmt"),
    ]
    model = train(PRIOR, cases).model
    kept = set(model.vocabulary)
    assert {"mo cua", "mo"} <= kept
    assert not {"buoi", "van buoi", "9173", "thua 9173"} & kept
    assert b"buoi" not in model.to_bytes()


def test_nothing_to_learn_is_said():
    with pytest.raises(NothingToLearn):
        train(Prior([], []), [Case("Câu hỏi", "yte")])


def test_training_twice_gives_the_same_model():
    cases = [Case(f"Hỏi bệnh viện số {n}", "yte") for n in range(5)]
    assert train(PRIOR, cases).model.to_bytes() == train(PRIOR, cases).model.to_bytes()


def test_percentage_needs_twenty_cases_and_cases_held_out():
    sure = Certainty(temperature=1.0, shift=0.0)
    assert sure.percentage(0.8, confirmed=20) == 80
    assert sure.percentage(0.8, confirmed=19) is None
    assert Certainty().percentage(0.99, confirmed=500) is None


def test_percentages_promise_what_is_kept():
    """Two of three units are easy to tell apart; what is shown must be about as often right."""
    cases = [Case(f"Khoa {n} bệnh viện tiêm chủng {n % 7}", "yte") for n in range(40)]
    cases += [Case(f"Sổ {n} lương hưu {n % 5}", "bhxh") for n in range(40)]
    trained = train(PRIOR, cases)
    assert trained.model.certainty.shift is not None
    shown = summary(trained.out_of_fold)
    assert shown["n_shown"] == 80
    assert shown["top1"] == 1
    ranked = trained.model.rank("Bệnh viện nào tiêm chủng?")
    best = candidates(
        ranked,
        STANDS,
        confirmed=trained.model.confirmed,
        certainty=trained.model.certainty,
    )[0]
    assert best.unit == "yte"
    assert best.percentage
    assert best.percentage > 80


# --- Units on a day ---------------------------------------------------------------------------
RANKED = [Scored("a", 0.4, ("một",)), Scored("b", 0.35, ("hai",)), Scored("c", 0.25, ("ba",))]


def units_of(shares):
    found = candidates(RANKED, shares, confirmed={"a": 15, "b": 10}, certainty=Certainty(1, 0))
    return {one.unit: (round(one.score, 3), one.percentage) for one in found}


def test_merged_unit_gets_the_mean_of_its_labels_and_all_their_cases():
    shares = {"a": {"new": 1}, "b": {"new": 1}, "c": {"c": 1}}
    assert units_of(shares) == {"new": (0.6, 60), "c": (0.4, None)}


def test_every_successor_of_a_split_unit_gets_its_part():
    assert units_of({"a": {"left": 0.5, "right": 0.5}, "b": {"b": 1}}) == {
        "b": (0.467, None),
        "left": (0.267, None),
        "right": (0.267, None),
    }


def test_abolished_units_leave_the_rest_to_the_others():
    assert units_of({"c": {"c": 1}}) == {"c": (1.0, None)}
    assert units_of({}) == {}


def test_words_inside_longer_ones_are_told_once():
    assert told(["hộ kinh doanh", "doanh", "kinh doanh", "bán", "hộ kinh doanh"]) == (
        "hộ kinh doanh",
        "bán",
    )


# --- Keywords and measures --------------------------------------------------------------------
def test_longer_keyword_hides_the_ones_inside_it():
    keywords = Keywords.of([("bhxh", "bảo hiểm y tế"), ("yte", "y tế"), ("x", "khác")])
    found = keywords.find(["the", "bao", "hiem", "y", "te", "va", "y", "te"])
    assert [one.phrase for one in found] == ["bao hiem y te", "y te"]
    assert set(keywords.scores(["bao", "hiem", "y", "te"])) == {"bhxh"}


def test_standard_units_are_found_by_code_or_by_name():
    assert standard_for("yte").code == "yte"
    assert standard_for("so-yte-ct", "Sở Y tế thành phố Cần Thơ").code == "yte"
    assert standard_for("khac", "Trung tâm khác") is None
    assert all(len(split_keywords(unit.keywords)) >= 5 for unit in standard_units())


def test_measures_on_four_questions():
    judged = [
        Judged(["a", "b", "c"], 0.9, {"a"}),
        Judged(["b", "a", "c"], 0.6, {"a"}),
        Judged(["c", "b", "d"], 0.5, {"a"}),
        Judged(["b", "a", "c"], 0.8, {"x", "b"}),
    ]
    assert top(judged, 1) == 0.5
    assert top(judged, 3) == 0.75
    assert macro_f1(judged) == pytest.approx((2 / 4 + 2 / 3) / 2)
    assert calibration_error(judged) == pytest.approx((0.1 + 0.6 + 0.5 + 0.2) / 4)
    assert calibration_error([]) is None


def test_half_folding_takes_marks_from_every_second_word():
    assert Fold("half")("Sổ đỏ nhà đất") == "Sổ do nhà dat"


def test_cross_validation_never_ranks_what_it_learnt():
    """Nonsense words tie each question to its unit: only a model that saw it could know."""
    cases = [Case(f"qz{n} wx{n}", ("yte", "bhxh", "tnmt")[n % 3]) for n in range(30)]
    told = cross_validate(PRIOR, cases, STANDS, parts=3, repeats=2)
    assert told["top1"]["mean"] < 0.6
    model = train(PRIOR, cases).model
    assert top(judge(model, cases, STANDS), 1) < 0.6  # words of one case are not kept either
