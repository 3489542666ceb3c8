"""Whose address counts for rate limits. The address is used and forgotten, never stored."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

Address = IPv4Address | IPv6Address
_IPV6_SUBSCRIBER_BITS = 64
_LONGEST_FORWARDED_FOR = 1_000


def client_address(request: HttpRequest) -> str:
    """Return the address of the one who asks.

    It is the socket's address, unless that is one of settings.TRUSTED_PROXIES: then the right-most
    address of X-Forwarded-For that is no trusted proxy. What stands left of it was written by the
    client and is not believed; a header that is not addresses is not believed at all.
    """
    socket_address = str(request.META.get("REMOTE_ADDR", ""))
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
    if not forwarded or len(forwarded) > _LONGEST_FORWARDED_FOR:
        return socket_address
    nearest = _parse(socket_address)
    if nearest is None or not _is_trusted(nearest):
        return socket_address
    for raw in reversed(forwarded.split(",")):
        nearest = _parse(raw)
        if nearest is None:
            return socket_address
        if not _is_trusted(nearest):
            break
    return str(nearest)


def address_bucket(address: str) -> str:
    """Return what is counted as one visitor: an IPv4 address, or the /64 an IPv6 subscriber gets."""
    parsed = _parse(address)
    if parsed is None:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        return str(IPv6Network((parsed, _IPV6_SUBSCRIBER_BITS), strict=False))
    return str(parsed)


def _parse(raw: str) -> Address | None:
    """Read an address; one of IPv4 written as IPv6 (::ffff:…) becomes the IPv4 it is."""
    try:
        parsed = ip_address(raw.strip().partition("%")[0])
    except ValueError:
        return None
    return getattr(parsed, "ipv4_mapped", None) or parsed


def _is_trusted(address: Address) -> bool:
    return any(address in network for network in _networks(tuple(settings.TRUSTED_PROXIES)))


@lru_cache(maxsize=8)
def _networks(raw: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(network, strict=False) for network in raw)
