"""The life of the centre: whatever changes is told, a seed repeats, the floor looks alive, nothing is impossible."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest

from tui.demo.centre.centre import Centre
from tui.demo.centre.changes import CallChanged, Change, DeviceChanged
from tui.demo.centre.life import Life
from tui.demo.centre.model import CallState
from tui.demo.options import Options, Wrinkles
from tui.demo.rest.resources import Scribe

Key = tuple[str, str]
Board = dict[Key, dict[str, Any]]

CASES = {
    "floor": Options(),
    "two hundred": Options(agents=200, rate_per_s=50),
    "one login": Options(calls=60, rate_per_s=50, logins="one"),
    "few agents, many calls": Options(agents=5, calls=40, rate_per_s=100),
    "new ids": Options(agents=12, calls=20, rate_per_s=50, wrinkles=Wrinkles(transfer_new_id=True)),
    "joining supervisors": Options(agents=8, rate_per_s=30, wrinkles=Wrinkles(monitor_joins_now=True)),
    "old ids": Options(agents=12, calls=20, rate_per_s=50, wrinkles=Wrinkles(connid_ids=True)),
    "answering supervisors": Options(agents=8, rate_per_s=30, wrinkles=Wrinkles(monitor_must_answer=True)),
}


class Onlooker:
    """Keeps a board from the messages alone, as a client would."""

    def __init__(self, centre: Centre) -> None:
        self.centre = centre
        self.scribe = Scribe("http://gws.example.com/api/v2", centre.options.wrinkles, lambda: 0.0, random.Random(0))
        self.board: Board = self.truth()
        self.kinds: Counter[str] = Counter()
        self.devices = self.true_devices()
        centre.listeners.append(self.hear)

    def hear(self, change: Change) -> None:
        if isinstance(change, CallChanged):
            leg = change.leg
            self.kinds[change.kind.value] += 1
            key = (leg.agent.user_name, leg.id)
            if leg.state is CallState.RELEASED:
                self.board.pop(key, None)
            else:
                self.board[key] = settled(self.scribe.call(leg))
        elif isinstance(change, DeviceChanged):
            self.kinds["Device"] += 1
            self.devices[change.agent.number] = settled(self.scribe.device(change.agent.device))

    def truth(self) -> Board:
        return {(leg.agent.user_name, leg.id): settled(self.scribe.call(leg)) for leg in self.centre.legs()}

    def true_devices(self) -> dict[str, Any]:
        return {agent.number: settled(self.scribe.device(agent.device)) for agent in self.centre.agents}


def settled(call: dict[str, Any]) -> dict[str, Any]:
    return {**call, "capabilities": sorted(call["capabilities"]), "duration": None}


def living(options: Options) -> tuple[Centre, Life, Onlooker]:
    centre = Centre(options)
    life = Life(centre)
    life.populate()
    return centre, life, Onlooker(centre)


@pytest.mark.parametrize("name", CASES)
def test_every_visible_change_is_told(name: str) -> None:
    _, life, onlooker = living(CASES[name])
    for _ in range(1500):
        life.step()
        assert onlooker.board == onlooker.truth()
        assert onlooker.devices == onlooker.true_devices()


@pytest.mark.parametrize("name", CASES)
def test_conversations_stay_possible(name: str) -> None:
    centre, life, _ = living(CASES[name])
    for _ in range(1500):
        life.step()
    for leg in centre.legs():
        conversation = leg.conversation
        assert leg in conversation.legs
        assert conversation.parties >= 2
        assert len({each.device.id for each in conversation.legs}) == len(conversation.legs)
        assert leg.agent.legs[leg.id] is leg
        assert leg in leg.device.legs
        if leg.consult is not None:
            assert leg.consult.parent is leg
            assert leg.consult.live


def test_supervisors_monitor_by_themselves_unless_somebody_has_their_logins() -> None:
    monitored = []
    for act in (True, False):
        centre, life, _ = living(Options(seed=7, rate_per_s=40, supervisors_act=act))
        seen = False
        for _ in range(300):
            life.step()
            seen |= any(agent.device.supervision for agent in centre.agents)
        monitored.append(seen)
    assert monitored == [True, False]


def test_the_same_seed_gives_the_same_history() -> None:
    histories = []
    for _ in range(2):
        _, life, onlooker = living(Options(seed=7, rate_per_s=40))
        for _ in range(800):
            life.step()
        histories.append((onlooker.board, onlooker.kinds))
    assert histories[0] == histories[1]


def test_another_seed_gives_another_history() -> None:
    boards = [living(Options(seed=seed))[2].board for seed in (1, 2)]
    assert boards[0] != boards[1]


def test_a_fresh_floor_is_busy_and_mixed() -> None:
    centre, _, _ = living(Options(agents=200))
    states = Counter(leg.state for leg in centre.legs())
    assert 160 <= states.total() <= 240
    assert states[CallState.ESTABLISHED] > states.total() / 2
    assert all(states[state] for state in (CallState.RINGING, CallState.HELD, CallState.DIALING))
    assert any(leg.listener for leg in centre.legs())
    ages_s = [centre.clock() - leg.created_s for leg in centre.legs()]
    assert min(ages_s) < 30
    assert 600 < max(ages_s) <= 2400 + 5


def test_every_kind_of_notification_comes_up() -> None:
    _, life, onlooker = living(Options(rate_per_s=20))
    for _ in range(2000):
        life.step()
    wanted = {"StatusChange", "ParticipantsUpdated", "AttachedDataChanged", "CallRecordingStateChange", "DtmfSent"}
    assert wanted <= set(onlooker.kinds)
    assert onlooker.kinds["Device"]


def test_the_number_of_calls_stays_near_its_target() -> None:
    centre, life, _ = living(Options(calls=200, rate_per_s=50, logins="one"))
    counts = []
    for _ in range(3000):
        life.step()
        counts.append(len(centre.agents[0].device.legs))
    assert min(counts) >= 185
    assert max(counts) <= 215


def test_nothing_is_done_on_behalf_of_an_attended_agent() -> None:
    centre, life, onlooker = living(Options(agents=3, rate_per_s=20, supervisors=0, attended=("5001",)))
    states: set[str] = set()

    def watch(change: Change) -> None:
        if isinstance(change, CallChanged) and change.leg.agent.number == "5001":
            states.add(change.leg.state.value)

    centre.listeners.append(watch)
    for _ in range(3000):
        life.step()
    assert onlooker.board
    assert states <= {"Ringing", "Established", "Released"}
    assert "Ringing" in states
