"""The way to a survey: the list, its first page, at a set place, on paper; and the receipt."""

import segno
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from engagement.intake.responses import personal
from engagement.intake.wayout import way_out
from engagement.web.loaders import NotVisible
from engagement.web.middleware import TRACKING_CODE_PARAMETER
from surveys.disclosure.receipts import mark_of
from surveys.enums import Access, Mode
from surveys.forms.access import CodeForm
from surveys.forms.paper import paper_pages
from surveys.forms.sheet import Sheet
from surveys.forms.state import State
from surveys.queries.public import (
    Offer,
    communes,
    offer_at,
    open_offers,
    with_published_results,
)
from surveys.rules import SMALLEST_BATCH, is_open_to_readers
from surveys.views import cookies

# Where the pages of a survey lie, answered on one's own device or at a set place.
PLACES = {
    Mode.WEB: {
        "start": "surveys:start",
        "answer": "surveys:answer",
        "receipt": "surveys:receipt",
    },
    Mode.KIOSK: {
        "start": "surveys:kiosk",
        "answer": "surveys:kiosk_answer",
        "receipt": "surveys:kiosk_receipt",
    },
}
RECEIPT_GROUPS = ((0, 5), (5, 10), (10, 15), (15, 20), (20, 26))


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Surveys to answer, and those whose results are out."""
    context = {"offers": open_offers(), "closed": with_published_results()}
    return render(request, "surveys/index.html", context)


@never_cache
@login_not_required
@require_safe
def start(request: HttpRequest, code: str, mode: Mode = Mode.WEB) -> HttpResponse:
    """What the survey is about and what is promised; a sheet begun on this device can go on."""
    offer = load_offer(code)
    if TRACKING_CODE_PARAMETER in request.GET and mode is Mode.WEB:
        return _take_code(request, offer)
    response = show_start(request, offer, mode)
    if mode is Mode.KIOSK:
        cookies.forget(response, offer.survey, cookies.SHEET, cookies.RECEIPT)
    return response


@never_cache
@login_not_required
@require_safe
def receipt(request: HttpRequest, code: str, mode: Mode = Mode.WEB) -> HttpResponse:
    """The receipt of what was just sent from this device; nobody else has it."""
    offer = load_offer(code)
    number = cookies.receipt_on(request, offer.survey)
    if not number:
        context = {"way_out": way_out(), **place_of(offer, mode)}
        return personal(render(request, "surveys/receipt_gone.html", context, status=404))
    context = {
        "groups": [number[start:end] for start, end in RECEIPT_GROUPS],
        "qr": segno.make(number, error="m").svg_data_uri(scale=4),
        "mark": mark_of(offer.survey.code, number).hex(),
        "shows_results": is_open_to_readers(offer.survey, has_answered=True),
        **place_of(offer, mode),
    }
    return personal(render(request, "surveys/receipt.html", context))


@login_not_required
@require_safe
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """The questionnaire as it is printed, with a QR code to the survey."""
    offer = load_offer(code)
    address = request.build_absolute_uri(offer.survey.get_absolute_url())
    context = {
        "pages": paper_pages(offer.questionnaire(offer.newest)),
        "address": address,
        "qr": segno.make(address, error="m").svg_data_uri(scale=4),
        **place_of(offer, Mode.WEB),
    }
    return render(request, "surveys/paper.html", context)


def load_offer(code: str) -> Offer:
    """The survey at an address. Raises NotVisible for one the public may not know of."""
    offer = offer_at(code)
    if offer is None:
        raise NotVisible
    return offer


def show_start(
    request: HttpRequest, offer: Offer, mode: Mode, form: CodeForm | None = None
) -> HttpResponse:
    """Answer with the first page; `form` holds a code that was refused."""
    survey = offer.survey
    sheet = None if mode is Mode.KIOSK else sheet_on(request, offer)
    has_answered = mode is Mode.WEB and cookies.has_answered(request, survey)
    context = {
        "form": form or CodeForm(request, survey),
        "sheet": sheet,
        "needs_code": survey.access == Access.CODE and sheet is None,
        "has_answered": has_answered,
        "shows_results": is_open_to_readers(survey, has_answered=has_answered),
        "smallest_batch": SMALLEST_BATCH,
        **place_of(offer, mode),
    }
    status = form.status_code if form else 200
    response = render(request, "surveys/start.html", context, status=status)
    if form and form.retry_after:
        response["Retry-After"] = str(form.retry_after)
    return response


def place_of(offer: Offer, mode: Mode) -> dict[str, object]:
    """What every page of a survey needs: the survey, its addresses, and where the device stands."""
    urls = {name: reverse(url, args=[offer.survey.code]) for name, url in PLACES[mode].items()}
    return {
        "offer": offer,
        "survey": offer.survey,
        "urls": urls,
        "is_kiosk": mode is Mode.KIOSK,
    }


def sheet_of(offer: Offer, state: State) -> Sheet | None:
    """The sheet with its questions; None for a version that is not published."""
    if state.version not in offer.versions:
        return None
    sheet = Sheet(offer.questionnaire(state.version), state, communes())
    return sheet if sheet.pages else None


def sheet_on(request: HttpRequest, offer: Offer) -> Sheet | None:
    """The sheet left on this device, if it can go on and is this person's."""
    state = cookies.sheet_on(request, offer.survey)
    return sheet_of(offer, state) if state and is_own(request, offer, state) else None


def is_own(request: HttpRequest, offer: Offer, state: State) -> bool:
    """Whether the sheet has the owner it needs: any code, or the account that is signed in."""
    match offer.survey.access:
        case Access.CODE:
            return bool(state.owner)
        case Access.ACCOUNT:
            return state.owner == account_of(request)
    return True


def account_of(request: HttpRequest) -> bytes:
    """The account that is signed in, as the owner of a sheet."""
    return str(request.user.pk).encode()


def _take_code(request: HttpRequest, offer: Offer) -> HttpResponse:
    """Move a code from the address into the sheet; the address is left behind."""
    raw = request.GET[TRACKING_CODE_PARAMETER]
    form = CodeForm(request, offer.survey, raw=raw)
    if offer.survey.access == Access.CODE and not form.is_valid():
        return show_start(request, offer, Mode.WEB, form)
    response = redirect(offer.survey)
    if offer.survey.access == Access.CODE:
        begun = cookies.sheet_on(request, offer.survey)
        if begun is None or begun.owner != form.digest:
            state = State(offer.newest, owner=form.digest)
            cookies.keep_sheet(request, response, offer.survey, state.sign(offer.survey.code))
    return response
