"""From ballots to what may be seen: sealed in batches, released in safe sets, closed for good."""

import json
import random
from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from engagement.workflow.exceptions import InvalidTransition
from surveys import tasks
from surveys.disclosure.counting import count
from surveys.disclosure.receipts import mark_of, new_receipt
from surveys.enums import Audience, Held, SurveyStatus
from surveys.exchange import closed_answers
from surveys.exchange.closed_answers import microdata
from surveys.instrument.counts import MERGED
from surveys.models import Ballot, Closing, FreeText, Participation, Release, Survey, Waiting
from surveys.queries.receipts import lines_of, minutes_of, published_list
from surveys.queries.results import counts_of, latest_snapshot
from surveys.queries.told import told_ballots
from surveys.services import closing, releasing, sealing
from surveys.services.keys import tag_of
from tests.surveys.running import (
    AGE,
    QUESTIONNAIRE,
    answer,
    crowd,
    publish_version,
    running_survey,
)

pytestmark = pytest.mark.django_db


def shown(survey, audience=Audience.STAFF):
    return counts_of(latest_snapshot(survey, audience))


def group_sizes(counts):
    return [group["n"] for groups in counts["groups"].values() for group in groups.values()] + [
        counts["n"]
    ]


def test_nineteen_wait_and_twenty_are_sealed():
    survey = running_survey()
    crowd(survey, 19)
    releasing.tick()
    assert (Waiting.objects.count(), Ballot.objects.count()) == (19, 0)
    assert shown(survey)["n"] == 0
    crowd(survey, 1)
    releasing.tick()
    assert (Waiting.objects.count(), Ballot.objects.count()) == (0, 20)


def test_a_release_makes_every_group_grow_by_none_or_by_k():
    survey = running_survey()
    before = shown(survey)
    random.seed(3)
    for _ in range(12):
        for _ in range(20):
            answer(
                survey,
                {
                    "opinion": random.choice(["tot", "duoc", "kem"]),
                    "sex": random.choice(["nam", "nam", "nam", "nu"]),
                    "age": random.choice(["tre", "trung", "trung", "cao"]),
                },
            )
        releasing.tick()
        after = shown(survey)
        for breakdown, groups in after["groups"].items():
            for code, group in groups.items():
                old = before["groups"].get(breakdown, {}).get(code, {"n": 0})["n"]
                assert group["n"] == old or group["n"] - old >= survey.staff_group
        before = after
    assert before["n"] > 100


def test_two_who_answered_what_the_others_left_out_wait_for_more():
    """Sent early, a sheet says nothing of the last page: who does is a group like any other."""
    survey = running_survey(breakdowns=())
    for number in range(38):
        answer(survey, {"opinion": ("tot", "duoc")[number % 2]})
    for age in AGE:
        answer(survey, {"opinion": "tot", "age": age})
    releasing.tick()
    counts = latest_snapshot(survey, Audience.STAFF).counts
    assert (counts["n"], counts["tables"].keys()) == (38, {"opinion"})
    crowd(survey, 30)
    releasing.tick()
    for audience, least in ((Audience.STAFF, 5), (Audience.PUBLIC, 10)):
        told = latest_snapshot(survey, audience).counts["tables"]
        assert sum(told["age"].values()) >= least


def test_the_public_sees_unions_of_whole_staff_releases():
    survey = running_survey()
    for _ in range(8):
        crowd(survey, 36)
        releasing.tick()
    public = shown(survey, Audience.PUBLIC)
    released = Release.objects.filter(survey=survey, is_public=True).order_by("number")
    assert public["n"] == sum(one.counts["n"] for one in released) > 0
    assert all(size == 0 or size >= survey.public_group for size in group_sizes(public))


def test_the_counter_moves_with_the_snapshot_and_equals_a_full_recount():
    survey = running_survey()
    for _ in range(5):
        crowd(survey, 40)
        releasing.tick()
    released = Ballot.objects.filter(survey=survey, release__isnull=False).order_by("pk")
    assert shown(survey) == count(releasing.tallies_of(survey, released))
    assert shown(survey)["n"] == released.count()


