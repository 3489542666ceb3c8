from django.db import models


class SurveyStatus(models.TextChoices):
    DRAFT = "draft", "Đang soạn"
    OPEN = "open", "Đang mở"
    PAUSED = "paused", "Tạm dừng nhận phiếu"
    CLOSED = "closed", "Đã đóng"
    DISCARDED = "discarded", "Đã bỏ"


class Verb(models.TextChoices):
    OPEN = "open", "Mở khảo sát"
    PAUSE = "pause", "Tạm dừng"
    RESUME = "resume", "Mở lại"
    CLOSE = "close", "Đóng khảo sát"
    DISCARD = "discard", "Bỏ bản soạn"


class SampleKind(models.TextChoices):
    """How people come to the survey. It decides which words a result may use (AAPOR, opt-in)."""

    RANDOM = "random", "Mẫu ngẫu nhiên từ danh sách"
    QUOTA = "quota", "Mẫu theo chỉ tiêu từng nhóm"
    OPEN_LINK = "open_link", "Liên kết mở, ai muốn thì trả lời"


class Access(models.TextChoices):
    LINK = "link", "Ai có liên kết đều trả lời được"
    CODE = "code", "Cần mã dùng một lần"
    ACCOUNT = "account", "Cần đăng nhập"


class Visibility(models.TextChoices):
    """From when on the public sees results. Staff and leaders see snapshots as they come."""

    LIVE = "live", "Ngay khi có số liệu"
    ANSWERED = "answered", "Sau khi đã trả lời"
    CLOSED = "closed", "Khi khảo sát đã đóng"
    STAFF = "staff", "Không công bố"


class Mode(models.TextChoices):
    """The way an answer came in; compared in the results."""

    WEB = "web", "Trên mạng"
    KIOSK = "kiosk", "Máy đặt tại chỗ"
    PAPER = "paper", "Phiếu giấy"


class Audience(models.TextChoices):
    """Who a snapshot is for: each has its own smallest group."""

    STAFF = "staff", "Ban Tuyên giáo"
    PUBLIC = "public", "Lãnh đạo và người đọc"


class Held(models.IntegerChoices):
    """How the public's final tables hold a ballot; without one of these, whole (queries/told.py)."""

    LEFT_OUT = 0, "Không đưa ra ngoài"
    MERGED = 1, "Với các nhóm nhỏ gộp lại"


class Doubt(models.TextChoices):
    """Why results are shown with and without an answer. No answer is dropped for it."""

    BURST = "burst", "Nhiều phiếu liên tiếp từ một nơi truy cập"
    UNPROVEN = "unproven", "Chưa qua kiểm tra tự động"
    FAST = "fast", "Trả lời nhanh hơn thời gian đọc"
    STRAIGHT = "straight", "Chọn cùng một mức cho mọi dòng"


class QuestionKind(models.TextChoices):
    SINGLE = "single", "Chọn một"
    MULTIPLE = "multiple", "Chọn nhiều"
    LIKERT = "likert", "Thang mức độ"
    SCALE = "scale", "Thang điểm số"
    MATRIX = "matrix", "Bảng nhiều dòng, một thang"
    RANKING = "ranking", "Xếp thứ tự"
    NUMBER = "number", "Số"
    DATE = "date", "Ngày"
    SHORT_TEXT = "short_text", "Trả lời ngắn"
    LONG_TEXT = "long_text", "Trả lời dài"
    COMMUNE = "commune", "Xã, phường"
    CONSENT = "consent", "Đồng ý"
    NOTE = "note", "Lời dẫn (không hỏi)"


class Change(models.TextChoices):
    """What a new version of an open survey does to earlier answers."""

    FIRST = "first", "Bản đầu"
    WORDING = "wording", "Chỉ sửa lời"
    MEANING = "meaning", "Đổi nội dung hỏi"
