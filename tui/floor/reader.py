"""Reads a floor onto a board: session after session, each of which begins with all that is there."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import NoReturn

from tui.floor.connection import FloorConnection
from tui.floor.errors import FloorError, FloorRefusedError
from tui.floor.known_publisher import Failure, KnownPublisher
from tui.floor.known_publishers import Heard, KnownPublishers
from tui.floor.pending_moves import PendingMoves
from tui.floor.reading import FloorReading
from tui.floor.session import FloorSession, StoredMessage
from tui.floor.shown_logins import ReadLogin, ShownLogins
from tui.floor.subjects import LoginKey, PublisherKey
from tui.live.publishers import Publisher
from tui.live.store.board import Board
from tui.live.store.journal import EntryKind, Journal
from tui.live.store.link import Link, LinkState
from tui.source.backoff import Backoff

NOBODY = "no login is published there"
"""Why a floor without logins is not live: that nobody is there does not mean that there are no calls."""
_GATHER_S = 0.01
"""What comes within so long is one step of the board."""
_READ_AT_ONCE, _SHOWN_AT_ONCE = 32, 256
"""So many values are read, and so many are one step of the board, before a key has its turn: some ten milliseconds."""
_PAUSE_S = 0.002
"""Between two slices at least: what waits for the event loop, such as a key, comes first."""
_CALM_S = 60.0

Connecting = Callable[[], AbstractAsyncContextManager[FloorConnection]]
"""Opens a connection, which ends with its block."""


class FloorReader:
    """Keeps the logins of a floor on a board; it is an `Origin` and a `Relay`.

    Where it knows no login, the floor itself stands on the board, so that its link is seen.

    Attributes:
        name: What the floor is called.
        link: How sure it is that all of it is read.
    """

    def __init__(self, connect: Connecting, reading: FloorReading, board: Board, journal: Journal) -> None:
        """Read nothing before `run`.

        Args:
            connect: Opens a connection.
            reading: What is read.
            board: Where it is shown.
            journal: Where is noted what happens.
        """
        self.name = reading.name
        self.link = Link(LinkState.CONNECTING, board.clock.now_s())
        self._connect = connect
        self._reading = reading
        self._board = board
        self._journal = journal
        self._refused_s = reading.refused_s
        self._backoff = Backoff()
        self._retry = asyncio.Event()
        self._publishers = KnownPublishers(board.clock, journal)
        self._logins = ShownLogins(reading, self._publishers.by_name, board, journal)
        self._moves = PendingMoves()
        self._heard_until_s: float | None = None
        self._show_whether_empty()

    # An origin

    @property
    def names(self) -> frozenset[str]:
        """The sources of the board that it keeps now."""
        return frozenset(self._logins.shown or (self.name,))

    async def run(self) -> NoReturn:
        """Keep the board right until cancelled."""
        self._lose(LinkState.CONNECTING, "")
        while True:
            began_s = self._now_s
            try:
                async with self._connect() as connection:
                    try:
                        await self._follow(FloorSession(connection, self._reading.subjects, self._board.clock.now_s))
                    except FloorError as error:
                        # Nothing is sure any more, however long a connection takes to close at which nobody listens.
                        self._fail(error)
                        raise
            except FloorRefusedError as error:
                self._fail(error)
                await self._wait(self._refused_s)
            except FloorError as error:
                self._fail(error)
                if self._now_s - began_s > _CALM_S:
                    self._backoff.reset()
                await self._wait(self._backoff.next_s())

    def retry(self) -> None:
        """Try again now instead of when a delay is over."""
        self._retry.set()

    def check_silence(self) -> None:
        """Look whether a beat is missed: after a suspend before anything else is shown."""
        next_s = self._publishers.next_due_s
        if self._logins.lost is not None or next_s is None or next_s > self._now_s:
            return
        with self._board.together():
            for known in self._publishers.due():
                self._logins.look_at(known)
                self._note(known)
            self._show_whether_empty()

    def keep_pace(self, resync_s: float, resync_max_s: float, refused_s: float) -> None:
        """See `Origin`; it is told of changes, and looks at nothing by itself."""
        del resync_s, resync_max_s
        self._refused_s = refused_s

    # A relay

    @property
    def silent(self) -> Sequence[tuple[str, float]]:
        """The publishers that are missed, each with since when, the one for the longest time first."""
        return self._publishers.silent if self._logins.lost is None else ()

    @property
    def count(self) -> int:
        """How many publishers have logins on the board."""
        return self._logins.publishers

    @property
    def sites(self) -> int:
        """At how many sites there are logins."""
        return self._logins.sites

    def publishers(self) -> Sequence[Publisher]:
        """All of them, by name, as of now; one that is missed and has no login any more is missed by nobody."""
        known = [known for _, known in sorted(self._publishers.by_name.items())]
        return [self._as_shown(one) for one in known if self._logins.has(one.name) or not one.is_missed(self._now_s)]

    # Sessions

    @property
    def _now_s(self) -> float:
        return self._board.clock.now_s()

    async def _follow(self, session: FloorSession) -> NoReturn:
        found = await session.snapshot(self._reading.sites)
        self._backoff.came_back()
        try:
            await self._begin(found)
            while True:
                await self._take_all(await session.news(self._next_look_s()))
                self.check_silence()
                self._move()
                await asyncio.sleep(_GATHER_S)
        finally:
            self._heard_until_s = session.heard_s

    async def _begin(self, found: Mapping[str, StoredMessage]) -> None:
        self.link = Link(LinkState.LIVE, self._now_s)
        self._logins.begin()
        self._journal.note("", EntryKind.LINK, "the floor is read")
        self._publishers.begin()
        self._moves.clear()
        await self._take_all(found)
        with self._board.together():
            self._logins.show_unread()
            self._show_whether_empty()

    def _fail(self, error: FloorError) -> None:
        if isinstance(error, FloorRefusedError):
            self._lose(LinkState.REFUSED, str(error))
        else:
            self._lose(LinkState.STALE, f"floor not reachable: {error}")

    def _lose(self, state: LinkState, why: str) -> None:
        lost, at_s = self._logins.lost, self._heard_until_s
        if at_s is None and lost is not None:
            at_s = lost.at_s
        self._heard_until_s = None
        self._logins.lost = Failure(state, why, at_s)
        since_s = self.link.since_s if self.link.state is state else self._now_s
        self.link = Link(state, since_s, why, at_s)
        if why:
            self._journal.note("", EntryKind.LINK, f"{state}: {why}")
        with self._board.together():
            self._logins.relink_all()
            self._show_whether_empty()

    async def _wait(self, seconds: float) -> None:
        self._retry.clear()
        try:
            async with asyncio.timeout(seconds):
                await self._retry.wait()
        except TimeoutError:
            return

    def _next_look_s(self) -> float | None:
        if self._moves:
            return asyncio.get_running_loop().time() + _PAUSE_S
        next_s = self._publishers.next_due_s
        return None if next_s is None else asyncio.get_running_loop().time() + max(0.0, next_s - self._now_s)

    # What came

    async def _take_all(self, messages: Mapping[str, StoredMessage]) -> None:
        """Take what came: in one step, or where it is much, in several between which keys are answered."""
        latest_s = max((message.stored_s for message in messages.values()), default=0.0)
        beats: list[tuple[PublisherKey, StoredMessage]] = []
        values: list[tuple[LoginKey, StoredMessage]] = []
        for subject, message in messages.items():
            match self._key(subject):
                case PublisherKey() as publisher:
                    beats.append((publisher, message))
                case LoginKey() as login:
                    values.append((login, message))
        read: list[ReadLogin] = []
        for begin in range(0, len(values), _READ_AT_ONCE):
            if begin:
                await asyncio.sleep(0)
            read += filter(None, (self._logins.read(*one) for one in values[begin : begin + _READ_AT_ONCE]))
        for begin in range(0, len(read), _SHOWN_AT_ONCE) or (0,):
            if begin:
                await asyncio.sleep(0)
            self._take(beats if not begin else (), read[begin : begin + _SHOWN_AT_ONCE], latest_s)

    def _key(self, subject: str) -> LoginKey | PublisherKey | None:
        try:
            return self._reading.subjects.read(subject)
        except ValueError:
            self._logins.say_once("the floor holds a key that is none of ours")
            return None

    def _take(
        self, beats: Iterable[tuple[PublisherKey, StoredMessage]], values: Iterable[ReadLogin], latest_s: float
    ) -> None:
        """Take some of what came, in one step; `latest_s` is when the server stored the last of all, by its clock."""
        # As if the server's clock had stood since its last word: a value is at least so old.
        since_s = self._now_s - latest_s
        with self._board.together():
            changed: set[str] = set()
            touched: list[Heard] = []
            for key, message in beats:
                heard = self._publishers.take(key.name, message, since_s + message.stored_s)
                if heard.stands:
                    touched.append(heard)
                elif heard.moved:
                    self._moves.add(self._logins.of(key.name))
            for one in values:
                changed.add(self._logins.take(one, since_s + one.message.stored_s))
            for heard in touched:
                names = self._logins.touched_by(heard.known)
                if len(names) > _SHOWN_AT_ONCE and heard.revives:
                    # That they are live may be told a little later, that they are not must be told now.
                    self._moves.add(names)
                else:
                    changed |= names
            self._logins.show(changed)
            for heard in touched:
                self._note(heard.known)
            self._show_whether_empty()

    def _move(self) -> None:
        """Put some logins where their publisher's clock is; what is left follows after what comes meanwhile."""
        if self._moves:
            with self._board.together():
                self._logins.show(self._moves.slice())

    def _note(self, known: KnownPublisher) -> None:
        self._publishers.note(known, has_logins=self._logins.has(known.name))

    def _show_whether_empty(self) -> None:
        """Say how the floor itself is, where no login says it."""
        if self._logins.shown:
            self._board.remove_source(self.name)
            return
        lost = self._logins.lost
        self._board.add_source(self.name, encrypted=self._reading.encrypted)
        state, why = (LinkState.RECOVERING, NOBODY) if lost is None else (lost.state, lost.why)
        self._board.set_link(self.name, state, why)

    def _as_shown(self, known: KnownPublisher) -> Publisher:
        beat = known.beat
        failure = self._logins.lost or known.failure(known.session, self._now_s)
        names = self._logins.of(known.name)
        return Publisher(
            name=known.name,
            kind="" if beat is None else beat.kind.value,
            program="" if beat is None else beat.program,
            why="" if failure is None else failure.why,
            since_s=None if failure is None else failure.at_s,
            heard_at_s=known.heard_at_s,
            beat_s=0.0 if beat is None else beat.beat_s,
            behind_s=None if known.heard_at_s is None else known.behind_s,
            says=0 if beat is None else beat.logins,
            complete=beat is not None and beat.complete,
            logins=len(names),
            live=sum(self._board.sources[name].link.live for name in names),
            sites=self._logins.sites_of(names),
        )
