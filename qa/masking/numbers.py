"""Numbers that lead to a person, and numbers that only look so: dates, sums, documents.

Every repetition has a limit, so that a text made for it cannot keep the server busy.
"""

import re
from collections.abc import Iterator

from qa.masking.forms import Forms, Pattern, wanted
from qa.masking.spans import Kind, Span

_DATE = r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}"

# What no number pattern may touch: numbers of documents, days, sums and amounts.
PROTECTED = (
    re.compile(r"(?<!\d)\d{1,5}/(?:\d{4}/)?[a-z]{2,10}\d{0,2}(?:-[a-z0-9]{1,12}){0,4}"),
    re.compile(r"(?<!\d)\d{1,5}-[a-z]{2,6}/[a-z]{2,12}(?:-[a-z0-9]{1,12}){0,3}"),
    re.compile(rf"(?<!\d){_DATE}(?!\d)"),
    re.compile(r"(?<![\d.,])(?<!84)(?<!84 )[1-9]\d{0,2}(?:[.,]\d{3}){1,6}(?!\d)"),
    re.compile(
        r"(?<!\d)\d{1,15}\s?(?:dong|d|vnd|trieu|nghin|ngan|ty|m2|m²|ha|kg|tan|km|kwh)(?![a-z0-9])"
    ),
)

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{0,190}\w")
PHONE = re.compile(r"(?<![\d/])(?:\+\s?84|84|0)(?:[ .-]{0,2}\d){8,10}(?![\d/])")
LONG_NUMBER = re.compile(r"(?<![\d/])\d{9,16}(?![\d/])")
# 079 203 001 234: an identity number as it is read out.
SPACED_IDENTITY = re.compile(r"(?<!\d)0\d{2}[ .]\d{3}[ .]\d{3}[ .]\d{3}(?!\d)")
INSURANCE_CARD = re.compile(r"(?<![a-z0-9])[a-z]{2}\s?\d\s?\d{2}\s?\d{10}(?!\d)")
PASSPORT = Pattern(r"hộ chiếu(?:\s+số|\s*:)?\s*:?\s*([a-z]\d{7,8})(?!\d)")
IDENTITY_NAMED = Pattern(
    r"(?:cccd|cmnd|cmt|căn cước(?: công dân)?|chứng minh(?: nhân dân| thư)?|định danh(?: cá nhân)?"
    r"|mã số thuế|mst|số bhxh|mã số bhxh|bảo hiểm xã hội số|sổ bhxh(?: số)?|mã học sinh)"
    r"(?:\s+(?:số|của tôi|của em|là)){0,2}\s*:?\s*(\d(?:[ .]?\d){7,13})(?!\d)"
)
ACCOUNT = Pattern(
    r"(?:stk|tk|số tài khoản|tài khoản(?: ngân hàng)?(?: số)?|số thẻ(?: atm)?)"
    r"(?:\s+(?:của tôi|là|ngân hàng|[a-z]{2,16}bank|số)){0,3}\s*:?\s*(\d(?:[ .-]?\d){5,18})(?!\d)"
)
CARD = re.compile(r"(?<!\d)\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{4}(?:[ -]\d{3})?(?!\d)")

PLATE = re.compile(
    r"(?<![a-z\d/])\d{2}\s?-?\s?[a-z]{1,2}\d?\s?[-. ]\s?(?:\d{3}[. ]?\d{2}|\d{4})(?![\d/])"
)
PLATE_NAMED = Pattern(
    r"(?:biển số|biển kiểm soát|bks|biển)(?:\s+(?:xe|số|là)){0,2}\s*:?\s*"
    r"(\d{2}\s?-?\s?[a-z]{1,2}\d?\s?[-. ]?\s?\d{3}[. ]?\d{1,2})(?!\d)"
)

