"""What a feed does next: every event in every state, as the table in the module says, and what it then has done."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import get_args

import pytest

from tui.live.feeds import feed_phase
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
from tui.live.feeds.feed_phase import (
    LIMIT_S,
    LOOK_AGAIN_S,
    LOOK_APART_S,
    FeedPhase,
    FeedState,
    IllegalEventError,
    advance,
)
from tui.live.store.journal import EntryKind
from tui.live.store.link import LinkState
from tui.source.errors import LimitError, OperationError, RefusedError, ServerFaultError, SessionLostError
from tui.source.events import Closed, Gap, Lost

NOW_S = 1_000.0
FAULT, LIMIT, GONE = ServerFaultError("HTTP 503"), LimitError("too many calls"), SessionLostError("20 Access denied")
EXAMPLES: tuple[FeedEvent, ...] = (
    *FeedSignal,
    SessionFailed(FAULT),
    SessionFailed(GONE),
    SessionFailed(RefusedError("wrong password")),
    Lost(NOW_S, "connection reset"),
    Gap(NOW_S, "connected"),
    Closed(NOW_S, GONE),
    SnapshotRead(NOW_S, 15.0),
    Recovered("1 call and 1 device in 0.02 s"),
    OutageFound("the Voice service is down"),
    OutageBegan("the Voice service is down"),
    LookFailed(FAULT),
    LookFailed(LIMIT),
    SessionRefused(OperationError(4, "no")),
    Doubted(("it failed", "it failed again")),
    Doubted(),
    LimitExceeded(LIMIT),
)


def kind_of(event: FeedEvent) -> str:
    return event.name if isinstance(event, FeedSignal) else type(event).__name__


def table() -> dict[tuple[str, FeedState], str]:
    """The cells of the table in the docstring."""
    rows = [line.split() for line in (feed_phase.__doc__ or "").splitlines() if line.startswith("    ")]
    assert rows[0] == ["event", *FeedState]
    return {(row[0], state): cell for row in rows[1:] for state, cell in zip(FeedState, row[1:], strict=True)}


TABLE = table()


def reach() -> Iterator[tuple[FeedPhase, FeedEvent, FeedPhase, tuple[Effect, ...]]]:
    """Every step from every phase that can be reached while time stands still."""
    begin = FeedPhase()
    waiting, met = [begin], {begin}
    while waiting:
        phase = waiting.pop()
        for event in EXAMPLES:
            try:
                after, effects = advance(phase, event, NOW_S)
            except IllegalEventError:
                continue
            yield phase, event, after, effects
            if after not in met:
                met.add(after)
                waiting.append(after)


STEPS = list(reach())


@pytest.mark.parametrize("event", EXAMPLES, ids=kind_of)
def test_every_event_in_every_state_does_what_the_table_says(event: FeedEvent) -> None:
    for state in FeedState:
        cell = TABLE[kind_of(event), state]
        phase = FeedPhase(state, live_since_s=NOW_S - 1.0 if state.live else math.inf)
        if cell == "-":
            with pytest.raises(IllegalEventError):
                advance(phase, event, NOW_S)
        elif cell == ".":
            assert advance(phase, event, NOW_S) == (phase, ())
        else:
            assert advance(phase, event, NOW_S)[0].state == cell


def test_the_table_has_every_event_and_every_step_of_it_can_be_taken() -> None:
    known = {signal.name for signal in FeedSignal} | {one.__name__ for one in get_args(FeedEvent)} - {"FeedSignal"}
    assert {kind for kind, _ in TABLE} == known == {kind_of(event) for event in EXAMPLES}
    legal = {place for place, cell in TABLE.items() if cell not in "-."}
    assert {(kind_of(event), phase.state) for phase, event, _, _ in STEPS} >= legal


def test_the_board_never_shows_as_live_what_is_not() -> None:
    """The link goes with the phase: it is set whenever a phase stops being live, and never while one is."""
    for before, event, after, effects in STEPS:
        links = [effect.state for effect in effects if isinstance(effect, SetLink)]
        assert LinkState.LIVE not in links
        assert not (after.state.live and links)
        if before.state.live and not after.state.live and event is not FeedSignal.LEFT:
            assert links == [LinkState.STALE]


def test_times_hold_only_where_they_mean_something() -> None:
    for _, event, after, _ in STEPS:
        assert (after.live_since_s < math.inf) == after.state.live, event
        assert after.due_s == math.inf or after.state not in ("offline", "connecting", "closed"), event
        assert (after.error is not None) or after.state != "closed", event
        assert after.was_live or not after.state.live, event


def test_nobody_waits_for_ever() -> None:
    """Where nothing is under way, a look is due, or a turn was asked for, or the stream tells when it goes on."""
    for before, event, after, effects in STEPS:
        resting = after.state in ("waiting", "live") and after.due_s == math.inf
        if resting and (before.state, before.due_s) != (after.state, after.due_s):
            assert any(isinstance(effect, WaitForTurn) for effect in effects), (before, event)


def _problem(words: str) -> WriteNote:
    return WriteNote(EntryKind.PROBLEM, words)


OFFLINE, CONNECTING = FeedPhase(was_live=True), FeedPhase(FeedState.CONNECTING, was_live=True)
WAITING = FeedPhase(FeedState.WAITING, was_live=True)
LIVE = FeedPhase(FeedState.LIVE, 1_020.0, 995.0, 995.1, NOW_S - 1.0, was_live=True, listened=True)
VERIFYING = replace(LIVE, state=FeedState.VERIFYING, due_s=math.inf)
RECOVERING = FeedPhase(FeedState.RECOVERING, asked_s=NOW_S)
STALE, LAST_WORD = LinkState.STALE, FeedAction.TELL_LAST_WORD


@pytest.mark.parametrize(
    ("phase", "event", "effects"),
    [
        pytest.param(
            FeedPhase(FeedState.CONNECTING),
            Lost(0.0, "cut"),
            (LAST_WORD, SetLink(LinkState.CONNECTING, "cut"), _problem("cut")),
            id="nothing was shown that could be stale",
        ),
        pytest.param(LIVE, Lost(0.0, "cut"), (LAST_WORD, SetLink(STALE, "cut"), _problem("cut")), id="it is stale"),
        pytest.param(
            replace(LIVE, live_since_s=NOW_S - 3.0),
            Lost(0.0, "cut"),
            (LAST_WORD, FeedAction.FORGET_FAILURES, SetLink(STALE, "cut"), _problem("cut")),
            id="a loss after a while is the first of a series",
        ),
        pytest.param(
            replace(LIVE, live_since_s=NOW_S - 60.0),
            Closed(0.0, GONE),
            (
                LAST_WORD,
                FeedAction.FORGET_FAILURES,
                FeedAction.FORGET_LOGINS,
                SetLink(STALE, "20 Access denied"),
                _problem("20 Access denied"),
            ),
            id="a session that lasted led somewhere",
        ),
        pytest.param(
            LIVE,
            Gap(0.0, "overflow"),
            (
                LAST_WORD,
                SetLink(STALE, "messages may be missing: overflow"),
                _problem("messages may be missing: overflow"),
            ),
            id="a gap",
        ),
        pytest.param(WAITING, Gap(0.0, "again"), (), id="a gap where nothing is sure"),
        pytest.param(WAITING, FeedSignal.DUE, (SetLink(LinkState.RECOVERING, ""),), id="it recovers visibly"),
        pytest.param(LIVE, FeedSignal.DUE, (), id="it verifies without a word"),
        pytest.param(RECOVERING, FeedSignal.REQUESTED, (FeedAction.BEGIN_LOOK,), id="each request begins anew"),
        pytest.param(
            RECOVERING, OutageFound("down"), (SetLink(STALE, "down"), WaitForTurn()), id="an outage that a look found"
        ),
        pytest.param(
            CONNECTING,
            OutageBegan("down"),
            (LAST_WORD, SetLink(STALE, "down"), _problem("down"), WaitForTurn()),
            id="an outage that a message told",
        ),
        pytest.param(
            VERIFYING,
            LookFailed(FAULT),
            (
                LAST_WORD,
                SetLink(STALE, "snapshot failed: HTTP 503"),
                _problem("snapshot failed: HTTP 503"),
                WaitForTurn(FAULT),
            ),
            id="no answer",
        ),
        pytest.param(
            VERIFYING,
            LookFailed(LIMIT),
            (LAST_WORD, SetLink(STALE, str(LIMIT)), _problem(str(LIMIT)), WaitForTurn(LIMIT, LIMIT_S)),
            id="an answer that is too much",
        ),
        pytest.param(
            LIVE,
            LimitExceeded(LIMIT),
            (LAST_WORD, SetLink(STALE, str(LIMIT)), _problem(str(LIMIT)), WaitForTurn(None, LIMIT_S)),
            id="messages that are too much",
        ),
        pytest.param(
            VERIFYING,
            FeedSignal.FLOODED,
            (
                LAST_WORD,
                SetLink(STALE, "too many messages at once"),
                _problem("too many messages at once"),
                WaitForTurn(),
            ),
            id="more than is kept",
        ),
        pytest.param(
            LIVE,
            Doubted(("a", "b")),
            (_problem("a: looking again"), _problem("b: looking again")),
            id="each doubt is told",
        ),
        pytest.param(LIVE, Doubted(), (), id="but not what others tell"),
        pytest.param(
            LIVE,
            Recovered("1 call"),
            (WriteNote(EntryKind.LINK, "live: recovered 1 call"), FeedAction.RELEASE_OTHERS),
            id="it is well again",
        ),
        pytest.param(LIVE, FeedSignal.LOOK_WANTED, (FeedAction.WAKE,), id="somebody wants to be sure"),
        pytest.param(WAITING, FeedSignal.TURN, (FeedAction.WAKE,), id="its turn"),
        pytest.param(
            OFFLINE,
            SessionFailed(RefusedError("no")),
            (SetLink(LinkState.REFUSED, "no"), _problem("refused: no")),
            id="refused",
        ),
        pytest.param(
            replace(OFFLINE, listened=True),
            SessionFailed(GONE),
            (LAST_WORD, SetLink(STALE, str(GONE)), _problem(str(GONE)), FeedAction.COME_BACK),
            id="a session that was lost needs no more than a login",
        ),
        pytest.param(
            OFFLINE,
            SessionFailed(GONE),
            (LAST_WORD, SetLink(STALE, str(GONE)), _problem(str(GONE))),
            id="unless it never worked",
        ),
    ],
)
def test_what_a_feed_then_has_done(phase: FeedPhase, event: FeedEvent, effects: tuple[Effect, ...]) -> None:
    assert advance(phase, event, NOW_S)[1] == effects


@pytest.mark.parametrize(
    ("phase", "event", "due_s"),
    [
        pytest.param(CONNECTING, Gap(0.0, ""), NOW_S, id="at once"),
        pytest.param(
            replace(CONNECTING, asked_s=NOW_S - 0.1), Gap(0.0, ""), NOW_S - 0.1 + LOOK_APART_S, id="but no storm"
        ),
        pytest.param(RECOVERING, Gap(0.0, ""), NOW_S + LOOK_APART_S, id="a gap during a look asks for one more"),
        pytest.param(RECOVERING, SnapshotRead(NOW_S, 15.0), NOW_S + 15.0, id="the next look"),
        pytest.param(
            replace(VERIFYING, due_s=NOW_S + 1.0), SnapshotRead(NOW_S, 15.0), NOW_S + 1.0, id="sooner where that is due"
        ),
        pytest.param(LIVE, Doubted(), NOW_S + LOOK_AGAIN_S, id="a contradiction"),
        pytest.param(
            replace(LIVE, due_s=NOW_S + 1.0), Doubted(), NOW_S + 1.0, id="several contradictions cost one look"
        ),
        pytest.param(CONNECTING, Doubted(), math.inf, id="no look while nobody listens"),
        pytest.param(WAITING, Doubted(), NOW_S + LOOK_AGAIN_S, id="a contradiction while it waits for its turn"),
        pytest.param(LIVE, FeedSignal.LOOK_WANTED, NOW_S, id="somebody wants to be sure"),
        pytest.param(
            replace(LIVE, asked_s=NOW_S), FeedSignal.LOOK_WANTED, NOW_S + LOOK_APART_S, id="and again and again"
        ),
        pytest.param(WAITING, FeedSignal.TURN, NOW_S, id="its turn"),
        pytest.param(WAITING, FeedSignal.OUTAGE_CHANGED, NOW_S, id="the service may be up again"),
        pytest.param(replace(LIVE, due_s=NOW_S), LimitExceeded(LIMIT), math.inf, id="not before its turn"),
        pytest.param(replace(LIVE, due_s=NOW_S), Lost(0.0, ""), math.inf, id="not before the stream runs"),
    ],
)
def test_when_it_looks_next(phase: FeedPhase, event: FeedEvent, due_s: float) -> None:
    assert advance(phase, event, NOW_S)[0].due_s == due_s


def test_the_moment_of_a_request_is_kept() -> None:
    for phase, event in (
        (LIVE, FeedSignal.DUE),
        (replace(WAITING, state=FeedState.CHECKING), FeedSignal.SERVICES_UP),
        (VERIFYING, FeedSignal.REQUESTED),
    ):
        assert advance(phase, event, NOW_S)[0].asked_s == NOW_S
    assert advance(WAITING, FeedSignal.DUE, NOW_S)[0].asked_s == -math.inf


def test_an_answer_is_remembered_with_its_moment() -> None:
    recovered, _ = advance(RECOVERING, SnapshotRead(NOW_S, 15.0), NOW_S + 0.1)
    assert recovered == FeedPhase(FeedState.LIVE, NOW_S + 15.0, NOW_S, NOW_S, NOW_S, was_live=True)
    verified, _ = advance(VERIFYING, SnapshotRead(NOW_S, 15.0), NOW_S + 0.1)
    assert (verified.shown_s, verified.live_since_s) == (NOW_S, VERIFYING.live_since_s)


def test_a_stream_that_runs_has_listened_until_a_new_one_is_opened() -> None:
    assert advance(CONNECTING, Gap(0.0, ""), NOW_S)[0].listened
    over = FeedPhase(listened=True, error=GONE, asked_s=7.0)
    assert advance(over, FeedSignal.OPENED, NOW_S)[0] == FeedPhase(FeedState.CONNECTING, asked_s=7.0)
