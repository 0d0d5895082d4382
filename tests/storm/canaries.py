"""The secrets of a storm, taken from the wire as they really were, and everything in which they must not be found."""

from __future__ import annotations

import base64
import gc
import re
from collections.abc import Iterator
from types import FunctionType, ModuleType
from typing import Any

_PATTERNS = (
    re.compile(rb"\r\nauthorization: basic (\S+)", re.IGNORECASE),
    re.compile(rb"\r\nx-csrf-token: (\S+)", re.IGNORECASE),
    re.compile(rb"\bJSESSIONID=([^;\s]+)"),
    re.compile(rb"\bBAYEUX_BROWSER=([^;\s]+)"),
)


class Canaries:
    """Collects what a wire carries that nobody may see.

    Attributes:
        kinds: How many different secrets of each kind were seen: credentials, CSRF tokens, two sorts of cookies.
    """

    def __init__(self) -> None:
        self.kinds = [0] * len(_PATTERNS)
        self._secrets: set[str] = set()

    def hear(self, message: bytes) -> None:
        """Take the secrets of one request or answer."""
        head = message.partition(b"\r\n\r\n")[0]
        for number, pattern in enumerate(_PATTERNS):
            for found in pattern.findall(head):
                secret = found.decode()
                self.kinds[number] += secret not in self._secrets
                self._secrets.add(secret)

    def found_in(self, text: str) -> list[str]:
        """The places of a text that give a secret away: the lines with a secret, or with a password of one."""
        known = self._secrets | {password for secret in self._secrets if (password := _password_of(secret))}
        # Most texts are large and hold none.
        secrets = [secret for secret in known if secret in text]
        return [line for line in text.splitlines() if any(secret in line for secret in secrets)]


def reprs(root: object) -> Iterator[str]:
    """How every object of ours looks that can be reached from ``root``: what a log or a debugger would print of it."""
    seen: set[int] = set()
    waiting: list[Any] = [root]
    while waiting:
        each = waiting.pop()
        if id(each) in seen or isinstance(each, (ModuleType, type, str, bytes, int, float)):
            continue
        seen.add(id(each))
        if type(each).__module__.startswith(("tui.demo", "tests.")):
            # The server knows its secrets, and so may a test.
            continue
        if type(each).__module__.startswith("tui."):
            yield repr(each)
        # A function leads to its module, and so to everything: only what it has closed over is its own.
        waiting += [each.__closure__] if isinstance(each, FunctionType) else gc.get_referents(each)


def _password_of(secret: str) -> str:
    try:
        return base64.b64decode(secret, validate=True).decode().partition(":")[2]
    except ValueError:
        return ""
