"""Kinds of what comes in, sealed cases, other ways in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("qa", "0004_search")]
    operations = [
        migrations.AddField(
            model_name="question",
            name="is_sealed",
            field=models.BooleanField(default=False, verbose_name="niêm phong"),
        ),
        migrations.AddField(
            model_name="question",
            name="kind",
            field=models.CharField(
                choices=[
                    ("question", "Câu hỏi"),
                    ("reflection", "Phản ánh, kiến nghị"),
                    ("complaint", "Khiếu nại"),
                    ("denunciation", "Tố cáo"),
                    ("emergency", "Việc khẩn cấp"),
                ],
                default="question",
                max_length=20,
                verbose_name="loại việc",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    kind__in=["question", "reflection", "complaint", "denunciation", "emergency"]
                ),
                name="question_matter_known",
            ),
        ),
    ]
