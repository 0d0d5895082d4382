"""Keeps one part of the board equal to what the server knows, and says how sure it is (design.md 4)."""

import asyncio
import math
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NoReturn

from tui.gws.directory import AgentState, Contact
from tui.gws.errors import BadReplyError, GwsError, RefusedError, RetryableError, SessionLostError
from tui.gws.events import Closed, ErrorEvent, Event, Gap, Item, Lost, ServiceEvent
from tui.gws.line import Connect, Events, Line
from tui.gws.models import Call, Envelope
from tui.gws.patience import Patience
from tui.gws.snapshot import EVERYTHING, VOICE, Snapshot
from tui.gws.turns import Turns
from tui.live.board import Board
from tui.live.card import CallKey, Sight
from tui.live.journal import Journal, Kind
from tui.live.link import LinkState
from tui.live.posting import NotSentError
from tui.live.wording import words_of

LOOK_AGAIN_S = 3.0
"""After a contradiction, and at least between two looks that contradictions ask for."""

LOOK_APART_S = 0.5
"""Between two snapshots at least, however often the stream breaks."""

SETTLED_S = 3.0
"""How long a source must have been live before the next loss counts as the first of a new series."""

SERVICES_ASKED = 5
"""So many answers on end that are none: then this server never tells how its Voice service is."""

_VOICE_DOWN = "the Voice service is down"


@dataclass(frozen=True, slots=True)
class Pace:
    """When a feed does things by itself; all seconds.

    Attributes:
        resync_s: Between two looks at the whole state.
        refused_s: Between two logins that were refused.
        start_after_s: Before the first login, so that many sources do not start at once.
    """

    resync_s: float = 60.0
    refused_s: float = 300.0
    start_after_s: float = 0.0


