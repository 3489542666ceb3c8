"""The limits a new site starts with: what refuses, and well below it what only marks a burst."""

from django.db import migrations

# An office where people answer one after another on one machine must not be refused (ADR 0006).
DEFAULTS = [
    ("surveys.answer", "proven", 60, 600),
    ("surveys.answer", "proven", 3_600, 6_000),
    ("surveys.answer", "unproven", 600, 20),
    ("surveys.answer", "unproven", 86_400, 100),
    ("surveys.burst", "any", 600, 30),
    ("surveys.wrong_code", "any", 3_600, 60),
]


def add_defaults(apps, schema_editor):
    rules = apps.get_model("intake", "RateRule").objects
    for purpose, applies_to, window_seconds, limit in DEFAULTS:
        rules.get_or_create(
            purpose=purpose,
            applies_to=applies_to,
            window_seconds=window_seconds,
            defaults={"limit": limit},
        )


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0001_initial"),
        ("intake", "0003_challenge_without_submission"),
    ]

    operations = [migrations.RunPython(add_defaults, migrations.RunPython.noop)]
