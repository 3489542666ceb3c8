"""Nothing English in front of a user, Django's own messages included."""

import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import (
    MinimumLengthValidator,
    password_validators_help_texts,
)
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator, StepValueValidator, validate_slug
from django.utils import formats, timesince, timezone

CATALOGUE = Path(settings.BASE_DIR) / "engagement/web/locale/vi/LC_MESSAGES/django"


@pytest.mark.parametrize(
    ("check", "value", "words"),
    [
        (forms.CharField().clean, "", "Quý vị chưa điền mục này."),
        (forms.EmailField().clean, "x@", "Địa chỉ thư điện tử chưa đúng"),
        (forms.CharField().clean, "a\x00b", "ký tự rỗng"),
        (forms.UUIDField().clean, "x", "Mã nhận dạng chưa đúng."),
        (forms.JSONField().clean, "{", "chưa đúng dạng JSON"),
        (forms.DurationField().clean, "x", "Khoảng thời gian chưa đúng."),
        (validate_slug, "ấp 5", "Chỉ dùng chữ không dấu"),
        (StepValueValidator(5), 3, "bội số của 5"),
        (MinimumLengthValidator(12).validate, "ngắn", "ít nhất 12 ký tự"),
        (
            FileExtensionValidator(["pdf"]),
            type("File", (), {"name": "a.exe"})(),
            "Các đuôi nhận được: pdf",
        ),
    ],
)
def test_messages_of_forms_and_validators(check, value, words):
    with pytest.raises(ValidationError) as refused:
        check(value)

    assert words in refused.value.messages[0]


def test_the_person_is_never_addressed_as_a_friend():
    told = " ".join(password_validators_help_texts())

    assert "Mật khẩu cần ít nhất 12 ký tự." in told
    assert "bạn" not in told


def test_lengths_of_time():
    now = timezone.now()

    assert timesince.timesince(now - timedelta(days=2), now) == "2\xa0ngày"


def test_numbers_and_days_are_written_as_here():
    assert formats.number_format(1234567.5, use_l10n=True) == "1.234.567,5"
    assert forms.DateField().clean("23/11/2026").isoformat() == "2026-11-23"


def test_the_compiled_catalogue_is_the_written_one(tmp_path):
    compiled = tmp_path / "django.mo"
    command = ["msgfmt", "-o", str(compiled), f"{CATALOGUE}.po"]
    try:
        subprocess.run(command, check=True)
    except FileNotFoundError:
        pytest.skip("msgfmt is not installed")

    assert compiled.read_bytes() == Path(f"{CATALOGUE}.mo").read_bytes()
