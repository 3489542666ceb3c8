"""A session that ends while an answer is being written: nothing typed is lost, and it is said."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.steps import PATIENCE_MS, Desk, fill_sign_in, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]
OFFICER = "yte-traloi"
SAVED = "Trạm mở cửa sáng thứ Bảy."
WORDS = "Trạm mở cửa sáng thứ Bảy, xin mang sổ tiêm."
OTHER_WORDS = "Trạm mở cửa cả ngày thứ Bảy."


def open_an_editor(page: Page) -> Desk:
    """Go to the first question that this unit is writing the answer of."""
    page.goto("/lam-viec/hoi-dap/tat-ca/?buoc=assigned")
    page.locator("[data-row-link]").first.click()
    expect(page.locator("[data-draft]")).to_be_visible()
    return Desk(page, page.url.split("/")[-2])


def end_the_session(page: Page) -> None:
    page.context.clear_cookies(name="sessionid")


def sign_in_elsewhere(page: Page) -> None:
    """Follow the link to sign-in, which opens in a tab of its own, and close that."""
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Đăng nhập trong thẻ mới").click()
    fill_sign_in(opened.value, OFFICER)
    opened.value.close()


def without_refusals(problems: list[str]) -> None:
    """A draft sent without a session is refused; that is what these tests are about."""
    problems[:] = [problem for problem in problems if not problem.startswith(("401", "403"))]


def kept(page: Page) -> int:
    return int(page.evaluate("Object.keys(sessionStorage).length"))


def test_the_editor_says_it_and_saves_again_after_sign_in(page: Page, problems: list[str]):
    desk = open_an_editor(sign_in(page, OFFICER))
    state = page.locator("[data-draft-state]")
    desk.write(SAVED)
    end_the_session(page)
    page.get_by_label("Câu trả lời", exact=True).fill(WORDS)
    expect(state).to_contain_text("Quý vị đã bị đăng xuất", timeout=PATIENCE_MS)
    sign_in_elsewhere(page)
    expect(state).to_contain_text("Đã tự lưu lúc", timeout=PATIENCE_MS)
    assert kept(page) == 0
    desk.open()
    expect(page.get_by_label("Câu trả lời", exact=True)).to_have_value(WORDS)
    without_refusals(problems)


def test_words_left_behind_are_offered_after_sign_in_and_forgotten_at_sign_out(
    page: Page, problems: list[str]
):
    desk = open_an_editor(sign_in(page, OFFICER))
    end_the_session(page)
    page.get_by_label("Câu trả lời", exact=True).fill(OTHER_WORDS)
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page, OFFICER)
    desk.open()
    page.get_by_role("button", name="Dùng lại nội dung này").click()
    expect(page.get_by_label("Câu trả lời", exact=True)).to_have_value(OTHER_WORDS)
    expect(page.locator("[data-draft-state]")).to_contain_text("Đã tự lưu", timeout=PATIENCE_MS)
    assert kept(page) == 0
    page.get_by_label("Câu trả lời", exact=True).press_sequentially("…")
    assert kept(page) == 1
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.get_by_role("button", name="Đăng xuất")).to_have_count(0)
    assert kept(page) == 0
    without_refusals(problems)


def test_without_javascript_the_words_come_back_and_are_sent_again(new_page: Callable[..., Page]):
    page = sign_in(new_page(java_script_enabled=False), OFFICER)
    open_an_editor(page)
    page.get_by_label("Câu trả lời", exact=True).fill(WORDS)
    end_the_session(page)
    page.get_by_role("button", name="Lưu bản nháp").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Quý vị đã bị đăng xuất")
    expect(page.get_by_role("main")).to_contain_text(WORDS)
    sign_in_elsewhere(page)
    page.get_by_role("button", name="Đã đăng nhập, tiếp tục").click()
    page.get_by_role("button", name="Gửi lại").click()
    expect(page.get_by_text("Đã lưu bản nháp.")).to_be_visible()
    expect(page.get_by_label("Câu trả lời", exact=True)).to_have_value(WORDS)
