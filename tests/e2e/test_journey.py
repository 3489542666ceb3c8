"""The main job, in browsers of several people at once: from a citizen's question to its answer."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.steps import (
    HUMAN_MS,
    PATIENCE_MS,
    Board,
    Desk,
    ask,
    code_on_receipt,
    expect_step,
    follow,
    reference_of,
    sign_in,
)

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

QUESTION = (
    "Trạm y tế xã đóng cửa chiều thứ Sáu, người dân đến tiêm phòng dại phải về. "
    "Lịch làm việc của trạm thế nào, Chủ nhật có người trực không?"
)
FIRST_ANSWER = "Trạm làm việc các ngày trong tuần."
ANSWER = (
    "Trạm y tế làm việc từ thứ Hai đến sáng thứ Bảy và trực cấp cứu cả Chủ nhật. "
    "Chiều thứ Sáu vừa qua trạm đóng cửa do mất điện; vắc-xin phòng dại được tiêm bù."
)


def test_question_goes_all_the_way_while_the_leaders_watch(new_page: Callable[..., Page]):
    citizen = new_page()
    board = Board(sign_in(new_page(), "lanhdao"))
    before = board.totals()
    unsorted = board.received("field", "Chưa phân")
    health = board.received("unit", "Sở Y tế")

    code = ask(citizen, QUESTION, photo=True)
    board.expect_total("received", before["received"] + 1)
    board.expect_total("waiting", before["waiting"] + 1)
    board.expect_received("field", "Chưa phân", unsorted + 1)

    reference = reference_of(code)
    editor = Desk(sign_in(new_page(), "bientap"), reference)
    officer = Desk(sign_in(new_page(), "yte-traloi"), reference)
    head = Desk(sign_in(new_page(), "yte-lanhdao"), reference)
    commune = Desk(sign_in(new_page(), "x-vi-thuy-traloi"), reference)
    stranger = Desk(sign_in(new_page(), "gddt-traloi"), reference)
    assert all(desk.sees_nothing() for desk in (officer, head, commune, stranger))

    # The board
    editor.find()
    expect(editor.page.get_by_text(QUESTION)).to_be_visible()
    expect(editor.page.get_by_role("link", name="ảnh hiện trường.png")).to_be_visible()
    editor.choose("Tiếp nhận")
    editor.page.get_by_label("Lĩnh vực").select_option(label="Y tế, bảo hiểm")
    editor.send("Tiếp nhận")
    board.expect_received("field", "Chưa phân", unsorted)
    editor.choose("Báo cáo Ban Chỉ đạo")
    expect(editor.page.get_by_label(f"Chọn {reference}")).to_be_checked()
    editor.page.get_by_role("button", name="Báo cáo các câu đã chọn").click()
    assert stranger.sees_nothing()
    editor.choose("Phân công")
    editor.page.get_by_label("Đơn vị chủ trì", exact=True).select_option(
        label="Sở Y tế tỉnh Hậu Giang"
    )
    editor.page.get_by_text("Chọn trong danh sách").click()
    editor.page.get_by_label("Thu hẹp danh sách đơn vị").fill("vi thuy")
    editor.page.get_by_label("Xã Vị Thủy").check()
    editor.send("Phân công")
    board.expect_received("unit", "Sở Y tế", health + 1)
    follow(citizen, code)
    expect(citizen.get_by_text("Chuyển Sở Y tế tỉnh Hậu Giang trả lời")).to_be_visible()

    # The units
    commune.find()
    commune.page.get_by_label("Ý kiến gửi đơn vị chủ trì").fill("Trạm mất điện chiều thứ Sáu.")
    commune.page.get_by_role("button", name="Gửi đơn vị chủ trì").click()
    expect(commune.page.get_by_text("Đã gửi ý kiến cho đơn vị chủ trì.")).to_be_visible()
    officer.find()
    expect(officer.page.get_by_text("Trạm mất điện chiều thứ Sáu.")).to_be_visible()
    officer.does("Yêu cầu bổ sung", Điều_cần_người_hỏi_bổ_sung="Quý vị đến trạm ngày nào?")
    follow(citizen, code)
    citizen.get_by_role("link", name="Bổ sung thông tin").click()
    citizen.get_by_label("Phần Quý vị bổ sung").fill("Chiều thứ Sáu ngày 20 tháng 11.")
    citizen.get_by_role("button", name="Gửi phần bổ sung").click()
    expect_step(citizen, "Đơn vị đang soạn câu trả lời")

    officer.write(FIRST_ANSWER)
    expect(officer.page.get_by_text("Chiều thứ Sáu ngày 20 tháng 11.")).to_be_visible()
    officer.send("Trình lãnh đạo đơn vị")
    head.find()
    expect(head.page.get_by_text(FIRST_ANSWER)).to_be_visible()
    head.does("Trả lại để sửa", Cần_sửa_gì="Nói rõ Chủ nhật và vì sao trạm đóng cửa.")
    officer.find()
    expect(officer.page.locator("[data-draft]")).to_contain_text("Nói rõ Chủ nhật và vì sao")
    officer.write(ANSWER)
    officer.send("Trình lãnh đạo đơn vị")
    head.does("Duyệt câu trả lời")
    assert stranger.sees_nothing()

    # Everybody
    title = "Lịch làm việc của trạm y tế và tiêm phòng dại"
    editor.does("Công bố", Tiêu_đề=title)
    board.expect_total("waiting", before["waiting"])
    board.expect_total("in_time", before["in_time"] + 1)
    assert stranger.sees_nothing()
    follow(citizen, code)
    expect_step(citizen, "Đã công bố")
    citizen.get_by_role("link", name="Đọc câu trả lời").click()
    expect(citizen.get_by_role("heading", level=1)).to_have_text(title)
    expect(citizen.get_by_text(ANSWER)).to_be_visible()

    reader = new_page()
    reader.goto("/hoi-dap/")
    reader.get_by_label("Từ khóa").fill("tiem phong dai tram y te")
    reader.locator("main").get_by_role("button", name="Tìm").click()
    reader.get_by_role("link", name=title).click()
    expect(reader.get_by_text(ANSWER)).to_be_visible()
    assert reader.url == citizen.url

    shown = board.totals()
    board.page.reload()
    assert board.totals() == shown


def test_rejection_is_told_and_another_moderator_overturns_it(new_page: Callable[..., Page]):
    citizen = new_page()
    code = ask(citizen, "Cửa hàng tôi bán phân bón sạch, xin hỏi thủ tục đăng ký ở xã?")
    reference = reference_of(code)
    editor = Desk(sign_in(new_page(), "bientap"), reference)
    editor.choose("Từ chối")
    editor.page.get_by_label("Điều 5.1c").check()
    editor.page.get_by_label("Giải thích cho người gửi").fill("Nội dung có lời mời mua hàng.")
    editor.send("Từ chối")

    follow(citizen, code)
    expect_step(citizen, "Bị từ chối")
    expect(citizen.get_by_text("Điều 5.1c: quảng cáo trái quy định")).to_be_visible()
    expect(citizen.get_by_text("Nội dung có lời mời mua hàng.", exact=True)).to_be_visible()
    citizen.get_by_role("link", name="Đề nghị xem lại").click()
    citizen.get_by_label("Vì sao Quý vị đề nghị xem lại").fill("Tôi chỉ hỏi thủ tục đăng ký.")
    citizen.get_by_role("button", name="Gửi đề nghị").click()
    expect_step(citizen, "Người gửi đề nghị xem lại")
    expect(citizen.get_by_role("link", name="Đề nghị xem lại")).to_have_count(0)

    editor.find()
    expect(editor.page.get_by_text("Người đã từ chối không tự xem xét lại").first).to_be_visible()
    chief = Desk(sign_in(new_page(), "tongbientap"), reference)
    chief.find()
    expect(chief.page.get_by_text("Tôi chỉ hỏi thủ tục đăng ký.")).to_be_visible()
    chief.does("Chấp nhận đề nghị, tiếp nhận")
    citizen.reload()
    expect_step(citizen, "Đã tiếp nhận")


def test_without_javascript_one_can_ask_follow_and_withdraw(new_page: Callable[..., Page]):
    page = new_page(java_script_enabled=False)
    text = "Cống trước nhà văn hóa ấp bị sụp, khi nào được làm lại?"
    code = ask(page, text, photo=True)
    follow(page, code)
    expect_step(page, "Mới nhận")
    expect(page.get_by_text(text)).to_be_visible()
    page.get_by_role("link", name="Rút câu hỏi").click()
    page.get_by_role("button", name="Rút và xóa câu hỏi").click()
    expect_step(page, "Người hỏi đã rút")
    expect(page.get_by_text(text)).to_have_count(0)
    expect(page.get_by_role("link", name="ảnh hiện trường.png")).to_have_count(0)


class Keyboard:
    """A person who has no mouse: looks where the focus is and presses keys."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def tab_to(self, label: str, *, at_most: int = 60) -> None:
        """Press Tab until the control named `label` has the focus, and see that it shows."""
        focused = self.page.locator(":focus")
        for _ in range(at_most):
            self.press("Tab")
            if focused.count() and re.search(label, self.name_of_focused()):
                assert self.shows_focus(), f"the focus on {label} cannot be seen"
                return
        pytest.fail(f"{label} was not reached by {at_most} presses of Tab")

    def name_of_focused(self) -> str:
        return self.page.evaluate(
            "const e = document.activeElement;"
            "[...(e.labels ?? [])].map((l) => l.textContent).join(' ') || e.textContent"
        )

    def shows_focus(self) -> bool:
        return self.page.evaluate(
            "const s = getComputedStyle(document.activeElement);"
            "(s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none'"
        )

    def type(self, text: str) -> None:
        self.page.keyboard.insert_text(text)


