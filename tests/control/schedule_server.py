"""A server in memory that knows operations, each with a fate of its own, and remembers all that was ever true."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from tests.live.memory_server import MemoryLine, MemoryServer
from tests.live.resources import call, device, message
from tui.gws.paths import path_of
from tui.live.clock import Clock
from tui.source.errors import BadReplyError, OperationError, UnreachableError
from tui.source.events import ErrorEvent
from tui.source.intent import Intent
from tui.source.models import Call, Device, UserState
from tui.source.port import Connect, Line

DEVICE = "d1"
DEVICE_URI = f"https://gws.example.com/api/v2/devices/{DEVICE}"
_DATA = ("UpdateUserData", "DeleteUserDataPair")
_READY = UserState(state="Ready", id="9430250E-0A1B-421F-B372-F29E69366DED")
_NOT_READY = UserState(state="NotReady", id="900D55CC-2BB0-431F-8BF9-D3525B383BE6")
_CAPABILITIES: Mapping[str, tuple[str, ...]] = {
    "Ringing": ("Answer", *_DATA),
    "Dialing": ("Hangup", "SendDtmf", *_DATA),
    "Established": ("Hangup", "Hold", "SendDtmf", "InitiateTransfer", "InitiateConference", *_DATA),
    "Held": ("Hangup", "Retrieve", *_DATA),
}
_PAIR = ("CompleteTransfer", "CompleteConference", "SwapCalls")


@dataclass(frozen=True)
class Fate:
    """What becomes of one request.

    Attributes:
        arrives: Whether the server gets it at all.
        refused: Whether the server says no.
        works: Whether it has its effect.
        tells: How often its messages are sent: 0 are lost, 2 are doubled.
        answer: "ok", "lost", "html".
        before_s: Until it arrives.
        effect_s: From then to its effect.
        answer_s: From then to its answer.
    """

    arrives: bool
    refused: bool
    works: bool
    tells: int
    answer: str
    before_s: float
    effect_s: float
    answer_s: float


def draw(rng: random.Random) -> Fate:
    """A fate; half of them are good ones."""
    good = rng.random() < 0.5
    return Fate(
        arrives=good or rng.random() < 0.9,
        refused=not good and rng.random() < 0.15,
        works=good or rng.random() < 0.7,
        tells=1 if good else rng.choice((0, 0, 1, 2)),
        answer="ok" if good else rng.choice(("ok", "ok", "lost", "html")),
        before_s=rng.uniform(0.005, 0.3),
        effect_s=rng.choice((0.0, rng.uniform(0.0, 0.5), rng.uniform(0.0, 7.0))),
        answer_s=rng.choice((0.01, rng.uniform(0.0, 0.5), rng.uniform(0.0, 8.0))),
    )


@dataclass(frozen=True)
class Moment:
    """What was true from `at_s` on; `dtmf` counts the digits sent on each call so far."""

    at_s: float
    calls: Mapping[str, Call]
    device: Device
    dtmf: Mapping[str, int]


class ScheduleServer(MemoryServer):
    """See `MemoryServer`.

    Attributes:
        posts: How often each operation was sent to each path.
        history: All that was ever true, oldest first.
    """

    def __init__(self, clock: Clock, rng: random.Random) -> None:
        super().__init__(clock)
        self.rng = rng
        self.posts: Counter[tuple[str, str]] = Counter()
        self.history: list[Moment] = []
        self.dtmf: Counter[str] = Counter()
        self._number = 0
        self._doing: set[asyncio.Task[None]] = set()
        self.set_device(device(DEVICE, "Ready"))

    @property
    def connect(self) -> Connect:
        @asynccontextmanager
        async def connect() -> AsyncIterator[Line]:
            yield ScheduleLine(self)

        return connect

    @property
    def idle(self) -> bool:
        """Whether nothing is still to have its effect."""
        return not self._doing

    def remember(self) -> None:
        """Note what is true from now on."""
        moment = Moment(self.clock.now_s(), dict(self._calls), self._devices[DEVICE], dict(self.dtmf))
        self.history.append(moment)

    def begin(self, state: str, call_type: str, **fields: object) -> str:
        """A call begins, and is told."""
        self._number += 1
        call_id = f"call{self._number}"
        fresh = call(call_id, state, 0, call_type=call_type, deviceUri=DEVICE_URI, **fields)
        self.change(fresh)
        return call_id

    def change(self, changed: Call, kind: str = "StatusChange", tells: int = 1) -> None:
        """Make this true of a call, with the capabilities that belong to it, and tell."""
        family = [changed.parent_id, *(one.id for one in self._calls.values() if one.parent_id == changed.id)]
        paired = any(one in self._calls for one in family if one)
        able = _CAPABILITIES[changed.state] + (_PAIR if paired else ())
        self.put_quietly(changed.model_copy(update={"capabilities": frozenset(able)}))
        self.remember()
        metrics = {"eventProcessing": {"serverGenerationTimestamp": int(self.clock.now_s() * 1000)}}
        for _ in range(tells):
            self.publish(message(0.0, self.calls[changed.id], kind, metrics=metrics))

    def finish(self, call_id: str, tells: int = 1) -> None:
        """End a call, if it goes on, and tell."""
        if call_id not in self._calls:
            return
        last = self.calls[call_id].model_copy(update={"state": "Released", "capabilities": frozenset()})
        self.release_quietly(call_id)
        self.remember()
        for _ in range(tells):
            self.publish(message(0.0, last))
        for other in tuple(self._calls.values()):
            if other.id == last.parent_id or other.parent_id == call_id:
                self.change(other, "ParticipantsUpdated", tells)

    def be(self, state: UserState, tells: int = 1) -> None:
        """Change the agent's state, and tell."""
        changed = self._devices[DEVICE].model_copy(update={"user_state": state})
        self.set_device_quietly(changed)
        self.remember()
        for _ in range(tells):
            self.set_device(changed)

    def later(self, delay_s: float, effect: Callable[[], None]) -> None:
        """Let something happen."""

        async def happen() -> None:
            await asyncio.sleep(delay_s)
            effect()

        task = asyncio.get_running_loop().create_task(happen())
        self._doing.add(task)
        task.add_done_callback(self._doing.discard)

    def carry_out(self, path: str, operation: str, parameters: Mapping[str, object], tells: int) -> None:
        """Carry out an operation, unless it is not possible any more: then an ErrorMessage says so."""
        target = path.rsplit("/", 1)[-1]
        if operation in ("Ready", "NotReady"):
            self.be(_READY if operation == "Ready" else _NOT_READY, tells)
        elif operation == "Dial":
            self.begin("Dialing", "Outbound", dnis=_number(parameters))
        elif target in self._calls and operation in self._calls[target].capabilities:
            self._carry_out_on_call(self._calls[target], operation, parameters, tells)
        else:
            self.publish(ErrorEvent(0.0, target, "not possible any more"))

    def _carry_out_on_call(self, known: Call, operation: str, parameters: Mapping[str, object], tells: int) -> None:
        states = {"Answer": "Established", "Hold": "Held", "Retrieve": "Established"}
        if operation in states:
            self.change(known.model_copy(update={"state": states[operation]}), tells=tells)
        elif operation == "Hangup":
            self.finish(known.id, tells)
        elif operation == "SendDtmf":
            self.dtmf[known.id] += 1
            self.change(known, "DtmfSent", tells)
        elif operation in _DATA:
            self._change_data(known, parameters, tells)
        elif operation.startswith("Initiate"):
            self.change(known.model_copy(update={"state": "Held"}), tells=tells)
            path = f"/calls/{known.id}"
            self.begin("Established", "Consult", dnis=_number(parameters), parentCallPath=path)
            self.change(self._calls[known.id], tells=tells)
        else:
            self._carry_out_on_pair(known, operation, tells)

    def _change_data(self, known: Call, parameters: Mapping[str, object], tells: int) -> None:
        data = dict(known.user_data or {})
        given = parameters.get("userData")
        data.update(given if isinstance(given, dict) else {})
        data.pop(str(parameters.get("key")), None)
        self.change(known.model_copy(update={"user_data": data}), "AttachedDataChanged", tells)

    def _carry_out_on_pair(self, known: Call, operation: str, tells: int) -> None:
        original = self._calls.get(known.parent_id or known.id)
        consult = next((one for one in self._calls.values() if original and one.parent_id == original.id), None)
        if original is None or consult is None:
            self.publish(ErrorEvent(0.0, known.id, "there is no other call"))
        elif operation == "SwapCalls":
            self.change(original.model_copy(update={"state": consult.state}), tells=tells)
            self.change(consult.model_copy(update={"state": original.state}), tells=tells)
        else:
            self.finish(consult.id, tells)
            if operation == "CompleteTransfer":
                self.finish(original.id, tells)
            else:
                both = (*original.participants, *consult.participants)
                self.change(original.model_copy(update={"state": "Established", "participants": both}), tells=tells)


class ScheduleLine(MemoryLine):
    """A login at the server, whose operations have fates."""

    def __init__(self, server: ScheduleServer) -> None:
        super().__init__(server)
        self._schedule = server

    async def send(self, intent: Intent, parameters: Mapping[str, object] | None = None) -> str:
        server, path, operation = self._schedule, path_of(intent), intent.operation
        fate = draw(server.rng)
        server.posts[path, operation] += 1
        await asyncio.sleep(fate.before_s)
        if not fate.arrives:
            raise UnreachableError("connection reset")
        self._check()
        if fate.refused:
            await asyncio.sleep(fate.answer_s)
            raise OperationError(2, "not now")
        if fate.works:
            server.later(fate.effect_s, lambda: server.carry_out(path, operation, parameters or {}, fate.tells))
        await asyncio.sleep(fate.answer_s)
        if fate.answer != "ok":
            raise UnreachableError("no answer") if fate.answer == "lost" else BadReplyError("HTML")
        return ""


def _number(parameters: Mapping[str, object]) -> object:
    destination = parameters["destination"]
    assert isinstance(destination, dict)
    return destination["phoneNumber"]
