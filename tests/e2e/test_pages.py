"""Every kind of page in its main states, at the width of a phone and of a desk, in a real browser."""

import json
from collections.abc import Callable, Iterable

import pikepdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response

from tests.e2e.conftest import Site
from tests.e2e.steps import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

AXE = Axe().axe_script
# Preloading would copy imported style sheets into the page, which the content policy refuses.
AXE_OPTIONS = {"resultTypes": ["violations"], "preload": False}
# Colours are the same at every width and three quarters of the work: they are judged at that of a
# desk, which shows the most, and once in every frame at that of a phone.
NO_COLOURS = {**AXE_OPTIONS, "rules": {"color-contrast": {"enabled": False}}}
PHONE = {"width": 360, "height": 740}
SIZES = (PHONE, {"width": 1280, "height": 800})
OWN_SOURCES = {"'self'", "'none'", "data:", "blob:", "'report-sample'"}

READING = (
    "/",
    "/gioi-thieu/",
    "/gioi-thieu/co-cau-to-chuc/",
    "/gioi-thieu/danh-ba/",
    "/tin-tuc/",
    "/van-ban/",
    "/tuong-tac/",
    "/lien-he/",
    "/so-do-trang/",
    "/ho-tro-tiep-can/",
    "/du-lieu-ca-nhan/",
    "/dieu-khoan/",
    "/tim-kiem/?q=duong",
    "/tim-kiem/?q=khongcogi",
    "/hoi-dap/",
    "/hoi-dap/?q=duong&don_vi=xaydung",
    "/hoi-dap/?q=khongcogi&nam=1999",
    "/hoi-dap/theo-doi/",
    "/khong-co-trang-nay/",
    "/khao-sat/",
    "/khao-sat/hai-long-dot-2/ket-qua/",
    "/khao-sat/hai-long-dot-2/ket-qua/y-kien/",
)
# A form, what is typed into it, and the button; each is refused.
REFUSED = (
    ("/hoi-dap/dat-cau-hoi/", {}, "Gửi câu hỏi"),
    (
        "/hoi-dap/dat-cau-hoi/",
        {"Câu hỏi của Quý vị": "Tôi khiếu nại việc thu hồi đất."},
        "Gửi câu hỏi",
    ),
    ("/hoi-dap/theo-doi/", {"Mã tra cứu": "HG-AAAA-AAA-AAAAA"}, "Xem"),
    ("/khao-sat/hai-long-dot-2/bien-ban/", {"Số biên nhận": "12"}, "Kiểm tra"),
    ("/tai-khoan/dang-nhap/", {"Tên đăng nhập": "bientap", "Mật khẩu": "sai"}, "Đăng nhập"),
    ("/tai-khoan/mat-khau/quen/", {"Thư điện tử": "khong@dung"}, "Gửi thư"),
)
# Who looks at what besides questions.
STAFF = (
    ("bientap", "/lam-viec/"),
    ("bientap", "/lam-viec/hoi-dap/qua-han/"),
    ("bientap", "/lam-viec/hoi-dap/tat-ca/?q=khongcogi"),
    ("bientap", "/lam-viec/bao-cao/"),
    ("bientap", "/lam-viec/bao-cao/lap-danh-sach/"),
    ("bientap", "/lam-viec/bao-cao/1/"),
    ("bientap", "/lam-viec/van-ban/"),
    ("bientap", "/lam-viec/van-ban/1/"),
    ("bientap", "/lam-viec/ra-soat/"),
    ("vanphong", "/lam-viec/du-lieu-ca-nhan/"),
    ("vanphong", "/lam-viec/du-lieu-ca-nhan/1/"),
    ("vanphong", "/lam-viec/du-lieu-ca-nhan/nhan/"),
    ("bientap", "/tai-khoan/mat-khau/doi/"),
    ("bientap", "/tai-khoan/bao-ve/"),
    ("chidao", "/lam-viec/uy-quyen/"),
    ("chidao", "/lam-viec/uy-quyen/1/ket-thuc/"),
    ("lanhdao", "/lam-viec/"),
    ("lanhdao", "/dieu-hanh/hoi-dap/"),
    ("lanhdao", "/dieu-hanh/khao-sat/hai-long-dot-2/"),
    ("lanhdao", "/dieu-hanh/khao-sat/hai-long-dot-2/so-sanh/"),
    ("tuyengiao", "/lam-viec/khao-sat/hai-long-dot-2/ket-qua/"),
    ("tuyengiao", "/lam-viec/khao-sat/hai-long-dot-2/bang-cheo/"),
    ("tuyengiao", "/lam-viec/khao-sat/hai-long-dot-2/nguong/"),
    ("tuyengiao", "/lam-viec/khao-sat/hai-long-dich-vu-cong/nhap-phieu/"),
    ("tuyengiao", "/lam-viec/khao-sat/hai-long-dich-vu-cong/nhap-phieu/to/?tap=a&so=1"),
    ("tiepnhan", "/lam-viec/nhap-ho/"),
    ("tiepnhan", "/lam-viec/thu-den/"),
    ("tiepnhan", "/lam-viec/thu-den/1/"),
    ("tiepnhan-kin", "/lam-viec/niem-phong/"),
    ("kiemtra", "/lam-viec/nhat-ky/"),
    ("vanphong", "/lam-viec/vai-tro/"),
    ("vanphong", "/lam-viec/lich-lam-viec/"),
    ("vanphong", "/lam-viec/thanh-phan/"),
    ("vanphong", "/lam-viec/sap-xep/"),
    ("vanphong", "/lam-viec/sap-xep/moi/"),
    ("vanphong", "/lam-viec/sap-xep/1/"),
    ("vanphong", "/lam-viec/sap-xep/1/ke-tuc/"),
    ("vanphong", "/lam-viec/sap-xep/1/anh-huong/qa-questions/"),
    ("vanphong", "/lam-viec/quan-tri/"),
    ("vanphong", "/lam-viec/quan-tri/accounts/unit/"),
    ("vanphong", "/lam-viec/quan-tri/accounts/membership/add/"),
)
# Status, who opens it ({unit}: its lead unit, {helper}: a co-ordinating one), the acts looked at.
QUESTIONS = (
    ("received", "bientap", ("accept", "reject")),
    ("rejected", "bientap", ()),
    ("objected", "tongbientap", ("overturn", "uphold")),
    ("accepted", "bientap", ()),
    ("reported", "chidao", ("assign",)),
    ("assigned", "{unit}-traloi", ("ask_information", "return")),
    ("assigned", "{helper}-traloi", ()),
    ("awaiting_information", "{unit}-traloi", ("resume",)),
    ("returned", "bientap", ("assign",)),
    ("answered", "{unit}-lanhdao", ("approve", "send_back")),
    ("approved", "bientap", ("publish", "close_privately", "request_changes")),
    ("published", "tongbientap", ("retract",)),
    ("withdrawn", "bientap", ()),
    # What the person may not, or may no longer, do says so.
    ("published", "bientap", ("accept",)),
)
# Status, and the pages behind the tracking code.
FOLLOWED = (
    ("received", ("", "rut/")),
    ("rejected", ("", "de-nghi-xem-lai/")),
    ("awaiting_information", ("", "bo-sung/")),
    ("assigned", ("", "bo-sung/")),
    ("published", ("", "danh-gia/", "de-nghi-tra-loi-lai/", "du-lieu/")),
    ("closed", ("",)),
    ("refused", ("",)),
    ("withdrawn", ("",)),
    ("retracted", ("",)),
)
ONE_OF_EACH = """
import json
from qa.models import Question
found = {}
for one in Question.objects.order_by("pk").select_related("submission", "lead_unit"):
    held = one.assignments.filter(role="coordinating", ended_at=None).select_related("unit").first()
    if one.status in found and not (held and not found[one.status]["helper"]):
        continue
    published = getattr(one, "publication", None)
    found[one.status] = {
        "reference": one.reference,
        "code": one.submission.tracking_code,
        "unit": one.lead_unit.code if one.lead_unit else "",
        "helper": held.unit.code if held else "",
        "published": published.get_absolute_url() if published else "",
    }
print("FOUND", json.dumps(found))
"""


