"""Versions, legal bases, ratings, requests about personal data."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("qa", "0007_desk")]
    operations = [
        migrations.CreateModel(
            name="Rating",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "was_answered",
                    models.CharField(
                        choices=[
                            ("yes", "Đã trả lời"),
                            ("partly", "Trả lời một phần"),
                            ("no", "Chưa trả lời"),
                        ],
                        max_length=10,
                        verbose_name="đã trả lời đúng điều hỏi",
                    ),
                ),
                (
                    "satisfaction",
                    models.PositiveSmallIntegerField(verbose_name="mức hài lòng (1–5)"),
                ),
                (
                    "rated_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="đánh giá lúc"
                    ),
                ),
                (
                    "question",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rating",
                        to="qa.question",
                        verbose_name="câu hỏi",
                    ),
                ),
            ],
            options={
                "verbose_name": "đánh giá của người hỏi",
                "verbose_name_plural": "đánh giá của người hỏi",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(satisfaction__gte=1, satisfaction__lte=5),
                        name="rating_from_1_to_5",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(was_answered__in=["yes", "partly", "no"]),
                        name="rating_was_answered_known",
                    ),
                ],
            },
        ),
    ]
