"""Answering page by page. The whole sheet travels with the page; only the last step stores it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from engagement.intake.exceptions import Refused
from engagement.intake.fields import ProofField
from engagement.intake.wayout import way_out
from engagement.web.loaders import NotVisible
from surveys.enums import Access, Mode
from surveys.forms.access import CodeForm, has_answered
from surveys.forms.answering import (
    blocks,
    controls_shown,
    read,
    with_member,
    without_member,
)
from surveys.forms.guard import PURPOSE, judge
from surveys.forms.quotas import FullGroup, full_group
from surveys.forms.sheet import Sheet, name_of
from surveys.forms.state import State
from surveys.queries.public import Offer
from surveys.services.submitting import Outcome, submit
from surveys.views import cookies
from surveys.views.public import (
    PLACES,
    account_of,
    is_own,
    load_offer,
    place_of,
    sheet_of,
    sheet_on,
    show_start,
)

SHEET_FIELD = "phieu"
ACT_FIELD = "viec"
LONGEST_INDEX = 4  # digits
MORE_QUESTIONS = "Từ câu trả lời của Quý vị, trang này có thêm câu hỏi."
NOTHING_ANSWERED = (
    "Phiếu chưa có câu trả lời nào nên chưa gửi được. Quý vị trả lời ít nhất một câu."
)
Faults = Mapping[str, str]


@dataclass(frozen=True)
class Turn:
    """One step of one person in the sheet of a survey."""

    request: HttpRequest
    offer: Offer
    mode: Mode
    sheet: Sheet
    is_review: bool = False  # the page before an early sending is shown, not a page of questions

    def at(self, sheet: Sheet) -> "Turn":
        return replace(self, sheet=sheet)

    @property
    def credential(self) -> tuple[str, bytes] | None:
        """What is this person's alone; None on an open link."""
        access = self.offer.survey.access
        return None if access == Access.LINK else (access, self.sheet.state.owner)


@dataclass(frozen=True)
class Told:
    """What a page says besides its questions."""

    faults: Faults = field(default_factory=dict)
    words: str = ""
    status: int = 200
    retry_after: int = 0


NOTHING = Told()


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, code: str, mode: Mode = Mode.WEB) -> HttpResponse:
    """Show a page of the sheet, or take one in and show what comes next."""
    offer = load_offer(code)
    if offer.survey.access == Access.ACCOUNT:
        if mode is Mode.KIOSK:
            raise NotVisible
        if not request.user.is_authenticated:
            return redirect_to_login(offer.survey.get_absolute_url())
    if request.method != "POST":
        return _open(request, offer, mode)
    act = request.POST.get(ACT_FIELD, "")
    if act == "bat-dau":
        return _begin(request, offer, mode)
    state = State.read(request.POST.get(SHEET_FIELD, ""), code)
    sheet = sheet_of(offer, state) if state else None
    if sheet is None or not is_own(request, offer, sheet.state):
        return _show_unreadable(request, offer, mode)
    turn = Turn(request, offer, mode, sheet)
    if not offer.survey.is_open:
        return _show_not_open(turn.at(read(sheet, request.POST).sheet))
    return _act(turn, act)


def _act(turn: Turn, act: str) -> HttpResponse:
    name, _, argument = act.partition(":")
    if name == "bo":
        is_index = argument.isdecimal() and len(argument) <= LONGEST_INDEX
        return _remove_member(turn, int(argument) if is_index else -1)
    return ACTS.get(name, _go_on)(turn)


# --- Beginning -------------------------------------------------------------------------------


def _open(request: HttpRequest, offer: Offer, mode: Mode) -> HttpResponse:
    """Go on with the sheet left on this device, or begin one."""
    sheet = sheet_on(request, offer) if mode is Mode.WEB else None
    needs_code = offer.survey.access == Access.CODE and sheet is None
    if needs_code or not offer.survey.is_open:
        return redirect(PLACES[mode]["start"], offer.survey.code)
    sheet = sheet or _new_sheet(offer, _new_state(request, offer))
    return _show_first(Turn(request, offer, mode, sheet))


def _begin(request: HttpRequest, offer: Offer, mode: Mode) -> HttpResponse:
    """Begin a sheet, where needed with a code; what was begun on this device is erased."""
    if not offer.survey.is_open:
        return redirect(PLACES[mode]["start"], offer.survey.code)
    state = _new_state(request, offer)
    if offer.survey.access == Access.CODE:
        kept = sheet_on(request, offer) if mode is Mode.WEB else None
        raw = request.POST.get("ma")
        form = CodeForm(request, offer.survey, raw=raw or "")
        if raw is None and kept is not None:
            state = kept.state.fresh(offer.newest)
        elif form.is_valid():
            state = replace(state, owner=form.digest)
        else:
            return show_start(request, offer, mode, form)
    return _show_first(Turn(request, offer, mode, _new_sheet(offer, state)))


