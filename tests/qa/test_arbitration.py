"""After too many returns an arbiter decides, and every hop can be seen."""

from datetime import date

import pytest
from django.urls import reverse

from engagement.workflow.exceptions import Denied
from qa.enums import QuestionStatus as S
from qa.enums import ReturnReason, UnitRole
from qa.enums import Verb as V
from qa.models import Question, ReturnLimit
from qa.queries import asker
from qa.queries.desk.boxes import waiting_for
from qa.services import notes, routing
from tests.factories import make_cast, make_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


def stored(question):
    return Question.objects.get(pk=question.pk)


def give_back(question, by, proposed=None):
    return routing.return_to_board(
        question=stored(question),
        by=by,
        reason=ReturnReason.NOT_OUR_FIELD,
        words="Thuộc nơi khác.",
        proposed_unit=proposed,
    )


def returned_twice(cast):
    question = make_question(cast, S.RETURNED)
    routing.assign(question=question, by=cast.editor, lead=cast.other_unit)
    return stored(give_back(question, cast.other_officer, cast.unit))


def is_turn_of(question, person):
    return Question.objects.filter(waiting_for(person), pk=question.pk).exists()


def test_the_second_return_makes_it_the_arbiters_turn(cast):
    question = make_question(cast, S.RETURNED)
    assert is_turn_of(question, cast.editor)
    question = returned_twice(cast)
    assert not is_turn_of(question, cast.editor)
    assert is_turn_of(question, cast.steering)
    with pytest.raises(Denied, match="2 lần"):
        routing.assign(question=question, by=cast.steering, lead=cast.unit)


def test_how_many_returns_are_borne_is_a_row(cast):
    ReturnLimit.objects.create(returns=3, basis="Quy chế phối hợp", valid_from=date(2020, 1, 1))
    question = returned_twice(cast)
    routing.assign(question=question, by=cast.editor, lead=cast.unit)
    assert stored(question).status == S.ASSIGNED


def test_the_unit_the_arbiter_named_does_not_return_it_and_may_ask_for_help(client, cast):
    question = returned_twice(cast)
    with pytest.raises(Denied):
        routing.arbitrate(question=question, by=cast.steering, lead=cast.unit, words=" ")
    routing.arbitrate(question=question, by=cast.steering, lead=cast.unit, words="Đúng lĩnh vực.")
    question = stored(question)
    assert (question.returns, question.lead_unit) == (0, cast.unit)
    with pytest.raises(Denied, match="Ghi chú nội bộ"):
        give_back(question, cast.officer)
    notes.write_note(
        question=question, by=cast.officer, words="Cần số liệu.", wanted_unit=cast.commune
    )
    client.force_login(cast.editor)
    page = client.get(question.get_absolute_url()).content.decode()
    reassign = reverse("desk:question_act", args=[question.reference, V.REASSIGN])
    address = f"{reassign}?phoi_hop={cast.commune.pk}"
    assert address in page
    form = client.get(address).context["form"]
    assert form["lead"].value() == cast.unit.pk
    data = {"lead": cast.unit.pk, "coordinating": form["coordinating"].value()}
    assert client.post(address, data).status_code == 302
    held = question.assignments.filter(ended_at=None, role=UnitRole.COORDINATING)
    assert [row.unit for row in held] == [cast.commune]


def test_the_board_does_not_overrule_the_arbiter(cast):
    question = returned_twice(cast)
    routing.arbitrate(question=question, by=cast.steering, lead=cast.unit, words="Đúng lĩnh vực.")
    with pytest.raises(Denied, match="phân xử"):
        routing.assign(question=stored(question), by=cast.editor, lead=cast.other_unit)
    routing.assign(question=stored(question), by=cast.steering, lead=cast.other_unit)


def test_every_hop_is_told_to_the_asker_and_shown_to_the_board(client, cast):
    question = returned_twice(cast)
    routing.arbitrate(question=question, by=cast.steering, lead=cast.unit, words="Lý do nội bộ.")
    page = client.get(asker.follow_path(question)).content.decode()
    for words in (
        "Sở Y tế chuyển trả: không thuộc lĩnh vực của đơn vị",
        "Chuyển Sở Giao thông vận tải trả lời",
        "Sở Giao thông vận tải chuyển trả",
        "Ban Chỉ đạo quyết định giao Sở Y tế trả lời",
    ):
        assert words in page
    assert "Lý do nội bộ" not in page
    client.force_login(cast.editor)
    page = client.get(question.get_absolute_url()).content.decode()
    assert "Đã chuyển trả 2 lần" in page
    assert "đề nghị giao Sở Y tế" in page


def test_who_assigns_again_reads_beside_the_form_why_it_came_back(client, cast):
    question = returned_twice(cast)
    client.force_login(cast.steering)
    act = reverse("desk:question_act", args=[question.reference, V.ARBITRATE])
    page = client.get(act).content.decode()
    assert "Đã chuyển trả 2 lần" in page
    assert page.count("Thuộc nơi khác.") == 1  # the other return was made without words


def test_the_proposed_unit_is_one_click(client, cast):
    question = make_question(cast, S.RETURNED)
    client.force_login(cast.editor)
    page = client.get(question.get_absolute_url())
    proposed = page.context["proposed"]
    assert proposed["unit"] == cast.other_unit
    data = {"lead": proposed["unit"].pk, "seen": question.status_changed_at.isoformat()}
    assert client.post(proposed["url"], data).status_code == 302
    assert stored(question).lead_unit == cast.other_unit
