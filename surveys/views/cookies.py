"""Cookies of one survey, sent to its own pages only: the sheet, the receipt, "has answered"."""

from datetime import timedelta
from functools import lru_cache

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from surveys.forms.state import LIFETIME, State
from surveys.models import Survey

# Browsers keep about 4,096 bytes of name, value and attributes.
LARGEST_COOKIE = 3_800
RECEIPT_LIFETIME = timedelta(minutes=30)
ANSWERED_LIFETIME = timedelta(days=180)
SHEET, RECEIPT, ANSWERED = "phieu", "bien_nhan", "da_tra_loi"


def keep_sheet(request: HttpRequest, response: HttpResponse, survey: Survey, signed: str) -> None:
    """Leave the signed sheet on the device; what is too large leaves the page before it there."""
    if fits(signed):
        _keep(request, response, survey, SHEET, signed, lifetime=LIFETIME)


def fits(signed: str) -> bool:
    """Whether a cookie can hold the signed sheet."""
    return len(signed) <= LARGEST_COOKIE


def sheet_on(request: HttpRequest, survey: Survey) -> State | None:
    """The sheet left on this device, if there is one that can be read."""
    signed = request.COOKIES.get(SHEET, "")
    return State.read(signed, survey.code) if signed else None


def keep_receipt(
    request: HttpRequest, response: HttpResponse, survey: Survey, receipt: str
) -> None:
    """Leave the receipt for the page that shows it."""
    signed = signing.dumps(receipt, salt=_salt(survey, RECEIPT))
    _keep(request, response, survey, RECEIPT, signed, lifetime=RECEIPT_LIFETIME)


def receipt_on(request: HttpRequest, survey: Survey) -> str:
    """The receipt left by what was just sent; "" where there is none."""
    signed = request.COOKIES.get(RECEIPT, "")
    try:
        return str(signing.loads(signed, salt=_salt(survey, RECEIPT), max_age=RECEIPT_LIFETIME))
    except signing.BadSignature:
        return ""


def note_answered(request: HttpRequest, response: HttpResponse, survey: Survey) -> None:
    """Note on the device that it has answered; nothing tells when, or what."""
    signed = signing.Signer(salt=_salt(survey, ANSWERED)).sign("1")
    _keep(request, response, survey, ANSWERED, signed, lifetime=ANSWERED_LIFETIME)


def has_answered(request: HttpRequest, survey: Survey) -> bool:
    """Whether somebody has answered `survey` on this device."""
    try:
        signing.Signer(salt=_salt(survey, ANSWERED)).unsign(request.COOKIES.get(ANSWERED, ""))
    except signing.BadSignature:
        return False
    return True


def forget(response: HttpResponse, survey: Survey, *names: str) -> None:
    """Take cookies of the survey off the device."""
    for name in names:
        response.delete_cookie(name, path=_path(survey.code), samesite="Lax")


def _keep(
    request: HttpRequest,
    response: HttpResponse,
    survey: Survey,
    name: str,
    value: str,
    *,
    lifetime: timedelta,
) -> None:
    response.set_cookie(
        name,
        value,
        max_age=lifetime,
        path=_path(survey.code),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


@lru_cache(maxsize=256)
def _path(survey: str) -> str:
    return reverse("surveys:start", args=[survey])


def _salt(survey: Survey, name: str) -> str:
    return f"surveys.views.cookies.{name}.{survey.code}"
