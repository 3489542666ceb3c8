"""What the figures need: a step keeps the unit of its moment and the verdict of an answer."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce


def keep_facts(apps, schema_editor):
    """Fill the steps of before: until now a question was answered once and by its last unit.

    How long a first response took was not kept; it stays unknown.
    """
    Question = apps.get_model("qa", "Question")
    Step = apps.get_model("qa", "Step")
    question = Question.objects.filter(pk=OuterRef("question"))
    then = Coalesce(F("unit"), Subquery(question.values("lead_unit")[:1]))
    Step.objects.filter(lead_unit=None).update(lead_unit=then)
    by_staff = Step.objects.filter(done_by__isnull=False).order_by().values("question")
    first = by_staff.annotate(first=Min("pk")).values("first")
    Step.objects.filter(pk__in=first).update(is_first_response=True)
    answers = Step.objects.filter(status__in=["published", "closed"]).order_by().values("question")
    first = answers.annotate(first=Min("pk")).values("first")
    Step.objects.filter(pk__in=first).update(
        is_first_answer=True,
        was_in_time=Subquery(question.values("was_in_time")[:1]),
        working_days=Subquery(question.values("working_days_taken")[:1]),
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_roles"), ("qa", "0008_publication")]
    operations = [
        migrations.AddField(
            model_name="step",
            name="lead_unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.unit",
                verbose_name="đơn vị chủ trì lúc đó",
            ),
        ),
        migrations.AddField(
            model_name="step",
            name="working_days",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="số ngày làm việc từ khi nhận"
            ),
        ),
        migrations.AddField(
            model_name="step",
            name="was_in_time",
            field=models.BooleanField(blank=True, null=True, verbose_name="trả lời đúng hạn"),
        ),
        migrations.AddField(
            model_name="step",
            name="is_first_response",
            field=models.BooleanField(default=False, verbose_name="phản hồi đầu tiên"),
        ),
        migrations.AddField(
            model_name="step",
            name="is_first_answer",
            field=models.BooleanField(default=False, verbose_name="trả lời lần đầu"),
        ),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(fields=["verb", "happened_at"], name="step_verb_when"),
        ),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(
                condition=models.Q(("is_first_answer", True)),
                fields=["happened_at"],
                name="step_first_answer",
            ),
        ),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(
                condition=models.Q(("is_first_response", True)),
                fields=["happened_at"],
                name="step_first_response",
            ),
        ),
        # After the indexes: PostgreSQL makes none while changed references wait to be checked.
        migrations.RunPython(keep_facts, migrations.RunPython.noop),
    ]
