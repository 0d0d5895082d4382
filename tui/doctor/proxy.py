"""Which proxy stands between, by the same variables of the environment that httpx reads."""

from urllib.parse import SplitResult, urlsplit
from urllib.request import getproxies, proxy_bypass

from tui.source.origin import is_loopback
from tui.source.text import clean

_PORTS = {"http": 80, "https": 443}


def proxy_for(address: SplitResult) -> SplitResult | None:
    """Find the proxy of an address.

    Args:
        address: Where the server is.

    Returns:
        The proxy's address, perhaps with credentials in it; None where there is none.

    Raises:
        ValueError: What the environment says is no address of a proxy that we can use.
    """
    if is_loopback(address.geturl()):
        return None
    proxies = getproxies()
    said = proxies.get(address.scheme) or proxies.get("all")
    if not said or proxy_bypass(address.hostname or ""):
        return None
    proxy = _read(said if "://" in said else f"http://{said}")
    if proxy.scheme not in _PORTS or not proxy.hostname:
        raise ValueError(f"no proxy of the kind {clean(proxy.scheme)} is supported")
    return proxy


def _read(said: str) -> SplitResult:
    unreadable = ValueError("the address of the proxy cannot be read")
    try:
        proxy = urlsplit(said)
        usable = proxy.port != 0 and "@" not in f"{proxy.path}{proxy.query}{proxy.fragment}"
    except ValueError:
        # Not the library's words: what it cannot read may be a part of a password.
        raise unreadable from None
    if not usable:
        raise unreadable
    return proxy


def shown(proxy: SplitResult) -> str:
    """A proxy for people: without its credentials."""
    return clean(f"{proxy.scheme}://{proxy.hostname}:{port_of(proxy)}")


def port_of(address: SplitResult) -> int:
    """The port of an address, the usual one of its scheme if it names none."""
    return address.port or _PORTS[address.scheme]
