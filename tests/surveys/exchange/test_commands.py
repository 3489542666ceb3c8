"""import_survey and export_survey as an operator calls them."""

import csv
import io
import json

import openpyxl
import pyreadstat
import pytest
from django.core.management import CommandError, call_command

from engagement.accounts.roles import RoleCode
from surveys.enums import QuestionKind, SampleKind, SurveyStatus
from surveys.exchange.closed_answers import microdata
from surveys.exchange.xlsform import read_xlsform, write_xlsform
from surveys.instrument.questionnaire import Question
from surveys.models import Survey
from surveys.queries.questionnaires import edited_version, questionnaire_of
from surveys.services.closing import close
from tests.factories.people import make_member, make_unit
from tests.surveys.exchange.lime import Q, lss
from tests.surveys.exchange.test_tabular import one_page
from tests.surveys.exchange.workbooks import workbook
from tests.surveys.running import QUESTIONNAIRE, answer, crowd, publish_version, running_survey

pytestmark = pytest.mark.django_db
SURVEY = [("type", "name", "label"), ("start", "start", ""), ("text", "q", "Câu hỏi?")]


@pytest.fixture
def file(tmp_path):
    def write(content, name="phieu.xlsx"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


def imports(path, *options):
    stdout = io.StringIO()
    call_command("import_survey", str(path), *options, stdout=stdout)
    return json.loads(stdout.getvalue())


# --- Import ----------------------------------------------------------------------------------
def test_dry_run_reports_and_stores_nothing(file):
    report = imports(file(workbook(survey=SURVEY)), "--dry-run")
    assert (report["survey"], report["title"], report["questions"]) == (None, "phieu", 1)
    assert report["kinds"] == {"short_text": 1}
    (note,) = report["notes"]
    assert (note["sheet"], note["row"], note["column"]) == ("survey", 2, "type")
    assert not Survey.objects.exists()


def test_import_makes_a_draft_of_the_named_person(file):
    person = make_member(RoleCode.PROPAGANDA, username="tuyengiao")
    settings = [("form_title",), ("Ý kiến về nước sạch",)]
    path = file(workbook(survey=SURVEY, settings=settings))
    report = imports(path, "--as", "tuyengiao", "--sample-kind", "random")
    survey = Survey.objects.get(code=report["survey"])
    assert (survey.title, survey.created_by) == ("Ý kiến về nước sạch", person)
    assert (survey.status, survey.sample_kind) == (SurveyStatus.DRAFT, SampleKind.RANDOM)
    assert questionnaire_of(edited_version(survey)).question("q").label == "Câu hỏi?"


def test_import_of_a_limesurvey_structure(file):
    make_member(RoleCode.PROPAGANDA, username="tuyengiao")
    path = file(lss(Q("q1", "Y", "Có không?")), "khao-sat.lss")
    report = imports(path, "--as", "tuyengiao", "--code", "dia-chi")
    assert (report["survey"], report["kinds"]) == ("dia-chi", {"single": 1})


def test_refused_file_is_told_with_its_places_and_stores_nothing(file):
    make_member(RoleCode.PROPAGANDA, username="tuyengiao")
    path = file(workbook(survey=[*SURVEY, ("image", "a", "Ảnh?"), ("text", "b", "")]))
    with pytest.raises(CommandError) as refusal:
        imports(path, "--as", "tuyengiao")
    first, second = str(refusal.value).splitlines()
    assert first.startswith("Trang “survey”, dòng 4, cột “type”: ")
    assert second.startswith("Trang “survey”, dòng 5, cột “label”: ")
    assert refusal.value.returncode == 1
    assert not Survey.objects.exists()


@pytest.mark.parametrize("options", [(), ("--as", "khong-co"), ("--as", "chidao")])
def test_import_needs_somebody_who_may(file, options):
    make_member(RoleCode.STEERING, username="chidao")
    with pytest.raises(CommandError):
        imports(file(workbook(survey=SURVEY)), *options)
    assert not Survey.objects.exists()


def test_import_to_an_address_that_is_taken_is_refused(file):
    survey = running_survey()
    person = make_member(RoleCode.PROPAGANDA)
    with pytest.raises(CommandError):
        imports(file(workbook(survey=SURVEY)), "--as", person.username, "--code", survey.code)


def test_missing_file_is_told(tmp_path):
    with pytest.raises(CommandError):
        imports(tmp_path / "khong-co.xlsx", "--dry-run")


# --- Export ----------------------------------------------------------------------------------
@pytest.fixture
def exported(tmp_path):
    def export(survey, kind):
        path = tmp_path / f"tep.{kind}"
        call_command(
            "export_survey",
            survey.code,
            "--format",
            kind,
            "--output",
            str(path),
            stdout=io.StringIO(),
        )
        return path

    return export


def closed_survey(people=60, **values):
    survey = running_survey(**values)
    crowd(survey, people)
    close(survey=survey, by=survey.created_by)
    survey.refresh_from_db()
    return survey


def test_questions_of_a_running_survey_can_be_exported(exported):
    path = exported(running_survey(), "xlsform")
    with path.open("rb") as file:
        assert read_xlsform(file, path.name).questionnaire == QUESTIONNAIRE


def test_questions_of_a_draft_can_be_exported(file, exported):
    make_member(RoleCode.PROPAGANDA, username="tuyengiao")
    path = file(write_xlsform(QUESTIONNAIRE))
    code = imports(path, "--as", "tuyengiao")["survey"]
    with exported(Survey.objects.get(code=code), "xlsform").open("rb") as stored:
        assert read_xlsform(stored, "x.xlsx").questionnaire == QUESTIONNAIRE


@pytest.mark.parametrize("kind", ["csv", "xlsx", "sav", "json"])
def test_answers_of_a_running_survey_stay(exported, kind, tmp_path):
    survey = running_survey()
    crowd(survey, 30)
    with pytest.raises(CommandError):
        exported(survey, kind)
    assert not list(tmp_path.glob("tep*"))


def test_answers_of_a_closed_survey_in_every_format(exported):
    survey = closed_survey()
    rows = list(csv.DictReader(io.StringIO(exported(survey, "csv").read_text("utf-8-sig"))))
    assert len(rows) == 60
    assert [row["opinion"] for row in rows].count("tot") == 20
    assert len(json.loads(exported(survey, "json").read_text())["answers"]) == 60
    book = openpyxl.load_workbook(exported(survey, "xlsx"))
    assert book["labels"].max_row == 61
    frame, meta = pyreadstat.read_sav(exported(survey, "sav"))
    assert (len(frame), meta.column_names_to_labels["opinion"]) == (60, "Câu opinion?")


def test_words_and_small_groups_of_a_closed_survey_stay_in():
    survey = running_survey()
    crowd(survey, 60)
    answer(survey, {"opinion": "tot", "sex": "nu", "age": "cao", "words": "Tôi là bà Ba"})
    close(survey=survey, by=survey.created_by)
    survey.refresh_from_db()
    frame = microdata(survey).frame
    assert "words" not in frame.columns
    groups = frame.groupby(["_version", "_mode", "sex", "age"], dropna=False, observed=True).size()
    assert groups.min() >= survey.public_group


def test_communes_are_known_by_name_and_count_as_identifying(exported):
    make_unit("xa-a", "Xã A", kind="commune")
    where = Question("where", QuestionKind.COMMUNE, "Xã nào?")
    survey = running_survey(one_page(QUESTIONNAIRE.question("opinion"), where), breakdowns=())
    for number in range(24):
        answer(survey, {"opinion": "tot", "where": "xa-a" if number else "xa-b"})
    close(survey=survey, by=survey.created_by)
    survey.refresh_from_db()
    rows = list(csv.DictReader(io.StringIO(exported(survey, "csv").read_text("utf-8-sig"))))
    assert "xa-b" not in {row["where"] for row in rows}
    lines = json.loads(exported(survey, "json").read_text())["variables"]
    (line,) = (one for one in lines if one["variable"] == "where")
    assert line["values"] == "xa-a = Xã A"


def test_all_versions_are_in_the_answers(exported):
    survey = running_survey(breakdowns=())
    crowd(survey, 24)
    again = Question("again", QuestionKind.SCALE, "Mấy điểm?")
    publish_version(survey, one_page(QUESTIONNAIRE.question("opinion"), again))
    for number in range(12):
        answer(survey, {"opinion": ["tot", "kem"][number % 2], "again": number % 3})
    close(survey=survey, by=survey.created_by)
    survey.refresh_from_db()
    rows = list(csv.DictReader(io.StringIO(exported(survey, "csv").read_text("utf-8-sig"))))
    assert [row["_version"] for row in rows].count("2") == 12
    assert {row["again"] for row in rows} == {"", "0", "1", "2"}
    assert {row["sex"] for row in rows} == {"nam", "nu", ""}


def test_unknown_survey_is_told(tmp_path):
    with pytest.raises(CommandError):
        call_command(
            "export_survey", "khong-co", "--format", "csv", "--output", str(tmp_path / "x")
        )


def test_file_that_cannot_be_written_is_told(tmp_path):
    survey = running_survey()
    with pytest.raises(CommandError):
        call_command("export_survey", survey.code, "--format", "xlsform", "--output", str(tmp_path))
