"""What holds in every test: nothing undefined, nothing unordered, nothing inline, nothing left over."""

import copy
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import hypothesis
import pytest
import redis
from asgiref.sync import SyncToAsync
from django.apps import apps
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection, connections, transaction
from django.db.models import Model
from django.db.models.expressions import OrderBy
from django.db.models.functions import Random
from django.db.models.sql.compiler import SQLCompiler
from django.http import HttpResponse
from django.template.base import FilterExpression, Parser, VariableDoesNotExist
from django.test import TransactionTestCase
from django.test.client import Client

from deploy.processes import manage
from engagement.audit import triggers
from engagement.intake import limits
from engagement.text.queries import forget_synonyms
from qa.queries.similar import forget_frequencies
from surveys.queries import public as public_surveys
from surveys.queries.privacy import forget_meters
from surveys.queries.questionnaires import forget_published
from surveys.queries.summaries import forget_results
from tests.databases import MIGRATED, Databases

# The same cases on every machine, so that only a change breaks them; to search for new ones:
# --hypothesis-profile=search.
hypothesis.settings.register_profile("suite", max_examples=30, deadline=None, derandomize=True)
hypothesis.settings.register_profile("search", max_examples=1_000, deadline=None)
hypothesis.settings.load_profile("suite")
REDIS_DATABASES = 16
FILTERS_FOR_UNDEFINED = {"default", "default_if_none"}
INLINE = {
    "script": re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*\btype=\"application/(ld\+)?json\")[^>]*>"
    ),
    "style": re.compile(r"<style(?![^>]*\bnonce=)[^>]*>|<[^>]+\sstyle="),
    "handler": re.compile(r"<[^>]+\son[a-z]+="),
}


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than processors: tests with browsers and servers wait half of their time."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Start the long files first, so that no worker is left with one when the others are done.

    Those with a browser and servers are few tests and long; of the others the larger are longer.
    """
    sizes = Counter(item.path for item in items)
    items.sort(key=lambda item: ("e2e" not in item.path.parts, -sizes[item.path]))


# --- Databases, caches, files ----------------------------------------------------------------


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Databases]:
    """Copies of the migrated database, which the workers of a run make together once."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "databases"
    folder.mkdir(exist_ok=True)
    made = Databases(os.environ.get("DATABASE_URL", ""), folder)
    made.prepare(MIGRATED, migrate)
    yield made
    made.drop_copies()


def migrate(database_url: str) -> None:
    manage("migrate", "--verbosity=0", environment={"DATABASE_URL": database_url})


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The database is a copy that stands already and that `databases` drops."""
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(databases: Databases, worker_id: str) -> None:
    """Each worker has a copy; SQLite's is a file: threads of a test then meet real locks."""
    address = databases.copy(f"worker_{worker_id}", source=MIGRATED)
    database = django_settings.DATABASES["default"]
    name = (
        address.rpartition("/")[2] if databases.is_postgres else address.removeprefix("sqlite:///")
    )
    database["TEST"] = {**database.get("TEST", {}), "NAME": name}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> Iterator[None]:
    """What migrations put into tables (limits, deadlines, permissions) is there in every test.

    A transactional test ends with everything deleted, and the next test may run in any order. The
    rows come back as they were read, which is quicker than the signals that make some of them.
    """
    with django_db_blocker.unblock():
        tables = connection.introspection.django_table_names(only_existing=True)
        migrated = list(rows_by_table())

    def teardown(_test: TransactionTestCase) -> None:
        empty(tables)
        with transaction.atomic():
            for table, rows in migrated:
                table._base_manager.bulk_create(rows)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield
    # The one thread of all `sync_to_async`: its connection would keep the database from going.
    SyncToAsync.single_thread_executor.submit(connections.close_all).result()


def empty(tables: Sequence[str]) -> None:
    """Delete every row; PostgreSQL does that sooner than it truncates a hundred small tables.

    The audit log's triggers, which refuse to lose a row, are away for just that: production has no
    such way.
    """
    triggers.remove(connection)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
    finally:
        triggers.install(connection)


def rows_by_table() -> Iterator[tuple[type[Model], list[Model]]]:
    """Every table that is not empty after `migrate`, with its rows."""
    for model in apps.get_models():
        rows = list(model._base_manager.order_by("pk"))
        if rows:
            yield model, rows


