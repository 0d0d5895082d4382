"""What a browser keeps after it has logged in: a time, signed with a key that is made from the token.

Nothing is kept here, so a page comes back by itself after the server was started again; another token ends every pass.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable

from pydantic import SecretStr

_SALT = b"callboard serve"
"""The same for every server: the key must be the same after a restart; scrypt makes guessing dear."""


class PassKey:
    """Checks tokens, signs passes and checks them."""

    def __init__(self, token: SecretStr, stay_s: int, wall_s: Callable[[], float]) -> None:
        """Make the key of a token; takes a tenth of a second.

        Args:
            token: What a browser must know.
            stay_s: How long a pass holds.
            wall_s: Seconds since the epoch.
        """
        self._key = _derived(token.get_secret_value())
        self.stay_s = stay_s
        self._wall_s = wall_s
        self._token = _digest(token.get_secret_value())

    def fits(self, token: str) -> bool:
        """Whether this is the token, in a time that does not tell how much of it is.

        Args:
            token: What somebody says.
        """
        return hmac.compare_digest(_digest(token), self._token)

    def sign(self) -> str:
        """A new pass, which holds from now on."""
        words = f"{int(self._wall_s()) + self.stay_s}.{secrets.token_urlsafe(16)}"
        return f"{words}.{self._signature(words)}"

    def holds(self, given: str) -> bool:
        """Whether a pass is ours and still holds.

        Args:
            given: Any text of a browser.
        """
        words, _, signature = given.rpartition(".")
        if not hmac.compare_digest(signature.encode("utf-8", "replace"), self._signature(words).encode()):
            return False
        # Signed by us, so it is a number.
        return int(words.partition(".")[0]) > self._wall_s()

    def _signature(self, words: str) -> str:
        return hmac.new(self._key, words.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def _derived(token: str) -> bytes:
    return hashlib.scrypt(token.encode("utf-8", "replace"), salt=_SALT, n=1 << 14, r=8, p=1)
