"""Synonyms, and those a new site starts with."""

import engagement.text.fields
from django.db import migrations, models

# Short form, meaning; common knowledge of Vietnamese administration.
COMMON = [
    ("BHXH", "bảo hiểm xã hội"),
    ("BHYT", "bảo hiểm y tế"),
    ("BHTN", "bảo hiểm thất nghiệp"),
    ("GCNQSDĐ", "giấy chứng nhận quyền sử dụng đất"),
    ("GCN QSDĐ", "giấy chứng nhận quyền sử dụng đất"),
    ("sổ đỏ", "giấy chứng nhận quyền sử dụng đất"),
    ("bìa đỏ", "giấy chứng nhận quyền sử dụng đất"),
    ("GCN", "giấy chứng nhận"),
    ("QSDĐ", "quyền sử dụng đất"),
    ("UBND", "ủy ban nhân dân"),
    ("HĐND", "hội đồng nhân dân"),
    ("UBMTTQ", "ủy ban mặt trận tổ quốc"),
    ("MTTQ", "mặt trận tổ quốc"),
    ("CCCD", "căn cước công dân"),
    ("CMND", "chứng minh nhân dân"),
    ("GPLX", "giấy phép lái xe"),
    ("bằng lái xe", "giấy phép lái xe"),
    ("GPXD", "giấy phép xây dựng"),
    ("ĐKKD", "đăng ký kinh doanh"),
    ("GPKD", "giấy phép kinh doanh"),
    ("ĐKKH", "đăng ký kết hôn"),
    ("NTM", "nông thôn mới"),
    ("TTHC", "thủ tục hành chính"),
    ("DVC", "dịch vụ công"),
    ("QPPL", "quy phạm pháp luật"),
    ("CBCC", "cán bộ công chức"),
    ("CCVC", "công chức viên chức"),
    ("HTX", "hợp tác xã"),
    ("NLĐ", "người lao động"),
    ("HĐLĐ", "hợp đồng lao động"),
    ("HSSV", "học sinh sinh viên"),
    ("BVTV", "bảo vệ thực vật"),
    ("SHTT", "sở hữu trí tuệ"),
    ("DNTN", "doanh nghiệp tư nhân"),
    ("TNHH", "trách nhiệm hữu hạn"),
    ("NSNN", "ngân sách nhà nước"),
    ("GTGT", "giá trị gia tăng"),
    ("thuế VAT", "thuế giá trị gia tăng"),  # "vat" alone is "vật" as well
    ("TNCN", "thu nhập cá nhân"),
    ("KCN", "khu công nghiệp"),
    ("GPMB", "giải phóng mặt bằng"),
    ("BTHT", "bồi thường hỗ trợ"),
    ("TĐC", "tái định cư"),
    ("PCCC", "phòng cháy chữa cháy"),
    ("ATTP", "an toàn thực phẩm"),
    ("VSATTP", "vệ sinh an toàn thực phẩm"),
    ("ATGT", "an toàn giao thông"),
    ("TNGT", "tai nạn giao thông"),
    ("CSGT", "cảnh sát giao thông"),
    ("NVQS", "nghĩa vụ quân sự"),
    ("LLVT", "lực lượng vũ trang"),
    ("NCC", "người có công"),
    ("BTXH", "bảo trợ xã hội"),
    ("NƠXH", "nhà ở xã hội"),
    ("KT-XH", "kinh tế xã hội"),
    ("QPAN", "quốc phòng an ninh"),
    ("ANTT", "an ninh trật tự"),
    ("THCS", "trung học cơ sở"),
    ("THPT", "trung học phổ thông"),
    ("GDTX", "giáo dục thường xuyên"),
    ("GDĐT", "giáo dục và đào tạo"),
    ("GD&ĐT", "giáo dục và đào tạo"),
    ("NN&MT", "nông nghiệp và môi trường"),
    ("TN&MT", "tài nguyên và môi trường"),
    ("TNMT", "tài nguyên và môi trường"),
    ("NN&PTNT", "nông nghiệp và phát triển nông thôn"),
    ("LĐTBXH", "lao động thương binh và xã hội"),
    ("GTVT", "giao thông vận tải"),
    ("TT&TT", "thông tin và truyền thông"),
    ("KH&CN", "khoa học và công nghệ"),
    ("KHCN", "khoa học và công nghệ"),
    ("KH&ĐT", "kế hoạch và đầu tư"),
    ("VHTTDL", "văn hóa thể thao và du lịch"),
    ("VH-TT&DL", "văn hóa thể thao và du lịch"),
    ("VPĐKĐĐ", "văn phòng đăng ký đất đai"),
    ("TAND", "tòa án nhân dân"),
    ("VKSND", "viện kiểm sát nhân dân"),
    ("NHCSXH", "ngân hàng chính sách xã hội"),
    ("BCĐ", "ban chỉ đạo"),
    ("BTV", "ban thường vụ"),
    ("BCH", "ban chấp hành"),
    ("BTG", "ban tuyên giáo"),
    ("UBKT", "ủy ban kiểm tra"),
    ("ĐVTN", "đoàn viên thanh niên"),
    ("CCB", "cựu chiến binh"),
    ("LHPN", "liên hiệp phụ nữ"),
    ("LĐLĐ", "liên đoàn lao động"),
    ("CNTT", "công nghệ thông tin"),
    ("CĐS", "chuyển đổi số"),
]
# Likely, but used differently from place to place.
DOUBTFUL = [
    ("sổ hồng", "giấy chứng nhận quyền sở hữu nhà ở"),
    ("sổ hồng", "giấy chứng nhận quyền sử dụng đất"),
    ("TTPVHCC", "trung tâm phục vụ hành chính công"),
    ("một cửa", "bộ phận tiếp nhận và trả kết quả"),
    ("DN", "doanh nghiệp"),
    ("QLDA", "quản lý dự án"),
    ("KDC", "khu dân cư"),
    ("QH", "quy hoạch"),
    ("HN-GĐ", "hôn nhân và gia đình"),
    ("TMĐT", "thương mại điện tử"),
]


