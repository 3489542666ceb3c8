"""A new site begins with a list of its units."""

import pytest
from django.core.management import CommandError, call_command

from engagement.accounts.models import Unit
from qa.models import Place

pytestmark = pytest.mark.django_db
HEAD = "mã;tên;tên ngắn;loại;từ ngày;đơn vị cấp trên\n"
GOOD = (
    HEAD
    + "btc;Ban Tổ chức Tỉnh ủy;Ban Tổ chức;Cơ quan tham mưu, giúp việc;01/01/2004;tinhuy\n"
    + "tinhuy;Tỉnh ủy;;Cấp ủy;2004-01-01;\n"
    + "x-vi-thuy;Ủy ban nhân dân xã Vị Thủy;Xã Vị Thủy;xã;01/07/2025;\n"
)


def given(tmp_path, text: str) -> str:
    file = tmp_path / "don-vi.csv"
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_units_come_with_keywords_and_places_and_a_second_time_change_nothing(tmp_path, capsys):
    call_command("import_units", given(tmp_path, GOOD))
    unit = Unit.objects.get(code="btc")
    assert unit.parent == Unit.objects.get(code="tinhuy")
    assert "đảng viên" in unit.keywords
    assert Place.objects.filter(name="Xã Vị Thủy").exists()
    assert "thêm 3, giữ nguyên 0; điền từ khóa chuẩn cho 2 đơn vị" in capsys.readouterr().out
    Unit.objects.filter(code="btc").update(name="Ban Tổ chức")
    call_command("import_units", given(tmp_path, GOOD))
    assert "thêm 0, giữ nguyên 3" in capsys.readouterr().out
    assert Unit.objects.get(code="btc").name == "Ban Tổ chức"


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("yte;Sở Y tế;;Cục;01/01/2004;", "Dòng 5: loại “Cục” không có"),
        ("yte;Sở Y tế;;Sở;hôm qua;", "Dòng 5: ngày “hôm qua” phải ghi theo mẫu"),
        (
            "yte;Sở Y tế;;Sở;01/01/2004;khongco",
            "Dòng 5: không có đơn vị cấp trên mang mã “khongco”",
        ),
        ("sở y tế;Sở Y tế;;Sở;01/01/2004;", "Dòng 5: mã: "),
        ("btc;Sở Y tế;;Sở;01/01/2004;", "Dòng 5: mã “btc” đã có ở dòng trên."),
        (";Sở Y tế;;Sở;01/01/2004;", "Dòng 5: thiếu mã."),
    ],
)
def test_a_bad_row_refuses_the_whole_list(tmp_path, row, sentence):
    with pytest.raises(CommandError) as refused:
        call_command("import_units", given(tmp_path, GOOD + row + "\n"))
    assert sentence in str(refused.value)
    assert not Unit.objects.exists()
