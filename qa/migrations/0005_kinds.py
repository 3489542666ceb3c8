"""Kinds of what comes in, sealed cases, other ways in."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import engagement.text.fields
import qa.models.attachment

# (kind, name, what it takes and how, telephone). The office puts in addresses and confirms.
RECEIVERS = [
    ("emergency", "Công an", "An ninh, trật tự, tai nạn giao thông.", "113"),
    ("emergency", "Cứu hỏa, cứu nạn", "Cháy, nổ, đuối nước, sập đổ, mắc kẹt.", "114"),
    ("emergency", "Cấp cứu y tế", "Người bị thương, ngất, ngộ độc, bệnh nặng đột ngột.", "115"),
    (
        "complaint",
        "Cơ quan, người đã ra quyết định hoặc có việc làm bị khiếu nại",
        "Khiếu nại lần đầu: gửi đơn hoặc đến trình bày trực tiếp.",
        "",
    ),
    (
        "complaint",
        "Cấp trên trực tiếp của người đã giải quyết lần đầu",
        (
            "Khiếu nại lần hai, khi không đồng ý với kết quả lần đầu hoặc quá hạn chưa được giải quyết. "
            "Quý vị cũng có thể khởi kiện tại Tòa án."
        ),
        "",
    ),
    (
        "complaint",
        "Trụ sở Tiếp công dân của tỉnh, nơi tiếp công dân của xã, phường",
        "Tiếp nhận đơn, hướng dẫn nơi có thẩm quyền và thời hạn.",
        "",
    ),
    (
        "denunciation",
        "Ủy ban Kiểm tra của cấp ủy",
        (
            "Tố cáo đảng viên, tổ chức đảng: gửi đơn ghi rõ họ tên, địa chỉ, chữ ký, hoặc đến trình bày "
            "trực tiếp. Họ tên người tố cáo được giữ kín."
        ),
        "",
    ),
    (
        "denunciation",
        "Cơ quan Thanh tra của tỉnh; thủ trưởng trực tiếp quản lý người bị tố cáo",
        "Tố cáo cán bộ, công chức vi phạm khi làm nhiệm vụ.",
        "",
    ),
    (
        "denunciation",
        "Cơ quan Công an, Viện kiểm sát",
        "Tố giác tội phạm; việc khẩn cấp gọi 113.",
        "",
    ),
    (
        "denunciation",
        "Trụ sở Tiếp công dân của tỉnh",
        "Tiếp nhận tố cáo trực tiếp và hướng dẫn nơi có thẩm quyền.",
        "",
    ),
]


def add_receivers(apps, schema_editor):
    receivers = apps.get_model("qa", "Receiver")
    for position, (kind, name, words, phone) in enumerate(RECEIVERS):
        receivers.objects.create(kind=kind, name=name, words=words, phone=phone, position=position)


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("qa", "0004_search"),
    ]
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
        migrations.CreateModel(
            name="MailAttachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        storage=qa.models.attachment.private_storage,
                        upload_to=qa.models.attachment.attachment_path,
                        verbose_name="tệp",
                    ),
                ),
                (
                    "display_name",
                    engagement.text.fields.NormalisedCharField(
                        max_length=120, verbose_name="tên tệp"
                    ),
                ),
                ("content_type", models.CharField(max_length=100, verbose_name="loại")),
                ("size", models.PositiveIntegerField(verbose_name="cỡ (byte)")),
            ],
            options={
                "verbose_name": "tệp của thư",
                "verbose_name_plural": "tệp của thư",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="MailDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "fingerprint",
                    models.CharField(max_length=64, unique=True, verbose_name="dấu của thư"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Chờ xem"),
                            ("taken", "Đã nhập thành câu hỏi"),
                            ("discarded", "Đã bỏ"),
                            ("ignored", "Máy bỏ qua"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="tình trạng",
                    ),
                ),
                ("is_sealed", models.BooleanField(default=False, verbose_name="niêm phong")),
                ("sender", models.EmailField(blank=True, max_length=254, verbose_name="người gửi")),
                (
                    "sender_name",
                    engagement.text.fields.NormalisedCharField(
                        blank=True, max_length=120, verbose_name="tên người gửi"
                    ),
                ),
                (
                    "subject",
                    engagement.text.fields.NormalisedCharField(
                        blank=True, max_length=250, verbose_name="tiêu đề"
                    ),
                ),
                (
                    "text",
                    engagement.text.fields.NormalisedTextField(
                        blank=True, max_length=20000, verbose_name="nội dung"
                    ),
                ),
                (
                    "notes",
                    engagement.text.fields.NormalisedTextField(
                        blank=True, max_length=2000, verbose_name="ghi chú khi nhận"
                    ),
                ),
                (
                    "received_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="nhận lúc"
                    ),
                ),
                (
                    "reason",
                    engagement.text.fields.NormalisedCharField(
                        blank=True, max_length=200, verbose_name="lý do"
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="xử lý lúc"),
                ),
            ],
            options={
                "verbose_name": "thư điện tử đến",
                "verbose_name_plural": "thư điện tử đến",
                "ordering": ["received_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Receiver",
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
                            ("complaint", "Khiếu nại"),
                            ("denunciation", "Tố cáo"),
                            ("emergency", "Việc khẩn cấp"),
                        ],
                        max_length=20,
                        verbose_name="loại việc",
                    ),
                ),
                (
                    "name",
                    engagement.text.fields.NormalisedCharField(
                        max_length=160, verbose_name="nơi tiếp nhận"
                    ),
                ),
                (
                    "words",
                    engagement.text.fields.NormalisedTextField(
                        blank=True, max_length=500, verbose_name="nhận việc gì, gửi thế nào"
                    ),
                ),
                (
                    "phone",
                    engagement.text.fields.NormalisedCharField(
                        blank=True, max_length=30, verbose_name="điện thoại"
                    ),
                ),
                (
                    "address",
                    engagement.text.fields.NormalisedCharField(
                        blank=True, max_length=200, verbose_name="địa chỉ"
                    ),
                ),
                (
                    "basis",
                    engagement.text.fields.NormalisedCharField(
                        blank=True, max_length=200, verbose_name="căn cứ"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="thứ tự")),
                ("is_active", models.BooleanField(default=True, verbose_name="đang dùng")),
                ("is_confirmed", models.BooleanField(default=False, verbose_name="đã xác nhận")),
            ],
            options={
                "verbose_name": "nơi giải quyết",
                "verbose_name_plural": "nơi giải quyết khiếu nại, tố cáo, việc khẩn cấp",
                "ordering": ["kind", "position", "pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="question",
            name="question_status_known",
        ),
        migrations.AddField(
            model_name="question",
            name="channel",
            field=models.CharField(
                choices=[
                    ("web", "Trang thông tin"),
                    ("phone", "Điện thoại"),
                    ("letter", "Thư, công văn"),
                    ("walk_in", "Gặp trực tiếp"),
                    ("email", "Thư điện tử"),
                ],
                default="web",
                max_length=10,
                verbose_name="kênh tiếp nhận",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="entered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người nhập hộ",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="entered_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="nhập lúc"),
        ),
        migrations.AddField(
            model_name="question",
            name="kind_set_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người xếp loại",
            ),
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
                ],
                default="received",
                max_length=30,
                verbose_name="bước",
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
                ],
                max_length=30,
                verbose_name="bước sau đó",
            ),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                condition=models.Q(("is_sealed", True)),
                fields=["status"],
                name="question_sealed_status",
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
                        ],
                    )
                ),
                name="question_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["web", "phone", "letter", "walk_in", "email"])),
                name="question_channel_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "denunciation"), _negated=True),
                    ("is_sealed", True),
                    _connector="OR",
                ),
                name="question_denunciation_is_sealed",
            ),
        ),
        migrations.AddField(
            model_name="maildraft",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người xử lý",
            ),
        ),
        migrations.AddField(
            model_name="maildraft",
            name="question",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="mail_draft",
                to="qa.question",
                verbose_name="câu hỏi",
            ),
        ),
        migrations.AddField(
            model_name="mailattachment",
            name="draft",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="attachments",
                to="qa.maildraft",
                verbose_name="thư",
            ),
        ),
        migrations.AddConstraint(
            model_name="receiver",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["complaint", "denunciation", "emergency"])),
                name="receiver_kind_is_for_others",
            ),
        ),
        migrations.AddConstraint(
            model_name="maildraft",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["waiting", "taken", "discarded", "ignored"])),
                name="mail_draft_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="maildraft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status", "waiting"),
                    models.Q(("sender", ""), ("subject", ""), ("text", "")),
                    _connector="OR",
                ),
                name="mail_draft_words_only_while_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                condition=models.Q(("entered_by__isnull", False)),
                fields=["entered_by", "entered_at"],
                name="question_entered",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("entered_at__isnull", True), ("entered_by__isnull", True)),
                    models.Q(("entered_at__isnull", False), ("entered_by__isnull", False)),
                    _connector="OR",
                ),
                name="question_entered_at_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="maildraft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("decided_by__isnull", True)),
                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                    ("status", "ignored"),
                    _connector="OR",
                ),
                name="mail_draft_decided_at_and_by",
            ),
        ),
        migrations.RunPython(add_receivers, migrations.RunPython.noop),
    ]
