"""Calls, devices, messages and snapshots in one line each."""

from __future__ import annotations

from tui.source.events import CallEvent, DeviceEvent
from tui.source.models import Call, Device, Participant, User
from tui.source.snapshot import Snapshot, Unreadable, read_call

NUMBER = "+12025550143"


def call(call_id: str = "a", state: str = "Ringing", duration: int | None = 0, **fields: object) -> Call:
    known: dict[str, object] = {"mute": "Off", "call_type": "Inbound", "participants": [{"phoneNumber": NUMBER}]}
    read = read_call({"id": call_id, "state": state, "duration": duration, **known, **fields})
    assert isinstance(read, Call)
    return read


def message(at_s: float, resource: Call, kind: str = "StatusChange", **beside: object) -> CallEvent:
    return CallEvent(at_s, kind, resource, **beside)  # type: ignore[arg-type]  # each test passes what it means


def ringing(at_s: float, call_id: str = "a", duration: int = 0, **fields: object) -> CallEvent:
    return message(at_s, call(call_id, "Ringing", duration, **fields))


def talking(at_s: float, call_id: str = "a", duration: int = 0, **fields: object) -> CallEvent:
    return message(at_s, call(call_id, "Established", duration, **fields))


def held(at_s: float, call_id: str = "a", duration: int = 0, **fields: object) -> CallEvent:
    return message(at_s, call(call_id, "Held", duration, **fields))


def released(at_s: float, call_id: str = "a", duration: int = 0, **fields: object) -> CallEvent:
    return message(at_s, call(call_id, "Released", duration, **fields))


def device(device_id: str = "d1", state: str = "Ready", number: str = "5001") -> Device:
    fields = {"id": device_id, "deviceState": "Active", "userState": {"state": state}, "phoneNumber": number}
    return Device.model_validate(fields)


def device_message(at_s: float, *devices: Device) -> DeviceEvent:
    return DeviceEvent(at_s, devices)


def snapshot(*calls: Call, devices: tuple[Device, ...] = (), unreadable: tuple[Unreadable, ...] = ()) -> Snapshot:
    return Snapshot(user=User(user_name="agent.one"), calls=calls, devices=devices, unreadable=unreadable)


def party(number: str) -> Participant:
    return Participant(phone_number=number)
