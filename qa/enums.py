"""The words of the question's life, each stored value once."""

from enum import StrEnum

from django.db import models


class QuestionStatus(models.TextChoices):
    RECEIVED = "received", "Mới nhận"
    ACCEPTED = "accepted", "Đã tiếp nhận"
    REJECTED = "rejected", "Bị từ chối"
    OBJECTED = "objected", "Người gửi đề nghị xem lại"
    REFUSED = "refused", "Giữ nguyên từ chối"
    REPORTED = "reported", "Đã báo cáo Ban Chỉ đạo"
    ASSIGNED = "assigned", "Đơn vị đang soạn câu trả lời"
    AWAITING_INFORMATION = "awaiting_information", "Chờ người hỏi bổ sung"
    RETURNED = "returned", "Đơn vị chuyển trả"
    ANSWERED = "answered", "Chờ lãnh đạo đơn vị duyệt"
    APPROVED = "approved", "Chờ Ban Biên tập công bố"
    PUBLISHED = "published", "Đã công bố"
    CLOSED = "closed", "Đã trả lời riêng"
    WITHDRAWN = "withdrawn", "Người hỏi đã rút"
    RETRACTED = "retracted", "Đã gỡ câu trả lời"


class Verb(StrEnum):
    """What can be done to a question; the values name audit events (qa.question.<verb>)."""

    ACCEPT = "accept"
    REJECT = "reject"
    OBJECT = "object"
    UPHOLD = "uphold"
    OVERTURN = "overturn"
    REPORT = "report"
    ASSIGN = "assign"
    ASSIGN_BY_DELEGATION = "assign_by_delegation"
    REASSIGN = "reassign"
    ASK_INFORMATION = "ask_information"
    ADD_INFORMATION = "add_information"
    RESUME = "resume"
    RETURN = "return"
    SUBMIT_ANSWER = "submit_answer"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    REQUEST_CHANGES = "request_changes"
    PUBLISH = "publish"
    CLOSE_PRIVATELY = "close_privately"
    RETRACT = "retract"
    WITHDRAW = "withdraw"


# What the office does to units carries questions along at the step they stand at: no verb of the
# table, but a line of the history.
TRANSFER = "transfer"

# The head or the board wants the unit's answer changed.
SENT_BACK = (Verb.SEND_BACK, Verb.REQUEST_CHANGES)


class QuestionKind(models.TextChoices):
    """What came in, by the channel the law has for it; only the first two are answered here."""

    QUESTION = "question", "Câu hỏi"
    REFLECTION = "reflection", "Phản ánh, kiến nghị"
    COMPLAINT = "complaint", "Khiếu nại"
    DENUNCIATION = "denunciation", "Tố cáo"
    EMERGENCY = "emergency", "Việc khẩn cấp"


class Answered(models.TextChoices):
    """What the asker says first of an answer: whether it answers what was asked."""

    YES = "yes", "Đã trả lời"
    PARTLY = "partly", "Trả lời một phần"
    NO = "no", "Chưa trả lời"


class UnitRole(models.TextChoices):
    LEAD = "lead", "chủ trì"
    COORDINATING = "coordinating", "phối hợp"


class ReturnReason(models.TextChoices):
    NOT_OUR_FIELD = "not_our_field", "Không thuộc lĩnh vực của đơn vị"
    NOT_OUR_PLACE = "not_our_place", "Không thuộc địa bàn của đơn vị"
    OTHER_LEVEL = "other_level", "Thuộc thẩm quyền cấp khác"
    ALREADY_HANDLED = "already_handled", "Đơn vị khác đang giải quyết"


class PlaceKind(models.TextChoices):
    """What a place is; former ones are still what people write."""

    COMMUNE = "commune", "Xã, phường hiện nay"
    FORMER_COMMUNE = "former_commune", "Xã, phường, thị trấn trước khi sắp xếp"
    FORMER_DISTRICT = "former_district", "Huyện, thị xã, thành phố trước ngày 01/7/2025"
    ROAD = "road", "Đường"
    HAMLET = "hamlet", "Ấp, khu vực"
    OTHER = "other", "Nơi khác (chợ, cầu, kênh, khu dân cư)"


class HintTier(models.TextChoices):
    COMMUNE = "commune", "Cấp xã"
    PROVINCE = "province", "Cấp tỉnh"


class ClockKind(models.TextChoices):
    ANSWER = "answer", "Trả lời câu hỏi"


# Statuses that share a meaning for lists, deadlines and figures.
WITH_BOARD = (
    QuestionStatus.RECEIVED,
    QuestionStatus.ACCEPTED,
    QuestionStatus.OBJECTED,
    QuestionStatus.REPORTED,
    QuestionStatus.RETURNED,
)
WITH_UNIT = (QuestionStatus.ASSIGNED, QuestionStatus.ANSWERED)
# What figures and lists call answered: an answer taken down later was given all the same.
ANSWERED = (QuestionStatus.PUBLISHED, QuestionStatus.CLOSED, QuestionStatus.RETRACTED)
# The clock runs: somebody in the offices owes the citizen the next step.
OPEN = (*WITH_BOARD, *WITH_UNIT, QuestionStatus.APPROVED)
WAITING = (*OPEN, QuestionStatus.AWAITING_INFORMATION)
