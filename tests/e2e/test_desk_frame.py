"""The staff's frame in a real browser: small on a phone, and its jump lands in the text box."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.steps import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]


def test_on_a_phone_the_head_is_small_and_speaks_of_no_keys(phone: Page):
    sign_in(phone, "bientap")
    height = phone.locator(".ws-head").evaluate("element => element.offsetHeight")
    assert height <= 130
    expect(phone.locator("[data-keys]")).to_be_hidden()
    phone.get_by_text("Danh mục công việc", exact=True).click()
    for link in ("Biên tập viên: tài khoản", "Trang công khai"):
        expect(phone.get_by_role("link", name=link)).to_be_visible()


def test_at_a_desk_the_keys_are_named(page: Page):
    sign_in(page, "bientap")
    expect(page.locator("[data-keys]")).to_be_visible()


@pytest.mark.parametrize("size", ["phone", "page"])
def test_the_way_to_the_editor_puts_the_cursor_into_it(size: str, request: pytest.FixtureRequest):
    page: Page = request.getfixturevalue(size)
    sign_in(page, "yte-traloi")
    page.goto("/lam-viec/hoi-dap/tat-ca/?buoc=assigned")
    page.locator("[data-row-link]").first.click()
    jump = page.get_by_role("link", name="Soạn và trình câu trả lời")
    expect(jump).to_have_count(1)  # the other one is for another width
    box = page.get_by_label("Câu trả lời", exact=True)
    above = jump.evaluate(
        "(link, text) => link.getBoundingClientRect().top < text", box.bounding_box()["y"]
    )
    assert above
    jump.click()
    expect(box).to_be_focused()


def test_staff_of_a_merged_unit_are_called_after_the_one_of_today(page: Page):
    sign_in(page, "tnmt-traloi")
    name = page.locator(".ws-head__user a").first
    expect(name).to_have_text("Cán bộ Sở NN&MT (Sở TN&MT cũ)")


def test_the_board_of_figures_is_shown_whole(page: Page):
    sign_in(page, "lanhdao")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/dieu-hanh/hoi-dap/")
    table = page.locator("[data-part=unit] .dash-table")
    assert table.evaluate("element => element.scrollHeight <= element.clientHeight + 1")
    page.locator("[data-total=overdue]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Quá hạn")
