"""What a simulator can be told before it starts; knows nothing of the model or of HTTP."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Wrinkles:
    """Behaviours of some servers or releases, each off (or at its usual value) by default.

    Source: API.md 5.6, 9.1 and 9.2.
    """

    old_participants: bool = False
    """Participants as strings with `participantsInfo` beside them (8.5.0 to autumn 2015)."""
    connid_ids: bool = False
    """The call's `id` is its `connId` (8.5.0, 8.5.1) instead of its `callUuid`."""
    status_as_text: bool = False
    """`statusCode` is the string "0" instead of the number 0."""
    partial_session: bool = False
    """StartContactCenterSession answers 7 (partial success) when a multimedia channel is asked for."""
    transfer_new_id: bool = False
    """After a two-step transfer or conference the receiving agent's call changes its id."""
    barge_word: str = "BargeIn"
    """The word for a barged-in call in `supervisorMonitoringState`; "Bargain" is documented too."""
    monitor_joins_now: bool = False
    """ListenIn and Coach join a call in progress; otherwise only BargeIn does."""
    monitor_must_answer: bool = False
    """The supervisor's copy of a call rings until it is answered, instead of answering by itself."""
    no_metrics: bool = False
    """Messages carry no `metrics`."""
    path_without_slash: bool = False
    """A call's `path` lacks its leading slash."""
    timestamps: bool = False
    """Bayeux replies carry a `timestamp`."""
    early: bool = False
    """The notification of an operation comes before its response."""
    no_effect: bool = False
    """Operations are accepted and nothing happens."""
    duplicate: bool = False
    """Every event message is delivered twice."""


@dataclass(frozen=True, slots=True)
class Options:
    """How big, how lively and how odd the simulated contact centre is.

    Raises:
        ValueError: A number is out of its range.
    """

    agents: int = 24
    """Agents of the centre, at numbers 5001, 5002, ...; at least 1."""
    calls: int | None = None
    """Calls to keep alive on the logins; None is 0 to 2 for each agent."""
    rate_per_s: float = 2.0
    """Events (changes of something) per second that happen by themselves; 0 is a still centre."""
    seed: int = 1
    logins: Literal["one", "each"] = "each"
    """Whether the calls are all on the first agent's login, or dealt to every agent."""
    supervisors: int = 2
    """How many of the last agents are supervisors; at most half of the agents are."""
    supervisors_act: bool = True
    """Whether supervisors monitor agents by themselves."""
    attended: tuple[str, ...] = ()
    """Numbers of agents at whose desk a person sits: nothing is done on their behalf."""
    unrecorded_every: int = 9
    """Every n-th agent has no recording at all (`recordingState` absent); 0 is none."""
    port: int = 0
    """TCP port on 127.0.0.1; 0 is a free one."""
    external_url: str | None = None
    """Base of every absolute `uri`, ending in /api/v2; None is the real one."""
    password: str | None = None
    """The password of all logins; None is a random one for this run."""
    csrf: bool = True
    http_session_s: float = 1800.0
    """Idle seconds after which an HTTP session is gone."""
    poll_timeout_ms: int = 25_000
    """How long a connect is held when nothing happens."""
    poll_interval_ms: int = 0
    """Advised pause of the client between two connects."""
    max_interval_ms: int = 10_000
    """A CometD client that did not connect for this long after a poll is forgotten."""
    multiple_clients: bool = False
    """Demote the second CometD session of one browser cookie to ordinary polling."""
    ack: bool = False
    """Offer the acknowledgement extension."""
    effect_ms: tuple[int, int] = (5, 40)
    """Shortest and longest time from an accepted operation to its notification."""
    late_data_s: float = 30.0
    """So long after its end a call takes `UpdateUserData`; 0 is never. Which is right nobody tells (API.md 6.1)."""
    far_end_s: float = 2.5
    """After how many seconds a party dialled by a client answers; 0 or less is never."""
    wrinkles: Wrinkles = field(default_factory=Wrinkles)

    def __post_init__(self) -> None:
        """Refuse what cannot be simulated."""
        if self.agents < 1 or self.agents > 10_000:
            raise ValueError("agents must be between 1 and 10000")
        if self.calls is not None and not 0 <= self.calls <= 100_000:
            raise ValueError("calls must be between 0 and 100000")
        if self.rate_per_s < 0:
            raise ValueError("rate_per_s must not be negative")

    @property
    def supervisor_count(self) -> int:
        """Supervisors that there really are: never more than half of the agents."""
        return min(self.supervisors, self.agents // 2)
