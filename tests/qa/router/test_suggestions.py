"""Suggestions on the desk, versions, and the automatic setting with its gate."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from engagement.accounts.models import Unit
from engagement.audit.actors import Actor
from engagement.audit.models import AuditEvent
from engagement.workflow.exceptions import Denied
from qa.enums import QuestionStatus, ReturnReason
from qa.models import Question, RouterVersion, RoutingPolicy, Step, Suggestion
from qa.queries.advice import advice_for
from qa.queries.router import cases, rolling_precision
from qa.services import automatic, citizens, learning, moderating, routing
from qa.services.places import take_over_communes
from tests.factories import make_cast, make_question

pytestmark = pytest.mark.django_db
BY = Actor.system("test")
WORDS = "Trạm y tế xã có tiêm phòng cho trẻ vào thứ Bảy không?"


@pytest.fixture
def cast():
    """The usual people; unit A cares for health, unit B for land."""
    cast = make_cast()
    Unit.objects.filter(pk=cast.unit.pk).update(keywords="trạm y tế, tiêm phòng, bác sĩ")
    Unit.objects.filter(pk=cast.other_unit.pk).update(keywords="sổ đỏ, đất đai, tách thửa")
    return cast


def suggested(cast, status="received", text=WORDS, **values):
    question = make_question(cast, text=text)
    suggestion = learning.suggest(question_id=question.pk)
    if values:
        Suggestion.objects.filter(pk=suggestion.pk).update(**values)
    if status == "accepted":
        moderating.accept(question=question, by=cast.editor)
    return Question.objects.get(pk=question.pk)


def test_question_gets_three_units_with_their_words_and_no_number(cast):
    question = suggested(cast)
    best = advice_for(question).offers[0]
    assert (best.unit, best.percentage) == (cast.unit, None)
    assert {"Trạm y tế", "tiêm phòng"} <= set(best.matched)
    assert len(advice_for(question).offers) <= 3


@pytest.mark.parametrize(
    "person",
    ["Tôi tên Nguyễn Văn Y Tế, ", "Nhà tôi ở 12 đường Trạm Y Tế, ", "Tôi tên TRẦN TIÊM PHÒNG. "],
)
def test_name_and_home_speak_for_no_unit(cast, person):
    plain = suggested(cast, text="Hỏi cấp sổ đỏ cho thửa đất của cha").suggestion.candidates
    named = suggested(cast, text=f"{person}hỏi cấp sổ đỏ cho thửa đất của cha").suggestion
    assert [row["unit"] for row in named.candidates] == [row["unit"] for row in plain]
    assert not [row for row in named.candidates if {"Y Tế", "TIÊM PHÒNG"} & set(row["matched"])]


def test_name_given_in_the_form_speaks_for_no_unit(cast):
    question = make_question(cast, text="Bác sĩ Trần Sổ Đỏ hỏi về việc tiêm phòng")
    Question.objects.filter(pk=question.pk).update(asker_name="Trần Sổ Đỏ")
    best, *others = learning.suggest(question_id=question.pk).candidates
    assert best["unit"] == cast.unit.code
    assert "Sổ Đỏ" not in [word for row in others for word in row["matched"]]


def test_assigning_page_offers_and_one_click_fills_the_form(cast, client):
    question = suggested(cast, "accepted")
    routing.report_questions(questions=[question], by=cast.editor)
    client.force_login(cast.steering)
    page = reverse("desk:question_act", args=[question.reference, "assign"])
    shown = client.get(page)
    assert shown.context["form"]["lead"].value() is None  # nobody chose yet
    content = shown.content.decode()
    assert "Vì có các từ: “" in content
    assert "chưa đủ ví dụ" in content
    filled = client.post(page, {"dien": f"chu-tri:{cast.unit.pk}", "words": "Làm nhanh giúp"})
    assert filled.context["form"]["lead"].value() == str(cast.unit.pk)
    assert filled.context["form"]["words"].value() == "Làm nhanh giúp"
    for unknown in ("khong-co", "x" * 500, "chu-tri:", "chu-tri:9999999"):
        assert client.post(page, {"dien": unknown}).status_code == 200


def test_one_box_proposes_the_commune_to_lead_and_the_department_to_help(cast, client):
    Unit.objects.filter(pk=cast.commune.pk).update(short_name="Xã Vị Thủy")
    take_over_communes()
    text = "Trạm y tế ở xã Vị Thủy không tiêm phòng cuối tuần."
    question = suggested(cast, "accepted", text=text)
    routing.report_questions(questions=[question], by=cast.editor)
    advice = advice_for(question)
    assert [offer.unit for offer in advice.offers][:2] == [cast.commune, cast.unit]
    assert "xã Vị Thủy" in advice.offers[0].matched
    assert (advice.lead, list(advice.helpers)) == (cast.commune, [cast.unit])
    client.force_login(cast.steering)
    page = reverse("desk:question_act", args=[question.reference, "assign"])
    content = client.get(page).content.decode()
    assert content.count('<h2 id="goi-y">') == 1
    assert "thường do cấp xã giải quyết: “trạm y tế”" in content
    typed = {"dien": "de-nghi", "words": "Gấp", "coordinating": [cast.other_unit.pk]}
    form = client.post(page, typed).context["form"]
    assert form["lead"].value() == str(cast.commune.pk)
    assert form["coordinating"].value() == [str(cast.other_unit.pk), str(cast.unit.pk)]
    assert form["words"].value() == "Gấp"


def test_department_leads_what_no_word_gives_to_the_commune(cast):
    Unit.objects.filter(pk=cast.commune.pk).update(short_name="Xã Vị Thủy")
    take_over_communes()
    advice = advice_for(suggested(cast, text="Bác sĩ tiêm phòng ở xã Vị Thủy là ai?"))
    assert [offer.unit for offer in advice.offers] == [cast.unit, cast.commune, cast.other_unit]
    assert (advice.lead, list(advice.helpers)) == (cast.unit, [cast.commune])


def test_unit_that_returned_the_question_is_not_offered_again(cast):
    question = suggested(cast, "accepted")
    routing.report_questions(questions=[question], by=cast.editor)
    routing.assign(question=question, by=cast.editor, lead=cast.unit)
    routing.return_to_board(
        question=question, by=cast.officer, reason=ReturnReason.NOT_OUR_FIELD, words="Không."
    )
    assert cast.unit not in [offer.unit for offer in advice_for(question).offers]


def test_sealed_and_withdrawn_questions_are_neither_suggested_nor_learnt(cast):
    sealed = make_question(cast, "assigned")
    withdrawn = make_question(cast, "assigned", text="Tiêm phòng dại ở trạm y tế nào")
    learning.suggest(question_id=make_question(cast).pk)
    assert len(cases()) == 2
    Question.objects.filter(pk=sealed.pk).update(is_sealed=True)
    citizens.withdraw(question=Question.objects.get(pk=withdrawn.pk))
    assert cases() == []
    open_one = make_question(cast)
    Question.objects.filter(pk=open_one.pk).update(is_sealed=True)
    assert learning.suggest(question_id=open_one.pk) is None
    assert learning.suggest(question_id=withdrawn.pk) is None


def test_withdrawal_takes_the_suggestion_with_its_words(cast):
    question = suggested(cast)
    citizens.withdraw(question=question)
    assert not Suggestion.objects.exists()


def test_return_for_the_field_counts_against_the_unit_and_for_the_place_does_not(cast):
    for reason in (ReturnReason.NOT_OUR_FIELD, ReturnReason.NOT_OUR_PLACE):
        routing.return_to_board(
            question=make_question(cast, "assigned"), by=cast.officer, reason=reason, words="Không."
        )
    assert [(case.label, case.is_refused) for case in cases()] == [(cast.unit.code, True)]


def version(number, top1, n=1000, **values):
    measures = {"n": n, "top1": top1}
    return RouterVersion(
        number=number,
        model=b"m",
        checksum="0" * 64,
        procedures=0,
        cases=n,
        measures=measures,
        **values,
    )


@pytest.mark.parametrize(
    ("new", "n", "is_used"),
    [(0.9, 1000, True), (0.78, 1000, True), (0.76, 1000, False), (0.7, 40, True), (0.1, 0, True)],
)
def test_clearly_worse_version_is_kept_back(new, n, is_used):
    """Worse by three points and by more than chance: few cases prove nothing."""
    version(1, 0.8, is_active=True).save()
    stored = learning.store(version(0, new, n))
    assert (stored.number, stored.is_active) == (2, is_used)
    assert bool(stored.why_kept_back) is not is_used
    assert RouterVersion.objects.filter(is_active=True).count() == 1


def test_old_models_are_forgotten_but_not_the_one_in_use():
    version(1, 0.9, is_active=True).save()
    for _ in range(learning.KEPT_MODELS + 2):
        learning.store(version(0, 0.1))
    kept = RouterVersion.objects.exclude(model=b"").values_list("number", flat=True)
    assert sorted(kept) == [1, *range(4, 14)]
    with pytest.raises(Denied, match="quá cũ"):
        learning.use_version(number=2, by=None, actor=BY)


def test_nothing_new_makes_no_version_and_a_confirmed_case_does(cast):
    assert learning.retrain(by=BY).number == 1
    assert learning.retrain(by=BY) is None
    make_question(cast, "assigned")
    assert learning.retrain(by=BY).confirmed == {cast.unit.code: 1}


def test_two_who_train_the_same_at_once_make_one_version(cast, monkeypatch):
    train = learning.train

    def slow(*args, **kwargs):
        monkeypatch.setattr(learning, "train", train)
        assert learning.retrain(by=BY).number == 1  # the other one is quicker
        return train(*args, **kwargs)

    monkeypatch.setattr(learning, "train", slow)
    assert learning.suggest(question_id=make_question(cast).pk).version.number == 1
    assert RouterVersion.objects.count() == 1


# --- Automatic assignment ---------------------------------------------------------------------
def settled(cast, count, *, right=True):
    """Answered questions whose suggestion named the unit that answered, or another."""
    made = RouterVersion.objects.first() or learning.retrain(by=BY)
    first = cast.unit if right else cast.other_unit
    rows = [make_question(cast) for _ in range(count)]
    Question.objects.filter(pk__in=[row.pk for row in rows]).update(
        status=QuestionStatus.PUBLISHED,
        lead_unit=cast.unit,
        status_changed_at=timezone.now() + timedelta(seconds=5),
    )
    Suggestion.objects.bulk_create(
        Suggestion(question=row, version=made, first_unit=first, first_score=0.99) for row in rows
    )
    return rows


@pytest.fixture
def few(monkeypatch):
    """Ask for five settled questions where a site needs a hundred."""
    monkeypatch.setattr("qa.queries.router.LEAST_FOR_PRECISION", 5)


def delegate(cast):
    today = timezone.localdate()
    routing.grant_delegation(
        by=cast.steering,
        decision_number="1-TB/BCĐ",
        valid_from=today,
        valid_to=today + timedelta(days=9),
    )


def test_automation_is_off_and_does_not_open_without_enough_right_answers(cast, few):
    assert not RoutingPolicy.objects.exists()
    settled(cast, 4)
    with pytest.raises(Denied, match="hiện có 4 đúng trong 4 câu"):
        automatic.set_automation(by=cast.steering, is_on=True)
    settled(cast, 1, right=False)
    with pytest.raises(Denied, match="4 đúng trong 5 câu"):
        automatic.set_automation(by=cast.steering, is_on=True)
    with pytest.raises(Denied, match="Ban Chỉ đạo"):
        automatic.set_automation(by=cast.chief_editor, is_on=True)
    assert not RoutingPolicy.objects.filter(is_automatic=True).exists()


def test_returned_question_counts_as_wrong(cast):
    rows = settled(cast, 2)
    Question.objects.filter(pk=rows[0].pk).update(status=QuestionStatus.RETURNED)
    precision = rolling_precision(0.9)
    assert (precision.counted, precision.right) == (2, 1)


def test_automatic_assignment_under_a_delegation_is_recorded_as_such(cast, few):
    """R-13.1: only what is delegated, in the name of who switched it on."""
    settled(cast, 5)
    automatic.set_automation(by=cast.steering, is_on=True)
    question = suggested(cast, "accepted", first_score=0.95)
    assert automatic.assign_automatically(question_id=question.pk) is None  # no delegation
    delegate(cast)
    assert automatic.assign_automatically(question_id=question.pk)
    question.refresh_from_db()
    assert (question.status, question.lead_unit) == ("assigned", cast.unit)
    assert question.delegation is not None
    assert question.assignments.get().assigned_by == cast.steering
    event = AuditEvent.objects.get(kind="qa.question.assign_by_delegation")
    assert (event.actor_kind, event.actor_id) == ("system", automatic.ACTOR)
    assert event.detail["answerable"] == cast.steering.username
    step = Step.objects.filter(question=question).last()
    assert step.done_by is None
    assert "tự động" in step.words
    assert automatic.assign_automatically(question_id=question.pk) is None  # once


def test_unsure_suggestion_stays_with_a_person(cast, few):
    settled(cast, 5)
    delegate(cast)
    automatic.set_automation(by=cast.steering, is_on=True)
    question = suggested(cast, "accepted", first_score=0.89)
    assert automatic.assign_automatically(question_id=question.pk) is None


def test_automation_closes_itself_when_precision_falls(cast, few):
    settled(cast, 5)
    delegate(cast)
    automatic.set_automation(by=cast.steering, is_on=True)
    settled(cast, 1, right=False)
    question = suggested(cast, "accepted", first_score=0.99)
    assert automatic.assign_automatically(question_id=question.pk) is None
    row = RoutingPolicy.objects.get()
    assert (row.is_automatic, row.why_closed) == (False, automatic.FELL_BELOW)
    assert AuditEvent.objects.filter(kind="qa.router.automation_off").exists()


def test_page_shows_versions_returns_and_the_closed_setting(cast, client):
    learning.retrain(by=BY)
    routing.return_to_board(
        question=make_question(cast, "assigned"),
        by=cast.officer,
        reason=ReturnReason.NOT_OUR_FIELD,
        words="Không thuộc.",
    )
    client.force_login(cast.steering)
    content = client.get(reverse("desk:router")).content.decode()
    assert "Bản 1" in content
    assert cast.unit.name in content
    assert "100,0%" in content
    assert "Chưa làm được" in content
    refused = client.post(reverse("desk:router_automation"), {"least": "90", "is_on": "on"})
    assert refused.status_code == 403
    assert "Chưa bật được" in refused.content.decode()


def test_office_uses_an_earlier_version_again(cast, client):
    learning.retrain(by=BY)
    make_question(cast, "assigned")
    learning.retrain(by=BY)
    client.force_login(cast.office)
    assert client.post(reverse("desk:router_use", args=[1])).status_code == 302
    assert RouterVersion.objects.get(is_active=True).number == 1
