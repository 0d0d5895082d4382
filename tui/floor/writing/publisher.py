"""Publishes the logins of a board: session after session, each of which puts all of them before it says so."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass
from types import MappingProxyType
from typing import NoReturn

from tui.floor.beats import PublisherKind
from tui.floor.connection import FloorConnection
from tui.floor.errors import FloorError, FloorRefusedError
from tui.floor.subjects import Subjects
from tui.floor.writing.encoding import LoginEncoder
from tui.floor.writing.fencing import ClaimState, LoginClaim
from tui.floor.writing.pending import PendingLogins
from tui.floor.writing.publishing import PublishingSession
from tui.live.store.board import Board
from tui.live.store.link import Link, LinkState
from tui.source.backoff import Backoff

Connect = Callable[[], AbstractAsyncContextManager[FloorConnection]]
"""Opens a connection of a publisher."""


@dataclass(frozen=True, slots=True)
class PublisherOptions:
    """Who publishes, and at which pace.

    Attributes:
        name: Nobody else's.
        site: Of its logins.
        kind: What it is.
        beat_s: Seconds between two beats.
        program: Version of the program.
        take_over: Whether logins are taken, once, from publishers that are alive.
        says_gone: Whether its logins are taken from all walls when it is ended.
        look_s: Seconds between two looks at logins of others.
        refused_s: Seconds before something that was refused is tried again.
    """

    name: str
    site: str = "main"
    kind: PublisherKind = PublisherKind.COLLECTOR
    beat_s: float = 2.0
    program: str = ""
    take_over: bool = False
    says_gone: bool = False
    look_s: float = 5.0
    refused_s: float = 30.0


class FloorPublisher:
    """Keeps the values of some logins on a floor equal to a board; whatever happens there, the board is not waited for.

    Attributes:
        link: How it stands with the floor.
        claims: How it stands with each login, by the source of the board.
        on_change: Called when one of these two changed, with the source whose claim it is, "" for the link.
    """

    def __init__(
        self,
        board: Board,
        logins: Mapping[str, str],
        connect: Connect,
        subjects: Subjects,
        options: PublisherOptions,
        encoder: LoginEncoder,
    ) -> None:
        """Publish nothing before `run`.

        Args:
            board: Whose sources are published.
            logins: User names, by the source.
            connect: Opens a connection.
            subjects: The bucket.
            options: Who publishes.
            encoder: Masks, and writes.

        Raises:
            ValueError: A name cannot be one of a key, or two sources are one login.
        """
        subjects.publisher(options.name)
        keys = {name: subjects.login(options.site, login) for name, login in logins.items()}
        if len(set(keys.values())) < len(keys):
            raise ValueError("two sources are the same login")
        self.link = Link(LinkState.CONNECTING, board.clock.now_s())
        self._claims = {name: LoginClaim(key) for name, key in keys.items()}
        self.claims: Mapping[str, LoginClaim] = MappingProxyType(self._claims)
        self.on_change: list[Callable[[str], None]] = []
        self.board = board
        self.subjects = subjects
        self.options = options
        self.encoder = encoder
        self.sessions: set[str] = set()
        self.displaced: set[str] = set()
        self._connect = connect
        self._backoff = Backoff(longest_s=2.0)
        self._again = asyncio.Event()

    async def run(self) -> NoReturn:
        """Publish until cancelled."""
        pending = PendingLogins(self.board, self._claims)
        try:
            while True:
                why = await self._session(pending)
                task = asyncio.current_task()
                if task is not None and task.cancelling():
                    # Python (3.11) drops a cancellation that comes while a group of tasks ends by a fault.
                    raise asyncio.CancelledError
                pending.add(self._claims)
                refused = isinstance(why, FloorRefusedError)
                self.tell(LinkState.REFUSED if refused else LinkState.STALE, str(why))
                await self._wait(self.options.refused_s if refused else self._backoff.next_s())
        finally:
            pending.stop()

    def retry(self) -> None:
        """Connect again now instead of when a delay is over."""
        self._again.set()

    def tell(self, state: LinkState, why: str = "") -> None:
        """Say how it stands with the floor.

        Args:
            state: As for a login.
            why: Words for people.
        """
        if state is LinkState.LIVE:
            self._backoff.reset()
        if (self.link.state, self.link.why) != (state, why):
            self.link = Link(state, self.board.clock.now_s(), why)
            self.say_changed("")

    def say_changed(self, name: str) -> None:
        """Tell whoever wants to know that something is another one.

        Args:
            name: The source whose claim it is; "" for the link.
        """
        for told in tuple(self.on_change):
            told(name)

    async def _wait(self, seconds: float) -> None:
        self._again.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._again.wait()

    async def _session(self, pending: PendingLogins) -> FloorError:
        """Publish over one connection until the first doubt; say what that was."""
        for claim in self._claims.values():
            claim.upon, claim.is_due = None, True
            if claim.state is not ClaimState.STANDING_BY:
                claim.state, claim.why = ClaimState.WAITING, ""
        try:
            async with self._connect() as connection:
                await PublishingSession(self, connection, pending).run()
        except FloorError as error:
            return error
        except ExceptionGroup as group:
            errors, others = group.split(FloorError)
            if others is not None or errors is None:
                raise
            return _first(errors)
        return FloorError("ended")


def _first(group: BaseExceptionGroup[FloorError]) -> FloorError:
    found = group.exceptions[0]
    return found if isinstance(found, FloorError) else _first(found)
