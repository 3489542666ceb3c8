"""Who answers, from where: codes, accounts, devices, a set place; and the sheet that travels."""

import json
import re
from datetime import timedelta
from random import Random
from types import SimpleNamespace

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from engagement.accounts.roles import RoleCode
from engagement.intake.models import RateRule
from surveys.enums import Access, Mode
from surveys.forms.access import WRONG_CODE
from surveys.forms.state import LIFETIME, State
from surveys.models import Participation, Waiting
from surveys.services.codes import digest_of, new_codes
from surveys.views import cookies
from tests.factories import make_member
from tests.surveys.running import running_survey
from tests.surveys.sheets import SHORT, Person, fill

pytestmark = pytest.mark.django_db
FIRST = {"mot": {"q-gio": "toi"}}


@pytest.fixture
def short():
    return running_survey(SHORT, breakdowns=())


@pytest.fixture
def by_code():
    survey = running_survey(SHORT, breakdowns=(), access=Access.CODE)
    return SimpleNamespace(survey=survey, code=new_codes(survey=survey, unit=None, count=1)[0])


@pytest.fixture
def by_account():
    return running_survey(SHORT, breakdowns=(), access=Access.ACCOUNT)


# --- One-time codes ----------------------------------------------------------------------------
def test_a_code_is_typed_and_answers_once(by_code):
    person = Person(by_code.survey)
    person.get("start")
    assert "Mã trên giấy mời" in person.text
    person.post({"viec": "bat-dau", "ma": f" {by_code.code[:6].lower()}-{by_code.code[6:]} "})
    assert person.page == "mot"
    person.press("tiep", FIRST["mot"])
    assert person.press("gui", {"q-y": "Tốt"}).status_code == 303
    assert Waiting.objects.get().answers == {"gio": "toi", "y": "Tốt"}

    other = Person(by_code.survey)
    assert other.post({"viec": "bat-dau", "ma": by_code.code}).status_code == 422
    assert "Mã này đã được dùng để trả lời" in other.text


def test_a_code_used_meanwhile_on_another_device_is_told_at_the_end(by_code):
    people = [Person(by_code.survey) for _ in range(2)]
    for person in people:
        person.post({"viec": "bat-dau", "ma": by_code.code})
        person.press("tiep", FIRST["mot"])
    statuses = [person.press("gui", {"q-y": str(number)}).status_code
                for number, person in enumerate(people)]  # fmt: skip
    assert statuses == [303, 409]
    assert "Mã này đã được dùng để trả lời" in people[1].text
    assert Participation.objects.count() == Waiting.objects.count() == 1


def test_a_code_from_a_qr_slip_moves_into_the_sheet_and_out_of_the_address(by_code):
    person = Person(by_code.survey)
    response = person.get("start", ma=by_code.code)
    assert response.status_code == 302
    assert response["Location"] == by_code.survey.get_absolute_url()
    person.get("start")
    assert "Mã của Quý vị đã được nhận" in person.text
    assert by_code.code not in person.text
    person.get()
    assert person.page == "mot"
    assert State.read(person.sheet, by_code.survey.code).owner == digest_of(by_code.code)


def test_scanning_the_slip_again_does_not_erase_what_was_answered(by_code):
    person = Person(by_code.survey)
    person.get("start", ma=by_code.code)
    person.get()
    person.press("tiep", FIRST["mot"])
    person.get("start", ma=by_code.code)
    person.get()
    assert person.page == "hai"


@pytest.mark.parametrize("typed", ["", "SAI", "x" * 500, "mã\x00", "0" * 12])
def test_a_wrong_code_is_refused_with_what_was_typed(by_code, typed):
    person = Person(by_code.survey)
    assert person.post({"viec": "bat-dau", "ma": typed}).status_code == 422
    assert 'name="ma"' in person.text


def test_a_code_of_another_survey_opens_nothing(by_code):
    other = running_survey(SHORT, breakdowns=(), access=Access.CODE)
    person = Person(other)
    assert person.get("start", ma=by_code.code).status_code == 422
    assert "Không có mã này" in person.text


def test_many_wrong_codes_from_one_address_must_wait_and_a_right_one_need_not(by_code):
    RateRule.objects.create(purpose=WRONG_CODE, applies_to="any", window_seconds=600, limit=2)
    person = Person(by_code.survey)
    statuses = [person.post({"viec": "bat-dau", "ma": f"SAI{n}"}).status_code for n in range(3)]
    assert statuses == [422, 422, 429]
    assert int(person.response["Retry-After"]) > 0
    assert person.post({"viec": "bat-dau", "ma": by_code.code}).status_code == 200


@pytest.mark.parametrize("name", ["answer", "receipt"])
def test_without_a_code_no_page_opens(by_code, name):
    person = Person(by_code.survey)
    response = person.get(name)
    assert response.status_code in {302, 404}
    # A sheet without a code, signed by ourselves for another purpose, is not enough either.
    forged = State(1).sign(by_code.survey.code)
    person.post({"phieu": forged, "trang": "mot", "viec": "tiep", "q-gio": "toi"})
    person.press("gui", {"q-y": "Tốt"})
    assert not Waiting.objects.exists()


