"""Who asks: behind a reverse proxy that is trusted, what it says about the browser; otherwise the socket alone."""

import ipaddress
from collections.abc import Sequence
from urllib.parse import urlsplit

from aiohttp import web

from tui.serve.settings import Network


def address_of(request: web.Request, proxies: Sequence[Network]) -> str:
    """The address of the browser.

    Args:
        request: Its request.
        proxies: Whose word counts.

    Returns:
        An address; the last one that a trusted proxy has seen, never one that the browser made up itself.
    """
    peer = _plain(request.remote or "")
    # A proxy may add a line of its own behind that of the browser: all lines are one list.
    lines = ",".join(request.headers.getall("X-Forwarded-For", []))
    seen = [one.strip() for one in lines.split(",") if one.strip()]
    while seen and is_one_of(peer, proxies):
        peer = _plain(seen.pop())
    return peer


def is_secure(request: web.Request, proxies: Sequence[Network]) -> bool:
    """Whether the browser's connection is encrypted.

    Args:
        request: Its request.
        proxies: Whose word counts.
    """
    said = ",".join(request.headers.getall("X-Forwarded-Proto", [])).rpartition(",")[2].strip().lower()
    return request.secure or (said == "https" and is_one_of(request.remote or "", proxies))


def is_served_name(host: str, names: Sequence[str]) -> bool:
    """Whether a browser may call this server so.

    A page of somebody else's whose name is made to lead here (DNS rebinding) comes with its own name. An address
    cannot be made to lead anywhere.

    Args:
        host: The `Host` of a request.
        names: Names that the server has.
    """
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    return name == "localhost" or name in names or _is_address(name)


def is_own_origin(request: web.Request, *, secure: bool) -> bool:
    """Whether a request comes from a page of this server, and says so.

    Args:
        request: With a `Host` that is served.
        secure: Whether the browser's connection is encrypted.
    """
    scheme = "https" if secure else "http"
    return request.headers.get("Origin", "").lower() == f"{scheme}://{request.host}".lower()


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def is_one_of(peer: str, proxies: Sequence[Network]) -> bool:
    """Whether an address is that of a trusted proxy.

    Args:
        peer: An address, or anything.
        proxies: Whose word counts.
    """
    try:
        address = ipaddress.ip_address(_plain(peer))
    except ValueError:
        return False
    return any(address in network for network in proxies)


def _plain(peer: str) -> str:
    """Without a port behind it, and as the version that it is of: `::ffff:192.0.2.1` is `192.0.2.1`."""
    host = peer
    if peer.startswith("["):
        host = peer[1:].partition("]")[0]
    elif peer.count(":") == 1:
        host = peer.partition(":")[0]
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return peer
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return str(mapped or address)
