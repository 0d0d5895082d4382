"""What a source tells while it runs, as frozen events; what cannot be read is an event too, no exception."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tui.source.errors import SourceError
from tui.source.models import Call, Device

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
    """A backend changed its state (API.md 1.8); the message's form is unknown, so fields may be ""."""

    received_s: float
    name: str
    type: str
    state: str
    id: str = ""


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
    error: SourceError


WORDLESS = "the server reports an error without words"

Event = CallEvent | DeviceEvent | ErrorEvent | ServiceEvent | UnreadableEvent
Item = Event | Lost | Gap | Closed
