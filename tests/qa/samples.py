"""Small real files, and files that lie about what they are."""

import io
import zipfile

import pikepdf
from PIL import Image


def _pdf() -> bytes:
    document, stored = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    document.save(stored)
    return stored.getvalue()


def _png() -> bytes:
    stored = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(stored, "PNG")
    return stored.getvalue()


def docx(document: bytes = b"<w:document/>") -> bytes:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", document)
    return stored.getvalue()


PDF = _pdf()
PNG = _png()
EXECUTABLE = b"MZ\x90\x00" + b"\x00" * 512


def zip_bomb() -> bytes:
    """A DOCX of some 100 kB that unpacks to 100 MB."""
    return docx(b"\x00" * (100 * 1024 * 1024 + 1))
