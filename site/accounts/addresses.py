"""Where a request came from: past the proxies of ours, IPv4 and IPv6, written in one way."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

Address = IPv4Address | IPv6Address
# What one subscriber of IPv6 is given: whoever has it has 2**64 addresses to try from.
SUBSCRIBER = 64


def client_address(request: HttpRequest) -> str | None:
    """Return the address a request came from, past the proxies that we trust.

    Each proxy adds its own client at the right of `X-Forwarded-For`; what stands left of the
    first address that is no proxy of ours, anybody could have written.
    """
    address = parsed(request.META.get("REMOTE_ADDR", ""))
    said = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    while is_among(address, settings.TRUSTED_PROXIES) and (before := parsed(said[-1])):
        address = before
        said = said[:-1] or [""]
    return str(address) if address else None


def counted_address(request: HttpRequest) -> str | None:
    """Return the address under which tries are counted: of IPv6 the network of one subscriber."""
    address = parsed(client_address(request) or "")
    if isinstance(address, IPv6Address) and not address.is_loopback:
        return str(ip_network((address, SUBSCRIBER), strict=False).network_address)
    return str(address) if address else None


def comes_from_a_proxy(request: HttpRequest) -> bool:
    """Tell whether the connection itself is that of a proxy of ours, whose headers are believed."""
    return is_among(parsed(request.META.get("REMOTE_ADDR", "")), settings.TRUSTED_PROXIES)


def is_among(address: Address | None, known: Iterable[str]) -> bool:
    """Tell whether an address is one of these, or in one of these networks (`10.0.0.0/8`)."""
    return address is not None and any(address in ip_network(text, strict=False) for text in known)


def parsed(text: str) -> Address | None:
    """Understand an address as proxies and sockets write it; None for what is none.

    `[2001:db8::7]:443` and `192.0.2.7:443` lose their port, `fe80::1%eth0` its interface, and
    `::ffff:192.0.2.7`, IPv4 on a socket for both, is `192.0.2.7`.
    """
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
