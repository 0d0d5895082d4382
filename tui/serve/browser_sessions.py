"""What a browser keeps after it has logged in: a time and a number, signed with a key that is made from its token.

Next to nothing is kept here, so a page comes back by itself after the server was started again; a token that is not
there any more ends its passes, and logging out ends one.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from pydantic import SecretStr

from tui.serve.tokens import Token, TokenRole, Tokens, matching

_SALT = b"callboard serve"
"""The same for every server: the key must be the same after a restart; scrypt makes guessing dear."""
MOST_ENDED = 10_000
"""Passes that were logged out and are remembered; more than so many people do not log out within the life of one."""


@dataclass(frozen=True, slots=True)
class BrowserSession:
    """A log-in.

    Attributes:
        token: Name of the token.
        role: What may be done with it.
        number: Its own, the same however often it is renewed; "" where nobody has to log in.
        until_s: When it ends, seconds since the epoch.
    """

    token: str
    role: TokenRole
    number: str
    until_s: float


class BrowserSessions:
    """Checks tokens, signs passes and checks them."""

    def __init__(self, tokens: Tokens, stay_s: int, wall_s: Callable[[], float]) -> None:
        """Make the keys of the tokens; takes a tenth of a second for each.

        Args:
            tokens: One of which a browser must know.
            stay_s: How long a pass holds.
            wall_s: Seconds since the epoch.
        """
        self._tokens = tokens
        self.stay_s = stay_s
        self._wall_s = wall_s
        self._keys: dict[str, bytes] = {}
        self._ended: dict[str, float] = {}
        self._look()

    def log_in(self, said: str) -> BrowserSession | None:
        """Begin a pass, in a time that does not tell how much of a token is right.

        Args:
            said: What somebody gives as the token.

        Returns:
            The pass; None where it is no token.
        """
        token = matching(said, self._look())
        if token is None:
            return None
        return self.renewed(BrowserSession(token.name, token.role, secrets.token_urlsafe(16), 0.0))

    def sign(self, held: BrowserSession) -> str:
        """Write a pass for a browser.

        Args:
            held: From `log_in`, `read` or `renewed`.
        """
        name = base64.urlsafe_b64encode(held.token.encode()).decode()
        words = f"{int(held.until_s)}.{held.number}.{name}"
        key = next((self._keys[_secret(token)] for token in self._look() if token.name == held.token), b"")
        return f"{words}.{_signature(key or secrets.token_bytes(32), words)}"

    def read(self, given: str) -> BrowserSession | None:
        """Read a pass.

        Args:
            given: Any text of a browser.

        Returns:
            The pass; None where it is not ours, or does not hold any more.
        """
        words, _, signature = given.rpartition(".")
        until, _, rest = words.partition(".")
        number, _, encoded = rest.partition(".")
        try:
            name = base64.urlsafe_b64decode(encoded.encode()).decode()
        except (binascii.Error, ValueError):
            return None
        token = next((token for token in self._look() if token.name == name), None)
        if token is None:
            return None
        expected = _signature(self._keys[_secret(token)], words)
        if not hmac.compare_digest(signature.encode("utf-8", "replace"), expected.encode()):
            return None
        # Signed by us, so it is a number.
        held = BrowserSession(name, token.role, number, float(until))
        return held if self.holds(held) else None

    def holds(self, held: BrowserSession) -> bool:
        """Whether a pass that was read still holds: nobody logged out, its token is there, its time is not over.

        Args:
            held: From `log_in` or `read`.
        """
        if held.number in self._ended or self._wall_s() >= held.until_s:
            return False
        return any((token.name, token.role) == (held.token, held.role) for token in self._look())

    def end(self, held: BrowserSession) -> None:
        """Log out: this pass never holds again, in no copy of it.

        Args:
            held: From `log_in` or `read`.
        """
        now_s = self._wall_s()
        self._ended = {number: until_s for number, until_s in self._ended.items() if until_s > now_s}
        self._ended[held.number] = now_s + self.stay_s
        if len(self._ended) > MOST_ENDED:
            del self._ended[next(iter(self._ended))]

    def renewed(self, held: BrowserSession) -> BrowserSession:
        """The same pass as it holds from now on."""
        return BrowserSession(held.token, held.role, held.number, self._wall_s() + self.stay_s)

    def _look(self) -> tuple[Token, ...]:
        tokens = self._tokens.now()
        known = {_secret(token) for token in tokens}
        if known != self._keys.keys():
            self._keys = {secret: self._keys.get(secret) or _derived(secret) for secret in known}
        return tokens


def _secret(token: Token) -> str:
    secret: SecretStr = token.secret
    return secret.get_secret_value()


def _signature(key: bytes, words: str) -> str:
    return hmac.new(key, words.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def _derived(token: str) -> bytes:
    return hashlib.scrypt(token.encode("utf-8", "replace"), salt=_SALT, n=1 << 14, r=8, p=1)
