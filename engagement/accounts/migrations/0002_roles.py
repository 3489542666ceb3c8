"""Roles that came with the kinds of questions."""

from django.db import migrations, models

ROLES = [
    ("editor", "Biên tập viên"),
    ("chief_editor", "Trưởng Ban Biên tập"),
    ("steering", "Ban Chỉ đạo"),
    ("standing", "Thường trực"),
    ("propaganda", "Ban Tuyên giáo"),
    ("office", "Văn phòng"),
    ("inspector", "Cán bộ kiểm tra"),
    ("clerk", "Cán bộ tiếp nhận"),
    ("sealed_officer", "Cán bộ tiếp nhận tố cáo"),
    ("unit_responder", "Cán bộ trả lời của đơn vị"),
    ("unit_leader", "Thủ trưởng đơn vị"),
]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(choices=ROLES, max_length=20, verbose_name="vai trò"),
        ),
        migrations.RemoveConstraint(model_name="membership", name="membership_role_known"),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(role__in=[code for code, _ in ROLES]),
                name="membership_role_known",
            ),
        ),
    ]
