"""The public form's scripts in a real Chromium: what a reader on a bad line meets."""

import pikepdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from engagement.intake import registry
from engagement.intake.enums import Proof
from engagement.intake.models import Submission
from tests.browsers import chromium
from tests.intake.urls import PURPOSE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "Đường liên xã hư hỏng đã lâu."
LONGER_THAN_A_MACHINE_MS = 2_100


@pytest.fixture(scope="module")
def browser():
    with chromium() as made:
        yield made


@pytest.fixture
def open_form(browser, live_server):
    """Open the form; `problems` of the page are what its console complained of."""
    contexts = []

    def open_page(**options):
        context = browser.new_context(viewport={"width": 360, "height": 780}, **options)
        contexts.append(context)
        page = context.new_page()
        page.problems = []
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on("console", lambda line: line.type == "error" and page.problems.append(line.text))
        page.goto(f"{live_server.url}/thu/gui/")
        return page

    yield open_page
    for context in contexts:
        context.close()


def fill(page):
    page.get_by_label("Nội dung").fill(WORDS)
    page.get_by_label("Tôi đã đọc quy định").check()


def send(page):
    page.get_by_role("button", name="Gửi", exact=True).click()


def top_notice(page):
    """What the page says at the head of the form."""
    return page.locator("main form > [role=status]:first-child")


def on_receipt(page):
    expect(page.get_by_role("heading", level=1)).to_contain_text("Biên nhận", timeout=20_000)
    stored = Submission.objects.get()
    assert stored.tracking_code in page.content()
    return stored


def test_reader_is_told_in_a_live_region_and_gets_a_receipt(open_form):
    page = open_form()
    fill(page)
    expect(page.get_by_text("Đã kiểm tra xong")).to_be_visible()
    page.wait_for_timeout(LONGER_THAN_A_MACHINE_MS)
    send(page)
    assert on_receipt(page).proof == Proof.ALTCHA
    assert page.problems == []


def test_nothing_is_solved_before_the_reader_touches_the_form(open_form):
    page = open_form()
    page.wait_for_timeout(500)
    assert page.locator("[data-proof-answer]").input_value() == ""


def test_form_sent_at_once_waits_for_the_check_and_goes_by_itself(open_form, settings):
    settings.INTAKE_PROOF_MAX_NUMBER = 400_000
    page = open_form()
    page.wait_for_timeout(LONGER_THAN_A_MACHINE_MS)
    fill(page)
    send(page)
    assert on_receipt(page).proof == Proof.ALTCHA


def test_many_clicks_are_one_submission(open_form):
    page = open_form()
    fill(page)
    page.evaluate(
        "const b = document.querySelector('main form .btn--primary');"
        "for (let i = 0; i < 5; i += 1) b.click();"
    )
    on_receipt(page)


def test_without_javascript_the_form_is_accepted_unproven(open_form):
    page = open_form(java_script_enabled=False)
    fill(page)
    send(page)
    assert on_receipt(page).proof == Proof.NONE


def test_without_the_worker_the_form_is_accepted_unproven(open_form):
    page = open_form()
    page.route("**/proof-worker*.js", lambda route: route.abort())
    fill(page)
    expect(page.get_by_text("Chưa kiểm tra tự động được")).to_be_visible()
    send(page)
    assert on_receipt(page).proof == Proof.NONE


def test_answer_lost_on_the_way_is_found_by_the_key(open_form):
    page = open_form()

    def lose_answer(route):
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
            route.abort()
        else:
            route.fallback()

    page.route("**/thu/gui/", lose_answer, times=1)
    fill(page)
    send(page)
    on_receipt(page)


@pytest.mark.parametrize("status", [0, 500, 502, 503])
def test_failing_line_or_server_is_tried_again(open_form, status):
    page = open_form()
    failures = []

    def fail_twice(route):
        if route.request.method != "POST" or len(failures) == 2:
            route.fallback()
            return
        failures.append(1)
        route.fulfill(status=status, body="") if status else route.abort()

    page.route("**/thu/gui/", fail_twice)
    fill(page)
    send(page)
    on_receipt(page)
    assert len(failures) == 2


