"""Keeps one part of the board equal to what the server knows, and says how sure it is (DECISIONS.md 4)."""

import asyncio
import math
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import NoReturn, assert_never

from tui.language.count_words import count_of
from tui.live.digits.digit_echo import DigitEcho
from tui.live.feeds.feed_events import (
    Doubted,
    Effect,
    FeedAction,
    FeedEvent,
    FeedSignal,
    LimitExceeded,
    LookFailed,
    OutageBegan,
    OutageFound,
    Recovered,
    SessionFailed,
    SessionRefused,
    SetLink,
    SnapshotRead,
    WaitForTurn,
    WriteNote,
)
from tui.live.feeds.feed_phase import FeedPhase, FeedState, advance
from tui.live.feeds.logins import Logins
from tui.live.feeds.replay_buffer import ReplayBuffer
from tui.live.feeds.resync import Resync
from tui.live.feeds.snapshot_inquiry import SnapshotInquiry
from tui.live.feeds.supplement import Supplement
from tui.live.posting import ONLY_LOOKS, NotSentError
from tui.live.steps import in_turns
from tui.live.store.board import Board
from tui.live.store.card import CallKey, Sight
from tui.live.store.journal import EntryKind, Journal
from tui.live.store.wording import words_of, words_of_error
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

SERVICES_ASKED = 5
"""So many answers on end that are none: then this server never tells how its Voice service is."""

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
        note = partial(journal.note, name, EntryKind.LINK)
        self._inquiry = SnapshotInquiry(turns, note, self._begin_request, self._note_answer)
        self._answered_s: float | None = None
        self._supplement = Supplement(partial(journal.note, name, EntryKind.PROBLEM), self._pace.logins)
        self._logins = Logins()
        self._line: Line | None = None
        self._stream: Events | None = None
        self._replay = ReplayBuffer()
        self._outages: Outages
        self._listeners: list[Callable[[str, Event], None]] = []
        self._witnesses: list[Callable[[str, Snapshot, float], None]] = []
        self._elsewhere: tuple[str, ...] = ()
        self._devices: tuple[Device, ...] = ()
        self._services_garbled = 0
        self._heard_at_s: float | None = None
        self._silent_from_s = math.inf
        board.add_source(name)
        self._phase = FeedPhase(was_live=board.sources[name].was_live)

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
        self._take_turn()

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
        self._advance(FeedSignal.LOOK_WANTED)

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
        if stream is None or (heard_at_s := stream.heard_at_s) is None:
            return
        if heard_at_s != self._heard_at_s:
            # Of a thousand sources few have said something since: what may be silence is worked out once for each word.
            self._board.hear(self.name, heard_at_s)
            self._heard_at_s, self._silent_from_s = heard_at_s, heard_at_s + stream.longest_silence_s
        now_s = self._now_s
        if now_s <= self._silent_from_s or not self._phase.state.live:
            # Where a loss is known already, the attempts to mend it have deadlines of their own.
            return
        stream.give_up(f"silent for {now_s - heard_at_s:.0f} s")

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
                    self._advance(FeedSignal.LEFT)
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
        self._stream, self._heard_at_s = stream, None
        stream.keeps_raw = self.keeps_raw
        self._outages.begin()
        self._advance(FeedSignal.OPENED)

    async def _follow(self, line: Line, stream: Events) -> NoReturn:
        while self._phase.error is None:
            self._take(await stream.batch(self._until_due_s()))
            if self._until_due_s() == 0.0:
                self._advance(FeedSignal.DUE)
                await self._look(line, stream)
        raise self._phase.error

    async def _look(self, line: Line, stream: Events) -> None:
        try:
            if self._phase.state is FeedState.CHECKING:
                # While nobody listened, the Voice service may have gone: then the stream is alive, and says nothing.
                await self._ask_services(line)
            if self._phase.state.asking:
                await self._take_snapshot(line, stream)
        except SourceError as error:
            over = isinstance(error, SessionLostError) or not isinstance(error, RetryableError)
            self._advance(SessionRefused(error) if over else LookFailed(error))
        finally:
            self._replay.clear()

    def _take_turn(self) -> None:
        self._advance(FeedSignal.TURN)

    async def _take_snapshot(self, line: Line, stream: Events) -> None:
        self._replay.begin(stream.handed_bytes)
        looking = asyncio.create_task(self._find(line))
        looking.add_done_callback(lambda _: stream.wake())
        try:
            while self._phase.state.asking and not looking.done():
                self._take(await stream.batch())
            if not self._phase.state.asking:
                return
            found, sight = await looking
            self._devices = found.devices
            if self._voice_down():
                self._advance(OutageFound(self._down_words))
                return
            for on_snapshot in self._witnesses:
                on_snapshot(self.name, found, self._phase.asked_s)
            self._show(found, sight)
        finally:
            looking.cancel()
            await asyncio.gather(looking, return_exceptions=True)
            self._board.forget_prepared(self.name)
        if self._inquiry.why:
            self._supplement.begin(line)

    async def _find(self, line: Line) -> tuple[Snapshot, Sight]:
        """Ask for the whole state, and work out what it changes, while everything else goes on."""
        found = await self._inquiry.ask(line, None if self.keeps_raw else self._recall)
        # It is as old as its answer: to read thousands of calls takes seconds.
        arrived_s = self._now_s if self._answered_s is None else self._answered_s
        sight = Sight(arrived_s, self._phase.asked_s, self._inquiry.form)
        if self.echo is not None:
            found = await in_turns(self.echo.snapshot(self.name, found))
        await in_turns(self._board.prepare(self.name, found, sight))
        return found, sight

    def _begin_request(self) -> None:
        # An earlier request of the same look may have failed, or taken long. What was told meanwhile is older than the
        # answer to this one: applied after it, it would take calls back to what they were.
        self._answered_s = None
        self._advance(FeedSignal.REQUESTED)

    def _note_answer(self) -> None:
        self._answered_s = self._now_s

    def _show(self, snapshot: Snapshot, sight: Sight) -> None:
        was_live, now_s = self._phase.state.live, self._now_s
        took_s = now_s - self._phase.asked_s
        user = self._supplement.complete(snapshot.user)
        if user is not snapshot.user:
            snapshot = snapshot.model_copy(update={"user": user})
        again_s = self._pace.resync.jittered_s(took_s, len(snapshot.calls), first=not was_live)
        self._advance(SnapshotRead(now_s, again_s))
        doubts = self._board.replace(self.name, snapshot, sight, self._replay.events)
        self._inquiry.shown()
        self._board.hear(self.name, sight.at_s)
        self._doubt(doubts)
        if not was_live:
            found = f"{count_of(len(snapshot.calls), 'call')} and {count_of(len(snapshot.devices), 'device')}"
            why = self._board.sources[self.name].link.why
            self._advance(Recovered(f"{found} in {took_s:.2f} s{f': {why}' if why else ''}"))

    def _recall(self, call_id: str) -> Call | None:
        known = self._board.calls.get(CallKey(self.name, call_id))
        return None if known is None else known.call

    async def _ask_services(self, line: Line) -> None:
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
        self._advance(OutageFound(self._down_words) if self._voice_down() else FeedSignal.SERVICES_UP)

    def _voice_down(self) -> bool:
        down = self._outages.down(self._devices)
        if down.elsewhere != self._elsewhere:
            self._elsewhere = down.elsewhere
            names = ", ".join(down.elsewhere)
            words = f"down, not known to have a device of this login: {names}" if names else "up again"
            self._journal.note(self.name, EntryKind.LINK, f"the {self._outages.kind} of another site is {words}")
        return bool(down.ours)

    def _take(self, items: Iterable[Item]) -> None:
        events: list[Event] = []
        for item in items:
            if isinstance(item, (Lost, Gap, Closed)):
                self._apply(events)
                events = []
                self._advance(item)
            else:
                event = item if self.echo is None else self.echo.event(self.name, item)
                if not isinstance(event, ErrorEvent):
                    self._journal.note(self.name, *words_of(event))
                events.append(event)
        self._apply(events)

    def _apply(self, events: list[Event]) -> None:
        if not events:
            return
        if self._phase.state.asking and not self._replay.add(events, self._handed_bytes):
            self._advance(FeedSignal.FLOODED)
        if self._phase.state.live:
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
            self._advance(LimitExceeded(error))

    def _take_error(self, event: ErrorEvent) -> None:
        if self.is_told_of(self.name, event):
            # The line of the operation that failed tells of it, with the answer to the operation.
            self._advance(Doubted())
            return
        known = self._board.sources[self.name].devices.get(event.about)
        self._doubt((words_of_error(event, known.device.phone_number if known is not None else ""),))

    def _take_service(self, event: ServiceEvent) -> None:
        was_down = self._voice_down()
        self._outages.take(event)
        if self._voice_down() and not was_down:
            self._advance(OutageBegan(self._down_words))
        elif was_down:
            self._advance(FeedSignal.OUTAGE_CHANGED)
        elif self._outages.concerns(event, self._devices):
            self._doubt((f"the service {event.name or '(unnamed)'} is {event.state or 'not as it was'}",))

    def _doubt(self, doubts: tuple[str, ...]) -> None:
        if doubts:
            self._advance(Doubted(doubts))

    async def _wait_after(self, error: SourceError) -> None:
        least_s = self._logins.wait_s(self._now_s)
        if isinstance(error, RefusedError):
            least_s = max(least_s, self._pace.refused_s)
        elif isinstance(error, SessionEndedError):
            least_s = max(least_s, self._pace.ended_s * random.uniform(1.0, 6.0))
        self._advance(SessionFailed(error))
        if least_s >= _TOLD_S:
            self._journal.note(self.name, EntryKind.LINK, f"next login in {least_s:.0f} s")
        await self._patience.wait(error, least_s)

    def _until_due_s(self) -> float | None:
        due_s = self._phase.due_s
        return None if due_s == math.inf else max(0.0, due_s - self._now_s, self._patience.asked_for_s)

    def _advance(self, event: FeedEvent) -> None:
        self._phase, effects = advance(self._phase, event, self._now_s)
        for effect in effects:
            self._carry_out(effect)

    def _carry_out(self, effect: Effect) -> None:
        match effect:
            case SetLink(state, why):
                self._board.set_link(self.name, state, why)
            case WriteNote(kind, words):
                self._journal.note(self.name, kind, words)
            case WaitForTurn(error, least_s):
                self._patience.ask(error, self._take_turn, least_s)
            case FeedAction():
                self._act(effect)
            case _:
                assert_never(effect)

    def _act(self, action: FeedAction) -> None:
        match action:
            case FeedAction.TELL_LAST_WORD:
                if self._stream is not None and self._stream.heard_at_s is not None:
                    self._board.hear(self.name, self._stream.heard_at_s)
            case FeedAction.WAKE:
                if self._stream is not None:
                    self._stream.wake()
            case FeedAction.BEGIN_LOOK:
                self._board.begin_look(self.name)
                self._replay.begin(self._handed_bytes)
            case FeedAction.FORGET_FAILURES:
                self._patience.backoff.reset()
            case FeedAction.FORGET_LOGINS:
                self._logins.lasted()
            case FeedAction.COME_BACK:
                self._patience.came_back()
            case FeedAction.RELEASE_OTHERS:
                self._patience.well()
            case _:
                assert_never(action)

    @property
    def _handed_bytes(self) -> int:
        return self._stream.handed_bytes if self._stream is not None else 0

    @property
    def _down_words(self) -> str:
        return f"the {self._outages.kind} is down"

    @property
    def _live_line(self) -> Line:
        if self._line is None or not self._phase.state.live:
            raise NotSentError("the link is down: nothing was sent")
        return self._line

    @property
    def _now_s(self) -> float:
        return self._board.clock.now_s()
