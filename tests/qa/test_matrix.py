"""Every address of the project × every role × an object of unit A or of unit B, in one table.

An address that is not in the table fails the test: whoever adds one says here who may open it.
Closed means: a visitor is sent to sign in, and staff get the page of what does not exist.
"""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from engagement.accounts.enums import SuccessionKind
from engagement.accounts.roles import RoleCode
from engagement.portal.sections import BY_SLUG
from engagement.reorganisation import services as reorganising
from engagement.reorganisation.models import Reorganisation
from qa.enums import DataRequestKind, QuestionKind
from qa.enums import QuestionStatus as S
from qa.models import (
    AnswerTemplate,
    Attachment,
    Deputy,
    LegalDocument,
    MailAttachment,
    MailDraft,
    PersonalDataRequest,
    Question,
    StandingDelegation,
)
from qa.services import classifying, deputies, personal_data, routing, templates
from surveys.enums import Access
from surveys.models import FreeText, Survey
from surveys.services import closing
from tests.factories import Cast, make_cast, make_member, make_question, make_survey
from tests.surveys.running import answer, crowd, running_survey

pytestmark = pytest.mark.django_db
ACCUSATION = "Tôi tố cáo ông trưởng bến Ngọc Trà nhận hối lộ."

VISITOR = {"visitor"}
BOARD = {"editor", "second_editor", "chief_editor"}
READERS = BOARD | {"steering", "standing", "propaganda", "inspector"}
CLERK = {"clerk"}
SEALED = {"sealed_officer"}
LEADERS = READERS | {"office"}
UNIT_A = {"officer", "head", "commune_officer"}  # the commune helps the lead unit of A
UNIT_B = {"other_officer", "other_head"}
STAFF = LEADERS | UNIT_A | UNIT_B | CLERK | SEALED
EVERYBODY = STAFF | VISITOR
NOBODY: set[str] = set()
OFFICE = {"office"}
PROPAGANDA = {"propaganda"}
DATA = BOARD | OFFICE  # who answers for personal data


@dataclass
class World:
    """The objects of one unit, and what belongs to none."""

    side: str
    cast: Cast
    assigned: Question
    published: Question
    rejected: Question
    file: Attachment
    delegation: StandingDelegation
    template: AnswerTemplate
    deputy: Deputy
    document: LegalDocument
    data_request: PersonalDataRequest
    survey: Survey
    draft: Survey
    closed: Survey
    text: FreeText
    letter: MailDraft
    secrets: list[str]
    reorganisation: Reorganisation


@dataclass(frozen=True)
class Row:
    """Who opens an address; `status` is what they get, `args` fills the address in."""

    who: set[str]
    args: Callable[[World], list[object]] = field(default=lambda _world: [])
    status: frozenset[int] = frozenset({200})
    method: str = "get"
    query: str = ""
    for_visitors: str = "sign in"  # what they meet where they may not go
    by_unit: bool = False  # unit people see their own side only

    def opens(self, name: str, side: str) -> bool:
        """Say whether `name` gets in to the object of `side`."""
        if self.by_unit and name in UNIT_A | UNIT_B:
            return name in (UNIT_A if side == "A" else UNIT_B)
        return name in self.who


def row(who, *args, status=200, **options) -> Row:
    """Shorten a line of the table; `args` are names in the world, "a.b.c", or plain values."""
    statuses = {status} if isinstance(status, int) else status
    return Row(who, args=lambda world: [value(world, arg) for arg in args],
               status=frozenset(statuses), **options)  # fmt: skip


def value(world: World, arg: object) -> object:
    if not isinstance(arg, str) or not arg.startswith("."):
        return arg
    found: object = world
    for part in arg[1:].split("."):
        found = getattr(found, part)
        found = found() if part == "first" else found
    return found


