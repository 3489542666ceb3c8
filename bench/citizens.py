"""Citizens who ask: each opens the form, solves its challenge, and sends the question."""

import base64
import hashlib
import json
import re
from concurrent.futures import Executor
from dataclasses import dataclass
from urllib.parse import urlencode

from bench.client import Connection, Response

FORM = "/hoi-dap/dat-cau-hoi/"
CHALLENGE = "/tiep-nhan/thu-thach/?form=qa.ask"
RECEIPT = "/tiep-nhan/bien-nhan/"
# What is sent sooner than this after the page was opened counts as a machine's (intake/forms.py).
HUMAN_SECONDS = 2.5
HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|submission_key|stamp)"\s+value="([^"]+)"')
TRACKING_CODE = re.compile(r"\b[A-Z]{2,5}-[2-9A-Z]{4}-[2-9A-Z]{3}-[2-9A-Z]{5}\b")


@dataclass(frozen=True)
class Letter:
    """A filled-in form, ready to be sent; sending it twice is the same question."""

    key: str
    body: bytes
    cookie: str


@dataclass(frozen=True)
class Page:
    """An opened form with its challenge, not yet solved."""

    hidden: dict[str, str]
    cookie: str
    challenge: dict[str, str | int]


async def open_form(connection: Connection) -> Page:
    form = await connection.get(FORM)
    challenge = await connection.get(CHALLENGE)
    cookie = "; ".join(f"{name}={value}" for name, value in form.cookies.items())
    return Page(dict(HIDDEN.findall(form.text)), cookie, json.loads(challenge.body))


def fill(page: Page, text: str, answer: str) -> Letter:
    fields = {**page.hidden, "text": text, "consent_processing": "on", "altcha": answer}
    return Letter(page.hidden["submission_key"], urlencode(fields).encode(), page.cookie)


async def write_letters(port: int, count: int, solvers: Executor, *, scheme: str) -> list[Letter]:
    """Open `count` forms and solve their challenges, as that many browsers would."""
    async with Connection(port, scheme=scheme) as connection:
        pages = [await open_form(connection) for _ in range(count)]
    answers = solvers.map(solve, [page.challenge for page in pages], chunksize=4)
    texts = (f"Đường vào ấp {n} bị ngập mỗi khi triều lên, bao giờ được sửa?" for n in range(count))
    return [fill(*parts) for parts in zip(pages, texts, answers, strict=True)]


async def send(connection: Connection, letter: Letter) -> Response:
    return await connection.post(FORM, letter.body, cookie=letter.cookie)


def is_received(response: Response, letter: Letter) -> bool:
    """Say whether the site sends the citizen on to the receipt of this letter."""
    return response.status == 302 and response.headers["location"] == f"{RECEIPT}{letter.key}/"


async def receipt_code(connection: Connection, letter: Letter) -> str:
    """The tracking code on the receipt; raises ValueError when the page shows none."""
    page = await connection.get(f"{RECEIPT}{letter.key}/")
    found = TRACKING_CODE.search(page.text)
    if page.status != 200 or found is None:
        raise ValueError(f"no receipt for {letter.key}: {page.status}")
    return found[0]


def solve(challenge: dict[str, str | int]) -> str:
    """Find the number whose hash is asked for, as the browser's worker does."""
    salted = hashlib.sha256(str(challenge["salt"]).encode())
    wanted = bytes.fromhex(str(challenge["challenge"]))
    for number in range(int(challenge["maxNumber"]) + 1):
        attempt = salted.copy()
        attempt.update(b"%d" % number)
        if attempt.digest() == wanted:
            return base64.b64encode(json.dumps(_answer(challenge, number)).encode()).decode()
    raise ValueError("the challenge has no solution")


def _answer(challenge: dict[str, str | int], number: int) -> dict[str, str | int]:
    names = ("algorithm", "challenge", "salt", "signature")
    return {**{name: challenge[name] for name in names}, "number": number}