def add_synonyms(apps, schema_editor):
    rows = apps.get_model("text", "Synonym").objects
    for pairs, is_unconfirmed in ((COMMON, False), (DOUBTFUL, True)):
        for short_form, meaning in pairs:
            rows.get_or_create(
                short_form=short_form,
                meaning=meaning,
                defaults={"is_unconfirmed": is_unconfirmed},
            )


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Synonym",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "short_form",
                    engagement.text.fields.NormalisedCharField(
                        help_text="Chữ viết tắt hoặc tên quen gọi, ví dụ BHXH, sổ đỏ.",
                        max_length=60,
                        verbose_name="dạng ngắn",
                    ),
                ),
                (
                    "meaning",
                    engagement.text.fields.NormalisedCharField(
                        help_text="Ví dụ bảo hiểm xã hội.",
                        max_length=200,
                        verbose_name="nghĩa đầy đủ",
                    ),
                ),
                (
                    "is_unconfirmed",
                    models.BooleanField(
                        default=False,
                        help_text="Đánh dấu khi chưa chắc địa phương dùng từ này theo nghĩa ấy. "
                        "Dòng vẫn được dùng.",
                        verbose_name="cần xác nhận",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="đang dùng")),
            ],
            options={
                "verbose_name": "từ đồng nghĩa",
                "verbose_name_plural": "từ đồng nghĩa",
                "ordering": ["short_form", "meaning"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("short_form", "meaning"),
                        name="one_synonym_row_a_meaning",
                        violation_error_message="Dạng ngắn này đã có nghĩa ấy.",
                    )
                ],
            },
        ),
        migrations.RunPython(add_synonyms, migrations.RunPython.noop),
    ]