THIS_YEAR = timezone.localdate().year
NEWS = BY_SLUG["tin-tuc"]
REFERENCE = ".assigned.reference"
CODE = ".assigned.submission.tracking_code"
DRAFT = ".draft.code"
CLOSED = ".closed.code"
SEE = READERS | UNIT_A | UNIT_B  # of a question, each unit its own side

TABLE: dict[str, Row] = {
    # The desk
    "desk:inbox": row(STAFF),
    "desk:box": row(STAFF, "tat-ca"),
    "desk:question_detail": row(SEE, REFERENCE, by_unit=True),
    "desk:question_act": row(SEE, REFERENCE, "approve", status={403, 409}, by_unit=True),
    "desk:question_sort": row(BOARD, REFERENCE, status=400, method="post"),
    "desk:question_draft": row(SEE, REFERENCE, status={400, 403}, method="post", by_unit=True),
    "desk:question_contribute": row(SEE, REFERENCE, status={400, 403}, method="post", by_unit=True),
    "desk:question_draft_insert": row(
        SEE, REFERENCE, status={400, 403}, method="post", by_unit=True
    ),
    "desk:question_draft_compare": row(
        SEE, REFERENCE, status={400, 403}, method="post", by_unit=True
    ),
    "desk:question_note": row(SEE, REFERENCE, status={400, 403}, method="post", by_unit=True),
    "desk:question_plan_cancel": row(BOARD, REFERENCE, status=409, method="post"),
    "desk:question_attachment": row(SEE, REFERENCE, ".file.pk", by_unit=True),
    "desk:question_classify": row(SEE, REFERENCE, status={400, 403}, method="post", by_unit=True),
    # What is sealed, and who types in; whose receipt and which letter is in tests/qa of their own
    "desk:sealed": row(SEALED),
    "desk:enter": row(BOARD | CLERK),
    "desk:entered_receipt": row(NOBODY, REFERENCE),
    "desk:mail": row(BOARD | CLERK | SEALED),
    "desk:mail_draft": row(BOARD | CLERK, ".letter.pk"),
    "desk:mail_discard": row(BOARD | CLERK, ".letter.pk", status=400, method="post"),
    "desk:mail_attachment": row(BOARD | CLERK, ".letter.pk", ".letter.attachments.first.pk"),
    "desk:mail_seal": row(BOARD | CLERK, ".letter.pk", status=302, method="post"),
    "desk:publication_correct": row(BOARD, ".published.reference"),
    "desk:version_remove": row(BOARD, ".published.reference", 1),
    "desk:documents": row(BOARD),
    "desk:document": row(BOARD, ".document.pk"),
    "desk:reviews": row(STAFF),
    # Nothing is up for review here: what would be confirmed does not exist, not even for the board.
    "desk:review_confirm": row(STAFF, ".published.publication.pk", status=404, method="post"),
    "desk:data_requests": row(DATA | SEALED),
    "desk:data_request_receive": row(DATA | SEALED),
    "desk:data_request": row(DATA, ".data_request.pk"),
    "desk:report_create": row(BOARD),
    "desk:reports": row(READERS),
    "desk:report_detail": row(READERS, ".assigned.report_id"),
    "desk:router": row(BOARD | {"steering", "office"}),
    "desk:router_use": row(OFFICE, 99, status=403, method="post"),  # no such version
    "desk:router_automation": row({"steering"}, status=400, method="post"),
    "desk:delegations": row(READERS),
    "desk:delegation_end": row({"steering"}, ".delegation.pk"),
    "desk:clock_rules": row(OFFICE),
    "desk:clock_rule_add": row(OFFICE),
    "desk:reminder_rule_add": row(OFFICE),
    "desk:rule_end": row(OFFICE, "han", ".assigned.clock_rule_id"),
    "desk:rule_confirm": row(OFFICE, "han", ".assigned.clock_rule_id", status=302, method="post"),
    "desk:templates": row(OFFICE | UNIT_A | UNIT_B),
    "desk:template_edit": row({"head"}, ".template.pk"),
    "desk:template_delete": row({"head"}, ".template.pk"),
    "desk:deputies": row(OFFICE | UNIT_A | UNIT_B),
    "desk:deputy_end": row(OFFICE | {"head"}, ".deputy.pk"),
    # The public side of the question; the code is the key
    "qa:archive": row(EVERYBODY),
    "qa:ask": row(EVERYBODY),
    "qa:similar": row(EVERYBODY, method="post"),
    "qa:answered_me": row(EVERYBODY, ".published.publication.pk", method="post"),
    "qa:answer": row(EVERYBODY, ".published.publication.pk", ".published.publication.slug"),
    "qa:figures": row(EVERYBODY),
    "open_data:index": row(EVERYBODY),
    "open_data:openapi": row(EVERYBODY),
    "open_data:file": row(EVERYBODY, "don-vi", "csv"),
    "open_data:year_file": row(EVERYBODY, "so-lieu", THIS_YEAR, "json"),
    "qa:follow": row(EVERYBODY),
    "qa:follow_question": row(EVERYBODY, CODE),
    "qa:follow_add": row(EVERYBODY, CODE, status={200, 302, 409}),
    "qa:follow_object": row(EVERYBODY, ".rejected.submission.tracking_code"),
    "qa:follow_withdraw": row(EVERYBODY, CODE),
    "qa:versions": row(EVERYBODY, ".published.publication.pk", ".published.publication.slug"),
    "qa:version": row(EVERYBODY, ".published.publication.pk", ".published.publication.slug", 1),
    "qa:follow_rate": row(EVERYBODY, ".published.submission.tracking_code"),
    "qa:follow_reopen": row(EVERYBODY, ".published.submission.tracking_code"),
    # Personal data: a second key is asked for, whoever has the first.
    "qa:follow_data": row(EVERYBODY, CODE),
    "qa:follow_data_send": row(EVERYBODY, CODE, method="post", status={200, 429}),
    "qa:follow_data_prove": row(EVERYBODY, CODE, method="post", status=422),
    "qa:follow_data_export": row(EVERYBODY, CODE, method="post", status=303),
    "qa:follow_data_correct": row(EVERYBODY, CODE, status=303),
    "qa:follow_data_delete": row(EVERYBODY, CODE, status=303),
    "qa:follow_attachment": row(EVERYBODY, CODE, ".file.pk"),
    # Answering a survey
    "surveys:index": row(EVERYBODY),
    "surveys:start": row(EVERYBODY, ".survey.code"),
    "surveys:answer": row(EVERYBODY, ".survey.code"),
    "surveys:receipt": row(EVERYBODY, ".survey.code", status=404),  # nothing was sent from there
    "surveys:paper": row(EVERYBODY, ".survey.code"),
    "surveys:kiosk": row(EVERYBODY, ".survey.code"),
    "surveys:kiosk_answer": row(EVERYBODY, ".survey.code"),
    "surveys:kiosk_receipt": row(EVERYBODY, ".survey.code", status=404),
    # Making a survey
    "survey_desk:list": row(PROPAGANDA),
    "survey_desk:create": row(PROPAGANDA),
    "survey_desk:outline": row(PROPAGANDA, DRAFT),
    "survey_desk:settings": row(PROPAGANDA, DRAFT),
    "survey_desk:introduction": row(PROPAGANDA, DRAFT),
    "survey_desk:breakdowns": row(PROPAGANDA, DRAFT),
    "survey_desk:quotas": row(PROPAGANDA, DRAFT),
    "survey_desk:paper": row(PROPAGANDA, CLOSED),
    "survey_desk:paper_sheet": row(PROPAGANDA, CLOSED, query="?tap=a&so=1", status=403),
    "survey_desk:paper_settle": row(PROPAGANDA, CLOSED, query="?tap=a&so=1", status=302),
    "survey_desk:paper_drop": row(PROPAGANDA, CLOSED),
    "survey_desk:margin": row(PROPAGANDA, DRAFT, "gioi_tinh"),
    "survey_desk:changes_start": row(PROPAGANDA, DRAFT, status=302, method="post"),
    "survey_desk:changes_drop": row(PROPAGANDA, DRAFT),
    "survey_desk:paste": row(PROPAGANDA, DRAFT),
    "survey_desk:page_add": row(PROPAGANDA, DRAFT),
    "survey_desk:page_edit": row(PROPAGANDA, DRAFT, "danh_gia"),
    "survey_desk:page_move": row(PROPAGANDA, DRAFT, "danh_gia", status=404, method="post"),
    "survey_desk:page_delete": row(PROPAGANDA, DRAFT, "danh_gia"),
    "survey_desk:question_add": row(PROPAGANDA, DRAFT, "danh_gia"),
    "survey_desk:question_edit": row(PROPAGANDA, DRAFT, "chung"),
    "survey_desk:question_copy": row(PROPAGANDA, DRAFT, "chung", status=302, method="post"),
    "survey_desk:question_move": row(PROPAGANDA, DRAFT, "chung", status=404, method="post"),
    "survey_desk:question_delete": row(PROPAGANDA, DRAFT, "chung"),
    "survey_desk:condition": row(PROPAGANDA, DRAFT, "chung"),
    "survey_desk:preview": row(PROPAGANDA, DRAFT),
    "survey_desk:screen": row(PROPAGANDA, DRAFT),
    "survey_desk:codes": row(PROPAGANDA, DRAFT),
    "survey_desk:publish": row(PROPAGANDA, DRAFT, status=404),  # nothing is published yet
    "survey_desk:act": row(PROPAGANDA, DRAFT, "pause", status=409),
    # Results of a survey
    "surveys:results": row(EVERYBODY, CLOSED),
    "surveys:texts": row(EVERYBODY, CLOSED),
    "surveys:chart": row(EVERYBODY, CLOSED, "opinion", "svg"),
    "surveys:minutes": row(EVERYBODY, CLOSED),
    "surveys:minutes_file": row(EVERYBODY, CLOSED),
    "surveys:ballot_list": row(EVERYBODY, CLOSED),
    "survey_desk:results": row(PROPAGANDA, CLOSED),
    "survey_desk:cross": row(PROPAGANDA, CLOSED),
    "survey_desk:waves": row(PROPAGANDA, CLOSED),
    "survey_desk:lines": row(PROPAGANDA, CLOSED),
    "survey_desk:chart": row(PROPAGANDA, CLOSED, "opinion", "svg"),
    "survey_desk:published_chart": row(LEADERS, CLOSED, "opinion", "svg"),
    "survey_desk:texts": row(PROPAGANDA, CLOSED),
    "survey_desk:text": row(PROPAGANDA, CLOSED, ".text.pk"),
    "survey_desk:report": row(LEADERS, CLOSED, "docx"),
    "survey_desk:answers": row(PROPAGANDA, CLOSED, "csv"),
    "survey_desk:questionnaire": row(PROPAGANDA, DRAFT),
    "dashboards:surveys": row(LEADERS),
    "dashboards:survey": row(LEADERS, CLOSED),
    "dashboards:survey_waves": row(LEADERS, CLOSED),
    "dashboards:survey_lines": row(LEADERS, CLOSED),
    "dashboards:survey_texts": row(LEADERS, CLOSED),
    # What stands before public forms
    "intake:challenge": row(EVERYBODY, query="?form=qa.ask"),
    "intake:receipt": row(EVERYBODY, ".assigned.submission.key"),
    "intake:state": row(EVERYBODY, ".assigned.submission.key"),
    # Reorganisations
    "reorganisation:index": row(OFFICE),
    "reorganisation:create": row(OFFICE),
    "reorganisation:detail": row(OFFICE, ".reorganisation.pk"),
    "reorganisation:edit": row(OFFICE, ".reorganisation.pk"),
    "reorganisation:successors": row(OFFICE, ".reorganisation.pk"),
    "reorganisation:successor_remove": row(
        OFFICE, ".reorganisation.pk", 0, status=404, method="post"
    ),
    "reorganisation:successor_rest": row(
        OFFICE, ".reorganisation.pk", 0, status=404, method="post"
    ),
    "reorganisation:items": row(OFFICE, ".reorganisation.pk", "qa-questions"),
    "reorganisation:act": row(OFFICE, ".reorganisation.pk", "cancel"),
    # Leaders
    "dashboards:index": row(LEADERS, status=302),
    "dashboards:questions": row(LEADERS),
    "dashboards:figures": row(LEADERS),
    "dashboards:reports": row(LEADERS),
    "dashboards:report": row(LEADERS, f"{THIS_YEAR}", "docx"),
    "live:snapshot": row(LEADERS, "dashboards.questions", for_visitors="no such page"),
    # The reader's way in
    "portal:home": row(EVERYBODY),
    "portal:search": row(EVERYBODY),
    "portal:contact": row(EVERYBODY),
    "portal:site_map": row(EVERYBODY),
    "portal:accessibility": row(EVERYBODY),
    "portal:privacy": row(EVERYBODY),
    "portal:terms": row(EVERYBODY),
    "portal:robots": row(EVERYBODY),
    "portal:sitemap": row(EVERYBODY),
    "portal:answers_rss": row(EVERYBODY),
    "portal:answers_atom": row(EVERYBODY),
    "portal:interaction": row(EVERYBODY),
    "portal:structure": row(EVERYBODY),
    "portal:directory": row(EVERYBODY),
    "portal:section": row(EVERYBODY, NEWS),
    "portal:part": row(EVERYBODY, NEWS, NEWS.parts[0].slug),
    "web:healthz": row(EVERYBODY),
    "web:preferences": row(EVERYBODY, status=405),
    "web:components": row(EVERYBODY),
    # Shared pages of the staff
    "worktime:calendar": row(STAFF),
    "worktime:calendar_import": row(STAFF, status=405),
    "accounts:role_list": row(STAFF),
    "accounts:resend": row(STAFF, status=405),
    "accounts:audit_log": row({"chief_editor", "inspector"}),
    # One's own account: open to who is signed in, or on the way to it
    "account_login": row(EVERYBODY, status={200, 302}),
    "account_logout": row(EVERYBODY, status={200, 302}),
    "account_inactive": row(EVERYBODY),
    "account_reauthenticate": row(STAFF),
    "account_change_password": row(STAFF),
    "account_set_password": row(STAFF, status=302),
    "account_reset_password": row(EVERYBODY),
    "account_reset_password_done": row(EVERYBODY),
    "account_reset_password_from_key": row(EVERYBODY, "1", "sai-khoa"),
    "account_reset_password_from_key_done": row(EVERYBODY),
    "mfa_index": row(STAFF),
    "mfa_authenticate": row(EVERYBODY, status=302),
    "mfa_reauthenticate": row(STAFF, status=302),
    "mfa_activate_totp": row(STAFF, status=302),
    "mfa_deactivate_totp": row(NOBODY),
    "mfa_view_recovery_codes": row(NOBODY),
    "mfa_generate_recovery_codes": row(STAFF, status=302),
    "mfa_download_recovery_codes": row(NOBODY),
    "mfa_list_webauthn": row(STAFF),
    "mfa_add_webauthn": row(STAFF, status=302),
    "mfa_login_webauthn": row(EVERYBODY, status=302),
    "mfa_reauthenticate_webauthn": row(STAFF, status=302),
    "mfa_remove_webauthn": row(STAFF, 0, status={302, 404}),
    "mfa_edit_webauthn": row(STAFF, 0, status={302, 404}),
    "socialaccount_connections": row(STAFF),
    "socialaccount_login_cancelled": row(EVERYBODY),
    "socialaccount_login_error": row(EVERYBODY, status=401),
    "openid_connect_login": row(EVERYBODY, "khong-co", status=404),
    "openid_connect_callback": row(EVERYBODY, "khong-co", status=404),
    # Configuration
    "admin:index": row(OFFICE),
    "admin:login": row(EVERYBODY, status=302),
    "admin:logout": row(OFFICE, status=302),
    "admin:password_change": row(OFFICE, status=302),
    "admin:password_change_done": row(OFFICE),
    "admin:autocomplete": row(OFFICE, status=403),
    "admin:jsi18n": row(OFFICE),
    "admin:auth_user_password_change": row(OFFICE, 0, status={302, 404}),
    "admin:app_list": row(OFFICE, "qa"),
}
CONFIGURED = (
    "accounts_user",
    "accounts_unit",
    "accounts_succession",
    "accounts_membership",
    "worktime_calendarday",
    "worktime_confirmedyear",
    "worktime_officehours",
    "intake_raterule",
    "qa_field",
    "qa_receiver",
    "qa_returnlimit",
    "qa_askerterm",
    "qa_place",
    "qa_placeunit",
    "qa_levelhint",
    "text_synonym",
)
for label in CONFIGURED:
    TABLE |= {
        f"admin:{label}_changelist": row(OFFICE),
        f"admin:{label}_add": row(OFFICE),
        # The row 0 does not exist: the office is sent back to the list, or may not delete at all.
        f"admin:{label}_change": row(OFFICE, 0, status=302),
        f"admin:{label}_delete": row(OFFICE, 0, status={302, 403}),
        f"admin:{label}_history": row(NOBODY, 0),
    }
