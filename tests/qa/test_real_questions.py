"""Real questions of real people, taken through every hop to the unit that answers them today.

Each of the ten petitions, and one question of every other department, goes the way of the README by
HTTP. The data lies beside the repository and not in it, so a clone alone skips this.
"""

import json
import unicodedata
from functools import cache

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from engagement.accounts.models import Unit, User
from engagement.accounts.units import resolve_code
from engagement.config.demo.loader import load_staff, load_units
from engagement.text.fold import fold
from qa.enums import QuestionStatus, ReturnReason, UnitRole
from qa.models import Publication, Question

REAL = settings.BASE_DIR.parent / "shared" / "data" / "questions" / "questions.jsonl"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not REAL.exists(), reason=f"the real questions are not at {REAL}"),
]
# Departments of the old structure, and who does their work since the mergers of March 2025.
SUCCESSORS = {
    "gtvt": "xaydung",
    "khdt": "taichinh",
    "ldtbxh": "noivu",
    "nnptnt": "nnmt",
    "tnmt": "nnmt",
    "tttt": "khcn",
}
ANSWER = (
    "Đơn vị đã kiểm tra nội dung Quý vị nêu. Việc này đang được thực hiện theo kế hoạch của năm; "
    "kết quả sẽ thông báo đến từng hộ dân trước ngày mùng năm tháng sau."
)


@cache
def rows() -> list[dict[str, str]]:
    """The questions as they were asked, citizens' own words before those of lists."""
    if not REAL.exists():
        return []
    found = [json.loads(line) for line in REAL.read_text(encoding="utf-8").splitlines() if line]
    return sorted(found, key=lambda row: ("petition", "citizen", "faq").index(row["kind"]))


def chosen() -> list[dict[str, str]]:
    """All petitions, and the first question of every department that no petition went to."""
    petitions = [row for row in rows() if row["kind"] == "petition"]
    others = {row["dept"]: row for row in reversed(rows()) if row["kind"] != "petition"}
    petitioned = {row["dept"] for row in petitions}
    return petitions + [others[dept] for dept in sorted(others.keys() - petitioned)]


def named(row: dict[str, str]) -> str:
    return f"{row['kind']}-{row['dept']}"


class Office:
    """The staff of the demo site over one question, each signed in when it is their turn."""

    def __init__(self, client, question):
        self.client = client
        self.question = question

    def address(self, name, *arguments):
        return reverse(f"desk:{name}", args=[self.question.reference, *arguments])

    def sign_in(self, username):
        self.client.force_login(User.objects.get(username=username))

    def does(self, username, verb, **typed):
        """Send the form of `verb`; the desk must take it."""
        self.post(username, self.address("question_act", verb), typed)

    def reports(self, username):
        self.post(username, reverse("desk:report_create"), {"cau_hoi": [self.question.pk]})

    def post(self, username, url, typed):
        self.sign_in(username)
        response = self.client.post(url, typed)
        assert response.status_code == 302, (username, url, response.content.decode())

    def leaving(self, username):
        """The decisions of an editor who lets stand what looks private in the originals."""
        self.sign_in(username)
        page = self.client.get(self.address("question_act", "publish"))
        return {finding.field_name: "giu" for finding in page.context["form"].findings}

    def sees(self, username):
        self.sign_in(username)
        status = self.client.get(self.address("question_detail")).status_code
        assert status in {200, 404}
        return status == 200


@pytest.fixture
def organisation():
    """The units of the demo site with their mergers, and their staff."""
    load_units()
    load_staff()


def ask(client, text):
    """Fill in the public form and send it; return what was stored."""
    form = client.get(reverse("qa:ask")).context["form"]
    typed = {"text": text, "consent_processing": "on"}
    hidden = {"submission_key": str(form.page_key), "stamp": str(form.page_stamp)}
    response = client.post(reverse("qa:ask"), typed | hidden)
    assert response.status_code == 302, response.content.decode()
    return Question.objects.get()


def test_all_ten_petitions_and_every_department_are_taken_along():
    kinds = [row["kind"] for row in chosen()]
    assert kinds.count("petition") == 10
    assert {row["dept"] for row in chosen()} == {row["dept"] for row in rows()}


@pytest.mark.parametrize("row", chosen(), ids=named)
def test_real_question_reaches_its_department_and_the_archive(organisation, client, row):
    """A petition goes a wrong way first, as petitions do, and is returned with the right unit."""
    dept = row["dept"]
    (unit,) = resolve_code(dept, timezone.localdate())
    assert unit.code == SUCCESSORS.get(dept, dept)
    wrong = Unit.objects.get(code="x-vi-thuy")
    is_petition = row["kind"] == "petition"

    # Some keyboards send letters and marks apart; what is kept has one form.
    question = ask(client, unicodedata.normalize("NFD", row["question"]))
    assert question.text == unicodedata.normalize("NFC", row["question"]).strip()

    office = Office(client, question)
    office.does("bientap", "accept")
    office.reports("bientap")
    if is_petition:
        office.does("chidao", "assign", lead=wrong.pk)
        assert not office.sees(f"{dept}-traloi")
        office.does(
            f"{wrong.code}-traloi",
            "return",
            reason=ReturnReason.OTHER_LEVEL,
            words="Việc này cấp xã không quyết định được.",
            proposed_unit=unit.pk,
        )
    office.does("chidao", "assign", lead=unit.pk)
    assert office.sees(f"{dept}-traloi")
    assert not office.sees(f"{wrong.code}-traloi")
    office.does(f"{dept}-traloi", "submit_answer", text=ANSWER, version=0)
    office.does(f"{dept}-lanhdao", "approve")
    office.does(
        "bientap",
        "publish",
        title=question.summary.removesuffix("…").strip(),  # the editor ends what was cut
        question_text=question.text,
        answer_text=ANSWER,
        # Real words can look like private data; the editor has then seen them and let them stand.
        **office.leaving("bientap"),
    )

    question.refresh_from_db()
    assert question.status == QuestionStatus.PUBLISHED
    led = question.assignments.filter(role=UnitRole.LEAD).order_by("pk")
    assert [held.unit for held in led] == ([wrong] if is_petition else []) + [unit]

    client.logout()
    published = Publication.objects.get(question=question)
    assert (published.unit, published.unit_name) == (unit, unit.name)
    assert published.question_text == question.text
    words = " ".join(fold(row["question"])[:200].split()[:-1])  # whole words, as one pastes them
    archive = client.get(reverse("qa:archive"), {"q": words.upper()})
    assert list(archive.context["page"]) == [published]
    code = question.submission.tracking_code
    followed = client.get(reverse("qa:follow_question", args=[code])).content.decode()
    assert published.get_absolute_url() in followed
