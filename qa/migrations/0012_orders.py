"""The order of the desk's lists as an index, and indexes that figures and names are read from alone."""

from django.db import migrations, models
from django.db.models import Case, F, IntegerField, Q, When

WAITING = (
    "received",
    "accepted",
    "objected",
    "reported",
    "returned",
    "assigned",
    "answered",
    "approved",
    "awaiting_information",
    "merged",
)


class Migration(migrations.Migration):
    dependencies = [("qa", "0011_pace")]
    operations = [
        migrations.AddIndex(
            "question",
            models.Index(
                Case(
                    When(status="received", kind="emergency", then=-1),
                    When(status__in=WAITING, then=0),
                    default=1,
                    output_field=IntegerField(),
                ),
                Case(When(~Q(status__in=WAITING), then=F("status_changed_at"))).desc(),
                F("due_at"),
                F("id"),
                name="question_desk_order",
            ),
        ),
        migrations.AddIndex(
            "question",
            models.Index(
                fields=["asker_name", "id"], condition=~Q(asker_name=""), name="question_name"
            ),
        ),
        migrations.RemoveIndex("question", "question_received"),
        migrations.AddIndex(
            "question",
            models.Index(
                fields=[
                    "received_at",
                    "is_sealed",
                    "is_split",
                    "lead_unit",
                    "field",
                    "commune",
                    "id",
                ],
                name="question_received",
            ),
        ),
        migrations.AddIndex(
            "question",
            models.Index(
                fields=[
                    "finished_at",
                    "status",
                    "working_days_taken",
                    "is_sealed",
                    "is_split",
                    "lead_unit",
                    "field",
                    "commune",
                    "id",
                ],
                condition=Q(finished_at__isnull=False),
                name="question_finished",
            ),
        ),
        migrations.RemoveIndex("step", "step_first_answer"),
        migrations.AddIndex(
            "step",
            models.Index(
                fields=[
                    "happened_at",
                    "question",
                    "lead_unit",
                    "working_days",
                    "was_in_time",
                    "id",
                ],
                condition=Q(is_first_answer=True),
                name="step_first_answer",
            ),
        ),
        migrations.RemoveIndex("step", "step_first_response"),
        migrations.AddIndex(
            "step",
            models.Index(
                fields=["happened_at", "question", "working_days", "id"],
                condition=Q(is_first_response=True),
                name="step_first_response",
            ),
        ),
    ]