def test_two_versions_are_counted_as_two_series():
    survey = running_survey()
    crowd(survey, 60)
    publish_version(survey, QUESTIONNAIRE)
    crowd(survey, 60)
    releasing.tick()
    closing.close(survey=survey, by=None)
    versions = shown(survey)["groups"]["_version"]
    assert {number: group["n"] for number, group in versions.items()} == {"1": 60, "2": 60}


def test_closing_counts_the_rest_in_merged_groups():
    survey = running_survey(breakdowns=["age"])
    crowd(survey, 60)
    releasing.tick()
    before = shown(survey)
    opinions = ["tot", "kem", "duoc", "tot", "kem", "duoc"]
    for opinion, age in zip(opinions, ["tre", "tre", "cao", "cao", "trung", "trung"], strict=True):
        answer(survey, {"opinion": opinion, "age": age})
    closing.close(survey=survey, by=None)
    after = shown(survey)
    assert after["n"] == before["n"] + 6 + (60 - before["n"])
    grown = after["groups"]["age"][MERGED]["n"]
    assert grown >= survey.staff_group
    assert latest_snapshot(survey, Audience.STAFF).is_final


def test_fewer_than_k_are_in_no_table_but_in_the_minutes():
    survey = running_survey()
    for opinion in ("tot", "kem", "duoc"):
        answer(survey, {"opinion": opinion})
    closing.close(survey=survey, by=None)
    assert shown(survey)["n"] == shown(survey, Audience.PUBLIC)["n"] == 0
    assert Closing.objects.get(survey=survey).ballots == 3


def test_what_staff_and_public_see_differs_by_nobody_or_by_k():
    """Also at the end: the two audiences' figures cannot be subtracted from each other."""
    survey = running_survey()
    for size in (40, 20, 25, 7):
        crowd(survey, size)
        releasing.tick()
    closing.close(survey=survey, by=None)
    staff, public = shown(survey), shown(survey, Audience.PUBLIC)
    difference = staff["n"] - public["n"]
    assert difference == 0 or difference >= survey.staff_group
    assert staff["n"] == 92


def test_closing_ends_every_tie():
    survey = running_survey()
    sealed_key = bytes(survey.sealed_key)
    answer(survey, credential=("code", b"mine"))
    tag = tag_of(sealed_key, "code", b"mine")
    assert bytes(Participation.objects.get().tag) == tag
    crowd(survey, 24)
    releasing.tick()
    keys = set(Ballot.objects.order_by("pk").values_list("pk", flat=True))
    closing.close(survey=survey, by=None)
    survey.refresh_from_db()
    assert survey.sealed_key is None
    assert survey.status == SurveyStatus.CLOSED
    assert not Waiting.objects.exists()
    ballots = Ballot.objects.filter(survey=survey)
    assert ballots.count() == 25
    assert set(ballots.order_by("pk").values_list("release", flat=True)) <= {None, *Held}
    assert not keys & set(ballots.order_by("pk").values_list("pk", flat=True))
    with pytest.raises(InvalidTransition):
        closing.close(survey=survey, by=None)


def groups_told(survey, breakdown, question):
    """What files and cross tables may be made of, counted as the tables are."""
    found = {}
    for told in told_ballots(survey):
        group = MERGED if breakdown in told.merged else told.answers.get(breakdown, "")
        table = found.setdefault(group, Counter())
        table.update(code for code in [told.answers.get(question)] if code)
    return found


def test_what_leaves_beside_the_tables_tells_nothing_they_do_not():
    """Twelve come last, of whom one is a man and two were asked why: neither is told anywhere."""
    survey = running_survey()
    crowd(survey, 120)
    releasing.tick()
    for number in range(12):
        sex, age = ["nam", *["nu"] * 11][number], list(AGE)[number % 3]
        why = {"why": "xa"} if number < 2 else {}
        opinion = "kem" if why else ["tot", "duoc"][number % 2]
        answer(survey, {"opinion": opinion, "sex": sex, "age": age, **why})
    closing.close(survey=survey, by=None)
    survey.refresh_from_db()
    counts = survey.snapshots.get(audience=Audience.PUBLIC, is_final=True).counts
    assert counts["n"] == 132
    for breakdown in ("sex", "age"):
        assert MERGED in counts["groups"][breakdown]
        for question in ("opinion", "why"):
            told = groups_told(survey, breakdown, question)
            groups = counts["groups"][breakdown]
            tables = {code: one["tables"].get(question, {}) for code, one in groups.items()}
            assert told == {code: Counter(table) for code, table in tables.items()}
    rows = Counter(microdata(survey).frame["sex"])
    assert rows["nam"] <= counts["groups"]["sex"]["nam"]["n"]


