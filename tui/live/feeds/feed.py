"""Keeps one part of the board equal to what the server knows, and says how sure it is (DECISIONS.md 4)."""

import asyncio
import math
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import NoReturn

from tui.live.digits.digit_echo import DigitEcho
from tui.live.feeds.logins import LASTED_S, Logins
from tui.live.feeds.resync import Resync
from tui.live.feeds.snapshot_inquiry import SnapshotInquiry
from tui.live.feeds.supplement import Supplement
from tui.live.posting import ONLY_LOOKS, NotSentError
from tui.live.store.board import Board
from tui.live.store.card import CallKey, Sight
from tui.live.store.journal import EntryKind, Journal
from tui.live.store.link import Link, LinkState
from tui.live.store.wording import count_of, words_of, words_of_error
from tui.source.directory import AgentStateOption, Contact, DirectoryPage
from tui.source.errors import (
    BadReplyError,
    LimitError,
    RefusedError,
    RetryableError,
    ServerFaultError,
    SessionEndedError,
    SessionLostError,
    SourceError,
    UnreachableError,
)
from tui.source.events import Closed, ErrorEvent, Event, Gap, Item, Lost, ServiceEvent
from tui.source.intent import Intent
from tui.source.limits import DEFAULT, LoginLimits
from tui.source.models import AgentGroup, Call, Device, User
from tui.source.outages import Outages
from tui.source.port import ActingLine, Connect, Events, Line
from tui.source.raw import Raw
from tui.source.retry import RetryTimer
from tui.source.retry_queue import Turns
from tui.source.snapshot import Snapshot

LOOK_AGAIN_S = 3.0
"""After a contradiction, and at least between two looks that contradictions ask for."""

LOOK_APART_S = 0.5
"""Between two snapshots at least, however often the stream breaks."""

SETTLED_S = 3.0
"""How long a source must have been live before the next loss counts as the first of a new series."""

SERVICES_ASKED = 5
"""So many answers on end that are none: then this server never tells how its Voice service is."""

LIMIT_S = 30.0
"""Between two looks at what was too much: it takes long to read, and will hardly become less."""

MOST_COLLECTED = 20_000
"""Messages that may come while a snapshot is read."""
MOST_COLLECTED_BYTES = 24 << 20
"""Of the answers in which they come, likewise."""

_TOLD_S = 5.0
"""A login that is further away than that is told of."""


@dataclass(frozen=True, slots=True)
class FeedSchedule:
    """When a feed does things by itself; all seconds.

    Attributes:
        resync_s: Between two looks at the whole state, where it is small.
        refused_s: Between two logins that were refused.
        start_after_s: Before the first login, so that many sources do not start at once.
        resync_max_s: The same where it is large, or the server slow or shared by many; at least `resync_s`.
        logins: How many sources its server has.
        limits: How much is taken of it.
        ended_s: Between the end of a session by the server and the next login, at least; at most six times as long.
    """

    resync_s: float = 60.0
    refused_s: float = 300.0
    start_after_s: float = 0.0
    ended_s: float = 5.0
    resync_max_s: float = 0.0
    logins: int = 1
    limits: LoginLimits = DEFAULT

    @property
    def resync(self) -> Resync:
        """When to look again."""
        return Resync(self.resync_s, self.resync_max_s, self.logins)


