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
    REDIRECTED = "redirected", "Đã hướng dẫn nơi giải quyết"
    MERGED = "merged", "Đã gộp vào câu hỏi khác"
    ANSWERED_TOGETHER = "answered_together", "Đã trả lời cùng câu hỏi khác"
    SPLIT = "split", "Đã tách thành nhiều câu hỏi"


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
    ARBITRATE = "arbitrate"
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
    REDIRECT = "redirect"
    FORWARD = "forward"
    MERGE = "merge"
    UNMERGE = "unmerge"
    ANSWER_TOGETHER = "answer_together"
    RETRACT_TOGETHER = "retract_together"
    SPLIT = "split"
    REOPEN = "reopen"
    REOPEN_TO_BOARD = "reopen_to_board"


# What happens to a merged question because it happened to the one it was merged into.
FOLLOWING_VERBS = frozenset({Verb.ANSWER_TOGETHER, Verb.RETRACT_TOGETHER})
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


# What this site cannot settle: it tells the sender who can, before sending and after.
FOR_OTHERS = (QuestionKind.COMPLAINT, QuestionKind.DENUNCIATION, QuestionKind.EMERGENCY)
# What the board closes by telling the sender where to turn; a denunciation has its own way.
REDIRECTED_KINDS = (QuestionKind.COMPLAINT, QuestionKind.EMERGENCY)


class Channel(models.TextChoices):
    """By which way it came in."""

    WEB = "web", "Trang thông tin"
    PHONE = "phone", "Điện thoại"
    LETTER = "letter", "Thư, công văn"
    WALK_IN = "walk_in", "Gặp trực tiếp"
    EMAIL = "email", "Thư điện tử"


# What a member of staff types in for the sender.
BY_CLERK = (Channel.PHONE, Channel.LETTER, Channel.WALK_IN)


class DraftStatus(models.TextChoices):
    """What became of a letter that came by e-mail."""

    WAITING = "waiting", "Chờ xem"
    TAKEN = "taken", "Đã nhập thành câu hỏi"
    DISCARDED = "discarded", "Đã bỏ"
    IGNORED = "ignored", "Máy bỏ qua"


class Answered(models.TextChoices):
    """What the asker says first of an answer: whether it answers what was asked."""

    YES = "yes", "Đã trả lời"
    PARTLY = "partly", "Trả lời một phần"
    NO = "no", "Chưa trả lời"


class AskerTermKind(models.TextChoices):
    """What the asker has a number of working days for."""

    REOPEN = "reopen", "Đề nghị trả lời lại"
    RATING = "rating", "Sửa đánh giá"
    PERSONAL_DATA = "personal_data", "Giải quyết yêu cầu về dữ liệu cá nhân"


class DataRequestKind(models.TextChoices):
    SEE = "see", "Xem dữ liệu"
    EXPORT = "export", "Nhận bản sao"
    CORRECT = "correct", "Sửa dữ liệu"
    DELETE = "delete", "Xóa dữ liệu"


class DataRequestChannel(models.TextChoices):
    ONLINE = "online", "trên trang, bằng mã xác nhận"
    OFFICE = "office", "tại cơ quan, bằng biên nhận"


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
    """What is counted. The answer's clock stands on the question itself, the others on rows."""

    ANSWER = "answer", "Trả lời câu hỏi"
    NOTICE = "notice", "Thông báo đã nhận, chuyển"
    STATUS_NOTE = "status_note", "Báo tình hình khi quá hạn"
    STAGE = "stage", "Đơn vị trình trả lời hoặc chuyển trả"


class Counting(models.TextChoices):
    WORKING_DAYS = "working_days", "ngày làm việc"
    CALENDAR_DAYS = "calendar_days", "ngày theo lịch"


class DayOffRule(models.TextChoices):
    """What becomes of a term in calendar days whose last day is a day off."""

    NEXT_WORKING_DAY = "next_working_day", "Kết thúc vào ngày làm việc tiếp theo"
    SAME_DAY = "same_day", "Vẫn kết thúc vào ngày đó"


class ClockEffect(models.TextChoices):
    """What an event does to a clock; an event without a row lets it go on."""

    CONTINUE = "continue", "chạy tiếp"
    START = "start", "tính lại từ đầu"
    PAUSE = "pause", "tạm dừng"
    RESUME = "resume", "chạy lại phần còn lại"
    FINISH = "finish", "kết thúc, chấm đúng hạn hay quá hạn"
    CANCEL = "cancel", "thôi tính, không chấm"


class Audience(models.TextChoices):
    """Who is reminded. Officer and head are the unit's while it holds the question, the board's else."""

    OFFICER = "officer", "Cán bộ đang giữ việc"
    HEAD = "head", "Lãnh đạo nơi đang giữ việc"
    COORDINATING = "coordinating", "Cán bộ đơn vị phối hợp"
    BOARD = "board", "Ban Biên tập"
    CHIEF_EDITOR = "chief_editor", "Trưởng Ban Biên tập"
    STEERING = "steering", "Ban Chỉ đạo"
    ASKER = "asker", "Người hỏi"


# Statuses that share a meaning for lists, deadlines and figures.
WITH_BOARD = (
    QuestionStatus.RECEIVED,
    QuestionStatus.ACCEPTED,
    QuestionStatus.OBJECTED,
    QuestionStatus.REPORTED,
    QuestionStatus.RETURNED,
)
WITH_UNIT = (QuestionStatus.ASSIGNED, QuestionStatus.ANSWERED)
# An answer was given and stands: its asker may rate it, and once ask for another.
GIVEN = (
    QuestionStatus.PUBLISHED,
    QuestionStatus.CLOSED,
    QuestionStatus.ANSWERED_TOGETHER,
)
# What figures and lists call answered: an answer taken down later was given all the same.
ANSWERED = (
    QuestionStatus.PUBLISHED,
    QuestionStatus.CLOSED,
    QuestionStatus.RETRACTED,
    QuestionStatus.ANSWERED_TOGETHER,
)
# The clock runs: somebody in the offices owes the citizen the next step. A merged question waits
# with the one it was merged into, so it is nobody's turn and never escalates.
OPEN = (*WITH_BOARD, *WITH_UNIT, QuestionStatus.APPROVED)
WAITING = (*OPEN, QuestionStatus.AWAITING_INFORMATION, QuestionStatus.MERGED)
# What another question may be merged into: taken in, and not at an end other than a public answer.
CAN_LEAD = (
    QuestionStatus.ACCEPTED,
    QuestionStatus.REPORTED,
    QuestionStatus.RETURNED,
    *WITH_UNIT,
    QuestionStatus.AWAITING_INFORMATION,
    QuestionStatus.APPROVED,
    QuestionStatus.PUBLISHED,
)
