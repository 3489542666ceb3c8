"""The way from a code to its question: any spelling, few wrong tries, no trace in caches."""

import pytest
from django.urls import reverse

from engagement.intake.codes import new_reference, reference_alone
from qa.forms.follow import LookupForm
from tests.factories import make_cast, make_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def question():
    return make_question(make_cast(), "assigned", asker_name="Nguyễn Thị Tâm")


def follow_path(question, name="qa:follow_question", *more):
    return reverse(name, args=[question.submission.tracking_code, *more])


@pytest.mark.parametrize(
    "spelling",
    [
        lambda code: code,
        str.lower,
        lambda code: code.replace("-", ""),
        lambda code: code.replace("-", " "),
        lambda code: f"  {code.replace('-', '–')} ",
        lambda code: code.partition("-")[2],
    ],
)
def test_lookup_accepts_any_spelling_of_the_code(client, question, spelling):
    typed = spelling(question.submission.tracking_code)
    response = client.post(reverse("qa:follow"), {"ma": typed})
    assert response.status_code == 303
    assert response["Location"] == follow_path(question)


def test_link_of_the_receipt_leads_to_the_question(client, question):
    response = client.get(reverse("qa:follow"), {"ma": question.submission.tracking_code})
    assert response.status_code == 303
    assert response["Location"] == follow_path(question)


@pytest.mark.parametrize("typed", ["", "HG-7K4M-2Q9", "x" * 500, "HG-7K4M-2Q9-XW3TR", "\x00", "🙂"])
def test_wrong_code_is_404_with_a_sentence_at_the_field(client, question, typed):
    response = client.post(reverse("qa:follow"), {"ma": typed})
    assert response.status_code == 404
    assert response.context["form"].errors["ma"]
    assert "Tra cứu" in response.content.decode() or "mã" in response.content.decode()


@pytest.mark.parametrize("spelling", [str, str.lower, lambda code: code.replace("-", " ")])
def test_reference_alone_is_asked_to_be_completed_whether_it_exists_or_not(
    client, question, spelling
):
    for reference in (question.reference, new_reference()):
        response = client.post(reverse("qa:follow"), {"ma": spelling(reference)})
        assert response.status_code == 404
        (sentence,) = response.context["form"].errors["ma"]
        assert sentence.startswith("Mã còn thiếu nhóm cuối (5 ký tự).")
        assert f"{reference}-XW3TR" in sentence


def test_a_code_that_could_also_be_read_as_a_reference_is_a_code():
    typed = "AAAAE22XW3TP"  # the whole without the site, or the reference 22XW-3TP of site AAAAE
    assert reference_alone(typed)
    assert LookupForm({"ma": typed}).is_valid()


def test_reference_alone_is_no_guess(client, question):
    for _ in range(25):
        client.post(reverse("qa:follow"), {"ma": question.reference})
    code = question.submission.tracking_code
    assert client.post(reverse("qa:follow"), {"ma": code}).status_code == 303


def test_wrong_secret_is_404_on_every_page_of_the_code(client, question):
    wrong = question.reference + "-22222"
    for name in ("follow_question", "follow_add", "follow_object", "follow_withdraw"):
        response = client.get(reverse(f"qa:{name}", args=[wrong]))
        assert response.status_code == 404
        assert question.text not in response.content.decode()


def test_guessing_ends_in_429_with_retry_after(client, question):
    statuses = []
    for _ in range(40):
        response = client.post(reverse("qa:follow"), {"ma": question.reference + "-22222"})
        statuses.append(response.status_code)
        if response.status_code == 429:
            break
    assert statuses[0] == 404
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0


def test_guessing_in_the_address_is_counted_too(client, question):
    path = reverse("qa:follow_question", args=[question.reference + "-22222"])
    statuses = {client.get(path).status_code for _ in range(40)}
    assert statuses == {404, 429}


def test_looking_up_sets_no_cookie(client, question):
    assert not client.get(reverse("qa:follow")).cookies
    response = client.post(
        reverse("qa:follow"), {"ma": question.submission.tracking_code}, follow=True
    )
    assert response.status_code == 200
    assert not client.cookies


@pytest.mark.parametrize(
    "name", ["follow_question", "follow_add", "follow_object", "follow_withdraw"]
)
def test_pages_with_the_code_are_kept_nowhere(client, question, name):
    response = client.get(follow_path(question, f"qa:{name}"))
    assert "no-store" in response["Cache-Control"]
    # A form posted under no-referrer has "Origin: null" and fails the CSRF check.
    has_form = name != "follow_question"
    assert response["Referrer-Policy"] == ("strict-origin" if has_form else "no-referrer")
    assert "noindex" in response["X-Robots-Tag"]


def test_wrong_code_page_is_kept_nowhere(client, question):
    response = client.get(reverse("qa:follow_question", args=["HG-0000"]))
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"
