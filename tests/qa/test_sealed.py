"""A sealed matter does not exist but for its own right: no page, no list, no figure, no topic.

Every address of the project as every role is walked in test_matrix, with two sealed matters about.
"""

import json

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from engagement.intake.models import Submission
from engagement.live import topics
from engagement.portal.search import answer_hit
from engagement.reorganisation.queries import plan_of
from qa.citations import key_of
from qa.enums import QuestionKind as K
from qa.enums import QuestionStatus as S
from qa.models import Attachment, LegalBasis, LegalDocument, Publication, Question
from qa.queries import archive, choices, legal, reorganising, similar
from qa.queries.desk.access import listed_for, reportable
from qa.queries.desk.boxes import boxes_for, counted, waiting_for
from qa.queries.figures import standing as figures
from qa.services import classifying, feedback
from qa.urls import workspace_patterns
from tests.factories import make_cast, make_question
from tests.factories.questions import TEXT
from tests.qa.test_reorganising import begin

pytestmark = pytest.mark.django_db
ACCUSATION = "Tôi tố cáo ông trưởng bến Ngọc Trà nhận hối lộ."
# One of each role that reads or does anything with questions; the matrix walks as everybody.
ROLES = ("editor", "chief_editor", "steering", "inspector", "clerk", "officer", "other_officer")
WITH_REFERENCE = [
    pattern.name for pattern in workspace_patterns if "<str:reference>" in str(pattern.pattern)
]


def everything_counted(cast) -> dict[str, object]:
    """What lists, menus, dashboards and topics say, for everybody."""
    now = timezone.now()
    people = cast.people().values()
    boxes = {user.username: counted(user, boxes_for(user, now)) for user in people}
    waiting = {user.username: listed_for(user).filter(waiting_for(user)).count() for user in people}
    payloads = {
        topic.name: json.dumps(topic.build(), sort_keys=True)
        for topic in topics.registered() + topics.of_families()
    }
    return {
        "boxes": boxes,
        "waiting": waiting,
        "topics": payloads,
        "tallies": figures.tallies(now),
        "standings": figures.standings(now),
        "reportable": [list(reportable(user)) for user in people],
        "units": [unit.code for unit in choices.leading_units(timezone.localdate())],
        "published": archive.published_count(),
    }


def test_no_count_and_no_topic_moves_when_a_sealed_matter_comes_in():
    cast = make_cast()
    make_question(cast, S.ASSIGNED)
    before = everything_counted(cast)
    make_question(cast, text=ACCUSATION)
    assert everything_counted(cast) == before
    assert "Ngọc Trà" not in json.dumps(before["topics"], ensure_ascii=False)


def test_no_count_of_a_unit_holds_what_was_sealed_in_its_hands():
    cast = make_cast()
    make_question(cast, S.ACCEPTED)
    before = everything_counted(cast)
    held = make_question(cast, S.ASSIGNED)
    assert everything_counted(cast) != before
    classifying.classify(question=held, by=cast.editor, kind=K.DENUNCIATION)
    assert everything_counted(cast) == before


@pytest.mark.parametrize("sealed_after", [False, True])
def test_sealed_addresses_are_those_of_nothing_for_every_role(client, sealed_after):
    """The page of a sealed matter and the page of none are the same page."""
    cast = make_cast()
    question = make_question(
        cast, S.ASSIGNED if sealed_after else S.RECEIVED, text=TEXT if sealed_after else ACCUSATION
    )
    file = Attachment(
        question=question, display_name="a.pdf", content_type="application/pdf", size=4
    )
    file.file.save("a.pdf", ContentFile(b"%PDF"), save=True)
    if sealed_after:
        classifying.classify(question=question, by=cast.editor, kind=K.DENUNCIATION)
    rest = {
        "question_act": ["accept"],
        "question_attachment": [file.pk],
        "version_remove": [1],
    }
    for role in ROLES:
        person = getattr(cast, role)
        client.force_login(person)
        for name in WITH_REFERENCE:
            for method in (client.get, client.post):
                met, nothing = (
                    method(reverse(f"desk:{name}", args=[reference, *rest.get(name, [])]))
                    for reference in (question.reference, "HG-2222-222")
                )
                assert met.status_code == nothing.status_code, (person.username, name)
                assert met.status_code in {404, 405}
                assert question.reference not in met.content.decode()


def test_nobody_finds_a_sealed_matter_by_its_words_its_name_or_its_reference(client):
    cast = make_cast()
    question = make_question(cast, text=ACCUSATION, asker_name="Lò Thị Kín")
    for person in [*(getattr(cast, role) for role in (*ROLES, "sealed_officer")), None]:
        if person:
            client.force_login(person)
        for words in ("Ngọc Trà", "ngoc tra", "Lò Thị Kín", question.reference):
            pages = [client.get(reverse("portal:search"), {"q": words})]
            pages += [client.get(reverse("qa:archive"), {"q": words})]
            if person:
                pages += [client.get(reverse("desk:box", args=["tat-ca"]), {"q": words})]
            for page in pages:
                if person == cast.sealed_officer and page.status_code == 302:
                    continue  # who types its whole reference and may open it comes to it
                assert page.status_code == 200
                assert question.reference not in page.content.decode().replace(
                    f'"{words}"', ""
                ).replace(words, "")
        client.logout()


