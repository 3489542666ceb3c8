"""Text size and contrast: how a reader wants the page, remembered only after they say so."""

from dataclasses import dataclass

from django.db import models
from django.http import HttpRequest, HttpResponse

YEAR_SECONDS = 365 * 24 * 60 * 60


class TextSize(models.TextChoices):
    SMALL = "nho", "Chữ nhỏ"
    NORMAL = "vua", "Chữ vừa"
    LARGE = "lon", "Chữ lớn"


class Contrast(models.TextChoices):
    NORMAL = "thuong", "Màu thường"
    HIGH = "cao", "Tương phản cao"


COOKIES: dict[str, type[TextSize] | type[Contrast]] = {"co_chu": TextSize, "tuong_phan": Contrast}


@dataclass(frozen=True, slots=True)
class Preferences:
    text_size: TextSize
    contrast: Contrast


def preferences_of(request: HttpRequest) -> Preferences:
    """Return what the reader chose; a cookie that says anything else counts as none."""
    size = request.COOKIES.get("co_chu", "")
    contrast = request.COOKIES.get("tuong_phan", "")
    return Preferences(
        TextSize(size) if size in TextSize.values else TextSize.NORMAL,
        Contrast(contrast) if contrast in Contrast.values else Contrast.NORMAL,
    )


def remember(request: HttpRequest, response: HttpResponse) -> None:
    """Set the cookie of each known choice that was sent; site.js may read and write it too."""
    for name, choices in COOKIES.items():
        value = request.POST.get(name, "")
        if value in choices.values:
            response.set_cookie(
                name, value, max_age=YEAR_SECONDS, samesite="Lax", secure=request.is_secure()
            )
