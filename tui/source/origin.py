"""What an address tells about the way to it."""

from ipaddress import ip_address
from urllib.parse import urlsplit


def is_loopback(url: str) -> bool:
    """Whether a server is on this machine, so that nothing leaves it.

    Args:
        url: Its address; a name counts only if it is `localhost`.
    """
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
