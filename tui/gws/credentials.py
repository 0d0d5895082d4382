"""User and password as they are sent, and what was learned about sending them; outlives the sessions of a source."""

import httpx

from tui.gws.login import Login
from tui.gws.redaction import SessionRedaction
from tui.source.proxies import proxy_logins

_UTF_8, _LATIN_1 = "utf-8", "iso-8859-1"


class Credentials:
    """The Basic credentials of one login.

    Outside ASCII nothing says which bytes a server reads (RFC 7617 lets it choose; the vendor's .NET client writes
    ISO-8859-1): UTF-8 is tried, then once the other, and the one that was accepted stays.

    Attributes:
        login: Where and as whom.
        encodings: The ways to write them, the present one first.
        redaction: Takes them, and what a server gives for them, out of what is read.
        with_each: Whether they go with every request, since a session without them was refused.
    """

    def __init__(self, login: Login) -> None:
        """Nothing is learned yet.

        Args:
            login: Where and as whom.
        """
        self.login = login
        self.with_each = False
        self.encodings = _encodings(login)
        password = login.password.get_secret_value()
        self.redaction = SessionRedaction(login.user, password, self.encodings, proxy_logins())
        self._proved = self._tried = False

    @property
    def encoding(self) -> str:
        """How they are written now."""
        return self.encodings[0]

    @property
    def basic(self) -> httpx.BasicAuth:
        """What goes with a request."""
        user, password = self.login.user, self.login.password.get_secret_value()
        return httpx.BasicAuth(self._bytes(user), self._bytes(password))

    def accepted(self) -> None:
        """They were: from now on no other way of writing them is tried."""
        self._proved = True

    def refused(self) -> bool:
        """They were: write them the other way from now on, if there is one and none is proved.

        Returns:
            Whether that is worth trying at once: it is once, since every try may count towards a locked account.
        """
        if self._proved or len(self.encodings) == 1:
            return False
        self.encodings.reverse()
        again, self._tried = not self._tried, True
        return again

    def _bytes(self, text: str) -> bytes:
        # What the environment holds and UTF-8 does not know goes to the server as it is.
        return text.encode(self.encoding, errors="surrogateescape")


def _encodings(login: Login) -> list[str]:
    text = f"{login.user}{login.password.get_secret_value()}"
    try:
        text.encode(_LATIN_1)
    except UnicodeError:
        return [_UTF_8]
    return [_UTF_8] if text.isascii() else [_UTF_8, _LATIN_1]
