"""Messages as they are kept: under the channels and in the fields in which the first recordings have them."""

from tui.codec.values import Body, listed, moment, object_, text
from tui.source.events import CallEvent, DeviceEvent, ErrorEvent, Event, ServiceEvent, UnreadableEvent
from tui.source.models import Device
from tui.source.reading import read_object, read_text
from tui.source.snapshot import SnapshotScope, Unreadable, read_call, read_device

CALLS_CHANNEL = "/v2/me/calls"
DEVICES_CHANNEL = "/v2/me/devices"
SERVICES_CHANNEL = "/notifications/services"
ERROR = "ErrorMessage"
ASKED_FOR = {None: "", SnapshotScope.EVERYTHING: "*", SnapshotScope.CALLS: "devices,calls"}
"""How it is kept what was asked for."""
_SCOPES = {kept: scope for scope, kept in ASKED_FOR.items()}


def decode_scope(value: object) -> SnapshotScope | None:
    """Read what was asked for; None where nobody knows."""
    return _SCOPES.get(value) if isinstance(value, str) else None


def decode_event(item: Body) -> Event:
    """Read what `tui.codec.cleaning.Cleaner.event` wrote.

    Raises:
        ValueError: It is no message at all.
    """
    at_s = moment(item.get("at"))
    if "unreadable" in item:
        bad = object_(item["unreadable"])
        return UnreadableEvent(at_s, text(bad, "channel"), text(bad, "why"), text(bad, "id"))
    channel, data = text(item, "channel"), object_(item.get("data"))
    if channel == SERVICES_CHANNEL:
        service = object_(next(iter(listed(data.get("services"))), None))
        return ServiceEvent(at_s, *(text(service, name) for name in ("name", "type", "state", "id")))
    if data.get("messageType") == ERROR:
        return ErrorEvent(at_s, text(data, "callUri"), text(data, "errorMessage"))
    if "call" in data:
        return _call(channel, data, at_s)
    if "devices" not in data:
        # The secret that is taken out of all names was one of those.
        return UnreadableEvent(at_s, channel, "unknown message type", raw=data)
    devices = tuple(read for each in listed(data["devices"]) if isinstance(read := read_device(each), Device))
    return DeviceEvent(at_s, devices, raw=data)


def _call(channel: str, data: Body, at_s: float) -> CallEvent | UnreadableEvent:
    call = read_call(data["call"])
    if isinstance(call, Unreadable):
        return UnreadableEvent(at_s, channel, call.why, call.id, raw=data)
    extensions, metrics = read_object(data.get("extensions")) or call.extensions, read_object(data.get("metrics"))
    number = read_text(data.get("phoneNumber"))
    return CallEvent(at_s, text(data, "notificationType"), call, number, extensions, metrics, raw=data)
