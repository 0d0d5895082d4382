"""What a load balancer does to cookies: a sticky one of its own, and a session cookie whose value changes.

It works as one that has more nodes: a request without the sticky cookie that it was given reaches a node that knows no
session. What it gave once it goes on to understand.
"""

from __future__ import annotations

import re
from collections import Counter
from enum import StrEnum

_SESSION = "JSESSIONID"
_STICKY = "STICKY"
_LAST_ALIASES = 3
"""An older value of the session cookie is no session: who misses so many answers has to log in again."""

_COOKIE = re.compile(rb"\r\ncookie:[ \t]*([^\r\n]*)", re.IGNORECASE)
_GIVEN_SESSION = re.compile(rb"\r\nset-cookie:[ \t]*JSESSIONID=([^;\r\n]+)", re.IGNORECASE)


class Habit(StrEnum):
    """What each answer does to the cookies of the client."""

    CHANGED = "changed"
    """The sticky cookie gets another value."""
    RENAMED = "renamed"
    """The sticky cookie gets another name, and the old one is taken back."""
    REPLACED = "replaced"
    """The session cookie gets another value, and only the last few are known."""
    UNSENT = "unsent"
    """The sticky cookie is for https, and never comes back; nor is it missed."""


class Balancer:
    """Rewrites the messages of one path.

    Attributes:
        habit: What it does to cookies now; None for nothing.
    """

    def __init__(self) -> None:
        """Leave all cookies as they are."""
        self.habit: Habit | None = None
        self._answers = 0
        self._sticky = ""
        self._aliases: Counter[str] = Counter()

    def request(self, message: bytes) -> tuple[bytes, str]:
        """What the server gets of a request, and the session that it is of; "" is none."""
        found = _COOKIE.search(message)
        if found is None:
            # Somebody new, who was given nothing.
            self._sticky = ""
            return message, ""
        pairs = [pair.strip().partition("=") for pair in found[1].decode("latin-1").split(";")]
        cookies = {name: value for name, _, value in pairs}
        is_known_there = not self._sticky or any(name.startswith(_STICKY) for name in cookies)
        session = self._real(cookies.pop(_SESSION, "")) if is_known_there else ""
        kept = [f"{name}={value}" for name, value in cookies.items() if not name.startswith((_STICKY, _SESSION))]
        kept += [f"{_SESSION}={session}"] if session else []
        line = f"\r\nCookie: {'; '.join(kept)}" if kept else ""
        return message[: found.start()] + line.encode("latin-1") + message[found.end() :], session

    def answer(self, message: bytes, session: str) -> bytes:
        """What the client gets of an answer to a request of a session."""
        given = _GIVEN_SESSION.search(message)
        lines = self._cookies(given[1].decode("latin-1") if given is not None else session)
        if not lines:
            return message
        head_ends = message.index(b"\r\n\r\n")
        added = "".join(f"\r\nSet-Cookie: {line}" for line in lines)
        return message[:head_ends] + added.encode("latin-1") + message[head_ends:]

    def _cookies(self, session: str) -> list[str]:
        self._answers += 1
        if self.habit is Habit.REPLACED and session:
            self._aliases[session] += 1
            return [f"{_SESSION}={session}.{self._aliases[session]}; Path=/; HttpOnly"]
        if self.habit is Habit.UNSENT:
            return [f"HTTPS={self._answers}; Path=/; Secure"]
        if self.habit is Habit.CHANGED:
            self._sticky = self._sticky or _STICKY
            return [f"{self._sticky}={self._answers}; Path=/"]
        if self.habit is Habit.RENAMED:
            old, self._sticky = self._sticky, f"{_STICKY}{self._answers}"
            taken_back = [f"{old}=; Path=/; Max-Age=0"] if old else []
            return [*taken_back, f"{self._sticky}={self._answers}; Path=/"]
        return []

    def _real(self, cookie: str) -> str:
        session, _, alias = cookie.partition(".")
        is_old = int(alias or 0) <= self._aliases[session] - _LAST_ALIASES
        return "" if is_old else session
