"""The web server's copy of published results (deploy/nginx): one for all readers, nobody's own."""

import gzip
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from deploy import local
from deploy.processes import HOST, free_port, running

RESULTS = "/khao-sat/do-tai/ket-qua/"
KEPT = "public, max-age=60"


class Site(BaseHTTPRequestHandler):
    """Stands for Django: numbers its pages, and compresses them for who asks."""

    protocol_version = "HTTP/1.1"
    pages = 0
    is_dead = False
    wait = threading.Event()
    headers_sent: dict[str, str] = {}

    def do_GET(self):
        if self.path == "/healthz":
            return self.answer(b"")
        if self.is_dead:
            self.close_connection = True
            return None
        self.wait.wait(5)
        type(self).pages += 1
        body = f"page {self.pages} for {self.headers['Cookie']}".encode()
        if self.headers["Accept-Encoding"] == "gzip":
            return self.answer(gzip.compress(body), **{"Content-Encoding": "gzip"})
        return self.answer(body)

    def answer(self, body, **headers):
        self.send_response(200)
        sent = {"Content-Length": str(len(body)), **headers, **self.headers_sent}
        for name, value in sent.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True


@pytest.fixture
def django(monkeypatch):
    monkeypatch.setattr(Site, "pages", 0)
    monkeypatch.setattr(Site, "is_dead", False)
    monkeypatch.setattr(Site, "wait", threading.Event())
    monkeypatch.setattr(
        Site, "headers_sent", {"Cache-Control": KEPT, "Vary": "Accept-Language, Cookie"}
    )
    Site.wait.set()
    return Site


@pytest.fixture
def site(django) -> Iterator[Server]:
    with Server((HOST, 0), django) as made:
        threading.Thread(target=made.serve_forever, args=[0.05], daemon=True).start()
        yield made
        made.shutdown()


@pytest.fixture
def port(site, tmp_path) -> Iterator[int]:
    """The real configuration, with a stand-in for Django behind it; nothing else runs."""
    if local.nginx_program() is None:
        pytest.skip("nginx is not installed")
    for name in ("run", "log", "etc/nginx", "lib/static"):
        (tmp_path / name).mkdir(parents=True)
    places = {port: str(site.server_address[1]) for port in local.SERVICES.values() if port}
    moved = local.Mover(tmp_path, {**places, local.FETCHER: str(free_port())})
    listens = free_port()
    local.write_nginx(tmp_path, moved, listens)
    server = local.nginx(tmp_path)
    with running(server):
        server.wait_for_http(listens)
        yield listens


def get(port, **headers):
    connection = HTTPConnection(HOST, port, timeout=10)
    connection.request("GET", RESULTS, headers={k.replace("_", "-"): v for k, v in headers.items()})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    packed = response.headers["Content-Encoding"] == "gzip"
    return (gzip.decompress(body) if packed else body).decode()


def test_readers_without_a_cookie_share_one_page(port, django):
    assert {get(port) for _ in range(3)} | {get(port, Accept_Language="en")} == {"page 1 for None"}
    assert django.pages == 1


def test_who_has_a_cookie_is_given_no_kept_page_and_leaves_none(port):
    assert get(port, Cookie="sessionid=a") == "page 1 for sessionid=a"
    assert get(port) == "page 2 for None"
    assert get(port, Cookie="sessionid=a") == "page 3 for sessionid=a"
    assert get(port, Cookie="sessionid=b") == "page 4 for sessionid=b"
    assert get(port) == "page 2 for None"


@pytest.mark.parametrize(
    "headers",
    [
        {"Cache-Control": "no-store, private"},
        {"Cache-Control": KEPT, "Set-Cookie": "sessionid=a"},
        {},
    ],
)
def test_what_is_not_said_to_be_for_all_is_not_kept(port, django, headers):
    django.headers_sent = headers
    assert [get(port), get(port)] == ["page 1 for None", "page 2 for None"]


def test_compressed_pages_are_kept_apart_from_plain_ones(port, django):
    for words in ("gzip", "gzip, deflate, br", "br;q=1.0, gzip;q=0.8"):
        assert get(port, Accept_Encoding=words) == "page 1 for None"
    for words in ("identity", "gzip;q=0", "br"):
        assert get(port, Accept_Encoding=words) == "page 2 for None"


def test_a_crowd_waits_for_one_fetch_a_second(port, django):
    django.wait.clear()
    with ThreadPoolExecutor(20) as crowd:
        pages = [crowd.submit(get, port) for _ in range(20)]
        threading.Timer(0.2, django.wait.set).start()
        for page in pages:
            assert page.result().startswith("page ")
    assert django.pages < 5  # one, unless it took the crowd seconds to come


def test_a_page_that_cannot_be_fetched_is_explained(port, django):
    django.is_dead = True
    assert "Trang đang bận" in get(port)
