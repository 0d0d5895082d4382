"""Resources and messages as they may be written: in the wire's own names, masked by the policy, without credentials."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from tui.codec.messages import CALLS_CHANNEL, DEVICES_CHANNEL, ERROR, SERVICES_CHANNEL
from tui.codec.secrets import without_secrets
from tui.live.store.masked_board import masked_call, masked_device, masked_user, numbers_of
from tui.live.store.privacy import Privacy
from tui.source.events import CallEvent, DeviceEvent, ErrorEvent, Event, ServiceEvent, UnreadableEvent
from tui.source.models import Call, Device, User, Wire
from tui.source.reading import read_data, read_key
from tui.source.snapshot import Snapshot, Unreadable

Body = dict[str, object]
"""A JSON object."""


class Cleaner:
    """Makes JSON of what came, with nothing in it that must not be kept."""

    def __init__(self, privacy: Privacy) -> None:
        """Know the rules.

        Args:
            privacy: What may be kept of personal data.
        """
        self.privacy = privacy

    def text(self, words: str) -> str:
        """Clean words that the server or we wrote."""
        return self.privacy.text(words)

    def call(self, call: Call, raw: object = None) -> Body:
        """Clean a call.

        Args:
            call: As it was read.
            raw: As it came, for the fields that nobody knows.
        """
        known = masked_call(call, self.privacy).wire()
        return {**self._unknown(Call, raw), **_without_secrets(known, ("userData", "extensions", "case"))}

    def device(self, device: Device, raw: object = None) -> Body:
        """Clean a device; arguments as for `call`."""
        return {**self._unknown(Device, raw), **masked_device(device, self.privacy).wire()}

    def user(self, user: User) -> Body:
        """Clean a user; the fields that nobody knows are left out, for some of them are large and not about calls."""
        known = masked_user(user, self.privacy)
        # What a source read out of its server's words stands in no resource.
        told = {"supervises": known.supervises, "keptFromStates": self.text(known.kept_from_states)}
        return {**known.wire(), **{name: value for name, value in told.items() if value}}

    def beside(self, data: object, call: Call) -> object:
        """Clean what came beside a call, such as its extensions."""
        return without_secrets(self.privacy.entries(data, numbers_of(call)))

    def unreadable(self, item: Unreadable, raw: object = None) -> Body:
        """Clean what could not be read."""
        return {"id": item.id, "why": self.text(item.why), **self._whole(raw)}

    def calls(self, snapshot: Snapshot) -> Iterator[Body]:
        """Clean the calls of a snapshot, one after the other."""
        raw = _by_id((snapshot.raw or {}).get("calls"))
        return (self.call(call, raw.get(call.id)) for call in snapshot.calls)

    def snapshot(self, snapshot: Snapshot) -> Body:
        """Clean the rest of a snapshot.

        Returns:
            `user`, with the devices that could be read; `unreadable` calls beside it.
        """
        raw = snapshot.raw or {}
        calls, devices = _by_id(raw.get("calls")), _by_id(raw.get("devices"))
        read = [self.device(device, devices.get(device.id)) for device in snapshot.devices]
        user = {**self.user(snapshot.user), "devices": read}
        unreadable = [self.unreadable(item, calls.get(item.id)) for item in snapshot.unreadable]
        return {"user": user, **({"unreadable": unreadable} if unreadable else {})}

    def event(self, event: Event) -> Body:
        """Clean an event.

        Returns:
            `at`, and `channel` with `data` as the message had them, or `unreadable`.
        """
        return {"at": event.received_s, **_EVENTS[type(event)](self, event)}

    def call_message(self, event: CallEvent) -> Body:
        """The message of a call."""
        raw = event.raw or {}
        beside = {
            "phoneNumber": event.phone_number or None,
            "extensions": self.beside(event.extensions, event.call),
            "metrics": self.beside(event.metrics, event.call),
        }
        known = {name: value for name, value in beside.items() if value is not None}
        call = self.call(event.call, raw.get("call"))
        unknown = self._beyond(raw, {"messageType", "notificationType", "call", *beside})
        data = {**unknown, "notificationType": event.notification_type, "call": call, **known}
        return {"channel": CALLS_CHANNEL, "data": data}

    def device_message(self, event: DeviceEvent) -> Body:
        """The message of some devices."""
        raw = _by_id((event.raw or {}).get("devices"))
        devices = [self.device(device, raw.get(device.id)) for device in event.devices]
        return {"channel": DEVICES_CHANNEL, "data": {"devices": devices}}

    def error_message(self, event: ErrorEvent) -> Body:
        """The message of something that failed."""
        data = {"messageType": ERROR, "callUri": event.about, "errorMessage": self.text(event.words)}
        return {"channel": CALLS_CHANNEL, "data": data}

    def service_message(self, event: ServiceEvent) -> Body:
        """The message of a backend."""
        service = {"name": event.name, "type": event.type, "state": event.state, "id": event.id}
        return {"channel": SERVICES_CHANNEL, "data": {"services": [service]}}

    def unreadable_message(self, event: UnreadableEvent) -> Body:
        """A message that could not be read: what was wrong with it, and the message itself where all may be shown."""
        why = {"channel": event.channel, "why": self.text(event.why), "id": event.call_id}
        return {"unreadable": {**why, **self._whole(event.raw)}}

    def _unknown(self, kind: type[Wire], raw: object) -> Body:
        return self._beyond(
            raw, {field.alias or name for name, field in kind.model_fields.items() if not field.exclude}
        )

    def _beyond(self, raw: object, known: set[str]) -> Body:
        if not self.privacy.open or not isinstance(raw, Mapping):
            # What nobody knows the meaning of cannot be masked.
            return {}
        unknown = {key: value for key, value in raw.items() if isinstance(key, str) and key not in known}
        return _object(unknown) if unknown else {}

    def _whole(self, raw: object) -> Body:
        return {"raw": without_secrets(read_data(raw))} if self.privacy.open and raw is not None else {}


_EVENTS: Mapping[type[object], Callable[..., Body]] = {
    CallEvent: Cleaner.call_message,
    DeviceEvent: Cleaner.device_message,
    ErrorEvent: Cleaner.error_message,
    ServiceEvent: Cleaner.service_message,
    UnreadableEvent: Cleaner.unreadable_message,
}


def _without_secrets(resource: Body, names: Iterable[str]) -> Body:
    return {**resource, **{name: without_secrets(resource[name]) for name in names if name in resource}}


def _object(unknown: Mapping[str, object]) -> Body:
    cleaned = without_secrets(read_data(dict(unknown)))
    return cleaned if isinstance(cleaned, dict) else {}


def _by_id(items: object) -> dict[str, object]:
    found = items if isinstance(items, list) else []
    return {read_key(item.get("id")): item for item in found if isinstance(item, dict)}
