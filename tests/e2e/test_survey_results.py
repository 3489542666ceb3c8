"""Results in a real browser: closing seen by who watches, a full group, and every control by keyboard."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Site
from tests.e2e.steps import PATIENCE_MS, sign_in
from tests.e2e.test_pages import Examiner

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

MAKE = """
from surveys.enums import Visibility
from surveys.services import releasing, sealing
from tests.surveys.running import crowd, running_survey
watched = running_survey(code="dang-xem", visibility=Visibility.LIVE)
full = running_survey(code="du-nhom", quotas={"sex": {"nam": 10}})
for survey in (watched, full):
    crowd(survey, 60)
    sealing.seal(survey)
    releasing.release(survey)
"""
# What the keyboard must come to, a group of radio buttons once, as it is focused once.
CONTROLS = """() => {
  const found = new Set();
  for (const here of document.querySelectorAll("main :is(a[href], button, input, select, textarea, summary)")) {
    if (here.disabled || here.type === "hidden" || !here.checkVisibility()) continue;
    found.add(here.type === "radio" ? here.name : here);
  }
  return found.size;
}"""
FOCUSED = """() => {
  const here = document.activeElement;
  if (!here.closest("main")) return null;
  const box = here.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const style = getComputedStyle(here);
  const is_marked = style.outlineStyle !== "none" || style.boxShadow !== "none";
  window.met ??= new Set();
  window.met.add(here.type === "radio" ? here.name : here);
  const words = (here.labels?.[0] ?? here).innerText.trim().slice(0, 40);
  return [words, here.contains(top) || Boolean(top?.contains(here)), is_marked, window.met.size];
}"""


@pytest.fixture(scope="module", autouse=True)
def surveys(site: Site) -> None:
    site.manage("shell", "--no-imports", "-c", MAKE)


def test_closing_is_seen_by_who_has_the_results_open(new_page: Callable[..., Page]):
    reader, owner = new_page(), new_page()
    reader.goto("/khao-sat/dang-xem/ket-qua/")
    expect(reader.locator("[data-live=state]")).to_have_text("trực tiếp", timeout=PATIENCE_MS)
    reader.evaluate("window.isTheSamePage = true")
    sign_in(owner, "tuyengiao")
    owner.goto("/lam-viec/khao-sat/dang-xem/viec/close/")
    owner.get_by_role("button", name="Đóng khảo sát").click()
    final = reader.get_by_text("số liệu cuối cùng", exact=True)
    expect(final).to_be_visible(timeout=PATIENCE_MS)
    expect(reader.get_by_role("link", name="Biên bản đóng khảo sát")).to_be_visible()
    assert reader.evaluate("window.isTheSamePage"), "the page was loaded anew"


def test_who_belongs_to_a_full_group_is_told_at_once(
    new_page: Callable[..., Page], site: Site, problems
):
    visitor = Examiner(new_page(), site)
    page = visitor.page
    page.goto("/khao-sat/du-nhom/tra-loi/")
    page.get_by_label("Tốt").check()
    page.get_by_label("Nam", exact=True).check()
    page.get_by_role("button", name="Gửi phiếu").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("nhóm này đã đủ phiếu")
    visitor.look("a full group")
    visitor.report()
    # The script sends the sheet, so the refusal is no page of its own.
    problems.remove(f"409 from {site.url}/khao-sat/du-nhom/tra-loi/")


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("", "/khao-sat/hai-long-dot-2/ket-qua/"),
        ("", "/khao-sat/hai-long-dot-2/bien-ban/"),
        ("lanhdao", "/dieu-hanh/khao-sat/hai-long-dot-2/"),
        ("tuyengiao", "/lam-viec/khao-sat/hai-long-dot-2/ket-qua/"),
        ("tuyengiao", "/lam-viec/khao-sat/hai-long-dot-2/bang-cheo/"),
        ("tuyengiao", "/lam-viec/khao-sat/hai-long-dich-vu-cong/nhap-phieu/"),
    ],
)
def test_every_control_is_reached_and_seen_by_keyboard(page: Page, who: str, path: str):
    if who:
        sign_in(page, who)
    page.goto(path)
    page.locator("main").click(position={"x": 1, "y": 1})
    wanted, met = page.evaluate(CONTROLS), 0
    for words, is_seen, is_marked, reached in steps_in_main(page, at_most=wanted + 20):
        assert is_seen, f"{words}: focused and covered"
        assert is_marked, f"{words}: focused, and nothing shows it"
        met = reached
    assert met == wanted > 0


def steps_in_main(page: Page, *, at_most: int) -> Iterator[tuple[str, bool, bool, int]]:
    """Press Tab from the beginning of the page until the keyboard has left its main part."""
    was_inside = False
    for _ in range(at_most + 60):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None and was_inside:
            return
        if focused is not None:
            was_inside = True
            yield focused
