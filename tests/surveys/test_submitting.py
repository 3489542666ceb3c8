"""One answer for each person, stored once, and nothing that ties it to them (ADR 0011)."""

import logging
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection, connections, models, transaction
from django.utils import timezone

from engagement.audit.models import AuditEvent
from engagement.intake.models import Submission, UsedChallenge
from engagement.intake.proof import Answer as Proof
from surveys.disclosure.receipts import chain_of, commit_of, mark_of, new_receipt, read_receipt
from surveys.enums import Mode, SurveyStatus
from surveys.models import Ballot, Participation, Survey, Waiting
from surveys.services.codes import digest_of, is_code_of, new_codes
from surveys.services.keys import LostKeyError, new_sealed_key, tag_of
from surveys.services.submitting import Outcome
from tests.surveys.running import answer, running_survey

pytestmark = pytest.mark.django_db


def test_answer_is_stored_with_its_version_mode_and_commit():
    survey, receipt = running_survey(), new_receipt()
    given = {"opinion": "tot", "sex": "nu"}
    stored = answer(survey, given, receipt=receipt, mode=Mode.KIOSK, doubts=["fast"])
    assert stored is Outcome.STORED
    waiting = Waiting.objects.get()
    assert (waiting.answers, waiting.version, waiting.mode) == (given, 1, Mode.KIOSK)
    assert waiting.doubts == ["fast"]
    assert bytes(waiting.mark) == mark_of(survey.code, receipt)
    assert bytes(waiting.commit) == commit_of(survey.code, given, receipt)


def test_the_same_sending_again_stores_nothing_and_keeps_its_receipt():
    survey = running_survey()
    sent = {"key": uuid.uuid4(), "receipt": new_receipt()}
    outcomes = [answer(survey, **sent) for _ in range(3)]
    assert outcomes == [Outcome.STORED, Outcome.REPEATED, Outcome.REPEATED]
    assert Waiting.objects.count() == 1


def test_one_code_answers_once_for_each_survey():
    first, second = running_survey(), running_survey()
    mine = {"credential": ("code", digest_of("AB12-CD34-EF56"))}
    assert answer(first, **mine) is Outcome.STORED
    assert answer(first, {"opinion": "kem"}, **mine) is Outcome.ALREADY
    assert answer(second, **mine) is Outcome.STORED
    assert Participation.objects.count() == 2


@pytest.mark.parametrize(
    "values",
    [
        {"status": SurveyStatus.PAUSED},
        {"status": SurveyStatus.DRAFT},
        {"opens_at": timezone.now() + timedelta(hours=1)},
        {"opens_at": timezone.now() - timedelta(9), "closes_at": timezone.now() - timedelta(1)},
    ],
    ids=["paused", "draft", "not yet", "over"],
)
def test_a_survey_that_is_not_open_takes_nothing(values):
    survey = running_survey(**values)
    assert answer(survey) is Outcome.CLOSED
    assert not Waiting.objects.exists()
    assert not Participation.objects.exists()


def test_a_check_used_for_another_ballot_stores_nothing():
    survey = running_survey()
    proof = Proof("a" * 64, timezone.now() + timedelta(minutes=9))
    assert answer(survey, proof=proof) is Outcome.STORED
    assert answer(survey, proof=proof) is Outcome.PROOF_USED
    assert Waiting.objects.count() == Participation.objects.count() == 1
    assert UsedChallenge.objects.get().submission is None


def test_the_same_sending_again_keeps_its_receipt_though_its_check_is_used():
    survey = running_survey()
    proof = Proof("a" * 64, timezone.now() + timedelta(minutes=9))
    sent = {"key": uuid.uuid4(), "receipt": new_receipt(), "proof": proof}
    outcomes = [answer(survey, **sent), answer(survey, **sent), answer(survey, {}, **sent)]
    assert outcomes == [Outcome.STORED, Outcome.REPEATED, Outcome.ALREADY]
    assert Waiting.objects.count() == Participation.objects.count() == 1


def test_a_survey_whose_key_is_another_or_gone_takes_nothing():
    survey = running_survey()
    for key in (new_sealed_key(), None):
        survey.sealed_key = key
        assert answer(survey) is Outcome.CLOSED
    assert not Participation.objects.exists()


