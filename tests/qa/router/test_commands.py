"""The commands as they are used from outside, on rows of our own."""

import io
import json
import re
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from openpyxl import Workbook

from engagement.accounts.models import Succession, Unit
from engagement.audit.models import AuditEvent
from qa.models import Procedure, RouterVersion, RoutingCase
from qa.services import routing_files, tables
from qa.services.places import take_over_communes

pytestmark = pytest.mark.django_db
MERGED = date(2025, 3, 1)
BEFORE = date(2004, 1, 1)


def unit(code, name, keywords="", *, kind="department", since=BEFORE, until=None):
    return Unit.objects.create(
        code=code,
        name=name,
        short_name=name,
        kind=kind,
        keywords=keywords,
        valid_from=since,
        valid_to=until,
    )


@pytest.fixture
def units():
    """Two departments merged in 2025, one split in 2026, one that stays, a commune."""
    day_before = MERGED - timedelta(days=1)
    land = unit("tnmt", "Sở Tài nguyên", "sổ đỏ, tách thửa, đất đai", until=day_before)
    farming = unit("nnptnt", "Sở Nông nghiệp", "trồng lúa, thủy lợi, vật nuôi", until=day_before)
    both = unit("nnmt", "Sở Nông nghiệp và Môi trường", since=MERGED)
    health = unit("yte", "Sở Y tế", "bệnh viện, bác sĩ, tiêm chủng")
    culture = unit("vh", "Sở Văn hóa", "lễ hội, du lịch", until=date(2026, 1, 1))
    halves = [unit(code, f"Sở {code}", since=date(2026, 1, 2)) for code in ("le", "dl")]
    unit("x-a", "UBND xã A", kind="commune", since=MERGED)
    for old, new, day in (
        (land, both, MERGED),
        (farming, both, MERGED),
        (culture, halves[0], date(2026, 1, 2)),
        (culture, halves[1], date(2026, 1, 2)),
    ):
        Succession.objects.create(
            predecessor=old,
            successor=new,
            kind="split" if old == culture else "merge",
            decision_number="1/QĐ",
            effective_on=day,
        )
    return health


def file_of(tmp_path, content, name="rows.jsonl"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def jsonl(*rows):
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)


PROCEDURES = jsonl(
    {"code": "1", "name": "Cấp giấy phép phòng khám", "field": "Y", "dept": "yte"},
    {"code": "2", "name": "Đăng ký biến động đất đai", "field": "Đất", "dept": "tnmt"},
)


def run(name, *args, **options):
    out = io.StringIO()
    call_command(name, *args, stdout=out, **options)
    return out.getvalue()


def route(lines, *args):
    """Run route_questions; give what it printed, what it complained of, whether it failed."""
    out, complaints = io.StringIO(), io.StringIO()
    failure = ""
    try:
        call_command(
            "route_questions", *args, stdin=io.StringIO(lines), stdout=out, stderr=complaints
        )
    except CommandError as error:
        failure = str(error)
    return (
        [json.loads(line) for line in out.getvalue().splitlines()],
        complaints.getvalue(),
        failure,
    )


# --- Routing ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        pytest.param("Đường ấp ở xã Vị Thủy hư hỏng", ["x-a"], id="the commune's matter"),
        pytest.param("Bac si benh vien o xa Vi Thuy", ["yte", "x-a"], id="the department's"),
        pytest.param("Quốc lộ và bệnh viện ở xã Vị Thủy", ["yte"], id="the province's"),
    ],
)
def test_named_commune_stands_among_three_where_it_may_be_its_matter(units, question, wanted):
    Unit.objects.filter(code="x-a").update(short_name="Xã Vị Thủy")
    take_over_communes()
    (answer,), _, _ = route(jsonl({"question": question}))
    found = {one["unit"]: one["matched"] for one in answer["candidates"]}
    assert list(found)[: len(wanted)] == wanted
    assert len(found) <= 3
    assert ("x-a" in found) == ("x-a" in wanted)
    if "x-a" in wanted:
        assert {"xã Vị Thủy", "xa Vi Thuy"} & set(found["x-a"])