def test_mistake_keeps_text_and_file_and_leads_to_the_summary(open_form):
    page = open_form()
    page.get_by_label("Nội dung").fill(WORDS)
    page.get_by_label("Tệp").set_input_files(
        {"name": "don.pdf", "mimeType": "application/pdf", "buffer": b"MZ"}
    )
    send(page)
    expect(page.get_by_text("cần đánh dấu đồng ý").first).to_be_visible(timeout=10_000)
    assert page.get_by_label("Nội dung").input_value() == WORDS
    assert page.get_by_label("Tệp").evaluate("input => input.files[0].name") == "don.pdf"
    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    assert not page.get_by_label("Tôi đã đọc quy định").is_checked()
    page.get_by_label("Tôi đã đọc quy định").check()
    send(page)  # files are judged last
    expect(page.get_by_text("có nội dung không đúng").first).to_be_visible(timeout=10_000)
    page.get_by_label("Tệp").set_input_files([])
    send(page)
    on_receipt(page)


def test_draft_survives_closing_the_page_and_ends_with_the_receipt(open_form):
    page = open_form()
    fill(page)
    page.wait_for_timeout(700)
    page.reload()
    expect(page.get_by_text("Bản nháp của Quý vị")).to_be_visible()
    assert page.get_by_label("Nội dung").input_value() == WORDS
    assert not page.get_by_label("Tôi đã đọc quy định").is_checked()
    page.get_by_label("Tôi đã đọc quy định").check()
    send(page)
    on_receipt(page)
    assert page.evaluate("localStorage.length") == 0


def test_draft_is_told_at_the_top_and_can_be_erased(open_form):
    page = open_form()
    fill(page)
    page.wait_for_timeout(700)
    page.reload()
    expect(top_notice(page)).to_contain_text("Bản nháp của Quý vị")
    assert top_notice(page).bounding_box()["y"] < page.get_by_label("Nội dung").bounding_box()["y"]
    page.get_by_role("button", name="Xóa bản nháp").click()
    expect(top_notice(page)).to_have_text("Đã xóa bản nháp khỏi máy này.")
    assert page.get_by_label("Nội dung").input_value() == ""
    assert page.evaluate("localStorage.length") == 0


def test_draft_of_a_form_that_arrived_leads_to_its_receipt(open_form, live_server):
    page = open_form()
    fill(page)
    page.wait_for_timeout(700)
    draft = page.evaluate("localStorage.getItem('draft:test.ask')")
    send(page)
    on_receipt(page)
    page.evaluate("draft => localStorage.setItem('draft:test.ask', draft)", draft)
    page.goto(f"{live_server.url}/thu/gui/")
    page.get_by_role("link", name="Xem biên nhận").click()
    on_receipt(page)