class Feed:
    """One source: logs in, listens, looks, replays, follows; comes back from everything, for ever."""

    def __init__(
        self,
        name: str,
        connect: Connect,
        board: Board,
        journal: Journal,
        pace: Pace | None = None,
        turns: Turns | None = None,
    ) -> None:
        """Prepare; nothing is sent before `run`.

        Args:
            name: Name of the source on the board.
            connect: Opens a line to its server.
            board: Where its calls go.
            journal: Where events and problems are noted.
            pace: When to do things.
            turns: Shared by the sources of its server; its own if not given.
        """
        self.name = name
        self.keeps_raw = False
        self._connect = connect
        self._board = board
        self._journal = journal
        self._pace = pace or Pace()
        self._patience = Patience(turns)
        self._line: Line | None = None
        self._stream: Events | None = None
        self._listeners: list[Callable[[str, Event], None]] = []
        self._witnesses: list[Callable[[str, Snapshot, float], None]] = []
        self._collected: list[Event] | None = None
        self._due_s = math.inf
        self._asked_s = self._looked_s = -math.inf
        self._deaf = True
        self._listened = self._interrupted = False
        self._closed: GwsError | None = None
        self._voices_down: set[str] = set()
        self._services_garbled = 0
        board.add_source(name)

    def retry(self) -> None:
        """Try again now instead of when the delay is over."""
        self._patience.hurry()
        if self._stream is None:
            return
        self._stream.retry()
        self._look_now()

    def keep_pace(self, resync_s: float, refused_s: float) -> None:
        """Do things by itself at another pace from the next time on.

        Args:
            resync_s: Seconds between two looks at the whole state.
            refused_s: Seconds between two logins that were refused.
        """
        self._pace = replace(self._pace, resync_s=resync_s, refused_s=refused_s)

    def listen(self, on_event: Callable[[str, Event], None]) -> None:
        """Be told of every event of this source, after the board has taken it.

        Args:
            on_event: Called with the name of the source and the event.
        """
        self._listeners.append(on_event)

    def witness(self, on_snapshot: Callable[[str, Snapshot, float], None]) -> None:
        """Be told of every snapshot as it is, before the board has taken it.

        Args:
            on_snapshot: Called with the name of the source, the snapshot and when it was asked for.
        """
        self._witnesses.append(on_snapshot)

    def look(self) -> None:
        """Take a snapshot as soon as may be, if the link is live: somebody wants to be sure of it."""
        if self._stream is not None and self._link_live:
            self._due_s = min(self._due_s, max(self._now_s, self._asked_s + LOOK_APART_S))
            self._stream.wake()

    async def operate(self, path: str, operation: str, parameters: Mapping[str, object]) -> Envelope:
        """Post one operation, once, if the link is live; see `Rest.operate` for arguments, answer and errors.

        Raises:
            NotSentError: The link is not live.
        """
        return await self._live_line.operate(path, operation, parameters)

    async def agent_states(self) -> tuple[AgentState, ...]:
        """Read the agent states of the deployment; see `Rest.agent_states`, and `operate` for what it raises."""
        return await self._live_line.agent_states()

    async def contacts(self, words: str, limit: int) -> tuple[Contact, ...]:
        """Search the directory; see `Rest.contacts`, and `operate` for what it raises."""
        return await self._live_line.contacts(words, limit)

    async def told(self, path: str) -> Mapping[str, object]:
        """Read what a server may not have; see `Rest.told`, and `operate` for what it raises."""
        return await self._live_line.told(path)

    def check_silence(self) -> None:
        """Give up a stream that has not said a word for longer than it may; called every second."""
        stream = self._stream
        if stream is None or stream.heard_at_s is None:
            return
        self._board.hear(self.name, stream.heard_at_s)
        if not self._link_live:
            # A loss is known already; the attempts to mend it have deadlines of their own.
            return
        silent_s = self._board.clock.now_s() - stream.heard_at_s
        if silent_s > stream.longest_silence_s:
            stream.give_up(f"silent for {silent_s:.0f} s")

    async def run(self) -> NoReturn:
        """Keep the board right until cancelled."""
        await asyncio.sleep(self._pace.start_after_s)
        while True:
            try:
                await self._live()
            except GwsError as error:
                await self._wait_after(error)

    async def _live(self) -> NoReturn:
        async with self._connect() as line:
            user = await line.log_in()
            self._journal.note(self.name, Kind.LINK, f"logged in as {user.user_name}")
            self._line = line
            async with line.stream() as stream:
                self._begin(stream)
                try:
                    await self._follow(line, stream)
                finally:
                    self._line = self._stream = None
                    self._patience.drop()

    def _begin(self, stream: Events) -> None:
        self._stream = stream
        self._due_s = math.inf
        self._deaf = True
        self._listened = False
        self._closed = None
        self._voices_down.clear()
        self._collected = None

    async def _follow(self, line: Line, stream: Events) -> NoReturn:
        everything = True
        while self._closed is None:
            self._take(await stream.batch(self._until_due_s()))
            if self._closed is None and self._until_due_s() == 0.0:
                self._due_s = math.inf
                if await self._look(line, stream, EVERYTHING if everything else VOICE):
                    everything = False
        raise self._closed

    async def _look(self, line: Line, stream: Events, subresources: str) -> bool:
        if not self._link_live:
            self._board.set_link(self.name, LinkState.RECOVERING, "")
        try:
            # While nobody listened, the Voice service may have gone: then the stream is alive, and says nothing.
            if (self._voices_down or not self._link_live) and not await self._voice_is_back(line):
                return False
            return await self._take_snapshot(line, stream, subresources)
        except GwsError as error:
            self._lose(f"snapshot failed: {error}")
            if isinstance(error, SessionLostError) or not isinstance(error, RetryableError):
                raise
            self._due_s = math.inf
            self._patience.ask(error, self._look_now)
            return False
        finally:
            self._collected = None

    def _look_now(self) -> None:
        if self._stream is not None and not self._link_live and self._collected is None:
            self._due_s = min(self._due_s, self._now_s)
            self._stream.wake()

    async def _take_snapshot(self, line: Line, stream: Events, subresources: str) -> bool:
        self._board.begin_look(self.name)
        self._collected, self._interrupted = [], False
        self._asked_s = self._now_s
        looking = asyncio.create_task(line.snapshot(subresources, None if self.keeps_raw else self._recall))
        looking.add_done_callback(lambda _: stream.wake())
        try:
            while not (looking.done() or self._interrupted):
                self._take(await stream.batch())
            if self._interrupted:
                return False
            found = await looking
            for on_snapshot in self._witnesses:
                on_snapshot(self.name, found, self._asked_s)
            self._show(found, Sight(self._now_s, self._asked_s), self._collected)
        finally:
            looking.cancel()
            await asyncio.gather(looking, return_exceptions=True)
        return True

    def _show(self, snapshot: Snapshot, sight: Sight, collected: Iterable[Event]) -> None:
        was_live = self._link_live
        doubts = self._board.replace(self.name, snapshot, sight, collected)
        self._board.hear(self.name, sight.at_s)
        self._looked_s = sight.at_s
        self._due_s = min(self._due_s, sight.at_s + self._pace.resync_s * random.uniform(0.9, 1.1))
        self._doubt(doubts)
        if not was_live:
            took_s = sight.at_s - (sight.not_before_s or sight.at_s)
            found = f"{len(snapshot.calls)} calls, {len(snapshot.devices)} devices"
            self._journal.note(self.name, Kind.LINK, f"live: recovered {found} in {took_s:.2f} s")
            self._patience.well()

    def _recall(self, call_id: str) -> Call | None:
        known = self._board.bare.get(CallKey(self.name, call_id))
        return None if known is None else known.call

    async def _voice_is_back(self, line: Line) -> bool:
        try:
            found = await line.services()
            self._services_garbled = 0
        except SessionLostError:
            # If it is so, the snapshot finds that too; if not, this user may see his calls and not the backends.
            found = ()
        except BadReplyError:
            # A page from something in between says nothing of the Voice service: to go on would be to guess. Where
            # there is never anything else, nobody can tell, and calls are better than none.
            self._services_garbled += 1
            if self._services_garbled < SERVICES_ASKED:
                raise
            found = ()
        if found:
            self._voices_down = {each.name for each in found if each.type == "Voice" and each.state == "Inactive"}
        if self._voices_down:
            self._board.set_link(self.name, LinkState.STALE, _VOICE_DOWN)
            self._due_s = math.inf
            self._patience.ask(None, self._look_now)
        return not self._voices_down

    def _take(self, items: Iterable[Item]) -> None:
        events: list[Event] = []
        for item in items:
            if isinstance(item, (Lost, Gap, Closed)):
                self._apply(events)
                events = []
                self._take_control(item)
            else:
                self._journal.note(self.name, *words_of(item))
                events.append(item)
        self._apply(events)

    def _take_control(self, item: Lost | Gap | Closed) -> None:
        self._interrupted = True
        if isinstance(item, Closed):
            self._closed = item.error
            self._lose(str(item.error))
        elif isinstance(item, Lost):
            self._deaf = True
            self._lose(item.why)
        else:
            self._deaf, self._listened = False, True
            self._due_s = max(self._now_s, self._asked_s + LOOK_APART_S)
            if self._link_live:
                self._lose(f"messages may be missing: {item.why}")

    def _apply(self, events: list[Event]) -> None:
        if not events:
            return
        if self._collected is not None:
            self._collected += events
        if self._link_live:
            self._doubt(self._board.apply(self.name, events))
        for event in events:
            for listener in self._listeners:
                listener(self.name, event)
            if isinstance(event, ServiceEvent):
                self._take_service(event)
            elif isinstance(event, ErrorEvent):
                self._doubt((event.words,))

    def _take_service(self, event: ServiceEvent) -> None:
        if event.type == "Voice" and event.state == "Inactive":
            self._voices_down.add(event.name)
            self._interrupted = True
            self._lose(_VOICE_DOWN)
            self._due_s = math.inf
            self._patience.ask(None, self._look_now)
        elif self._voices_down:
            self._voices_down.discard(event.name)
            self._due_s = self._now_s
        elif event.type in ("Voice", ""):
            self._doubt((f"the service {event.name or '(unnamed)'} is {event.state or 'not as it was'}",))

    def _doubt(self, doubts: Iterable[str]) -> None:
        for doubt in doubts:
            self._journal.note(self.name, Kind.PROBLEM, f"{doubt}: looking again")
            self._due_s = min(self._due_s, max(self._now_s, self._looked_s) + LOOK_AGAIN_S)

    def _lose(self, why: str) -> None:
        if self._stream is not None and self._stream.heard_at_s is not None:
            self._board.hear(self.name, self._stream.heard_at_s)
        known = self._board.sources[self.name].link
        if known.live and self._now_s - known.since_s >= SETTLED_S:
            self._patience.backoff.reset()
        # Before the first snapshot there is nothing on the board that could be stale.
        state = LinkState.STALE if known.live or known.frozen_at_s is not None else LinkState.CONNECTING
        self._board.set_link(self.name, state, why)
        self._journal.note(self.name, Kind.PROBLEM, why)

    async def _wait_after(self, error: GwsError) -> None:
        if isinstance(error, RefusedError):
            self._board.set_link(self.name, LinkState.REFUSED, str(error))
            self._journal.note(self.name, Kind.PROBLEM, f"refused: {error}")
            await self._patience.wait(error, self._pace.refused_s)
        else:
            self._lose(str(error))
            if isinstance(error, SessionLostError) and self._listened:
                # The server answers: a login is the next step now, and no repetition of what failed.
                self._patience.came_back()
            await self._patience.wait(error)

    def _until_due_s(self) -> float | None:
        if self._deaf or self._due_s == math.inf:
            return None
        return max(0.0, self._due_s - self._now_s, self._patience.asked_for_s)

    @property
    def _live_line(self) -> Line:
        if self._line is None or not self._link_live:
            raise NotSentError("the link is down: nothing was sent")
        return self._line

    @property
    def _link_live(self) -> bool:
        return self._board.sources[self.name].link.live

    @property
    def _now_s(self) -> float:
        return self._board.clock.now_s()
