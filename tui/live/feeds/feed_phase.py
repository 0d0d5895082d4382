"""What a feed is doing, and what follows from what happens: a state machine without I/O, whose time is passed in.

`advance` takes a phase and an event, and returns the next phase and the effects that the feed carries out. Columns are
states, rows events; a cell is the next state. `.`: the event comes too late or means nothing then, and is ignored; `-`:
only a fault of ours can bring it then, and it is refused.

    event           offline     connecting  waiting     checking    recovering  live        verifying   closed
    OPENED          connecting  -           -           -           -           -           -           -
    LEFT            -           offline     offline     offline     offline     offline     offline     offline
    SessionFailed   offline     -           -           -           -           -           -           -
    Lost            -           connecting  connecting  -           connecting  connecting  connecting  .
    Gap             -           waiting     waiting     -           waiting     waiting     waiting     .
    Closed          -           closed      closed      -           closed      closed      closed      .
    DUE             -           -           checking    -           -           verifying   -           -
    SERVICES_UP     -           -           -           recovering  -           -           -           -
    REQUESTED       -           -           -           -           recovering  -           verifying   -
    SnapshotRead    -           -           -           -           live        -           live        -
    Recovered       -           -           -           -           -           live        -           -
    OutageFound     -           -           -           waiting     waiting     -           waiting     -
    LookFailed      -           -           -           waiting     waiting     -           waiting     -
    SessionRefused  -           -           -           closed      closed      -           closed      -
    OutageBegan     -           connecting  waiting     -           waiting     waiting     waiting     .
    OUTAGE_CHANGED  -           .           waiting     -           recovering  live        verifying   .
    Doubted         -           connecting  waiting     -           recovering  live        verifying   .
    LimitExceeded   -           -           -           -           -           waiting     waiting     -
    FLOODED         -           -           -           -           waiting     -           waiting     -
    LOOK_WANTED     .           .           .           .           .           live        verifying   .
    TURN            .           .           waiting     checking    .           .           .           .

A request for the whole state is under way in `recovering` and `verifying` alone: whatever leads elsewhere makes its
answer worthless. The stream is not read in `checking`. The link of the board is live in `live` and `verifying` alone.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never

from tui.live.feeds.feed_events import (
    Doubted,
    Effects,
    FeedAction,
    FeedEvent,
    FeedResult,
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
from tui.live.feeds.logins import LASTED_S
from tui.live.store.journal import EntryKind
from tui.live.store.link import LinkState
from tui.source.errors import LimitError, RefusedError, SessionLostError, SourceError
from tui.source.events import Closed, Gap, Lost

LOOK_AGAIN_S = 3.0
"""After a contradiction, and at least between two looks that contradictions ask for."""

LOOK_APART_S = 0.5
"""Between two snapshots at least, however often the stream breaks."""

SETTLED_S = 3.0
"""How long a source must have been live before the next loss counts as the first of a new series."""

LIMIT_S = 30.0
"""Between two looks at what was too much: it takes long to read, and will hardly become less."""


class FeedState(StrEnum):
    """What a feed is doing; the columns of the table.

    Attributes:
        OFFLINE: It logs in, or waits for the next login.
        CONNECTING: A stream is open and does not run, yet or any more: a snapshot would be right for a moment only.
        WAITING: The stream runs, messages may be missing, and the next look is due or waits for its turn.
        CHECKING: It asks whether the backends are up, before it asks for the whole state.
        RECOVERING: It asks for the whole state, and what the board shows is not sure.
        LIVE: It follows.
        VERIFYING: It follows, and asks for the whole state.
        CLOSED: The stream is over, and is left.
    """

    OFFLINE = "offline"
    CONNECTING = "connecting"
    WAITING = "waiting"
    CHECKING = "checking"
    RECOVERING = "recovering"
    LIVE = "live"
    VERIFYING = "verifying"
    CLOSED = "closed"

    @property
    def live(self) -> bool:
        """Whether what the board shows is what the server knows."""
        return self in _LIVE

    @property
    def asking(self) -> bool:
        """Whether a request for the whole state is under way."""
        return self in _ASKING


_LIVE = (FeedState.LIVE, FeedState.VERIFYING)
_ASKING = (FeedState.RECOVERING, FeedState.VERIFYING)
_BUSY = (FeedState.CHECKING, *_ASKING)
_LISTENING = (FeedState.WAITING, FeedState.RECOVERING, *_LIVE)
_OPEN = (FeedState.CONNECTING, *_LISTENING)


@dataclass(frozen=True, slots=True)
class FeedPhase:
    """All that a feed knows of its own course; times are seconds of the board's clock.

    Attributes:
        state: What it is doing.
        due_s: When it looks next; `math.inf` where nothing is due, and always while the stream does not run.
        asked_s: When it asked for the whole state last.
        shown_s: When it showed an answer last.
        live_since_s: Since when it is live; `math.inf` while it is not.
        was_live: Whether it ever was: until then nothing is on the board that could be stale.
        listened: Whether the stream of this session, or of the last one, ever ran.
        error: Why the stream is over.
    """

    state: FeedState = FeedState.OFFLINE
    due_s: float = math.inf
    asked_s: float = -math.inf
    shown_s: float = -math.inf
    live_since_s: float = math.inf
    was_live: bool = False
    listened: bool = False
    error: SourceError | None = None


Advance = tuple[FeedPhase, Effects]


class IllegalEventError(RuntimeError):
    """An event that cannot come in this state: a fault of ours."""


def _stay(*states: FeedState) -> Mapping[FeedState, FeedState]:
    return {state: state for state in states}


_NEXT: Mapping[FeedSignal | type, Mapping[FeedState, FeedState]] = {
    FeedSignal.OPENED: {FeedState.OFFLINE: FeedState.CONNECTING},
    FeedSignal.LEFT: dict.fromkeys((*_OPEN, FeedState.CHECKING, FeedState.CLOSED), FeedState.OFFLINE),
    SessionFailed: _stay(FeedState.OFFLINE),
    Lost: dict.fromkeys(_OPEN, FeedState.CONNECTING),
    Gap: dict.fromkeys(_OPEN, FeedState.WAITING),
    Closed: dict.fromkeys(_OPEN, FeedState.CLOSED),
    FeedSignal.DUE: {FeedState.WAITING: FeedState.CHECKING, FeedState.LIVE: FeedState.VERIFYING},
    FeedSignal.SERVICES_UP: {FeedState.CHECKING: FeedState.RECOVERING},
    FeedSignal.REQUESTED: _stay(*_ASKING),
    SnapshotRead: dict.fromkeys(_ASKING, FeedState.LIVE),
    Recovered: _stay(FeedState.LIVE),
    OutageFound: dict.fromkeys(_BUSY, FeedState.WAITING),
    LookFailed: dict.fromkeys(_BUSY, FeedState.WAITING),
    SessionRefused: dict.fromkeys(_BUSY, FeedState.CLOSED),
    OutageBegan: {**_stay(FeedState.CONNECTING), **dict.fromkeys(_LISTENING, FeedState.WAITING)},
    FeedSignal.OUTAGE_CHANGED: _stay(*_LISTENING),
    Doubted: _stay(*_OPEN),
    LimitExceeded: dict.fromkeys(_LIVE, FeedState.WAITING),
    FeedSignal.FLOODED: dict.fromkeys(_ASKING, FeedState.WAITING),
    FeedSignal.LOOK_WANTED: _stay(*_LIVE),
    FeedSignal.TURN: _stay(FeedState.WAITING, FeedState.CHECKING),
}

_IGNORED: Mapping[FeedSignal | type, tuple[FeedState, ...]] = {
    # What was read together with the end of the stream, and after it.
    **dict.fromkeys((Lost, Gap, Closed, OutageBegan, Doubted), (FeedState.CLOSED,)),
    FeedSignal.OUTAGE_CHANGED: (FeedState.CONNECTING, FeedState.CLOSED),
    # These come from outside, at any time.
    **dict.fromkeys((FeedSignal.LOOK_WANTED, FeedSignal.TURN), tuple(FeedState)),
}


def advance(phase: FeedPhase, event: FeedEvent, now_s: float) -> Advance:
    """Say what follows from an event.

    Args:
        phase: What the feed is doing.
        event: What happened.
        now_s: The moment, clock of the board, seconds.

    Returns:
        The next phase, and the effects, to be carried out in this order.

    Raises:
        IllegalEventError: It cannot happen in this state.
    """
    kind = event if isinstance(event, FeedSignal) else type(event)
    state = _NEXT[kind].get(phase.state)
    if state is None:
        if phase.state in _IGNORED.get(kind, ()):
            return phase, ()
        raise IllegalEventError(f"{kind} while {phase.state}")
    after = _moved(phase, state)
    if isinstance(event, FeedSignal):
        return _take_signal(phase, after, event, now_s)
    if isinstance(event, (Lost, Gap, Closed)):
        return _take_control(phase, after, event, now_s)
    return _take_result(phase, after, event, now_s)


def _moved(phase: FeedPhase, state: FeedState) -> FeedPhase:
    return replace(
        phase,
        state=state,
        due_s=phase.due_s if state in _LISTENING or state is FeedState.CHECKING else math.inf,
        live_since_s=phase.live_since_s if state.live else math.inf,
    )


def _take_signal(before: FeedPhase, after: FeedPhase, signal: FeedSignal, now_s: float) -> Advance:
    match signal:
        case FeedSignal.OPENED:
            return replace(after, listened=False, error=None), ()
        case FeedSignal.LEFT:
            return after, ()
        case FeedSignal.DUE:
            recovering = () if before.state.live else (SetLink(LinkState.RECOVERING, ""),)
            return replace(after, due_s=math.inf, asked_s=now_s if after.state.asking else after.asked_s), recovering
        case FeedSignal.SERVICES_UP:
            return replace(after, asked_s=now_s), ()
        case FeedSignal.REQUESTED:
            return replace(after, asked_s=now_s), (FeedAction.BEGIN_LOOK,)
        case FeedSignal.OUTAGE_CHANGED:
            return replace(after, due_s=now_s), ()
        case FeedSignal.FLOODED:
            return after, (*_loss(before, "too many messages at once", now_s), WaitForTurn())
        case FeedSignal.LOOK_WANTED:
            return _sooner(after, max(now_s, after.asked_s + LOOK_APART_S)), (FeedAction.WAKE,)
        case FeedSignal.TURN:
            return _sooner(after, now_s), (FeedAction.WAKE,)
        case _:
            assert_never(signal)


def _take_control(before: FeedPhase, after: FeedPhase, item: Lost | Gap | Closed, now_s: float) -> Advance:
    match item:
        case Lost():
            return after, _loss(before, item.why, now_s)
        case Closed():
            return replace(after, error=item.error), _loss(before, str(item.error), now_s)
        case Gap():
            lost = _loss(before, f"messages may be missing: {item.why}", now_s) if before.state.live else ()
            return replace(after, due_s=max(now_s, after.asked_s + LOOK_APART_S), listened=True), lost
        case _:
            assert_never(item)


def _take_result(before: FeedPhase, after: FeedPhase, event: FeedResult, now_s: float) -> Advance:
    idle = replace(after, due_s=math.inf)
    match event:
        case SessionFailed(error):
            return after, _failure(before, error, now_s)
        case SnapshotRead():
            return _show(before, after, event)
        case Recovered(words):
            return after, (WriteNote(EntryKind.LINK, f"live: recovered {words}"), FeedAction.RELEASE_OTHERS)
        case OutageFound(words):
            return idle, (SetLink(LinkState.STALE, words), WaitForTurn())
        case OutageBegan(words):
            return idle, (*_loss(before, words, now_s), WaitForTurn())
        case LookFailed(error):
            least_s = LIMIT_S if isinstance(error, LimitError) else 0.0
            return idle, (*_loss(before, _words_of_look(error), now_s), WaitForTurn(error, least_s))
        case SessionRefused(error):
            return replace(after, error=error), _loss(before, _words_of_look(error), now_s)
        case Doubted(words):
            return _doubt(after, words, now_s)
        case LimitExceeded(error):
            return idle, (*_loss(before, str(error), now_s), WaitForTurn(least_s=LIMIT_S))
        case _:
            assert_never(event)


def _show(before: FeedPhase, after: FeedPhase, read: SnapshotRead) -> Advance:
    since_s = before.live_since_s if before.state.live else read.at_s
    shown = replace(after, shown_s=read.at_s, live_since_s=since_s, was_live=True)
    return _sooner(shown, read.at_s + read.again_s), ()


def _doubt(phase: FeedPhase, words: tuple[str, ...], now_s: float) -> Advance:
    notes = tuple(WriteNote(EntryKind.PROBLEM, f"{each}: looking again") for each in words)
    return _sooner(phase, max(now_s, phase.shown_s) + LOOK_AGAIN_S), notes


def _sooner(phase: FeedPhase, at_s: float) -> FeedPhase:
    return phase if phase.state is FeedState.CONNECTING else replace(phase, due_s=min(phase.due_s, at_s))


def _failure(phase: FeedPhase, error: SourceError, now_s: float) -> Effects:
    if isinstance(error, RefusedError):
        return SetLink(LinkState.REFUSED, str(error)), WriteNote(EntryKind.PROBLEM, f"refused: {error}")
    lost = _loss(phase, str(error), now_s)
    # The server answers: a login is the next step now, and no repetition of what failed.
    return (*lost, FeedAction.COME_BACK) if isinstance(error, SessionLostError) and phase.listened else lost


def _loss(phase: FeedPhase, why: str, now_s: float) -> Effects:
    live_s = now_s - phase.live_since_s
    settled = (FeedAction.FORGET_FAILURES,) if live_s >= SETTLED_S else ()
    lasted = (FeedAction.FORGET_LOGINS,) if live_s >= LASTED_S else ()
    # Before the first snapshot there is nothing on the board that could be stale.
    link = SetLink(LinkState.STALE if phase.was_live else LinkState.CONNECTING, why)
    return FeedAction.TELL_LAST_WORD, *settled, *lasted, link, WriteNote(EntryKind.PROBLEM, why)


def _words_of_look(error: SourceError) -> str:
    return str(error) if isinstance(error, LimitError) else f"snapshot failed: {error}"
