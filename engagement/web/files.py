"""What a stranger uploads, and how it is handed out again (security notes §4, ASVS 5.1.1–5.4.3).

A file is believed when its name, its first bytes and a parser agree. Images are drawn anew, so
nothing hidden in them survives. Documents that could act by themselves are refused.
"""

import re
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO

import pikepdf
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest
from PIL import Image, ImageOps

from engagement.text.normalise import normalise

MAX_FILE_BYTES = 10 * 1024 * 1024
MAX_IMAGE_PIXELS = 25_000_000  # telephones send 24.5 million
MAX_IMAGE_SIDE = 4_096
MAX_NAME_LENGTH = 120
MAX_ZIP_MEMBERS = 2_000
MAX_ZIP_BYTES = 100 * 1024 * 1024
MAX_ZIP_RATIO = 200
MAX_PDF_OBJECTS = 200_000
MAX_PDF_STREAM_BYTES = 16 * 1024 * 1024
_READ_AT_ONCE = 64 * 1024
_WAY_OUT = "Quý vị gửi tệp PDF, DOCX, JPEG, PNG hoặc WebP, mỗi tệp tối đa 10 MB."
_NOT_IN_NAMES = re.compile(r'[<>:"|?*\x00-\x1f\x7f]+')
_ZIP_ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that may be stored. `content` is what to store: an image is not what was sent.

    `extension` begins with a dot; `size` is in bytes; `display_name` is for people, never a path.
    """

    content: "File[bytes]"
    extension: str
    content_type: str
    display_name: str
    size: int


class _Unfit(Exception):
    """The file cannot be taken; the words say why, after its name."""


@dataclass(frozen=True, slots=True)
class _Kind:
    extensions: tuple[str, ...]
    content_type: str
    is_announced: Callable[[bytes], bool]
    clean: Callable[[bytes], bytes]


def check_upload(upload: UploadedFile) -> CheckedFile:
    """Check an uploaded file and return what may be stored of it.

    Raises ValidationError with one sentence in Vietnamese that names the file and the way out.
    """
    name = display_name(upload.name or "")
    try:
        kind = _kind_of(name)
        content = kind.clean(_read(upload, kind))
    except _Unfit as unfit:
        raise ValidationError(
            "Tệp “%(name)s” %(reason)s. %(way_out)s",
            code="unfit_file",
            params={"name": name, "reason": str(unfit), "way_out": _WAY_OUT},
        ) from unfit
    return CheckedFile(
        content=ContentFile(content),
        extension=kind.extensions[0],
        content_type=kind.content_type,
        display_name=name,
        size=len(content),
    )


def display_name(raw: str) -> str:
    """Return a file's name for people: no path, nothing invisible, at most 120 characters."""
    name = normalise(raw).replace("\\", "/").rpartition("/")[2]
    name = _NOT_IN_NAMES.sub("_", " ".join(name.split())).strip(". ") or "tệp không tên"
    extension = PurePosixPath(name).suffix[:10]
    return name.removesuffix(extension)[: MAX_NAME_LENGTH - len(extension)] + extension


