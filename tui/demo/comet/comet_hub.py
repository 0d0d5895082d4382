"""All CometD sessions of the server: delivery to their queues, their life and their end (API.md 4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tui.demo.comet.comet_client import CometClient, HoldEnd
from tui.demo.options import Options


@dataclass(slots=True)
class Advice:
    """What clients are advised; may be changed while the server runs. Milliseconds, as on the wire."""

    timeout_ms: int
    interval_ms: int
    max_interval_ms: int
    reconnect: str = "retry"
    multiple_clients: bool = False
    denied: set[str] = field(default_factory=set)

    @property
    def values(self) -> tuple[object, ...]:
        """What a client is told, to see whether it changed."""
        return (self.reconnect, self.interval_ms, self.timeout_ms)


class CometHub:
    """The CometD sessions.

    Attributes:
        advice: What clients are advised now.
        swept: How many sessions expired.
    """

    def __init__(self, options: Options, clock: Callable[[], float]) -> None:
        """A hub without sessions.

        Args:
            options: First advice, and whether acknowledgement is offered.
            clock: Seconds.
        """
        self.advice = Advice(
            options.poll_timeout_ms,
            options.poll_interval_ms,
            options.max_interval_ms,
            multiple_clients=options.multiple_clients,
        )
        self.ack = options.ack
        self.clock = clock
        self.swept = 0
        self._clients: dict[str, CometClient] = {}
        self._by_user: dict[str, dict[str, CometClient]] = {}

    @property
    def clients(self) -> tuple[CometClient, ...]:
        """All sessions, oldest first."""
        return tuple(self._clients.values())

    def open(self, user_name: str, session_id: str, browser: str, *, ack: bool) -> CometClient:
        """A new session, bound to an HTTP session."""
        client = CometClient(user_name, session_id, browser, self.clock(), ack=ack and self.ack)
        self._clients[client.id] = client
        self._by_user.setdefault(user_name, {})[client.id] = client
        return client

    def find(self, client_id: object, session_id: str) -> CometClient | None:
        """The session of that id, if it is bound to this HTTP session."""
        client = self._clients.get(client_id) if isinstance(client_id, str) else None
        if client is None or client.session_id != session_id:
            return None
        client.seen_s = self.clock()
        return client

    def crowded(self, client: CometClient) -> bool:
        """Whether another session of the same browser is older and long polling is kept for that one."""
        if not self.advice.multiple_clients or not client.browser:
            return False
        first = next(each for each in self._clients.values() if each.browser == client.browser)
        return first is not client

    # Delivery

    def wanted(self, user_name: str, topic: str) -> bool:
        """Whether any session of the user subscribed to the topic."""
        return any(client.wants(topic) for client in self._by_user.get(user_name, {}).values())

    def publish(self, user_name: str, topic: str, text: str) -> None:
        """Queue an encoded message for every session of the user that wants it."""
        _push(self._by_user.get(user_name, {}).values(), topic, text)

    def publish_to_all(self, topic: str, text: str) -> None:
        """Queue an encoded message for every session that wants it."""
        _push(self._clients.values(), topic, text)

    # Ends

    def remove(self, client: CometClient, why: HoldEnd) -> None:
        """End one session."""
        if self._clients.pop(client.id, None) is None:
            return
        mine = self._by_user[client.user_name]
        del mine[client.id]
        if not mine:
            del self._by_user[client.user_name]
        client.end_hold(why)

    def forget(self) -> int:
        """End every session as if the server had forgotten it; say how many there were."""
        clients = self.clients
        for client in clients:
            self.remove(client, HoldEnd.FORGOTTEN)
        return len(clients)

    def log_out(self, session_id: str) -> None:
        """End the sessions bound to an HTTP session that is gone."""
        for client in self.clients:
            if client.session_id == session_id:
                self.remove(client, HoldEnd.LOGGED_OUT)

    def sweep(self) -> None:
        """End the sessions that did not come again in time after their last poll."""
        limit_s = (self.advice.max_interval_ms + self.advice.interval_ms) / 1000
        for client in self.clients:
            if not client.held and self.clock() - client.seen_s > limit_s:
                self.swept += 1
                self.remove(client, HoldEnd.FORGOTTEN)

    def close(self) -> None:
        """End every session and held poll because the server stops."""
        for client in self.clients:
            self.remove(client, HoldEnd.CLOSING)


def _push(clients: Iterable[CometClient], topic: str, text: str) -> None:
    for client in tuple(clients):
        if client.wants(topic):
            client.push(text)
