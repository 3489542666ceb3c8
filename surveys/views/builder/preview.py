"""The questionnaire as on a phone, and a test run: answers are checked and nothing is kept."""

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from surveys.forms.answering import (
    Reading,
    blocks,
    controls_shown,
    read,
    with_member,
    without_member,
)
from surveys.forms.sheet import Sheet
from surveys.forms.state import State
from surveys.instrument.answer_words import in_words
from surveys.queries.public import communes
from surveys.queries.staff import Draft
from surveys.views.answering import ACT_FIELD, MORE_QUESTIONS, NOTHING, SHEET_FIELD, Told
from surveys.views.builder.desk import of_survey, show

LONGEST_INDEX = 4  # digits


@require_safe
@csp_replace({"frame-src": [SELF]})  # type: ignore[arg-type] # its views take no arguments
@of_survey
def preview(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The page around the phone."""
    return show(request, "surveys/desk_preview.html", draft)


@require_http_methods(["GET", "HEAD", "POST"])
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})  # type: ignore[arg-type] # its views take no arguments
@of_survey
def screen(request: HttpRequest, draft: Draft) -> HttpResponse:
    """What the phone shows: the pages people get, with their buttons but the last one's deed."""
    sheet = sheet_of(request, draft)
    if not sheet.pages:
        return show(request, "surveys/desk_screen_empty.html", draft, is_kiosk=False)
    if request.method != "POST":
        return page_of(request, draft, sheet)
    reading = read(sheet, request.POST)
    turned = turned_by(request.POST.get(ACT_FIELD, ""), reading.sheet)
    if turned is not None:
        return page_of(request, draft, turned)
    return gone_on(request, draft, reading)


def gone_on(request: HttpRequest, draft: Draft, reading: Reading) -> HttpResponse:
    """The next page, or this one again where something is wrong; the end after the last."""
    if reading.faults:
        return page_of(request, draft, reading.sheet, Told(reading.faults, status=422))
    if reading.reveals:
        return page_of(request, draft, reading.sheet, Told(words=MORE_QUESTIONS))
    if reading.sheet.after is not None:
        return page_of(request, draft, reading.sheet.at(reading.sheet.after))
    return end_of(request, draft, reading.sheet)


def turned_by(act: str, sheet: Sheet) -> Sheet | None:
    """What a button makes of the sheet that neither judges nor leaves the page; None for others."""
    name, _, argument = act.partition(":")
    match name:
        case "lui":
            return sheet.at(sheet.before or sheet.page)
        case "cap-nhat":
            return sheet
        case "them":
            return with_member(sheet)
        case "bo":
            return without_member(sheet, int(argument) if is_index(argument) else -1)
    return None


def is_index(text: str) -> bool:
    return text.isdecimal() and len(text) <= LONGEST_INDEX


def blank(draft: Draft) -> State:
    return State(draft.version.number)


def salt_of(draft: Draft) -> str:
    """A test run is signed apart: none can be sent as a real sheet."""
    return f"{draft.survey.code}.thu"


def sheet_of(request: HttpRequest, draft: Draft) -> Sheet:
    """The sheet that came with the page, or an empty one."""
    state = State.read(request.POST.get(SHEET_FIELD, ""), salt_of(draft))
    return Sheet(draft.questionnaire, state or blank(draft), communes())


def page_of(request: HttpRequest, draft: Draft, sheet: Sheet, told: Told = NOTHING) -> HttpResponse:
    """A page of questions in the phone."""
    shown = blocks(sheet, told.faults)
    response = show(
        request,
        "surveys/desk_screen.html",
        draft,
        sheet=sheet,
        blocks=shown,
        told=told,
        wrong=[one for one in controls_shown(shown) if one.error or one.other_error],
        signed=sheet.state.sign(salt_of(draft)),
        is_kiosk=False,
    )
    response.status_code = told.status
    return response


def end_of(request: HttpRequest, draft: Draft, sheet: Sheet) -> HttpResponse:
    """The end of a test run: what would have been stored."""
    rows = in_words(draft.questionnaire, sheet.final_answers, communes())
    return show(request, "surveys/desk_screen_end.html", draft, rows=rows, is_kiosk=False)
