"""Answering a survey in a real browser: on a phone, by keyboard, without scripts, on a bad line."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Site
from tests.e2e.test_pages import Examiner

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

MAKE = """
import json
from surveys.enums import Access, SurveyStatus
from surveys.services.codes import new_codes
from tests.surveys.running import running_survey
from tests.surveys.sheets import EVERYTHING, SHORT
made = {"breakdowns": ()}
running_survey(EVERYTHING, code="moi-kieu-cau", **made)
running_survey(SHORT, code="ngan", **made)
coded = running_survey(SHORT, code="can-ma", access=Access.CODE, **made)
running_survey(SHORT, code="tam-dung", status=SurveyStatus.PAUSED, **made)
print("MADE", json.dumps(new_codes(survey=coded, unit=None, count=3)))
"""
STORED = """
import json
from surveys.models import Waiting
rows = Waiting.objects.filter(survey__code="{code}").order_by("pk")
print("FOUND", json.dumps([[row.answers, row.doubts, row.mode] for row in rows]))
"""
START, SHEET = "/khao-sat/{}/", "/khao-sat/{}/tra-loi/"


@pytest.fixture(scope="module")
def codes(site: Site) -> list[str]:
    """Surveys of the cases below stand on the demo site; the codes of one of them."""
    printed = site.manage("shell", "--no-imports", "-c", MAKE)
    return json.loads(printed.partition("MADE ")[2])


@pytest.fixture
def stored(site: Site, codes: list[str]) -> Callable[[str], list[list[object]]]:
    """Answers, doubts and mode of every ballot of a survey that waits to be mixed."""

    def read(code: str) -> list[list[object]]:
        printed = site.manage("shell", "--no-imports", "-c", STORED.format(code=code))
        return json.loads(printed.partition("FOUND ")[2])

    return read


def go_on(page: Page, heading: str) -> None:
    page.get_by_role("button", name="Tiếp tục").click()
    at(page, heading)


def at(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)


def agree(page: Page) -> None:
    """The first page of the long survey."""
    page.goto(SHEET.format("moi-kieu-cau"))
    page.get_by_label("Tôi đã đọc và đồng ý").check()
    page.get_by_label("Có", exact=True).check()
    page.get_by_label("Quý vị đến làm việc gì?").fill("Làm giấy khai sinh")


def rate(page: Page) -> None:
    """The second page: every row of the matrix, by the names a screen reader says."""
    for row in ("Thái độ của cán bộ", "Nơi chờ", "Thủ tục, giấy tờ phải nộp"):
        page.get_by_role("radio", name=f"{row} Hài lòng", exact=True).check()


def send(page: Page) -> str:
    """Press the last button; return the receipt."""
    page.get_by_role("button", name="Gửi phiếu").click()
    at(page, "Đã nhận phiếu")
    return "".join(page.locator(".receipt__code").inner_text().split())


# --- The whole way ---------------------------------------------------------------------------
def test_a_survey_is_answered_on_a_phone(phone: Page, site: Site, stored, problems):
    phone.goto(START.format("moi-kieu-cau"))
    expect(phone.locator("main")).to_contain_text("tách danh tính")
    phone.get_by_role("link", name="Bắt đầu").click()
    phone.get_by_role("button", name="Tiếp tục").click()
    expect(phone.locator(".question--invalid")).to_have_count(2)
    problems.remove(f"422 from {site.url}{SHEET.format('moi-kieu-cau')}")
    phone.get_by_label("Tôi đã đọc và đồng ý").check()  # what is mended is no longer called wrong
    expect(phone.locator(".question--invalid")).to_have_count(1)
    expect(phone.locator("[data-error-summary] li")).to_have_count(1)
    agree(phone)
    go_on(phone, "Quý vị hài lòng thế nào")
    phone.get_by_role("radio", name="8", exact=True).check()
    rate(phone)
    go_on(phone, "Quý vị biết tin")

    phone.get_by_label("Không biết tin nào").check()
    phone.get_by_label("Loa truyền thanh").check()
    expect(phone.get_by_label("Không biết tin nào")).not_to_be_checked()
    phone.get_by_label("Mạng xã hội").check()
    phone.get_by_label("Khác, xin ghi rõ").check()
    phone.get_by_label("Xin ghi rõ", exact=True).fill("Nhóm của ấp")
    expect(phone.get_by_text("Đã chọn 3 trên 3 mục")).to_be_visible()
    phone.get_by_label("Báo, đài").click(force=True)
    expect(phone.get_by_label("Báo, đài")).not_to_be_checked()
    phone.get_by_role("button", name="Đưa xuống: Trường học").click()
    expect(phone.get_by_text("Trường học: thứ 1. Đã xếp 1 trên 3 mục")).to_be_visible()
    phone.get_by_role("button", name="Đưa lên: Nước sạch").click()
    phone.get_by_role("button", name="Đưa lên: Nước sạch").click()
    go_on(phone, "Nơi ở")

    phone.get_by_label("Quý vị ở xã, phường nào?").fill("vi thuy")
    phone.get_by_role("option", name="Xã Vị Thủy").click()
    phone.get_by_label("Khu đông").check()
    phone.get_by_label("Ấp Đông 2").check()
    phone.get_by_label("Nhà có mấy người?").fill("4")
    go_on(phone, "Những người trong nhà")

    phone.get_by_label("Nữ").check()
    phone.get_by_role("button", name="Thêm một thành viên").click()
    second = phone.get_by_role("region", name="Thành viên 2")
    second.get_by_label("Nam").check()
    second.get_by_label("Tuổi").fill("12")
    second.get_by_label("Tuổi").press("Tab")  # the answer brings another question
    second.get_by_label("Có", exact=True).check()
    receipt = send(phone)
    assert len(receipt) == 26
    assert receipt not in phone.url
    answers, doubts, mode = next(
        row for row in stored("moi-kieu-cau") if row[0].get("kenh_other") == "Nhóm của ấp"
    )
    assert answers == {
        "dong_y": "yes",
        "da_den": "co",
        "viec": "Làm giấy khai sinh",
        "cac_mat": {"thai_do": "hai", "noi_cho": "hai", "thu_tuc": "hai"},
        "diem": 8,
        "kenh": ["loa", "mang", "khac"],
        "kenh_other": "Nhóm của ấp",
        "uu_tien": ["nuoc", "truong"],
        "xa": "x-vi-thuy",
        "khu": "dong",
        "ap": "d2",
        "so_nguoi": "4",
        "nguoi": [{"gioi": "nu"}, {"gioi": "nam", "tuoi": "12", "di_hoc": "co_hoc"}],
    }
    assert doubts == ["fast"]  # proven, and faster than anybody reads
    assert mode == "web"
    phone.goto(START.format("moi-kieu-cau"))
    expect(phone.get_by_text("Thiết bị này đã trả lời")).to_be_visible()


def test_a_survey_is_answered_by_keyboard_alone(page: Page, stored):
    page.goto(START.format("ngan"))
    tab_to(page, "Bắt đầu")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tra-loi/")
    tab_to(page, "Buổi tối")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")  # in a field: on to the next page
    at(page, "Góp ý")
    tab_to(page, "2. Quý vị góp ý gì thêm? (không bắt buộc)")
    page.keyboard.type("Bằng bàn phím")
    tab_to(page, "Gửi phiếu")
    page.keyboard.press("Enter")
    at(page, "Đã nhận phiếu")
    assert {"gio": "bay", "y": "Bằng bàn phím"} in [row[0] for row in stored("ngan")]


def tab_to(page: Page, words: str) -> None:
    """Press Tab until what is focused says `words`; nothing focused may be out of sight."""
    for _ in range(40):
        page.keyboard.press("Tab")
        said, is_seen = page.evaluate(
            """() => {
              const here = document.activeElement;
              const box = here.getBoundingClientRect();
              const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
              const said = here.labels?.[0]?.innerText || here.innerText || "";
              return [said.replace(/\\s+/g, " ").trim(), here.contains(top) || top?.contains(here)];
            }"""
        )
        if said == words:
            assert is_seen, f"{words}: focused and covered"
            return
    pytest.fail(f"Tab never comes to “{words}”")


def test_a_survey_is_answered_without_scripts(new_page: Callable[..., Page], stored):
    page = new_page(java_script_enabled=False)
    agree_without_scripts(page)
    go_on(page, "Quý vị hài lòng thế nào")
    rate(page)
    go_on(page, "Quý vị biết tin")
    page.get_by_label("Báo, đài").check()
    page.get_by_label("Nước sạch").select_option("1")
    go_on(page, "Nơi ở")
    page.get_by_label("Khu tây").check()
    page.get_by_role("button", name="Cập nhật danh sách").click()
    page.get_by_label("Ấp Tây 1").check()
    page.get_by_role("button", name="Gửi những gì đã trả lời").click()
    at(page, "Gửi những gì đã trả lời?")
    send(page)
    answers, doubts, _mode = next(
        row for row in stored("moi-kieu-cau") if row[0].get("viec") == "Chứng thực"
    )
    assert (answers["uu_tien"], answers["ap"]) == (["nuoc"], "t1")
    assert doubts == ["unproven", "fast"]


def agree_without_scripts(page: Page) -> None:
    """The question that depends on another comes with the next answer of the server."""
    page.goto(SHEET.format("moi-kieu-cau"))
    page.get_by_label("Tôi đã đọc và đồng ý").check()
    page.get_by_label("Có", exact=True).check()
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_text("trang này có thêm câu hỏi")).to_be_visible()
    page.get_by_label("Quý vị đến làm việc gì?").fill("Chứng thực")


def test_a_code_from_a_slip_opens_the_survey_and_leaves_the_address(page: Page, codes: list[str]):
    page.goto(f"{START.format('can-ma')}?ma={codes[0]}")
    assert codes[0] not in page.url
    page.get_by_role("link", name="Bắt đầu").click()
    page.get_by_label("Buổi tối").check()
    go_on(page, "Góp ý")
    send(page)
    page.goto(f"{START.format('can-ma')}?ma={codes[0]}")
    expect(page.locator("main .field__error")).to_contain_text("Mã này đã được dùng")


def test_a_button_pressed_while_an_answer_brings_questions_is_not_lost(page: Page, codes):
    """Leaving a field by the mouse changes the page under the pointer."""
    page.goto(SHEET.format("moi-kieu-cau"))
    page.get_by_label("Tôi đã đọc và đồng ý").check()
    page.get_by_label("Chưa", exact=True).check()
    go_on(page, "Quý vị biết tin")
    page.get_by_label("Báo, đài").check()
    go_on(page, "Nơi ở")
    go_on(page, "Những người trong nhà")
    page.get_by_label("Nữ").check()
    page.get_by_label("Tuổi").fill("12")
    page.get_by_role("button", name="Gửi phiếu").hover()
    page.mouse.down()
    page.wait_for_timeout(400)
    page.mouse.up()
    expect(page.get_by_text("trang này có thêm câu hỏi")).to_be_visible()
    expect(page.get_by_label("Tuổi")).to_have_value("12")
    send(page)


# --- Nothing is lost -----------------------------------------------------------------------------
def test_what_is_typed_outlives_a_killed_browser(page: Page, codes):
    agree(page)
    go_on(page, "Quý vị hài lòng thế nào")
    rate(page)
    page.wait_for_timeout(500)
    another = page.context.new_page()
    page.close()
    another.goto(START.format("moi-kieu-cau"))
    at(another, "Bộ phận một cửa")
    expect(another.get_by_text("Quý vị đang trả lời dở, trang 2 trên 5")).to_be_visible()
    another.get_by_role("link", name="Trả lời tiếp", exact=True).click()
    at(another, "Quý vị hài lòng thế nào")
    expect(another.get_by_role("radio", name="Nơi chờ Hài lòng", exact=True)).to_be_checked()


def test_what_is_typed_under_one_code_is_not_shown_under_the_next(page: Page, codes: list[str]):
    page.goto(f"{START.format('can-ma')}?ma={codes[1]}")
    page.get_by_role("link", name="Bắt đầu").click()
    page.get_by_label("Buổi tối").check()
    go_on(page, "Góp ý")
    page.get_by_label("Quý vị góp ý gì thêm?").fill("Chỉ mình tôi")
    page.wait_for_timeout(500)
    page.goto(f"{START.format('can-ma')}?ma={codes[2]}")
    page.get_by_role("link", name="Bắt đầu").click()
    at(page, "Giờ mở cửa")
    expect(page.get_by_label("Buổi tối")).not_to_be_checked()
    page.get_by_label("Buổi tối").check()
    go_on(page, "Góp ý")
    expect(page.get_by_label("Quý vị góp ý gì thêm?")).to_have_value("")


def test_back_of_the_browser_goes_one_page_back_and_keeps_what_is_typed(page: Page, codes):
    agree(page)
    go_on(page, "Quý vị hài lòng thế nào")
    rate(page)
    page.go_back()
    at(page, "Lần đến gần nhất")
    expect(page.get_by_label("Quý vị đến làm việc gì?")).to_have_value("Làm giấy khai sinh")
    go_on(page, "Quý vị hài lòng thế nào")
    expect(page.get_by_role("radio", name="Nơi chờ Hài lòng", exact=True)).to_be_checked()


def test_a_broken_line_is_tried_again_and_stores_one_answer(page: Page, problems, stored):
    before = len(stored("ngan"))
    page.goto(SHEET.format("ngan"))
    page.get_by_label("Buổi tối").check()
    go_on(page, "Góp ý")
    page.get_by_label("Quý vị góp ý gì thêm?").fill("Đường truyền kém")
    expect(page.locator("[data-proof-status]")).to_contain_text("Đã kiểm tra xong")
    lost = []

    def lose_the_answer(route) -> None:
        """The server has stored it; the browser never hears of it."""
        if lost:
            route.continue_()
            return
        lost.append(route.fetch(max_redirects=0).status)
        route.abort()

    page.route("**/tra-loi/", lose_the_answer)
    page.get_by_role("button", name="Gửi phiếu").click()
    at(page, "Đã nhận phiếu")
    assert lost == [303]
    assert len(stored("ngan")) == before + 1
    problems.clear()


# --- At a set place ------------------------------------------------------------------------------
def test_a_kiosk_forgets_after_a_minute_and_says_so_before(page: Page, codes):
    page.clock.install()
    page.goto("/khao-sat/ngan/tai-cho/")
    page.get_by_role("link", name="Bắt đầu").click()
    page.get_by_label("Buổi tối").check()
    page.clock.run_for(50_000)
    expect(page.get_by_text("Trang sắp về đầu")).to_be_visible()
    page.get_by_role("button", name="Ở lại trang").click()
    page.clock.run_for(30_000)
    expect(page.get_by_label("Buổi tối")).to_be_checked()
    page.clock.run_for(160_000)
    page.wait_for_url("**/tai-cho/")
    page.get_by_role("link", name="Bắt đầu").click()
    expect(page.get_by_label("Buổi tối")).not_to_be_checked()
    page.get_by_label("Buổi tối").check()
    go_on(page, "Góp ý")
    send(page)
    page.clock.run_for(31_000)
    page.wait_for_url("**/tai-cho/")
    left = {cookie["name"] for cookie in page.context.cookies()}
    assert left <= {"csrftoken"}
    assert page.evaluate("Object.keys(localStorage)") == []


# --- Every page is sound -------------------------------------------------------------------------
def test_pages_of_a_survey_are_sound(new_page: Callable[..., Page], site: Site, problems, codes):
    visitor = Examiner(new_page(), site)
    page = visitor.page
    for path in (
        "/khao-sat/",
        *map(START.format, ("moi-kieu-cau", "can-ma", "tam-dung")),
        "/khao-sat/ngan/bien-nhan/",
        "/khao-sat/moi-kieu-cau/phieu-giay/",
        "/khao-sat/moi-kieu-cau/tai-cho/",
    ):
        visitor.open(path)
    visitor.note("reading", [cookie["name"] for cookie in page.context.cookies()
                             if cookie["name"] != "csrftoken"])  # fmt: skip
    agree(page)
    visitor.look("a page of questions")
    go_on(page, "Quý vị hài lòng thế nào")
    page.get_by_role("button", name="Tiếp tục").click()
    page.locator("[data-error-summary]").wait_for()
    visitor.look("a refused page with a matrix")
    rate(page)
    go_on(page, "Quý vị biết tin")
    visitor.look("several choices and a ranking")
    page.get_by_label("Báo, đài").check()
    go_on(page, "Nơi ở")
    page.get_by_label("Nhà có mấy người?").fill("bốn")
    page.get_by_role("button", name="Tiếp tục").click()
    page.locator("[data-error-summary]").wait_for()
    visitor.look("lists, numbers and dates refused")
    page.get_by_label("Nhà có mấy người?").fill("4")
    page.get_by_role("button", name="Gửi những gì đã trả lời").click()
    at(page, "Gửi những gì đã trả lời?")
    visitor.look("before sending early")
    send(page)
    visitor.look("the receipt")
    # The script sends the pages, so a refusal is no page of its own.
    refused = f"422 from {site.url}{SHEET.format('moi-kieu-cau')}"
    problems[:] = [problem for problem in problems if problem != refused]
    visitor.report()
