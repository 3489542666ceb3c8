"""The wizard from the first page to the deed, by plain forms."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from engagement.accounts.models import Membership, Unit
from engagement.accounts.roles import RoleCode
from engagement.reorganisation.enums import ReorganisationStatus as S
from engagement.reorganisation.models import Reorganisation
from tests.factories import make_member, make_unit

pytestmark = pytest.mark.django_db
INDEX, CREATE = reverse("reorganisation:index"), reverse("reorganisation:create")


@pytest.fixture
def office(client):
    user = make_member(RoleCode.OFFICE, username="vanphong")
    client.force_login(user)
    return client


def decision(kind: str, *units: Unit, **values: object) -> dict[str, object]:
    return {
        "kind": kind,
        "decision_number": "12-QĐ/TU",
        "effective_on": f"{timezone.localdate():%d/%m/%Y}",
        "units": [unit.pk for unit in units],
    } | values


def new_unit(code: str, name: str) -> dict[str, object]:
    columns = {"code": code, "name": name, "short_name": name, "kind": "department"}
    return {"them": "moi"} | {f"moi-{column}": value for column, value in columns.items()}


def begin(client, kind: str, *units: Unit) -> Reorganisation:
    response = client.post(CREATE, decision(kind, *units))
    assert response.status_code == 302, response.context["form"].errors
    return Reorganisation.objects.latest("pk")


def test_from_the_decision_to_the_deed(office):
    whole = make_unit("so-cu", "Sở Cũ")
    officer = make_member(RoleCode.UNIT_RESPONDER, whole, username="can-bo")
    head = make_member(RoleCode.UNIT_LEADER, whole, username="lanh-dao")
    split = begin(office, "split", whole)
    step_two = reverse("reorganisation:successors", args=[split.pk])
    for code, name in (("so-dong", "Sở Đông"), ("so-tay", "Sở Tây")):
        assert office.post(step_two, new_unit(code, name)).status_code == 302
    west = split.successors.get(code="so-tay")
    office.post(reverse("reorganisation:successor_rest", args=[split.pk, west.pk]))
    page = office.get(split.get_absolute_url()).content.decode()
    assert "Thực hiện ngay" in page
    assert "Thời hạn trả lời người dân không đổi" in page
    assert "Sở Đông, Sở Tây chưa có người đứng đầu" in page
    people = reverse("reorganisation:items", args=[split.pk, "people"])
    key = str(Membership.objects.get(user=officer).pk)
    east = split.successors.get(code="so-dong")
    chosen = {key: str(east.pk), str(Membership.objects.get(user=head).pk): str(west.pk)}
    assert office.post(people, chosen).status_code == 302
    page = office.get(split.get_absolute_url()).content.decode()
    assert "<p>Sở Đông chưa có người đứng đầu" in page
    act = reverse("reorganisation:act", args=[split.pk, "apply"])
    seen = office.get(act).context["form"]["seen"].value()
    response = office.post(act, {"seen": seen})
    assert response.status_code == 302
    assert [str(one) for one in get_messages(response.wsgi_request)][-1] == (
        "Đã thực hiện việc sắp xếp."
    )
    assert Membership.objects.get(user=officer, valid_to=None).unit.code == "so-dong"
    assert "đã thực hiện" in office.get(INDEX).content.decode()
    assert office.get(people).status_code == 404
    assert office.post(act, {"seen": seen}).status_code == 409


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"kind": ""}, "Xin chọn một hình thức."),
        ({"decision_number": " "}, "Xin ghi số quyết định."),
        ({"effective_on": "2027-31-31"}, "Xin ghi ngày/tháng/năm"),
        ({"effective_on": "01/01/9999"}, "Xin ghi một năm từ 2000 đến 2099."),
        ({"effective_on": "01/01/2001"}, "Sở Cũ chưa có vào ngày 31/12/2000."),
        ({"units": []}, "Xin chọn ít nhất một đơn vị."),
        ({"units": ["0"]}, "0"),
        ({"units": ["x" * 50]}, "x"),
        ({"units": ["9" * 40]}, "9"),
    ],
)
def test_bad_decision_is_refused_with_a_sentence_and_nothing_stored(office, values, sentence):
    sent = decision("rename", make_unit("so-cu", "Sở Cũ")) | values
    response = office.post(CREATE, sent)
    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert not Reorganisation.objects.exists()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"moi-code": "Sở mới"}, "Mã chỉ gồm chữ không dấu"),
        ({"moi-code": "so-cu"}, "Mã này đã có đơn vị khác dùng"),
        ({"moi-name": ""}, "Tên"),
        ({"moi-kind": "khac"}, "khac"),
        ({"moi-email": "khong-phai"}, "thư"),
        ({"them": "co-san", "co-san-unit": "0"}, "lựa chọn"),
        ({"them": "co-san", "co-san-unit": "9" * 40}, "lựa chọn"),
        ({"moi-parent": "9" * 40}, "cấp trên"),
        ({"them": "co-san", "co-san-unit": ""}, "Xin chọn một đơn vị."),
    ],
)
def test_bad_successor_is_refused_where_it_stands(office, values, sentence):
    rename = begin(office, "rename", make_unit("so-cu", "Sở Cũ"))
    address = reverse("reorganisation:successors", args=[rename.pk])
    response = office.post(address, new_unit("so-moi", "Sở Mới") | values)
    assert response.status_code == 400
    assert sentence.lower() in response.content.decode().lower()
    assert not rename.successors.exists()


def test_second_successor_of_a_renaming_is_refused(office):
    rename = begin(office, "rename", make_unit("so-cu"))
    address = reverse("reorganisation:successors", args=[rename.pk])
    assert office.post(address, new_unit("a-1", "A")).status_code == 302
    assert office.post(address, new_unit("a-2", "B")).status_code == 403
    assert rename.successors.count() == 1


def test_choice_of_a_unit_that_takes_no_part_is_refused(office):
    whole = make_unit("so-cu")
    make_member(RoleCode.UNIT_RESPONDER, whole)
    split = begin(office, "split", whole)
    key = str(Membership.objects.get(unit=whole).pk)
    people = reverse("reorganisation:items", args=[split.pk, "people"])
    assert office.post(people, {key: "999"}).status_code == 400
    assert not split.choices.exists()


@pytest.mark.parametrize("seen", ["", "hôm nay", "2020-01-01T00:00:00+00:00"])
def test_deed_without_the_page_that_was_looked_at_does_nothing(office, seen):
    ending = begin(office, "abolish", make_unit("so-cu"))
    address = reverse("reorganisation:act", args=[ending.pk, "apply"])
    assert office.post(address, {"seen": seen}).status_code in {400, 409}
    assert Reorganisation.objects.get().status == S.DRAFT


def test_draft_is_changed_and_dropped(office):
    first, second = make_unit("so-mot", "Sở Một"), make_unit("so-hai", "Sở Hai")
    found = begin(office, "rename", first)
    office.post(reverse("reorganisation:successors", args=[found.pk]), new_unit("a-1", "A"))
    edit = reverse("reorganisation:edit", args=[found.pk])
    assert office.get(edit).status_code == 200
    assert office.post(edit, decision("merge", first, second)).status_code == 302
    assert list(found.units.order_by("code")) == [second, first]
    assert not found.successors.exists()  # another kind of change needs others
    cancel = reverse("reorganisation:act", args=[found.pk, "cancel"])
    office.post(cancel, {"seen": office.get(cancel).context["form"]["seen"].value()})
    assert Reorganisation.objects.get().status == S.CANCELLED
    assert office.post(edit, decision("merge", first)).status_code == 403
