import pytest
from django.test import RequestFactory

from engagement.intake.addresses import address_bucket, client_address


def address(remote, forwarded=None):
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded is not None else {}
    return client_address(RequestFactory().get("/", REMOTE_ADDR=remote, **headers))


@pytest.fixture
def behind_proxy(settings):
    settings.TRUSTED_PROXIES = ["127.0.0.1/32", "10.0.0.0/8", "::1/128"]


@pytest.mark.parametrize("forwarded", [None, "1.2.3.4", "1.2.3.4, 5.6.7.8", "rác"])
def test_header_from_outside_changes_nothing(settings, forwarded):
    settings.TRUSTED_PROXIES = []
    assert address("203.0.113.9", forwarded) == "203.0.113.9"
    settings.TRUSTED_PROXIES = ["127.0.0.1/32"]
    assert address("203.0.113.9", forwarded) == "203.0.113.9"


@pytest.mark.parametrize(
    ("remote", "forwarded", "expected"),
    [
        ("127.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("127.0.0.1", "1.1.1.1, 198.51.100.7", "198.51.100.7"),
        ("127.0.0.1", "1.1.1.1, 198.51.100.7, 10.2.3.4", "198.51.100.7"),
        ("127.0.0.1", "10.9.9.9, 10.2.3.4", "10.9.9.9"),
        ("::ffff:127.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("127.0.0.1", "::ffff:198.51.100.7", "198.51.100.7"),
        ("::1", "2001:db8::1", "2001:db8::1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.7, rác", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.7,", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.7:1234", "127.0.0.1"),
        ("127.0.0.1", "1.1.1.1," * 1_000, "127.0.0.1"),
        ("", "198.51.100.7", ""),
    ],
)
def test_address_behind_proxies(behind_proxy, remote, forwarded, expected):
    assert address(remote, forwarded) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("fe80::1%eth0", "fe80::2"),
        ("", "không phải địa chỉ"),
    ],
)
def test_same_visitor(one, other):
    assert address_bucket(one) == address_bucket(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("2001:db8:1:2::1", "2001:db8:1:3::1"), ("198.51.100.7", "198.51.100.8")],
)
def test_different_visitors(one, other):
    assert address_bucket(one) != address_bucket(other)
