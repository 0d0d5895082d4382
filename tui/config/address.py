"""What an address of a server may look like: whatever could not be connected to is found before anything runs."""

import ipaddress
import re
from urllib.parse import urlsplit

LONGEST = 2_000
"""Characters."""
_HOST = re.compile(r"[^\s\"%<>\\^`{|}\x00-\x1f\x7f]+")
_NUMBERS = re.compile(r"[0-9]+(\.[0-9]+){3}")
_USUAL = "write it like https://gws.example.com"
_USUAL_NATS = "write it like tls://nats.example.com:4222"


def why_not(url: str) -> str:
    """Say what is wrong with the address of a server.

    Args:
        url: What was set.

    Returns:
        Words without the address, which may hold a password; "" where nothing is wrong.
    """
    return _why_not(url, ("http", "https"), _USUAL)


def why_no_nats(url: str) -> str:
    """Say what is wrong with the address of a NATS server; see `why_not`."""
    if words := _why_not(url, ("tls", "nats"), _USUAL_NATS):
        return words
    return "an address of NATS ends with the port" if urlsplit(url).path not in ("", "/") else ""


def _why_not(url: str, schemes: tuple[str, str], usual: str) -> str:
    if len(url) > LONGEST or re.search(r"[\s\x00-\x1f\x7f\\]", url):
        return f"an address has no spaces and no \\: {usual}"
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return f"not an address: {usual}; an address of IPv6 stands in brackets, such as {schemes[-1]}://[2001:db8::1]"
    if "@" in parts.netloc:
        return "no credentials in the address: use user, and callboard login"
    if parts.scheme not in schemes or not host:
        return f"not an address: {usual}"
    if not _is_host(host):
        return "no host can be named so"
    if "?" in url or "#" in url:
        return "an address ends before ? and #"
    return "" if _has_good_port(url) else "the port is a number from 1 to 65535"


def _is_host(host: str) -> bool:
    if ":" in host or _NUMBERS.fullmatch(host):
        try:
            ipaddress.ip_address(host)
        except ValueError:
            return False
        return True
    try:
        # The names of the internet: no label is empty or longer than 63 characters.
        return bool(_HOST.fullmatch(host)) and len(host.rstrip(".").encode("idna")) <= 253
    except UnicodeError:
        return False


def _has_good_port(url: str) -> bool:
    try:
        port = urlsplit(url).port
    except ValueError:
        return False
    return port != 0