def _show_first(turn: Turn) -> HttpResponse:
    """Show the sheet, unless its owner has answered."""
    if turn.credential and has_answered(turn.offer.survey, turn.credential):
        return _show_already(turn)
    return _show_page(turn)


def _new_state(request: HttpRequest, offer: Offer) -> State:
    is_account = offer.survey.access == Access.ACCOUNT
    return State(offer.newest, owner=account_of(request) if is_account else b"")


def _new_sheet(offer: Offer, state: State) -> Sheet:
    sheet = sheet_of(offer, state)
    if sheet is None:
        raise NotVisible
    return sheet


# --- What a page's buttons do ----------------------------------------------------------------


def _go_on(turn: Turn) -> HttpResponse:
    """Take the page in and show the next; after the last one, what there is to send."""
    reading = read(turn.sheet, turn.request.POST)
    turn = turn.at(reading.sheet)
    if reading.faults:
        return _show_page(turn, Told(reading.faults, status=422))
    group = full_group(turn.sheet, turn.offer.survey.full_groups)
    if group is not None:
        return _show_full(turn, group)
    if reading.reveals:
        return _show_page(turn, Told(words=MORE_QUESTIONS))
    if turn.sheet.after is None:
        return _show_review(turn)
    return _show_page(turn.at(turn.sheet.at(turn.sheet.after)))


def _go_back(turn: Turn) -> HttpResponse:
    """Keep what was typed, right or not, and show the page before."""
    sheet = read(turn.sheet, turn.request.POST).sheet
    return _show_page(turn.at(sheet.at(sheet.before or sheet.page)))


def _refresh(turn: Turn) -> HttpResponse:
    """Show the page again, with what the answers given so far make of it."""
    return _show_page(turn.at(read(turn.sheet, turn.request.POST).sheet))


def _add_member(turn: Turn) -> HttpResponse:
    return _show_page(turn.at(with_member(read(turn.sheet, turn.request.POST).sheet)))


def _remove_member(turn: Turn, index: int) -> HttpResponse:
    return _show_page(turn.at(without_member(read(turn.sheet, turn.request.POST).sheet, index)))


def _review(turn: Turn) -> HttpResponse:
    """Before an early sending: say what is answered. What was left out may stay so."""
    reading = read(turn.sheet, turn.request.POST)
    turn = turn.at(reading.sheet)
    if reading.wrong:
        return _show_page(turn, Told(reading.wrong, status=422))
    group = full_group(turn.sheet, turn.offer.survey.full_groups)
    if group is not None:
        return _show_full(turn, group)
    return _show_review(turn)


def _send(turn: Turn) -> HttpResponse:
    """Take the last page in and store the sheet."""
    reading = read(turn.sheet, turn.request.POST)
    turn = turn.at(reading.sheet)
    if reading.faults:
        return _show_page(turn, Told(reading.faults, status=422))
    group = full_group(turn.sheet, turn.offer.survey.full_groups)
    if group is not None:
        return _show_full(turn, group)
    if reading.reveals:
        return _show_page(turn, Told(words=MORE_QUESTIONS))
    if turn.sheet.after is not None:
        return _show_page(turn.at(turn.sheet.at(turn.sheet.after)))
    return _store(turn)


def _send_early(turn: Turn) -> HttpResponse:
    """Store what is answered; nothing was typed on this page."""
    return _store(replace(turn, is_review=True))


ACTS: dict[str, Callable[[Turn], HttpResponse]] = {
    "tiep": _go_on,
    "lui": _go_back,
    "cap-nhat": _refresh,
    "mo": _refresh,
    "them": _add_member,
    "xem-gui": _review,
    "gui": _send,
    "gui-som": _send_early,
}


# --- Sending ---------------------------------------------------------------------------------


