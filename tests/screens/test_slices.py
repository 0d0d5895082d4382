"""Work in slices under random changes: whatever comes in the middle of one, nothing half made is seen, and it ends."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.screens.centre import call, go_live
from tests.screens.seen import screen_text, settle
from tests.screens.test_groups import LIMITS, RULES, SOURCES, STATES, Subject, seen_of, steps
from tests.screens.wall_app import WallApp
from tui.live.store.board import Board, Changes
from tui.live.store.card import CallKey
from tui.live.store.journal import Journal
from tui.live.store.masked_board import masked_board
from tui.live.store.privacy import WALL
from tui.screens.wall.alarm_telling import AlarmDelivery
from tui.screens.wall.board_work import BoardWork
from tui.screens.wall.options import WallOptions
from tui.screens.wall.wall_attention import WallAttention
from tui.views import slices
from tui.views.arrangement.arrangement import Arrangement
from tui.views.arrangement.choices import Grouping, Order
from tui.views.arrangement.search_texts import SearchTexts
from tui.views.attention.census import Census
from tui.views.attention.thresholds import Thresholds
from tui.views.slices import PendingCalls, more_for
from widgets.cards.density import Density

MANY = 3_000
STRICT = Thresholds(ringing_s=5, dialing_s=5, held_s=5, talking_s=5)
sliced = st.lists(
    st.one_of(
        steps.map(lambda history: ("act", history[:2])),
        st.tuples(st.just("slice"), st.integers(1, 6)),
        st.tuples(
            st.just("choose"),
            st.sampled_from(Order),
            st.sampled_from(Grouping),
            st.sampled_from(["", "held", "55501"]),
            st.booleans(),
        ),
        st.tuples(st.just("limits"), st.sampled_from([LIMITS, STRICT])),
        st.tuples(st.just("acknowledge"), st.sampled_from(SOURCES)),
    ),
    max_size=25,
)


class Steps:
    """Time for so many steps."""

    def __init__(self, number: int) -> None:
        self.left = number

    def __call__(self) -> bool:
        self.left -= 1
        return self.left >= 0


@contextmanager
def short_steps() -> Iterator[None]:
    """Look at one call in each step."""
    before, slices.STEP = slices.STEP, 1
    try:
        yield
    finally:
        slices.STEP = before


class Sliced(Subject):
    """The same board, and all that a wall keeps of it, brought up to date in slices."""

    def __init__(self) -> None:
        super().__init__(Order.ATTENTION, Grouping.NONE, together=False, query="")
        self.limits, journal = LIMITS, Journal(self.clock)
        self.census = Census(self.board, LIMITS)
        self.alarms = WallAttention(self.board, self.census, journal, LIMITS, AlarmDelivery())
        texts = SearchTexts(self.board)
        self.arrangement = Arrangement(self.board, self.census, self.order, rules=RULES, texts=texts)
        self.whole = BoardWork(self.board, self.census, self.arrangement, self.alarms, texts)
        self.whole.begin()
        self.untouched: set[CallKey] = set()
        self.slice(10**6)

    def do(self, step: tuple[Any, ...]) -> None:
        what, *rest = step
        if what == "act":
            for one in rest[0]:
                self.act(one)
        elif what == "slice":
            self.slice(rest[0])
        elif what == "choose":
            order, grouping, query, together = rest
            self.arrangement.rearrange(order, query, grouping, together=together)
            self.untouched = set(self.board.calls)
        elif what == "limits":
            self.limits = rest[0]
            self.census.follow(self.limits)
            self.alarms.follow(self.limits, AlarmDelivery())
            self.whole.begin()
        else:
            self.whole.stand(self.alarms.acknowledge(CallKey(rest[0], "c1")))

    def slice(self, number: int) -> None:
        before, choice = self.arrangement.keys, self.arrangement.shown
        moved = self.whole.work(lambda _sequence: None, Steps(number))
        assert moved or (self.arrangement.keys is before and self.arrangement.shown is choice)
        if self.arrangement.shown is not choice:
            self.assert_whole()

    def assert_whole(self) -> None:
        """Of what stood still since it was chosen, nothing is missing and nothing is twice: it is never half made."""
        arrangement = self.arrangement
        assert [key for group in arrangement.groups for key in group.calls] == arrangement.keys
        legs = Counter(leg for key in arrangement.keys for leg in arrangement.legs_of(key))
        assert set(legs.values()) <= {1}
        assert arrangement.shown.query or self.untouched <= set(legs)

    def act(self, step: tuple[Any, ...]) -> None:
        what, *rest = step
        if what == "wait":
            self.clock.advance(rest[0])
            self.board.sweep()
        elif what != "calm":
            super().act(step)

    def _take(self, changes: Changes) -> None:
        keys = {*changes.added, *changes.changed, *changes.ended, *changes.removed}
        if hasattr(self, "whole"):
            self.untouched -= keys
            self.whole.take(keys, changes.links)

    def finish(self) -> None:
        """Come to an end, however short the slices are."""
        for _ in range(40 * (len(self.board.calls) + len(SOURCES) + 8)):
            self.slice(2)
            if not self.whole.busy:
                return
        raise AssertionError("it does not come to an end")


def test_a_call_that_needs_somebody_by_other_limits_alone_comes_first() -> None:
    subject = Sliced()
    go_live(subject.board, SOURCES[0], [call("talks", duration="5"), call("rings", "Ringing", duration="0")])
    subject.finish()
    before = list(subject.arrangement.keys)
    subject.do(("limits", Thresholds(talking_s=4.0)))
    subject.finish()
    assert [key.id for key in before] == ["rings", "talks"]
    assert [key.id for key in subject.arrangement.keys] == ["talks", "rings"]
    subject.do(("limits", LIMITS))
    subject.finish()
    assert subject.arrangement.keys == before


@settings(max_examples=examples(200), deadline=None)
@given(sliced)
def test_whatever_comes_between_slices_the_end_is_what_is_made_anew(history: list[tuple[Any, ...]]) -> None:
    with short_steps():
        subject = Sliced()
        for step in history:
            subject.do(step)
        subject.finish()
    census, shown = Census(subject.board, subject.limits), subject.arrangement.shown
    census.take(subject.board.calls)
    census.calm = subject.census.calm
    anew = Arrangement(subject.board, census, shown.order, shown.grouping, RULES, together=shown.together)
    anew.rearrange(query=shown.query)
    anew.work()

    assert subject.census.alarmed == census.alarmed
    assert {key for key in subject.alarms.alarmed if key.id} == census.alarmed
    mine, theirs = subject.census.tally(), census.tally()
    assert (mine.calls, mine.states, mine.alarmed, mine.unsure) == (
        theirs.calls,
        theirs.states,
        theirs.alarmed,
        theirs.unsure,
    )
    assert subject.arrangement.keys == anew.keys
    assert dict(subject.arrangement.together) == dict(anew.together)
    if shown.grouping is not Grouping.NONE:
        found = [seen_of(subject, group) for group in subject.arrangement.groups]
        assert found == [seen_of(subject, group) for group in anew.groups]


def test_changes_without_end_hold_up_neither_what_is_shown_nor_another_choice() -> None:
    with short_steps():
        subject = Sliced()
        ids = [f"c{n}" for n in range(60)]
        go_live(subject.board, SOURCES[0], [call(one, own=SOURCES[0]) for one in ids])
        subject.finish()
        subject.arrangement.rearrange(grouping=Grouping.STATE)
        shown: list[Grouping] = []
        for n in range(400):
            # As many change as are looked at.
            told = {"source": SOURCES[0], "uuid": "", "parent": "", "queue": None, "monitoring": False, "duration": 1}
            state = STATES[2 + n // 60 % 2]
            subject.act(("tell", {**told, "call_id": ids[n % 60], "state": state}))
            subject.slice(4)
            shown.append(subject.arrangement.shown.grouping)
    assert Grouping.STATE in shown


def test_the_old_arrangement_stands_until_the_new_one_is_complete() -> None:
    with short_steps():
        subject = Sliced()
        go_live(subject.board, SOURCES[0], [call(f"c{n}", own=SOURCES[0], duration=str(n)) for n in range(30)])
        subject.finish()
        before = subject.arrangement.keys
        subject.arrangement.rearrange(Order.AGENT, grouping=Grouping.AGENT)
        slices_taken = 0
        while subject.arrangement.busy:
            assert subject.arrangement.keys is before
            assert subject.arrangement.wanted.grouping is Grouping.AGENT
            subject.slice(5)
            slices_taken += 1
    assert slices_taken == 6
    assert len(subject.arrangement.keys) == 30


def test_what_waits_is_taken_in_turn_and_once() -> None:
    waiting = PendingCalls()
    waiting.add(CallKey("a", str(n)) for n in range(3))
    waiting.add([CallKey("a", "0"), CallKey("a", "3")])

    assert [key.id for step in waiting.steps(more_for(5.0)) for key in step] == ["0", "1", "2", "3"]
    assert not waiting


async def test_keys_scrolling_and_resizing_go_on_while_a_wall_is_arranged(
    board: Board, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slices are short here: between two of them keys are pressed, the terminal is resized, and calls change."""
    monkeypatch.setattr("tui.screens.wall.sliced.more_for", lambda _seconds: Steps(3))
    go_live(board, "a", [call(f"c{n}", ("Held", "Established")[n % 2], duration=str(n)) for n in range(MANY)], ["5001"])
    app = WallApp(masked_board(board, WALL), journal, WallOptions(density=Density.ROW))
    async with app.run_test(size=(100, 30)) as pilot:
        wall = app.wall
        await settle(pilot, lambda: len(wall.arrangement.keys) == MANY and not wall.board_work.busy)
        before = wall.arrangement.keys
        wall.action_group()
        assert (wall.arrangement.keys, wall.board_work.busy) == (before, True)
        await pilot.press("down", "down")
        await pilot.resize_terminal(120, 40)
        assert wall.calls.selected is not None
        go_live(board, "a", [call(f"c{n}", "Held", duration=str(n)) for n in range(10, MANY)], ["5001"])
        await settle(pilot, lambda: not wall.board_work.busy and wall.arrangement.shown.grouping is Grouping.AGENT)
        assert Counter(wall.arrangement.keys) == Counter(list(board.calls))
        wall.action_filter()
        await pilot.press("0", "1", "4", "3")
        await settle(pilot, lambda: not wall.board_work.busy and wall.arrangement.shown.query == "0143")
        assert len(wall.arrangement.keys) == MANY
        await pilot.press("5", "enter")
        await settle(pilot, lambda: "no call has “01435”" in screen_text(app))


async def test_work_that_lasts_is_seen_to_go_on(
    board: Board, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.screens.wall.sliced.LONG_S", 0.0)
    monkeypatch.setattr("tui.screens.wall.sliced.more_for", lambda _seconds: Steps(1))
    go_live(board, "a", [call(f"c{n}", duration=str(n)) for n in range(200)], ["5001"])
    app = WallApp(board, journal, WallOptions(density=Density.ROW))
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot, lambda: not app.wall.board_work.busy)
        monkeypatch.setattr("tui.screens.wall.sliced.PAUSE_S", 3_600.0)
        app.wall.action_group()
        app.wall.present_progress()
        await settle(pilot, lambda: "arranging 8%" in screen_text(app))
