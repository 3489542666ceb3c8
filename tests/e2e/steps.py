"""What people do on the pages, in their own words; the journeys are told with these."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, Response, expect

from tests.qa.samples import PNG

# What is sent sooner after the page was opened counts as a machine's (intake/forms.py).
HUMAN_MS = 2_200
# Leaders see an act within two seconds; a loaded test machine is given more.
PATIENCE_MS = 10_000
PHOTO = {"name": "ảnh hiện trường.png", "mimeType": "image/png", "buffer": PNG}


# --- Citizens --------------------------------------------------------------------------------


def ask(page: Page, text: str, *, photo: bool = False) -> str:
    """Fill in the public form and send it; return the tracking code on the receipt."""
    page.goto("/hoi-dap/dat-cau-hoi/")
    page.get_by_label("Câu hỏi của Quý vị").fill(text)
    page.get_by_label("Việc xảy ra ở xã, phường").select_option("x-vi-thuy")
    if photo:
        page.locator("main input[type=file]").set_input_files([PHOTO])
    page.get_by_label("Tôi đồng ý để cơ quan quản lý").check()
    page.wait_for_timeout(HUMAN_MS)
    page.get_by_role("button", name="Gửi câu hỏi").click()
    return code_on_receipt(page)


def code_on_receipt(page: Page) -> str:
    expect(page.get_by_role("heading", level=1)).to_contain_text("Biên nhận")
    return page.locator(".receipt__code").inner_text().strip()


def reference_of(code: str) -> str:
    """The part of a tracking code that staff know: all but the secret at its end."""
    return code.rpartition("-")[0]


def follow(page: Page, code: str) -> None:
    """Type the code, as read over the phone: in small letters and without dashes."""
    page.goto("/hoi-dap/theo-doi/")
    page.get_by_label("Mã tra cứu").fill(code.lower().replace("-", " "))
    page.get_by_role("button", name="Xem", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Câu hỏi {reference_of(code)}")


def expect_step(page: Page, words: str) -> None:
    """The chip under the heading of a followed question says where it is."""
    expect(page.locator("header .chip").first).to_have_text(words)


# --- Staff -----------------------------------------------------------------------------------


def sign_in(page: Page, username: str) -> Page:
    """Come to the desk through the sign-in page."""
    page.goto("/lam-viec/")
    return fill_sign_in(page, username)


def fill_sign_in(page: Page, username: str) -> Page:
    """Sign in on the page that asks for it."""
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill("demo")
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()
    return page


@dataclass
class Desk:
    """One member of staff before one question."""

    page: Page
    reference: str

    @property
    def address(self) -> str:
        return f"/lam-viec/cau-hoi/{self.reference}/"

    def find(self) -> None:
        """Paste the reference into the search of the desk and open what it finds."""
        self.page.goto("/lam-viec/")
        search = self.page.get_by_label("Tìm trong các câu hỏi Quý vị được xem")
        search.fill(self.reference)
        search.press("Enter")
        expect(self.heading).to_have_text(f"Câu hỏi {self.reference}")

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    @property
    def heading(self) -> Locator:
        return self.page.get_by_role("heading", level=1)

    def open(self) -> Response | None:
        return self.page.goto(self.address)

    def sees_nothing(self) -> bool:
        """Whether the question looks like one that does not exist."""
        response = self.open()
        return response is not None and response.status == 404

    def choose(self, act: str) -> None:
        """Go to the page of an act from the question's own."""
        self.open()
        self.main.get_by_role("link", name=act, exact=True).click()
        expect(self.heading).to_have_text(act)

    def send(self, button: str) -> None:
        """Press the button of a form and be told that it is done."""
        self.main.get_by_role("button", name=button, exact=True).click()
        expect(self.page.get_by_text(re.compile(rf"{self.reference}: Đã "))).to_be_visible()

    def does(self, act: str, **words: str) -> None:
        """Do an act whose form asks for `words` by label (spaces written as _)."""
        self.choose(act)
        for label, text in words.items():
            self.page.get_by_label(label.replace("_", " ")).fill(text)
        self.send(act)

    def write(self, answer: str) -> None:
        """Type into the editor and wait until it has saved itself."""
        self.open()
        self.page.get_by_label("Câu trả lời", exact=True).fill(answer)
        expect(self.page.locator("[data-draft-state]")).to_contain_text("Đã tự lưu lúc")


# --- Leaders ---------------------------------------------------------------------------------


class Board:
    """The leaders' page, opened once and never again: its numbers as they stand there."""

    def __init__(self, page: Page, *, state: str = "trực tiếp") -> None:
        self.page = page
        page.goto("/dieu-hanh/hoi-dap/")
        expect(page.locator("[data-live=state]")).to_have_text(state, timeout=PATIENCE_MS)
        page.evaluate("window.wasNeverReloaded = true")

    def total(self, name: str) -> int:
        return number(self.page.locator(f"[data-total={name}]").inner_text())

    def totals(self) -> dict[str, int]:
        return {name: self.total(name) for name in ("received", "waiting", "overdue", "in_time")}

    def row(self, part: str, label: str) -> Locator:
        """The line `label` of the table "unit", "field" or "week"."""
        header = self.page.get_by_role("rowheader", name=label, exact=True)
        return self.page.locator(f"[data-part={part}] tbody tr").filter(has=header)

    def received(self, part: str, label: str) -> int:
        """How many questions the line `label` counts; none where it is not there."""
        cells = self.row(part, label).locator("td")
        return number(cells.first.inner_text()) if cells.count() else 0

    def expect_total(self, name: str, value: int) -> None:
        """The number moves to `value` by itself."""
        shown = self.page.locator(f"[data-total={name}]")
        expect(shown).to_have_text(written(value), timeout=PATIENCE_MS)
        self.expect_same_page()

    def expect_received(self, part: str, label: str, value: int) -> None:
        """The line moves to `value` by itself."""
        cell = self.row(part, label).locator("td").first
        expect(cell).to_have_text(written(value), timeout=PATIENCE_MS)
        self.expect_same_page()

    def expect_same_page(self) -> None:
        assert self.page.evaluate("window.wasNeverReloaded === true")


def number(text: str) -> int:
    """Read a Vietnamese number: 12.480."""
    return int(text.strip().replace(".", ""))


def written(value: int) -> str:
    return f"{value:,}".replace(",", ".")
