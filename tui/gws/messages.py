"""Messages in the form of the CometD topics to typed events (API.md 4.5); recordings keep them in that form too."""

from collections.abc import Mapping
from dataclasses import replace

from tui.source.events import (
    WORDLESS,
    CallEvent,
    DeviceEvent,
    ErrorEvent,
    Event,
    Raw,
    ServiceEvent,
    UnreadableEvent,
)
from tui.source.exact import id_in
from tui.source.models import Device, compact
from tui.source.reading import last_segment, read_key, read_object, read_text
from tui.source.shapes import items_in, untexted
from tui.source.snapshot import Unreadable, read_call, read_device

CALLS_TOPIC = "/v2/me/calls"
DEVICES_TOPIC = "/v2/me/devices"
SERVICES_TOPIC = "/notifications/services"
MOST_DEVICES = 1_000
"""Devices of one message that are read; where it has more, it is as if it could not be read."""


def read_message(channel: str, data: object, received_s: float, *, keeps_raw: bool = True) -> list[Event]:
    """Read one event message.

    Args:
        channel: Its topic.
        data: Its `data`, any JSON value.
        received_s: When it came, clock of the caller, seconds.
        keeps_raw: Whether what came is kept beside what is read of it.

    Returns:
        What it says, in order; never empty.
    """
    channel = read_text(channel)
    data = untexted(data)
    if isinstance(data, list) and 0 < len(data) <= MOST_DEVICES and all(isinstance(item, dict) for item in data):
        # Several messages in the place of one.
        return [event for item in data for event in read_message(channel, item, received_s, keeps_raw=keeps_raw)]
    raw = data if keeps_raw else None
    if not isinstance(data, dict):
        return [UnreadableEvent(received_s, channel, "a message without content", raw=raw)]
    kind = read_text(data.get("messageType"))
    if channel == SERVICES_TOPIC:
        return _services(data, received_s)
    if kind == "ErrorMessage":
        return [_error(data, received_s)]
    if "call" in data or isinstance(data.get("calls"), list):
        events = [_call(channel, {**data, "call": one}, received_s) for one in _calls_in(data)]
        return [event if keeps_raw else replace(event, raw=None) for event in events]
    devices = items_in(data.get("devices", data.get("device")), lambda item: isinstance(item, dict) and "id" in item)
    if devices is not None:
        return _devices(channel, devices, received_s, data if keeps_raw else None)
    return [UnreadableEvent(received_s, channel, f"unknown message type {kind or '(none)'}", raw=raw)]


def _calls_in(data: Mapping[str, object]) -> list[object]:
    """One call, as a rule; some servers tell several, or each as JSON text."""
    told = untexted(data.get("call", data.get("calls")))
    several = told if isinstance(told, list) and told else [told]
    return [untexted(one) for one in several[:MOST_DEVICES]]


def _call(channel: str, data: Mapping[str, object], received_s: float) -> CallEvent | UnreadableEvent:
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


def _devices(channel: str, items: list[object], received_s: float, raw: Raw | None) -> list[Event]:
    read = [read_device(item) for item in items[:MOST_DEVICES]]
    bad = [f"device: {item.why}" for item in read if isinstance(item, Unreadable)]
    bad += [f"more than {MOST_DEVICES:,} devices in one message"] if len(items) > MOST_DEVICES else []
    events: list[Event] = [UnreadableEvent(received_s, channel, why) for why in dict.fromkeys(bad)]
    return [
        DeviceEvent(received_s, tuple(compact(item) for item in read if isinstance(item, Device)), raw=raw),
        *events,
    ]


def _error(data: Mapping[str, object], received_s: float) -> ErrorEvent:
    names = ("callUri", "callPath", "devicePath", "deviceUri")
    about = next((id_in(data[name]) for name in names if data.get(name)), None)
    words = next((read_text(data[name]) for name in ("errorMessage", "statusMessage", "message") if data.get(name)), "")
    return ErrorEvent(received_s, about or "", words or WORDLESS)


def _services(data: Mapping[str, object], received_s: float) -> list[Event]:
    # The message type is unknown (API.md 4.4): take services wherever they are.
    inside = next((data[name] for name in ("services", "service") if name in data), data)
    items = inside if isinstance(inside, list) else [inside]
    return [read_service(item if isinstance(item, dict) else {}, received_s) for item in items] or [
        read_service({}, received_s)
    ]


def read_service(raw: Mapping[str, object], received_s: float) -> ServiceEvent:
    """Read a backend (API.md 1.8).

    Args:
        raw: Its resource.
        received_s: When it came, clock of the caller, seconds.
    """
    name, kind, state = (read_text(raw.get(key)) for key in ("name", "type", "state"))
    address = read_text(raw.get("uri")) or read_text(raw.get("path"))
    return ServiceEvent(received_s, name, kind, state, read_key(raw.get("id")) or last_segment(address) or "")
