"""Messages of the CometD topics to typed events (gws-api.md 4.5); the unreadable is an event too, no exception."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tui.gws.errors import GwsError
from tui.gws.models import Call, Device, last_segment
from tui.gws.reading import read_object, read_text
from tui.gws.snapshot import Unreadable, read_call, read_device
from tui.gws.text import clean

CALLS_TOPIC = "/v2/me/calls"
DEVICES_TOPIC = "/v2/me/devices"
SERVICES_TOPIC = "/notifications/services"


Raw = Mapping[str, object]
"""A message as it came, neither cleaned nor cut: for a recording, which cleans it; nothing that is shown reads it."""


@dataclass(frozen=True, slots=True)
class CallEvent:
    """A `CallStateChangeMessage`: the whole call and what came beside it. `received_s`: its arrival."""

    received_s: float
    notification_type: str
    call: Call
    phone_number: str = ""
    extensions: Mapping[str, object] | None = None
    metrics: Mapping[str, object] | None = None
    raw: Raw | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class DeviceEvent:
    """A `DeviceStateChangeMessage`: some of the user's devices, each whole."""

    received_s: float
    devices: tuple[Device, ...]
    raw: Raw | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class ErrorEvent:
    """An `ErrorMessage`: something that was accepted failed; `about` is the id of a device or call, "" if unknown."""

    received_s: float
    about: str
    words: str


@dataclass(frozen=True, slots=True)
class ServiceEvent:
    """A backend changed its state (gws-api.md 1.8); the message's form is unknown, so fields may be ""."""

    received_s: float
    name: str
    type: str
    state: str


@dataclass(frozen=True, slots=True)
class UnreadableEvent:
    """A message from which state may be lost: unknown, or known and unreadable. `call_id` is "" if unknown."""

    received_s: float
    channel: str
    why: str
    call_id: str = ""
    raw: object = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Lost:
    """The stream is interrupted: nothing is sure from here on, until a `Gap`."""

    received_s: float
    why: str


@dataclass(frozen=True, slots=True)
class Gap:
    """The stream runs, but messages before this point may be missing: take a snapshot."""

    received_s: float
    why: str


@dataclass(frozen=True, slots=True)
class Closed:
    """The stream is over and will not come back by itself."""

    received_s: float
    error: GwsError


Event = CallEvent | DeviceEvent | ErrorEvent | ServiceEvent | UnreadableEvent
Item = Event | Lost | Gap | Closed


def read_message(channel: str, data: object, received_s: float) -> list[Event]:
    """Read one event message.

    Args:
        channel: Its topic.
        data: Its `data`, any JSON value.
        received_s: When it came, clock of the caller, seconds.

    Returns:
        What it says, in order; never empty.
    """
    channel = clean(channel)
    if not isinstance(data, dict):
        return [UnreadableEvent(received_s, channel, "a message without content", raw=data)]
    kind = read_text(data.get("messageType"))
    if channel == SERVICES_TOPIC:
        return _services(data, received_s)
    if kind == "ErrorMessage":
        return [_error(data, received_s)]
    if "call" in data:
        return [_call(channel, data, received_s)]
    if isinstance(data.get("devices"), list):
        return _devices(channel, data, data["devices"], received_s)
    return [UnreadableEvent(received_s, channel, f"unknown message type {kind or '(none)'}", raw=data)]


def _call(channel: str, data: Mapping[str, object], received_s: float) -> Event:
    call = read_call(data["call"])
    if isinstance(call, Unreadable):
        return UnreadableEvent(received_s, channel, call.why, call.id, raw=data)
    return CallEvent(
        received_s,
        read_text(data.get("notificationType")),
        call,
        read_text(data.get("phoneNumber")),
        read_object(data.get("extensions")) or call.extensions,
        read_object(data.get("metrics")),
        raw=data,
    )


def _devices(channel: str, data: Raw, items: list[object], received_s: float) -> list[Event]:
    read = [read_device(item) for item in items]
    bad = [item for item in read if isinstance(item, Unreadable)]
    events: list[Event] = [UnreadableEvent(received_s, channel, f"device: {item.why}") for item in bad]
    return [DeviceEvent(received_s, tuple(item for item in read if isinstance(item, Device)), raw=data), *events]


def _error(data: Mapping[str, object], received_s: float) -> ErrorEvent:
    names = ("callUri", "callPath", "devicePath", "deviceUri")
    about = next((read_text(data[name]) for name in names if data.get(name)), "")
    words = next((read_text(data[name]) for name in ("errorMessage", "statusMessage", "message") if data.get(name)), "")
    return ErrorEvent(received_s, last_segment(about) or "", words or "the server reports an error without words")


def _services(data: Mapping[str, object], received_s: float) -> list[Event]:
    # The message type is unknown (gws-api.md 4.4): take services wherever they are.
    inside = next((data[name] for name in ("services", "service") if name in data), data)
    items = inside if isinstance(inside, list) else [inside]
    return [_service(item if isinstance(item, dict) else {}, received_s) for item in items] or [
        _service({}, received_s)
    ]


def _service(raw: Mapping[str, object], received_s: float) -> ServiceEvent:
    return ServiceEvent(received_s, read_text(raw.get("name")), read_text(raw.get("type")), read_text(raw.get("state")))
