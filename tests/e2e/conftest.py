"""A real site in a process of its own, and a real Chromium that fails on any complaint."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, ConsoleMessage, Page, Response

from deploy import local
from deploy.processes import HOST, daphne, free_port, manage, running
from tests.browsers import chromium
from tests.databases import MIGRATED, Databases

# The response itself is judged, with its status and kind; the console only repeats it.
REPEATED_BY_CONSOLE = "Failed to load resource: the server responded"


@dataclass(frozen=True)
class Site:
    """The demo site on a port of its own. `environment` is what its processes were given."""

    port: int
    environment: Mapping[str, str]

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def manage(self, *arguments: str) -> str:
        """Run a management command on the site's database and return what it printed."""
        return manage(*arguments, environment=self.environment)


def site_environment(database_url: str, *, redis_url: str, media: Path) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "tests.e2e.site_settings",
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "MEDIA_ROOT": str(media),
    }


def load_demo(database_url: str) -> None:
    environment = site_environment(database_url, redis_url="", media=Path("unused"))
    manage("load_demo", environment=environment)


@pytest.fixture(scope="session")
def demo_databases(databases: Databases) -> Databases:
    """The databases of the run, among them the loaded demo."""
    databases.prepare("demo", load_demo, source=MIGRATED)
    return databases


@pytest.fixture(scope="session")
def new_environment(
    demo_databases: Databases, own_redis_database: str, worker_id: str
) -> Callable[[str, Path], dict[str, str]]:
    """The environment of a site with its own copy of the demo database and files in `folder`."""

    def make(name: str, folder: Path) -> dict[str, str]:
        return site_environment(
            demo_databases.copy(f"{name}_{worker_id}", source="demo"),
            redis_url=own_redis_database,
            media=folder / "media",
        )

    return make


@pytest.fixture(scope="session")
def site(
    databases: Databases,
    new_environment: Callable[[str, Path], dict[str, str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Site]:
    """The demo site as `make demo` runs it; on PostgreSQL as deploy/ does.

    The first is one daphne process with the worker inside; the other granian for HTTP, daphne for
    sockets, a worker, and nginx in front.
    """
    folder = tmp_path_factory.mktemp("site")
    environment = new_environment("site", folder)
    if databases.is_postgres:
        with local.serving(local.prepare(folder, environment)) as pair:
            yield Site(pair.port, pair.environment)
        return
    port = free_port()
    process = daphne(port, environment, folder / "site.log")
    with running(process):
        process.wait_for_http(port)
        yield Site(port, environment)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium a module: its event loop must be gone when a module of async tests begins."""
    with chromium() as made:
        yield made


@pytest.fixture
def problems() -> Iterator[list[str]]:
    """What browsers complained of; a test that causes an outage clears it afterwards."""
    seen: list[str] = []
    yield seen
    assert not seen, "\n".join(seen)


@pytest.fixture
def new_page(browser: Browser, site: Site, problems: list[str]) -> Iterator[Callable[..., Page]]:
    """Open a page in a browser profile of its own; options are those of Browser.new_context."""
    contexts = []

    def make(**options) -> Page:
        context = browser.new_context(
            **{
                "base_url": site.url,
                "locale": "vi-VN",
                "timezone_id": settings.TIME_ZONE,
                **options,
            }
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        watch(page, problems)
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A page as a visitor at a desk sees it."""
    return new_page()


@pytest.fixture
def phone(new_page: Callable[..., Page]) -> Page:
    """A page on a narrow phone, the width everything must fit."""
    return new_page(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)


def watch(page: Page, problems: list[str]) -> None:
    """Note errors of scripts, of the content policy and of anything the page loads."""

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(REPEATED_BY_CONSOLE):
            problems.append(f"console on {page.url}: {message.text}")

    def on_response(response: Response) -> None:
        is_page = response.request.resource_type == "document"
        if response.status >= (500 if is_page else 400):
            problems.append(f"{response.status} from {response.url}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: problems.append(f"script on {page.url}: {error}"))
    page.on("response", on_response)