def test_half_a_character_is_no_question(units):
    answers, complaints, failure = route('{"question": "a \\ud800 b"}')
    assert not answers
    assert "Dòng 1" in str(complaints)
    assert failure


def test_question_is_routed_before_anything_was_trained(units):
    (answer,), complaints, failure = route(jsonl({"question": "Làm so do ở đâu?"}))
    assert not complaints
    assert not failure
    assert answer["question"] == "Làm so do ở đâu?"
    best = answer["candidates"][0]
    assert (best["unit"], best["percentage"]) == ("nnmt", None)
    assert "so do" in best["matched"]
    scores = [one["score"] for one in answer["candidates"]]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert not {"x-a", "tnmt", "vh"} & {one["unit"] for one in answer["candidates"]}
    assert not RouterVersion.objects.exists()


@pytest.mark.parametrize(
    ("day", "question", "wanted", "absent"),
    [
        ("2025-02-28", "Tách thửa đất", {"tnmt"}, "nnmt"),
        ("2025-03-01", "Tách thửa đất", {"nnmt"}, "tnmt"),
        ("2026-01-01", "Lễ hội du lịch", {"vh"}, "le"),
        ("2026-01-02", "Lễ hội du lịch", {"le", "dl"}, "vh"),
    ],
)
def test_units_are_those_of_the_day(units, day, question, wanted, absent):
    (answer,), _, _ = route(jsonl({"question": question}), "--as-of", day)
    found = [one["unit"] for one in answer["candidates"]]
    assert set(found[: len(wanted)]) == wanted
    assert absent not in found


def test_bad_lines_are_told_by_number_and_the_others_answered(units):
    lines = (
        '{"question": "Bệnh viện"}\n\nkhông phải JSON\n{"question": 5}\n{"question": "Sổ đỏ"}\n[1]'
    )
    answers, complaints, failure = route(lines)
    assert [row["candidates"][0]["unit"] for row in answers] == ["yte", "nnmt"]
    assert [f"Dòng {n}:" in complaints for n in (1, 3, 4, 5, 6)] == [False, True, True, False, True]
    assert "3 dòng" in failure


def test_a_line_without_end_is_told_by_number_and_the_next_is_answered(units):
    endless = jsonl({"question": "Bệnh viện " * 500_000})
    answers, complaints, failure = route(f"{endless}\n" + jsonl({"question": "Sổ đỏ"}))
    assert [row["question"] for row in answers] == ["Sổ đỏ"]
    assert complaints.count("Dòng") == complaints.count("Dòng 1:") == 1
    assert "1 dòng" in failure


def test_day_that_is_none_or_has_no_unit_is_told_in_a_sentence(units):
    for day, sentence in (("2025-13-01", "không phải là một ngày"), ("1990-01-01", "01/01/1990")):
        assert sentence in route(jsonl({"question": "Sổ đỏ"}), f"--as-of={day}")[2]


def test_endless_question_is_answered_and_another_encoding_told(units, monkeypatch):
    (answer,), _, _ = route(jsonl({"question": "Bệnh viện xa quá. " * 20_000}))
    assert answer["candidates"][0]["unit"] == "yte"
    monkeypatch.setattr(
        "sys.stdin", io.TextIOWrapper(io.BytesIO('{"question": "a"}'.encode("utf-16")))
    )
    with pytest.raises(CommandError, match="đổi sang UTF-8"):
        run("route_questions")


def test_no_units_is_a_sentence_not_a_traceback():
    _, _, failure = route(jsonl({"question": "Sổ đỏ"}))
    assert "Chưa có gì để gợi ý" in failure


# --- The catalogue ----------------------------------------------------------------------------
def test_catalogue_is_imported_once_and_brought_up_to_date(units, tmp_path):
    path = file_of(tmp_path, PROCEDURES)
    assert "thêm 2, sửa 0" in run("import_procedures", path)
    assert RouterVersion.objects.get(is_active=True).procedures == 2
    assert "thêm 0, sửa 0, giữ nguyên 2" in run("import_procedures", path)
    assert RouterVersion.objects.count() == 1  # nothing new to learn
    changed = file_of(tmp_path, PROCEDURES.replace("phòng khám", "nhà thuốc"))
    assert "thêm 0, sửa 1" in run("import_procedures", changed)
    assert Procedure.objects.get(code="1").name == "Cấp giấy phép nhà thuốc"
    assert AuditEvent.objects.filter(kind="qa.router.import_procedures").count() == 3


