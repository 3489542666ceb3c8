"""Templates, notes, duplicates, splits, scheduled publication."""

from datetime import date

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import engagement.text.fields


def add_limit(apps, schema_editor):
    apps.get_model("qa", "ReturnLimit").objects.get_or_create(
        valid_from=date(2019, 1, 1),
        defaults={"returns": 2, "basis": "Mặc định của hệ thống; cần xác nhận"},
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_roles"),
        ("intake", "0003_challenge_without_submission"),
        ("qa", "0006_clocks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AnswerTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "title",
                    engagement.text.fields.NormalisedCharField(
                        max_length=120, verbose_name="tên mẫu"
                    ),
                ),
                (
                    "text",
                    engagement.text.fields.NormalisedTextField(
                        max_length=20000, verbose_name="nội dung"
                    ),
                ),
                (
                    "changed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="sửa lúc"),
                ),
            ],
            options={
                "verbose_name": "mẫu câu trả lời",
                "verbose_name_plural": "mẫu câu trả lời",
                "ordering": ["title", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Deputy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="từ ngày")),
                ("valid_to", models.DateField(verbose_name="đến hết ngày")),
                (
                    "named_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="giao lúc"
                    ),
                ),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="kết thúc sớm lúc"),
                ),
            ],
            options={
                "verbose_name": "người duyệt thay",
                "verbose_name_plural": "người duyệt thay",
                "ordering": ["-valid_from", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="DraftPresence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "began_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="sửa từ lúc"
                    ),
                ),
                (
                    "seen_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="thấy lúc"
                    ),
                ),
            ],
            options={
                "verbose_name": "người đang soạn",
                "verbose_name_plural": "người đang soạn",
            },
        ),
        migrations.CreateModel(
            name="DraftVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="lần lưu")),
                (
                    "text",
                    engagement.text.fields.NormalisedTextField(
                        blank=True, max_length=20000, verbose_name="nội dung"
                    ),
                ),
                (
                    "begun_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="từ lúc"),
                ),
                (
                    "saved_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="đến lúc"),
                ),
            ],
            options={
                "verbose_name": "bản nháp trước",
                "verbose_name_plural": "bản nháp trước",
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "words",
                    engagement.text.fields.NormalisedTextField(
                        max_length=2000, verbose_name="ghi chú"
                    ),
                ),
                (
                    "written_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="ghi lúc"),
                ),
            ],
            options={
                "verbose_name": "ghi chú nội bộ",
                "verbose_name_plural": "ghi chú nội bộ",
                "ordering": ["written_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PlannedPublication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "title",
                    engagement.text.fields.NormalisedCharField(
                        max_length=200, verbose_name="tiêu đề"
                    ),
                ),
                (
                    "question_text",
                    engagement.text.fields.NormalisedTextField(
                        max_length=5000, verbose_name="câu hỏi công bố"
                    ),
                ),
                (
                    "answer_text",
                    engagement.text.fields.NormalisedTextField(
                        max_length=20000, verbose_name="trả lời công bố"
                    ),
                ),
                (
                    "asker_label",
                    engagement.text.fields.NormalisedCharField(
                        blank=True, max_length=120, verbose_name="tên hiện"
                    ),
                ),
                ("masked", models.CharField(blank=True, max_length=200, verbose_name="đã che")),
                (
                    "overrides",
                    models.CharField(blank=True, max_length=200, verbose_name="công bố dù còn"),
                ),
                ("citations", models.JSONField(blank=True, default=list, verbose_name="văn bản")),
                ("publish_at", models.DateTimeField(verbose_name="công bố lúc")),
                (
                    "planned_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="hẹn lúc"),
                ),
                (
                    "failed_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="không công bố được lúc"
                    ),
                ),
                (
                    "failure",
                    engagement.text.fields.NormalisedCharField(
                        blank=True, max_length=500, verbose_name="vì sao"
                    ),
                ),
            ],
            options={
                "verbose_name": "công bố hẹn giờ",
                "verbose_name_plural": "công bố hẹn giờ",
                "ordering": ["publish_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ReturnLimit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("returns", models.PositiveSmallIntegerField(verbose_name="số lần chuyển trả")),
                (
                    "basis",
                    engagement.text.fields.NormalisedCharField(
                        max_length=200, verbose_name="căn cứ"
                    ),
                ),
                ("valid_from", models.DateField(unique=True, verbose_name="áp dụng từ")),
            ],
            options={
                "verbose_name": "số lần chuyển trả trước khi phân xử",
                "verbose_name_plural": "số lần chuyển trả trước khi phân xử",
                "ordering": ["-valid_from"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="question",
            name="question_status_known",
        ),
        migrations.AddField(
            model_name="answer",
            name="approved_for",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="duyệt thay",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="answered_with",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="followers",
                to="qa.question",
                verbose_name="gộp vào câu hỏi",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="is_arbitrated",
            field=models.BooleanField(default=False, verbose_name="đơn vị do phân xử"),
        ),
        migrations.AddField(
            model_name="question",
            name="is_split",
            field=models.BooleanField(default=False, verbose_name="đã tách"),
        ),
        migrations.AddField(
            model_name="question",
            name="part_number",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="phần số"),
        ),
        migrations.AddField(
            model_name="question",
            name="part_of",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parts",
                to="qa.question",
                verbose_name="tách từ câu hỏi",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="returns",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="số lần chuyển trả"),
        ),
        migrations.AlterField(
            model_name="question",
            name="status",
            field=models.CharField(
                choices=[
                    ("received", "Mới nhận"),
                    ("accepted", "Đã tiếp nhận"),
                    ("rejected", "Bị từ chối"),
                    ("objected", "Người gửi đề nghị xem lại"),
                    ("refused", "Giữ nguyên từ chối"),
                    ("reported", "Đã báo cáo Ban Chỉ đạo"),
                    ("assigned", "Đơn vị đang soạn câu trả lời"),
                    ("awaiting_information", "Chờ người hỏi bổ sung"),
                    ("returned", "Đơn vị chuyển trả"),
                    ("answered", "Chờ lãnh đạo đơn vị duyệt"),
                    ("approved", "Chờ Ban Biên tập công bố"),
                    ("published", "Đã công bố"),
                    ("closed", "Đã trả lời riêng"),
                    ("withdrawn", "Người hỏi đã rút"),
                    ("retracted", "Đã gỡ câu trả lời"),
                    ("redirected", "Đã hướng dẫn nơi giải quyết"),
                    ("merged", "Đã gộp vào câu hỏi khác"),
                    ("answered_together", "Đã trả lời cùng câu hỏi khác"),
                    ("split", "Đã tách thành nhiều câu hỏi"),
                ],
                default="received",
                max_length=30,
                verbose_name="bước",
            ),
        ),
        migrations.AlterField(
            model_name="question",
            name="submission",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="questions",
                related_query_name="question",
                to="intake.submission",
                verbose_name="phiếu nhận",
            ),
        ),
        migrations.AlterField(
            model_name="step",
            name="status",
            field=models.CharField(
                choices=[
                    ("received", "Mới nhận"),
                    ("accepted", "Đã tiếp nhận"),
                    ("rejected", "Bị từ chối"),
                    ("objected", "Người gửi đề nghị xem lại"),
                    ("refused", "Giữ nguyên từ chối"),
                    ("reported", "Đã báo cáo Ban Chỉ đạo"),
                    ("assigned", "Đơn vị đang soạn câu trả lời"),
                    ("awaiting_information", "Chờ người hỏi bổ sung"),
                    ("returned", "Đơn vị chuyển trả"),
                    ("answered", "Chờ lãnh đạo đơn vị duyệt"),
                    ("approved", "Chờ Ban Biên tập công bố"),
                    ("published", "Đã công bố"),
                    ("closed", "Đã trả lời riêng"),
                    ("withdrawn", "Người hỏi đã rút"),
                    ("retracted", "Đã gỡ câu trả lời"),
                    ("redirected", "Đã hướng dẫn nơi giải quyết"),
                    ("merged", "Đã gộp vào câu hỏi khác"),
                    ("answered_together", "Đã trả lời cùng câu hỏi khác"),
                    ("split", "Đã tách thành nhiều câu hỏi"),
                ],
                max_length=30,
                verbose_name="bước sau đó",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_for__isnull", True), ("approved_by__isnull", False), _connector="OR"
                ),
                name="answer_approved_for_with_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        [
                            "received",
                            "accepted",
                            "rejected",
                            "objected",
                            "refused",
                            "reported",
                            "assigned",
                            "awaiting_information",
                            "returned",
                            "answered",
                            "approved",
                            "published",
                            "closed",
                            "withdrawn",
                            "retracted",
                            "redirected",
                            "merged",
                            "answered_together",
                            "split",
                        ],
                    )
                ),
                name="question_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(
                condition=models.Q(("part_of__isnull", True)),
                fields=("submission",),
                name="one_whole_question_a_submission",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(
                fields=("part_of", "part_number"), name="one_part_a_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("part_number__isnull", True), ("part_of__isnull", True)),
                    models.Q(("part_number__isnull", False), ("part_of__isnull", False)),
                    _connector="OR",
                ),
                name="question_part_has_a_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "merged"), _negated=True),
                    ("answered_with__isnull", False),
                    _connector="OR",
                ),
                name="question_merged_into_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(("answered_with", models.F("id")), _negated=True),
                name="question_not_merged_into_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answered_with__isnull", True), ("is_split", False), _connector="OR"
                ),
                name="question_merged_is_not_split",
            ),
        ),
        migrations.AddField(
            model_name="answertemplate",
            name="changed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người sửa",
            ),
        ),
        migrations.AddField(
            model_name="answertemplate",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.unit",
                verbose_name="đơn vị",
            ),
        ),
        migrations.AddField(
            model_name="deputy",
            name="deputy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người thay",
            ),
        ),
        migrations.AddField(
            model_name="deputy",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người kết thúc",
            ),
        ),
        migrations.AddField(
            model_name="deputy",
            name="head",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="lãnh đạo",
            ),
        ),
        migrations.AddField(
            model_name="deputy",
            name="membership",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="accounts.membership",
                verbose_name="vai trò được giao",
            ),
        ),
        migrations.AddField(
            model_name="deputy",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.unit",
                verbose_name="đơn vị",
            ),
        ),
        migrations.AddField(
            model_name="draftpresence",
            name="question",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="presences",
                to="qa.question",
                verbose_name="câu hỏi",
            ),
        ),
        migrations.AddField(
            model_name="draftpresence",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người soạn",
            ),
        ),
        migrations.AddField(
            model_name="draftversion",
            name="answer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="versions",
                to="qa.answer",
                verbose_name="câu trả lời",
            ),
        ),
        migrations.AddField(
            model_name="draftversion",
            name="saved_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người lưu",
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="question",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notes",
                to="qa.question",
                verbose_name="câu hỏi",
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.unit",
                verbose_name="đơn vị",
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="wanted_unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.unit",
                verbose_name="đề nghị phối hợp",
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="written_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người ghi",
            ),
        ),
        migrations.AddField(
            model_name="plannedpublication",
            name="planned_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người hẹn",
            ),
        ),
        migrations.AddField(
            model_name="plannedpublication",
            name="question",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="plan",
                to="qa.question",
                verbose_name="câu hỏi",
            ),
        ),
        migrations.AddConstraint(
            model_name="returnlimit",
            constraint=models.CheckConstraint(
                condition=models.Q(("returns__gte", 1)), name="return_limit_at_least_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="answertemplate",
            constraint=models.UniqueConstraint(
                fields=("unit", "title"), name="one_template_a_title"
            ),
        ),
        migrations.AddConstraint(
            model_name="answertemplate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("unit__isnull", True)),
                fields=("title",),
                name="one_site_template_a_title",
            ),
        ),
        migrations.AddConstraint(
            model_name="deputy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                    _connector="OR",
                ),
                name="deputy_ended_at_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="deputy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__gte", models.F("valid_from")),
                    ("ended_at__isnull", False),
                    _connector="OR",
                ),
                name="deputy_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="deputy",
            constraint=models.CheckConstraint(
                condition=models.Q(("head", models.F("deputy")), _negated=True),
                name="deputy_is_somebody_else",
            ),
        ),
        migrations.AddConstraint(
            model_name="draftpresence",
            constraint=models.UniqueConstraint(
                fields=("question", "user"), name="one_presence_a_writer"
            ),
        ),
        migrations.AddConstraint(
            model_name="draftversion",
            constraint=models.UniqueConstraint(
                fields=("answer", "number"), name="one_draft_a_number"
            ),
        ),
        migrations.AddIndex(
            model_name="plannedpublication",
            index=models.Index(fields=["publish_at"], name="planned_publication_due"),
        ),
        migrations.RunPython(add_limit, migrations.RunPython.noop),
    ]
