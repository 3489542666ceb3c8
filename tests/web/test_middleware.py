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


# --- Control characters ------------------------------------------------------------------------
OWN_COOKIES = ["sessionid", "csrftoken"]


def is_refused(response) -> bool:
    if response.status_code != 400:
        return False
    assert "Yêu cầu chưa đọc được" in response.content.decode()
    assert response["Content-Security-Policy"]
    assert response["X-Request-ID"]
    return True


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/%00",
        "/static/%00",
        "/tai-khoan/oidc/%00/login/",
        "/lam-viec/cau-hoi/%00/",
        "/hoi-dap/%1b/",
        "/?q=%00",
        "/?%00=q",
        "/hoi-dap/?trang=%00",
        "/lam-viec/quan-tri/accounts/unit/?kind__exact=%00",
    ],
)
def test_address_with_a_control_character_is_refused(client, path):
    assert is_refused(client.get(path))


@pytest.mark.django_db
@pytest.mark.parametrize("name", OWN_COOKIES)
@pytest.mark.parametrize("path", ["/", "/lam-viec/", "/truc-tiep/qa/"])
def test_own_cookie_with_a_control_character_is_refused(client, name, path):
    cookie = f'{name}="aaaaaaaa\\000aaaaaaaa"'
    assert is_refused(client.get(path, headers={"cookie": cookie}))


@pytest.mark.django_db
def test_pasted_spaces_and_cookies_of_others_are_no_reason_to_refuse(client):
    assert client.get("/tim-kiem/?q=h%E1%BB%8Fi%09%C4%91%C3%A1p%0B").status_code == 200
    assert client.get("/", headers={"cookie": 'of_another="a\\000"'}).status_code == 200


@pytest.mark.django_db
def test_a_body_is_left_to_its_form(client):
    assert (
        client.post("/tai-khoan/dang-nhap/", {"login": "a\x00", "password": "b"}).status_code == 200
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/tim-kiem/", {"q": "a\x00b"}),
        ("/hoi-dap/", {"q": "\x00"}),
        ("/tiep-nhan/thu-thach/", {"form": "\x00"}),
        ("/hoi-dap/theo-doi/", {"ma": "\x00"}),
    ],
)
def test_pages_that_take_words_refuse_a_nul_in_their_address(client, path, query):
    response = client.get(path, query)
    assert response.status_code == 400
    assert 'lang="vi"' in response.content.decode()