def test_who_is_in_no_table_is_in_no_file_and_hides_among_others():
    survey = running_survey()
    crowd(survey, 80)
    releasing.tick()
    answer(survey, {"opinion": "kem", "why": "xa", "sex": "nu", "age": "cao"})
    closing.close(survey=survey, by=None)
    survey.refresh_from_db()
    counts = survey.snapshots.get(audience=Audience.PUBLIC, is_final=True).counts
    left_out = Ballot.objects.filter(survey=survey, release=Held.LEFT_OUT)
    assert (counts["n"], left_out.count()) == (80, 1 + survey.public_group)
    told = list(told_ballots(survey))
    assert len(told) == 70
    for question, table in counts["tables"].items():
        given = Counter(one.answers[question] for one in told if question in one.answers)
        assert all(given[code] <= people for code, people in table.items())
    assert len(microdata(survey).frame) == 70


def test_free_texts_are_cut_loose_unread_and_unpublished():
    survey = running_survey()
    for number in range(6):
        answer(survey, {"opinion": "tot", "words": f"ý kiến {number}"})
    closing.close(survey=survey, by=None)
    texts = FreeText.objects.filter(survey=survey).order_by("pk")
    assert {text.text for text in texts} == {f"ý kiến {number}" for number in range(6)}
    assert {text.is_published for text in texts} == {None}
    assert "ý kiến" not in json.dumps(shown(survey), ensure_ascii=False)


def test_a_survey_whose_time_has_come_closes_by_itself():
    now = timezone.now()
    due = running_survey(opens_at=now - timedelta(2), closes_at=now + timedelta(hours=1))
    other = running_survey(closes_at=now + timedelta(days=1))
    Survey.objects.filter(pk=due.pk).update(closes_at=now - timedelta(minutes=1))
    tasks.close_ended()
    assert Survey.objects.get(pk=due.pk).status == SurveyStatus.CLOSED
    assert Survey.objects.get(pk=other.pk).status == SurveyStatus.OPEN


# --- Verification -----------------------------------------------------------------------------


@pytest.fixture
def closed():
    survey, receipt = running_survey(), new_receipt()
    given = {"opinion": "tot", "sex": "nam"}
    answer(survey, given, receipt=receipt)
    crowd(survey, 24)
    closing.close(survey=survey, by=None)
    survey.refresh_from_db()
    survey.sample = mark_of(survey.code, receipt)
    return survey


def verify(*arguments):
    out = StringIO()
    call_command("verify_survey", *arguments, stdout=out)
    return json.loads(out.getvalue())


def test_a_closed_survey_is_verified_and_holds_each_receipt(closed):
    assert verify(closed.code)["ok"] is True
    assert closed.sample in {mark for mark, _ in lines_of(closed)}


@pytest.mark.parametrize("harm", ["a byte changed", "a ballot lost", "a ballot more"])
def test_a_changed_database_is_noticed(closed, harm):
    ballot = Ballot.objects.filter(survey=closed).order_by("pk").first()
    if harm == "a ballot lost":
        ballot.delete()
    else:
        ballot.mark = bytes(32)
        ballot.pk = ballot.pk if harm == "a byte changed" else None
        ballot.save(force_insert=ballot.pk is None)
    with pytest.raises(CommandError, match="Chuỗi băm"):
        verify(closed.code)


def test_the_published_files_are_verified_without_the_database(closed, tmp_path):
    minutes, ballots = tmp_path / "minutes.json", tmp_path / "ballots.txt"
    minutes.write_text(json.dumps(minutes_of(closed.closing)), encoding="utf-8")
    ballots.write_text(published_list(closed))
    files = ("--minutes", str(minutes), "--ballots", str(ballots))
    assert verify(*files)["ok"] is True
    ballots.write_text(ballots.read_text().replace("a", "b", 1))
    with pytest.raises(CommandError, match="Chuỗi băm"):
        verify(*files)
    ballots.write_text("không phải mã")
    with pytest.raises(CommandError, match="Không đọc được"):
        verify(*files)


