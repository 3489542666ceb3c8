"""Abbreviations and popular names stand for what they mean, in both directions."""

import pytest

from engagement.text.models import Synonym
from engagement.text.queries import current_synonyms, forget_synonyms
from engagement.text.synonyms import NONE, Part, Synonyms, expand, parts

LAND = "giay chung nhan quyen su dung dat"
SYNONYMS = Synonyms.of(
    [
        ("BHXH", "bảo hiểm xã hội"),
        ("sổ đỏ", "giấy chứng nhận quyền sử dụng đất"),
        ("GCNQSDĐ", "giấy chứng nhận quyền sử dụng đất"),
        ("BTV", "ban thường vụ"),
        ("BTV", "biên tập viên"),
        ("", "trống"),
        ("một", "Một"),
    ]
)


@pytest.mark.parametrize(
    ("text", "expanded"),
    [
        ("hưởng BHXH", "huong bhxh bao hiem xa hoi"),
        ("bao hiem xa hoi", "bao hiem xa hoi bhxh"),
        ("xin cấp sổ đỏ", f"xin cap so do {LAND} gcnqsdd"),
        ("số đo", f"so do {LAND} gcnqsdd"),  # without marks the two are one
        ("hỏi BTV", "hoi btv ban thuong vu bien tap vien"),
        ("ban thường vụ", "ban thuong vu btv"),  # and not what else the abbreviation may mean
        ("BHXH và BHXH", "bhxh va bhxh bao hiem xa hoi"),
        ("không có gì", "khong co gi"),
        ("", ""),
    ],
)
def test_other_forms_are_added_once(text, expanded):
    assert expand(text, SYNONYMS) == expanded


def test_the_longest_form_is_taken_and_the_rest_are_single_words():
    found = parts(["lam", "bao", "hiem", "xa", "hoi"], SYNONYMS)
    assert found == [Part(("lam",)), Part(("bao", "hiem", "xa", "hoi"), (("bhxh",),))]
    assert parts(["bhxh"], NONE) == [Part(("bhxh",))]


@pytest.mark.django_db
def test_rows_switched_off_stand_for_nothing():
    assert expand("bhxh", current_synonyms()) == "bhxh bao hiem xa hoi"
    Synonym.objects.filter(short_form="BHXH").update(is_active=False)
    forget_synonyms()
    assert expand("bhxh", current_synonyms()) == "bhxh"


@pytest.mark.django_db
def test_every_row_a_new_site_starts_with_is_of_use():
    rows = Synonym.objects.values_list("short_form", "meaning")
    assert [row for row in rows if not Synonyms.of([row]).pairs] == []
    assert Synonym.objects.filter(is_unconfirmed=True).exists()
