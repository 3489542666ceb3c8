"""Columns and indexes of the search; the full-text tables beside them are made after `migrate`."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from engagement.text import fulltext
from engagement.text.words import searchable

LIMITS = [
    ("qa.similar", 60, 600),
    ("qa.similar", 3_600, 12_000),
    ("qa.answered_me", 60, 60),
    ("qa.answered_me_one", 86_400, 20),
]
BATCH = 500
TABLES = {
    "qa_publication": ("search_title", "search_question", "search_answer"),
    "qa_question": ("search_text",),
}


def fill(apps, schema_editor):
    publications = apps.get_model("qa", "Publication").objects.order_by("pk")
    for row in publications.iterator(chunk_size=BATCH):
        publications.filter(pk=row.pk).update(
            search_title=searchable(row.title),
            search_question=searchable(row.question_text),
            search_answer=searchable(f"{row.answer_text}\n{row.unit_name}"),
        )
    questions = apps.get_model("qa", "Question").objects.order_by("pk")
    for row in questions.iterator(chunk_size=BATCH):
        questions.filter(pk=row.pk).update(search_text=searchable(row.text))


def add_limits(apps, schema_editor):
    rules = apps.get_model("intake", "RateRule").objects
    for purpose, window_seconds, limit in LIMITS:
        rules.get_or_create(
            purpose=purpose,
            applies_to="any",
            window_seconds=window_seconds,
            defaults={"limit": limit},
        )


def remove_indexes(apps, schema_editor):
    """Before the columns go: the triggers read them."""
    for table, columns in TABLES.items():
        fulltext.remove(schema_editor.connection, fulltext.Index(table, columns, ""))


class Migration(migrations.Migration):
    dependencies = [
        ("qa", "0003_router"),
        ("intake", "0002_default_limits"),
        ("text", "0001_initial"),
    ]
    operations = [
        migrations.RemoveField("publication", "search_text"),
        migrations.AddField(
            "publication",
            "search_title",
            models.TextField(default="", editable=False, verbose_name="tiêu đề để tìm"),
            preserve_default=False,
        ),
        migrations.AddField(
            "publication",
            "search_question",
            models.TextField(default="", editable=False, verbose_name="câu hỏi để tìm"),
            preserve_default=False,
        ),
        migrations.AddField(
            "publication",
            "search_answer",
            models.TextField(default="", editable=False, verbose_name="trả lời để tìm"),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="AnsweredMe",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("count", models.PositiveIntegerField(default=0, verbose_name="số lượt")),
                (
                    "publication",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answered_me",
                        to="qa.publication",
                        verbose_name="câu trả lời",
                    ),
                ),
            ],
            options={
                "verbose_name": "lượt “đã trả lời tôi”",
                "verbose_name_plural": "lượt “đã trả lời tôi”",
            },
        ),
        migrations.RemoveIndex("publication", "publication_newest"),
        migrations.AddIndex(
            "publication",
            models.Index(
                condition=Q(retracted_at__isnull=True),
                fields=["-published_at", "-id", "retracted_at"],
                name="publication_newest",
            ),
        ),
        migrations.RemoveIndex("question", "question_status_due"),
        migrations.AddIndex(
            "question",
            models.Index(
                fields=["status", "due_at", "status_changed_at", "lead_unit", "rejected_by"],
                name="question_boxes",
            ),
        ),
        migrations.AddIndex(
            "assignment",
            models.Index(
                condition=Q(ended_at__isnull=True),
                fields=["unit", "question"],
                name="assignment_held_now",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(add_limits, migrations.RunPython.noop),
        migrations.RunPython(migrations.RunPython.noop, remove_indexes),
    ]
