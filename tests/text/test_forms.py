import time
import unicodedata

import pytest
from django import forms
from django.core.validators import MaxLengthValidator
from django.db import models

from engagement.text.fields import NormalisedCharField, NormalisedTextField
from engagement.text.forms import VietnameseCharField
from engagement.text.legacy import detect


class LetterForm(forms.Form):
    subject = VietnameseCharField(max_length=60, required=False)
    body = VietnameseCharField(widget=forms.Textarea)


def test_text_is_normalised():
    form = LetterForm({"body": unicodedata.normalize("NFD", " Tỉnh ủy\r\n\u200b")})
    assert form.is_valid()
    assert form.cleaned_data == {"subject": "", "body": "Tỉnh ủy"}


def test_text_of_nothing_visible_is_empty():
    form = LetterForm({"body": "\u200b\x00 "})
    assert form.errors.as_data()["body"][0].code == "required"


def test_length_is_counted_after_normalising():
    form = LetterForm({"subject": unicodedata.normalize("NFD", "ử" * 60), "body": "x"})
    assert form.is_valid()


def test_legacy_text_is_refused_with_its_conversion():
    form = LetterForm({"body": "QuyÕt ®Þnh vÒ ®Êt ®ai"})
    error = form.errors.as_data()["body"][0]
    assert error.code == "legacy_encoding"
    assert error.params["suggestion"] == "Quyết định về đất đai"
    assert "“Quyết định về đất đai”" in form.errors["body"][0]


def test_the_field_is_shown_converted_and_sending_it_takes_the_conversion():
    form = LetterForm({"body": "QuyÕt ®Þnh"})
    html = str(form["body"])
    assert "Quyết định</textarea>" in html
    assert 'name="body_legacy_choice"' in html
    assert 'value="QuyÕt ®Þnh"' in html
    again = LetterForm({"body": form["body"].value(), "body_legacy_original": "QuyÕt ®Þnh"})
    assert again.is_valid()
    assert again.cleaned_data["body"] == "Quyết định"
    assert "legacy" not in str(again["body"])


def test_the_sender_may_keep_what_was_typed():
    data = {
        "body": "Quyết định",
        "body_legacy_original": "QuyÕt ®Þnh\x00",
        "body_legacy_choice": "original",
    }
    form = LetterForm(data)
    assert form.is_valid()
    assert form.cleaned_data["body"] == "QuyÕt ®Þnh"


def test_the_choice_survives_a_mistake_in_another_field():
    data = {
        "subject": "x" * 61,
        "body": "Quyết định",
        "body_legacy_original": "QuyÕt ®Þnh",
        "body_legacy_choice": "original",
    }
    form = LetterForm(data)
    assert set(form.errors) == {"subject"}
    html = str(form["body"])
    assert "QuyÕt ®Þnh</textarea>" in html
    # Sent again as shown, the choice must still hold.
    assert 'name="body_legacy_choice" value="as_shown" checked' in " ".join(html.split())
    edited = {"subject": "x", "body": "QuyÕt ®Þnh!", "body_legacy_choice": "as_shown"}
    again = LetterForm(edited)
    assert again.is_valid()
    assert again.cleaned_data["body"] == "QuyÕt ®Þnh!"


def test_the_original_is_escaped():
    form = LetterForm({"body": 'QuyÕt ®Þnh "><script>alert(1)</script>'})
    assert "<script>" not in str(form["body"])


def test_text_that_is_too_long_is_refused_for_its_length_alone():
    form = LetterForm({"subject": "QuyÕt ®Þnh " * 100_000, "body": "x"})
    assert [error.code for error in form.errors.as_data()["subject"]] == ["max_length"]
    assert "legacy" not in str(form["subject"])


class BriefForm(forms.Form):
    body = VietnameseCharField(
        validators=[MaxLengthValidator(60, "Dài quá %(limit_value)s ký tự.")],
        widget=forms.Textarea,
    )


@pytest.mark.parametrize("text", ["QuyÕt ®Þnh\x00 " * 400_000, "đ" * 5_000_000, "u\u031b" * 200])
def test_megabytes_are_refused_for_their_length_quickly(text):
    started = time.process_time()
    form = BriefForm({"body": text})
    assert form.errors["body"] == ["Dài quá 60 ký tự."]
    assert "legacy" not in str(form["body"])
    assert time.process_time() - started < 1


def test_legacy_text_is_converted_once_for_a_page(monkeypatch):
    asked = []
    monkeypatch.setattr(
        "engagement.text.forms.detect", lambda text: asked.append(text) or detect(text)
    )
    form = LetterForm({"body": "QuyÕt ®Þnh"})
    assert not form.is_valid()
    assert "Quyết định</textarea>" in str(form["body"])
    assert asked == ["QuyÕt ®Þnh"]


def test_a_long_text_is_shown_by_its_beginning():
    form = LetterForm({"body": "QuyÕt ®Þnh vÒ ®Êt ®ai " * 50})
    assert "…”" in form.errors["body"][0]


@pytest.mark.parametrize("field", [NormalisedCharField(max_length=9), NormalisedTextField()])
def test_every_way_into_a_column_normalises(field):
    class Row:
        name = unicodedata.normalize("NFD", "Tỉnh ủy")

    field.set_attributes_from_name("name")
    assert field.to_python(Row.name) == "Tỉnh ủy"
    assert field.get_prep_value(Row.name) == "Tỉnh ủy"
    row = Row()
    assert field.pre_save(row, add=True) == "Tỉnh ủy"
    assert row.name == "Tỉnh ủy"
    assert field.get_prep_value(None) is None
    row.name = expression = models.F("name")
    assert field.pre_save(row, add=False) is expression
    assert isinstance(field.formfield(), VietnameseCharField)
    assert field.deconstruct()[1].startswith("engagement.text.fields.Normalised")


def test_a_choice_keeps_its_own_control():
    field = NormalisedCharField(max_length=9, choices=[("a", "A")])
    assert isinstance(field.formfield(), forms.TypedChoiceField)
