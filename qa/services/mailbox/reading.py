"""One letter as bytes made into what a draft keeps; whatever is sent, it is read or it says why not.

Nothing a stranger writes raises here: broken MIME, charsets that are lied about or unknown, HTML
alone, parts within parts, files that are none.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from html.parser import HTMLParser

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.validators import validate_email

from engagement.text import legacy
from engagement.text.normalise import normalise
from engagement.web.files import CheckedFile, check_upload
from qa.models.mail import MAIL_MAX_LENGTH
from qa.services.citizens import MAX_ATTACHMENTS

MAX_LETTER_BYTES = 25 * 1024 * 1024
MAX_PARTS = 200
MAX_TEXT_BYTES = 2 * 1024 * 1024
LONGEST_HEADER = 2_000
# What mailers of the 1990s called TCVN3; its bytes are Latin-1's, and legacy.convert reads them.
OLD_CHARSETS = frozenset({"tcvn", "tcvn3", "x-tcvn", "abc", "vni", "x-viet-vni", "tcvn-5712"})
BROKEN = "Thư hỏng, không đọc được."
EMPTY = "Thư không có nội dung và không có tệp nào nhận được."
BY_MACHINE = "Thư trả lời tự động hoặc thư báo của máy."
OWN = "Thư do chính trang này gửi."
MACHINE_PRECEDENCE = frozenset({"bulk", "junk", "list", "auto_reply"})
MACHINE_SENDERS = ("mailer-daemon", "postmaster", "no-reply", "noreply", "do-not-reply")
_MESSAGE_ID = re.compile(rb"^message-id:[ \t]*(?:\r?\n[ \t]+)?(\S+)", re.IGNORECASE | re.MULTILINE)


@dataclass
class Letter:
    """What a letter said. `ignored` says why it is none of a person's, "" where it is.

    `notes` tell the reader what was left out or changed on the way.
    """

    sender: str = ""
    sender_name: str = ""
    subject: str = ""
    text: str = ""
    files: list[CheckedFile] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    ignored: str = ""


def fingerprint_of(raw: bytes) -> str:
    """SHA-256 of the letter's Message-ID; of the whole letter where it has none."""
    head = re.split(rb"\r?\n\r?\n", raw[:65_536], maxsplit=1)[0]
    found = _MESSAGE_ID.search(head)
    return hashlib.sha256(found[1] if found else raw).hexdigest()


def read_letter(raw: bytes) -> Letter:
    """Read a letter; never raises for what it holds."""
    if len(raw) > MAX_LETTER_BYTES:
        return Letter(ignored="Thư lớn hơn 25 MB.")
    try:
        return _read(message_from_bytes(raw, policy=policy.compat32))
    except Exception:  # noqa: BLE001 - the parser raises anything on hostile input
        return Letter(ignored=BROKEN)


def _read(message: Message) -> Letter:
    if not any(message.get(name) for name in ("From", "Date", "Subject", "Message-ID")):
        return Letter(ignored=BROKEN)
    name, address = parseaddr(str(message.get("From", ""))[:LONGEST_HEADER])
    name = normalise(_decoded(name))
    ignored = why_ignored(message, address)
    if ignored:
        return Letter(ignored=ignored)
    letter = Letter(
        sender=valid_address(address),
        sender_name=" ".join(name.split())[:120],
        subject=header(message, "Subject")[:250],
    )
    if not letter.sender:
        letter.notes.append("Thư không có địa chỉ người gửi hợp lệ nên không trả lời được.")
    plain: list[str] = []
    html: list[str] = []
    for part in parts_of(message, letter):
        kind = part.get_content_type()
        if _is_file(part):
            keep_file(part, letter)
        elif kind == "text/plain":
            plain.append(text_of(part, letter))
        elif kind == "text/html":
            html.append(words_of_html(text_of(part, letter)))
    keep_text(letter, "\n".join(plain).strip() or "\n".join(html))
    if not letter.text and not letter.files:
        letter.ignored = EMPTY
    return letter


def why_ignored(message: Message, address: str) -> str:
    """Why a letter is nobody's question: an automatic reply, a bounce, our own; "" otherwise."""
    if address and address.lower() == parseaddr(settings.DEFAULT_FROM_EMAIL)[1].lower():
        return OWN
    auto = header(message, "Auto-Submitted").split(";")[0].strip().lower()
    by_machine = (
        auto not in {"", "no"}
        or header(message, "Precedence").strip().lower() in MACHINE_PRECEDENCE
        or bool(header(message, "X-Autoreply") or header(message, "X-Autorespond"))
        or bool(header(message, "X-Auto-Response-Suppress") and auto)
        or header(message, "Return-Path").strip() == "<>"
        or address.lower().startswith(MACHINE_SENDERS)
        or message.get_content_type() == "multipart/report"
    )
    return BY_MACHINE if by_machine else ""


