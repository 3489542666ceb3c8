"""Roles as data (regulation R-6, R-12, R-13.2, R-15.3): a name, what it is for, what it may do."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db import models

from engagement.accounts.permissions import Permission


class RoleCode(models.TextChoices):
    EDITOR = "editor", "Biên tập viên"
    CHIEF_EDITOR = "chief_editor", "Trưởng Ban Biên tập"
    STEERING = "steering", "Ban Chỉ đạo"
    STANDING = "standing", "Thường trực"
    PROPAGANDA = "propaganda", "Ban Tuyên giáo"
    OFFICE = "office", "Văn phòng"
    INSPECTOR = "inspector", "Cán bộ kiểm tra"
    CLERK = "clerk", "Cán bộ tiếp nhận"
    SEALED_OFFICER = "sealed_officer", "Cán bộ tiếp nhận tố cáo"
    UNIT_RESPONDER = "unit_responder", "Cán bộ trả lời của đơn vị"
    UNIT_LEADER = "unit_leader", "Thủ trưởng đơn vị"


@dataclass(frozen=True)
class Role:
    """What a holder may do.

    `per_unit`: held for one unit, not for the site. `publishes`: what the holder does reaches the
    public, so a second factor is required.
    """

    name: str
    description: str
    permissions: frozenset[Permission]
    per_unit: bool = False
    publishes: bool = False


def _role(
    code: RoleCode,
    description: str,
    *permissions: Permission,
    per_unit: bool = False,
    publishes: bool = False,
) -> Role:
    return Role(
        name=str(code.label),
        description=description,
        permissions=frozenset({Permission.WORKSPACE_ENTER, *permissions}),
        per_unit=per_unit,
        publishes=publishes,
    )


_EDITOR = (
    Permission.QUESTION_READ_ALL,
    Permission.QUESTION_MODERATE,
    Permission.QUESTION_ENTER,
    Permission.QUESTION_REPORT,
    Permission.QUESTION_ASSIGN,
    Permission.QUESTION_PUBLISH,
    Permission.PERSONAL_DATA_HANDLE,
    Permission.DASHBOARD_READ,
)

ROLES: Mapping[RoleCode, Role] = MappingProxyType(
    {
        RoleCode.EDITOR: _role(
            RoleCode.EDITOR,
            "Tiếp nhận câu hỏi, trình Ban Chỉ đạo, chuyển đơn vị và công bố trả lời.",
            *_EDITOR,
            publishes=True,
        ),
        RoleCode.CHIEF_EDITOR: _role(
            RoleCode.CHIEF_EDITOR,
            "Làm mọi việc của biên tập viên; gỡ trả lời đã công bố; xem nhật ký kiểm toán.",
            *_EDITOR,
            Permission.QUESTION_RETRACT,
            Permission.AUDIT_READ,
            publishes=True,
        ),
        RoleCode.STEERING: _role(
            RoleCode.STEERING,
            "Chỉ đạo việc giao câu hỏi cho đơn vị, phân xử khi bị chuyển trả nhiều lần; "
            "ủy quyền thường xuyên cho Ban Biên tập.",
            Permission.QUESTION_READ_ALL,
            Permission.QUESTION_ASSIGN,
            Permission.QUESTION_ARBITRATE,
            Permission.QUESTION_DELEGATE,
            Permission.DASHBOARD_READ,
        ),
        RoleCode.STANDING: _role(
            RoleCode.STANDING,
            "Đọc mọi câu hỏi và bảng điều hành; không thay đổi gì.",
            Permission.QUESTION_READ_ALL,
            Permission.DASHBOARD_READ,
        ),
        RoleCode.PROPAGANDA: _role(
            RoleCode.PROPAGANDA,
            "Tổ chức khảo sát, cuộc thi; theo dõi câu hỏi của công dân.",
            Permission.QUESTION_READ_ALL,
            Permission.SURVEY_MANAGE,
            Permission.CONTEST_MANAGE,
            Permission.DASHBOARD_READ,
            publishes=True,
        ),
        RoleCode.OFFICE: _role(
            RoleCode.OFFICE,
            "Cấu hình trang; quản lý tài khoản, đơn vị và vai trò.",
            Permission.SITE_CONFIGURE,
            Permission.ACCOUNTS_MANAGE,
            Permission.PERSONAL_DATA_HANDLE,
            Permission.DASHBOARD_READ,
            publishes=True,
        ),
        RoleCode.INSPECTOR: _role(
            RoleCode.INSPECTOR,
            "Đọc để kiểm tra trong thời hạn được giao; không thay đổi gì.",
            Permission.QUESTION_READ_ALL,
            Permission.AUDIT_READ,
            Permission.DASHBOARD_READ,
        ),
        RoleCode.CLERK: _role(
            RoleCode.CLERK,
            "Nhập hộ câu hỏi nhận qua điện thoại, thư, gặp trực tiếp, thư điện tử; in biên nhận.",
            Permission.QUESTION_ENTER,
        ),
        RoleCode.SEALED_OFFICER: _role(
            RoleCode.SEALED_OFFICER,
            "Mở hồ sơ tố cáo đã niêm phong, chuyển cơ quan có thẩm quyền hoặc gỡ niêm phong.",
            Permission.QUESTION_SEALED,
            publishes=True,
        ),
        RoleCode.UNIT_RESPONDER: _role(
            RoleCode.UNIT_RESPONDER,
            "Soạn trả lời, góp ý trả lời cho câu hỏi giao về đơn vị mình.",
            Permission.QUESTION_ANSWER,
            Permission.QUESTION_CONTRIBUTE,
            per_unit=True,
        ),
        RoleCode.UNIT_LEADER: _role(
            RoleCode.UNIT_LEADER,
            "Duyệt trả lời của đơn vị mình; chịu trách nhiệm về nội dung trả lời.",
            Permission.QUESTION_ANSWER,
            Permission.QUESTION_CONTRIBUTE,
            Permission.QUESTION_APPROVE,
            per_unit=True,
        ),
    }
)

UNIT_ROLES = [code for code, role in ROLES.items() if role.per_unit]


def roles_with(permission: Permission) -> list[RoleCode]:
    """Give the roles that hold `permission`."""
    return [code for code, role in ROLES.items() if permission in role.permissions]
