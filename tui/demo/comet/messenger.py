"""Turns what happens in the centre into event messages for those who subscribed (API.md 4.4 and 4.5)."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tui.demo.centre.centre import Centre
from tui.demo.centre.changes import CallChanged, Change, DeviceChanged, OperationFailed, ServicesChanged
from tui.demo.centre.model import CallState, CallType, DeviceCall, NotificationType
from tui.demo.comet.comet_hub import CometHub
from tui.demo.rest.envelope import encode
from tui.demo.rest.resources import Json, Scribe

CALLS = "/v2/me/calls"
DEVICES = "/v2/me/devices"
SERVICES = "/notifications/services"


class Messenger:
    """Publishes changes, or loses and doubles them when it is told to.

    Attributes:
        published: Event messages by topic, once each however many sessions get them.
        lost: Event messages that were lost on purpose.
        to_lose: How many of the next ones to lose.
        doubling: Whether each is delivered twice.
    """

    def __init__(self, centre: Centre, scribe: Scribe, hub: CometHub, noise: random.Random) -> None:
        """Listen to the centre.

        Args:
            centre: What happens.
            scribe: Writes the resources.
            hub: Delivers.
            noise: For the figures in `metrics`.
        """
        self.published: Counter[str] = Counter()
        self.lost = 0
        self.to_lose = 0
        self.doubling = scribe.wrinkles.duplicate
        self._centre = centre
        self._scribe = scribe
        self._hub = hub
        self._noise = noise
        self._silent = False
        centre.listeners.append(self.hear)

    @contextmanager
    def silence(self) -> Iterator[None]:
        """Within it, nobody is told of anything."""
        before, self._silent = self._silent, True
        try:
            yield
        finally:
            self._silent = before

    def hear(self, change: Change) -> None:
        """Publish one change."""
        if isinstance(change, ServicesChanged):
            self._services()
        elif self._silent or not self._centre.voice_up:
            return
        elif isinstance(change, CallChanged):
            leg = change.leg
            self._publish(leg.agent.user_name, CALLS, lambda: self._call(leg, change.kind))
        elif isinstance(change, DeviceChanged):
            device = change.agent.device
            self._publish(change.agent.user_name, DEVICES, lambda: self._devices([self._scribe.device(device)]))
        else:
            self._publish(change.agent.user_name, DEVICES, lambda: self._failed(change))

    def _publish(self, user_name: str, topic: str, write: Callable[[], Json]) -> None:
        self.published[topic] += 1
        if not self._hub.wanted(user_name, topic):
            return
        if self.to_lose > 0:
            self.to_lose -= 1
            self.lost += 1
            return
        text = encode({"channel": topic, "data": write()})
        for _ in range(2 if self.doubling else 1):
            self._hub.publish(user_name, topic, text)

    def _services(self) -> None:
        self.published[SERVICES] += 1
        services = self._scribe.services(voice_up=self._centre.voice_up)
        data = self._measured({"messageType": "ServiceStateChangeMessage", "services": services})
        self._hub.publish_to_all(SERVICES, encode({"channel": SERVICES, "data": data}))

    def _call(self, leg: DeviceCall, kind: NotificationType) -> Json:
        data: Json = {
            "messageType": "CallStateChangeMessage",
            "notificationType": kind.value,
            "call": self._scribe.call(leg),
            "phoneNumber": leg.device.number,
        }
        extensions = _extensions(leg) if kind is NotificationType.STATUS else None
        if extensions is not None:
            data["extensions"] = extensions
        return self._measured(data)

    def _devices(self, devices: list[Json]) -> Json:
        return self._measured({"messageType": "DeviceStateChangeMessage", "devices": devices})

    def _failed(self, change: OperationFailed) -> Json:
        device_id = change.agent.device.id
        data: Json = {
            "messageType": "ErrorMessage",
            "errorMessage": change.text,
            "devicePath": f"/devices/{device_id}",
            "deviceUri": f"{self._scribe.base_url}/devices/{device_id}",
        }
        if change.leg is not None:
            data["callPath"] = f"/calls/{change.leg.id}"
            data["callUri"] = f"{self._scribe.base_url}/me/calls/{change.leg.id}"
        return self._measured(data)

    def _measured(self, data: Json) -> Json:
        if self._scribe.wrinkles.no_metrics:
            return data
        total_ms = int(self._noise.random() * 6) - 1
        processing = {
            "nodeProcessingTimeNanos": 200_000 + int(self._noise.random() * 600_000),
            "serverGenerationTimestamp": int(time.time() * 1000),
            "serverProcessingTimeTotalMs": total_ms or -1,
        }
        data["metrics"] = {"eventProcessing": processing}
        return data


def _extensions(leg: DeviceCall) -> Json | None:
    """T-Server extensions; a held call has none."""
    if leg.state is CallState.HELD:
        return None
    extensions: Json = {"BusinessCall": 1 if leg.call_type is CallType.INBOUND else 0}
    if leg.state is CallState.RINGING:
        extensions["NO_ANSWER_TIMEOUT"] = 15
        extensions["OriginationDN"] = leg.conversation.ani or leg.conversation.dnis or ""
    if leg.state is CallState.RELEASED:
        extensions["WrapUpTime"] = 0
    return extensions
