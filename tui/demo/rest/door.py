"""Who may come in: Basic credentials, HTTP sessions, CSRF tokens (API.md 1.2 and 1.3)."""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tui.demo.centre.centre import Centre
from tui.demo.centre.model import Agent

COOKIE = "JSESSIONID"
TOKEN_HEADER = "X-CSRF-TOKEN"


@dataclass(slots=True)
class HttpSession:
    """A logged-in HTTP session; it ends when it was not used for a while."""

    agent: Agent
    used_s: float
    id: str = field(default_factory=lambda: f"node0{secrets.token_hex(16)}")
    token: str = field(default_factory=lambda: secrets.token_hex(18))


class SimulatedLogins:
    """Lets logins in and remembers them.

    Attributes:
        password: The password of every login.
        failures: Wrong passwords by user name.
        ended: Called with the id of each session that ends.
    """

    def __init__(self, centre: Centre, password: str, idle_s: float) -> None:
        """Open the door.

        Args:
            centre: Who may log in, and the clock.
            password: The password of every login.
            idle_s: Idle seconds after which a session is gone.
        """
        self.password = password
        self.failures: Counter[str] = Counter()
        self.ended: Callable[[str], None] = lambda _: None
        self._centre = centre
        self._idle_s = idle_s
        self._sessions: dict[str, HttpSession] = {}

    def admit(self, cookie: str | None, authorization: str | None) -> HttpSession | None:
        """The session of a request: of its cookie, or a new one for good Basic credentials; None is anonymous."""
        session = self._known(cookie)
        if session is not None:
            return session
        agent = self._credentials(authorization)
        if agent is None:
            return None
        session = HttpSession(agent, self._centre.clock())
        self._sessions[session.id] = session
        return session

    def _known(self, cookie: str | None) -> HttpSession | None:
        session = self._sessions.get(cookie or "")
        if session is None:
            return None
        if self._centre.clock() - session.used_s > self._idle_s:
            self.end(session.id)
            return None
        self.touch(session)
        return session

    def touch(self, session: HttpSession) -> None:
        """Count the session as used now."""
        session.used_s = self._centre.clock()

    def _credentials(self, authorization: str | None) -> Agent | None:
        name, password = _basic(authorization or "")
        agent = self._centre.user(name)
        if agent is not None and hmac.compare_digest(password.encode(), self.password.encode()):
            return agent
        if name:
            self.failures[name] += 1
        return None

    def holds(self, session: HttpSession) -> bool:
        """Whether the session still exists."""
        return session.id in self._sessions

    def end(self, session_id: str) -> None:
        """End one session, and what hangs on it."""
        if self._sessions.pop(session_id, None) is not None:
            self.ended(session_id)

    def expire_all(self) -> int:
        """End every session; say how many there were."""
        ids = tuple(self._sessions)
        for session_id in ids:
            self.end(session_id)
        return len(ids)


def _basic(authorization: str) -> tuple[str, str]:
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        raw = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return "", ""
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    name, _, password = text.partition(":")
    return name, password
