import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from engagement.accounts.access import grants_of, remembered_grants
from engagement.accounts.models import User
from engagement.accounts.permissions import Permission
from engagement.web import workspace
from engagement.web.workspace import WorkspaceItem, groups_for
from tests.factories import make_cast

pytestmark = pytest.mark.django_db

INBOX = WorkspaceItem(
    "Việc của tôi",
    "portal:home",
    Permission.WORKSPACE_ENTER,
    waiting=lambda user: User.objects.filter(pk=user.pk),
    order=1,
)
CONTACTS = WorkspaceItem(
    "Liên hệ",
    "portal:contact",
    Permission.WORKSPACE_ENTER,
    waiting=lambda user: User.objects.none(),
    order=2,
)
AUDIT = WorkspaceItem(
    "Nhật ký",
    "portal:terms",
    Permission.AUDIT_READ,
    waiting=lambda user: 7,
    group="Theo dõi",
    order=3,
)


@pytest.fixture(autouse=True)
def three_items(monkeypatch):
    monkeypatch.setattr(workspace, "_items", [])
    for item in (AUDIT, INBOX, CONTACTS, INBOX):
        workspace.register(item)


def labels(user, path="/"):
    return [item.label for group in groups_for(user, path) for item in group.items]


def test_people_see_what_their_role_opens_in_order():
    cast = make_cast()

    assert labels(cast.inspector) == ["Việc của tôi", "Liên hệ", "Nhật ký"]
    assert labels(cast.officer) == ["Việc của tôi", "Liên hệ"]


def test_a_visitor_sees_nothing():
    assert labels(AnonymousUser()) == []


def test_counts_and_groups_are_shown(django_assert_num_queries):
    inspector = make_cast().inspector
    with remembered_grants():
        grants_of(inspector)
        with django_assert_num_queries(1):  # whatever number of entries counts
            groups = groups_for(inspector, "/")

    assert [group.label for group in groups] == ["", "Theo dõi"]
    assert [item.count for group in groups for item in group.items] == [1, 0, 7]


def test_the_longest_matching_address_is_the_current_one():
    groups = groups_for(make_cast().inspector, reverse("portal:contact"))

    assert [item.label for group in groups for item in group.items if item.is_current] == [
        "Liên hệ"
    ]


def test_a_page_that_two_rights_open_is_one_entry():
    workspace.register(WorkspaceItem("Liên hệ", "portal:contact", Permission.AUDIT_READ, order=2))

    assert labels(make_cast().inspector) == ["Việc của tôi", "Liên hệ", "Nhật ký"]
