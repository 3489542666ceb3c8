"""What may be done, each named once. Who may do it is in roles.py; the question is access.py's."""

from enum import StrEnum


class Permission(StrEnum):
    """One right. Those marked "(unit)" are held for units, all others for the whole site."""

    WORKSPACE_ENTER = "workspace_enter"
    QUESTION_READ_ALL = "question_read_all"
    QUESTION_MODERATE = "question_moderate"
    QUESTION_REPORT = "question_report"
    QUESTION_ASSIGN = "question_assign"
    QUESTION_ARBITRATE = "question_arbitrate"  # after too many returns
    QUESTION_DELEGATE = "question_delegate"  # the standing delegation of
    QUESTION_ANSWER = "question_answer"  # (unit)
    QUESTION_CONTRIBUTE = "question_contribute"  # (unit)
    QUESTION_APPROVE = "question_approve"  # (unit)
    QUESTION_PUBLISH = "question_publish"
    QUESTION_RETRACT = "question_retract"
    # A denunciation is seen by this right and no other (ADR 0014).
    QUESTION_SEALED = "question_sealed"
    QUESTION_ENTER = "question_enter"
    PERSONAL_DATA_HANDLE = "personal_data_handle"
    SURVEY_MANAGE = "survey_manage"
    CONTEST_MANAGE = "contest_manage"
    DASHBOARD_READ = "dashboard_read"
    AUDIT_READ = "audit_read"
    SITE_CONFIGURE = "site_configure"
    ACCOUNTS_MANAGE = "accounts_manage"

    @property
    def label(self) -> str:
        """What the right lets one do, in Vietnamese, for the table of roles."""
        return _LABELS[self]


_LABELS = {
    Permission.WORKSPACE_ENTER: "Vào trang làm việc",
    Permission.QUESTION_READ_ALL: "Đọc mọi câu hỏi",
    Permission.QUESTION_MODERATE: "Tiếp nhận, từ chối câu hỏi",
    Permission.QUESTION_REPORT: "Trình Ban Chỉ đạo",
    Permission.QUESTION_ASSIGN: "Giao câu hỏi cho đơn vị",
    Permission.QUESTION_ARBITRATE: "Phân xử khi các đơn vị chuyển trả nhiều lần",
    Permission.QUESTION_DELEGATE: "Ủy quyền thường xuyên việc giao câu hỏi",
    Permission.QUESTION_ANSWER: "Soạn trả lời của đơn vị mình",
    Permission.QUESTION_CONTRIBUTE: "Góp ý trả lời khi đơn vị mình phối hợp",
    Permission.QUESTION_APPROVE: "Duyệt trả lời của đơn vị mình",
    Permission.QUESTION_PUBLISH: "Công bố trả lời",
    Permission.QUESTION_RETRACT: "Gỡ trả lời đã công bố",
    Permission.QUESTION_SEALED: "Mở hồ sơ niêm phong (tố cáo)",
    Permission.QUESTION_ENTER: "Nhập hộ câu hỏi; xem thư điện tử gửi đến",
    Permission.PERSONAL_DATA_HANDLE: "Giải quyết yêu cầu về dữ liệu cá nhân",
    Permission.SURVEY_MANAGE: "Tổ chức khảo sát",
    Permission.CONTEST_MANAGE: "Tổ chức cuộc thi",
    Permission.DASHBOARD_READ: "Xem bảng điều hành",
    Permission.AUDIT_READ: "Xem nhật ký kiểm toán",
    Permission.SITE_CONFIGURE: "Cấu hình trang",
    Permission.ACCOUNTS_MANAGE: "Quản lý tài khoản, đơn vị, vai trò",
}
