"""A server of one login, in memory: what is true, what it says about it and how late, and what goes wrong."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager

from tests.live.memory_stream import MemoryStream
from tui.gws.paths import path_of
from tui.gws.roster import AgentRequests
from tui.gws.voice import VoiceServices
from tui.live.clock import Clock
from tui.source.directory import AgentStateOption, Contact
from tui.source.errors import RefusedError, SessionEndedError, SessionLostError, SourceError, UnreachableError
from tui.source.events import CallEvent, DeviceEvent, Event, ServiceEvent
from tui.source.intent import Intent
from tui.source.models import Call, Device, User
from tui.source.outages import Outages
from tui.source.port import Connect, Events, Line
from tui.source.snapshot import Recall, Snapshot, SnapshotScope

VOICE_NAME = "SIP_Server"
_NO_SESSION = -1
VOICE_ID = "site-a"


class MemoryServer:
    """Change what is true with `put`, `release` and `set_device`; the rest are faults.

    Attributes:
        message_delay_s: How long a message is under way; their order is kept.
        ask_delay_s: From the request for a snapshot to the moment that it shows.
        answer_delay_s: From that moment to the arrival of the answer.
        reading_s: How long it takes to read the answer.
        everything_fails: Why everything cannot be had, while the voice part can; None where it can.
        everything_takes_s: How long everything takes beyond the voice part.
        lacking: What the next snapshots do not tell, one after the other, as a server in trouble leaves it out.
        tells: What it tells of at all.
        other_services: Backends beside its own Voice service.
        user: Whose login it is; `rest` is the same with what is not asked for together with the calls.
        asked: How often each thing was asked for.
        hollow_logins: So many of the next logins are accepted, and whatever is asked for then is refused.
        logins_s: When somebody who was heard logged in, clock of the server.
        most_at_once: The most requests that were ever under way together; the same for streams.
        most_beside: The same for what is asked beside the snapshots, of which nothing depends on time.
        on_answer: Told when a snapshot arrives, with when it was asked for and the moment that it shows.
        on_listen: Told of each new stream.
    """

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.message_delay_s = 0.01
        self.ask_delay_s = 0.02
        self.answer_delay_s = 0.02
        self.reading_s = 0.0
        self.down = self.refusing = False
        self.voice_down = False
        self.session = 1
        self.hollow_logins = 0
        self.logins_s: list[float] = []
        self.snapshot_faults: list[SourceError] = []
        self.everything_fails: SourceError | None = None
        self.everything_takes_s = 0.0
        self.lacking: list[frozenset[str]] = []
        self.tells = frozenset({"calls", "devices"})
        self.user = User(user_name="agent.one")
        self.rest = self.user
        self.most_beside = self._beside = 0
        self.other_services: tuple[ServiceEvent, ...] = ()
        self.outages: Outages = VoiceServices()
        self.services_fault: SourceError | None = None
        self.goodbye_s = 0.0
        self.asked: Counter[str] = Counter()
        self.most_at_once = self.most_streams = 0
        self.streams: list[MemoryStream] = []
        self.on_answer: Callable[[float, float], None] = lambda _asked_s, _made_s: None
        self.on_listen: Callable[[MemoryStream], None] = lambda _: None
        self._calls: dict[str, Call] = {}
        self._born_s: dict[str, float] = {}
        self._devices: dict[str, Device] = {}
        self._at_once = 0

    @property
    def calls(self) -> dict[str, Call]:
        """The calls as they are now, by id."""
        return {call_id: self._aged(call) for call_id, call in self._calls.items()}

    @property
    def devices(self) -> dict[str, Device]:
        """The devices as they are now, by id."""
        return dict(self._devices)

    @property
    def connect(self) -> Connect:
        """What a feed needs to reach this server."""

        @asynccontextmanager
        async def connect() -> AsyncIterator[Line]:
            yield MemoryLine(self)

        return connect

    def put(self, call: Call, notification_type: str = "StatusChange") -> None:
        """Make this true of a call, and tell."""
        self.put_quietly(call)
        self.publish(CallEvent(0.0, notification_type, self._aged(self._calls[call.id])))

    def put_quietly(self, call: Call) -> None:
        """Make this true of a call, and tell nobody."""
        self._born_s.setdefault(call.id, self.clock.now_s() - (call.duration or 0))
        self._calls[call.id] = call

    def age_s(self, call_id: str) -> float:
        """How old a call is, to the moment."""
        return self.clock.now_s() - self._born_s[call_id]

    def repeat(self, call: Call) -> None:
        """Send an old message once more."""
        self.publish(CallEvent(0.0, "StatusChange", call))

    def release(self, call_id: str) -> None:
        """End a call, and tell."""
        last = self._aged(self._calls[call_id])
        self.release_quietly(call_id)
        self.publish(CallEvent(0.0, "StatusChange", last.model_copy(update={"state": "Released"})))

    def release_quietly(self, call_id: str) -> None:
        """End a call, and tell nobody."""
        del self._calls[call_id], self._born_s[call_id]

    def set_device(self, device: Device) -> None:
        """Make this true of a device, and tell."""
        self.set_device_quietly(device)
        self.publish(DeviceEvent(0.0, (device,)))

    def set_device_quietly(self, device: Device) -> None:
        """Make this true of a device, and tell nobody."""
        self._devices[device.id] = device

    def drop_devices_quietly(self) -> None:
        """Take all devices away from this login, and tell nobody."""
        self._devices.clear()

    def set_voice(self, *, down: bool) -> None:
        """Lose or regain the Voice service, and tell."""
        self.voice_down = down
        self.publish(ServiceEvent(0.0, VOICE_NAME, "Voice", "Inactive" if down else "Active"))

    def publish(self, event: Event) -> None:
        """Send a message to all who listen."""
        for stream in self.streams:
            stream.send(event, self.message_delay_s)

    def lose_session(self) -> None:
        """Forget the HTTP session, and with it whoever listens."""
        self._end_session(SessionLostError("20 Access denied"))

    def end_session(self) -> None:
        """End the session, and advise not to reconnect."""
        self._end_session(SessionEndedError("the server ended the session"))

    def _end_session(self, error: SourceError) -> None:
        self.session += 1
        for stream in tuple(self.streams):
            stream.close(error)

    def go_down(self) -> None:
        """Be unreachable; what happens meanwhile is told to nobody."""
        self.down = True
        for stream in self.streams:
            stream.lose("connection refused")

    def come_up(self) -> None:
        """Be reachable again."""
        self.down = False

    def snapshot(self) -> Snapshot:
        """What is true now."""
        return Snapshot(user=self.user, calls=tuple(self.calls.values()), devices=tuple(self._devices.values()))

    def partial_snapshot(self, lacking: frozenset[str]) -> Snapshot:
        """What is true now without some of it."""
        return self.snapshot().model_copy(update={"untold": lacking, **dict.fromkeys(lacking, ())})

    @contextmanager
    def asking_beside(self, what: str) -> Iterator[None]:
        """Count a request for what no board waits for."""
        self.asked[what] += 1
        self._beside += 1
        self.most_beside = max(self.most_beside, self._beside)
        try:
            yield
        finally:
            self._beside -= 1

    @contextmanager
    def asking(self, what: str) -> Iterator[None]:
        """Count a request."""
        self.asked[what] += 1
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            yield
        finally:
            self._at_once -= 1

    def _aged(self, call: Call) -> Call:
        return call.model_copy(update={"duration": int(self.clock.now_s() - self._born_s[call.id])})


class MemoryLine(AgentRequests):
    """A login at the server; see `tui.source.port.Line`."""

    def __init__(self, server: MemoryServer) -> None:
        self._server = server
        self._session = 0
        self.outages = server.outages

    async def log_in(self) -> User:
        with self._server.asking("login"):
            await asyncio.sleep(self._server.ask_delay_s)
            if self._server.down:
                raise UnreachableError("connection refused")
            self._server.logins_s.append(self._server.clock.now_s())
            if self._server.refusing:
                raise RefusedError("login refused (20 Access denied): check user name and password")
            hollow = self._server.hollow_logins > 0
            self._server.hollow_logins -= hollow
            self._session = _NO_SESSION if hollow else self._server.session
            return User(user_name=self._server.user.user_name)

    async def snapshot(
        self, scope: SnapshotScope, recall: Recall | None = None, on_answer: Callable[[], None] = lambda: None
    ) -> Snapshot:
        del recall
        if scope is SnapshotScope.REST:
            return await self._rest()
        asked_s = self._server.clock.now_s()
        with self._server.asking(f"snapshot of {scope}"):
            await asyncio.sleep(self._server.ask_delay_s)
            self._check()
            if self._server.snapshot_faults:
                raise self._server.snapshot_faults.pop(0)
            if scope is SnapshotScope.EVERYTHING:
                await asyncio.sleep(self._server.everything_takes_s)
                if self._server.everything_fails is not None:
                    raise self._server.everything_fails
            made_s, found = self._server.clock.now_s(), self._server.snapshot()
            lacking = self._server.lacking.pop(0) if self._server.lacking else found.untold
            lacking |= {"calls", "devices"} - self._server.tells
            await asyncio.sleep(self._server.answer_delay_s)
            on_answer()
            await asyncio.sleep(self._server.reading_s)
            if lacking:
                self._check()
                return self._server.partial_snapshot(lacking)
            self._check()
            self._server.on_answer(asked_s, made_s)
            return found

    async def _rest(self) -> Snapshot:
        with self._server.asking_beside("beside"):
            await asyncio.sleep(self._server.ask_delay_s + self._server.everything_takes_s)
            self._check()
            return Snapshot(user=self._server.rest, calls=(), devices=(), untold=frozenset({"calls", "devices"}))

    async def send(self, intent: Intent, parameters: Mapping[str, object] | None = None) -> str:
        with self._server.asking(f"{intent.operation} {path_of(intent)} {parameters or ''}".rstrip()):
            await asyncio.sleep(self._server.ask_delay_s)
            self._check()
            return ""

    async def services(self) -> tuple[ServiceEvent, ...]:
        with self._server.asking("services"):
            await asyncio.sleep(self._server.ask_delay_s)
            self._check()
            if self._server.services_fault is not None:
                raise self._server.services_fault
            state = "Inactive" if self._server.voice_down else "Active"
            provisioning = ServiceEvent(0.0, "Configuration", "Provisioning", "Active")
            return (provisioning, self._voice(state), *self._server.other_services)

    async def agent_states(self) -> tuple[AgentStateOption, ...]:
        return ()

    async def contacts(self, words: str, limit: int) -> tuple[Contact, ...]:
        del words, limit
        return ()

    async def prove(self) -> None:
        await self.told("/me")

    async def told(self, path: str) -> Mapping[str, object]:
        with self._server.asking(path):
            await asyncio.sleep(self._server.ask_delay_s)
            self._check()
            return {}

    def stream(self) -> AbstractAsyncContextManager[Events]:
        return self._listen()

    @asynccontextmanager
    async def _listen(self) -> AsyncIterator[Events]:
        stream = MemoryStream(self._server.clock, lambda: not self._server.down)
        self._server.streams.append(stream)
        self._server.most_streams = max(self._server.most_streams, len(self._server.streams))
        self._server.on_listen(stream)
        stream.start()
        try:
            yield stream
        finally:
            stream.stop()
            await asyncio.sleep(self._server.goodbye_s)
            self._server.streams.remove(stream)

    def _check(self) -> None:
        if self._server.down:
            raise UnreachableError("connection refused")
        if self._session != self._server.session:
            raise SessionLostError("20 Access denied")

    @staticmethod
    def _voice(state: str) -> ServiceEvent:
        return ServiceEvent(0.0, VOICE_NAME, "Voice", state, VOICE_ID)
