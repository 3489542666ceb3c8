import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from engagement.audit.context import request_id
from engagement.web.middleware import RequestIdMiddleware, SecurityHeadersMiddleware
from tests.factories import make_cast


def answer(request, **headers):
    return SecurityHeadersMiddleware(lambda _: HttpResponse(headers=headers))(request)


def test_each_request_has_an_id_of_our_own_that_ends_with_it():
    seen = []

    def view(request):
        seen.append(request_id.get())
        return HttpResponse()

    before = request_id.get()
    request = RequestFactory().get("/", headers={"X-Request-ID": "from-outside"})
    response = RequestIdMiddleware(view)(request)

    assert response["X-Request-ID"] == seen[0]
    assert len(seen[0]) == 32
    assert request_id.get() == before


def test_the_id_ends_when_the_view_fails():
    def view(request):
        raise ValueError

    before = request_id.get()
    with pytest.raises(ValueError):
        RequestIdMiddleware(view)(RequestFactory().get("/"))

    assert request_id.get() == before


def test_a_public_page_may_be_stored_and_asks_for_no_device():
    response = answer(RequestFactory().get("/"))

    assert "Cache-Control" not in response
    assert "camera=()" in response["Permissions-Policy"]
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_page_opened_by_a_code_is_not_stored():
    assert "no-store" in answer(RequestFactory().get("/?ma=x"))["Cache-Control"]


def test_the_answer_to_a_post_is_not_stored():
    assert "no-store" in answer(RequestFactory().post("/"))["Cache-Control"]


def test_what_a_view_says_about_its_own_cache_stands():
    request = RequestFactory().get("/?ma=x")

    assert answer(request, **{"Cache-Control": "private, no-cache"})["Cache-Control"] == (
        "private, no-cache"
    )


@pytest.mark.django_db
def test_pages_of_a_signed_in_user_are_not_stored(client):
    client.force_login(make_cast().editor)

    assert "no-store" in client.get("/lien-he/")["Cache-Control"]


@pytest.mark.django_db
def test_policy_allows_no_inline_code_and_no_other_host(client):
    policy = client.get("/")["Content-Security-Policy"]

    assert "unsafe-inline" not in policy
    assert "http" not in policy
    assert "*" not in policy