def workbook(*rows):
    book, stored = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(stored)
    return stored.getvalue()


def odd_workbook(*rows):
    """Behind a hidden sheet, with a size that is not the sheet's and a cell in the last column."""
    book, stored, odd = Workbook(), io.BytesIO(), io.BytesIO()
    book.active.sheet_state = "hidden"
    sheet = book.create_sheet("Danh mục")
    for row in rows:
        sheet.append(row)
    sheet["XFD1"] = "x"
    book.save(stored)
    with zipfile.ZipFile(stored) as whole, zipfile.ZipFile(odd, "w") as other:
        for name in whole.namelist():
            other.writestr(
                name,
                re.sub(rb'<dimension ref="A1:[^"]*"', b'<dimension ref="A1"', whole.read(name)),
            )
    return odd.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        "Mã thủ tục;Tên thủ tục;Lĩnh vực;Cơ quan thực hiện\n7;Cấp phép;L;Sở Y tế\n",
        "\ufeffMÃ TTHC,TÊN TTHC,Đơn vị\n7,Cấp phép,yte\n",
        "Mã số\tTên\tĐơn vị\n7\tCấp phép\tso y te\n".encode("utf-16"),
        workbook(["Danh mục"], ["Mã", "Tên thủ tục", "Sở"], ["7", "Cấp phép", "yte"], [None]),
        odd_workbook(["Mã", "Tên thủ tục", "Sở"], ["7", "Cấp phép", "yte"]),
    ],
    ids=["semicolons", "mark", "utf-16", "xlsx", "odd xlsx"],
)
def test_tables_of_offices_are_read(units, tmp_path, content):
    run("import_procedures", file_of(tmp_path, content, "bang"))
    procedure = Procedure.objects.get()
    assert (procedure.code, procedure.name, procedure.unit) == ("7", "Cấp phép", units)


def charts_alone():
    book = Workbook()
    book.create_chartsheet("Biểu đồ")
    book.remove(book.worksheets[0])
    stored = io.BytesIO()
    book.save(stored)
    return stored.getvalue()