# --- Accounts ----------------------------------------------------------------------------------
def test_who_is_not_signed_in_is_sent_to_sign_in(by_account):
    person = Person(by_account)
    assert person.get("start").status_code == 200
    response = person.get()
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_an_account_answers_once(by_account):
    member = make_member(RoleCode.EDITOR)
    client = Client()
    client.force_login(member)
    person = Person(by_account, client=client)
    fill(person, FIRST, last="hai")
    assert person.press("gui", {"q-y": "Tốt"}).status_code == 303
    assert person.get().status_code == 409
    assert "Tài khoản này đã trả lời" in person.text
    assert str(member.pk) not in json.dumps(Waiting.objects.get().answers)


def test_a_sheet_of_one_account_is_not_shown_to_the_next(by_account):
    client = Client()
    client.force_login(make_member(RoleCode.EDITOR))
    person = Person(by_account, client=client)
    fill(person, FIRST, last="hai")
    sheet = person.sheet
    client.force_login(make_member(RoleCode.EDITOR))
    person.get()
    assert person.page == "mot"
    assert not person.is_checked("q-gio", "toi")
    assert person.press("gui", {"q-y": "Tốt"}, phieu=sheet, trang="hai").status_code == 422
    assert not Waiting.objects.exists()


def test_accounts_do_not_answer_at_a_set_place(client, by_account):
    client.force_login(make_member(RoleCode.EDITOR))
    assert Person(by_account, client=client, kiosk=True).get().status_code == 404


# --- Coming back on the same device ------------------------------------------------------------
def test_a_sheet_left_half_way_goes_on_where_it_was(short):
    person = Person(short)
    fill(person, FIRST, last="hai")
    back = Person(short, client=person.client)
    back.get("start")
    assert "Quý vị đang trả lời dở, trang 2 trên 2" in back.text
    back.get()
    assert back.page == "hai"
    back.press("lui")
    assert back.is_checked("q-gio", "toi")


def test_beginning_again_erases_the_sheet(short):
    person = Person(short)
    fill(person, FIRST, last="hai")
    before = State.read(person.sheet, short.code)
    person.post({"viec": "bat-dau"})
    assert person.page == "mot"
    assert not person.is_checked("q-gio", "toi")
    after = State.read(person.cookies["phieu"].value, short.code)
    assert after.answers == {}
    assert {after.key, after.receipt}.isdisjoint({before.key, before.receipt})
    person.get("start")
    assert "đang trả lời dở" not in person.text


def test_beginning_again_keeps_the_code(by_code):
    person = Person(by_code.survey)
    person.get("start", ma=by_code.code)
    person.get()
    person.press("tiep", FIRST["mot"])
    person.post({"viec": "bat-dau"})
    assert person.page == "mot"
    assert State.read(person.sheet, by_code.survey.code).owner == digest_of(by_code.code)


