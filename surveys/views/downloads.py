"""What may be taken away: the one-page report, and the answers of a closed survey.

Each view imports its writer itself: pandas, docx, pyxform and their kin take seconds and a hundred
megabytes, and a process that writes no file never pays.
"""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from engagement.accounts.decorators import permission_required
from engagement.accounts.permissions import Permission
from engagement.accounts.roles import RoleCode
from engagement.web.loaders import NotVisible
from engagement.web.site import identity
from surveys.enums import Audience, SurveyStatus
from surveys.queries.staff import draft_at
from surveys.services.looking import note_look
from surveys.views.files import attachment, chart_attachment
from surveys.views.insight import load, person

CONTENT_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "sav": "application/x-spss-sav",
    "json": "application/json",
}


@require_safe
@permission_required(Permission.DASHBOARD_READ)
def report(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """One page about the snapshot that leaders and readers see."""
    from engagement.documents.pdf import report_pdf
    from engagement.documents.report import Letterhead
    from engagement.documents.word import report_docx
    from surveys.queries.summaries import results_of
    from surveys.statistics.report import compose

    survey = load(code).survey
    write = {"docx": report_docx, "pdf": report_pdf}.get(kind)
    results = results_of(survey, Audience.PUBLIC)
    if write is None or results is None:
        raise NotVisible
    site = identity()
    body = str(RoleCode.PROPAGANDA.label)
    letterhead = Letterhead(superior=site.governing_body, body=body, place=site.place)
    drawn_up = compose(results.summary, letterhead, day=timezone.localdate())
    note_look(survey=survey, by=person(request), what=f"report.{kind}")
    return attachment(write(drawn_up), f"{code}-bao-cao.{kind}", CONTENT_TYPES[kind])


@require_safe
@permission_required(Permission.SURVEY_MANAGE)
def answers(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The answers of a closed survey that may be given away, small groups recoded."""
    from surveys.exchange.closed_answers import FORMATS, microdata

    survey = load(code).survey
    if kind not in FORMATS or survey.status != SurveyStatus.CLOSED:
        raise NotVisible
    content = FORMATS[kind](microdata(survey))
    note_look(survey=survey, by=person(request), what=f"answers.{kind}")
    return attachment(content, f"{code}-cau-tra-loi.{kind}", CONTENT_TYPES[kind])


@require_safe
@permission_required(Permission.SURVEY_MANAGE)
def questionnaire(request: HttpRequest, code: str) -> HttpResponse:
    """What is asked, as an XLSForm other programs read."""
    from surveys.exchange.xlsform import write_xlsform

    draft = draft_at(code)
    if draft is None:
        raise NotVisible
    name = f"{code}-bang-hoi.xlsx"
    return attachment(write_xlsform(draft.questionnaire), name, CONTENT_TYPES["xlsx"])


@require_safe
@permission_required(Permission.SURVEY_MANAGE)
def chart(request: HttpRequest, code: str, question: str, kind: str) -> HttpResponse:
    """A chart of the staff's results page."""
    return _chart(request, code, question, kind, Audience.STAFF)


@require_safe
@permission_required(Permission.DASHBOARD_READ)
def published_chart(request: HttpRequest, code: str, question: str, kind: str) -> HttpResponse:
    """A chart of the leaders' page."""
    return _chart(request, code, question, kind, Audience.PUBLIC)


def _chart(
    request: HttpRequest, code: str, question: str, kind: str, audience: Audience
) -> HttpResponse:
    from surveys.queries.summaries import results_of

    survey = load(code).survey
    response = chart_attachment(results_of(survey, audience), question, kind)
    note_look(survey=survey, by=person(request), what=f"chart.{kind}:{question}"[:60])
    return response