TCVN3 = "code,name,dept\n1,Thñ tôc cÊp giÊy chøng nhËn quyÒn sö dông ®Êt cho hé gia ®×nh,yte\n"
BAD_FILES = {
    "empty": ("", "Tệp trống"),
    "blank": ("\ufeff \n\n", "Tệp trống"),
    "heading only": ("code,name,dept\n", "Tệp trống"),
    "no columns": ("a,b\n1,2\n", "tiêu đề"),
    "unknown unit": (f'{PROCEDURES}\n{{"code": "3", "name": "N", "dept": "la"}}', "Dòng 3: không có"),
    "no name": (f'{PROCEDURES}\n{{"code": "3", "dept": "yte"}}', "Dòng 3: thiếu tên"),
    "no JSON": (f"{PROCEDURES}\n{{oops", "Dòng 3: không phải"),
    "twice": (f"{PROCEDURES}\n{PROCEDURES}", "đã có ở dòng 1"),
    "too long": (jsonl({"code": "c" * 61, "name": "N", "dept": "yte"}), "Dòng 1"),
    "latin": ("code,name,dept\n1,Thủ tục,yte\n".replace("ủ", "\xfc").encode("latin-1", "replace"), "UTF-8"),
    "TCVN3 bytes": (TCVN3.encode("latin-1"), "TCVN3"),
    "TCVN3 in UTF-8": (TCVN3, "Dòng 2: chữ gõ bằng bảng mã cũ TCVN3"),
    "broken workbook": (b"PK\x03\x04 nothing", "XLSX"),
    "charts alone": (charts_alone(), "XLSX"),
    "binary": (b"ab\x00\x01cd\x00", "không phải là văn bản"),
    "a list for a value": ('{"code": "3", "name": ["N"], "dept": "yte"}', "Dòng 1: một ô là danh sách"),
    "a comma in a name": ("dept,code,name\nyte,1,Cấp, đổi thẻ\n", "Dòng 2: có nhiều ô hơn số cột"),
    "a value without end": (jsonl({"code": "1", "name": "x" * 200_000, "dept": "yte"}), "Dòng 1: có ô"),
    "quotes": ('code,name,dept\n1,"Thủ tục,yte\n', "Dòng"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD_FILES)
def test_bad_catalogue_is_refused_whole_with_a_sentence(units, tmp_path, case):
    content, sentence = BAD_FILES[case]
    with pytest.raises(CommandError, match=sentence):
        run("import_procedures", file_of(tmp_path, content, "bang"))
    assert not Procedure.objects.exists()
    assert not RouterVersion.objects.exists()
    assert not AuditEvent.objects.exists()


def test_huge_file_is_refused_by_its_size_unread(units, tmp_path, monkeypatch):
    path = tmp_path / "huge.csv"
    with path.open("wb") as huge:
        huge.truncate(100 * 1024 * 1024)  # a hole: takes no room
    monkeypatch.setattr(type(path), "read_bytes", lambda _self: pytest.fail("was read"))
    with pytest.raises(CommandError, match="100 MB, lớn hơn"):
        run("import_procedures", path)
    with pytest.raises(CommandError, match="Không đọc được"):
        run("import_procedures", tmp_path / "missing.csv")


def test_what_has_no_end_is_refused_by_what_was_read(units):
    with pytest.raises(CommandError, match="lớn hơn 20 MB"):
        run("import_procedures", Path("/dev/zero"))


def test_workbook_of_very_many_pieces_is_refused_unread(units, tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "MAX_TAGS", 100)
    rows = [["Mã", "Tên thủ tục", "Sở"], *(["7", "Cấp phép", "yte"] for _ in range(50))]
    with pytest.raises(CommandError, match="bung ra quá lớn"):
        run("import_procedures", file_of(tmp_path, workbook(*rows)))


def test_stopped_import_writes_nothing_and_says_so(units, tmp_path, monkeypatch):
    def stop(**_):
        raise KeyboardInterrupt

    monkeypatch.setattr(routing_files, "record", stop)  # the last thing before the end
    with pytest.raises(CommandError, match="Đã dừng") as stopped:
        run("import_procedures", file_of(tmp_path, PROCEDURES))
    assert stopped.value.returncode == 130
    assert not Procedure.objects.exists()


def test_many_problems_are_told_shortly(units, tmp_path):
    rows = [{"code": str(n), "name": "N", "dept": "la"} for n in range(tables.PROBLEMS_SHOWN + 5)]
    with pytest.raises(CommandError, match="… và 5 chỗ khác"):
        run("import_procedures", file_of(tmp_path, jsonl(*rows)))


# --- Learning and measuring -------------------------------------------------------------------
ROWS = [
    {"question": "Xin hỏi lịch bác sĩ khám ở trạm Bàu Sen", "dept": "yte"},
    {"question": "Trạm Bàu Sen mở cửa mấy giờ", "dept": "yte"},
    {"question": "Cống ngăn mặn vận hành ra sao", "dept": "nnptnt"},
]


def test_cases_are_learnt_once_whatever_the_marks(units, tmp_path):
    told = json.loads(run("learn_routings", file_of(tmp_path, jsonl(*ROWS))))
    assert (told["added"], told["changed"], told["version"], told["active"]) == (3, 0, 1, True)
    assert told["confirmed"] == {"nnptnt": 1, "yte": 2}
    again = [{"question": "CONG NGAN MAN van hanh ra sao?", "dept": "tnmt"}, *ROWS[:2]]
    told = json.loads(run("learn_routings", file_of(tmp_path, jsonl(*again))))
    assert (told["added"], told["changed"], told["same"]) == (0, 1, 2)
    assert RoutingCase.objects.count() == 3
    (answer,), _, _ = route(jsonl({"question": "Trạm Bàu Sen"}))
    assert answer["candidates"][0]["unit"] == "yte"


def test_a_line_separator_inside_a_question_ends_no_row(units, tmp_path):
    row = ROWS[0] | {"question": f"Xin hỏi\u2028\x85{ROWS[0]['question']}"}
    path = file_of(tmp_path, json.dumps(row, ensure_ascii=False))
    assert json.loads(run("learn_routings", path))["added"] == 1


def test_bad_cases_are_refused_whole(units, tmp_path):
    rows = jsonl(*ROWS, {"question": "Hỏi gì đó", "dept": "không có"})
    with pytest.raises(CommandError, match="Dòng 4"):
        run("learn_routings", file_of(tmp_path, rows))
    assert not RoutingCase.objects.exists()


def test_evaluation_counts_successors_as_right_and_changes_nothing(units, tmp_path):
    rows = [
        {"question": "Làm sổ đỏ", "dept": "tnmt"},
        {"question": "Bác sĩ bệnh viện", "dept": "yte"},
        {"question": "Lễ hội", "dept": "vh"},
    ]
    path = file_of(tmp_path, jsonl(*rows))
    for options in ({}, {"as_of": date(2025, 1, 1)}, {"fold_accents": "all"}):
        told = json.loads(run("evaluate_routing", path, **options))
        assert (told["n"], told["top1"], told["top3"], told["macro_f1"]) == (3, 1, 1, 1)
        assert told["ece_shown"] is None
        assert 0 <= told["ece"] <= 1
    assert not RoutingCase.objects.exists()
    assert not RouterVersion.objects.exists()
    told = json.loads(run("evaluate_routing", path, cross_validate=3, repeats=2))
    assert set(told["top1"]) == {"mean", "spread"}
    with pytest.raises(CommandError, match="Số phần"):
        run("evaluate_routing", path, cross_validate=1)


def test_question_of_a_commune_is_right_with_that_commune_alone(units, tmp_path):
    Unit.objects.filter(code="x-a").update(short_name="Xã Vị Thủy")
    unit("x-b", "UBND xã B", kind="commune", since=MERGED)
    take_over_communes()
    row = {"question": "Đường ấp ở xã Vị Thủy hư hỏng", "dept": "x-a"}
    told = json.loads(run("evaluate_routing", file_of(tmp_path, jsonl(row))))
    assert (told["n"], told["top1"]) == (1, 1)
    told = json.loads(run("evaluate_routing", file_of(tmp_path, jsonl(row | {"dept": "x-b"}))))
    assert (told["n"], told["top3"]) == (1, 0)


def test_database_without_tables_is_told_in_a_sentence(monkeypatch, tmp_path):
    monkeypatch.setattr(connection.introspection, "table_names", list)
    path = file_of(tmp_path, jsonl(*ROWS))
    for name in ("learn_routings", "evaluate_routing", "import_procedures", "import_places"):
        with pytest.raises(CommandError, match=r"manage\.py migrate"):
            run(name, path)
    for name, *args in (
        ("fill_keywords",),
        ("retrain_router",),
        ("rollback_router", 1),
        ("attack_survey",),
        ("verify_survey", "x"),
        ("import_survey", path),
        ("export_survey", "x", "--format=csv", "--output=x"),
    ):
        with pytest.raises(CommandError, match=r"manage\.py migrate"):
            run(name, *args)
    assert "manage.py migrate" in str(route(jsonl(ROWS[0]))[2])


def test_earlier_version_is_used_again(units, tmp_path):
    run("import_procedures", file_of(tmp_path, PROCEDURES))
    run("learn_routings", file_of(tmp_path, jsonl(*ROWS)))
    assert RouterVersion.objects.get(is_active=True).number == 2
    assert "Đang dùng bản 1" in run("rollback_router", 1)
    assert RouterVersion.objects.get(is_active=True).number == 1
    with pytest.raises(CommandError, match="Không có bản 9"):
        run("rollback_router", 9)
    RouterVersion.objects.filter(number=2).update(model=b"changed", checksum="0" * 64)
    with pytest.raises(CommandError, match="đã bị thay đổi"):
        run("rollback_router", 2)
    assert RouterVersion.objects.get(is_active=True).number == 1


def test_keywords_are_filled_only_where_nobody_typed_any(units):
    assert run("fill_keywords").startswith("Đã điền từ khóa cho")
    units.refresh_from_db()
    assert units.keywords == "bệnh viện, bác sĩ, tiêm chủng"
    assert Unit.objects.get(code="x-a").keywords == ""