# "Sinh" ends many words that have nothing to do with a birth.
_NO_BIRTH = (
    r"(?<!học )(?<!thí )(?<!tuyển )(?<!vệ )(?<!an )(?<!phát )(?<!khai )(?<!hộ )(?<!tái )"
    r"(?<!dân )(?<!giáo )(?<!môn )(?<!nảy )(?<!kháng )(?<!chiêu )(?<!phục )(?<!thú )"
)
BIRTH = Pattern(
    rf"(?<![a-zà-ỹđ]){_NO_BIRTH}(?:ngày sinh|sinh ngày|sinh năm|năm sinh|ngày tháng năm sinh|sinh|sn)"
    r"\s*[:.]?\s*(?:vào\s+)?(?:ngày\s+|năm\s+)?"
    rf"({_DATE}|\d{{1,2}}\s?[/.-]\s?\d{{1,2}}\s?[/.-]\s?\d{{2}}"
    r"|\d{1,2}\s+tháng\s+\d{1,2}(?:\s*,?\s*năm\s+\d{4})?|(?:19|20)\d{2})(?!\d)"
)
# Everybody born in a year is nobody: rules speak of them.
_GENERAL = Pattern(
    r"(?:người|trẻ|trẻ em|công dân|nam|nữ|nam giới|phụ nữ|các cháu|những ai|ai|học sinh)"
    r"(?:\s+(?:được|có))?\s+sinh(?:\s+(?:năm|từ năm|trước năm|sau năm))?\s+((?:19|20)\d{2})(?!\d)"
)

LAND = (
    Pattern(r"(?<![a-zà-ỹđ])thửa(?: đất)?(?: số)?\s*[:.]?\s*(\d{1,5})(?!\d)"),
    Pattern(r"tờ bản đồ(?: địa chính)?(?: số)?\s*[:.]?\s*(\d{1,4})(?!\d)"),
    Pattern(
        r"(?:gcn|gcnqsdđ|giấy chứng nhận(?: quyền sử dụng đất)?|sổ đỏ|sổ hồng|số phát hành|số vào sổ"
        r"|số seri|seri)(?: cấp gcn)?(?:\s+(?:của tôi|mang số|có số|số)){0,2}\s*:?\s*"
        r"([a-zđ]{2}\s?\d{5,8})(?!\d)"
    ),
)
CERTIFICATE = re.compile(r"(?<![A-ZĐ\d])[A-ZĐ]{2} ?\d{6}(?:\d{2})?(?![\d/])")
SECRET = re.compile(r"\b(?:TUYỆT MẬT|TỐI MẬT|MẬT)\b")


def numbers(forms: Forms) -> Iterator[Span]:
    """Every number that may lead to a person, the surest kind first."""
    yield from _found(Kind.SECRET, SECRET.finditer(forms.text), "[dấu mật]")
    yield from _found(Kind.EMAIL, EMAIL.finditer(forms.text), "[thư điện tử]")
    general = {wanted(match) for match in _GENERAL.matches(forms)}
    yield from _found(
        Kind.BIRTH,
        (match for match in BIRTH.matches(forms) if wanted(match) not in general),
        "[ngày sinh]",
    )
    for parcel in LAND:
        yield from _found(Kind.LAND, parcel.matches(forms), "[số đã che]")
    yield from _found(Kind.PLATE, PLATE_NAMED.matches(forms), "[biển số xe]")
    yield from _found(Kind.ACCOUNT, ACCOUNT.matches(forms), "[số tài khoản]")
    for named in (IDENTITY_NAMED, PASSPORT):
        yield from _found(Kind.IDENTITY, named.matches(forms), "[số giấy tờ]")
    kept = protected(forms)
    for kind, pattern, text, words in (
        (Kind.IDENTITY, INSURANCE_CARD, forms.plain, "[số thẻ]"),
        (Kind.LAND, CERTIFICATE, forms.text, "[số giấy chứng nhận]"),
        (Kind.PLATE, PLATE, forms.plain, "[biển số xe]"),
        (Kind.ACCOUNT, CARD, forms.text, "[số thẻ]"),
        (Kind.IDENTITY, SPACED_IDENTITY, forms.text, "[số giấy tờ]"),
        (Kind.PHONE, PHONE, forms.text, "[số điện thoại]"),
        (Kind.IDENTITY, LONG_NUMBER, forms.text, "[số giấy tờ]"),
    ):
        free = (match for match in pattern.finditer(text) if not touches(match.span(), kept))
        yield from _found(kind, free, words)


def protected(forms: Forms) -> list[tuple[int, int]]:
    """Where numbers of documents, days and sums stand."""
    return sorted(match.span() for pattern in PROTECTED for match in pattern.finditer(forms.plain))


def touches(place: tuple[int, int], places: list[tuple[int, int]]) -> bool:
    """Tell whether `place` shares a letter with any of `places`."""
    return any(start < place[1] and place[0] < end for start, end in places)


def _found(
    kind: Kind, matches: Iterator[re.Match[str]] | list[re.Match[str]], words: str
) -> Iterator[Span]:
    for match in matches:
        start, end = wanted(match)
        yield Span(start, end, kind, words)
