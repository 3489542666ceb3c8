"""What makers of a survey may do, when, and what is left of it: rows, versions, events."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from engagement.accounts.roles import RoleCode
from engagement.audit.models import AuditEvent
from engagement.workflow.exceptions import Conflict, Denied, InvalidTransition
from surveys.enums import Access, Change, QuestionKind, SampleKind, SurveyStatus, Verb, Visibility
from surveys.instrument import editing
from surveys.instrument.questionnaire import Choice, Page, Question, Questionnaire, Repeat
from surveys.instrument.samples import SAMPLES
from surveys.models import AccessCode, Margin, Survey
from surveys.queries.questionnaires import current_version, edited_version, questionnaire_of
from surveys.queries.staff import draft_at, number_by_status, surveys_in
from surveys.services import building, opening
from surveys.workflow import SURVEY
from tests.factories import make_cast, make_member, make_survey, make_unit

pytestmark = pytest.mark.django_db
S = SurveyStatus
RUNNING = {S.OPEN, S.PAUSED}
YES_NO = (Choice("co", "Có"), Choice("khong", "Không"))


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def by():
    return make_member(RoleCode.PROPAGANDA)


@pytest.fixture
def unit():
    return make_unit("yte", "Sở Y tế")


def facts(**values):
    known = {
        "title": "Ý kiến về nước sạch",
        "code": "nuoc-sach",
        "sample_kind": SampleKind.QUOTA,
        "access": Access.CODE,
        "visibility": Visibility.STAFF,
    }
    return building.Facts(**(known | values))


def small(*questions):
    asked = questions or (
        Question("a", QuestionKind.SINGLE, "Có nước sạch không?", choices=YES_NO),
    )
    return Questionnaire("", (Page("p1", "Trang đầu", asked),))


def asked(survey):
    version = edited_version(survey) or current_version(survey)
    return questionnaire_of(version)


def reworded(survey, by, code="a", label="Nhà Quý vị có nước sạch không?"):
    """Change the words of one question."""
    before = asked(survey).question(code)
    building.edit_question(
        survey=survey,
        by=by,
        code=code,
        question=replace(before, label=label),
        seen=building.fingerprint(before),
    )


# --- Creating --------------------------------------------------------------------------------
def test_a_new_survey_is_a_draft_with_a_first_version(by):
    survey = building.create_survey(facts=facts(), questionnaire=small(), by=by)
    survey.refresh_from_db()
    version = survey.versions.get()
    assert (survey.status, survey.created_by, survey.access) == (S.DRAFT, by, Access.CODE)
    assert (version.number, version.change, version.published_at) == (1, Change.FIRST, None)
    assert questionnaire_of(version) == replace(small(), title=survey.title)
    event = AuditEvent.objects.latest("sequence")
    assert (event.kind, event.actor_id) == ("surveys.survey.create", str(by.pk))


def test_a_taken_address_is_a_conflict_and_leaves_nothing(by):
    building.create_survey(facts=facts(), questionnaire=small(), by=by)
    with pytest.raises(Conflict, match="Địa chỉ này vừa được"):
        building.create_survey(facts=facts(), questionnaire=small(), by=by)
    assert Survey.objects.count() == 1


def test_codes_used_twice_are_refused(by):
    question = Question("a", QuestionKind.LONG_TEXT, "Góp ý?")
    with pytest.raises(Conflict, match="Mã “a”"):
        building.create_survey(facts=facts(), questionnaire=small(question, question), by=by)


# --- Who may -----------------------------------------------------------------------------------
DEEDS = {
    "create": lambda survey, by: building.create_survey(
        facts=facts(), questionnaire=small(), by=by
    ),
    "edit": lambda survey, by: building.edit(
        survey=survey, by=by, step=partial(editing.without_question, code="a")
    ),
    "edit_question": reworded,
    "set_purpose": lambda survey, by: building.set_purpose(survey=survey, by=by, purpose="Vì sao"),
    "start_changes": lambda survey, by: building.start_changes(survey=survey, by=by),
    "drop_changes": lambda survey, by: building.drop_changes(survey=survey, by=by),
    "change_settings": lambda survey, by: building.change_settings(
        survey=survey, by=by, values={"title": "Khác"}
    ),
    "declare_breakdowns": lambda survey, by: building.declare_breakdowns(
        survey=survey, by=by, questions=["a"]
    ),
    "set_margin": lambda survey, by: building.set_margin(
        survey=survey, by=by, question="a", people={"co": 1}, source="Thống kê"
    ),
    "hand_out_codes": lambda survey, by: building.hand_out_codes(
        survey=survey, by=by, unit=survey.unit, count=1
    ),
    "open": lambda survey, by: opening.open_survey(survey=survey, by=by),
    "pause": lambda survey, by: opening.pause_survey(survey=survey, by=by),
    "resume": lambda survey, by: opening.resume_survey(survey=survey, by=by),
    "close": lambda survey, by: opening.close_survey(survey=survey, by=by),
    "discard": lambda survey, by: opening.discard_survey(survey=survey, by=by),
    "publish": lambda survey, by: opening.publish_changes(survey=survey, by=by),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_nobody_but_ban_tuyen_giao_does_anything_to_a_survey(cast, deed):
    survey = make_survey(cast.propaganda, S.DRAFT, small(), access=Access.CODE)
    survey.unit = cast.unit
    events = AuditEvent.objects.count()
    for name, person in cast.people().items():
        if name == "propaganda":
            continue
        with pytest.raises(Denied) as refused:
            DEEDS[deed](survey, person)
        assert type(refused.value) is Denied, name
    assert AuditEvent.objects.count() == events
    assert Survey.objects.count() == 1
    assert asked(survey) == replace(small(), title=survey.title)


# --- Every verb in every status ------------------------------------------------------------------
VERBS = {
    Verb.OPEN: opening.open_survey,
    Verb.PAUSE: opening.pause_survey,
    Verb.RESUME: opening.resume_survey,
    Verb.CLOSE: opening.close_survey,
    Verb.DISCARD: opening.discard_survey,
}


@pytest.mark.parametrize("status", S)
@pytest.mark.parametrize("verb", Verb)
def test_every_verb_in_every_status(by, verb, status):
    survey = make_survey(by, status, small())
    after = SURVEY.transitions[status].get(verb)
    if after is None:
        with pytest.raises(InvalidTransition):
            VERBS[verb](survey=survey, by=by)
    else:
        VERBS[verb](survey=survey, by=by)
        event = AuditEvent.objects.filter(kind=f"surveys.survey.{verb}").latest("sequence")
        assert (event.before, event.after) == (status, after)
    assert Survey.objects.get(pk=survey.pk).status == (after or status)


@pytest.mark.parametrize("status", S)
def test_questions_change_only_before_the_end(by, status):
    survey = make_survey(by, status, small())
    step = partial(editing.with_page, page=Page("p2", "Mới", ()))
    if status == S.DRAFT:
        building.edit(survey=survey, by=by, step=step)
        return
    expected = Conflict if status in RUNNING else InvalidTransition
    with pytest.raises(expected):
        building.edit(survey=survey, by=by, step=step)
    if status in RUNNING:
        building.start_changes(survey=survey, by=by)
        building.edit(survey=survey, by=by, step=step)
        assert len(questionnaire_of(current_version(survey)).pages) == 1
    else:
        with pytest.raises(InvalidTransition):
            building.start_changes(survey=survey, by=by)


# --- Editing -----------------------------------------------------------------------------------
def test_a_step_on_something_somebody_removed_is_a_conflict(by):
    survey = make_survey(by, S.DRAFT, small())
    with pytest.raises(Conflict, match="vừa được người khác bỏ"):
        building.edit(survey=survey, by=by, step=partial(editing.without_question, code="gone"))


def test_an_edit_of_what_somebody_changed_meanwhile_is_a_conflict(by):
    survey = make_survey(by, S.DRAFT, small())
    before = asked(survey).question("a")
    reworded(survey, by, label="Bản của đồng nghiệp")
    with pytest.raises(Conflict, match="vừa sửa chỗ này"):
        building.edit_question(
            survey=survey,
            by=by,
            code="a",
            question=replace(before, label="Bản của tôi"),
            seen=building.fingerprint(before),
        )
    assert asked(survey).question("a").label == "Bản của đồng nghiệp"


def test_two_who_add_a_question_with_one_code_do_not_overwrite_each_other(by):
    survey = make_survey(by, S.DRAFT, small())
    new = Question("cau_1", QuestionKind.LONG_TEXT, "Góp ý?")
    step = partial(editing.with_questions, page="p1", questions=[new])
    building.edit(survey=survey, by=by, step=step)
    with pytest.raises(Conflict, match="Mã “cau_1”"):
        building.edit(survey=survey, by=by, step=step)
    assert len(list(asked(survey).questions)) == 2


def test_what_the_tables_cannot_hold_is_denied_with_its_place(by):
    survey = make_survey(by, S.DRAFT, small())
    with pytest.raises(Denied, match="a: Câu hỏi dài"):
        reworded(survey, by, label="x" * 1001)


def test_a_new_code_takes_breakdown_and_margin_along(by):
    survey = make_survey(by, S.DRAFT, small(), breakdowns=("a",))
    building.set_margin(survey=survey, by=by, question="a", people={"co": 5}, source="TK")
    before = asked(survey).question("a")
    building.edit_question(
        survey=survey,
        by=by,
        code="a",
        question=replace(before, code="nuoc"),
        seen=building.fingerprint(before),
    )
    survey.refresh_from_db()
    assert survey.breakdowns == ["nuoc"]
    assert Margin.objects.get().question == "nuoc"


def test_a_breakdown_goes_with_its_question_while_drafted(by):
    survey = make_survey(by, S.DRAFT, small(), breakdowns=("a",))
    building.edit(survey=survey, by=by, step=partial(editing.without_question, code="a"))
    survey.refresh_from_db()
    assert survey.breakdowns == []


def test_the_code_of_what_was_asked_stays(by):
    survey = make_survey(by, S.OPEN, small())
    building.start_changes(survey=survey, by=by)
    before = asked(survey).question("a")
    with pytest.raises(Denied, match="mã của câu không đổi được"):
        building.edit_question(
            survey=survey,
            by=by,
            code="a",
            question=replace(before, code="b"),
            seen=building.fingerprint(before),
        )


def test_starting_twice_gives_the_same_version_and_dropping_removes_it(by):
    survey = make_survey(by, S.OPEN, small())
    first = building.start_changes(survey=survey, by=by)
    assert building.start_changes(survey=survey, by=by) == first
    building.drop_changes(survey=survey, by=by)
    assert survey.versions.get().number == 1
    with pytest.raises(Denied, match="khảo sát đã mở"):
        building.drop_changes(survey=make_survey(by), by=by)


# --- Settings ----------------------------------------------------------------------------------
def test_a_draft_may_change_all_its_facts(by):
    survey = make_survey(by, S.DRAFT, small())
    values = {"title": "Tên mới", "code": "moi", "access": Access.ACCOUNT, "staff_group": 7}
    building.change_settings(survey=survey, by=by, values=values)
    survey.refresh_from_db()
    assert {name: getattr(survey, name) for name in values} == values
    assert not AuditEvent.objects.filter(kind="surveys.survey.settings").exists()


@pytest.mark.parametrize("status", sorted(RUNNING))
def test_while_running_only_the_end_moves_and_groups_grow(by, status):
    survey = make_survey(by, status, small())
    later = timezone.now() + timedelta(days=3)
    building.change_settings(
        survey=survey, by=by, values={"closes_at": later, "staff_group": 8, "public_group": 10}
    )
    survey.refresh_from_db()
    assert (survey.closes_at, survey.staff_group) == (later, 8)
    event = AuditEvent.objects.get(kind="surveys.survey.settings")
    assert event.detail == {"columns": "nhóm nhỏ nhất cho Ban Tuyên giáo; đóng lúc"}
    with pytest.raises(Denied, match="chỉ được tăng"):
        building.change_settings(survey=survey, by=by, values={"staff_group": 7})
    for name, value in (("title", "Khác"), ("access", Access.CODE), ("visibility", "live")):
        with pytest.raises(InvalidTransition, match="đã mở"):
            building.change_settings(survey=survey, by=by, values={name: value})


@pytest.mark.parametrize("status", [S.CLOSED, S.DISCARDED])
def test_after_the_end_nothing_is_set(by, status):
    survey = make_survey(by, status, small())
    with pytest.raises(InvalidTransition):
        building.change_settings(survey=survey, by=by, values={"closes_at": None})


def test_an_address_somebody_took_meanwhile_is_a_conflict(by):
    taken, survey = make_survey(by), make_survey(by)
    with pytest.raises(Conflict):
        building.change_settings(survey=survey, by=by, values={"code": taken.code})


# --- Breakdowns, margins, codes ------------------------------------------------------------------
def test_breakdowns_are_questions_with_one_code_a_person(by):
    questions = (
        Question("a", QuestionKind.SINGLE, "A?", choices=YES_NO),
        Question("m", QuestionKind.MULTIPLE, "M?", choices=YES_NO),
        Question("x", QuestionKind.COMMUNE, "X?"),
    )
    repeated = Page("p2", "", (Question("r", QuestionKind.SINGLE, "R?", choices=YES_NO),),
                    repeat=Repeat(0, 2, "Người"))  # fmt: skip
    survey = make_survey(by, S.DRAFT, Questionnaire("", (Page("p1", "", questions), repeated)))
    building.declare_breakdowns(survey=survey, by=by, questions=["x", "a", "x"])
    survey.refresh_from_db()
    assert survey.breakdowns == ["x", "a"]
    for wrong in ("m", "r", "gone"):
        with pytest.raises(Denied, match="Chỉ phân nhóm được"):
            building.declare_breakdowns(survey=survey, by=by, questions=["a", wrong])


def test_breakdowns_are_settled_at_opening(by):
    survey = make_survey(by, S.OPEN, small())
    with pytest.raises(InvalidTransition, match="đã mở"):
        building.declare_breakdowns(survey=survey, by=by, questions=["a"])


def test_margins_are_replaced_whole_and_taken_back(by):
    survey = make_survey(by, S.DRAFT, small(), breakdowns=("a",))
    set_margin = partial(building.set_margin, survey=survey, by=by, question="a", source="TK")
    set_margin(people={"co": 10, "khong": 20})
    set_margin(people={"co": 11})
    assert list(Margin.objects.values_list("choice", "people")) == [("co", 11)]
    set_margin(people={})
    assert not Margin.objects.exists()


def test_once_open_the_questions_with_margins_stay_the_same(by):
    survey = make_survey(by, S.DRAFT, SAMPLES["dich-vu-cong"].make(""),
                         breakdowns=("gioi_tinh", "nhom_tuoi"))  # fmt: skip
    set_margin = partial(building.set_margin, survey=survey, by=by, source="TK")
    set_margin(question="gioi_tinh", people={"nam": 10, "nu": 20})
    opening.open_survey(survey=survey, by=by)
    set_margin(question="gioi_tinh", people={"nam": 12, "nu": 20})
    assert AuditEvent.objects.filter(kind="surveys.survey.margin").count() == 1
    for question, people in (("nhom_tuoi", {"t60": 5}), ("gioi_tinh", {})):
        with pytest.raises(InvalidTransition):
            set_margin(question=question, people=people)
    with pytest.raises(Denied, match="đã chọn để phân nhóm"):
        set_margin(question="linh_vuc", people={"dat_dai": 3})


def test_codes_are_made_once_kept_as_hashes_and_told_to_the_log(by, unit):
    survey = make_survey(by, S.DRAFT, small(), access=Access.CODE)
    made = building.hand_out_codes(survey=survey, by=by, unit=unit, count=3)
    assert len(set(made)) == 3
    assert AccessCode.objects.filter(survey=survey, unit=unit).count() == 3
    event = AuditEvent.objects.get(kind="surveys.survey.codes")
    assert (event.detail, event.unit) == ({"codes": 3}, unit.code)
    assert not any(code in str(event.__dict__) for code in made)


@pytest.mark.parametrize(("access", "status"), [(Access.LINK, S.DRAFT), (Access.CODE, S.CLOSED)])
def test_codes_are_for_surveys_that_ask_for_them_and_have_not_ended(by, unit, access, status):
    survey = make_survey(by, status, small(), access=access)
    with pytest.raises(Denied):
        building.hand_out_codes(survey=survey, by=by, unit=unit, count=1)
    assert not AccessCode.objects.exists()


# --- Opening -----------------------------------------------------------------------------------
def test_opening_publishes_makes_the_key_and_is_told_to_the_log(by):
    survey = make_survey(by, S.DRAFT, small())
    opened = opening.open_survey(survey=survey, by=by)
    survey.refresh_from_db()
    version = survey.versions.get()
    assert opened.status == survey.status == S.OPEN
    assert survey.is_open
    assert survey.sealed_key
    assert (version.published_by, version.change) == (by, Change.FIRST)
    event = AuditEvent.objects.get(kind="surveys.survey.open")
    assert event.detail["edition"] == 1


@pytest.mark.parametrize(
    ("questionnaire", "words"),
    [
        (Questionnaire("", ()), "chưa có câu hỏi"),
        (small(Question("n", QuestionKind.NOTE, "Chào")), "chưa có câu hỏi"),
        (small(Question("a", QuestionKind.SINGLE, "A?", choices=YES_NO, relevance="${gone} = 1")),
         "gone"),
    ],
)  # fmt: skip
def test_opening_is_refused_while_there_are_faults(by, questionnaire, words):
    survey = make_survey(by, S.DRAFT, questionnaire)
    with pytest.raises(Denied, match=words):
        opening.open_survey(survey=survey, by=by)
    survey.refresh_from_db()
    assert (survey.status, survey.sealed_key) == (S.DRAFT, None)
    assert survey.versions.get().published_at is None


def test_opening_after_the_closing_time_is_refused(by):
    survey = make_survey(by, S.DRAFT, small(), closes_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(Denied, match="Giờ đóng đã qua"):
        opening.open_survey(survey=survey, by=by)


def test_a_survey_that_opens_later_takes_no_answers_yet(by):
    survey = make_survey(by, S.OPEN, small(), opens_at=timezone.now() + timedelta(days=1))
    assert survey.status == S.OPEN
    assert not survey.is_open


def test_two_who_open_at_once_open_once(by):
    first, second = (
        Survey.objects.get(pk=survey.pk) for survey in [make_survey(by, S.DRAFT, small())] * 2
    )
    opening.open_survey(survey=first, by=by)
    with pytest.raises(InvalidTransition):
        opening.open_survey(survey=second, by=by)
    assert AuditEvent.objects.filter(kind="surveys.survey.open").count() == 1


# --- Changes of an open survey -------------------------------------------------------------------
def test_a_change_of_words_is_published_as_one(by):
    survey = make_survey(by, S.OPEN, small())
    before = questionnaire_of(current_version(survey))
    building.start_changes(survey=survey, by=by)
    reworded(survey, by, label="Có nước sạch không ạ?")
    assert questionnaire_of(current_version(survey)) == before
    version = opening.publish_changes(survey=survey, by=by)
    assert (version.number, version.change) == (2, Change.WORDING)
    first, second = survey.versions.all()
    assert questionnaire_of(first) == before
    assert questionnaire_of(second).question("a").label == "Có nước sạch không ạ?"
    event = AuditEvent.objects.get(kind="surveys.survey.publish")
    assert event.detail == {"edition": 2, "change": "chỉ sửa lời"}


def test_a_change_of_meaning_is_told_apart(by):
    survey = make_survey(by, S.PAUSED, small())
    building.start_changes(survey=survey, by=by)
    step = partial(
        editing.with_questions,
        page="p1",
        questions=[Question("b", QuestionKind.SINGLE, "B?", choices=YES_NO)],
    )
    building.edit(survey=survey, by=by, step=step)
    building.edit(survey=survey, by=by, step=partial(editing.without_question, code="a"))
    assert opening.publish_changes(survey=survey, by=by).change == Change.MEANING


def test_nothing_is_published_where_nothing_changed(by):
    survey = make_survey(by, S.OPEN, small())
    with pytest.raises(Denied, match="Không có bản sửa"):
        opening.publish_changes(survey=survey, by=by)
    building.start_changes(survey=survey, by=by)
    with pytest.raises(Denied, match="chưa khác gì"):
        opening.publish_changes(survey=survey, by=by)


def test_a_declared_breakdown_cannot_be_taken_out_of_an_open_survey(by):
    questions = (
        Question("a", QuestionKind.SINGLE, "A?", choices=YES_NO),
        Question("b", QuestionKind.SINGLE, "B?", choices=YES_NO),
    )
    survey = make_survey(by, S.OPEN, small(*questions), breakdowns=("a",))
    building.start_changes(survey=survey, by=by)
    building.edit(survey=survey, by=by, step=partial(editing.without_question, code="a"))
    with pytest.raises(Denied):
        opening.publish_changes(survey=survey, by=by)
    survey.refresh_from_db()
    assert survey.breakdowns == ["a"]
    assert edited_version(survey) is not None


@pytest.mark.parametrize("status", [S.DRAFT, S.CLOSED, S.DISCARDED])
def test_changes_are_published_only_while_running(by, status):
    with pytest.raises(InvalidTransition):
        opening.publish_changes(survey=make_survey(by, status, small()), by=by)


# --- What the pages read -------------------------------------------------------------------------
def test_numbers_by_status_and_the_draft_behind_an_address(by):
    opened = make_survey(by, S.OPEN, small())
    make_survey(by, S.DRAFT, small())
    assert number_by_status() == {"draft": 1, "open": 1, "paused": 0, "closed": 0, "discarded": 0}
    draft = draft_at(opened.code)
    assert (draft.is_edited, draft.is_running, draft.current) == (False, True, draft.version)
    building.start_changes(survey=opened, by=by)
    draft = draft_at(opened.code)
    assert (draft.is_edited, draft.version.number, draft.current.number) == (True, 2, 1)
    assert draft_at("khong-co") is None


def test_how_many_answered_is_what_the_latest_staff_snapshot_says(by):
    survey = make_survey(by, S.OPEN, small())
    assert surveys_in(S.OPEN).get().counted is None
    for audience, number, people in (("staff", 1, 20), ("staff", 2, 45), ("public", 3, 99)):
        survey.snapshots.create(audience=audience, number=number, counts={"n": people}, least=5)
    assert surveys_in(S.OPEN).get().counted == 45