class Feed:
    """One source: logs in, listens, looks, replays, follows; comes back from everything, for ever."""

    def __init__(
        self,
        name: str,
        connect: Connect,
        board: Board,
        journal: Journal,
        pace: FeedSchedule | None = None,
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
        self.echo: DigitEcho | None = None
        self.is_told_of: Callable[[str, ErrorEvent], bool] = lambda _source, _event: False
        self._connect = connect
        self._board = board
        self._journal = journal
        self._pace = pace or FeedSchedule()
        self._patience = RetryTimer(turns)
        self._inquiry = SnapshotInquiry(turns, partial(journal.note, name, EntryKind.LINK), self._begin_request)
        self._supplement = Supplement(partial(journal.note, name, EntryKind.PROBLEM), self._pace.logins)
        self._logins = Logins()
        self._line: Line | None = None
        self._outages: Outages
        self._stream: Events | None = None
        self._listeners: list[Callable[[str, Event], None]] = []
        self._witnesses: list[Callable[[str, Snapshot, float], None]] = []
        self._collected: list[Event] | None = None
        self._collected_since = 0
        self._due_s = math.inf
        self._asked_s = self._looked_s = -math.inf
        self._deaf = True
        self._listened = self._interrupted = False
        self._closed: SourceError | None = None
        self._elsewhere: tuple[str, ...] = ()
        self._devices: tuple[Device, ...] = ()
        self._services_garbled = 0
        board.add_source(name)

    @property
    def names(self) -> frozenset[str]:
        """The one source that it keeps; see `tui.live.feeds.origin`."""
        return frozenset({self.name})

    def retry(self) -> None:
        """Try again now instead of when the delay is over."""
        self._patience.hurry()
        if self._stream is None:
            return
        self._stream.retry()
        self._look_now()

    def keep_pace(self, resync_s: float, resync_max_s: float, refused_s: float) -> None:
        """Do things by itself at another pace from the next time on.

        Args:
            resync_s: Seconds between two looks at the whole state, where it is small.
            resync_max_s: Seconds between two looks at the whole state at the most.
            refused_s: Seconds between two logins that were refused.
        """
        self._pace = replace(self._pace, resync_s=resync_s, resync_max_s=resync_max_s, refused_s=refused_s)

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

    async def send(self, intent: Intent, parameters: Mapping[str, object]) -> str:
        """Send one operation, once, if the link is live; see `ActingLine.send` for arguments, answer and errors.

        Raises:
            NotSentError: The link is not live, or its line can only look.
        """
        line = self._live_line
        if not isinstance(line, ActingLine):
            raise NotSentError(ONLY_LOOKS)
        return await line.send(intent, parameters)

    async def agent_states(self) -> tuple[AgentStateOption, ...]:
        """Read the agent states of the deployment; see `Line`, and `send` for what it raises."""
        return await self._live_line.agent_states()

    async def contacts(self, words: str, limit: int) -> tuple[Contact, ...]:
        """Search the directory; see `Line`, and `send` for what it raises."""
        return await self._live_line.contacts(words, limit)

    async def agent_groups(self) -> tuple[AgentGroup, ...]:
        """Read the agent groups of the login; see `Line`, and `send` for what it raises."""
        return await self._live_line.agent_groups()

    async def agents(self, group: AgentGroup, offset: int) -> DirectoryPage:
        """Read some of the agents of a group; see `Line`, and `send` for what it raises."""
        return await self._live_line.agents(group, offset)

    async def device_ids(self, user_id: Raw) -> Mapping[str, Raw]:
        """Read the ids of a user's devices, by their numbers; see `Line`, and `send` for what it raises."""
        return await self._live_line.device_ids(user_id)

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
        # Also after a fault of ours, which is no reason for logins in a row.
        await asyncio.sleep(max(self._pace.start_after_s, self._logins.wait_s(self._now_s)))
        while True:
            try:
                await self._live()
            except SourceError as error:
                await self._wait_after(error)

    async def _live(self) -> NoReturn:
        async with self._connect() as line:
            user = await self._log_in(line)
            self._journal.note(self.name, EntryKind.LINK, f"logged in as {user.user_name}")
            self._line, self._outages = line, line.outages
            self._inquiry.begin(user)
            async with line.stream() as stream:
                self._begin(stream)
                try:
                    await self._follow(line, stream)
                finally:
                    self._line = self._stream = None
                    await self._supplement.end()
                    self._patience.drop()

    async def _log_in(self, line: Line) -> User:
        try:
            user = await line.log_in()
        except (UnreachableError, ServerFaultError):
            raise
        except BaseException:
            # A fault of ours too: what it was about to read was the answer to a login.
            self._logins.answered(self._now_s, accepted=False)
            raise
        self._logins.answered(self._now_s, accepted=True)
        return user

    def _begin(self, stream: Events) -> None:
        self._stream = stream
        stream.keeps_raw = self.keeps_raw
        self._due_s = math.inf
        self._deaf = True
        self._listened = False
        self._closed = None
        self._outages.begin()
        self._collected = None

    async def _follow(self, line: Line, stream: Events) -> NoReturn:
        while self._closed is None:
            self._take(await stream.batch(self._until_due_s()))
            if self._closed is None and self._until_due_s() == 0.0:
                self._due_s = math.inf
                await self._look(line, stream)
        raise self._closed

    async def _look(self, line: Line, stream: Events) -> None:
        if not self._link_live:
            self._board.set_link(self.name, LinkState.RECOVERING, "")
        try:
            # While nobody listened, the Voice service may have gone: then the stream is alive, and says nothing.
            if (self._link_live and not self._voice_down()) or await self._voice_is_back(line):
                await self._take_snapshot(line, stream)
        except SourceError as error:
            excess = isinstance(error, LimitError)
            self._lose(str(error) if excess else f"snapshot failed: {error}")
            if isinstance(error, SessionLostError) or not isinstance(error, RetryableError):
                raise
            self._due_s = math.inf
            self._patience.ask(error, self._look_now, LIMIT_S if excess else 0.0)
        finally:
            self._collected = None

    def _look_now(self) -> None:
        if self._stream is not None and not self._link_live and self._collected is None:
            self._due_s = min(self._due_s, self._now_s)
            self._stream.wake()

    async def _take_snapshot(self, line: Line, stream: Events) -> None:
        self._collected, self._interrupted = [], False
        self._collected_since = stream.handed_bytes
        self._asked_s = self._now_s
        looking = asyncio.create_task(self._inquiry.ask(line, None if self.keeps_raw else self._recall))
        looking.add_done_callback(lambda _: stream.wake())
        try:
            while not (looking.done() or self._interrupted):
                self._take(await stream.batch())
            if self._interrupted:
                return
            found = await looking
            if self.echo is not None:
                found = self.echo.snapshot(self.name, found)
            self._devices = found.devices
            if self._voice_down():
                self._wait_for_voice()
                return
            for on_snapshot in self._witnesses:
                on_snapshot(self.name, found, self._asked_s)
            self._show(found, Sight(self._now_s, self._asked_s, self._inquiry.form), self._collected)
        finally:
            looking.cancel()
            await asyncio.gather(looking, return_exceptions=True)
        if self._inquiry.why:
            self._supplement.begin(line)

    def _begin_request(self) -> None:
        # An earlier request of the same look may have failed, or taken long. What was told meanwhile is older than the
        # answer to this one: applied after it, it would take calls back to what they were.
        self._board.begin_look(self.name)
        self._collected = []
        self._collected_since = self._stream.handed_bytes if self._stream is not None else 0
        self._asked_s = self._now_s

    def _show(self, snapshot: Snapshot, sight: Sight, collected: Iterable[Event]) -> None:
        was_live = self._link_live
        user = self._supplement.complete(snapshot.user)
        if user is not snapshot.user:
            snapshot = snapshot.model_copy(update={"user": user})
        doubts = self._board.replace(self.name, snapshot, sight, collected)
        self._inquiry.shown()
        self._board.hear(self.name, sight.at_s)
        self._looked_s = sight.at_s
        took_s = sight.at_s - self._asked_s
        again_s = self._pace.resync.jittered_s(took_s, len(snapshot.calls), first=not was_live)
        self._due_s = min(self._due_s, sight.at_s + again_s)
        self._doubt(doubts)
        if not was_live:
            found = f"{count_of(len(snapshot.calls), 'call')} and {count_of(len(snapshot.devices), 'device')}"
            unseen = f": {self._link.why}" if self._link.why else ""
            self._journal.note(self.name, EntryKind.LINK, f"live: recovered {found} in {took_s:.2f} s{unseen}")
            self._patience.well()

    def _recall(self, call_id: str) -> Call | None:
        known = self._board.calls.get(CallKey(self.name, call_id))
        return None if known is None else known.call

    async def _voice_is_back(self, line: Line) -> bool:
        try:
            found = await line.services()
            self._services_garbled = 0
        except SessionLostError:
            # If it is so, the snapshot finds that too; if not, this user may see their calls and not the backends.
            found = ()
            if self._voice_down():
                # No snapshot is taken now, and the wait for Voice would never end in a session that is gone.
                await line.prove()
        except BadReplyError:
            # A page from something in between says nothing of the Voice service: to go on would be to guess. Where
            # there is never anything else, nobody can tell, and calls are better than none.
            self._services_garbled += 1
            if self._services_garbled < SERVICES_ASKED:
                raise
            found = ()
        if found:
            self._outages.take_all(found)
        if self._voice_down():
            self._wait_for_voice()
            return False
        return True

    def _voice_down(self) -> bool:
        down = self._outages.down(self._devices)
        if down.elsewhere != self._elsewhere:
            self._elsewhere = down.elsewhere
            names = ", ".join(down.elsewhere)
            words = f"down, not known to have a device of this login: {names}" if names else "up again"
            self._journal.note(self.name, EntryKind.LINK, f"the {self._outages.kind} of another site is {words}")
        return bool(down.ours)

    def _wait_for_voice(self) -> None:
        self._board.set_link(self.name, LinkState.STALE, self._down_words)
        self._due_s = math.inf
        self._patience.ask(None, self._look_now)

    def _take(self, items: Iterable[Item]) -> None:
        events: list[Event] = []
        for item in items:
            if isinstance(item, (Lost, Gap, Closed)):
                self._apply(events)
                events = []
                self._take_control(item)
            else:
                event = item if self.echo is None else self.echo.event(self.name, item)
                if not isinstance(event, ErrorEvent):
                    self._journal.note(self.name, *words_of(event))
                events.append(event)
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
            came = self._stream.handed_bytes - self._collected_since if self._stream is not None else 0
            if len(self._collected) > MOST_COLLECTED or came > MOST_COLLECTED_BYTES:
                self._collected, self._interrupted = [], True
                self._lose("too many messages at once")
                self._patience.ask(None, self._look_now)
        if self._link_live:
            self._doubt(self._board.apply(self.name, events))
            self._check_limits()
        for event in events:
            for listener in self._listeners:
                listener(self.name, event)
            if isinstance(event, ServiceEvent):
                self._take_service(event)
            elif isinstance(event, ErrorEvent):
                self._take_error(event)

    def _check_limits(self) -> None:
        """Stop where messages bring more than is taken: from then on not all is shown."""
        limits, source = self._pace.limits, self._board.sources[self.name]
        try:
            limits.check_calls(self._board.going_on(self.name))
            limits.check_devices(len(source.devices))
            limits.check_data(self._board.weight(self.name))
        except LimitError as error:
            self._interrupted = True
            self._lose(str(error))
            self._due_s = math.inf
            self._patience.ask(None, self._look_now, LIMIT_S)

    def _take_error(self, event: ErrorEvent) -> None:
        if self.is_told_of(self.name, event):
            # The line of the operation that failed tells of it, with the answer to the operation.
            self._look_again()
            return
        known = self._board.sources[self.name].devices.get(event.about)
        self._doubt((words_of_error(event, known.device.phone_number if known is not None else ""),))

    def _take_service(self, event: ServiceEvent) -> None:
        was_down = self._voice_down()
        self._outages.take(event)
        if self._voice_down() and not was_down:
            self._interrupted = True
            self._lose(self._down_words)
            self._due_s = math.inf
            self._patience.ask(None, self._look_now)
        elif was_down:
            self._due_s = self._now_s
        elif self._outages.concerns(event, self._devices):
            self._doubt((f"the service {event.name or '(unnamed)'} is {event.state or 'not as it was'}",))

    def _doubt(self, doubts: Iterable[str]) -> None:
        for doubt in doubts:
            self._journal.note(self.name, EntryKind.PROBLEM, f"{doubt}: looking again")
            self._look_again()

    def _look_again(self) -> None:
        self._due_s = min(self._due_s, max(self._now_s, self._looked_s) + LOOK_AGAIN_S)

    def _lose(self, why: str) -> None:
        if self._stream is not None and self._stream.heard_at_s is not None:
            self._board.hear(self.name, self._stream.heard_at_s)
        known = self._board.sources[self.name].link
        if known.live and self._now_s - known.since_s >= SETTLED_S:
            self._patience.backoff.reset()
        if known.live and self._now_s - known.since_s >= LASTED_S:
            self._logins.lasted()
        # Before the first snapshot there is nothing on the board that could be stale.
        state = LinkState.STALE if known.live or known.frozen_at_s is not None else LinkState.CONNECTING
        self._board.set_link(self.name, state, why)
        self._journal.note(self.name, EntryKind.PROBLEM, why)

    async def _wait_after(self, error: SourceError) -> None:
        least_s = self._logins.wait_s(self._now_s)
        if isinstance(error, RefusedError):
            self._board.set_link(self.name, LinkState.REFUSED, str(error))
            self._journal.note(self.name, EntryKind.PROBLEM, f"refused: {error}")
            least_s = max(least_s, self._pace.refused_s)
        else:
            self._lose(str(error))
            if isinstance(error, SessionEndedError):
                least_s = max(least_s, self._pace.ended_s * random.uniform(1.0, 6.0))
            if isinstance(error, SessionLostError) and self._listened:
                # The server answers: a login is the next step now, and no repetition of what failed.
                self._patience.came_back()
        if least_s >= _TOLD_S:
            self._journal.note(self.name, EntryKind.LINK, f"next login in {least_s:.0f} s")
        await self._patience.wait(error, least_s)

    def _until_due_s(self) -> float | None:
        if self._deaf or self._due_s == math.inf:
            return None
        return max(0.0, self._due_s - self._now_s, self._patience.asked_for_s)

    @property
    def _down_words(self) -> str:
        return f"the {self._outages.kind} is down"

    @property
    def _live_line(self) -> Line:
        if self._line is None or not self._link_live:
            raise NotSentError("the link is down: nothing was sent")
        return self._line

    @property
    def _link(self) -> Link:
        return self._board.sources[self.name].link

    @property
    def _link_live(self) -> bool:
        return self._link.live

    @property
    def _now_s(self) -> float:
        return self._board.clock.now_s()
