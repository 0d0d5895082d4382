"""Calls and devices as the wire shows them, built from the model (API.md 5 and 7.1)."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from tui.demo.centre.capabilities import call_capabilities, device_capabilities
from tui.demo.centre.model import AgentState, CallState, Device, DeviceCall, Monitor, Outsider, Supervision
from tui.demo.centre.places import COUNTRY, outsider
from tui.demo.options import Wrinkles

Json = dict[str, Any]
_ORDERS = 7
_VOICE_ENVIRONMENT = "0b7d54f0-1111-4b6e-8b0a-0c1d2e3f4a5b"


class Scribe:
    """Writes resources; the same form for requests and for notifications.

    Attributes:
        base_url: Prefix of every absolute `uri`, ending in /api/v2.
    """

    def __init__(self, base_url: str, wrinkles: Wrinkles, clock: Callable[[], float], noise: random.Random) -> None:
        """Remember how this server writes.

        Args:
            base_url: Prefix of every absolute `uri`, ending in /api/v2.
            wrinkles: Oddities of form.
            clock: Seconds, as in the centre.
            noise: Chooses what has no order on the wire.
        """
        self.base_url = base_url
        self.wrinkles = wrinkles
        self._clock = clock
        self._noise = noise

    def call(self, leg: DeviceCall) -> Json:
        """The whole call resource of one leg (API.md 5.1)."""
        conversation = leg.conversation
        call: Json = {
            "id": leg.id,
            "state": leg.state.value,
            "callUuid": leg.id if not self.wrinkles.connid_ids else conversation.uuid,
            "connId": conversation.conn_id,
            "deviceUri": f"{self.base_url}/devices/{leg.device.id}",
            **self._participants(leg),
            "dnis": conversation.dnis,
            "callType": leg.call_type.value,
            "capabilities": self._shuffled(call_capabilities(leg)),
            "duration": str(int(self._clock() - leg.created_s)),
            "mute": "On" if leg.muted else "Off",
            "supervisorListeningIn": leg.listener is not None,
            "monitoredUserMuted": leg.agent_muted,
            "monitoring": leg.monitor is not None,
            "uri": f"{self.base_url}/me/calls/{leg.id}",
            "path": f"calls/{leg.id}" if self.wrinkles.path_without_slash else f"/calls/{leg.id}",
        }
        self._add_optional(call, leg)
        return call

    def _add_optional(self, call: Json, leg: DeviceCall) -> None:
        conversation = leg.conversation
        if conversation.ani is not None:
            call["ani"] = conversation.ani
        if conversation.user_data:
            call["userData"] = dict(conversation.user_data)
        if leg.agent.recorded:
            call["recordingState"] = conversation.recording.value
        if leg.state is CallState.ESTABLISHED and leg.call_type in ("Inbound", "Internal"):
            call["case"] = []
        if leg.monitor is not None:
            barge = leg.monitor is Monitor.BARGE_IN
            call["supervisorMonitoringState"] = {"state": self.wrinkles.barge_word if barge else leg.monitor.value}
        if leg.parent is not None:
            call["parentCallUri"] = f"{self.base_url}/me/calls/{leg.parent.id}"
            call["parentCallPath"] = f"/calls/{leg.parent.id}"

    def _participants(self, leg: DeviceCall) -> Json:
        others = [_participant(party) for party in _other_parties(leg)]
        if not self.wrinkles.old_participants:
            return {"participants": others}
        kept = ("digits", "e164Number", "formattedPhoneNumber")
        infos = [{key: other[key] for key in kept} for other in others]
        return {"participants": [other["digits"] for other in others], "participantsInfo": infos}

    def _shuffled(self, able: tuple[str, ...]) -> list[str]:
        return list(_order(able, int(self._noise.random() * _ORDERS)))

    def device(self, device: Device) -> Json:
        """The whole device resource (API.md 7.1)."""
        resource: Json = {
            "id": device.id,
            "deviceState": "Active" if device.active else "Inactive",
            "userState": user_state(device.user_state),
            "phoneNumber": device.number,
            "e164Number": "",
            "description": "",
            "telephonyNetwork": "Private",
            "doNotDisturb": "On" if device.do_not_disturb else "Off",
            "voiceEnvironmentUri": f"{self.base_url}/voice-environments/{_VOICE_ENVIRONMENT}",
            "capabilities": self._shuffled(device_capabilities(device)),
            "channels": ["voice"],
            "dynamicPhoneNumber": "",
        }
        if device.forward_to is not None:
            resource["forwardTo"] = device.forward_to
        if device.supervision is not None:
            resource["supervisorMonitoringState"] = self._supervision(device.supervision)
        return resource

    def _supervision(self, supervision: Supervision) -> Json:
        return {
            "state": supervision.state.value,
            "mode": supervision.mode,
            "scope": supervision.scope,
            "targetDeviceUri": f"{self.base_url}/devices/{supervision.target.id}",
        }

    def services(self, *, voice_up: bool) -> list[Json]:
        """The backends (API.md 1.8); the Voice service's id is the last part of `voiceEnvironmentUri`."""
        kinds = (
            (_VOICE_ENVIRONMENT, "SIP_Server", "Voice", voice_up),
            ("c7a9b0d2-0000-4000-8000-000000000001", "confserv", "Provisioning", True),
            ("c7a9b0d2-0000-4000-8000-000000000002", "Stat_Server", "Reporting", True),
        )
        return [
            {
                "id": service_id,
                "name": name,
                "type": kind,
                "state": "Active" if up else "Inactive",
                "uri": f"{self.base_url}/services/{service_id}",
                "path": f"/services/{service_id}",
            }
            for service_id, name, kind, up in kinds
        ]


def user_state(state: AgentState) -> Json:
    """A `userState`; `LoggedIn` has neither id nor name."""
    pairs = {
        "id": state.id,
        "displayName": state.display_name,
        "state": state.state,
        "workMode": state.work_mode,
        "reason": state.reason,
    }
    return {key: value for key, value in pairs.items() if value is not None}


@lru_cache(maxsize=4096)
def _order(able: tuple[str, ...], variant: int) -> tuple[str, ...]:
    return tuple(random.Random(variant).sample(able, len(able)))


def _other_parties(leg: DeviceCall) -> list[Outsider]:
    conversation = leg.conversation
    if leg.state is CallState.DIALING:
        return [outsider(conversation.dnis or "")]
    inside = [_inside(other) for other in conversation.legs if other is not leg and other.audible]
    return inside + [party for party in conversation.outsiders if party.number]


def _inside(leg: DeviceCall) -> Outsider:
    number = leg.device.number
    return Outsider(number=number, formatted=number)


def _participant(party: Outsider) -> Json:
    one: Json = {
        "e164Number": party.e164,
        "formattedPhoneNumber": party.formatted,
        "phoneNumber": party.number,
        "digits": party.number,
    }
    if party.e164:
        one["country"] = dict(COUNTRY)
        one["location"] = party.location
    return one
