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
from itertools import product
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
    from django.core.cache import cache
    from django.db import connection
    from django.test import Client
    from django.urls import reverse
    from django.utils import timezone

    from dashboards import questions
    from engagement.accounts.models import User
    from qa.models import Publication, Question
    from qa.queries import archive, similar
    from qa.queries.open_data.datasets import BY_CODE
    from qa.queries.open_data.files import CONTENT_TYPES, file_of
    from qa.services import reminding

    def first_page(words: str) -> list[Publication]:
        return archive.found_answers(words)[:20]

    def signed_in(username: str) -> Client:
        client = Client(HTTP_HOST="127.0.0.1")
        client.force_login(User.objects.get(username=username))
        return client

    reader, board = Client(HTTP_HOST="127.0.0.1"), signed_in("bientap")
    officer, head, leader = map(signed_in, ("yte-traloi", "yte-lanhdao", "lanhdao"))
    report(
        "volume",
        vendor=connection.vendor,
        questions=Question.objects.count(),
        publications=Publication.objects.count(),
    )
    everything = reverse("desk:box", args=["tat-ca"])
    done = Question.objects.filter(status="published").order_by("-pk")[:20]
    pages = [question.get_absolute_url() for question in done.select_related("submission")]
    inbox = reverse("desk:inbox")
    this_year = timezone.localdate().year
    show("home", reader, ["/"])
    show("inbox_board", board, [inbox])
    show("inbox_all", board, [everything, f"{everything}?trang=400"])
    show("inbox_officer", officer, [inbox, everything])
    show("inbox_head", head, [inbox, everything])
    show("inbox_search", board, [f"{everything}?q={words}" for words in SEARCHES])
    show("inbox_filtered", board, [f"{everything}?don_vi=yte", f"{everything}?buoc=published"])
    behind = f"{everything}?so_lieu=answered&ky={this_year}"
    show("inbox_behind_figure", board, [behind, f"{behind}&don_vi=yte&ten=nay"])
    show("reviews", board, [reverse("desk:reviews")])
    address = reverse("qa:archive")
    show("archive", reader, [address, f"{address}?trang=900", f"{address}?don_vi=yte&nam=2025"])
    show("archive_search", reader, [f"{address}?q={words}" for words in SEARCHES])
    show(
        "archive_filtered_search", reader, [f"{address}?q={words}&don_vi=yte" for words in SEARCHES]
    )
    show("search", reader, [f"/tim-kiem/?q={words}" for words in SEARCHES])
    show("question_page", board, pages)
    show("dashboard", leader, [reverse("dashboards:questions")])
    show_figures(reader, leader)
    for words in SEARCHES:
        time_of("search_alone", partial(first_page, words), q=words)
    for number, words in enumerate(TYPED):
        time_of("similar_alone", partial(similar.similar_answers, words), q=number)
    time_of("dashboard_build", questions.payload, runs=5)
    for code, kind in product(("so-lieu", "cau-hoi"), CONTENT_TYPES):
        make = partial(file_of, BY_CODE[code], this_year - 1, kind)
        time_of("open_data", make, runs=3, before=cache.clear, file=f"{code}.{kind}")
    time_of("clock_tick", lambda: reminding.tick(timezone.now()), runs=5)


def show_figures(reader: object, leader: object) -> None:
    """The pages of figures: as they are kept, and counted anew at each request."""
    from django.core.cache import cache
    from django.urls import reverse
    from django.utils import timezone

    this_year = timezone.localdate().year
    address = reverse("qa:figures")
    public = [address, f"{address}?ky={this_year - 1}&ten=nay", f"{address}?theo=commune"]
    show("public_figures", reader, public)
    show("public_figures_uncached", reader, public, before=cache.clear)
    address = reverse("dashboards:figures")
    spans = [
        "",
        f"?ky={this_year}",
        f"?ky={this_year - 1}",
        f"?tu=01/01/{this_year - 2}&den=31/12/{this_year}",
    ]
    chosen = [f"{address}{span}" for span in spans]
    chosen += [f"{one}{'&' if '?' in one else '?'}ten=nay" for one in chosen]
    chosen += [f"{address}?ky={this_year}&theo=commune", f"{address}?ky={this_year}&don_vi=yte"]
    for one in chosen:
        show("leaders_figures_uncached", leader, [one], before=cache.clear)
    show("leaders_figures", leader, chosen)


def show(
    name: str,
    client: object,
    addresses: list[str],
    before: Callable[[], object] = lambda: None,
) -> None:
    """Ask for the addresses in turn, `before` ahead of each; the most queries and the times of all."""
    from django.db import connection, reset_queries
    from django.test.utils import CaptureQueriesContext

    get: Callable[[str], object] = client.get  # type: ignore[attr-defined]
    queries, database, taken = 0, 0.0, []
    slowest = (0.0, "")
    for address in addresses:
        for _ in range(WARM):
            if (status := get(address).status_code) != 200:  # type: ignore[attr-defined]
                raise RuntimeError(f"{address}: {status}")
        before()
        with CaptureQueriesContext(connection) as captured:
            get(address)
        queries = max(queries, len(captured))
        database = max(database, 1000 * sum(float(one["time"]) for one in captured))
        reset_queries()
        for _ in range(max(RUNS // len(addresses), 2)):
            before()
            times = timed(partial(get, address))
            taken.append(times)
            slowest = max(slowest, (times[0], address))
    report(
        f"volume_{name}",
        queries=queries,
        **figures(taken),
        most_database_ms=round(database, 1),
        slowest=slowest[1],
    )


def time_of(
    name: str,
    work: Callable[[], object],
    *,
    runs: int = RUNS,
    before: Callable[[], object] = lambda: None,
    **about: str | int,
) -> None:
    before()
    work()
    taken = []
    for _ in range(runs):
        before()
        taken.append(timed(work))
    report(f"volume_{name}", **about, **figures(taken))


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """How long it took, and how long this process and PostgreSQL's were busy with it, in ms.

    The second hardly grows with what else the machine does. What PostgreSQL gives to helpers is not
    in it: PGOPTIONS="-c max_parallel_workers_per_gather=0" has it do all by itself.
    """
    started, busy = time.perf_counter(), time.process_time() + database_busy()
    work()
    return (
        1000 * (time.perf_counter() - started),
        1000 * (time.process_time() + database_busy() - busy),
    )


def database_busy() -> float:
    """Seconds that PostgreSQL's process for this connection has worked, where Linux tells."""
    from django.db import connection

    if connection.vendor != "postgresql" or connection.connection is None:
        return 0.0
    spent = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    return int(spent.read_text().split()[0]) / 1e9 if spent.exists() else 0.0


def figures(taken: list[tuple[float, float]]) -> dict[str, float]:
    whole, busy = zip(*taken, strict=True)
    return {
        "p50_ms": round(median(whole), 1),
        "p95_ms": round(quantiles(whole, n=20)[-1], 1),
        "cpu_p50_ms": round(median(busy), 1),
        "cpu_p95_ms": round(quantiles(busy, n=20)[-1], 1),
    }


if __name__ == "__main__":
    main()