def test_cookie_of_the_sheet_is_closed_to_scripts_and_other_pages(short):
    person = Person(short)
    fill(person, FIRST, last="hai")
    cookie = person.cookies["phieu"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == short.get_absolute_url()
    assert cookie["max-age"] == LIFETIME.total_seconds()


def test_a_sheet_too_large_for_a_cookie_travels_with_the_page(short):
    person = Person(short)
    fill(person, FIRST, last="hai")
    words = "".join(Random(1).choices("ăâđêôơưáàảãạ bcdghklmnpqrstvx", k=4_900)).strip()
    person.press("cap-nhat", {"q-y": words})
    assert len(person.sheet) > cookies.LARGEST_COOKIE
    assert State.read(person.sheet, short.code).answers["y"] == words
    assert "đã lưu trên máy này" not in person.text
    # The page before it is still there.
    assert State.read(person.cookies["phieu"].value, short.code).answers == {"gio": "toi"}


def test_after_sending_the_device_keeps_the_receipt_for_a_while_and_nothing_of_the_sheet(short):
    person = Person(short)
    fill(person, FIRST, last="hai")
    sent = State.read(person.sheet, short.code)
    response = person.press("gui", {"q-y": "Tốt"})
    assert sent.receipt not in response["Location"]
    assert person.cookies["phieu"].value == ""
    assert person.cookies["bien_nhan"]["max-age"] == timedelta(minutes=30).total_seconds()
    person.get("receipt")
    assert "Chúng tôi không giữ biên nhận" in person.text
    assert "no-store" in person.response["Cache-Control"]


def test_a_receipt_is_shown_on_its_device_only(short):
    person = Person(short)
    fill(person, FIRST, last="hai")
    person.press("gui", {"q-y": "Tốt"})
    stranger = Person(short)
    assert stranger.get("receipt").status_code == 404
    assert "không tìm lại được" in stranger.text


def test_device_that_has_answered_is_told_and_another_person_can_answer(short):
    person = Person(short)
    fill(person, FIRST, last="hai")
    person.press("gui", {"q-y": "Tốt"})
    person.get("start")
    assert "Thiết bị này đã trả lời" in person.text
    assert "Người khác trả lời" in person.text
    fill(person, FIRST, last="hai")
    assert person.press("gui", {"q-y": "Tốt"}).status_code == 303
    assert Waiting.objects.count() == 2


# --- At a set place ----------------------------------------------------------------------------
def test_at_a_set_place_nothing_of_the_sheet_stays_on_the_device(short):
    person = Person(short, kiosk=True)
    fill(person, FIRST, last="hai")
    assert set(person.cookies) <= {"csrftoken"}
    assert person.press("gui", {"q-y": "Tốt"}).status_code == 303
    assert person.response["Location"] == reverse("surveys:kiosk_receipt", args=[short.code])
    assert Waiting.objects.get().mode == Mode.KIOSK
    assert cookies.ANSWERED not in person.cookies
    person.get("receipt")
    assert "Biên nhận" in person.text
    person.get("start")
    assert person.cookies["bien_nhan"].value == ""
    assert "Thiết bị này đã trả lời" not in person.text


def test_at_a_set_place_each_begins_anew(short):
    person = Person(short, kiosk=True)
    fill(person, FIRST, last="hai")
    person.get()
    assert person.page == "mot"
    assert not person.is_checked("q-gio", "toi")


def test_at_a_set_place_a_code_can_be_typed(by_code):
    person = Person(by_code.survey, kiosk=True)
    person.get("start")
    person.post({"viec": "bat-dau", "ma": by_code.code})
    person.press("tiep", FIRST["mot"])
    assert person.press("gui", {"q-y": "Tốt"}).status_code == 303
    assert Waiting.objects.get().mode == Mode.KIOSK


# --- A sheet that was changed -----------------------------------------------------------------
def tampered(signed: str) -> list[str]:
    middle = len(signed) // 2
    changed = signed[:middle] + ("A" if signed[middle] != "A" else "B") + signed[middle + 1 :]
    return [
        "",
        "x",
        ":",
        "::::",
        signed[:-1],
        signed[1:],
        changed,
        signed * 2,
        "é" + signed,
        "\x00",
    ]


@pytest.mark.parametrize("number", range(10))
def test_a_changed_sheet_is_told_and_never_an_error_page(short, number):
    person = Person(short)
    fill(person, FIRST, last="hai")
    forged = tampered(person.sheet)[number]
    response = person.press("gui", {"q-y": "Tốt"}, phieu=forged, trang="hai")
    assert response.status_code == 422
    assert "không đọc được phần đã trả lời" in person.text
    # What is kept on the device is the way on.
    assert "Trả lời tiếp từ bản lưu trên máy này, trang 2" in person.text
    assert not Waiting.objects.exists()


def test_a_changed_cookie_counts_as_none(short):
    person = Person(short)
    fill(person, FIRST, last="hai")
    for forged in tampered(person.cookies["phieu"].value)[:-2]:
        person.cookies["phieu"] = forged
        assert person.get("start").status_code == 200
        assert person.get().status_code == 200
        assert person.page == "mot"


def test_a_sheet_of_another_survey_is_not_taken(short):
    other = running_survey(SHORT, breakdowns=())
    person = Person(short)
    person.get()
    foreign = Person(other)
    foreign.get()
    assert person.press("tiep", FIRST["mot"], phieu=foreign.sheet).status_code == 422


def test_a_sheet_of_a_version_that_was_never_published_is_not_taken(short):
    person = Person(short)
    person.get()
    assert person.press("tiep", FIRST["mot"], phieu=State(7).sign(short.code)).status_code == 422


def test_a_sheet_older_than_a_week_is_not_taken(short, monkeypatch):
    person = Person(short)
    person.get()
    later = timezone.now() + LIFETIME + timedelta(hours=1)
    monkeypatch.setattr(signing.time, "time", later.timestamp)
    assert person.press("tiep", FIRST["mot"]).status_code == 422


def test_the_sheet_cannot_be_read_for_what_others_answered(short):
    """It holds what its own person typed, the keys of the ballot to come, and nothing else."""
    person = Person(short)
    fill(person, FIRST, last="hai")
    content = signing.loads(person.sheet, salt=f"surveys.forms.state.1.{short.code}")
    assert content[:4] == [1, "hai", {"gio": "toi"}, {}]
    assert len(content) == 9


# --- Nothing is written down -------------------------------------------------------------------
def test_no_log_holds_an_answer_a_code_or_a_receipt(by_code, caplog):
    canary = "Ý kiến chim hoàng yến 0912345678"
    with caplog.at_level("DEBUG"):
        person = Person(by_code.survey)
        person.get("start", ma=by_code.code)
        person.get()
        person.press("tiep", FIRST["mot"])
        receipt = State.read(person.sheet, by_code.survey.code).receipt
        person.press("gui", {"q-y": canary}, phieu="x")
        person.get()
        person.press("gui", {"q-y": canary})
        person.get("receipt")
    lines = [line for line in caplog.messages if not re.match(r"\(\d\.\d+\) ", line)]
    written = "\n".join(lines)
    for secret in (canary, by_code.code, receipt, "q-y"):
        assert secret not in written
    assert Waiting.objects.get().answers["y"] == canary
