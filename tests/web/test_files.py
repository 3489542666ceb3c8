import struct
import threading
import time
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from PIL import Image

from engagement.web import files
from engagement.web.files import (
    MAX_FILE_BYTES,
    MAX_IMAGE_SIDE,
    check_upload,
    display_name,
    serve_private,
)

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def upload(name, content):
    return SimpleUploadedFile(name, content)


def image(image_format, mode="RGB", size=(40, 20), **options):
    drawn = BytesIO()
    Image.new(mode, size, 128 if mode in {"L", "P"} else None).save(drawn, image_format, **options)
    return drawn.getvalue()


def docx(members=None):
    packed = BytesIO()
    parts = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}
    parts.update(members or {})
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def pdf(change=lambda document: None, **saving):
    document = pikepdf.new()
    document.add_blank_page()
    change(document)
    packed = BytesIO()
    document.save(packed, **saving)
    return packed.getvalue()


def refusal(name, content):
    with pytest.raises(ValidationError) as caught:
        check_upload(upload(name, content))
    (message,) = caught.value.messages
    return message


# --- What is taken ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "extension", "content_type"),
    [
        ("anh.jpg", image("JPEG"), ".jpg", "image/jpeg"),
        ("anh.JPEG", image("JPEG"), ".jpg", "image/jpeg"),
        ("anh.jpg", image("JPEG", "CMYK"), ".jpg", "image/jpeg"),
        ("anh.png", image("PNG", "RGBA"), ".png", "image/png"),
        ("anh.png", image("PNG", "P"), ".png", "image/png"),
        ("anh.webp", image("WEBP"), ".webp", "image/webp"),
        ("don.docx", docx(), ".docx", DOCX_TYPE),
        ("don.pdf", pdf(), ".pdf", "application/pdf"),
        (
            "don.pdf",
            pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate),
            ".pdf",
            "application/pdf",
        ),
    ],
)
def test_ordinary_file_is_taken(name, content, extension, content_type):
    checked = check_upload(upload(name, content))
    assert (checked.extension, checked.content_type) == (extension, content_type)
    assert checked.display_name == name
    assert checked.size == len(checked.content.read()) > 0


def test_pdf_that_opens_at_a_page_is_taken():
    def open_at_first_page(document):
        document.Root.OpenAction = pikepdf.Array([document.pages[0].obj, pikepdf.Name.Fit])

    assert check_upload(upload("a.pdf", pdf(open_at_first_page))).extension == ".pdf"


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP"])
def test_image_is_drawn_anew_without_exif_comment_or_tail(image_format):
    exif = Image.Exif()
    exif[0x010E] = "9 Trần Hưng Đạo"
    exif[0x0112] = 6  # turned by 90 degrees
    content = image(image_format, exif=exif) + b"<script>alert(1)</script>"
    checked = check_upload(upload(f"a.{image_format.lower()}", content)).content.read()
    assert b"script" not in checked
    assert "Hưng".encode() not in checked
    with Image.open(BytesIO(checked)) as drawn:
        assert not drawn.getexif()
        assert drawn.size == (20, 40)


# --- What is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("virus.exe", b"MZ\x90\x00" * 9),
        ("virus.pdf", b"MZ\x90\x00" * 9),
        ("virus.docx", b"MZ\x90\x00" * 9),
        ("virus.jpg", b"MZ\x90\x00" * 9),
        ("trang.html", b"<html><script>alert(1)</script>"),
        ("trang.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("anh.png", image("JPEG")),
        ("anh.jpg", image("JPEG")[:60]),
        ("anh.webp", b"RIFF\x00\x00\x00\x00WEBPVP8 "),
        ("rong.pdf", b""),
        ("hong.pdf", b"%PDF-1.7\n"),
        ("hong.docx", b"PK\x03\x04" + b"\x00" * 50),
        ("khong-duoi", b"%PDF-1.7\n"),
    ],
)
def test_file_that_is_not_what_it_says_is_refused_with_its_name_and_a_way_out(name, content):
    message = refusal(name, content)
    assert name in message
    assert "PDF, DOCX, JPEG, PNG hoặc WebP" in message


def test_file_of_more_than_ten_megabytes_is_refused():
    assert "lớn hơn 10 MB" in refusal("a.pdf", b"%PDF-" + b"0" * MAX_FILE_BYTES)


