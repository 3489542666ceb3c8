import pytest
from django.template import RequestContext, Template
from django.test import RequestFactory

from engagement.accounts.models import Unit
from engagement.web.pagination import paginate
from tests.factories import make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def five_units():
    for number in range(5):
        make_unit(f"don-vi-{number}")


def page_of(query: str):
    return paginate(RequestFactory().get(f"/{query}"), Unit.objects.order_by("code"), per_page=2)


@pytest.mark.usefixtures("five_units")
@pytest.mark.parametrize(
    ("query", "number"),
    [("", 1), ("?trang=2", 2), ("?trang=99", 3), ("?trang=0", 3), ("?trang=x", 1), ("?trang=", 1)],
)
def test_the_nearest_page_is_shown(query, number):
    assert page_of(query).number == number


def test_an_empty_list_has_one_page():
    assert list(page_of("?trang=4")) == []


def test_a_queryset_without_order_is_refused():
    with pytest.raises(ValueError, match="ordered"):
        paginate(RequestFactory().get("/"), Unit.objects.order_by())


@pytest.mark.usefixtures("five_units")
def test_page_links_keep_the_filters():
    request = RequestFactory().get("/?nam=2026&trang=2")
    page = paginate(request, Unit.objects.order_by("code"), per_page=2)
    template = Template('{% include "_components/pagination.html" %}')

    shown = template.render(RequestContext(request, {"page": page}))

    assert "?nam=2026&amp;trang=1" in shown
    assert "?nam=2026&amp;trang=3" in shown
    assert "Trang 2 trên 3 · 5 mục" in shown
