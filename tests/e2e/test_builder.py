"""Somebody new rebuilds a ministry's paper of forty questions, with and without scripts."""

from collections.abc import Callable
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Site
from tests.e2e.steps import sign_in
from tests.e2e.test_pages import Examiner
from tests.surveys.test_builder_pasted import MINISTRY

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
_numbers = count(1)
PARTS = (
    "soan/",
    "thiet-lap/",
    "loi-gioi-thieu/",
    "phan-nhom/",
    "dan-danh-sach/",
    "them-trang/",
    "trang/trang_1/",
    "trang/trang_1/bo/",
    "trang/trang_1/them-cau/",
    "cau/cau_1/",
    "cau/cau_1/bo/",
    "dieu-kien/cau_2/?cau=cau_1",
    "xem-thu/",
    "xem-thu/man-hinh/",
    "ma-tra-loi/",
    "viec/open/",
    "viec/discard/",
    "viec/close/",
)


def begin(page: Page) -> str:
    """Sign in, create an empty survey, and return its address without the last part."""
    sign_in(page, "tuyengiao")
    page.goto("/lam-viec/khao-sat/tao/")
    page.get_by_label("Tên khảo sát").fill(f"Ý kiến về trạm y tế xã {next(_numbers)}")
    page.locator("[name=sample_kind][value=open_link]").check()
    page.locator("[name=access][value=code]").check()
    page.get_by_role("button", name="Tạo và soạn câu hỏi").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ý kiến về trạm y tế xã")
    return page.url.removesuffix("soan/")


def paste(page: Page, base: str) -> None:
    page.goto(f"{base}dan-danh-sach/")
    page.get_by_label("Danh sách câu hỏi").fill(MINISTRY)
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_role("button", name="Thêm 41 câu vào bảng hỏi").click()
    expect(page.get_by_text("Đã thêm 41 câu.")).to_be_visible()


def test_forty_questions_are_rebuilt_looked_at_on_a_phone_and_opened(page: Page):
    base = begin(page)
    paste(page, base)
    page.get_by_role("link", name="Điều kiện hiện câu 2", exact=True).click()
    page.get_by_label("Câu quyết định").select_option("cau_1")
    page.get_by_role("button", name="Chọn câu này").click()
    page.get_by_label("Có", exact=True).check()
    page.get_by_role("button", name="Lưu điều kiện").click()
    expect(page.get_by_text("Chỉ hiện khi câu 1 là “Có”")).to_be_visible()
    page.goto(f"{base}xem-thu/")
    inside = page.frame_locator("iframe")
    inside.get_by_role("button", name="Tiếp tục").click()
    expect(inside.get_by_role("heading", level=1)).to_have_text("Làm quen")
    expect(inside.get_by_text("Ông/bà đến vì việc gì?")).to_be_hidden()
    inside.get_by_label("Có", exact=True).check()
    expect(inside.get_by_text("Ông/bà đến vì việc gì?")).to_be_visible()
    page.goto(f"{base}viec/open/")
    agreed = page.get_by_label("Đã đọc các góp ý về lời, vẫn giữ như vậy")
    if agreed.count():
        agreed.check()
    page.get_by_role("button", name="Mở khảo sát").click()
    expect(page.get_by_text("Khảo sát đã mở.")).to_be_visible()


def test_a_scale_is_put_in_by_one_button_and_parts_of_other_kinds_are_hidden(page: Page):
    base = begin(page)
    page.goto(f"{base}them-trang/")
    page.get_by_label("Tên trang").fill("Đánh giá")
    page.get_by_role("button", name="Lưu trang").click()
    page.get_by_role("link", name="Thêm câu vào trang 1").click()
    page.keyboard.type("Quý vị hài lòng ở mức nào?")
    expect(page.get_by_label("Các dòng của bảng")).to_be_hidden()
    page.get_by_label("Kiểu trả lời").select_option("matrix")
    expect(page.get_by_label("Các dòng của bảng")).to_be_visible()
    page.get_by_label("Các dòng của bảng").fill("Thái độ\nThời gian")
    page.get_by_role("button", name="Hài lòng, 5 mức").click()
    page.get_by_role("button", name="Lưu và thêm câu nữa").click()
    expect(page.get_by_text("Đã thêm câu")).to_be_visible()
    page.goto(f"{base}soan/")
    expect(page.get_by_text("Dòng: Thái độ · Thời gian")).to_be_visible()


def test_without_scripts_the_buttons_do_the_same(new_page: Callable[..., Page]):
    page = new_page(java_script_enabled=False)
    base = begin(page)
    paste(page, base)
    page.get_by_role("link", name="Thêm câu vào trang 4").click()
    page.get_by_label("Câu hỏi", exact=True).fill("Quý vị có đồng ý không?")
    page.get_by_label("Kiểu trả lời").select_option("likert")
    page.get_by_role("button", name="Đồng ý, 5 mức").click()
    expect(page.get_by_label("Các lựa chọn", exact=True)).to_have_value(
        "hoan_toan_dong_y | Hoàn toàn đồng ý\ndong_y | Đồng ý\nphan_van | Phân vân\n"
        "khong_dong_y | Không đồng ý\nhoan_toan_khong_dong_y | Hoàn toàn không đồng ý\n"
        "kho_tra_loi | Khó trả lời [khó trả lời]"
    )
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.get_by_role("button", name="Lên câu 41").click()
    expect(page.get_by_role("heading", name="40. Quý vị có đồng ý không?")).to_be_visible()
    page.get_by_role("button", name="Chép câu 40", exact=True).click()
    expect(page.get_by_role("heading", name="41. Quý vị có đồng ý không?")).to_be_visible()
    page.get_by_role("link", name="Bỏ câu 41", exact=True).click()
    page.get_by_role("button", name="Bỏ câu này").click()
    expect(page.get_by_role("heading", name="41. Ông/bà sống ở xã, phường nào?")).to_be_visible()


def test_pages_of_the_builder_are_sound(page: Page, site: Site):
    base = begin(page)
    page.goto(f"{base}dan-danh-sach/")
    page.get_by_label("Danh sách câu hỏi").fill(
        "Câu 1. Có nước sạch không?\n□ Có □ Không\nCâu 2. Vì sao?\n# Thêm\nCâu 3. Góp ý?"
    )
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_role("button", name="Thêm 3 câu vào bảng hỏi").click()
    examiner = Examiner(page, site)
    for path in PARTS:
        examiner.open(base.removeprefix(site.url) + path)
    for path in ("/lam-viec/khao-sat/", "/lam-viec/khao-sat/?muc=da-bo", "/lam-viec/khao-sat/tao/"):
        examiner.open(path)
    page.get_by_role("button", name="Tạo và soạn câu hỏi").click()
    examiner.look("a refused survey")
    page.goto(f"{base}trang/trang_1/them-cau/")
    page.get_by_role("button", name="Lưu", exact=True).click()
    examiner.look("a refused question")
    page.goto(f"{base}ma-tra-loi/")
    page.get_by_label("Đơn vị phát mã").select_option(index=1)
    page.get_by_label("Số mã").fill("2")
    page.get_by_role("button", name="Làm mã và xem phiếu in").click()
    examiner.look("slips with codes")
    examiner.report()