def test_png_bomb_is_refused_before_it_is_unpacked():
    side = 8_000  # 64 million pixels, below where Pillow itself starts to complain
    rows = zlib.compress(b"\x00" * (side // 8 + 1) * side, 9)

    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
    bomb = b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    assert len(bomb) < 20_000
    assert "25 triệu điểm ảnh" in refusal("a.png", bomb)


def test_webp_of_forty_million_points_is_refused_unread():
    content = image("WEBP", size=(8_000, 5_000), method=0)
    started = time.process_time()
    assert "25 triệu điểm ảnh" in refusal("a.webp", content)
    assert time.process_time() - started < 0.2


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP"])
def test_a_telephones_picture_is_made_smaller(image_format):
    content = image(image_format, size=(5_712, 4_284))
    checked = check_upload(upload(f"a.{image_format.lower()}", content)).content.read()
    with Image.open(BytesIO(checked)) as drawn:
        assert max(drawn.size) == MAX_IMAGE_SIDE


def test_at_most_two_images_are_drawn_at_once(monkeypatch):
    busy, seen, lock = [], [], threading.Lock()
    draw = files._drawn_anew

    def slowly(*args):
        with lock:
            busy.append(1)
            seen.append(len(busy))
        time.sleep(0.05)
        with lock:
            busy.pop()
        return draw(*args)

    monkeypatch.setattr(files, "_drawn_anew", slowly)
    with ThreadPoolExecutor(6) as threads:
        uploads = [upload("a.png", image("PNG")) for _ in range(6)]
        assert len(list(threads.map(check_upload, uploads))) == 6
    assert max(seen) == 2


def lying_bomb():
    """A DOCX whose directory says that its 60 MB member has 10 bytes."""
    honest = docx({"word/media/a.bin": b"\x00" * (60 * 1024 * 1024)})
    return honest.replace(struct.pack("<I", 60 * 1024 * 1024), struct.pack("<I", 10))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (docx({"word/a.xml": b"\x00" * (101 * 1024 * 1024)}), "giải nén ra quá lớn"),
        (docx({"word/a.xml": b"\x00" * (20 * 1024 * 1024)}), "giải nén ra quá lớn"),
        (lying_bomb(), "hỏng"),
        (docx({f"word/{n}.xml": b"" for n in range(2_000)}), "quá nhiều phần"),
        (docx({"word/vbaProject.bin": b"x"}), "macro"),
        (docx({"word/embeddings/oleObject1.bin": b"x"}), "macro hoặc đối tượng nhúng"),
        (docx({"../../etc/cron.d/x": b"x"}), "đường dẫn không an toàn"),
        (docx({"word/..\\..\\x": b"x"}), "đường dẫn không an toàn"),
    ],
    ids=["bomb", "ratio", "lying", "members", "macro", "ole", "traversal", "backslashes"],
)
def test_hostile_docx_is_refused(content, reason):
    assert reason in refusal("don.docx", content)


def test_zip_that_is_no_word_document_is_refused():
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("virus.exe", b"MZ")
    assert "không phải văn bản Word" in refusal("don.docx", packed.getvalue())


def test_docx_with_password_is_refused():
    content = bytearray(docx())
    at = content.find(b"PK\x01\x02")
    content[at + 8] |= 1
    assert "mật khẩu" in refusal("don.docx", bytes(content))


def javascript_on_opening(document):
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def javascript_by_name(document):
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    names = pikepdf.Dictionary(Names=["a", document.make_indirect(script)])
    document.Root.Names = pikepdf.Dictionary(JavaScript=names)


def acts_on_page(document):
    document.pages[0].AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.Named))


def launches(document):
    action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=action)
    document.pages[0].Annots = pikepdf.Array([document.make_indirect(link)])


def embeds(document):
    document.attachments["virus.exe"] = b"MZ"


@pytest.mark.parametrize(
    "change", [javascript_on_opening, javascript_by_name, acts_on_page, launches, embeds]
)
@pytest.mark.parametrize("mode", list(pikepdf.ObjectStreamMode.__members__.values()))
def test_pdf_that_could_act_is_refused(change, mode):
    assert "mã lệnh, tệp nhúng" in refusal("don.pdf", pdf(change, object_stream_mode=mode))


def test_encrypted_pdf_is_refused():
    locked = pikepdf.Encryption(owner="a", user="b")
    unlocked = pikepdf.Encryption(owner="a", user="")
    assert "mật khẩu" in refusal("a.pdf", pdf(encryption=locked))
    assert "mã hóa" in refusal("a.pdf", pdf(encryption=unlocked))


def test_pdf_bomb_of_objects_is_refused_quickly():
    """Objects the limits hide from us could act in the reader's program."""
    packer = zlib.compressobj(9)
    packed = packer.compress(b"6 0 << /S /JavaScript >>")
    packed += packer.compress(b" " * (100 * 1024 * 1024)) + packer.flush()
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R /OpenAction 6 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << >> >>",
        4: b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
        % (len(packed), packed),
    }
    content, offsets = b"%PDF-1.5\n", {}
    for number, body in objects.items():
        offsets[number] = len(content)
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    offsets[5] = len(content)
    rows = struct.pack(">BIB", 0, 0, 0)
    rows += b"".join(struct.pack(">BIB", 1, offsets[n], 0) for n in range(1, 6))
    rows += struct.pack(">BIB", 2, 4, 0)
    content += b"5 0 obj\n<< /Type /XRef /Size 7 /W [1 4 1] /Root 1 0 R /Length %d >>\n" % len(rows)
    content += b"stream\n" + rows + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % offsets[5]
    started = time.monotonic()
    assert "hỏng" in refusal("a.pdf", content)
    assert time.monotonic() - started < 5


# --- Names and handing out ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Đơn của tôi.pdf", "Đơn của tôi.pdf"),
        ("Đơn.pdf", "Đơn.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\don.pdf", "don.pdf"),
        ('a"b<c>.pdf', "a_b_c_.pdf"),
        ("anh\u202egpj.exe", "anhgpj.exe"),
        ("a\x00\r\nb.pdf", "a b.pdf"),
        ("  ..  ", "tệp không tên"),
        ("", "tệp không tên"),
    ],
)
def test_display_name(raw, shown):
    assert display_name(raw) == shown


def test_long_display_name_keeps_its_extension():
    shown = display_name("đ" * 500 + ".docx")
    assert len(shown) == 120
    assert shown.endswith("đ.docx")


def test_private_file_is_saved_not_shown():
    request = RequestFactory().get("/")
    response = serve_private(
        request, ContentFile(b"%PDF-"), name="Đơn số 1.pdf", content_type="application/pdf"
    )
    assert b"".join(response.streaming_content) == b"%PDF-"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%C4%90")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert "no-store" in response["Cache-Control"]
    assert response["Content-Type"] == "application/pdf"