# It is written by the steps of a reorganisation.
TABLE["admin:accounts_succession_add"] = row(OFFICE, status=403)
# What hangs on a unit's question is tried on both sides; the rest has no side.
ENOUGH_FOR_A_CHART = 60
ABOUT_A_QUESTION = [name for name in TABLE if name.startswith(("desk:", "qa:", "intake:"))]


def every_name() -> Iterator[str]:
    """Every named address of the project, with its namespaces."""

    def walk(resolver: URLResolver, space: str) -> Iterator[str]:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
                yield from walk(pattern, inner)
            elif isinstance(pattern, URLPattern) and pattern.name:
                yield space + pattern.name

    return walk(get_resolver(), "")


def make_world(cast: Cast, side: str) -> World:
    """The same objects for either unit; B's are given on to the other unit."""
    assigned = make_question(cast, S.ASSIGNED)
    if side == "B":
        routing.assign(question=assigned, by=cast.editor, lead=cast.other_unit)
    file = Attachment(
        question=assigned, display_name="đơn.pdf", content_type="application/pdf", size=4
    )
    file.file.save("don.pdf", ContentFile(b"%PDF"), save=True)
    today = timezone.localdate()
    delegation = routing.grant_delegation(
        by=cast.steering, decision_number="15-TB/BCĐ", valid_from=today, valid_to=today
    )
    closed = running_survey()
    answer(closed, {"opinion": "tot", "words": "Xin cảm ơn."})
    crowd(closed, ENOUGH_FOR_A_CHART)
    closing.close(survey=closed, by=None)
    return World(
        side=side,
        cast=cast,
        assigned=Question.objects.get(pk=assigned.pk),
        published=make_question(cast, S.PUBLISHED),
        rejected=make_question(cast, S.REJECTED),
        file=file,
        delegation=delegation,
        template=templates.save_template(by=cast.head, unit=cast.unit, title="Mở đầu", text="A"),
        deputy=deputies.name_deputy(
            by=cast.head,
            unit=cast.unit,
            deputy=cast.officer,
            valid_from=today + timedelta(days=1),
            valid_to=today + timedelta(days=2),
        ),
        document=LegalDocument.objects.get_or_create(number="61/2018/NĐ-CP")[0],
        data_request=personal_data.receive_request(
            question=assigned, kind=DataRequestKind.SEE, by=cast.office
        ),
        survey=running_survey(),
        closed=closed,
        text=FreeText.objects.get(survey=closed),
        letter=make_letter(),
        secrets=sealed_secrets(cast),
        reorganisation=reorganising.create_reorganisation(
            kind=SuccessionKind.ABOLISH,
            units=[cast.other_unit],
            decision_number="12-QĐ/TU",
            effective_on=today,
            by=cast.office,
        ),
        draft=make_survey(cast.propaganda, access=Access.CODE, breakdowns=("gioi_tinh",)),
    )


