"""Random operations of clients amid the life of the centre: what changes is told, no conversation is impossible."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tui.demo.centre import consulting, talking
from tui.demo.centre.capabilities import call_capabilities, device_capabilities
from tui.demo.centre.centre import Centre
from tui.demo.centre.changes import CallChanged, Change
from tui.demo.centre.life import Life
from tui.demo.centre.model import CallState, Device, DeviceCall
from tui.demo.options import Options, Wrinkles
from tui.demo.rest import call_operations, device_operations
from tui.demo.rest.call_operations import FailedError
from tui.demo.rest.envelope import RefusalError
from tui.demo.rest.resources import Scribe

Board = dict[tuple[str, str], dict[str, Any]]
ENDS = ("Hangup", "ClearCall", "SingleStepTransfer", "Reject")


class Desk:
    """Presses what may be pressed, and keeps a board from the messages alone."""

    def __init__(self, seed: int, wrinkles: Wrinkles) -> None:
        self.rng = random.Random(seed)
        self.centre = Centre(Options(agents=7, seed=seed, supervisors=2, rate_per_s=30, wrinkles=wrinkles))
        self.life = Life(self.centre)
        self.life.populate()
        self.scribe = Scribe("http://gws.example.com/api/v2", wrinkles, lambda: 0.0, random.Random(0))
        self.board = self.truth()
        self.done: set[str] = set()
        self.centre.listeners.append(self.hear)

    def hear(self, change: Change) -> None:
        if not isinstance(change, CallChanged):
            return
        key = (change.leg.agent.user_name, change.leg.id)
        self.board.pop(key, None)
        if change.leg.state is not CallState.RELEASED:
            self.board[key] = self.shown(change.leg)

    def truth(self) -> Board:
        return {(leg.agent.user_name, leg.id): self.shown(leg) for leg in self.centre.legs()}

    def shown(self, leg: DeviceCall) -> dict[str, Any]:
        call = self.scribe.call(leg)
        return {**call, "capabilities": sorted(call["capabilities"]), "duration": None}

    def press(self) -> None:
        legs = list(self.centre.legs())
        if not legs or self.rng.random() < 0.25:
            self.press_device(self.rng.choice(self.centre.agents).device)
            return
        leg = self.rng.choice(legs)
        if leg.state is CallState.DIALING and leg.conversation.outsiders:
            talking.far_end_answers(self.centre, leg.conversation)
            return
        able = call_capabilities(leg)
        name = self.rng.choice(able)
        if name in ENDS and self.rng.random() < 0.8:
            name = self.rng.choice(able)
        self.press_call(leg, name)

    def press_call(self, leg: DeviceCall, name: str) -> None:
        body = self.body(leg)
        try:
            call_operations.check(leg, name, body)
            call_operations.carry_out(self.centre, leg, name, body)
        except (RefusalError, FailedError):
            return
        self.done.add(name)

    def press_device(self, device: Device) -> None:
        name = self.rng.choice(("Dial", *device_capabilities(device)))
        body = self.body(None)
        try:
            if name == "Dial":
                device_operations.dial(self.centre, device, name, body)()
            else:
                body["destination"] = self.number()
                device_operations.operate(self.centre, device, name, body)()
        except RefusalError:
            return
        self.done.add(name)

    def body(self, leg: DeviceCall | None) -> dict[str, Any]:
        both = consulting.pair(leg) if leg else None
        other = both[both[0] is leg].id if both else "none"
        party = self.shown(leg)["participants"] if leg else []
        return {
            "destination": {"phoneNumber": self.number()},
            "otherCallUri": f"http://gws.example.com/api/v2/me/calls/{other}",
            "participant": party[0]["phoneNumber"] if party else "none",
            "userData": {"Note": self.rng.randrange(9)},
            "key": "Note",
            "digits": "1",
            "targetDeviceUri": self.rng.choice(self.centre.agents).device.id,
            "supervisorMonitoringScope": self.rng.choice(("Call", "Agent")),
            "supervisorMonitoringMode": self.rng.choice(("AllCalls", "NextCall")),
        }

    def number(self) -> str:
        return self.rng.choice([*(agent.number for agent in self.centre.agents), "5999", "+12025550143"])


@pytest.mark.parametrize(
    "wrinkles",
    [Wrinkles(), Wrinkles(transfer_new_id=True), Wrinkles(monitor_must_answer=True, monitor_joins_now=True)],
    ids=["usual", "new ids", "supervisors"],
)
def test_every_visible_change_is_told(wrinkles: Wrinkles) -> None:
    done: set[str] = set()
    for seed in range(25):
        desk = Desk(seed, wrinkles)
        for _ in range(300):
            desk.rng.choice((desk.press, desk.press, desk.life.step))()
            assert desk.board == desk.truth()
            assert all(leg.conversation.parties >= 2 for leg in desk.centre.legs())
        done |= desk.done
    assert set(call_operations.OPERATIONS) <= done
    assert {"Dial", "ListenIn", "Coach", "BargeIn", "CancelSupervisorMonitoring", "ForwardCallsOn"} <= done
