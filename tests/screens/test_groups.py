"""Groups and conversations under random changes: what is kept up to date equals what is made anew, and is right."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.screens.centre import call, go_live, lose, tell
from tests.screens.talks import log_in
from tui.live.clock import FixedClock
from tui.live.store.board import Board, Changes
from tui.live.store.card import CallKey
from tui.source.models import User
from tui.source.snapshot import Unreadable
from tui.views.arrangement.arrangement import Arrangement
from tui.views.arrangement.choices import Grouping, GroupRules, Order
from tui.views.arrangement.group import CallGroup
from tui.views.arrangement.grouping import NO_QUEUE, NO_TEAM, GroupKey, group_of, team_of
from tui.views.attention.census import Census
from tui.views.attention.thresholds import Thresholds

LIMITS = Thresholds(ringing_s=10, dialing_s=20, held_s=30, talking_s=60)
RULES = GroupRules("Queue", ("Billing", "*"))
SOURCES = ("5001", "5003", "5009")
IDS = ("c1", "c2", "c3", "c4")
STATES = ("Ringing", "Dialing", "Established", "Held", "Released", "Parked")

told = st.fixed_dictionaries(
    {
        "source": st.sampled_from(SOURCES),
        "call_id": st.sampled_from(IDS),
        "state": st.sampled_from(STATES),
        "uuid": st.sampled_from(("", "u1", "u2", "u3")),
        "parent": st.sampled_from(("", "", "c1", "c2")),
        "queue": st.sampled_from((None, "Cards", "Invoices")),
        "monitoring": st.booleans(),
        "duration": st.integers(0, 90),
    }
)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("tell"), told),
        st.tuples(st.just("wait"), st.floats(0.5, 25.0)),
        st.tuples(st.just("lose"), st.sampled_from(SOURCES)),
        st.tuples(st.just("back"), st.sampled_from(SOURCES), st.sets(st.sampled_from(IDS))),
        st.tuples(st.just("calm"), st.sampled_from(SOURCES), st.sampled_from(IDS)),
    ),
    max_size=30,
)


class Subject:
    """A board, and the arrangement of a wall that follows it."""

    def __init__(self, order: Order, grouping: Grouping, together: bool, query: str) -> None:
        self.clock = FixedClock()
        self.board = Board(self.clock, ended_for_s=5.0)
        for source in SOURCES:
            log_in(self.board, source)
        self.census = Census(self.board, LIMITS)
        self.order, self.grouping, self.together, self.query = order, grouping, together, query
        self.arrangement = self.anew(grouping, self.census)
        self.board.watch(self._take)

    def anew(self, grouping: Grouping, census: Census) -> Arrangement:
        made = Arrangement(self.board, census, self.order, grouping, RULES, together=self.together)
        made.rearrange(query=self.query)
        made.work()
        return made

    def fresh_census(self) -> Census:
        census = Census(self.board, LIMITS)
        census.take(self.board.calls)
        census.calm = self.census.calm
        return census

    def act(self, step: tuple[Any, ...]) -> None:
        what, *rest = step
        if what == "tell":
            self._tell(rest[0])
        elif what == "wait":
            self.clock.advance(rest[0])
            self.board.sweep()
            self.arrangement.take(self.census.take_due())
            self.arrangement.work()
        elif what == "lose":
            lose(self.board, rest[0])
        elif what == "back":
            go_live(self.board, rest[0], [call(one, callUuid=one) for one in sorted(rest[1])], [], [])
        else:
            key = CallKey(*rest)
            self.census.calm = self.census.calm ^ {key}
            self.arrangement.take([key])
            self.arrangement.work()

    def _tell(self, said: dict[str, Any]) -> None:
        fields: dict[str, Any] = {"callUuid": said["uuid"], "monitoring": said["monitoring"]}
        fields |= {"parentCallPath": f"/calls/{said['parent']}"} if said["parent"] else {}
        fields |= {"userData": {"Queue": said["queue"]}} if said["queue"] else {}
        fields |= {"own": said["source"], "duration": str(said["duration"])}
        tell(self.board, said["source"], call(said["call_id"], said["state"], **fields))

    def _take(self, changes: Changes) -> None:
        keys = {*changes.added, *changes.changed, *changes.ended, *changes.removed}
        keys |= {key for key in self.board.calls if key.source in changes.links}
        self.census.take(keys)
        self.arrangement.take(keys | self.census.take_due())
        self.arrangement.work()


def conversations_of(board: Board) -> dict[CallKey, frozenset[CallKey]]:
    """Which calls belong together, by looking at each pair again and again."""
    parts = {key: frozenset([key]) for key in board.calls}
    for _ in board.calls:
        for one in board.calls.values():
            for other in board.calls.values():
                same = one.call.call_uuid and one.call.call_uuid == other.call.call_uuid
                parent = one.call.parent_id
                if same or (parent and other.key == CallKey(one.key.source, parent)):
                    whole = parts[one.key] | parts[other.key]
                    parts |= dict.fromkeys(whole, whole)
    return parts


def seen_of(subject: Subject, group: CallGroup) -> tuple[object, ...]:
    assert group.heading is not None
    tally = group.heading.tally()
    ages = [_start(subject.board, subject.arrangement.legs_of(key)) for key in (tally.longest,) if key is not None]
    counts = (tally.calls, dict(tally.states), tally.unreadable, tally.unsure, tally.alarmed, tally.ended)
    return group.key, tuple(group.calls), group.heading.name, counts, ages


def _start(board: Board, legs: Sequence[CallKey]) -> float:
    starts = [one.start_s for leg in legs if not (one := board.calls[leg]).ended]
    return min(start for start in starts if start is not None)


@settings(max_examples=examples(150), deadline=None)
@given(steps, st.sampled_from(Order), st.sampled_from(list(Grouping)[1:]), st.booleans(), st.sampled_from(["", "held"]))
def test_what_is_kept_is_what_is_made_anew(
    history: list[tuple[Any, ...]], order: Order, grouping: Grouping, together: bool, query: str
) -> None:
    subject = Subject(order, grouping, together, query)
    for step in history:
        subject.act(step)
        anew = subject.anew(grouping, subject.fresh_census())
        mine = [seen_of(subject, group) for group in subject.arrangement.groups]
        assert mine == [seen_of(subject, group) for group in anew.groups]
        assert dict(subject.arrangement.together) == dict(anew.together)


@settings(max_examples=examples(150), deadline=None)
@given(steps, st.sampled_from(Order), st.sampled_from(Grouping), st.booleans())
def test_every_call_is_seen_once_and_counted_right(
    history: list[tuple[Any, ...]], order: Order, grouping: Grouping, together: bool
) -> None:
    subject = Subject(order, grouping, together, "")
    for step in history:
        subject.act(step)
    board, arrangement = subject.board, subject.arrangement
    flat = subject.anew(Grouping.NONE, subject.census).keys

    assert [key for group in arrangement.groups for key in group.calls] == arrangement.keys
    legs = [leg for key in arrangement.keys for leg in arrangement.legs_of(key)]
    assert Counter(legs) == Counter(list(board.calls))
    parts = conversations_of(board)
    for group in arrangement.groups:
        assert list(group.calls) == [key for key in flat if key in set(group.calls)]
        for key in group.calls:
            mine = frozenset(arrangement.legs_of(key))
            assert mine == (parts[key] if together else {key})
        assert grouping is Grouping.NONE or counted_right(subject, group)


def counted_right(subject: Subject, group: CallGroup) -> bool:
    assert group.heading is not None
    tally, board = group.heading.tally(), subject.board
    cards = [[board.calls[leg] for leg in subject.arrangement.legs_of(key)] for key in group.calls]
    going = [legs for legs in cards if not all(leg.ended for leg in legs)]
    needy = [legs for legs in going if any(subject.census.needs_somebody(leg.key) for leg in legs if not leg.ended)]
    doubtful = [
        legs for legs in going if any(not board.sources[leg.key.source].link.live for leg in legs if not leg.ended)
    ]
    states = Counter(legs[0].call.state for legs in going)
    assert (tally.calls, tally.ended) == (len(going), len(cards) - len(going))
    assert (tally.alarmed, tally.unsure) == (len(needy), len(doubtful))
    assert dict(tally.states) == dict(states)
    return True


def test_a_call_has_one_group_of_each_kind(board: Board) -> None:
    log_in(board, "5001", call("c1", "Held", own="5001", userData={"Queue": "Invoices"}))
    go_live(board, "floor", [call("c2", "Released")], ["5001"], [Unreadable(id="c3", why="no state")])
    held, odd = board.calls[CallKey("5001", "c1")], board.calls[CallKey("floor", "c3")]

    def found(grouping: Grouping) -> list[GroupKey]:
        return [group_of(grouping, RULES, board, one) for one in (held, odd)]

    assert found(Grouping.AGENT) == [GroupKey(0, "5001"), GroupKey(0, "floor")]
    assert found(Grouping.TEAM) == [GroupKey(0, "Billing"), GroupKey(1, NO_TEAM)]
    assert [group.name for group in found(Grouping.STATE)] == ["HELD", "UNREADABLE"]
    assert found(Grouping.QUEUE) == [GroupKey(0, "Invoices"), GroupKey(1, NO_QUEUE)]


@pytest.mark.parametrize(
    ("teams", "name"),
    [((), "All agents"), (("Billing",), "Billing"), (("S*", "*"), "Support"), (("Nobody",), "")],
)
def test_of_several_groups_the_preferred_one_is_the_team(teams: tuple[str, ...], name: str) -> None:
    names = ("Support", "All agents", "Billing")
    groups: list[dict[str, str]] = [{"id": one, "name": one, "type": "BusinessUnit"} for one in names]
    user = User.model_validate({"groups": [{"id": "x", "name": "A place", "type": "PlaceGroup"}, *groups]})

    assert team_of(user, teams) == name


def test_a_copy_that_does_not_lead_still_brings_its_group_to_the_front() -> None:
    subject = Subject(Order.ATTENTION, Grouping.AGENT, True, "")
    tell(subject.board, "5001", call("c1", own="5001", callUuid="u1"))
    tell(subject.board, "5003", call("c2", own="5003", callUuid="u2", duration="5"))
    tell(subject.board, "5009", call("c2", "Ringing", own="5009", callUuid="u2", monitoring=True))
    assert [group.key[1] for group in subject.arrangement.groups] == ["5001", "5003"]
    subject.act(("wait", 11.0))
    assert [group.key[1] for group in subject.arrangement.groups] == ["5003", "5001"]
