import pytest
from django.urls import reverse

from engagement.accounts.roles import ROLES, RoleCode
from engagement.audit.actors import Actor
from engagement.audit.services import record
from tests.accounts.people import make_staff

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [None, *[code for code in RoleCode if not ROLES[code].per_unit]])
def test_audit_log_is_for_those_who_may_read_it(client, role):
    user = make_staff("ai", *([role] if role else []))
    client.force_login(user)
    allowed = role in {RoleCode.CHIEF_EDITOR, RoleCode.INSPECTOR}
    response = client.get(reverse("accounts:audit_log"))
    assert response.status_code == (200 if allowed else 404)


@pytest.mark.parametrize("name", ["accounts:audit_log", "accounts:role_list", "admin:index"])
def test_visitor_is_sent_to_sign_in(client, name):
    response = client.get(reverse(name), follow=True)
    address, _ = response.redirect_chain[-1]
    assert address == f"{reverse('account_login')}?next={reverse(name)}"


def test_forbidden_page_looks_like_an_unknown_one(client):
    client.force_login(make_staff("ai", RoleCode.STANDING))
    forbidden = client.get(reverse("accounts:audit_log"))
    unknown = client.get("/lam-viec/khong-co-trang-nay/")
    assert (forbidden.status_code, unknown.status_code) == (404, 404)
    assert [t.name for t in forbidden.templates] == [t.name for t in unknown.templates]


@pytest.fixture
def inspector_client(client):
    client.force_login(make_staff("kiemtra", RoleCode.INSPECTOR))
    return client


def test_audit_log_is_narrowed_by_kind_and_target(inspector_client):
    user = make_staff("ai")
    record(kind="accounts.membership.grant", actor=Actor.citizen(), target=user, unit="yte")
    record(kind="accounts.membership.end", actor=Actor.citizen(), unit="congan")

    def shown(**query):
        page = inspector_client.get(reverse("accounts:audit_log"), query)
        return [row["event"].kind for row in page.context["rows"]]

    assert shown(loai="accounts.membership.end") == ["accounts.membership.end"]
    assert shown(doi_tuong=f"accounts.user:{user.pk}") == ["accounts.membership.grant"]
    assert "accounts.membership.grant" in shown(doi_tuong="accounts.user")
    assert shown(doi_tuong="accounts.user:0") == []


@pytest.mark.parametrize("query", ["?loai=khong-co", "?doi_tuong='--", "?trang=9999", "?trang=x"])
def test_audit_log_bears_any_address(inspector_client, query):
    assert inspector_client.get(reverse("accounts:audit_log") + query).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_audit_log_costs_the_same_for_one_row_and_three(
    inspector_client, rows, django_assert_max_num_queries
):
    for _ in range(rows):
        record(kind="x.y", actor=Actor.citizen(), detail={"a": None})
    with django_assert_max_num_queries(20) as captured:
        inspector_client.get(reverse("accounts:audit_log"))
    events = [query for query in captured if "audit_auditevent" in query["sql"]]
    assert len(events) == 4  # kinds, targets, count, page


def test_what_was_recorded_is_shown_as_text(inspector_client):
    record(kind="x.y", actor=Actor.citizen(), detail={"<script>": "<img src=x>"})
    text = inspector_client.get(reverse("accounts:audit_log")).content.decode()
    assert "&lt;img src=x&gt;" in text
    assert "<img src=x>" not in text


def test_role_page_describes_every_role(client):
    client.force_login(make_staff("ai", RoleCode.STANDING))
    text = client.get(reverse("accounts:role_list")).content.decode()
    for role in ROLES.values():
        assert role.name in text
        assert role.description in text