def test_another_text_written_after_going_back_is_a_second_submission(open_form):
    page = open_form()
    fill(page)
    send(page)
    first = on_receipt(page)
    page.go_back()
    # A browser that kept the page shows it with the key it had.
    key = page.locator("[name=submission_key]")
    key.evaluate("(input, key) => { input.value = key; }", str(first.key))
    page.get_by_label("Nội dung").fill("Chuyện khác hẳn.")
    page.get_by_label("Tôi đã đọc quy định").check()
    send(page)
    expect(page.get_by_role("link", name="xem biên nhận").first).to_be_visible(timeout=20_000)
    assert page.get_by_label("Nội dung").input_value() == "Chuyện khác hẳn."
    page.reload()  # the draft is not taken for what was received
    expect(page.get_by_text("Bản nháp của Quý vị")).to_be_visible()
    assert page.get_by_label("Nội dung").input_value() == "Chuyện khác hẳn."
    page.get_by_label("Tôi đã đọc quy định").check()
    send(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Biên nhận", timeout=20_000)
    assert first.tracking_code not in page.content()
    assert Submission.objects.count() == 2


def test_who_wrote_is_in_no_draft(open_form):
    page = open_form()
    page.get_by_label("Họ tên").fill("Nguyễn Thị Tâm")
    fill(page)
    page.wait_for_timeout(700)
    assert WORDS in page.evaluate("localStorage.getItem('draft:test.ask')")
    assert "Tâm" not in page.evaluate("JSON.stringify([localStorage, sessionStorage])")
    page.goto(page.url)
    expect(page.get_by_text("Bản nháp của Quý vị")).to_be_visible()
    assert page.get_by_label("Họ tên").input_value() == ""


# --- Going back after sending ------------------------------------------------------------------------


def sent_and_gone_back(page):
    fill(page)
    send(page)
    stored = on_receipt(page)
    page.go_back()
    page.get_by_label("Nội dung").fill(WORDS)  # where the browser has not done so itself
    page.get_by_label("Tôi đã đọc quy định").check()
    return stored


def test_what_was_sent_is_not_sent_again_after_going_back(open_form):
    page = open_form()
    stored = sent_and_gone_back(page)
    posts = []
    page.on("request", lambda request: request.method == "POST" and posts.append(request.url))
    send(page)
    expect(top_notice(page)).to_contain_text("Phiếu này đã được gửi")
    assert page.evaluate("document.activeElement.classList.contains('notice')")
    page.wait_for_timeout(500)
    assert posts == []
    top_notice(page).get_by_role("link", name="xem biên nhận").click()
    assert on_receipt(page) == stored


def test_going_back_says_at_once_what_was_sent(open_form):
    page = open_form()
    fill(page)
    send(page)
    on_receipt(page)
    page.go_back()
    assert page.get_by_label("Nội dung").input_value() == WORDS
    expect(top_notice(page)).to_contain_text("Phiếu này đã được gửi")


def test_the_same_words_are_sent_as_another_when_the_person_says_so(open_form):
    page = open_form()
    first = sent_and_gone_back(page)
    send(page)
    page.get_by_role("button", name="Đây là một phiếu khác, vẫn gửi").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Biên nhận", timeout=20_000)
    assert first.tracking_code not in page.content()
    assert list(Submission.objects.values_list("proof", flat=True)) == [Proof.ALTCHA] * 2


def test_without_javascript_the_same_words_are_asked_about(open_form):
    page = open_form(java_script_enabled=False)
    sent_and_gone_back(page)
    send(page)
    expect(page.get_by_role("heading", name="Phiếu này đã được gửi")).to_be_visible()
    assert Submission.objects.count() == 1
    page.get_by_label("Đây là một phiếu khác, xin nhận thêm").check()
    send(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Biên nhận")
    assert Submission.objects.count() == 2


# --- A page that is too old, or sent too soon ---------------------------------------------------------


def test_stale_token_is_renewed_without_a_word(open_form):
    page = open_form()
    fill(page)
    page.context.clear_cookies()
    send(page)
    on_receipt(page)


def test_a_token_that_cannot_be_renewed_is_told_at_the_top_with_a_way_out(open_form):
    page = open_form()
    page.get_by_label("Họ tên").fill("Nguyễn Thị Tâm")
    fill(page)
    page.route("**/thu/gui/", without_cookies)
    send(page)
    expect(top_notice(page)).to_contain_text("Quý vị tải lại trang rồi gửi lần nữa")
    assert page.evaluate("document.activeElement.classList.contains('notice--error')")
    page.unroute("**/thu/gui/")
    page.get_by_role("button", name="Tải lại trang").click()
    expect(page.get_by_text("Bản nháp của Quý vị")).to_be_visible()
    assert page.get_by_label("Nội dung").input_value() == WORDS
    assert page.get_by_label("Họ tên").input_value() == "Nguyễn Thị Tâm"
    assert "Tâm" not in page.evaluate("JSON.stringify([localStorage, sessionStorage])")
    page.get_by_label("Tôi đã đọc quy định").check()
    send(page)
    on_receipt(page)


def without_cookies(route):
    route.request.frame.page.context.clear_cookies()
    route.continue_()


def test_a_quick_person_with_javascript_is_not_taken_for_a_machine(open_form):
    page = open_form()
    fill(page)
    expect(page.get_by_text("Đã kiểm tra xong")).to_be_visible()
    send(page)
    assert on_receipt(page).proof == Proof.ALTCHA


def test_receipt_is_one_sheet_of_paper_with_the_address_written_out(
    open_form, live_server, tmp_path
):
    words = "Ban Biên tập xem, báo cáo Ban Chỉ đạo và chuyển đến đúng đơn vị trả lời."
    registry.register_form(
        PURPOSE,
        follow_url_name="test_follow",
        title_vi="Câu hỏi của Quý vị",
        next_step=lambda _submission: registry.NextStep(words, timezone.now()),
    )
    page = open_form()
    fill(page)
    send(page)
    on_receipt(page)
    expect(page.get_by_text(f"{live_server.url}/thu/theo-doi/")).to_be_visible()
    page.pdf(path=tmp_path / "receipt.pdf", format="A4")
    with pikepdf.open(tmp_path / "receipt.pdf") as printed:
        assert len(printed.pages) == 1


def test_form_and_receipt_have_no_accessibility_faults(open_form):
    page = open_form()
    fill(page)
    expect(page.get_by_text("Đã kiểm tra xong")).to_be_visible()
    form = Axe().run(page)
    assert form.violations_count == 0, form.generate_report()
    send(page)
    on_receipt(page)
    receipt = Axe().run(page)
    assert receipt.violations_count == 0, receipt.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
