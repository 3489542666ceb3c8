"""What the router starts from, what it learnt, what it suggests."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import engagement.text.fields


class Migration(migrations.Migration):
    dependencies = [
        ("qa", "0002_default_clock"),
        ("accounts", "0002_roles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Procedure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    engagement.text.fields.NormalisedCharField(
                        max_length=60, unique=True, verbose_name="mã thủ tục"
                    ),
                ),
                (
                    "name",
                    engagement.text.fields.NormalisedTextField(
                        max_length=2000, verbose_name="tên thủ tục"
                    ),
                ),
                (
                    "field",
                    engagement.text.fields.NormalisedCharField(
                        blank=True, max_length=200, verbose_name="lĩnh vực"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="procedures",
                        to="accounts.unit",
                        verbose_name="đơn vị",
                    ),
                ),
            ],
            options={
                "verbose_name": "thủ tục hành chính",
                "verbose_name_plural": "thủ tục hành chính",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="RouterVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(unique=True, verbose_name="bản số")),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="lập lúc"),
                ),
                ("model", models.BinaryField(verbose_name="mô hình")),
                (
                    "checksum",
                    models.CharField(
                        editable=False, max_length=64, verbose_name="mã kiểm (SHA-256)"
                    ),
                ),
                ("procedures", models.PositiveIntegerField(verbose_name="số thủ tục")),
                ("cases", models.PositiveIntegerField(verbose_name="số mẫu đã xác nhận")),
                ("confirmed", models.JSONField(default=dict, verbose_name="số mẫu theo đơn vị")),
                ("measures", models.JSONField(default=dict, verbose_name="kết quả kiểm tra chéo")),
                ("is_active", models.BooleanField(default=False, verbose_name="đang dùng")),
                (
                    "why_kept_back",
                    engagement.text.fields.NormalisedCharField(
                        blank=True, max_length=200, verbose_name="vì sao chưa dùng"
                    ),
                ),
            ],
            options={
                "verbose_name": "bản gợi ý phân công",
                "verbose_name_plural": "bản gợi ý phân công",
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_active", True)),
                        fields=("is_active",),
                        name="one_router_in_use",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RoutingCase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "digest",
                    models.CharField(
                        editable=False, max_length=64, unique=True, verbose_name="dấu"
                    ),
                ),
                (
                    "question",
                    engagement.text.fields.NormalisedTextField(
                        max_length=5000, verbose_name="câu hỏi"
                    ),
                ),
                (
                    "added_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="thêm lúc"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                        verbose_name="đơn vị",
                    ),
                ),
            ],
            options={
                "verbose_name": "mẫu phân công",
                "verbose_name_plural": "mẫu phân công",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Suggestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("candidates", models.JSONField(default=list, verbose_name="đơn vị gợi ý")),
                ("first_score", models.FloatField(default=0.0, verbose_name="điểm của gợi ý đầu")),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="lập lúc"),
                ),
                (
                    "first_unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                        verbose_name="gợi ý đầu",
                    ),
                ),
                (
                    "question",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="suggestion",
                        to="qa.question",
                        verbose_name="câu hỏi",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="qa.routerversion",
                        verbose_name="bản gợi ý",
                    ),
                ),
            ],
            options={
                "verbose_name": "gợi ý phân công",
                "verbose_name_plural": "gợi ý phân công",
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="RoutingPolicy",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "is_automatic",
                    models.BooleanField(default=False, verbose_name="tự động phân công"),
                ),
                ("least_score", models.FloatField(default=0.9, verbose_name="điểm tối thiểu")),
                ("enabled_at", models.DateTimeField(blank=True, null=True, verbose_name="bật lúc")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="tắt lúc")),
                (
                    "why_closed",
                    engagement.text.fields.NormalisedCharField(
                        blank=True, max_length=200, verbose_name="vì sao tắt"
                    ),
                ),
                (
                    "enabled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người bật",
                    ),
                ),
            ],
            options={
                "verbose_name": "quy định phân công tự động",
                "verbose_name_plural": "quy định phân công tự động",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)), name="one_routing_policy"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_automatic", False),
                            models.Q(("enabled_at__isnull", False), ("enabled_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="automatic_routing_has_a_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("least_score__gte", 0.5), ("least_score__lte", 1.0)),
                        name="automatic_routing_least_score",
                    ),
                ],
            },
        ),
    ]