@pytest.fixture(scope="session", autouse=True)
def own_redis_database(worker_id: str) -> str:
    """Each worker counts in its own Redis database; "" when the run has no Redis."""
    if not django_settings.REDIS_URL:
        return ""
    parts = urlsplit(django_settings.REDIS_URL)
    worker = 0 if worker_id == "master" else int(worker_id.removeprefix("gw"))
    number = (int(parts.path.strip("/") or 0) + 1 + worker) % REDIS_DATABASES
    url = parts._replace(path=f"/{number}").geturl()
    django_settings.REDIS_URL = url
    django_settings.CHANNEL_LAYERS["default"]["CONFIG"]["hosts"] = [url]
    return url


@pytest.fixture(autouse=True)
def nothing_left_over(own_redis_database: str, settings, tmp_path: Path) -> None:
    """Every test starts with empty caches and counters and a media folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    cache.clear()
    limits.forget_everything()
    forget_published()
    forget_results()
    forget_meters()
    public_surveys.forget_everything()
    forget_synonyms()
    forget_frequencies()
    if own_redis_database:
        with redis.Redis.from_url(own_redis_database) as client:
            for name in client.scan_iter("LIMITS*"):
                client.delete(name)


# --- Templates -------------------------------------------------------------------------------


class StrictExpression(FilterExpression):
    """An expression of one of our templates: a name it does not know fails the test."""

    __slots__ = ("place",)

    def __init__(self, token: str, parser: Parser) -> None:
        super().__init__(token, parser)
        self.place = f"{parser.origin}: {{{{ {token} }}}}"

    def resolve(self, context, ignore_failures=False):
        filters = {func.__name__ for func, _args in self.filters}
        if ignore_failures or not self.is_var or filters & FILTERS_FOR_UNDEFINED:
            return super().resolve(context, ignore_failures)
        known = copy.copy(self)
        try:
            known.var, known.is_var = self.var.resolve(context), False
        except VariableDoesNotExist:
            pytest.fail(f"undefined template variable in {self.place}")
        return FilterExpression.resolve(known, context)


@pytest.fixture(scope="session", autouse=True)
def undefined_template_variables_fail() -> Iterator[None]:
    """Our templates may only use what was given, save in {% if %}, {% for %} and |default.

    Django's own `string_if_invalid` cannot say this: it would make a missing one-to-one true.
    """

    def compile_filter(self, token):
        return (StrictExpression if is_ours(self.origin) else FilterExpression)(token, self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Parser, "compile_filter", compile_filter)
        yield


def is_ours(origin: object) -> bool:
    name = Path(str(origin))
    base = django_settings.BASE_DIR
    return name.is_relative_to(base) and not name.is_relative_to(base / ".venv")


@pytest.fixture(scope="session", autouse=True)
def inline_code_fails() -> Iterator[None]:
    """A page with an inline script, style or handler would be cut by the content policy."""
    original = Client.request

    def request(self, **environ):
        response = original(self, **environ)
        refuse_inline_code(response, environ.get("PATH_INFO", ""))
        return response

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "request", request)
        yield


def refuse_inline_code(response: HttpResponse, path: str) -> None:
    if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
        return
    text = response.content.decode(response.charset)
    for what, pattern in INLINE.items():
        found = pattern.search(text)
        if found:
            pytest.fail(f"inline {what} on {path}: {found[0][:200]}")


# --- Queries ---------------------------------------------------------------------------------


@pytest.fixture(scope="session", autouse=True)
def unordered_queries_are_shuffled() -> Iterator[None]:
    """Who reads rows without saying an order gets another one each time, as on a busy server."""
    original_pairs, original_execute = SQLCompiler._order_by_pairs, SQLCompiler.execute_sql

    def execute_sql(self, *args, **kwargs):
        self.is_whole_query = True
        return original_execute(self, *args, **kwargs)

    def order_by_pairs(self):
        pairs = list(original_pairs(self))
        if pairs or not getattr(self, "is_whole_query", False) or not may_shuffle(self.query):
            return pairs
        return [(OrderBy(Random()), False)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SQLCompiler, "execute_sql", execute_sql)
        patch.setattr(SQLCompiler, "_order_by_pairs", order_by_pairs)
        yield


def may_shuffle(query) -> bool:
    """Say whether `query` returns plain rows: grouped or combined ones cannot be ordered so."""
    is_plain = query.group_by is None and not query.distinct and not query.combinator
    return is_plain and (query.default_cols or bool(query.select))
