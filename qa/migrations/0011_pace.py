"""What long lists look at stands in their indexes: rows are long, for the words stand in them."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("qa", "0010_places")]
    operations = [
        migrations.RemoveIndex("question", "question_boxes"),
        migrations.AddIndex(
            "question",
            models.Index(
                fields=[
                    "status",
                    "due_at",
                    "status_changed_at",
                    "lead_unit",
                    "rejected_by",
                    "is_sealed",
                    "kind",
                    "returns",
                    "id",
                ],
                name="question_boxes",
            ),
        ),
        migrations.AddIndex(
            "step",
            models.Index(fields=["lead_unit", "happened_at"], name="step_lead_unit_when"),
        ),
        migrations.RemoveIndex("publication", "publication_newest"),
        migrations.AddIndex(
            "publication",
            models.Index(
                fields=[
                    "-published_at",
                    "-id",
                    "retracted_at",
                    "question",
                    "unit",
                    "field",
                    "commune",
                ],
                condition=Q(retracted_at__isnull=True),
                name="publication_newest",
            ),
        ),
    ]
