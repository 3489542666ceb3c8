"""Versions, legal bases, ratings, requests about personal data."""

from datetime import date

import django.db.models.deletion
import django.db.models.functions
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import engagement.text.fields

# The two terms nobody has fixed by a document are marked as in need of confirmation.
TERMS = [
    ("reopen", 15, "Cần xác nhận bằng văn bản của cơ quan chủ quản", False),
    ("rating", 15, "Cần xác nhận bằng văn bản của cơ quan chủ quản", False),
    ("personal_data", 2, "Nghị định 356/2025/NĐ-CP", True),
]
# One-time codes: for one question, and for one address (a village shares one).
LIMITS = [
    ("qa.data_code_question", "any", 3_600, 5),
    ("qa.data_code_address", "any", 3_600, 60),
]


def add_terms(apps, schema_editor):
    terms = apps.get_model("qa", "AskerTerm").objects
    for kind, working_days, basis, is_confirmed in TERMS:
        terms.get_or_create(
            kind=kind,
            valid_from=date(2026, 1, 1),
            defaults={"working_days": working_days, "basis": basis, "is_confirmed": is_confirmed},
        )


def add_limits(apps, schema_editor):
    rules = apps.get_model("intake", "RateRule").objects
    for purpose, applies_to, window_seconds, limit in LIMITS:
        rules.get_or_create(
            purpose=purpose,
            applies_to=applies_to,
            window_seconds=window_seconds,
            defaults={"limit": limit},
        )