def serve_private(
    request: HttpRequest,
    file: "File[bytes] | IO[bytes]",
    *,
    name: str,
    content_type: str,
) -> FileResponse:
    """Hand out a stored file to one who may have it; the caller has checked that.

    The browser saves it, does not guess its type, keeps no copy, and runs nothing in it.
    """
    response = FileResponse(file, as_attachment=True, filename=name, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


def _kind_of(name: str) -> _Kind:
    extension = PurePosixPath(name).suffix.lower()
    for kind in _KINDS:
        if extension in kind.extensions:
            return kind
    raise _Unfit("không thuộc loại tệp được nhận")


def _read(upload: UploadedFile, kind: _Kind) -> bytes:
    if not upload.size:
        raise _Unfit("không có nội dung")
    if upload.size > MAX_FILE_BYTES:
        raise _Unfit("lớn hơn 10 MB")
    upload.seek(0)
    content: bytes = upload.read(MAX_FILE_BYTES + 1)
    if not kind.is_announced(content):
        raise _Unfit("có nội dung không đúng với phần mở rộng của tên")
    return content


# --- Images ----------------------------------------------------------------------------------


# Drawing takes up to two seconds and 400 MB; in all of this process two may do it at once.
_drawing = threading.BoundedSemaphore(2)
# Fast rather than small: a photograph is looked at once or twice.
_SAVING: dict[str, dict[str, int]] = {
    "JPEG": {"quality": 88},
    "PNG": {"compress_level": 3},
    "WEBP": {"quality": 88, "method": 0},
}
_MODES = {"JPEG": {"RGB", "L"}, "PNG": {"RGB", "RGBA", "L"}, "WEBP": {"RGB", "RGBA"}}


def _image_cleaner(image_format: str) -> Callable[[bytes], bytes]:
    """Make a function that draws the image anew: no EXIF, no place, no script behind it."""

    def clean(content: bytes) -> bytes:
        reading = BytesIO(content)
        with (
            _parsing("là ảnh bị hỏng hoặc quá lớn"),
            _drawing,
            Image.open(reading, formats=[image_format]) as sent,
        ):
            if sent.width * sent.height > MAX_IMAGE_PIXELS:
                raise _Unfit("là ảnh có hơn 25 triệu điểm ảnh")
            sent.draft(None, (MAX_IMAGE_SIDE, MAX_IMAGE_SIDE))  # a JPEG is read smaller
            sent.load()
            return _drawn_anew(sent, image_format)

    return clean


def _drawn_anew(sent: Image.Image, image_format: str) -> bytes:
    """Turn the image upright, since the note that said so goes too, and save nothing but pixels.

    What is larger than MAX_IMAGE_SIDE is made smaller: that is as much as a screen shows.
    """
    ImageOps.exif_transpose(sent, in_place=True)
    image = sent
    if image.mode not in _MODES[image_format]:
        keeps_alpha = image_format != "JPEG" and image.has_transparency_data
        image = image.convert("RGBA" if keeps_alpha else "RGB")
    image.thumbnail((MAX_IMAGE_SIDE, MAX_IMAGE_SIDE), reducing_gap=2.0)
    image.info = {}
    drawn = BytesIO()
    image.save(drawn, format=image_format, **_SAVING[image_format])
    return drawn.getvalue()


# --- DOCX ------------------------------------------------------------------------------------


_ACTING_PARTS = ("vbaproject.bin", "/activex/", "oleobject")


def _clean_docx(content: bytes) -> bytes:
    with _parsing("là tệp DOCX bị hỏng"), zipfile.ZipFile(BytesIO(content)) as archive:
        members = archive.infolist()
        _check_directory(members, len(content))
        _check_members(archive, members)
    return content


def _check_directory(members: list[zipfile.ZipInfo], archive_bytes: int) -> None:
    names = {member.filename for member in members}
    if len(members) > MAX_ZIP_MEMBERS or len(names) < len(members):
        raise _Unfit("có quá nhiều phần bên trong")
    if "word/document.xml" not in names or "[Content_Types].xml" not in names:
        raise _Unfit("không phải văn bản Word")
    for member in members:
        path = member.filename.lower()
        if path.startswith(("/", "\\")) or ".." in path.replace("\\", "/").split("/"):
            raise _Unfit("có đường dẫn không an toàn bên trong")
        if member.flag_bits & _ZIP_ENCRYPTED:
            raise _Unfit("có mật khẩu")
        if any(acting in path for acting in _ACTING_PARTS):
            raise _Unfit("có macro hoặc đối tượng nhúng bên trong")
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_ZIP_BYTES or unpacked > MAX_ZIP_RATIO * archive_bytes:
        raise _Unfit("giải nén ra quá lớn")


def _check_members(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """Unpack everything once and count: the directory's sizes are only what the sender claims."""
    unpacked = 0
    for member in members:
        with archive.open(member) as stream:
            while chunk := stream.read(_READ_AT_ONCE):
                unpacked += len(chunk)
                if unpacked > MAX_ZIP_BYTES:
                    raise _Unfit("giải nén ra quá lớn")


# --- PDF -------------------------------------------------------------------------------------

# A stream of objects is unpacked in memory: 400 kB of PDF took 900 MB without these limits.
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=MAX_PDF_STREAM_BYTES,
    png_max_memory=MAX_PDF_STREAM_BYTES,
    tiff_max_memory=MAX_PDF_STREAM_BYTES,
    run_length_max_memory=MAX_PDF_STREAM_BYTES,
    parser_max_container_size=MAX_PDF_OBJECTS,
    doc_max_warnings=1_000,
)
_ACTING_KEYS = {"/AA", "/JavaScript", "/JS", "/EmbeddedFiles", "/EF", "/Launch", "/XFA"}
_ACTING_TYPES = {"/JavaScript", "/Launch", "/EmbeddedFile", "/RichMedia"}


def _clean_pdf(content: bytes) -> bytes:
    with _parsing("là tệp PDF bị hỏng"):
        try:
            document = pikepdf.open(BytesIO(content))
        except pikepdf.PasswordError as error:
            raise _Unfit("có mật khẩu") from error
        with document:
            if document.is_encrypted:
                raise _Unfit("được mã hóa")
            if not len(document.pages):
                raise _Unfit("không có trang nào")
            _check_pdf_objects(document)
    return content


def _check_pdf_objects(document: pikepdf.Pdf) -> None:
    """Look at every object, wherever it hangs: actions hide in pages, fields and annotations."""
    if len(document.objects) > MAX_PDF_OBJECTS:
        raise _Unfit("có quá nhiều phần bên trong")
    for thing in document.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get("/Type") == "/ObjStm":
            thing.read_bytes()  # raises above the limit; objects we cannot see might act
        for dictionary in _dictionaries(thing):
            if _acts(dictionary):
                raise _Unfit("có mã lệnh, tệp nhúng hoặc hành động tự chạy bên trong")


def _dictionaries(thing: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """The dictionaries written inside one object; what it refers to is an object of its own."""
    waiting = [thing]
    while waiting:
        part = waiting.pop()
        if isinstance(part, pikepdf.Array):
            waiting.extend(_written_inside(list(part)))
        elif isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
            yield part
            waiting.extend(_written_inside([value for _, value in part.items()]))


def _written_inside(values: list[object]) -> list[pikepdf.Object]:
    return [
        value for value in values if isinstance(value, pikepdf.Object) and not value.is_indirect
    ]


def _acts(dictionary: pikepdf.Object) -> bool:
    keys = set(dictionary.keys())
    kinds = {str(dictionary[key]) for key in ("/S", "/Type", "/Subtype") if key in keys}
    return bool(keys & _ACTING_KEYS or kinds & _ACTING_TYPES)


# --- Which kinds there are --------------------------------------------------------------------


@contextmanager
def _parsing(reason: str) -> Iterator[None]:
    """Turn whatever a parser of strangers' files raises into one sentence."""
    try:
        yield
    except _Unfit:
        raise
    except Exception as error:  # parsers raise anything on hostile input
        raise _Unfit(reason) from error


def _begins_with(mark: bytes, *, at: int = 0) -> Callable[[bytes], bool]:
    return lambda content: content[at : at + len(mark)] == mark


_KINDS = (
    _Kind((".jpg", ".jpeg"), "image/jpeg", _begins_with(b"\xff\xd8\xff"), _image_cleaner("JPEG")),
    _Kind((".png",), "image/png", _begins_with(b"\x89PNG\r\n\x1a\n"), _image_cleaner("PNG")),
    _Kind((".webp",), "image/webp", _begins_with(b"WEBP", at=8), _image_cleaner("WEBP")),
    _Kind((".pdf",), "application/pdf", _begins_with(b"%PDF-"), _clean_pdf),
    _Kind(
        (".docx",),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _begins_with(b"PK\x03\x04"),
        _clean_docx,
    ),
)
