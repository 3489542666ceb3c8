"""Sentences that ask badly: two things at once, an answer laid into the mouth, denial upon denial.

Each function returns the words that give the fault away, "" where there is none. They read what is
written, not what is meant, and rather miss a fault than see one where there is none.
"""

import re

# --- Two questions in one --------------------------------------------------------------------

# Things judged each on its own: asked about two of them at once, one person has two answers.
_ASPECTS = (
    "thái độ|tinh thần|ý thức|trách nhiệm|trình độ|năng lực|kỹ năng|kĩ năng|tác phong|chất lượng|"
    "số lượng|hiệu quả|kết quả|tiến độ|tốc độ|thời gian|thời hạn|chi phí|kinh phí|học phí|viện phí|"
    "lệ phí|giá cả|(?<!đánh )giá(?! trị)|mức giá|mức phí|mức thu|mức đóng|mức hỗ trợ|thu nhập|"
    "tiền lương|mức lương|lương|việc làm|đời sống|quy trình|thủ tục|nội dung|hình thức|giao diện|"
    "cách thức|cách(?! mạng| ly)|phương pháp|địa điểm|vị trí|cơ sở vật chất|cơ sở hạ tầng|"
    "trang thiết bị|phòng chờ|phòng học|chỗ ngồi|nhà vệ sinh|vệ sinh|cảnh quan|môi trường|an ninh|"
    "giao thông|đường sá|đường(?! dây| lối| link)|vỉa hè|(?<!bưu )điện(?! thoại| tử| ảnh)|"
    "(?<!nhà )(?<!đất )(?<!cả )nước(?! ngoài| ta)|chiếu sáng|thoát nước|rác thải|rác|chợ|"
    "hệ thống (?:chiếu sáng|thoát nước|điện|nước)|trường học|trạm y tế|bệnh viện|y tế|giáo dục|"
    "internet|mạng xã hội|truyền hình|phát thanh|báo chí|bác sĩ|điều dưỡng|công tác|việc"
)
_QUALITIES = (
    "nhanh chóng|nhanh|đúng hẹn|đúng hạn|đúng giờ|chính xác|đầy đủ|kịp thời|rõ ràng|dễ hiểu|"
    "dễ dàng|dễ|thuận tiện|thuận lợi|đơn giản|thân thiện|lịch sự|tận tình|chu đáo|nhiệt tình|"
    "niềm nở|hiệu quả|an toàn|sạch sẽ|sạch|đẹp|rẻ|hợp lý|hợp lí|công bằng|minh bạch|phù hợp|"
    "hữu ích|bổ ích|thiết thực|hấp dẫn|rộng rãi|thoáng mát|yên tĩnh|chuyên nghiệp|hiểu biết"
)
_PREDICATES = (
    "hài lòng|tin tưởng|tin|đồng ý|ủng hộ|tán thành|biết|hiểu|sử dụng|tham gia|quan tâm|yên tâm|"
    "nghe|xem|đọc|truy cập|thích"
)
_AND = r"\b(?:và|hoặc|cũng như|đồng thời|lẫn)\s+"
_ASKS = r"\b(?:nào|gì|ai|đâu|bao nhiêu|bao lâu|bao giờ|mấy|vì sao|tại sao|ra sao)\b"

_I = re.IGNORECASE
_QUESTION_MARK = re.compile(r"\w[^?]*\?")
_IF_SO = re.compile(r"\b(?:không|chưa)\b.*?\b(nếu (?:có|không|chưa|rồi)\b(?=[,:?]| thì| xin))", _I)
_ASKS_TWICE = re.compile(rf"{_ASKS}[^.?;:]*?({_AND}[^.?;:]*?{_ASKS})", _I)
# "Khi nộp hồ sơ và nhận kết quả, …": the circumstances, not what is asked.
_CIRCUMSTANCE = re.compile(
    r"^\s*(?:khi|sau khi|trước khi|trong|từ khi|kể từ|nếu|qua|để|do|vì|với|theo|so với|đối với)\b"
    r"[^,?]*,",
    _I,
)
_PAIRS = [
    re.compile(rf"\b(?:{_ASPECTS})\b.*?({_AND}(?:các |những |về |với )*(?:{_ASPECTS})\b)", _I),
    re.compile(rf"\b(?:{_QUALITIES})\b.*?({_AND}(?:rất |có |được )*(?:{_QUALITIES})\b)", _I),
    # Predicates have to stand together: "việc quản lý và sử dụng đất" is one thing.
    re.compile(
        rf"\b(?:{_PREDICATES})\b(?: rõ| đến| tới| về| đầy đủ)*\s+({_AND}(?:đã |có |rất )*"
        rf"(?:{_PREDICATES})\b)",
        _I,
    ),
    re.compile(
        rf"\b(?:{_PREDICATES})\b.*?(?<!đang )({_AND}(?:(?:có|đã|muốn) (?:{_PREDICATES})|sẽ \w+|"
        r"sẵn sàng|giới thiệu|quay lại|tiếp tục)\b)",
        _I,
    ),
    re.compile(rf"\b(?:nghe|xem|đọc)\b.*?({_AND}(?:nghe|xem|đọc)\b)", _I),
    re.compile(r"\b(vừa (?!qua|rồi)\w+.*?\bvừa (?!qua|rồi)\w+)", _I),
]


def double_question(text: str) -> str:
    """Two questions under one number, whatever kind of answer is wanted."""
    if len(_QUESTION_MARK.findall(text)) > 1:
        return "hai dấu hỏi"
    for pattern in (_IF_SO, _ASKS_TWICE):
        found = pattern.search(text)
        if found:
            return found[1].strip()
    return ""


