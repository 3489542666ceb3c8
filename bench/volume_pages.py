"""`python -m bench.volume_pages`: pages with 50,000 questions loaded, one JSON object a line.

On the database of DATABASE_URL, which is made and dropped, else on SQLite in a temporary folder. Each page
is asked for in this process through every middleware, so the figures are of one request at a time:
its queries and the time until its bytes stand. `--keep URL` uses a database that was filled before
(or fills it) and leaves it.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median, quantiles

from bench.database import own_database
from bench.report import report

SETTINGS = "engagement.config.settings.development"
RUNS = int(os.environ.get("RUNS", "40"))
WARM = 1
# From the commonest words to none, with and without marks.
SEARCHES = (
    "đất",
    "giấy",
    "bao hiem xa hoi",
    "sổ đỏ",
    "giấy chứng nhận quyền sử dụng đất",
    "61/2018/ND-CP",
    "dang uy",
    "hồ sơ khai sinh",
    "sạt lở kênh mương ấp 5",
    "khongcogica",
)
TYPED = (
    "cho tôi hỏi thủ tục tách thửa và chuyển nhượng quyền sử dụng đất ở ấp 7",
    "bao lau thi co giay phep xay dung nha o",
    "đường ấp 12 ngập nước không có đèn đường, khi nào sửa",
    "hỏi về bhyt cho hộ nghèo và trợ cấp người cao tuổi",
)


def main() -> None:
    kept = sys.argv[sys.argv.index("--keep") + 1] if "--keep" in sys.argv else ""
    with database(kept) as url:
        os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": SETTINGS}
        import django

        django.setup()
        fill()
        measure()
        from django.db import connections

        connections.close_all()


@contextmanager
def database(kept: str) -> Iterator[str]:
    """The address of the database to measure on."""
    given = os.environ.get("DATABASE_URL", "")
    if kept:
        yield kept
    elif given.startswith("postgres"):
        with own_database(given, "bench_volume") as url:
            yield url
    else:
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{Path(folder) / 'volume.sqlite3'}"


def fill() -> None:
    """Load what is not there yet."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from bench import volume
    from qa.models import Question

    if not Question.objects.exists():
        started = time.perf_counter()
        volume.load()
        report("volume_load", seconds=round(time.perf_counter() - started, 1))


def measure() -> None:
    """Every page as whom it is for."""
    from django.db import connection
    from django.test import Client
    from django.urls import reverse

    from dashboards import questions
    from engagement.accounts.models import User
    from qa.models import Publication, Question
    from qa.queries import archive, similar

    def first_page(words: str) -> list[Publication]:
        return archive.found_answers(words)[:20]

    def signed_in(username: str) -> Client:
        client = Client(HTTP_HOST="127.0.0.1")
        client.force_login(User.objects.get(username=username))
        return client

    reader, board = Client(HTTP_HOST="127.0.0.1"), signed_in("bientap")
    officer, leader = signed_in("yte-traloi"), signed_in("lanhdao")
    report(
        "volume",
        vendor=connection.vendor,
        questions=Question.objects.count(),
        publications=Publication.objects.count(),
    )
    everything = reverse("desk:box", args=["tat-ca"])
    done = Question.objects.filter(status="published").order_by("-pk")[:20]
    pages = [question.get_absolute_url() for question in done.select_related("submission")]
    show("home", reader, ["/"])
    show("inbox_board", board, [reverse("desk:inbox")])
    show("inbox_all", board, [everything, f"{everything}?trang=400"])
    show("inbox_officer", officer, [reverse("desk:inbox"), everything])
    show("inbox_search", board, [f"{everything}?q={words}" for words in SEARCHES])
    show("inbox_filtered", board, [f"{everything}?don_vi=yte", f"{everything}?buoc=published"])
    address = reverse("qa:archive")
    show("archive", reader, [address, f"{address}?trang=900", f"{address}?don_vi=yte&nam=2025"])
    show("archive_search", reader, [f"{address}?q={words}" for words in SEARCHES])
    show(
        "archive_filtered_search", reader, [f"{address}?q={words}&don_vi=yte" for words in SEARCHES]
    )
    show("search", reader, [f"/tim-kiem/?q={words}" for words in SEARCHES])
    show("question_page", board, pages)
    show("dashboard", leader, [reverse("dashboards:questions")])
    for words in SEARCHES:
        time_of("search_alone", partial(first_page, words), q=words)
    for number, words in enumerate(TYPED):
        time_of("similar_alone", partial(similar.similar_answers, words), q=number)
    time_of("dashboard_build", questions.payload, runs=5)


def show(name: str, client: object, addresses: list[str]) -> None:
    """Ask for the addresses in turn; the most queries of any and the times of all."""
    from django.db import connection, reset_queries
    from django.test.utils import CaptureQueriesContext

    get: Callable[[str], object] = client.get  # type: ignore[attr-defined]
    queries, times = 0, []
    slowest = (0.0, "")
    for address in addresses:
        for _ in range(WARM):
            if (status := get(address).status_code) != 200:  # type: ignore[attr-defined]
                raise RuntimeError(f"{address}: {status}")
        with CaptureQueriesContext(connection) as captured:
            get(address)
        queries = max(queries, len(captured))
        reset_queries()
        for _ in range(max(RUNS // len(addresses), 2)):
            started = time.perf_counter()
            get(address)
            taken = 1000 * (time.perf_counter() - started)
            times.append(taken)
            slowest = max(slowest, (taken, address))
    report(f"volume_{name}", queries=queries, **figures(times), slowest=slowest[1])


def time_of(name: str, work: Callable[[], object], *, runs: int = RUNS, **about: str | int) -> None:
    work()
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - started))
    report(f"volume_{name}", **about, **figures(times))


def figures(times: list[float]) -> dict[str, float]:
    return {"p50_ms": round(median(times), 1), "p95_ms": round(quantiles(times, n=20)[-1], 1)}


if __name__ == "__main__":
    main()