@pytest.fixture(scope="module")
def questions(site: Site) -> dict[str, dict[str, str]]:
    """One question of the demo site for every status."""
    printed = site.manage("shell", "--no-imports", "-c", ONE_OF_EACH)
    return json.loads(printed.partition("FOUND ")[2])


class Examiner:
    """Opens pages in one browser profile and notes everything that is wrong with them."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page = page
        self.faults: list[str] = []
        self.is_frame_seen = False
        page.on("request", lambda request: self.note_foreign(request.url, site.url))

    def open(self, path: str) -> None:
        self.judge(path, self.page.goto(path))

    def judge(self, path: str, response: Response | None) -> None:
        assert response is not None
        self.note(path, policy_faults(response.headers.get("content-security-policy", "")))
        self.look(path)

    def look(self, path: str) -> None:
        """Judge what is shown, at both widths."""
        language = self.page.locator("html").get_attribute("lang")
        self.note(path, [] if language == "vi" else [f"lang={language}"])
        self.page.evaluate(AXE)
        for size in SIZES:
            self.page.set_viewport_size(size)
            options = NO_COLOURS if size is PHONE and self.is_frame_seen else AXE_OPTIONS
            self.note(f"{path} at {size['width']} px", self.shown_faults(options))
        self.is_frame_seen = True

    def shown_faults(self, options: dict[str, object]) -> list[str]:
        root = "document.documentElement"
        too_wide = self.page.evaluate(f"{root}.scrollWidth > {root}.clientWidth")
        violations = self.page.evaluate(f"axe.run({json.dumps(options)})")["violations"]
        return ["scrolls sideways"] * too_wide + [
            f"{violation['id']}: {node['html'][:200]}"
            for violation in violations
            for node in violation["nodes"][:3]
        ]

    def note(self, where: str, faults: Iterable[str]) -> None:
        self.faults += [f"{where}: {fault}" for fault in faults]

    def note_foreign(self, url: str, own: str) -> None:
        if not url.startswith((own, "data:", "blob:")):
            self.faults.append(f"{self.page.url} asks {url}")

    def report(self) -> None:
        assert not self.faults, "\n".join(self.faults)


def policy_faults(policy: str) -> list[str]:
    """What a Content-Security-Policy lets in that is neither ours nor carries our nonce."""
    parts = filter(None, map(str.split, policy.split(";")))
    directives = {name: sources for name, *sources in parts}
    return [f"no {name}" for name in ("default-src", "script-src") if name not in directives] + [
        f"{name} {source}"
        for name, sources in directives.items()
        for source in sources
        if source not in OWN_SOURCES and not source.startswith("'nonce-")
    ]


@pytest.fixture
def examine(new_page: Callable[..., Page], site: Site) -> Callable[..., Examiner]:
    """An examiner in a profile of its own, signed in as `username` when one is given."""

    def make(username: str = "") -> Examiner:
        page = new_page()
        return Examiner(sign_in(page, username) if username else page, site)

    return make


def test_pages_to_read_are_sound_and_set_no_cookie(examine, questions):
    reader = examine()
    answers = [questions[status]["published"] for status in ("published", "retracted")]
    for path in (*READING, *answers):
        reader.open(path)
        reader.note(path, [f"cookie {one['name']}" for one in reader.page.context.cookies()])
    reader.report()


def test_an_answer_of_1500_characters_is_printed_on_one_sheet(page, questions, tmp_path):
    page.goto(questions["published"]["published"])
    answer = page.locator("section[aria-labelledby=tra-loi] .quote")
    answer.evaluate("quote => { quote.textContent = 'Trạm trực cả ngày. '.repeat(80); }")
    page.pdf(path=tmp_path / "answer.pdf", format="A4")
    with pikepdf.open(tmp_path / "answer.pdf") as printed:
        assert len(printed.pages) == 1


def test_pages_of_a_question_are_sound_for_who_asked(examine, questions):
    asker = examine()
    for status, pages in FOLLOWED:
        for page in pages:
            asker.open(f"/hoi-dap/theo-doi/{questions[status]['code']}/{page}")
    asker.report()


def test_forms_are_sound_when_refused(examine, site, problems):
    visitor = examine()
    for path, typed, button in REFUSED:
        visitor.open(path)
        for label, text in typed.items():
            visitor.page.get_by_label(label).fill(text)
        visitor.page.locator("main").get_by_role("button", name=button, exact=True).click()
        visitor.page.locator("main").locator(".field__error, [data-error-summary]").first.wait_for()
        visitor.look(f"{path} refused")
    # The form's script sends it, so the refusals are no pages of their own.
    for _ in range(2):
        problems.remove(f"422 from {site.url}/hoi-dap/dat-cau-hoi/")
    visitor.report()


def test_pages_of_staff_are_sound(examine):
    for username in dict.fromkeys(name for name, _ in STAFF):
        member = examine(username)
        for path in (path for name, path in STAFF if name == username):
            member.open(path)
        member.report()


def test_questions_on_the_desk_are_sound_at_every_step(examine, questions):
    members: dict[str, Examiner] = {}
    for status, who, acts in QUESTIONS:
        username = who.format(**questions[status])
        member = members.get(username) or examine(username)
        members[username] = member
        address = f"/lam-viec/cau-hoi/{questions[status]['reference']}/"
        for path in (address, *(f"{address}viec/{act}/" for act in acts)):
            member.open(path)
    faults = [fault for member in members.values() for fault in member.faults]
    assert not faults, "\n".join(faults)