def make_letter() -> MailDraft:
    """A letter that waits, with a file."""
    letter = MailDraft.objects.create(
        fingerprint=uuid.uuid4().hex, subject="Hỏi lịch tiêm", text="Trạm tiêm hôm nào?"
    )
    file = MailAttachment(
        draft=letter, display_name="thu.pdf", content_type="application/pdf", size=4
    )
    file.file.save("thu.pdf", ContentFile(b"%PDF"), save=True)
    return letter


def sealed_secrets(cast: Cast) -> list[str]:
    """What no page may show but to who may open it: of a matter sealed when it came, and of one
    that both units had held before it was sealed."""
    words = {"asker_name": "Lò Thị Kín", "contact_email": "lo.thi.kin@example.org"}
    at_once = make_question(cast, text=ACCUSATION, **words)
    held = make_question(cast, S.ASSIGNED, text="Xin hỏi chuyện ở bến Ngọc Trà.", **words)
    routing.assign(
        question=held, by=cast.editor, lead=cast.unit, coordinating=[cast.other_unit, cast.commune]
    )
    personal_data.receive_request(question=held, kind=DataRequestKind.SEE, by=cast.office)
    classifying.classify(question=held, by=cast.editor, kind=QuestionKind.DENUNCIATION)
    return ["Ngọc Trà", "Lò Thị Kín", "lo.thi.kin", at_once.reference, held.reference]


