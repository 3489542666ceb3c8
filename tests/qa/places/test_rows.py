"""Places as rows: units on a day, through mergers and splits, from a file and on the assign page."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import Workbook

from engagement.accounts import services as accounts
from engagement.accounts.enums import SuccessionKind
from engagement.accounts.models import Unit
from engagement.audit.actors import Actor
from engagement.reorganisation import services
from engagement.reorganisation.effects import effect_of
from qa.models import Assignment, LevelHint, Place, PlaceUnit, Question
from qa.queries.places import found_in, tier_of
from qa.services.place_file import read_places
from qa.services.places import PLACES, take_over_communes
from qa.services.tables import BadFile
from tests.factories import make_cast, make_question, make_unit

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
OFFICE = Actor.system("test")


def commune(code: str, name: str, **values: object) -> Unit:
    return make_unit(code, f"UBND {name}", kind="commune", short_name=name, **values)


def at(text: str, on: date = TODAY) -> dict[str, float]:
    return {found.unit: found.score for found in found_in(text, on)}


def test_communes_are_known_by_their_own_names():
    commune("x-vi-thuy", "Xã Vị Thủy")
    assert take_over_communes() == 1
    assert at("duong vao xa vi thuy hu") == {"x-vi-thuy": 0.95}
    assert take_over_communes() == 0


def test_merged_commune_leads_to_its_successor_from_that_day_on():
    old, new = commune("x-a", "Xã An Phú"), commune("x-b", "Xã Bình Phú")
    take_over_communes()
    accounts.merge_units(
        predecessors=[old],
        successor=new,
        decision_number="1",
        effective_on=TODAY - timedelta(3),
        actor=OFFICE,
    )
    assert at("xã An Phú") == {"x-b": 1.0}
    assert at("xã An Phú", TODAY - timedelta(10)) == {"x-a": 1.0}


def test_split_written_down_by_hand_leaves_both_with_half():
    old, parts = (
        commune("x-a", "Xã An Phú"),
        [commune("x-b", "Xã B Bắc"), commune("x-c", "Xã C Nam")],
    )
    take_over_communes()
    accounts.split_unit(
        unit=old, successors=parts, decision_number="1", effective_on=TODAY, actor=OFFICE
    )
    assert at("xã An Phú") == {"x-b": 0.5, "x-c": 0.5}


def test_reorganisation_gives_each_place_to_its_new_unit_and_keeps_the_old_name():
    cast = make_cast()
    old = commune("x-a1", "Xã An Phú")
    take_over_communes()
    hamlet = Place.objects.create(kind="hamlet", name="Ấp Mỹ Lợi", is_ordinary=True)
    held = PlaceUnit.objects.create(place=hamlet, unit=old, valid_from=old.valid_from)
    split = services.create_reorganisation(
        kind=SuccessionKind.SPLIT,
        units=[old],
        decision_number="1",
        effective_on=TODAY,
        by=cast.office,
    )
    for code, name in (("x-bac", "Xã Phú Bắc"), ("x-nam", "Xã Phú Nam")):
        columns = {"code": code, "name": f"UBND {name}", "short_name": name, "kind": "commune"}
        services.add_successor(reorganisation=split, by=cast.office, new=columns)
    services.choose(
        reorganisation=split,
        effect=effect_of(PLACES),
        chosen={str(held.pk): split.successors.get(code="x-nam")},
        by_rule=[],
        by=cast.office,
    )
    services.apply_by(reorganisation=split, by=cast.office)
    assert at("ấp Mỹ Lợi") == {"x-nam": 1.0}
    assert at("xã An Phú cũ") == {"x-bac": 1.0}
    assert at("xã Phú Nam") == {"x-nam": 1.0}
    assert at("ấp Mỹ Lợi", TODAY - timedelta(1)) == {"x-a1": 1.0}
    assert Place.objects.get(name="Xã An Phú").kind == "former_commune"


def test_list_in_memory_follows_every_change_of_a_row():
    unit, other = commune("x-a", "Xã An Phú"), commune("x-b", "Xã Bình Phú")
    take_over_communes()
    assert at("xã An Phú") == {"x-a": 1.0}
    held = PlaceUnit.objects.get(unit=unit)
    held.unit = other
    held.save()
    assert at("xã An Phú") == {"x-b": 1.0}
    held.delete()
    assert at("xã An Phú") == {}


def test_few_queries_however_many_places():
    unit = commune("x-a", "Xã An Phú")
    take_over_communes()
    counts = []
    for names in (("Ấp Một",), ("Ấp Hai", "Ấp Ba Mới", "Ấp Bốn Cũ")):
        for name in names:
            place = Place.objects.create(kind="hamlet", name=name)
            PlaceUnit.objects.create(place=place, unit=unit, valid_from=unit.valid_from)
        with CaptureQueriesContext(connection) as asked:
            found_in("xã An Phú", TODAY)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 9
    with CaptureQueriesContext(connection) as asked:
        found_in("xã An Phú", TODAY)
    assert len(asked) <= 5


def test_hints_of_level_are_rows_that_wait_for_confirmation():
    assert not LevelHint.objects.filter(is_confirmed=True).exists()
    assert tier_of("Xin trich luc khai sinh").tier == "commune"
    LevelHint.objects.all().delete()
    assert tier_of("Xin trich luc khai sinh").tier is None


# --- From a file -----------------------------------------------------------------------------

GOOD = (
    "loại,tên,đơn vị,từ ngày,nguồn\nấp,Ấp 4,x-a,01/07/2025,Nghị quyết\nxã cũ,Xã Cũ Kỹ,Xã An Phú,,\n"
)


@pytest.mark.parametrize(
    ("encoding", "sign"), [("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", "\t")]
)
def test_file_as_spreadsheets_save_it_is_read(tmp_path, encoding, sign):
    commune("x-a", "Xã An Phú")
    file = tmp_path / "places.csv"
    file.write_bytes(GOOD.replace(",", sign).encode(encoding))
    call_command("import_places", str(file))
    call_command("import_places", str(file))  # the same again adds nothing
    assert at("ap 4 xa cu ky") == {"x-a": 1.0}
    assert PlaceUnit.objects.filter(place__name="Ấp 4").count() == 1
    assert PlaceUnit.objects.get(place__name="Ấp 4").valid_from == date(2025, 7, 1)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Tệp trống"),
        (b"\n \n", "Tệp trống"),
        ("loại,tên,đơn vị\n".encode(), "Tệp trống"),
        ("loại,tên\nấp,Ấp 4\n".encode(), "không có dòng tiêu đề với các cột “loại”, “tên”, “đơn vị”"),
        ("loại,tên,đơn vị,lạ\n".encode(), "Không có cột “lạ”"),
        ("loại,tên,đơn vị\nấp,Ấp 4,x-la\n".encode(), "Dòng 2: không có đơn vị “x-la”"),
        ("loại,tên,đơn vị\nấp,Ấp 4,x-a\nsao,Ấp 5,x-a\n".encode(), "Dòng 3: loại “sao” không có"),
        ("loại,tên,đơn vị\nxã cũ,An Phú,x-a\n".encode(), "Dòng 2: tên “An Phú” phải ghi cả loại"),
        ("loại,tên,đơn vị\nấp,,x-a\n".encode(), "Dòng 2: thiếu tên"),
        ("loại,tên,đơn vị\nấp,Ấp 4,Xã Trùng\n".encode(), "là của nhiều đơn vị"),
        ("loại,tên,đơn vị\nấp,Ấp 4,x-a,1,2\n".encode(), "Dòng 2: có nhiều ô hơn"),
        ("loại,tên,đơn vị,từ ngày\nấp,Ấp 4,x-a,31/02/2025\n".encode(), "ngày “31/02/2025”"),
        ('loại,tên,đơn vị\nấp,"Ấp 4,x-a\n'.encode(), "không đọc được"),
        ("loại,tên,đơn vị\nấp,Ấp 4,x-a\n".encode("cp1258", "replace"), "Tệp không dùng bảng mã UTF-8"),
        ("loại,tên,đơn vị\nấp,Êp 4 x· T©n Hßa ®Êt ®ai,x-a\n".encode(), "Dòng 2: chữ gõ bằng bảng mã cũ"),
        (b"PK\x03\x04\x00\x00\xff\xfe", "Tệp XLSX bị hỏng"),
        (b"x" * (21 * 1024 * 1024), "lớn hơn 20 MB"),
    ],
)  # fmt: skip
def test_bad_file_is_refused_whole_with_the_row(tmp_path, content, sentence):
    commune("x-a", "Xã An Phú")
    for code in ("x-1", "x-2"):
        commune(code, "Xã Trùng")
    file = tmp_path / "places.csv"
    file.write_bytes(content)
    with pytest.raises(BadFile, match=sentence.replace("(", r"\(")):
        read_places(file)
    with pytest.raises(CommandError, match="danh sách địa danh không đổi"):
        call_command("import_places", str(file))
    assert not Place.objects.exists()


def test_workbook_is_a_list_of_places_as_well(tmp_path):
    unit = commune("x-a", "Xã An Phú")
    book = Workbook()
    book.active.append(["Loại", "Tên", "Đơn vị", "Từ ngày"])
    book.active.append(["ấp", "Ấp 4", "x-a", date(2025, 7, 1)])
    book.save(file := tmp_path / "places.xlsx")
    (row,) = read_places(file)
    assert (row.name, row.unit, row.valid_from) == ("Ấp 4", unit, date(2025, 7, 1))


def test_file_of_many_bad_rows_names_the_first_ones(tmp_path):
    file = tmp_path / "places.csv"
    rows = "".join(f"ấp,Ấp {number},x-la\n" for number in range(100))
    file.write_text(f"loại,tên,đơn vị\n{rows}")
    with pytest.raises(BadFile) as refused:
        read_places(file)
    assert len(refused.value.problems) == 100
    assert "và 80 chỗ khác" in str(refused.value)


# --- On the assign page ----------------------------------------------------------------------


def assign_page(client, cast, text: str, **values: object) -> tuple[Question, str]:
    question = make_question(cast, "reported", text=text, **values)
    client.force_login(cast.editor)
    return question, f"{question.get_absolute_url()}viec/assign/"


def test_place_is_shown_and_fills_in_at_one_press_without_losing_what_was_typed(client):
    cast = make_cast()
    unit = commune("x-vi-thuy", "Xã Vị Thủy")
    take_over_communes()
    question, address = assign_page(client, cast, "Khai sinh cho con ở xã Vị Thủy làm thế nào?")
    page = client.get(address).content.decode()
    assert "Đề nghị chủ trì <strong>Xã Vị Thủy</strong>" in page
    assert "“xã Vị Thủy”" in page
    assert "thường do cấp xã giải quyết: “khai sinh”" in page
    typed = {"lead": cast.unit.pk, "words": "Làm nhanh giúp", "dien": f"phoi-hop:{unit.pk}"}
    page = client.post(address, typed)
    form = page.context["form"]
    assert page.status_code == 200
    assert form["lead"].value() == str(cast.unit.pk)
    assert form["coordinating"].value() == [str(unit.pk)]
    assert form["words"].value() == "Làm nhanh giúp"
    form = client.post(address, typed | {"dien": f"chu-tri:{unit.pk}"}).context["form"]
    assert form["lead"].value() == str(unit.pk)
    assert not Assignment.objects.filter(question=question).exists()


def test_commune_of_the_form_is_a_hint_and_weaker_than_a_place_in_the_text(client):
    cast = make_cast()
    commune("x-vi-thuy", "Xã Vị Thủy")
    take_over_communes()
    _, address = assign_page(client, cast, "Rác chưa ai thu.", commune=cast.commune)
    assert "Người hỏi chọn trên biểu mẫu" in client.get(address).content.decode()
    _, address = assign_page(client, cast, "Rác ở xã Vị Thủy chưa ai thu.", commune=cast.commune)
    assert "Người hỏi chọn trên biểu mẫu" not in client.get(address).content.decode()
