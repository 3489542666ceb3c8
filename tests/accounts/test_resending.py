"""What is sent after the session has ended comes back, and can be sent again after sign-in."""

import pytest
from django.test import Client
from django.urls import reverse

from engagement.accounts.resending import TARGET
from qa.models import Answer
from tests.factories import make_cast, make_question

pytestmark = pytest.mark.django_db
WORDS = "Trạm tiêm vào sáng thứ Bảy.\nXin mang sổ tiêm."


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def draft(cast):
    question = make_question(cast, "assigned")
    return reverse("desk:question_draft", args=[question.reference])


def test_words_sent_while_signed_out_come_back_with_the_way_on(client, draft):
    response = client.post(draft, {"text": WORDS, "version": "0"})
    body = response.content.decode()
    assert response.status_code == 401
    assert "Quý vị đã bị đăng xuất" in body
    assert WORDS in body
    assert f'action="{reverse("accounts:resend")}"' in body
    assert f'name="{TARGET}" value="{draft}"' in body
    assert "no-store" in response["Cache-Control"]
    assert "sessionid" not in response.cookies


def test_after_sign_in_the_words_are_sent_to_where_they_were_going(cast, draft):
    browser = Client(enforce_csrf_checks=True)  # the old page's token is wrong by now
    browser.force_login(cast.officer)
    sent = {"text": WORDS, "version": "0", TARGET: draft, "csrfmiddlewaretoken": "x" * 64}
    page = browser.post(reverse("accounts:resend"), sent)
    assert page.status_code == 200
    assert f'action="{draft}"' in page.content.decode()
    token = page.context["csrf_token"]
    again = dict(page.context["fields"]) | {"csrfmiddlewaretoken": str(token)}
    assert browser.post(draft, again).status_code == 302
    assert cast.officer.pk == draft_of(draft).edited_by_id
    assert draft_of(draft).text == WORDS


def draft_of(address):
    return Answer.objects.get(question__submission__reference=address.split("/")[3])


def test_still_signed_out_the_words_and_their_way_stay(client, draft):
    response = client.post(reverse("accounts:resend"), {"text": WORDS, TARGET: draft})
    assert response.status_code == 401
    assert f'name="{TARGET}" value="{draft}"' in response.content.decode()


def test_a_script_is_told_in_json(client, draft):
    data = {"text": WORDS, "version": 0}
    response = client.post(draft, data, headers={"accept": "application/json"})
    assert response.status_code == 401
    assert "đăng xuất" in response.json()["error"]


def test_passwords_never_come_back(client):
    sent = {"password1": "mật khẩu rất dài", "note": "Lời nhắn dài"}
    body = client.post(reverse("desk:report_create"), sent).content.decode()
    assert "Lời nhắn dài" in body
    assert "mật khẩu rất dài" not in body
    own_pages = reverse("account_change_password")
    assert client.post(own_pages, {"oldpassword": "mật khẩu"}).status_code == 302


def test_a_form_without_words_only_leads_to_sign_in(client, draft):
    assert client.post(draft).url.startswith(reverse("account_login"))


def test_words_for_another_host_are_sent_nowhere(client, cast):
    client.force_login(cast.officer)
    sent = {"text": WORDS, TARGET: "https://evil.example/"}
    assert client.post(reverse("accounts:resend"), sent).status_code == 302


@pytest.mark.parametrize(
    "headers", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}]
)
def test_words_another_site_put_in_are_not_offered_for_sending(client, cast, draft, headers):
    signed_out = client.post(draft, {"text": WORDS, "version": "0"}, headers=headers)
    assert signed_out.status_code == 302
    client.force_login(cast.officer)
    sent = {"text": WORDS, TARGET: draft}
    assert client.post(reverse("accounts:resend"), sent, headers=headers).status_code == 302


def test_this_site_is_known_by_its_origin(client, draft):
    headers = {"origin": "http://testserver"}
    assert client.post(draft, {"text": WORDS}, headers=headers).status_code == 401