def people_of(cast: Cast) -> dict[str, object]:
    helper = make_member(RoleCode.UNIT_RESPONDER, cast.commune)
    return {**cast.people(), "commune_officer": helper, "visitor": None}


def outcome(client, name: str, world: World, *, is_open: bool) -> str:
    """What a person meets at an address: its status, "sign in" or "no such page"."""
    line = TABLE[name]
    address = reverse(name, args=line.args(world)) + line.query
    response = getattr(client, line.method)(address)
    # Read to the end, which closes a file.
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if client.session.get("_auth_user_id") != str(world.cast.sealed_officer.pk):
        shown = body.decode(errors="replace")
        assert [secret for secret in world.secrets if secret in shown] == [], name
    if is_open:
        return str(response.status_code)
    sign_in = tuple(f"{reverse(page)}?next=" for page in ("account_login", "admin:login"))
    if response.status_code == 302 and response.url.startswith(sign_in):
        return "sign in"
    return "no such page" if response.status_code == 404 else str(response.status_code)


def expected(name: str, person: str, *, is_open: bool) -> set[str]:
    if is_open:
        return {str(status) for status in TABLE[name].status}
    return {TABLE[name].for_visitors} if person == "visitor" else {"no such page"}


def test_every_address_of_the_project_is_in_the_table():
    assert sorted(set(every_name()) - set(TABLE)) == []
    assert sorted(set(TABLE) - set(every_name())) == []


@pytest.mark.parametrize("side", ["A", "B"])
@pytest.mark.parametrize("person", sorted(EVERYBODY))
def test_who_opens_what(client, person, side):
    cast = make_cast()
    people = people_of(cast)
    assert set(people) == EVERYBODY | {"visitor"}
    world = make_world(cast, side)
    if people[person]:
        client.force_login(people[person])
    wrong = {}
    for name in TABLE if side == "A" else ABOUT_A_QUESTION:
        is_open = TABLE[name].opens(person, side)
        met = outcome(client, name, world, is_open=is_open)
        if met not in expected(name, person, is_open=is_open):
            wrong[name] = met
    assert wrong == {}
