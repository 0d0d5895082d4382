"""Agents with two calls each, as a publisher knows them: what measurements of a floor are made of."""

from __future__ import annotations

import time
from typing import Any

from tui.live.clock import SystemClock
from tui.live.store.board import Board
from tui.live.store.card import Sight
from tui.source.events import CallEvent
from tui.source.models import Call, Device, User
from tui.source.snapshot import Snapshot, read_call

CALLS_EACH = 2
HELD_AMONG = 50
"""One of so many agents holds a call."""
FIRST = 10_001
"""Name of the first agent."""
_LETTERS = str.maketrans("0123456789", "abcdefghij")
_MADE_OF = 10_000
"""Tenths of a millisecond in a second: names say when they were given in such."""


def name_of(agent: int) -> str:
    """User name of an agent."""
    return f"{FIRST + agent}"


class Agents:
    """A board of agents, whose calls change one after the other."""

    def __init__(self, agents: int) -> None:
        self.board = Board(SystemClock())
        self.agents = agents
        self._changed = [0] * agents
        for agent in range(agents):
            name, now_s = name_of(agent), self.board.clock.now_s()
            self.board.add_source(name)
            calls = tuple(_call(agent, each, agents) for each in range(CALLS_EACH))
            user = User.model_validate(
                {"userName": name, "groups": [{"name": f"Team {agent % 40}"}, {"name": "Tier 1"}]}
            )
            known = Snapshot(user=user, calls=calls, devices=(_device(agent),))
            self.board.replace(name, known, Sight(now_s, now_s))

    def change(self, agent: int) -> None:
        """Give the other party of a call of this agent a name that says when it got it."""
        turn = self._changed[agent]
        self._changed[agent] += 1
        stamp = f"{int(time.time() * _MADE_OF) % 1_000_000_000:09d}"
        # As in `paced.mjs`: no letter of a name is like that which it had before.
        party = f"T{stamp.translate(_LETTERS)}" if turn // CALLS_EACH % 2 else f"t{stamp}"
        told = _call(agent, turn % CALLS_EACH, self.agents, party, ("On", "Off")[turn // CALLS_EACH % 2])
        self.board.apply(name_of(agent), [CallEvent(self.board.clock.now_s(), "ParticipantsUpdated", told)])


def _call(agent: int, each: int, agents: int, party: str = "", mute: str = "Off") -> Call:
    id_ = f"4D7534012E3F8F9BAE5DLAES{agent:06d}{each:02d}"
    line = f"202555{100 + agent % 100:04d}"
    other: dict[str, Any] = {
        "phoneNumber": f"+1{line}",
        "digits": f"+1{line}",
        "e164Number": f"+1{line}",
        "formattedPhoneNumber": f"({line[:3]}) {line[3:6]}-{line[6:]}",
        "location": "Washington D.C.",
        "country": {"name": "United States", "code": "US", "callingCode": "1"},
    }
    if party:
        other = {"e164Number": "", "formattedPhoneNumber": party, "phoneNumber": party, "digits": party}
    raw = {
        "id": id_,
        "state": "Held" if agent % HELD_AMONG == HELD_AMONG - 1 and each else "Established",
        "callUuid": id_,
        "connId": f"0071{agent:08d}{each:04d}",
        "deviceUri": f"https://gws.example.com/api/v2/devices/{_device_id(agent)}",
        "participants": [other],
        "ani": f"+1{line}",
        "dnis": "+12025550100",
        "callType": "Inbound",
        "userData": {"AccountNumber": f"{10_000 + agent}", "Queue": "Billing", "Language": "English"},
        "duration": str(3_000 - 2_900 * agent // agents - each),
        "mute": mute,
        "recordingState": "Recording",
        "supervisorListeningIn": False,
        "monitoredUserMuted": False,
        "monitoring": False,
    }
    call = read_call(raw)
    assert isinstance(call, Call)
    return call


def _device_id(agent: int) -> str:
    return f"3987c5bc-aeca-416d-96e9-{agent:012d}"


def _device(agent: int) -> Device:
    state = {"id": "9430250E-0A1B-421F-B372-F29E69366DED", "displayName": "Ready", "state": "Ready"}
    raw = {"id": _device_id(agent), "deviceState": "Active", "userState": state, "phoneNumber": name_of(agent)}
    return Device.model_validate({**raw, "telephonyNetwork": "Private", "doNotDisturb": "Off", "channels": ["voice"]})
