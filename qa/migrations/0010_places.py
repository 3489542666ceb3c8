"""Places and the units that answer for them; words that tell whose level a matter is."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import engagement.text.fields

# What people write to, and mean, their commune or the province with. None of it is a rule: each is
# marked as not confirmed, and the site's owner edits the list.
COMMUNE = (
    "đường xóm",
    "đường ấp",
    "đường nội đồng",
    "lộ nông thôn",
    "lộ ấp",
    "đường hẻm",
    "hẻm nhà tôi",
    "cầu tre",
    "cầu trong xóm",
    "cống trước nhà",
    "nắp cống",
    "hố ga",
    "thoát nước khu dân cư",
    "ngập trong xóm",
    "rác sinh hoạt",
    "thu gom rác",
    "bãi rác tự phát",
    "đốt rác",
    "đèn đường ấp",
    "khai sinh",
    "khai tử",
    "đăng ký kết hôn",
    "hộ tịch",
    "trích lục",
    "chứng thực",
    "sao y bản chính",
    "xác nhận tình trạng hôn nhân",
    "xác nhận cư trú",
    "hộ nghèo",
    "hộ cận nghèo",
    "trợ cấp xã hội",
    "trợ cấp hàng tháng",
    "trợ cấp người cao tuổi",
    "người khuyết tật",
    "nhà tình thương",
    "hàng xóm",
    "tranh chấp ranh đất",
    "hòa giải",
    "loa phường",
    "loa xã",
    "karaoke",
    "tiếng ồn",
    "nhà văn hóa ấp",
    "lấn chiếm vỉa hè",
    "lấn chiếm lề đường",
    "chợ tự phát",
    "trạm y tế",
    "cán bộ xã",
    "cán bộ phường",
    "trưởng ấp",
)
PROVINCE = (
    "quốc lộ",
    "tỉnh lộ",
    "đường tỉnh",
    "cao tốc",
    "bệnh viện tỉnh",
    "lý lịch tư pháp",
    "hộ chiếu",
    "giấy phép lái xe",
    "bằng lái xe",
    "đăng kiểm",
    "thi tốt nghiệp",
    "tuyển sinh lớp 10",
    "giấy phép xây dựng",
    "đăng ký doanh nghiệp",
    "khu công nghiệp",
    "dự án đầu tư",
    "lương hưu",
    "bảo hiểm thất nghiệp",
    "sổ bảo hiểm",
    "phiếu lý lịch",
    "giấy phép môi trường",
    "khoáng sản",
    "khai thác cát",
    "xe buýt",
    "toàn tỉnh",
)
SOURCE = "Danh sách ban đầu, cần xác nhận theo phân cấp hiện hành"


def add_hints(apps, schema_editor):
    hints = apps.get_model("qa", "LevelHint").objects
    for tier, words in (("commune", COMMUNE), ("province", PROVINCE)):
        for one in words:
            hints.get_or_create(words=one, defaults={"tier": tier, "source": SOURCE})


class Migration(migrations.Migration):
    dependencies = [("qa", "0009_figures"), ("accounts", "0002_roles")]
    operations = [
        migrations.CreateModel(
            name="LevelHint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "words",
                    engagement.text.fields.NormalisedCharField(
                        max_length=80, unique=True, verbose_name="từ ngữ"
                    ),
                ),
                (
                    "tier",
                    models.CharField(
                        choices=[("commune", "Cấp xã"), ("province", "Cấp tỉnh")],
                        max_length=10,
                        verbose_name="cấp giải quyết",
                    ),
                ),
                (
                    "source",
                    engagement.text.fields.NormalisedCharField(
                        blank=True, max_length=200, verbose_name="nguồn"
                    ),
                ),
                ("is_confirmed", models.BooleanField(default=False, verbose_name="đã xác nhận")),
            ],
            options={
                "verbose_name": "dấu hiệu cấp giải quyết",
                "verbose_name_plural": "dấu hiệu cấp giải quyết",
                "ordering": ["tier", "words"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("tier__in", ["commune", "province"])),
                        name="level_hint_tier_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Place",
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
                            ("commune", "Xã, phường hiện nay"),
                            ("former_commune", "Xã, phường, thị trấn trước khi sắp xếp"),
                            ("former_district", "Huyện, thị xã, thành phố trước ngày 01/7/2025"),
                            ("road", "Đường"),
                            ("hamlet", "Ấp, khu vực"),
                            ("other", "Nơi khác (chợ, cầu, kênh, khu dân cư)"),
                        ],
                        max_length=20,
                        verbose_name="loại",
                    ),
                ),
                (
                    "name",
                    engagement.text.fields.NormalisedCharField(
                        help_text="Ghi cả loại: Xã Tân Bình, Thị xã Long Mỹ, Ấp 4.",
                        max_length=120,
                        verbose_name="tên",
                    ),
                ),
                (
                    "is_ordinary",
                    models.BooleanField(
                        default=False,
                        help_text="Tên trùng với chữ thường ngày: chỉ tính khi người viết ghi “xã”, “ấp”, “đường” …",
                        verbose_name="chỉ nhận khi có ghi loại",
                    ),
                ),
                (
                    "source",
                    engagement.text.fields.NormalisedCharField(
                        blank=True, max_length=200, verbose_name="nguồn"
                    ),
                ),
                ("is_confirmed", models.BooleanField(default=False, verbose_name="đã xác nhận")),
                (
                    "changed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="sửa lúc"
                    ),
                ),
            ],
            options={
                "verbose_name": "địa danh",
                "verbose_name_plural": "địa danh",
                "ordering": ["kind", "name"],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "name"), name="place_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "commune",
                                    "former_commune",
                                    "former_district",
                                    "road",
                                    "hamlet",
                                    "other",
                                ],
                            )
                        ),
                        name="place_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlaceUnit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="từ ngày")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="đến hết ngày")),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="units",
                        to="qa.place",
                        verbose_name="địa danh",
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
                "verbose_name": "đơn vị phụ trách địa danh",
                "verbose_name_plural": "đơn vị phụ trách địa danh",
                "ordering": ["place", "valid_from", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="place_unit_period",
                        violation_error_message="Ngày kết thúc không được trước ngày bắt đầu.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("place", "unit"),
                        name="place_of_a_unit_once",
                    ),
                ],
            },
        ),
        migrations.RunPython(add_hints, migrations.RunPython.noop),
    ]
