"""Which Voice services are down, and whether the devices of a login are on these (API.md 1.8 and 7.1)."""

from collections.abc import Iterable
from dataclasses import replace

from tui.source.events import ServiceEvent
from tui.source.models import Device, last_segment
from tui.source.outages import Down

_VOICE = "voice"
_INACTIVE = "inactive"
_MOST = 500
"""Services that are known at once; of more, one that is up is forgotten, of which there is nothing to tell."""


class VoiceServices:
    """The Voice services of a contact centre, of which some may be another site's.

    Whose a service is, the devices say: the last part of their `voiceEnvironmentUri` is its id. Where they do not say,
    a service that was up and goes down may be theirs; one that was never up, beside one that is, is not.

    Attributes:
        kind: What they are called; see `tui.source.outages.Outages`.
    """

    kind = "Voice service"

    def __init__(self) -> None:
        """Know of none."""
        self._known: dict[str, ServiceEvent] = {}
        self._fell: set[str] = set()
        self._listed = False

    def begin(self) -> None:
        """Begin a session: what only messages told may have changed since."""
        if not self._listed:
            self._known.clear()
            self._fell.clear()

    def take_all(self, found: Iterable[ServiceEvent]) -> None:
        """Take the answer of a server that tells its services; what it does not tell of is forgotten.

        Args:
            found: All of them, of every type.
        """
        voice = sorted((one for one in found if one.type.lower() == _VOICE), key=_is_down, reverse=True)
        before, self._known = self._known, {_key(one): one for one in voice[:_MOST]}
        self._fell &= self._known.keys()
        for key, one in self._known.items():
            self._watch(key, one, fell=key in before and not _is_down(before[key]))
        self._listed = True

    def take(self, event: ServiceEvent) -> None:
        """Take a message.

        Args:
            event: What it says; services of other types are left alone.
        """
        key = self._find(event)
        if key not in self._known and event.type.lower() != _VOICE:
            return
        before = self._known.get(key)
        if before is None and len(self._known) >= _MOST:
            known = next((known for known, one in self._known.items() if not _is_down(one)), None)
            if known is None:
                return
            del self._known[known]
        self._watch(key, event, fell=before is None or not _is_down(before))
        self._known[key] = event if before is None else _joined(before, event)

    def down(self, devices: Iterable[Device]) -> Down:
        """Say what is down.

        Args:
            devices: Those of the login, as far as they are known.
        """
        inactive = {key: one for key, one in self._known.items() if _is_down(one)}
        places, sure = self._places(devices)
        alone = len(inactive) == len(self._known)
        ours = {
            key
            for key, one in inactive.items()
            if one.id.lower() in places or (not (sure and one.id) and (alone or key in self._fell))
        }
        return Down(
            tuple(one.name or one.id for key, one in inactive.items() if key in ours),
            tuple(one.name or one.id for key, one in inactive.items() if key not in ours),
        )

    def concerns(self, event: ServiceEvent, devices: Iterable[Device]) -> bool:
        """Whether a message may be about a service that calls of this login come from.

        Args:
            event: The message.
            devices: As for `down`.
        """
        known = self._known.get(self._find(event), event)
        places, sure = self._places(devices)
        return known.type.lower() in (_VOICE, "") and not (sure and known.id and known.id.lower() not in places)

    def _places(self, devices: Iterable[Device]) -> tuple[set[str], bool]:
        """The ids of the services that the devices name, and whether these are all."""
        named = [environment_of(device) for device in devices]
        ids = {one.id.lower() for one in self._known.values() if one.id}
        # Where no service is called so, the addresses mean something else.
        usable = not self._listed or not ids.isdisjoint(named)
        return (set(named) - {""}, bool(named) and all(named)) if usable else (set(), False)

    def _watch(self, key: str, one: ServiceEvent, *, fell: bool) -> None:
        if not _is_down(one):
            self._fell.discard(key)
        elif fell:
            self._fell.add(key)

    def _find(self, event: ServiceEvent) -> str:
        key = _key(event)
        if key in self._known or event.id:
            return key
        return next((known for known, one in self._known.items() if event.name and one.name == event.name), key)


def environment_of(device: Device) -> str:
    """Id of the Voice service that a device is on, in lower case; "" where it does not say."""
    return (last_segment(device.voice_environment_uri or device.voice_service_uri) or "").lower()


def _key(one: ServiceEvent) -> str:
    return one.id.lower() or one.name


def _is_down(one: ServiceEvent) -> bool:
    return one.state.lower() == _INACTIVE


def _joined(before: ServiceEvent, event: ServiceEvent) -> ServiceEvent:
    """A message may say less of a service than is known."""
    return replace(event, name=event.name or before.name, type=before.type, id=event.id or before.id)
