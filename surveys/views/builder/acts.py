"""What changes the life of a survey, each behind a page that says what will happen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from engagement.web.loaders import NotVisible
from engagement.web.middleware import TRACKING_CODE_PARAMETER
from engagement.workflow.exceptions import Conflict, Denied
from engagement.workflow.machine import refusal
from surveys.enums import Access, Verb
from surveys.forms.builder.parts import ReadyForm
from surveys.forms.builder.survey import CodesForm
from surveys.instrument.changes import Difference
from surveys.instrument.conditions import number_of
from surveys.instrument.outline import outline_of
from surveys.queries.staff import Draft, codes_by_unit
from surveys.rules import LABELS, check_hand_out_codes
from surveys.services import building, opening
from surveys.views.builder.desk import of_survey, outline_url, posted, show, staff
from surveys.views.builder.quotas import quotas_in_words
from surveys.views.builder.surveys import list_url
from surveys.workflow import SURVEY

CODE_GROUP = 4


@dataclass(frozen=True)
class Deed:
    """A verb that needs nothing but a yes: what it does and what it calls."""

    service: Callable[..., object]
    consequence: str
    done: str
    is_final: bool = False


DEEDS: Mapping[Verb, Deed] = {
    Verb.PAUSE: Deed(
        opening.pause_survey,
        "Trang khảo sát báo tạm dừng và không nhận phiếu. Phiếu đã gửi vẫn giữ nguyên; mở lại lúc "
        "nào cũng được.",
        "Đã tạm dừng nhận phiếu.",
    ),
    Verb.RESUME: Deed(
        opening.resume_survey,
        "Khảo sát nhận phiếu trở lại ngay.",
        "Khảo sát nhận phiếu trở lại.",
    ),
    Verb.CLOSE: Deed(
        opening.close_survey,
        "Khảo sát thôi nhận phiếu mãi mãi. Số liệu cuối cùng và danh sách biên nhận được công bố, "
        "khóa dấu tham gia bị hủy nên không ai nối lại được phiếu với người. Đóng rồi không mở "
        "lại được.",
        "Đã đóng khảo sát.",
        is_final=True,
    ),
    Verb.DISCARD: Deed(
        opening.discard_survey,
        "Bản soạn được cất đi, không mở được nữa. Chưa ai trả lời nên không mất phiếu nào.",
        "Đã bỏ bản soạn.",
        is_final=True,
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@of_survey
def act(request: HttpRequest, draft: Draft, verb: str) -> HttpResponse:
    """The page of one verb: what will happen, and the deed itself by POST."""
    if verb == Verb.OPEN:
        return open_page(request, draft)
    deed = DEEDS.get(Verb(verb)) if verb in Verb.values else None
    if deed is None:
        raise NotVisible
    denied = None
    try:
        SURVEY.target(draft.survey.status, verb)
        if request.method == "POST":
            deed.service(survey=draft.survey, by=staff(request))
            messages.success(request, deed.done)
            return redirect(after(draft, Verb(verb)))
    except Denied as refused:
        denied = refused
    label = LABELS[Verb(verb)]
    return show(request, "surveys/desk_act.html", draft, denied=denied, deed=deed, label=label)


def after(draft: Draft, verb: Verb) -> str:
    """Where a verb leads: what was put away is in the list, what was closed has results."""
    if verb == Verb.DISCARD:
        return list_url("discarded")
    if verb == Verb.CLOSE:
        return reverse("survey_desk:results", args=[draft.survey.code])
    return outline_url(draft)


def open_page(request: HttpRequest, draft: Draft) -> HttpResponse:
    """What is asked, what is fixed from now on, and what still forbids opening."""
    outline = outline_of(draft.questionnaire, opening.obstacles(draft.survey, draft.questionnaire))
    form = ready_form(request, draft, has_advice=outline.all_advice > 0)
    denied = None
    try:
        SURVEY.target(draft.survey.status, Verb.OPEN)
        if form.is_valid():
            check_seen(draft, form)
            opening.open_survey(survey=draft.survey, by=staff(request))
            messages.success(
                request, "Khảo sát đã mở. Quý vị gửi liên kết cho người trả lời được rồi."
            )
            return redirect(outline_url(draft))
    except Denied as refused:
        denied = refused
    labels = {question.code: question.label for question in draft.questionnaire.questions}
    return show(
        request,
        "surveys/desk_open.html",
        draft,
        form=form,
        denied=denied,
        outline=outline,
        groups=[labels[code] for code in draft.survey.breakdowns if code in labels],
        quotas=list(quotas_in_words(draft)),
        codes=sum(codes_by_unit(draft.survey).values()),
        address=request.build_absolute_uri(draft.survey.get_absolute_url()),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@of_survey
def publish(request: HttpRequest, draft: Draft) -> HttpResponse:
    """What the edited version changes, wording and meaning told apart, and its publication."""
    if not draft.is_running or not draft.is_edited:
        raise NotVisible
    outline = outline_of(draft.questionnaire, opening.obstacles(draft.survey, draft.questionnaire))
    form = ready_form(request, draft, has_advice=outline.all_advice > 0)
    denied = None
    try:
        if form.is_valid():
            check_seen(draft, form)
            version = opening.publish_changes(survey=draft.survey, by=staff(request))
            messages.success(request, f"Đã công bố bản {version.number}.")
            return redirect(outline_url(draft))
    except Denied as refused:
        denied = refused
    found = opening.differences(draft.survey, draft.version)
    return show(
        request,
        "surveys/desk_publish.html",
        draft,
        form=form,
        denied=denied,
        outline=outline,
        meanings=[(place_of(draft, one), one.words) for one in found if one.is_meaning],
        wordings=[(place_of(draft, one), one.words) for one in found if not one.is_meaning],
    )


def place_of(draft: Draft, difference: Difference) -> str:
    """Where a difference is, as people call it; the code of what is asked no more."""
    number = number_of(draft.questionnaire, difference.where)
    return f"Câu {number}" if number else difference.where


def ready_form(request: HttpRequest, draft: Draft, *, has_advice: bool) -> ReadyForm:
    """The form before opening or publishing; it remembers what was on the page."""
    seen = building.fingerprint(draft.questionnaire)
    return ReadyForm(posted(request), seen=seen, has_advice=has_advice)


def check_seen(draft: Draft, form: ReadyForm) -> None:
    """Raise Conflict where the questions have changed since the page was shown."""
    if form.cleaned_data["seen"] != building.fingerprint(draft.questionnaire):
        raise Conflict(
            "Bảng hỏi vừa được sửa sau khi Quý vị mở trang này; xin xem lại rồi làm tiếp."
        )


# --- One-time codes --------------------------------------------------------------------------
@dataclass(frozen=True)
class Slip:
    """A code as it is printed: in groups, and as a picture of its address."""

    groups: str
    qr: str


@require_http_methods(["GET", "HEAD", "POST"])
@of_survey
def codes(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Make codes for a unit and show their slips, this once."""
    if draft.survey.access != Access.CODE:
        raise NotVisible
    form = CodesForm(posted(request))
    denied = None
    try:
        if form.is_valid():
            unit = form.cleaned_data["unit"]
            made = building.hand_out_codes(
                survey=draft.survey, by=staff(request), unit=unit, count=form.cleaned_data["count"]
            )
            return show(
                request,
                "surveys/desk_slips.html",
                draft,
                unit=unit,
                slips=[slip_of(request, draft, code) for code in made],
                address=request.build_absolute_uri(draft.survey.get_absolute_url()),
            )
    except Denied as refused:
        denied = refused
    return show(
        request,
        "surveys/desk_codes.html",
        draft,
        form=form,
        denied=denied,
        handed=codes_by_unit(draft.survey),
        why_not=refusal(check_hand_out_codes, request.user, draft.survey),
    )


def slip_of(request: HttpRequest, draft: Draft, code: str) -> Slip:
    """A slip; its picture leads to the survey with the code filled in."""
    path = f"{draft.survey.get_absolute_url()}?{TRACKING_CODE_PARAMETER}={code}"
    picture = segno.make(request.build_absolute_uri(path), error="m").svg_data_uri(scale=3)
    groups = "-".join(code[i : i + CODE_GROUP] for i in range(0, len(code), CODE_GROUP))
    return Slip(groups, picture)
