import logging
import sys
import time

import pytest

from engagement.web.logs import LONGEST_LINE, PrivacyFilter, scrub


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("GET /tim-kiem/?q=ly+hon&trang=2 200", "GET /tim-kiem/?[…] 200"),
        ("gửi đến nguyen.van-a+1@vi-du.vn hỏng", "gửi đến [e-mail] hỏng"),
        ("gọi 0912 345 678 ngay", "gọi [số] ngay"),
        ("gọi 0912.345.678.", "gọi [số]."),
        ("gọi +84 912 345 678", "gọi [số]"),
        ("/hoi-dap/theo-doi/HG-7K4M-2Q9-XW3TR/", "/hoi-dap/theo-doi/[…]"),
        ("Not Found: /hoi-dap/theo-doi/HGG7RFPZZBBTMY/tep/9/", "Not Found: /hoi-dap/theo-doi/[…]"),
        ("/hoi-dap/theo-doi/hg 'G7RF'\nPZZ  BBTMY/rut/", "/hoi-dap/theo-doi/[…]"),
        ("/tiep-nhan/bien-nhan/6f1e3c54-9a2b-4c3d-8e7f-001122334455/", "/tiep-nhan/bien-nhan/[…]"),
        (
            "/tiep-nhan/trang-thai/6f1e3c54-9a2b-4c3d-8e7f-001122334455/",
            "/tiep-nhan/trang-thai/[…]",
        ),
        ("/tai-khoan/mat-khau/dat-lai/1-set-password/", "/tai-khoan/mat-khau/dat-lai/[…]"),
        ("mã HGG7RFPZZBBTMY sai", "mã [mã] sai"),
        ("null value\nDETAIL:  Failing row contains (1, Đường hỏng).", "null value\nDETAIL: […]"),
        ("mã hg 7k4m 2q9 xw3tr sai", "mã [mã] sai"),
        ("phiếu HG-7K4M-2Q9", "phiếu [mã]"),
    ],
)
def test_nothing_personal_is_logged(text, clean):
    assert scrub(text) == clean


@pytest.mark.parametrize(
    "text",
    [
        "took 0.123456789 s",
        "2026-11-24 10:00:00,123",
        "request 6f1e3c54-9a2b-4c3d-8e7f-001122334455 ended",
        "Giấy phép số 00/GP-TTĐT",
        "Not Found: /hoi-dap/theo-doi/",
    ],
)
def test_operators_still_read_what_is_not_personal(text):
    assert scrub(text) == text


def record(message: str, *args: object, exc_info=None) -> logging.LogRecord:
    return logging.LogRecord("a", logging.INFO, __file__, 1, message, args, exc_info)


def failure(words: str):
    try:
        int(words)
    except ValueError:
        return sys.exc_info()


def chained_failure(words: str):
    """What Django makes of a driver's error: the same words twice."""
    try:
        try:
            raise ValueError(words)  # noqa: TRY301
        except ValueError as error:
            raise RuntimeError(words) from error
    except RuntimeError:
        return sys.exc_info()


def written(entry: logging.LogRecord) -> str:
    assert PrivacyFilter().filter(entry)
    return logging.Formatter("%(levelname)s %(message)s").format(entry)


def test_arguments_are_scrubbed_too():
    assert written(record("mail to %s", "a@vi-du.vn")) == "INFO mail to [e-mail]"


def test_a_line_end_cannot_forge_a_record():
    assert written(record("path %s", "/a\r\nINFO forged")) == "INFO path /a\\r\\nINFO forged"


def test_a_traceback_is_scrubbed_and_stands_behind_a_bar():
    entry = record("failed", exc_info=failure("a@vi-du.vn\nCRITICAL forged"))

    first, *rest = written(entry).splitlines()

    assert first == "INFO failed"
    assert all(line.startswith("| ") for line in rest)
    assert "a@vi-du.vn" not in "".join(rest)


def test_the_row_a_database_quotes_is_dropped_and_the_traceback_goes_on():
    words = "violates check\nDETAIL:  Failing row contains (1, Đường\nhỏng, a).\n"
    entry = record("failed: %r", words, exc_info=chained_failure(words))

    text = written(entry)

    assert "hỏng" not in text
    assert "Đường" not in text
    assert text.count("violates check") == 3
    assert "| The above exception was the direct cause" in text
    assert "| RuntimeError" in text


def test_a_long_path_costs_nothing():
    started = time.process_time()
    assert len(scrub("/" + "a" * 1_000_000)) == LONGEST_LINE
    assert len(scrub("a.b-" * 4_000 + "@")) == LONGEST_LINE
    assert time.process_time() - started < 1


def test_a_record_seen_by_two_handlers_is_not_spoiled():
    entry = record("failed %s", 1, exc_info=failure("hỏng"))

    assert written(entry) == written(entry)
