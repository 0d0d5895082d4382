"""A line to a real server: REST and stream of one session, with or without a way to operate calls."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

from tui.gws.auth import ReadingSession, Session
from tui.gws.paths import path_of
from tui.gws.poll_hold import PollHold
from tui.gws.rest import ReadingRest, Rest
from tui.gws.stream import Stream
from tui.gws.voice import VoiceServices
from tui.source.intent import Intent
from tui.source.outages import Outages
from tui.source.port import Events
from tui.source.retry import RetryTimer
from tui.source.retry_queue import Turns


@dataclass(frozen=True, slots=True)
class Listening:
    """How a line listens.

    Attributes:
        now_s: The clock that stamps arrivals.
        turns: Of the server; the stream's own if not given.
        hold: What is known of how long polls are held.
        outages: What is known of the Voice services.
    """

    now_s: Callable[[], float]
    turns: Turns | None = None
    hold: PollHold | None = None
    outages: Outages = field(default_factory=VoiceServices)

    def stream(self, session: ReadingSession) -> AbstractAsyncContextManager[Events]:
        """Prepare the stream of a session; entering it starts the polls."""
        return Stream(session, self.now_s, patience=RetryTimer(self.turns), hold=self.hold)


class _Listens(ReadingRest):
    """What both kinds of lines have beside their requests."""

    _listening: Listening

    @property
    def outages(self) -> Outages:
        """What is known of the Voice services, also from the lines before."""
        return self._listening.outages

    def stream(self) -> AbstractAsyncContextManager[Events]:
        """Prepare the stream; entering it starts the polls."""
        return self._listening.stream(self._session)


class ReadingLine(_Listens):
    """A line to a real server that only looks."""

    def __init__(self, session: ReadingSession, listening: Listening) -> None:
        """Work within a session.

        Args:
            session: Cookies, token and connections.
            listening: How it listens.
        """
        super().__init__(session)
        self._listening = listening


class GwsLine(_Listens, Rest):
    """A line to a real server that may operate calls as well."""

    def __init__(self, session: Session, listening: Listening) -> None:
        """Work within a session.

        Args:
            session: Cookies, token and connections.
            listening: How it listens.
        """
        super().__init__(session)
        self._listening = listening

    async def send(self, intent: Intent, parameters: Mapping[str, object] | None = None) -> str:
        """Post one operation, once; see `tui.source.port.ActingLine`."""
        return (await self.operate(path_of(intent), intent.operation, parameters)).failed_words