def test_question_is_asked_by_keyboard_alone(page: Page):
    page.goto("/")
    hand = Keyboard(page)
    hand.press("Tab")
    assert "Chuyển đến nội dung chính" in hand.name_of_focused()
    hand.press("Enter")
    hand.tab_to("Đặt câu hỏi")
    hand.press("Enter")
    page.wait_for_url("**/hoi-dap/dat-cau-hoi/")
    hand.tab_to("Câu hỏi của Quý vị")
    hand.type("Bến đò không có áo phao, ai kiểm tra?")
    hand.tab_to("Việc xảy ra ở xã, phường")
    hand.press("ArrowDown")
    hand.tab_to("Tôi đồng ý để cơ quan quản lý")
    hand.press("Space")
    page.wait_for_timeout(HUMAN_MS)
    hand.tab_to("Gửi câu hỏi")
    hand.press("Enter")
    code = code_on_receipt(page)
    hand.tab_to("Theo dõi phiếu này")
    hand.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Câu hỏi {reference_of(code)}")


def test_leaders_without_sockets_see_the_same_numbers(new_page: Callable[..., Page]):
    """By polling where a firewall cuts sockets, and by reload where there is no JavaScript."""
    watcher = new_page()
    watcher.route_web_socket(re.compile("/ws/live/"), lambda socket: socket.close())
    polling = Board(sign_in(watcher, "lanhdao"), state="tự cập nhật vài giây một lần")
    socket = Board(sign_in(new_page(), "lanhdao"))
    plain = sign_in(new_page(java_script_enabled=False), "lanhdao")
    before = polling.totals()
    assert before == socket.totals()

    ask(new_page(), "Vạch kẻ ngã tư trước chợ đã mờ, đề nghị sơn lại?")
    polling.expect_total("received", before["received"] + 1)
    socket.expect_total("received", before["received"] + 1)
    assert polling.totals() == socket.totals()
    plain.goto("/dieu-hanh/hoi-dap/")
    shown = plain.locator("[data-total=received]")
    expect(shown).to_have_text(polling.page.locator("[data-total=received]").inner_text())
    expect(plain.locator("[data-live=state]")).to_have_text("xem theo lần tải trang")
    expect(polling.page.locator("[data-live=state]")).not_to_have_text(
        "trực tiếp", timeout=PATIENCE_MS
    )
