"""Which cookies a server gave, and why one of them does not go back to it."""

from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from tui.gws.http_date import read_date
from tui.source.text import clean

_MOST_NAMES = 50
_MOST_TOLD = 3
_WORD_LIMIT = 60
_DELETED = frozenset({"", "deleteme", "deleted"})

_Attributes = dict[str, str]


class GivenCookies:
    """The cookies of one session by name: values are not kept here.

    The jar decides what is sent (RFC 6265): this tells what it leaves out. A server hands out a session by a cookie;
    one that does not come back is no session.
    """

    def __init__(self, origin: str) -> None:
        """Nothing is given yet.

        Args:
            origin: What the server is spoken to as.
        """
        self._origin = urlsplit(origin)
        self._given: dict[str, _Attributes] = {}
        self._taken_back: set[str] = set()

    @property
    def names(self) -> list[str]:
        """Their names, sorted, clean."""
        return sorted(clean(name, _WORD_LIMIT) for name in self._given)

    def take(self, lines: Iterable[str]) -> None:
        """Read the `Set-Cookie` headers of an answer.

        Args:
            lines: What each of them says.
        """
        for line in lines:
            pair, *rest = line.split(";")
            name, _, value = (part.strip() for part in pair.partition("="))
            attributes = dict(_attribute(part) for part in rest)
            if value.strip('"').lower() in _DELETED or (name in self._given and _is_over(attributes)):
                # What was never given is often deleted all the same.
                self._taken_back |= {name} & self._given.keys()
            elif name and (name in self._given or len(self._given) < _MOST_NAMES):
                self._given[name] = attributes
                self._taken_back.discard(name)

    def missing(self, cookie_header: str) -> list[str]:
        """The given ones that a request does not carry.

        Args:
            cookie_header: Its `Cookie` header.

        Returns:
            Their names, in the order in which they were given.
        """
        sent = {pair.partition("=")[0].strip() for pair in cookie_header.split(";")}
        return [name for name in self._given if name not in sent]

    def suffice(self, cookie_header: str) -> bool:
        """Whether a request carries all that was given, and that is something."""
        return bool(self._given) and not self.missing(cookie_header)

    def words(self, cookie_header: str) -> str:
        """Why cookies are not sent, for people; "" while all that were given are.

        Args:
            cookie_header: The `Cookie` header of the request that lacks them.

        Returns:
            One clause for each of the first ones.
        """
        names = self.missing(cookie_header)[:_MOST_TOLD]
        return ", ".join(f"cookie {clean(name, _WORD_LIMIT)} {self._why(name)}" for name in names)

    def _why(self, name: str) -> str:
        attributes, here = self._given[name], self._origin
        path, domain = attributes.get("path", "/"), attributes.get("domain")
        host = here.hostname or ""
        if name in self._taken_back:
            return "was taken back by the server"
        if "secure" in attributes and here.scheme == "http":
            return "is Secure, but the server is spoken to over http"
        if domain is not None and not _is_of(host, domain):
            of = f"the domain {clean(domain, _WORD_LIMIT)}" if domain else "no domain (Domain is empty)"
            return f"is for {of}, but the server is spoken to as {clean(host, _WORD_LIMIT)}"
        if _is_over(attributes):
            return "had expired when it came (Expires or Max-Age; is the server's clock behind?)"
        if not path.startswith("/") or not f"{here.path}/api/v2/".startswith(path):
            return f"is for the path {clean(path, _WORD_LIMIT)}, which is not that of the requests"
        return "cannot be sent back"


def _attribute(words: str) -> tuple[str, str]:
    name, _, value = words.partition("=")
    return name.strip().lower(), value.strip().strip('"')


def _is_of(host: str, domain: str) -> bool:
    domain = domain.lower().removeprefix(".")
    return bool(domain) and (host == domain or host.endswith(f".{domain}"))


def _is_over(attributes: _Attributes) -> bool:
    age = attributes.get("max-age", "")
    if age.removeprefix("-").isdecimal():
        return int(age[:9]) <= 0
    end = read_date(attributes.get("expires", ""))
    return end is not None and end <= datetime.now(UTC)