def double_object(text: str) -> str:
    """Two things to be put on one scale, or answered with one yes or no."""
    text = _CIRCUMSTANCE.sub("", text)
    for pattern in _PAIRS:
        for found in pattern.finditer(text):
            if not _is_name(found[1]):
                return found[1].strip()
    return ""


def _is_name(conjoined: str) -> bool:
    """Whether a capital follows the conjunction: "Sở Nông nghiệp và Môi trường" is one office."""
    after = re.sub(_AND, "", conjoined, count=1, flags=_I).lstrip()
    return after[:1].isupper()


# --- Leading words ---------------------------------------------------------------------------

_PRAISE = (
    "tốt đẹp|tuyệt vời|xuất sắc|đúng đắn|sáng suốt|ưu việt|to lớn|vượt bậc|vĩ đại|tận tụy|tận tuỵ|"
    "hết lòng|vô cùng|cực kỳ|cực kì|hết sức|rất tốt|rất hiệu quả|rất cần thiết|rất quan trọng|"
    "rất đúng|rực rỡ|đáng tự hào|không thể thiếu"
)
_LOADED = (
    "tuyệt vời|sáng suốt|ưu việt|đúng đắn|tốt đẹp|vượt bậc|vĩ đại|to lớn|vô cùng|cực kỳ|cực kì|"
    "tồi tệ|vô trách nhiệm|đáng lên án|đáng xấu hổ|vô lý|vô lí"
)
_START = r"(?:^|[.?!;:,]\s*|\brằng\s+)"
_CERTAINLY = (
    "chắc hẳn|hẳn là|lẽ nào|chẳng lẽ|không lẽ|chẳng phải|đương nhiên|tất nhiên|hiển nhiên|"
    "dĩ nhiên|không ai phủ nhận|không thể phủ nhận|rõ ràng là|rõ ràng rằng"
)
_EVERYBODY = (
    "mọi người|ai|chúng ta|quý vị|ông bà|ông/bà|anh chị|anh/chị|hầu hết mọi người|"
    "hầu hết người dân|đa số người dân|các chuyên gia|dư luận"
)
_HOLDS = "biết|thấy|hiểu|đồng ý|cho rằng|khẳng định|ủng hộ|tin|thừa nhận"
_LEADING = [
    re.compile(pattern, _I)
    for pattern in (
        rf"\b({_CERTAINLY})\b",
        rf"{_START}(phải chăng)\b(?! hay| không)",
        # Not in a list of qualities: "đầy đủ, rõ ràng, minh bạch".
        r"(?:^|[.?!;:]\s*|\brằng\s+)(rõ ràng)\b(?! hay| không| và| về| trong|\s*[,.;]|\s*$)",
        rf"\b((?:{_EVERYBODY}) (?:đều|cũng) (?:đã )?(?:{_HOLDS}))\b",
        rf"\b(như (?:{_EVERYBODY}) (?:đã )?(?:{_HOLDS}))\b",
        rf"\b((?:hầu hết|đa số|các) (?:mọi người|người dân|bà con|chuyên gia) (?:{_HOLDS}))\b",
        rf"\b(?:đồng ý|nhất trí|công nhận|thừa nhận|thấy|cho) (?:là|rằng)\b.*?\b({_PRAISE})\b",
        rf"\b({_LOADED})\b",
        r"^\s*(là (?:người|công dân|một người)[^,]*\b(?:trách nhiệm|yêu nước|văn minh|gương mẫu)),",
        r"(?<!có )\b(đúng không|phải không|đúng chứ|phải chứ|\w+ chứ)\s*(?:ạ\s*)?\??\s*$",
        rf"\bcó phải\b.*?\b({_PRAISE}|hoàn toàn|luôn luôn|luôn)\b",
    )
]
# "Rất không tốt … rất tốt": words of the scale, quoted in the question.
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|\([^)]*\)")


def leading_words(text: str) -> str:
    """Words that say what the right answer is."""
    text = _QUOTED.sub(" ", text)
    for pattern in _LEADING:
        found = pattern.search(text)
        if found:
            return found[1].strip()
    return ""


# --- Denial upon denial ----------------------------------------------------------------------

_NOT = re.compile(r"\b(?:không|chưa|chẳng|đừng|phản đối|bác bỏ|từ chối)\b", _I)
# Words in which "không" denies nothing, and ends of questions that only ask.
_NO_DENIAL = re.compile(
    r"\bkhông (?:khí|gian|quân|trung|dùng tiền mặt|tiền mặt|giấy tờ|khói|rác|ma túy|dây)\b|"
    r"\b(?:hàng|số|trên|đường) không\b|\b(?:chẳng|không) (?:lẽ|phải chăng)\b|\bchẳng phải\b|"
    r"\b(?:hay|hoặc|có|được|đúng|phải) (?:là )?(?:không|chưa)(?= *(?:[?.,;:/)]|$))|"
    r"\b(?:không|chưa)(?= *(?:ạ)?\s*[?./)]| *$)|"
    r"\b(?:hay|hoặc) (?:không|chưa)\b|\b(?:đồng ý|hài lòng|có)/(?:không)[\w ]*",
    _I,
)
_CLAUSE = re.compile(r"[,;:.?!]|\bnhưng\b|\bnếu\b|\bvì\b|\bdo\b|\bkhi\b", _I)


def double_denial(text: str) -> str:
    """A clause with two denials, whose "yes" nobody can be sure of."""
    for clause in _CLAUSE.split(_NO_DENIAL.sub(" ", _QUOTED.sub(" ", text))):
        found = list(_NOT.finditer(clause))
        if len(found) > 1:
            return clause[found[0].start() : found[1].end()].strip()
    return ""