def test_same_words_of_a_sealed_matter_are_not_told(client):
    cast = make_cast()
    sealed, other = make_question(cast), make_question(cast)
    Submission.objects.filter(question__in=[sealed, other]).update(content_hash="f" * 64)
    classifying.classify(question=sealed, by=cast.editor, kind=K.DENUNCIATION)
    client.force_login(cast.second_editor)
    assert sealed.reference not in client.get(other.get_absolute_url()).content.decode()


def test_list_handed_to_ban_chi_dao_drops_what_was_sealed_later(client):
    cast = make_cast()
    question = make_question(cast, S.REPORTED)
    report = question.report
    classifying.classify(question=question, by=cast.editor, kind=K.DENUNCIATION)
    client.force_login(cast.steering)
    assert question.reference not in client.get(report.get_absolute_url()).content.decode()
    shown = client.get(reverse("desk:reports")).content.decode()
    assert report.get_absolute_url() in shown
    assert ">1<" not in shown.replace(" ", "")


def test_answer_of_a_sealed_matter_is_in_no_archive_even_if_a_row_says_so(client):
    """The services refuse it (test_kinds); the queries do not trust them."""
    cast = make_cast()
    question = make_question(cast, S.PUBLISHED)
    publication = Publication.objects.get()
    assert answer_hit(publication, "tiêm")
    Question.objects.filter(pk=question.pk).update(is_sealed=True)
    assert client.get(publication.get_absolute_url()).status_code == 404
    assert (list(archive.published_answers()), archive.published_count()) == ([], 0)
    assert (archive.published_years(), archive.publication_units()) == ([], [])
    assert publication.title not in client.get(reverse("portal:sitemap")).content.decode()
    assert publication.title not in client.get(reverse("portal:answers_rss")).content.decode()


def test_answer_of_what_is_sealed_when_reopened_is_found_by_nobody_else():
    """It was not taken down: who suggests, reviews or reorganises would still come across it."""
    cast = make_cast()
    question = make_question(cast, S.PUBLISHED)
    publication = Publication.objects.get()
    today = timezone.localdate()
    document = LegalDocument.objects.create(
        number="61/2018/NĐ-CP", key=key_of("61/2018/NĐ-CP"), expired_on=today
    )
    LegalBasis.objects.create(publication=publication, document=document)
    plan = begin(cast, "abolish", cast.unit)

    def found() -> list[int]:
        return [
            len(similar.similar_answers(TEXT)),
            len(legal.to_review(cast.editor, today)),
            len(legal.answers_resting_on(document)),
            legal.documents().get().uses,
            len(reorganising.published_of(plan_of(plan))),
        ]

    assert found() == [1, 1, 1, 1, 1]
    feedback.reopen(question=question, words=ACCUSATION)
    assert Question.objects.get(pk=question.pk).is_sealed
    assert found() == [0, 0, 0, 0, 0]


def test_database_keeps_no_denunciation_unsealed():
    question = make_question(make_cast())
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(pk=question.pk).update(kind=K.DENUNCIATION)


def test_audit_log_tells_no_words_and_leads_nowhere(client):
    cast = make_cast()
    question = make_question(cast, text=ACCUSATION, asker_name="Lò Thị Kín")
    client.force_login(cast.inspector)
    shown = client.get(
        reverse("accounts:audit_log"), {"doi_tuong": f"qa.question:{question.pk}"}
    ).content.decode()
    assert "Niêm phong" in shown
    for secret in (question.reference, "Ngọc Trà", "Lò Thị Kín", "tố cáo"):
        assert secret not in shown


def test_the_desk_of_who_opens_sealed_matters_says_that_some_wait(client):
    cast = make_cast()
    for user, told in ((cast.sealed_officer, True), (cast.inspector, False)):
        client.force_login(user)
        assert "hồ sơ niêm phong đang chờ" not in client.get(reverse("desk:inbox")).content.decode()
        sealed = make_question(cast, "accepted")
        Question.objects.filter(pk=sealed.pk).update(is_sealed=True)
        page = client.get(reverse("desk:inbox")).content.decode()
        assert ("hồ sơ niêm phong đang chờ" in page) is told
        Question.objects.filter(pk=sealed.pk).update(status="withdrawn")


def test_no_deadline_is_told_of_a_sealed_matter(client):
    cast = make_cast()
    question = make_question(cast, S.RECEIVED, text=ACCUSATION, kind=K.DENUNCIATION)
    client.force_login(cast.sealed_officer)
    page = client.get(question.get_absolute_url()).content.decode()
    assert ACCUSATION in page
    assert "ngày làm việc" not in page
    assert "Hạn lúc" not in page