def add_first_versions(apps, schema_editor):
    """What is public today is the first version of itself."""
    versions = apps.get_model("qa", "PublicationVersion").objects
    without = apps.get_model("qa", "Publication").objects.filter(versions__isnull=True)
    for publication in without.order_by("pk").iterator():
        versions.create(
            publication=publication,
            number=1,
            title=publication.title,
            question_text=publication.question_text,
            answer_text=publication.answer_text,
            changed_at=publication.published_at,
            changed_by=publication.published_by,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("qa", "0007_desk"),
        ("intake", "0003_challenge_without_submission"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
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
        migrations.AddField(
            model_name="publication",
            name="corrected_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="đính chính lúc"),
        ),
        migrations.AddField(
            model_name="rating",
            name="changed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="sửa đánh giá lúc"),
        ),
        migrations.CreateModel(
            name="AskerTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("reopen", "Đề nghị trả lời lại"),
                            ("rating", "Sửa đánh giá"),
                            ("personal_data", "Giải quyết yêu cầu về dữ liệu cá nhân"),
                        ],
                        max_length=20,
                        verbose_name="việc",
                    ),
                ),
                ("working_days", models.PositiveSmallIntegerField(verbose_name="số ngày làm việc")),
                (
                    "basis",
                    engagement.text.fields.NormalisedCharField(
                        max_length=200, verbose_name="căn cứ"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="áp dụng từ")),
                (
                    "is_confirmed",
                    models.BooleanField(default=False, verbose_name="căn cứ đã được xác nhận"),
                ),
            ],
            options={
                "verbose_name": "thời hạn của người hỏi",
                "verbose_name_plural": "thời hạn của người hỏi",
                "ordering": ["kind", "-valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "valid_from"), name="one_asker_term_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("working_days__gte", 1)),
                        name="asker_term_at_least_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["reopen", "rating", "personal_data"])),
                        name="asker_term_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactProof",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code_hash", models.CharField(max_length=64, verbose_name="dấu của mã")),
                (
                    "sent_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="gửi lúc"),
                ),
                ("expires_at", models.DateTimeField(verbose_name="hết hạn lúc")),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="số lần nhập")),
                (
                    "proven_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="nhập đúng lúc"),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contact_proofs",
                        to="qa.question",
                        verbose_name="câu hỏi",
                    ),
                ),
            ],
            options={
                "verbose_name": "mã xác nhận liên hệ",
                "verbose_name_plural": "mã xác nhận liên hệ",
                "ordering": ["-sent_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="LegalDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    engagement.text.fields.NormalisedCharField(
                        max_length=60, verbose_name="số, ký hiệu"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        editable=False, max_length=60, unique=True, verbose_name="khóa so khớp"
                    ),
                ),
                (
                    "title",
                    engagement.text.fields.NormalisedCharField(
                        blank=True, max_length=300, verbose_name="tên văn bản"
                    ),
                ),
                (
                    "issued_on",
                    models.DateField(blank=True, null=True, verbose_name="ngày ban hành"),
                ),
                (
                    "effective_on",
                    models.DateField(blank=True, null=True, verbose_name="có hiệu lực từ"),
                ),
                (
                    "expired_on",
                    models.DateField(blank=True, null=True, verbose_name="hết hiệu lực từ"),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaces",
                        to="qa.legaldocument",
                        verbose_name="được thay thế bởi",
                    ),
                ),
            ],
            options={
                "verbose_name": "văn bản",
                "verbose_name_plural": "văn bản",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="LegalBasis",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "clause",
                    engagement.text.fields.NormalisedCharField(
                        blank=True, max_length=120, verbose_name="điều, khoản"
                    ),
                ),
                (
                    "reviewed_expiry",
                    models.DateField(
                        blank=True, null=True, verbose_name="đã rà soát cho ngày hết hiệu lực"
                    ),
                ),
                (
                    "reviewed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="rà soát lúc"),
                ),
                (
                    "added_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="ghi lúc"),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bases",
                        to="qa.publication",
                        verbose_name="câu trả lời",
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người rà soát",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bases",
                        to="qa.legaldocument",
                        verbose_name="văn bản",
                    ),
                ),
            ],
            options={
                "verbose_name": "căn cứ pháp lý",
                "verbose_name_plural": "căn cứ pháp lý",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="PersonalDataRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("see", "Xem dữ liệu"),
                            ("export", "Nhận bản sao"),
                            ("correct", "Sửa dữ liệu"),
                            ("delete", "Xóa dữ liệu"),
                        ],
                        max_length=10,
                        verbose_name="yêu cầu",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("online", "trên trang, bằng mã xác nhận"),
                            ("office", "tại cơ quan, bằng biên nhận"),
                        ],
                        max_length=10,
                        verbose_name="cách gửi",
                    ),
                ),
                (
                    "received_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="nhận lúc"
                    ),
                ),
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="hạn")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="xong lúc")),
                (
                    "was_in_time",
                    models.BooleanField(blank=True, null=True, verbose_name="đúng hạn"),
                ),
                (
                    "calendar_version",
                    models.CharField(blank=True, max_length=64, verbose_name="bản lịch làm việc"),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người làm",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="data_requests",
                        to="qa.question",
                        verbose_name="câu hỏi",
                    ),
                ),
                (
                    "received_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người nhận",
                    ),
                ),
            ],
            options={
                "verbose_name": "yêu cầu về dữ liệu cá nhân",
                "verbose_name_plural": "yêu cầu về dữ liệu cá nhân",
                "ordering": ["-received_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="PublicationVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="bản số")),
                (
                    "title",
                    engagement.text.fields.NormalisedCharField(
                        blank=True, max_length=200, verbose_name="tiêu đề"
                    ),
                ),
                (
                    "question_text",
                    engagement.text.fields.NormalisedTextField(
                        blank=True, max_length=5000, verbose_name="câu hỏi công bố"
                    ),
                ),
                (
                    "answer_text",
                    engagement.text.fields.NormalisedTextField(
                        blank=True, max_length=20000, verbose_name="trả lời công bố"
                    ),
                ),
                (
                    "note",
                    engagement.text.fields.NormalisedTextField(
                        blank=True, max_length=2000, verbose_name="đã sửa gì và vì sao"
                    ),
                ),
                (
                    "changed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="lúc"),
                ),
                (
                    "removed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="gỡ bản lúc"),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người sửa",
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="qa.publication",
                        verbose_name="câu trả lời đã công bố",
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người gỡ bản",
                    ),
                ),
            ],
            options={
                "verbose_name": "bản công bố",
                "verbose_name_plural": "bản công bố",
                "ordering": ["publication", "number"],
            },
        ),
        migrations.CreateModel(
            name="Reopening",
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
                        blank=True, max_length=2000, verbose_name="lý do"
                    ),
                ),
                (
                    "reopened_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="đề nghị lúc"
                    ),
                ),
                (
                    "first_finished_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="trả lời lần đầu lúc"),
                ),
                (
                    "was_first_in_time",
                    models.BooleanField(blank=True, null=True, verbose_name="lần đầu đúng hạn"),
                ),
                (
                    "first_working_days_taken",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="số ngày làm việc lần đầu"
                    ),
                ),
                (
                    "first_due_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="hạn lần đầu"),
                ),
                (
                    "first_calendar_version",
                    models.CharField(blank=True, max_length=64, verbose_name="bản lịch lần đầu"),
                ),
                (
                    "question",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reopening",
                        to="qa.question",
                        verbose_name="câu hỏi",
                    ),
                ),
            ],
            options={
                "verbose_name": "đề nghị trả lời lại",
                "verbose_name_plural": "đề nghị trả lời lại",
            },
        ),
        migrations.AddConstraint(
            model_name="legaldocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("replaced_by__isnull", True), ("expired_on__isnull", False), _connector="OR"
                ),
                name="replaced_document_has_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="legaldocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("replaced_by__isnull", True),
                    models.Q(("replaced_by", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="document_does_not_replace_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="legalbasis",
            constraint=models.UniqueConstraint(
                fields=("publication", "document"), name="a_document_once_an_answer"
            ),
        ),
        migrations.AddConstraint(
            model_name="legalbasis",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("reviewed_at__isnull", True),
                        ("reviewed_by__isnull", True),
                        ("reviewed_expiry__isnull", True),
                    ),
                    models.Q(
                        ("reviewed_at__isnull", False),
                        ("reviewed_by__isnull", False),
                        ("reviewed_expiry__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="legal_basis_reviewed_at_by_and_for",
            ),
        ),
        migrations.AddIndex(
            model_name="personaldatarequest",
            index=models.Index(fields=["done_at", "due_at"], name="data_request_open_due"),
        ),
        migrations.AddConstraint(
            model_name="personaldatarequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["see", "export", "correct", "delete"])),
                name="data_request_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="personaldatarequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["online", "office"])),
                name="data_request_channel_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="personaldatarequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("done_at__isnull", False),
                    models.Q(("done_by__isnull", True), ("was_in_time__isnull", True)),
                    _connector="OR",
                ),
                name="data_request_verdict_only_when_done",
            ),
        ),
        migrations.AddConstraint(
            model_name="publicationversion",
            constraint=models.UniqueConstraint(
                fields=("publication", "number"), name="one_version_a_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="publicationversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("removed_at__isnull", True), ("removed_by__isnull", True)),
                    models.Q(
                        ("answer_text", ""),
                        ("question_text", ""),
                        ("removed_at__isnull", False),
                        ("removed_by__isnull", False),
                        ("title", ""),
                    ),
                    _connector="OR",
                ),
                name="removed_version_holds_nothing",
            ),
        ),
        migrations.RunPython(add_terms, migrations.RunPython.noop),
        migrations.RunPython(add_limits, migrations.RunPython.noop),
        migrations.RunPython(add_first_versions, migrations.RunPython.noop),
    ]
