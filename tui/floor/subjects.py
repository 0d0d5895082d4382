"""Under which subjects the values of a floor stand: one for each login, one for each publisher."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from tui.source.text import clean

_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")
_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")
_ESCAPED = re.compile(r"(?:[A-Za-z0-9_-]|=[0-9A-F]{2})+")
_LONGEST_LOGIN = 256
_UNESCAPED = re.compile(r"[A-Za-z0-9_-]{1,256}")
_MOST_KEYS = 65_536
"""So many are remembered: each message brings one."""


def token(name: str) -> str:
    """Check the name of a bucket, site or publisher, which stands in subjects and permissions as it is.

    Raises:
        ValueError: It is no such name.
    """
    if not _TOKEN.fullmatch(name):
        raise ValueError("a name is 1 to 64 letters, digits, _ and -")
    return name


def escape_login(login: str) -> str:
    """Write a user name as one token: every byte beyond letters, digits, `_` and `-` as `=XX`.

    Raises:
        ValueError: It is empty, too long, or holds what cannot be shown as it is.
    """
    # Two names that look the same would be two logins of one name on a wall.
    if not login or clean(login, _LONGEST_LOGIN) != login:
        raise ValueError("no user name that can be shown as it is")
    return "".join(chr(byte) if byte in _PLAIN else f"={byte:02X}" for byte in login.encode())


def unescape_login(escaped: str) -> str:
    """Read a user name that `escape_login` wrote.

    Raises:
        ValueError: It did not write this.
    """
    if _UNESCAPED.fullmatch(escaped):
        # As nearly all are, and a wall that begins reads thousands.
        return escaped
    if not _ESCAPED.fullmatch(escaped):
        raise ValueError("no escaped user name")
    login = re.sub(r"=(..)", lambda found: chr(int(found[1], 16)), escaped).encode("latin-1").decode()
    if escape_login(login) != escaped:
        raise ValueError("no escaped user name")
    return login


class LoginKey(NamedTuple):
    """Which login a value is of."""

    site: str
    login: str


class PublisherKey(NamedTuple):
    """Which publisher a beat is of."""

    name: str


@dataclass(frozen=True, slots=True)
class Subjects:
    """The subjects of one bucket.

    Attributes:
        bucket: Its name.
    """

    bucket: str = "floor"

    def __post_init__(self) -> None:
        """Check the name."""
        token(self.bucket)

    @property
    def stream(self) -> str:
        """The name of its stream."""
        return f"KV_{self.bucket}"

    @property
    def every(self) -> str:
        """All of them."""
        return f"$KV.{self.bucket}.>"

    def login(self, site: str, login: str) -> str:
        """Where the value of a login stands.

        Raises:
            ValueError: No name of a site, or of a user.
        """
        return f"$KV.{self.bucket}.a.{token(site)}.{escape_login(login)}"

    def publisher(self, name: str) -> str:
        """Where the beat of a publisher stands.

        Raises:
            ValueError: No name of a publisher.
        """
        return f"$KV.{self.bucket}.pub.{token(name)}"

    @property
    def publisher_of_any(self) -> str:
        """Where the beat of any publisher stands."""
        return f"$KV.{self.bucket}.pub.*"

    def of_site(self, site: str) -> tuple[str, str]:
        """What a wall of one site reads: its logins, and all publishers.

        Raises:
            ValueError: No name of a site.
        """
        return f"$KV.{self.bucket}.a.{token(site)}.>", f"$KV.{self.bucket}.pub.>"

    def read(self, subject: str) -> LoginKey | PublisherKey:
        """Say what stands under a subject.

        Raises:
            ValueError: Nothing that we know.
        """
        return _read(self.bucket, subject)


@lru_cache(maxsize=_MOST_KEYS)
def _read(bucket: str, subject: str) -> LoginKey | PublisherKey:
    match subject.removeprefix(f"$KV.{bucket}.").split("."):
        case ["a", site, login]:
            return LoginKey(token(site), unescape_login(login))
        case ["pub", name]:
            return PublisherKey(token(name))
    raise ValueError("no login and no publisher")
