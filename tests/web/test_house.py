from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone
from django.utils.html import strip_tags

from engagement.accounts.models import User
from engagement.web.templatetags import house

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # 10:00 on a Monday here


def render(text: str, **context: object) -> str:
    return Template("{% load house %}" + text).render(Context(context))


@pytest.fixture
def at_ten_on_monday(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (999, "999"),
        (12480, "12.480"),
        (-1234567, "-1.234.567"),
        (Decimal("7.5"), "7,5"),
        (1234.25, "1.234,25"),
        (None, ""),
    ],
)
def test_vi_number(value, shown):
    assert house.vi_number(value) == shown


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("0293 387 8888", "02933878888"),
        ("(0293) 3.878-888", "02933878888"),
        ("+84 293 3878888", "+842933878888"),
        ("113", "113"),
        ("0293 3878888, 0293 3879999", ""),
        ("máy lẻ 12", ""),
        ("", ""),
    ],
)
def test_phone_link(written, link):
    assert house.phone_link(written) == link


def test_filters_show_nothing_for_nothing():
    assert render("{{ x|when }}{{ x|short_when }}{{ x|vi_date }}", x=None) == ""


def test_vi_date_takes_a_day_or_a_moment_in_local_time():
    assert house.vi_date(date(2026, 11, 23)) == "23/11/2026"
    assert house.vi_date(datetime(2026, 11, 22, 18, 0, tzinfo=UTC)) == "23/11/2026"


@pytest.mark.parametrize(
    ("due_in", "options", "words", "tone"),
    [
        (timedelta(days=6), {}, "còn 6 ngày", "done"),
        (timedelta(days=6), {"working_days": 4}, "còn 4 ngày làm việc", "done"),
        (timedelta(days=1), {}, "còn 1 ngày", "soon"),
        (timedelta(hours=7), {}, "hôm nay 17:00", "soon"),
        (timedelta(hours=-1), {}, "vừa quá hạn", "late"),
        (timedelta(days=-1), {}, "quá hạn 1 ngày", "late"),
        (timedelta(days=-3), {"working_days": -1}, "quá hạn 1 ngày làm việc", "late"),
        (timedelta(days=-3), {"paused": True}, "tạm dừng", "quiet"),
        (timedelta(days=-3), {"done": True}, "đã xong", "done"),
    ],
)
@pytest.mark.usefixtures("at_ten_on_monday")
def test_deadline_chip(due_in, options, words, tone):
    arguments = " ".join(f"{name}={value}" for name, value in options.items())
    page = render("{% deadline_chip due " + arguments + " %}", due=NOW + due_in)

    assert words in strip_tags(page)
    assert f"chip--{tone}" in page


@pytest.mark.usefixtures("at_ten_on_monday")
def test_the_chip_tells_a_screen_reader_the_moment():
    page = render("{% deadline_chip due %}", due=NOW + timedelta(days=7, hours=7))

    assert "hạn lúc 17:00, thứ Hai 30/11/2026" in strip_tags(page)


def test_a_chip_without_a_deadline_says_so():
    assert "chưa có hạn" in render("{% deadline_chip due %}", due=None)


def test_an_unknown_icon_fails():
    with pytest.raises(KeyError):
        render("{% icon 'no-such' %}")


class SampleForm(forms.Form):
    text = forms.CharField(label="Câu hỏi", help_text="Nói rõ nơi, lúc.", min_length=10)
    level = forms.ChoiceField(label="Mức", choices=[("a", "A")], widget=forms.RadioSelect)
    files = forms.FileField(label="Tệp", required=False)  # type: ignore[assignment]
    is_public = forms.BooleanField(label="Cho hiện tên", required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False)


def test_a_field_ties_label_hint_error_and_control_together():
    page = render("{% field form.text %}", form=SampleForm({"text": "<b>ngắn"}))

    assert '<label for="id_text">Câu hỏi</label>' in page
    assert 'aria-describedby="id_text_helptext id_text_error"' in page
    assert 'id="id_text_helptext"' in page
    assert 'id="id_text_error"' in page
    assert 'aria-invalid="true"' in page
    assert "&lt;b&gt;ngắn" in page  # what was typed is still there, as text


def test_radios_stand_in_a_fieldset_with_a_legend():
    page = render("{% field form.level %}", form=SampleForm())

    assert "<fieldset" in page
    assert "<legend>Mức</legend>" in page


def test_an_optional_field_says_so_and_a_file_field_is_one():
    page = render("{% field form.files %}", form=SampleForm())

    assert "(không bắt buộc)" in page
    assert "data-filefield" in page


def test_a_tick_is_a_card_with_its_words():
    assert 'class="choice' in render("{% field form.is_public %}", form=SampleForm())


def test_a_hidden_field_is_only_its_control():
    page = render("{% field form.key %}", form=SampleForm()).strip()

    assert page == '<input type="hidden" name="key" id="id_key">'


def test_the_error_summary_links_to_each_field():
    form = SampleForm({"text": "ngắn"})
    page = render('{% include "_components/error_summary.html" %}', form=form)

    assert 'href="#id_text"' in page
    assert 'href="#id_level_field"' in page
    assert "Những gì Quý vị đã nhập vẫn còn" in page


def test_breadcrumbs_begin_at_home_and_end_here():
    page = render('{% breadcrumbs "Giới thiệu" "/gioi-thieu/" "Đảng bộ" %}')

    assert '<a href="/">Trang chủ</a>' in page
    assert '<a href="/gioi-thieu/">Giới thiệu</a>' in page
    assert '<li aria-current="page">Đảng bộ</li>' in page


def test_breadcrumbs_in_the_staffs_frame_begin_at_the_workspace():
    request = RequestFactory().get("/lam-viec/khao-sat/")
    request.user = User()
    page = render('{% breadcrumbs "Khảo sát" %}', request=request, workspace_url="/lam-viec/")

    assert '<a href="/lam-viec/">Bàn làm việc</a>' in page
    assert "Trang chủ" not in page
