"""What may be counted, ordered and matched of calls and logins, whatever `[privacy]` hides.

These are the types of what a board knows as it came, without any text that a policy could mask: mypy lets nobody read
more of it, nor hand it to anything that draws, which takes `BoardCall` and `Source`. Operands are `Raw`, which is no
text either. So whoever only counts pays for no mask, and whoever shows gets nothing else. `tests/privacy/test_bare.py`
holds that masking changes nothing that can be read here.
"""

from collections.abc import Iterable, Mapping, Set
from typing import NamedTuple, Protocol

from tui.live.store.card import CallKey
from tui.live.store.link import LinkState
from tui.live.store.outside import Lead
from tui.source.models import AgentGroup, SupervisorMonitoringState, UserState
from tui.source.raw import Raw


class BareResource(Protocol):
    """Of the call resource; see `Call`."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def state(self) -> str:
        """The wire's word."""

    @property
    def call_uuid(self) -> str:
        """Shared by all parties of the call."""

    @property
    def call_type(self) -> str:
        """The wire's word."""

    @property
    def capabilities(self) -> Set[str]:
        """Operations that are possible now."""

    @property
    def recording_state(self) -> str | None:
        """The wire's word."""

    @property
    def monitoring(self) -> bool:
        """Whether this user monitors the call."""

    @property
    def monitored_user_muted(self) -> bool:
        """Whether the monitored agent is muted by the supervisor."""

    @property
    def supervisor_listening_in(self) -> bool:
        """Whether a supervisor is on this call."""

    @property
    def supervisor_monitoring_state(self) -> SupervisorMonitoringState | None:
        """How this user monitors the call."""

    @property
    def device_id(self) -> str | None:
        """Id of the device that the call is on."""

    @property
    def parent_id(self) -> str | None:
        """Id of the call that this consultation belongs to."""

    @property
    def party_count(self) -> int:
        """How many other parties there are."""

    @property
    def raw_device_uri(self) -> Raw:
        """The address of the device as it came."""

    def data_fits(self, patterns: Iterable[tuple[str, str]]) -> bool:
        """Whether the attached data have values of these patterns, by key."""


class BareCall(Protocol):
    """Of a call on the board; see `BoardCall`."""

    @property
    def key(self) -> CallKey:
        """Source and id."""

    @property
    def call(self) -> BareResource:
        """The resource."""

    @property
    def start_s(self) -> float | None:
        """When the call came to the device."""

    @property
    def state_since_s(self) -> float | None:
        """When the present state began."""

    @property
    def state_seen_s(self) -> float | None:
        """Since when at the latest it is in that state."""

    @property
    def held_s(self) -> float:
        """Time on hold that ended."""

    @property
    def paused_since_s(self) -> float | None:
        """When the recording was paused."""

    @property
    def paused_seen_s(self) -> float | None:
        """Since when at the latest it is."""

    @property
    def answered_at_s(self) -> float | None:
        """When the call was first established."""

    @property
    def phone_number(self) -> str:
        """Own number that the last message was for."""

    @property
    def end_seen_s(self) -> float:
        """When the end was noticed."""

    @property
    def ended_how(self) -> str:
        """How it ended."""

    @property
    def lead(self) -> Lead | None:
        """Which of its parties is outside, as far as the board knew."""

    @property
    def revision(self) -> int:
        """Number of the board's step that made this copy."""

    @property
    def readable(self) -> bool:
        """Whether the last copy could be read."""

    @property
    def ended(self) -> bool:
        """Whether the call is over and only still shown."""

    def age_s(self, now_s: float) -> float | None:
        """How long the call has been on its device."""


class BareLink(Protocol):
    """Of a link; see `Link`."""

    @property
    def state(self) -> LinkState:
        """How sure we are."""

    @property
    def since_s(self) -> float:
        """When this state began."""

    @property
    def frozen_at_s(self) -> float | None:
        """When the calls stopped being sure."""

    @property
    def live(self) -> bool:
        """Whether what is shown is what the server knows."""


class BareDeviceResource(Protocol):
    """Of a device; see `Device`. The number of an own device is no secret on the wall of its agent."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def phone_number(self) -> str:
        """DN."""

    @property
    def user_state(self) -> UserState:
        """Agent state."""

    @property
    def capabilities(self) -> Set[str]:
        """Operations that are possible now."""

    @property
    def supervisor_monitoring_state(self) -> SupervisorMonitoringState | None:
        """Whom this supervisor monitors."""

    @property
    def raw_id(self) -> Raw:
        """The id as it came."""


class BareDevice(Protocol):
    """Of a device on the board; see `BoardDevice`."""

    @property
    def device(self) -> BareDeviceResource:
        """The resource."""


class BareUser(Protocol):
    """Of the user of a login; see `User`."""

    @property
    def groups(self) -> tuple[AgentGroup, ...]:
        """Agent groups."""

    @property
    def uri(self) -> str:
        """Absolute address."""

    @property
    def path(self) -> str:
        """Relative address."""


class BareSource(Protocol):
    """Of a login; see `Source`."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def link(self) -> BareLink:
        """How sure the board is of it."""

    @property
    def user(self) -> BareUser:
        """Whose login it is."""

    @property
    def devices(self) -> Mapping[str, BareDevice]:
        """By id."""

    @property
    def heard_at_s(self) -> float | None:
        """When the server last said anything."""

    @property
    def checked_at_s(self) -> float | None:
        """When the whole state was last asked for."""

    @property
    def site(self) -> str:
        """Where it belongs; named by who runs this, so that nothing of anybody is in it."""


class Bare(NamedTuple):
    """A board to be counted: what it knows as it came, and nothing that could be shown."""

    calls: Mapping[CallKey, BareCall]
    sources: Mapping[str, BareSource]
