"""What can happen in the centre, as told to whoever listens (the messenger, the life of the centre, tests)."""

from __future__ import annotations

from dataclasses import dataclass

from tui.demo.centre.model import Agent, DeviceCall, NotificationType


@dataclass(frozen=True, slots=True)
class CallChanged:
    """A call of an agent changed; `leg` is as it is now."""

    leg: DeviceCall
    kind: NotificationType


@dataclass(frozen=True, slots=True)
class DeviceChanged:
    """The agent's device or the agent's state on it changed, or was asked to."""

    agent: Agent


@dataclass(frozen=True, slots=True)
class OperationFailed:
    """An accepted operation could not be carried out; `leg` is the call it was for, if any."""

    agent: Agent
    text: str
    leg: DeviceCall | None = None


@dataclass(frozen=True, slots=True)
class ServicesChanged:
    """A backend went down or came up."""


Change = CallChanged | DeviceChanged | OperationFailed | ServicesChanged