def test_an_open_survey_has_nothing_to_verify():
    with pytest.raises(CommandError, match="Không có khảo sát đã đóng"):
        verify(running_survey().code)
    with pytest.raises(CommandError, match="Xin nêu"):
        verify()


# --- Attacks ------------------------------------------------------------------------------------


@pytest.mark.parametrize("breakdowns", ["sex,age,occupation", "sex,commune", "age:3,job:12"])
@pytest.mark.parametrize("seed", [1, 7])
def test_an_onlooker_reads_nobody_out_of_live_results(breakdowns, seed):
    out = StringIO()
    call_command(
        "attack_survey", "--answers=600", f"--seed={seed}", f"--breakdowns={breakdowns}", stdout=out
    )
    found = json.loads(out.getvalue())
    assert found["exact"] == 0
    assert found["homogeneous"] < 0.005
    assert found["by_file"] < 0.005
    assert found["published"] > 0.9
    assert not Survey.objects.exists()


def test_the_attack_finds_what_is_there_to_find(monkeypatch):
    """Against a pipeline that publishes whatever there is, the onlooker reads most people."""
    monkeypatch.setattr(sealing, "SMALLEST_BATCH", 1)
    monkeypatch.setattr(releasing, "largest_set", lambda items, *_: list(range(len(items))))
    out = StringIO()
    call_command("attack_survey", "--answers=60", stdout=out)
    assert json.loads(out.getvalue())["exact"] > 0.5


def test_the_attack_subtracts_a_file_that_lacks_one_row_from_the_tables(monkeypatch):
    monkeypatch.setattr(closed_answers, "released", lambda frame, *_, **__: frame.iloc[1:])
    out = StringIO()
    call_command("attack_survey", "--answers=60", stdout=out)
    found = json.loads(out.getvalue())
    assert found["by_file"] == found["exact"] == 1


@pytest.mark.parametrize(
    "wrong", ["--answers=0", "--k=4", "--breakdowns=nothing", "--breakdowns=sex:x"]
)
def test_attack_refuses_what_it_cannot_play(wrong):
    with pytest.raises(CommandError):
        call_command("attack_survey", wrong)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="xmin and ctid are PostgreSQL's")
def test_the_database_itself_does_not_tell_once_sealed():
    """The joins that matched 300 of 300 before sealing match by chance after it."""
    survey = running_survey()
    secrets = [f"code-{number}".encode() for number in range(60)]
    key = bytes(survey.sealed_key)
    truth = {}
    for number, secret in enumerate(secrets):
        answers = {"opinion": ["tot", "duoc", "kem"][number % 3], "words": f"người {number}"}
        answer(survey, answers, credential=("code", secret))
        truth[tag_of(key, "code", secret).hex()] = f"người {number}"
    assert matched("surveys_waiting", truth, by="xmin") == 60
    sealing.seal(survey)
    assert matched("surveys_ballot", truth, by="xmin") == 0
    assert matched("surveys_ballot", truth, by="order") <= 8
    closing.close(survey=survey, by=None)
    sealing.scrub()
    assert matched("surveys_ballot", truth, by="xmin") == 0
    assert matched("surveys_ballot", truth, by="order") <= 8


def matched(table, truth, *, by):
    """How many people an administrator finds by joining `table` with the participations."""
    joins = {
        "xmin": f"SELECT encode(p.tag, 'hex'), b.answers->>'words' FROM surveys_participation p"
        f" JOIN {table} b ON b.xmin = p.xmin",
        "order": "SELECT encode(p.tag, 'hex'), b.words FROM"
        " (SELECT tag, row_number() OVER (ORDER BY ctid) AS n FROM surveys_participation) p JOIN"
        f" (SELECT answers->>'words' AS words, row_number() OVER (ORDER BY ctid) AS n FROM {table})"
        " b ON b.n = p.n",
    }
    with connection.cursor() as cursor:
        cursor.execute(joins[by])
        return sum(truth.get(tag) == words for tag, words in cursor.fetchall())