def test_nothing_else_is_written_and_nothing_is_logged(caplog):
    """A canary in the answer stands in one column of one row, and nowhere else."""
    caplog.set_level(logging.DEBUG)
    survey = running_survey()
    before = AuditEvent.objects.count()
    answer(survey, {"opinion": "tot", "words": "chim hoàng yến 0919"})
    assert AuditEvent.objects.count() == before
    assert not Submission.objects.exists()
    logged = [
        record.getMessage() for record in caplog.records if record.name != "django.db.backends"
    ]
    assert "hoàng yến" not in "".join(logged)
    assert holders_of("hoàng yến") == ["surveys.Waiting"]


def holders_of(words):
    return [
        model._meta.label
        for model in apps.get_models()
        if any(words in str(values) for values in model._default_manager.order_by("pk").values())
    ]


@pytest.mark.parametrize("model", [Participation, Waiting, Ballot])
def test_no_column_tells_when_who_or_in_which_order(model):
    """The schema itself: no time, no counter, no person, no address (security notes §2)."""
    kinds = {field.name: field for field in model._meta.concrete_fields}
    forbidden = (models.DateField, models.AutoField, models.GenericIPAddressField)
    assert not [name for name, field in kinds.items() if isinstance(field, forbidden)]
    related = {f.related_model for f in kinds.values() if f.is_relation}
    assert related == {Survey}
    allowed = {
        "survey",
        "tag",
        "id",
        "version",
        "answers",
        "mark",
        "commit",
        "mode",
        "doubts",
        "release",
    }
    assert {f.name for f in model._meta.local_concrete_fields} <= allowed


def test_a_tag_needs_the_key_and_the_key_needs_the_settings(settings):
    sealed = new_sealed_key()
    tag = tag_of(sealed, "code", b"0919")
    assert tag != tag_of(new_sealed_key(), "code", b"0919")
    assert tag != tag_of(sealed, "account", b"0919")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "x" * 60
    assert tag_of(sealed, "code", b"0919") == tag
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(LostKeyError):
        tag_of(sealed, "code", b"0919")


def test_codes_are_kept_as_hashes_and_read_as_people_type_them():
    survey = running_survey()
    codes = new_codes(survey=survey, unit=None, count=50)
    assert len(set(codes)) == 50
    typed = f" {codes[0][:4].lower()}-{codes[0][4:8]} {codes[0][8:]} "
    assert is_code_of(survey, digest_of(typed))
    assert not is_code_of(survey, digest_of("0" * 12))
    assert not holders_of(codes[0])
    for wrong in (0, 5_001):
        with pytest.raises(ValueError, match="codes at a time"):
            new_codes(survey=survey, unit=None, count=wrong)


def test_receipts_are_read_as_people_type_them():
    receipt = new_receipt()
    assert len(receipt) == 26
    assert read_receipt(f" {receipt[:5].lower()}-{receipt[5:]}\n") == receipt
    assert read_receipt("ilo") == "110"


def test_commits_and_their_chain_tell_texts_apart():
    assert commit_of("a", {"x": "1"}, "r") != commit_of("a", {"x": "2"}, "r")
    assert commit_of("a", {}, "br") != commit_of("ab", {}, "r")
    assert mark_of("a", "r") != mark_of("b", "r") != mark_of("b", "s")
    one, two = (b"1" * 32, b"x" * 32), (b"2" * 32, b"y" * 32)
    assert chain_of([one, two]) == chain_of([two, one]) != chain_of([one])
    assert chain_of([]) == "0" * 64


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_waited_for_a_pause_is_not_stored():
    survey = running_survey()
    version = survey.versions.get()

    def press():
        try:
            return answer(survey, version=version)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as citizen:
        with transaction.atomic():
            Survey.objects.select_for_update().filter(pk=survey.pk).get()
            outcome = citizen.submit(press)
            time.sleep(0.1)  # until it stands at the row
            Survey.objects.filter(pk=survey.pk).update(status=SurveyStatus.PAUSED)
        assert outcome.result(20) is Outcome.CLOSED
    assert not Participation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_with_one_code_store_one_ballot():
    survey = running_survey()
    version = survey.versions.get()
    barrier, outcomes, failures = threading.Barrier(16, timeout=20), [], []

    def press():
        try:
            barrier.wait()
            outcomes.append(answer(survey, version=version, credential=("code", b"x" * 32)))
        except BaseException as error:  # noqa: BLE001 - handed to the main thread
            failures.append(error)
        finally:
            connections.close_all()

    for _ in range(3):
        threads = [threading.Thread(target=press) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    assert not failures, (connection.vendor, failures)
    assert outcomes.count(Outcome.STORED) == 1
    assert Waiting.objects.count() == Participation.objects.count() == 1
