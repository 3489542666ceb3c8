"""Error pages speak Vietnamese, say what to do, and stand when what they stand on is broken."""

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.test import Client, RequestFactory

from engagement.web import responses, views
from engagement.web.responses import waiting_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def failing(monkeypatch, client):
    """Open a public page whose view raises what the test gives."""
    client.raise_request_exception = False

    def open_page(error: Exception):
        def fail(limit):
            raise error

        monkeypatch.setattr("engagement.portal.views.recently_published", fail)
        return client.get("/")

    return open_page


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (SuspiciousOperation(), 400, "tải lại trang rồi gửi lần nữa"),
        (RequestDataTooBig(), 413, "rút ngắn nội dung"),
        (PermissionDenied(), 403, "mời đăng nhập"),
        (ValueError(), 500, "Lỗi ở phía chúng tôi"),
        (OperationalError(), 503, "thử lại sau khoảng nửa phút"),
    ],
)
def test_each_failure_has_its_page(failing, error, status, words):
    response = failing(error)

    assert response.status_code == status
    page = response.content.decode()
    assert words in page
    assert '<html lang="vi"' in page
    assert "Về trang chủ" in page


def test_an_unknown_address_is_told_so(client):
    response = client.get("/khong-co-trang-nay/")

    assert response.status_code == 404
    assert "Không tìm thấy trang" in response.content.decode()


def test_the_server_error_page_names_the_request_for_the_operator(failing):
    response = failing(ValueError())

    assert response["X-Request-ID"] in response.content.decode()


def test_the_server_error_page_stands_without_the_context_of_the_site(failing, monkeypatch):
    monkeypatch.setattr("engagement.web.context.menus_for", lambda path: 1 / 0)

    assert failing(ValueError()).status_code == 500


def test_a_database_that_is_away_says_when_to_come_back(failing):
    assert failing(OperationalError())["Retry-After"] == "30"


def test_too_many_says_when_and_another_way(rf: RequestFactory):
    response = responses.too_many(rf.get("/"), retry_after=90, way_out="Mời Quý vị gọi điện.")

    assert response.status_code == 429
    assert response["Retry-After"] == "90"
    page = response.content.decode()
    assert "thử lại sau 2 phút" in page
    assert "Mời Quý vị gọi điện." in page


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "1 giây"), (45, "45 giây"), (60, "1 phút"), (61, "2 phút"), (3600, "1 giờ")],
)
def test_waiting_words(seconds, words):
    assert waiting_words(seconds) == words


def test_a_stale_form_gives_back_what_was_typed():
    client = Client(enforce_csrf_checks=True)
    text = "Đường vào ấp 5 hư hỏng <b>từ sau mưa</b>, khi nào sửa?"

    response = client.post("/tai-khoan/dang-nhap/", {"text": text, "password": "bí mật dài hơn 20"})

    page = response.content.decode()
    assert response.status_code == 403
    assert "Phiên gửi đã hết hạn" in page
    assert "Đường vào ấp 5 hư hỏng &lt;b&gt;" in page


def test_a_stale_form_never_shows_a_password():
    client = Client(enforce_csrf_checks=True)

    response = client.post("/tai-khoan/dang-nhap/", {"password": "một mật khẩu dài có dấu cách"})

    assert "một mật khẩu dài" not in response.content.decode()


def test_healthz_is_open_and_says_when_the_database_is_away(client, monkeypatch):
    assert client.get("/healthz").json() == {"status": "ok", "database": True}

    def away():
        raise OperationalError

    monkeypatch.setattr(views.connection, "cursor", away)
    response = client.get("/healthz")

    assert response.status_code == 503
    assert "no-store" in response["Cache-Control"]
