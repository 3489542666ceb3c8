import pytest

from engagement.live.origins import is_allowed


def scope(*origins, host="127.0.0.1:8000", scheme="ws"):
    headers = [(b"host", host.encode())]
    headers += [(b"origin", origin.encode()) for origin in origins]
    return {"type": "websocket", "scheme": scheme, "headers": headers}


@pytest.mark.parametrize(
    ("origins", "verdict"),
    [
        (["http://127.0.0.1:8000"], True),
        ([], False),
        ([""], False),
        (["null"], False),
        (["https://127.0.0.1:8000"], False),
        (["http://127.0.0.1:8001"], False),
        (["http://127.0.0.1"], False),
        (["http://127.0.0.1:8000/"], False),
        (["http://127.0.0.1:8000.evil.example"], False),
        (["http://user@127.0.0.1:8000"], False),
        (["http://evil.example"], False),
        (["http://127.0.0.1:8000", "http://evil.example"], False),
    ],
)
def test_without_a_list_the_origin_is_the_page_itself(settings, origins, verdict):
    settings.LIVE_ALLOWED_ORIGINS = []
    assert is_allowed(scope(*origins)) is verdict


def test_foreign_host_of_a_rebound_name_is_refused(settings):
    settings.LIVE_ALLOWED_ORIGINS = []
    assert not is_allowed(scope("http://evil.example:8000", host="evil.example:8000"))


def test_tls_connection_wants_an_https_page(settings):
    settings.LIVE_ALLOWED_ORIGINS = []
    assert is_allowed(scope("https://localhost", host="localhost", scheme="wss"))
    assert not is_allowed(scope("http://localhost", host="localhost", scheme="wss"))


def test_a_list_is_exact_and_replaces_the_host(settings):
    settings.LIVE_ALLOWED_ORIGINS = ["https://site.example"]
    assert is_allowed(scope("https://site.example"))
    assert is_allowed(scope("HTTPS://Site.Example"))
    assert not is_allowed(scope("http://site.example"))
    assert not is_allowed(scope("https://site.example:444"))
    assert not is_allowed(scope("https://sub.site.example"))
    assert not is_allowed(scope("http://127.0.0.1:8000"))
