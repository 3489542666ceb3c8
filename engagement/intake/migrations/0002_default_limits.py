"""The limits a new site starts with. A whole village may share one address: see ADR 0006."""

from django.db import migrations

DEFAULTS = [
    ("qa.ask", "proven", 60, 600),
    ("qa.ask", "proven", 3_600, 6_000),
    ("qa.ask", "unproven", 600, 10),
    ("qa.ask", "unproven", 86_400, 40),
    ("intake.wrong_code_address", "any", 3_600, 20),
    ("intake.wrong_code_reference", "any", 3_600, 20),
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
    dependencies = [("intake", "0001_initial")]

    operations = [migrations.RunPython(add_defaults, migrations.RunPython.noop)]
