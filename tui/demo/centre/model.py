"""The things of a contact centre: agents, devices, conversations and each party's leg of one; no behaviour."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

UserData = dict[str, Any]


class CallState(StrEnum):
    """States of a call on one device (API.md 5.2)."""

    RINGING = "Ringing"
    DIALING = "Dialing"
    ESTABLISHED = "Established"
    HELD = "Held"
    RELEASED = "Released"


class CallType(StrEnum):
    """Types of a call (API.md 5.1)."""

    INTERNAL = "Internal"
    INBOUND = "Inbound"
    OUTBOUND = "Outbound"
    CONSULT = "Consult"


class RecordingState(StrEnum):
    """Recording states (API.md 5.1)."""

    RECORDING = "Recording"
    PAUSED = "Paused"
    STOPPED = "Stopped"


class Monitor(StrEnum):
    """How a supervisor takes part in a call: silent, heard by the agent, heard by all (section 8.2)."""

    LISTEN_IN = "ListenIn"
    COACH = "Coach"
    BARGE_IN = "BargeIn"


class NotificationType(StrEnum):
    """Notification types of a CallStateChangeMessage (API.md 4.5)."""

    STATUS = "StatusChange"
    PARTICIPANTS = "ParticipantsUpdated"
    USER_DATA = "AttachedDataChanged"
    RECORDING = "CallRecordingStateChange"
    DTMF = "DtmfSent"
    AGENT_MUTED = "MonitoredUserMutedStateChange"


@dataclass(slots=True)
class AgentState:
    """A `userState` (API.md 2.3)."""

    state: str
    id: str | None = None
    display_name: str | None = None
    work_mode: str | None = None
    reason: str | None = None


@dataclass(slots=True)
class Supervision:
    """What a supervisor's device is set to monitor (API.md 7.1)."""

    state: Monitor
    target: Device
    mode: str = "AllCalls"
    scope: str = "Call"


@dataclass(slots=True, eq=False)
class Device:
    """A phone with its number (API.md 7.1)."""

    id: str
    number: str
    agent: Agent
    user_state: AgentState
    active: bool = True
    do_not_disturb: bool = False
    forward_to: str | None = None
    supervision: Supervision | None = None
    legs: list[DeviceCall] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Agent:
    """A user with a device and their own view of the calls, by call id."""

    user_id: str
    user_name: str
    last_name: str
    team: str
    supervisor: bool
    recorded: bool
    attended: bool
    device: Device = field(init=False)
    legs: dict[str, DeviceCall] = field(default_factory=dict)
    ended: tuple[DeviceCall, float] | None = None
    """The last call that ended, and when."""
    channels: list[str] = field(default_factory=list)
    first_name: str = "Agent"

    @property
    def number(self) -> str:
        """The number (DN) of the agent's device."""
        return self.device.number


@dataclass(slots=True, eq=False)
class Outsider:
    """A party without a device here: an external caller, or an extension that nobody is logged in at."""

    number: str
    formatted: str
    e164: str = ""
    location: str | None = None


@dataclass(slots=True, eq=False)
class Conversation:
    """One call as the switch sees it, with all its parties."""

    uuid: str
    conn_id: str
    call_type: CallType
    ani: str | None
    dnis: str | None
    queue: str | None = None
    user_data: UserData = field(default_factory=dict)
    recording: RecordingState = RecordingState.STOPPED
    legs: list[DeviceCall] = field(default_factory=list)
    outsiders: list[Outsider] = field(default_factory=list)

    @property
    def parties(self) -> int:
        """How many parties keep the call alive; silent supervisors do not."""
        return len(self.outsiders) + sum(1 for leg in self.legs if leg.audible)


@dataclass(slots=True, eq=False)
class DeviceCall:
    """A conversation as one agent's device sees it: what the wire calls a call."""

    id: str
    conversation: Conversation
    device: Device
    state: CallState
    call_type: CallType
    created_s: float
    muted: bool = False
    from_queue: bool = False
    owner: bool = False
    parent: DeviceCall | None = None
    consult: DeviceCall | None = None
    purpose: str | None = None
    monitor: Monitor | None = None
    watched: DeviceCall | None = None
    listener: DeviceCall | None = None
    agent_muted: bool = False
    heard: str = ""
    plan: int = 0

    @property
    def agent(self) -> Agent:
        """The agent whose leg this is."""
        return self.device.agent

    @property
    def audible(self) -> bool:
        """Whether the other parties hear (and see) this one."""
        if self.monitor is None:
            return True
        return self.monitor is Monitor.BARGE_IN and self.state is not CallState.RINGING

    @property
    def live(self) -> bool:
        """Whether the call still exists on this device."""
        return self.state is not CallState.RELEASED
