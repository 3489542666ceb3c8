"""Open data: every documented address answers as its description says, and no private word is there."""

import csv
import io
from datetime import date

import jsonschema
import openpyxl
import pytest
from django.core.cache import cache
from django.urls import reverse
from openapi_spec_validator import OpenAPIV31SpecValidator

from engagement.documents.tables import neutral
from qa.models import Field, Publication, Question
from qa.queries.figures.measures import Measure
from qa.queries.open_data.datasets import DATASETS, FORMATS
from qa.queries.open_data.rows import FigureRow
from qa.views.open_data.description import description
from qa.views.open_data.schema import schema_of
from tests.factories import make_cast, make_question

pytestmark = pytest.mark.django_db
FORMULA = '=HYPERLINK("http://a.vn")'


@pytest.fixture
def world():
    cache.clear()
    cast = make_cast()
    Field.objects.create(code="y-te", name="Y tế")
    secret = {
        "asker_name": "Trần Thị Kín",
        "contact_email": "kin@example.vn",
        "contact_phone": "0912345678",
        "commune": cast.commune,
    }
    published = make_question(cast, "published", text="Lời riêng của người hỏi ở đây?", **secret)
    Publication.objects.filter(question=published).update(title=FORMULA)
    make_question(cast, "closed")
    make_question(cast, "retracted")
    make_question(cast, "assigned")
    sealed = make_question(cast, "published")
    Question.objects.filter(pk=sealed.pk).update(is_sealed=True)
    yield published
    cache.clear()


def paths() -> list[str]:
    """Every documented address, its year filled in."""
    return [path.replace("{year}", str(date.today().year)) for path in description()["paths"]]  # noqa: DTZ011


def rows_of(client, name: str) -> list[dict]:
    path = next(path for path in paths() if path.endswith(".json") and f"/{name}" in path)
    return client.get(path).json()["rows"]


def test_the_description_is_openapi_3_1(client, world):
    document = client.get(reverse("open_data:openapi")).json()
    OpenAPIV31SpecValidator(document).validate()
    assert len(document["paths"]) == len(DATASETS) * len(FORMATS)


def test_every_documented_address_answers_as_described(client, world):
    document = description()
    for template, item in document["paths"].items():
        path = template.replace("{year}", str(world.publication.published_at.year))
        response = client.get(path)
        assert response.status_code == 200, path
        [[content_type, content]] = item["get"]["responses"]["200"]["content"].items()
        assert response["Content-Type"].partition(";")[0] == content_type
        for header in item["get"]["responses"]["200"]["headers"]:
            assert header in response, header
        if path.endswith(".json"):
            schema = content["schema"] | {"components": document["components"]}
            checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
            jsonschema.Draft202012Validator(schema, format_checker=checker).validate(
                response.json()
            )
            assert response.json()["rows"]


def test_the_three_formats_hold_the_same(client, world):
    for template in [path for path in paths() if path.endswith(".json")]:
        stem = template.removesuffix(".json")
        rows = client.get(template).json()["rows"]
        raw = client.get(f"{stem}.csv").content
        assert raw.startswith(b"\xef\xbb\xbf")
        read = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
        book = openpyxl.load_workbook(io.BytesIO(client.get(f"{stem}.xlsx").content))
        head, *lines = book["du-lieu"].iter_rows(values_only=True)
        if stem.endswith("/tep"):
            assert len(read) == len(rows) == len(lines)
            continue
        assert list(head) == list(rows[0]) == list(read[0])
        for row, line, cells in zip(rows, read, lines, strict=True):
            assert [neutral(plain(value)) for value in row.values()] == list(line.values())
            assert [number(plain(v)) for v in row.values()] == [number(plain(v)) for v in cells]


def number(text: str) -> str:
    """A spreadsheet keeps 1.0 as 1."""
    return text.removesuffix(".0")


def plain(value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def test_only_what_is_published_is_there(client, world):
    [row] = rows_of(client, "cau-hoi/")
    assert row["id"] == world.publication.pk
    assert (row["title"], row["in_time"], row["commune_code"]) == (FORMULA, True, "xa-a")
    everything = b"".join(client.get(path).content for path in paths())
    for secret in (
        world.reference,
        world.submission.secret,
        "Lời riêng",
        "Kín",
        "kin@",
        "0912345678",
    ):
        assert secret.encode() not in everything


def test_a_formula_is_not_run_by_a_spreadsheet(client, world):
    path = next(path for path in paths() if "cau-hoi" in path and path.endswith(".csv"))
    assert f"'{FORMULA}" in next(
        row["title"]
        for row in csv.DictReader(io.StringIO(client.get(path).content.decode("utf-8-sig")))
    )


def test_figures_of_a_year_are_those_of_its_periods(client, world):
    rows = rows_of(client, "so-lieu/")
    whole = [row for row in rows if row["dimension"] == "all"]
    year = next(row for row in whole if len(row["period"]) == 4)
    assert (year["received"], year["answered"], year["in_time"], year["open"]) == (4, 3, 3, 1)
    units = [row for row in rows if row["period"] == year["period"] and row["dimension"] == "unit"]
    for measure in Measure:
        assert sum(row[measure.value] for row in units) == year[measure.value]
    assert {row["period"] for row in whole} >= {year["period"]}


def test_every_figure_has_its_column():
    names = set(schema_of(FigureRow)["properties"])
    assert {measure.value for measure in Measure} <= names


def test_who_has_the_file_gets_no_second(client, world):
    for path in paths():
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
    [path, *_] = paths()
    cache.clear()
    Publication.objects.filter(question=world).update(title="Tiêu đề khác")
    assert client.get(path, headers={"If-None-Match": client.get(path)["ETag"]}).status_code == 304
    assert client.get(path)["ETag"] != first["ETag"]


def test_pages_of_other_sites_may_read_it(client, world):
    [path, *_] = paths()
    asked = client.options(path, headers={"Origin": "https://bao.example"})
    assert asked.status_code == 204
    assert "If-None-Match" in asked["Access-Control-Allow-Headers"]
    answer = client.get(path, headers={"Origin": "https://bao.example"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert not answer.cookies


@pytest.mark.parametrize(
    "path",
    ["cau-hoi.json", "cau-hoi/1999.json", "cau-hoi/2026.xml", "don-vi/2026.csv", "khong-co.json"],
)
def test_what_is_no_file_is_not_found(client, world, path):
    assert client.get(f"/du-lieu-mo/{path}").status_code == 404


def test_the_page_for_people_leads_to_every_file(client, world):
    body = client.get(reverse("open_data:index")).content.decode()
    assert all(f'href="{path}"' in body for path in paths())
    assert "working_days" in body