def header(message: Message, name: str) -> str:
    """One header in Unicode and on one line; what cannot be decoded stays as it was sent."""
    raw = str(message.get(name, ""))[:LONGEST_HEADER]
    return normalise(" ".join(_decoded(raw).split()))


def _decoded(raw: str) -> str:
    try:
        return str(make_header(decode_header(raw)))
    except (LookupError, ValueError, HeaderParseError):
        # Bytes that were sent bare come as surrogates.
        return raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def valid_address(address: str) -> str:
    """The address where an answer can reach it, else ""."""
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return address if len(address) <= 254 else ""


def parts_of(message: Message, letter: Letter) -> Iterator[Message]:
    """The leaves of a letter in their order, at most MAX_PARTS; a letter within it stays closed."""
    waiting, count = [message], 0
    while waiting:
        part = waiting.pop(0)
        count += 1
        if count > MAX_PARTS:
            letter.notes.append(f"Thư có quá {MAX_PARTS} phần; phần sau không đọc.")
            return
        if part.get_content_type() == "message/rfc822":
            letter.notes.append("Có một thư khác kèm bên trong, không đọc.")
        elif part.is_multipart():
            children = part.get_payload()
            waiting[:0] = [child for child in children if isinstance(child, Message)]
        else:
            yield part


def _is_file(part: Message) -> bool:
    is_words = part.get_content_maintype() == "text" and not part.get_filename()
    return part.get_content_disposition() == "attachment" or not is_words


def keep_file(part: Message, letter: Letter) -> None:
    """Take a checked file along, or note why not."""
    name = _decoded(str(part.get_filename() or ""))
    if not name:
        return  # a picture of the letter's make-up
    if len(letter.files) >= MAX_ATTACHMENTS:
        letter.notes.append(
            f"Chỉ nhận {MAX_ATTACHMENTS} tệp đầu; bỏ tệp “{normalise(name)[:120]}”."
        )
        return
    content = bytes_of(part)
    try:
        letter.files.append(check_upload(SimpleUploadedFile(name, content)))
    except ValidationError as error:
        letter.notes.extend(error.messages)


def bytes_of(part: Message) -> bytes:
    """The content of a leaf, its transfer encoding undone."""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def text_of(part: Message, letter: Letter) -> str:
    """The words of a leaf in Unicode, whatever the sender's programme said of them."""
    content = bytes_of(part)[:MAX_TEXT_BYTES]
    charset = (part.get_content_charset() or "utf-8").lower()
    text = decoded(content, "latin-1" if charset in OLD_CHARSETS else charset)
    encoding = legacy.detect(text)
    if encoding is None:
        return text
    letter.notes.append(f"Thư gõ bằng bảng mã cũ {encoding.label}, đã chuyển sang Unicode.")
    return legacy.convert(text, encoding)


def decoded(content: bytes, charset: str) -> str:
    """`content` by `charset`; where that is unknown or wrong, UTF-8, and Latin-1 in the end."""
    for name in (charset, "utf-8"):
        try:
            return content.decode(name)
        except (LookupError, UnicodeError):
            continue
    return content.decode("latin-1")


def keep_text(letter: Letter, text: str) -> None:
    """Keep the words, with a note where they were too long."""
    text = re.sub(r"\n{3,}", "\n\n", normalise(text))
    if len(text) > MAIL_MAX_LENGTH:
        letter.notes.append("Thư quá dài, phần cuối đã cắt; xin mở hộp thư để đọc trọn.")
    letter.text = text[:MAIL_MAX_LENGTH]


class _Words(HTMLParser):
    """The words of a page, a line for each block; scripts and styles say nothing."""

    SILENT = frozenset({"script", "style", "head", "title"})
    BLOCKS = frozenset(
        {"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "table", "blockquote"}
    )

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in self.SILENT
        if tag in self.BLOCKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.silent = max(self.silent - (tag in self.SILENT), 0)
        if tag in self.BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.pieces.append(re.sub(r"\s+", " ", data))


def words_of_html(page: str) -> str:
    """The words of an HTML letter, without anything that could act or be fetched."""
    reader = _Words()
    reader.feed(page)
    reader.close()
    lines = ("".join(reader.pieces)).split("\n")
    return "\n".join(line.strip() for line in lines).strip()
