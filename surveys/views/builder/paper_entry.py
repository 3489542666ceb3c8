"""Paper sheets typed in twice by two people, and what they differ in settled."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from engagement.web.loaders import NotVisible
from engagement.workflow.exceptions import Conflict, Denied
from engagement.workflow.machine import allowed
from surveys.forms.paper_entry import Part, Reading, SheetForm, Typing, members_field
from surveys.forms.paper_settling import Settling
from surveys.instrument.questionnaire import Questionnaire
from surveys.models import PaperEntry, Version
from surveys.queries.paper_entry import (
    SheetNumber,
    entries_of,
    next_for,
    pending,
    pending_sheets,
    tally_of,
)
from surveys.queries.public import communes
from surveys.queries.questionnaires import published
from surveys.queries.staff import Draft
from surveys.rules import check_take_answers
from surveys.services import paper_entry
from surveys.services.paper_entry import Entered
from surveys.views.builder.desk import of_survey, show, staff

ACT_FIELD = "viec"
DONE = {
    Entered.FIRST: "Đã giữ lần nhập thứ nhất của tờ {sheet}.",
    Entered.STORED: "Tờ {sheet}: hai lần nhập giống nhau, đã tính thành một phiếu.",
    Entered.DIFFERS: "Tờ {sheet}: hai lần nhập có chỗ khác nhau, cần xem lại tờ giấy để chọn.",
}


class OwnReading(Denied):
    """The sheet waits for somebody else: this person has read it."""


@require_safe
@of_survey
def desk(request: HttpRequest, draft: Draft) -> HttpResponse:
    """What waits, how well readings agree, and the way to the next sheet."""
    return show_desk(request, draft, SheetForm(versions=numbers_of(draft)))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@of_survey
def sheet(request: HttpRequest, draft: Draft) -> HttpResponse:
    """One sheet to be typed in, and what was typed."""
    form = SheetForm(request.GET, versions=numbers_of(draft))
    if not form.is_valid():
        return show_desk(request, draft, form)
    typing = Typing(questionnaire_of(draft, form.version), request.POST, communes())
    if request.method != "POST":
        return show_sheet(
            request, draft, form, typing, Reading(), denied=standing(request, draft, form)
        )
    if request.POST.get(ACT_FIELD, "").startswith("them:"):
        return show_sheet(request, draft, form, typing, Reading())
    reading = typing.read()
    if reading.faults or request.POST.get(ACT_FIELD) != "luu":
        return show_sheet(request, draft, form, typing, reading)
    try:
        entered = paper_entry.enter(
            survey=draft.survey,
            by=staff(request),
            sheet=form.sheet,
            version=version_of(draft, form.version),
            answers=reading.answers,
        )
    except Denied as denied:
        return show_sheet(request, draft, form, typing, reading, denied=denied)
    tell = messages.warning if entered is Entered.DIFFERS else messages.success
    tell(request, DONE[entered].format(sheet=in_words(form.sheet)))
    return redirect(after(request, draft, form, entered))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@of_survey
def settle(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Where two readings of a sheet differ, side by side, and the choice of what holds."""
    form = known_sheet(request, draft)
    readings = list(entries_of(draft.survey, form.sheet))
    if len(readings) != 2:
        return redirect(desk_url(draft))
    settling = Settling(
        questionnaire_of(draft, readings[0].version),
        (readings[0].answers, readings[1].answers),
        communes(),
        request.POST if request.method == "POST" else None,
    )
    denied = None
    try:
        if settling.is_settled:
            paper_entry.settle(
                survey=draft.survey, by=staff(request), sheet=form.sheet, decided=settling.decided
            )
            words = f"Tờ {in_words(form.sheet)}: đã tính thành một phiếu."
            messages.success(request, words)
            return redirect(desk_url(draft))
    except Denied as refused:
        denied = refused
    response = show(
        request,
        "surveys/desk_paper_settle.html",
        draft,
        denied=denied,
        sheet=form.sheet,
        settling=settling,
        query=query_of(form),
    )
    if settling.faults:
        response.status_code = 422
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@of_survey
def drop(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Throw away what was typed of one sheet, or of all that wait; asked first."""
    is_all = not request.GET
    sheet_number = None if is_all else known_sheet(request, draft).sheet
    denied = None
    try:
        if request.method == "POST":
            dropped = paper_entry.drop(survey=draft.survey, by=staff(request), sheet=sheet_number)
            messages.success(request, f"Đã bỏ {dropped} tờ nhập dở.")
            return redirect(desk_url(draft))
    except Denied as refused:
        denied = refused
    what = f"{pending_sheets(draft.survey)} tờ nhập dở"
    if sheet_number:
        what = f"tờ {in_words(sheet_number)}"
    return show(
        request,
        "surveys/desk_paper_drop.html",
        draft,
        denied=denied,
        sheet=sheet_number,
        asked=f"Bỏ {what}?",
        desk_url=desk_url(draft),
    )


# --- Pages -------------------------------------------------------------------------------------


def show_desk(request: HttpRequest, draft: Draft, form: SheetForm) -> HttpResponse:
    """The page everything about paper begins at."""
    tally = tally_of(draft.survey)
    return show(
        request,
        "surveys/desk_paper.html",
        draft,
        form=form,
        is_open=allowed(check_take_answers, draft.survey),
        pending=pending(draft.survey, staff(request)),
        tally=tally,
        agreement=share_of(tally.alike, tally.cells) if tally else "",
    )


def show_sheet(
    request: HttpRequest,
    draft: Draft,
    form: SheetForm,
    typing: Typing,
    reading: Reading,
    *,
    denied: Denied | None = None,
) -> HttpResponse:
    """The boxes of one sheet; none where it cannot be typed in by this person now."""
    is_shut = denied is not None and request.method != "POST"
    parts = [] if is_shut else typing.parts(reading.faults)
    response = show(
        request,
        "surveys/desk_paper_sheet.html",
        draft,
        denied=denied,
        sheet=form.sheet,
        version=form.version,
        versions=form.versions,
        query=query_of(form),
        parts=parts,
        members={members_field(one.page): one.number for one in parts if one.page.repeat},
        faults=placed(reading.faults, parts),
        is_shut=is_shut,
        is_own=isinstance(denied, OwnReading),
    )
    if reading.faults:
        response.status_code = 422
    return response


def placed(faults: Mapping[str, str], parts: Sequence[Part]) -> list[tuple[str, str]]:
    """Each fault with the id of the box it leads to, "" for what stands at no question."""
    asked = {one.name: one for part in parts for one in part.asked}
    found = []
    for name, words in faults.items():
        one = asked.get(name)
        number = f"Câu {one.number}: " if one and one.number else ""
        found.append((one.boxes[0].name if one else "", number + words))
    return found


# --- Which sheet -------------------------------------------------------------------------------


def numbers_of(draft: Draft) -> list[int]:
    """The published versions. Raises NotVisible where nothing was asked yet."""
    numbers = [one.number for one in draft.survey.versions.all() if one.published_at]
    if not numbers:
        raise NotVisible
    return sorted(numbers)


def version_of(draft: Draft, number: int) -> Version:
    return next(one for one in draft.survey.versions.all() if one.number == number)


def questionnaire_of(draft: Draft, number: int) -> Questionnaire:
    return published(version_of(draft, number).pk)


def known_sheet(request: HttpRequest, draft: Draft) -> SheetForm:
    """The sheet an address names. Raises NotVisible for an address no page of ours has."""
    form = SheetForm(request.GET, versions=numbers_of(draft))
    if not form.is_valid():
        raise NotVisible
    return form


def standing(request: HttpRequest, draft: Draft, form: SheetForm) -> Denied | None:
    """Why this person cannot type the sheet in now; told before anything is typed."""
    try:
        check_take_answers(draft.survey)
    except Denied as denied:
        return denied
    if paper_entry.is_counted(draft.survey, form.sheet):
        return Conflict(f"Tờ {in_words(form.sheet)} đã được tính; mỗi tờ chỉ tính một lần.")
    return told_of(list(entries_of(draft.survey, form.sheet)), staff(request).pk)


def told_of(readings: list[PaperEntry], person: int) -> Denied | None:
    if len(readings) > 1:
        return Conflict("Tờ này đã đủ hai lần nhập và có chỗ khác nhau, đang chờ chọn.")
    if readings and readings[0].entered_by_id == person:
        return OwnReading("Quý vị đã nhập tờ này; lần hai cần một người khác.")
    return None


def after(request: HttpRequest, draft: Draft, form: SheetForm, entered: Entered) -> str:
    """The next sheet: the next number after a first reading, the next one waiting after a second."""
    batch, number = form.sheet
    following: SheetNumber | None = SheetNumber(batch, number + 1)
    if entered is not Entered.FIRST:
        following = next_for(draft.survey, staff(request), form.sheet)
    if following is None:
        return desk_url(draft)
    query = query_of(form, following)
    return f"{reverse('survey_desk:paper_sheet', args=[draft.survey.code])}?{query}"


def query_of(form: SheetForm, sheet_number: SheetNumber | None = None) -> str:
    """What names a sheet in an address."""
    batch, number = sheet_number or form.sheet
    query: dict[str, str | int] = {"tap": batch, "so": number}
    if len(form.versions) > 1:
        query["ban"] = form.version
    return urlencode(query)


def desk_url(draft: Draft) -> str:
    return reverse("survey_desk:paper", args=[draft.survey.code])


def in_words(sheet_number: SheetNumber) -> str:
    return f"{sheet_number.batch} số {sheet_number.number}"


def share_of(part: int, whole: int) -> str:
    """A share as people here write it: "98,4"."""
    return f"{100 * part / whole:.1f}".replace(".", ",") if whole else ""
