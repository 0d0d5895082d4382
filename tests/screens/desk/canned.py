"""A desk that stands still: a fixed board, and an operator whose server answers as it is told."""

import asyncio
from collections.abc import Mapping
from types import MappingProxyType

from tui.gws.paths import path_of
from tui.live.clock import FixedClock
from tui.live.commands.commands import BY_ID
from tui.live.commands.filling import Given
from tui.live.operations.operator import Operator
from tui.live.store.board import Board
from tui.live.store.card import Sight
from tui.live.store.journal import EntryKind, Journal
from tui.source.events import CallEvent, DeviceEvent
from tui.source.intent import Intent
from tui.source.models import Call, Device, User
from tui.source.snapshot import Snapshot

AGENT = "agent.one"
DEVICE = "device-5001"
TALKING = ("Hangup", "Hold", "SendDtmf", "ClearCall", "InitiateTransfer", "InitiateConference", "SingleStepTransfer")
DATA = ("AttachUserData", "UpdateUserData", "DeleteUserData", "DeleteUserDataPair")
MORE = ("SingleStepConference", "MuteCall", "PauseCallRecording", "StopCallRecording")
PLACES = MappingProxyType(
    {
        "+12025550143": ("(202) 555-0143", "Washington D.C."),
        "+19165550104": ("(916) 555-0104", "California"),
    }
)


class ScriptedPoster:
    """A server that takes everything.

    Attributes:
        posted: Paths, operations and parameters, in order.
    """

    def __init__(self) -> None:
        self.posted: list[tuple[str, str, Mapping[str, object]]] = []

    async def send(self, intent: Intent, parameters: Mapping[str, object]) -> str:
        self.posted.append((path_of(intent), intent.operation, parameters))
        return ""

    def look(self) -> None:
        """Nothing more is to be seen."""


def party(number: str) -> dict[str, object]:
    """A participant as the server writes it (API.md 5.3)."""
    formatted, location = PLACES.get(number, (number, ""))
    external = {"location": location, "country": {"name": "United States", "code": "US"}} if location else {}
    return {"phoneNumber": number, "digits": number, "formattedPhoneNumber": formatted, **external}


def call(call_id: str, state: str, number: str, *able: str, **fields: object) -> Call:
    """A call resource (API.md 5.1)."""
    resource: dict[str, object] = {
        "id": call_id,
        "state": state,
        "callType": "Inbound",
        "deviceUri": f"https://gws.example.com/api/v2/devices/{DEVICE}",
        "participants": [party(number)],
        "dnis": "5550180",
        "ani": number,
        "capabilities": list(able),
        "duration": "0",
        "mute": "Off",
        "uri": f"https://gws.example.com/api/v2/me/calls/{call_id}",
    }
    return Call.model_validate({**resource, **fields})


def device(state: str = "Ready", name: str = "Ready", **fields: object) -> Device:
    """A device resource (API.md 7.1)."""
    resource: dict[str, object] = {
        "id": DEVICE,
        "deviceState": "Active",
        "phoneNumber": "5001",
        "userState": {"state": state, "displayName": name},
        "doNotDisturb": "Off",
        "capabilities": ["DoNotDisturbOn", "ForwardCallsOn"],
    }
    return Device.model_validate({**resource, **fields})


def go_live(board: Board, *calls: Call) -> None:
    """Give the source a snapshot, as its feed would."""
    board.add_source(AGENT)
    now_s = board.clock.now_s()
    board.replace(AGENT, Snapshot(user=User(user_name=AGENT), calls=calls, devices=(device(),)), Sight(now_s, now_s))
    board.hear(AGENT, now_s)


def tell(board: Board, changed: Call, kind: str = "StatusChange") -> None:
    """Let a message about a call come."""
    board.apply(AGENT, [CallEvent(board.clock.now_s(), kind, changed)])
    board.hear(AGENT, board.clock.now_s())


def tell_device(board: Board, changed: Device) -> None:
    """Let a message about the device come."""
    board.apply(AGENT, [DeviceEvent(board.clock.now_s(), (changed,))])


USER_DATA = {
    "AccountNumber": "12345678",
    "Queue": "Billing",
    "Note": "wants the invoice of May again",
    "GSIP_RECORD": "ON",
}


def talking(duration: int, **fields: object) -> Call:
    """The caller that the agent speaks with."""
    more: dict[str, object] = {
        "duration": str(duration),
        "recordingState": "Recording",
        "supervisorListeningIn": True,
        "userData": USER_DATA,
    }
    return call("c1", "Established", "+19165550104", *TALKING, *DATA, *MORE, **{**more, **fields})


def consult(state: str, duration: int, *able: str, **fields: object) -> Call:
    """The agent who is asked about it."""
    more: dict[str, object] = {
        "callType": "Consult",
        "parentCallUri": "https://gws.example.com/api/v2/me/calls/c1",
        "duration": str(duration),
        "dnis": "5012",
        "ani": "5001",
        "userData": {
            **USER_DATA,
            "WWE_PARTY_5012": {"firstname": "Agent", "lastname": "Twelve", "username": "agent.twelve"},
        },
    }
    return call("c2", state, "5012", "Hangup", *able, *DATA, **{**more, **fields})


async def settle(
    operator: Operator, clock: FixedClock, board: Board, command_id: str, given: Given, *then: Call
) -> None:
    """Send something for the first call, and let its effect come a moment later."""
    command = BY_ID[command_id]
    sending = asyncio.create_task(operator.send(command, AGENT, "c1", command.fill(given)))
    await asyncio.sleep(0)
    clock.advance(0.06)
    for _ in range(3):
        await asyncio.sleep(0)
    clock.advance(0.05)
    for one in then:
        tell(board, one)
    await sending


def begin(board: Board, journal: Journal, clock: FixedClock) -> None:
    """A morning: the agent is ready, and speaks with a caller for some minutes."""
    go_live(board)
    journal.note(AGENT, EntryKind.LINK, "live: recovered 0 calls and 1 device in 0.18 s")
    clock.advance(300.0)
    tell_device(board, device("Ready", "Ready", forwardTo=None))
    tell(board, call("c1", "Ringing", "+19165550104", "Answer", *DATA, userData=USER_DATA))
    clock.advance(4.0)
    tell(board, talking(4))
    clock.advance(424.0)
