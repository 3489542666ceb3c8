"""What an .xlsx would cost to read, judged before anything reads it."""

import io
import zipfile

from surveys.exchange.imported import refused

MOST_UNPACKED = 100 * 1024 * 1024
# Sheets are read row by row; texts, styles and the rest are read whole.
_SHEET_MAX_BYTES = 48 * 1024 * 1024
_PART_MAX_BYTES = 12 * 1024 * 1024
_MOST_TAGS = 500_000
# The XML reader takes ever longer over one tag, comment or instruction; Excel's are short.
_LONGEST_TAG = 256 * 1024
_SPANS = ((b"<!--", b"-->"), (b"<?", b"?>"))
_BYTE_ORDER = b"\xef\xbb\xbf"

TOO_BIG = "Tệp quá lớn: nhiều nhất 10 MB, và 100 MB khi giải nén."
TOO_MANY_CELLS = "Tệp có quá nhiều ô. Xin xóa các dòng và cột không dùng rồi lưu lại."
NOT_EXCEL = (
    "Tệp này không phải là bảng Excel (.xlsx, .xlsm hoặc .xls), hoặc có mật khẩu, hoặc đã hỏng. "
    "Xin mở bằng Excel rồi lưu lại dạng .xlsx."
)


def weigh(content: bytes) -> bool:
    """Refuse a workbook that would take too much; say whether any sheet holds a formula.

    Parts are known as XML by what they begin with: their names may say anything.
    """
    has_formulas, tags = False, 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        # A member gives no more than the size it claims: the rest is cut off, and damaged.
        if sum(member.file_size for member in members) > MOST_UNPACKED:
            raise refused(TOO_BIG)
        for member in members:
            if not _is_xml(archive, member):
                continue
            is_sheet = member.filename.startswith("xl/worksheets/")
            if member.file_size > (_SHEET_MAX_BYTES if is_sheet else _PART_MAX_BYTES):
                raise refused(TOO_BIG)
            part = archive.read(member)
            tags += part.count(b"<")
            has_formulas = has_formulas or (is_sheet and b"<f" in part)
            if tags > _MOST_TAGS:
                raise refused(TOO_MANY_CELLS)
            if _is_endless(part):
                raise refused(NOT_EXCEL)
    return has_formulas


def _is_xml(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    with archive.open(member) as part:
        start = part.read(64)
    if start.startswith((b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")):
        raise refused(NOT_EXCEL)  # UTF-16, which no program writes here and nothing below reads
    return start.removeprefix(_BYTE_ORDER).lstrip().startswith(b"<")


def _is_endless(part: bytes) -> bool:
    """Whether something in `part` begins and does not end within reason."""
    if any(len(piece) > _LONGEST_TAG for piece in part.split(b"<")):
        return True
    for start, end in _SPANS:
        at = part.find(start)
        while at >= 0:
            until = part.find(end, at, at + _LONGEST_TAG)
            if until < 0:
                return True
            at = part.find(start, until)
    return False