def _store(turn: Turn) -> HttpResponse:
    """Store the sheet, unless something in it or about it forbids; nothing is lost then."""
    sheet, survey = turn.sheet, turn.offer.survey
    faults = sheet.faults(may_miss=turn.is_review)
    if faults:
        page = sheet.page_with(faults) or sheet.page
        return _show_page(turn.at(sheet.at(page)), Told(faults, status=422))
    if not sheet.final_answers:
        return _show_again(turn, Told(words=NOTHING_ANSWERED, status=422))
    try:
        verdict = judge(turn.request, sheet, survey=survey.code, minutes=turn.offer.minutes)
    except Refused as refusal:
        told = Told(words=refusal.reason, status=refusal.status, retry_after=refusal.retry_after)
        return _show_again(turn, told)
    outcome = submit(
        survey=survey,
        version=turn.offer.versions[sheet.state.version],
        answers=sheet.final_answers,
        key=sheet.state.key,
        receipt=sheet.state.receipt,
        credential=turn.credential,
        mode=turn.mode,
        doubts=verdict.doubts,
        proof=verdict.proof,
    )
    return _tell(turn, outcome)


def _tell(turn: Turn, outcome: Outcome) -> HttpResponse:
    match outcome:
        case Outcome.STORED | Outcome.REPEATED:
            return _go_to_receipt(turn)
        case Outcome.ALREADY:
            return _show_already(turn)
        case Outcome.CLOSED:
            return _show_not_open(turn)
        case Outcome.PROOF_USED:
            words = str(ProofField.default_error_messages["used"])
            return _show_again(turn, Told(words=words, status=422))


def _go_to_receipt(turn: Turn) -> HttpResponse:
    """Leave the receipt on the device, and nothing of the sheet."""
    survey = turn.offer.survey
    response = redirect(PLACES[turn.mode]["receipt"], survey.code)
    response.status_code = 303
    cookies.forget(response, survey, cookies.SHEET)
    cookies.keep_receipt(turn.request, response, survey, turn.sheet.state.receipt)
    if turn.mode is Mode.WEB:
        cookies.note_answered(turn.request, response, survey)
    return response


# --- Pages -----------------------------------------------------------------------------------


def _show_page(turn: Turn, told: Told = NOTHING) -> HttpResponse:
    """A page of questions."""
    sheet = turn.sheet
    shown = blocks(sheet, told.faults)
    context = {
        "blocks": shown,
        "wrong": [one for one in controls_shown(shown) if one.error or one.other_error],
        "page_fault": told.faults.get(name_of(sheet.page, None, sheet.page.code), ""),
        "minutes": sheet.minutes_left(turn.offer.minutes),
    }
    return _render(turn, "surveys/answer.html", told, context)


def _show_review(turn: Turn, told: Told = NOTHING) -> HttpResponse:
    """What there is to send, before all questions are answered or when no page is left."""
    return _render(turn, "surveys/review.html", told, {})


def _show_again(turn: Turn, told: Told) -> HttpResponse:
    return _show_review(turn, told) if turn.is_review else _show_page(turn, told)


def _show_not_open(turn: Turn) -> HttpResponse:
    """No answers are taken now. What was answered stays on the device and in the page."""
    told = Told(status=409)
    return _render(turn, "surveys/not_open.html", told, {"way_out": way_out()})


def _show_already(turn: Turn) -> HttpResponse:
    """The code, account or page has answered before; this sheet is not stored."""
    return _render(turn, "surveys/already.html", Told(status=409), {"way_out": way_out()})


def _show_full(turn: Turn, group: FullGroup) -> HttpResponse:
    """The group has the answers wanted of it: nothing is stored, nor left on the device."""
    context = {"group": group, **place_of(turn.offer, turn.mode)}
    response = render(turn.request, "surveys/quota_full.html", context, status=409)
    cookies.forget(response, turn.offer.survey, cookies.SHEET)
    return response


def _show_unreadable(request: HttpRequest, offer: Offer, mode: Mode) -> HttpResponse:
    """The sheet that came with the page was changed, cut, or is too old."""
    context = {
        "kept": sheet_on(request, offer) if mode is Mode.WEB else None,
        **place_of(offer, mode),
    }
    return render(request, "surveys/unreadable.html", context, status=422)


def _render(turn: Turn, template: str, told: Told, context: Mapping[str, object]) -> HttpResponse:
    """Render a page that carries the sheet, and leave the sheet on the device, too."""
    survey = turn.offer.survey
    signed = turn.sheet.state.sign(survey.code)
    is_kept = turn.mode is Mode.WEB and cookies.fits(signed)
    everything = {
        "sheet": turn.sheet,
        "signed": signed,
        "is_kept": is_kept,
        "told": told,
        "purpose": PURPOSE,
        **place_of(turn.offer, turn.mode),
        **context,
    }
    response = render(turn.request, template, everything, status=told.status)
    if told.retry_after:
        response["Retry-After"] = str(told.retry_after)
    if is_kept and turn.request.method == "POST":
        cookies.keep_sheet(turn.request, response, survey, signed)
    return response
