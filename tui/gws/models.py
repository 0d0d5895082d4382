"""The resources of the Voice API as frozen types, field by field as on the wire (gws-api.md 5 and 7).

Made from raw JSON by `snapshot.py` and `events.py` alone. Unknown fields are ignored, unknown words kept as text, and
all text is clean. Field descriptions are what the inspector shows.
"""

from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, PlainValidator
from pydantic.alias_generators import to_camel

from tui.gws.reading import Anything, Data, Flag, Integer, Key, OptionalText, Seconds, Text, Words, read_text

LONGEST_LIST = 200
"""Entries of a list of resources that are kept."""


class CallState(StrEnum):
    """The states of gws-api.md 5.2; others may come and are shown as they are."""

    RINGING = "Ringing"
    DIALING = "Dialing"
    ESTABLISHED = "Established"
    HELD = "Held"
    RELEASED = "Released"


class RecordingState(StrEnum):
    """Values of `recordingState`."""

    RECORDING = "Recording"
    PAUSED = "Paused"
    STOPPED = "Stopped"


class CallType(StrEnum):
    """Values of `callType`."""

    INTERNAL = "Internal"
    INBOUND = "Inbound"
    OUTBOUND = "Outbound"
    CONSULT = "Consult"
    UNKNOWN = "Unknown"


class MonitoringState(StrEnum):
    """Values of `supervisorMonitoringState.state`."""

    LISTEN_IN = "ListenIn"
    COACH = "Coach"
    BARGE_IN = "BargeIn"


class Wire(BaseModel):
    """A frozen resource whose Python names are the wire's names in snake case."""

    # Built when first needed: a screen that has not connected yet needs none of them.
    model_config = ConfigDict(
        frozen=True, extra="ignore", alias_generator=to_camel, populate_by_name=True, defer_build=True
    )

    def __eq__(self, other: object) -> bool:
        """Whether it says the same; pydantic's own comparison costs ten times that, and every message needs some."""
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def wire(self) -> dict[str, Any]:
        """The resource in the wire's own names, as JSON values, without what was absent."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True, warnings=False)


Resource = TypeVar("Resource", bound=Wire)
_GIVEN: set[str] = set()
_SHARED = {
    "Call": ("id", "state", "call_uuid", "call_type", "device_uri", "dnis", "ani", "mute", "recording_state"),
    "Participant": ("phone_number", "digits", "e164_number", "location"),
}
"""Fields whose text comes again in other fields or in other calls, by class."""


def lean(resource: Resource) -> Resource:
    """Take away what nobody asks for: half of the memory of a call.

    Pydantic notes for each resource which fields were given, in a set of 2 KB; and a call brings the same texts
    several times.

    Args:
        resource: One that nobody has seen yet.

    Returns:
        The same.
    """
    object.__setattr__(resource, "__pydantic_fields_set__", _GIVEN)
    values = resource.__dict__
    for name in _SHARED.get(type(resource).__name__, ()):
        values[name] = _shared(values[name])
    return resource


def compact(resource: Resource) -> Resource:
    """Keep the fields as Python keeps those of ordinary objects, whose names are stored once: 0.5 KB less for a call.

    Args:
        resource: One that nobody has seen yet.

    Returns:
        The same in less memory; for what comes by the thousand and stays, since it takes its time.
    """
    made = object.__new__(type(resource))
    for name, value in resource.__dict__.items():
        object.__setattr__(made, name, value)
    object.__setattr__(made, "__pydantic_fields_set__", _GIVEN)
    object.__setattr__(made, "__pydantic_extra__", None)
    object.__setattr__(made, "__pydantic_private__", None)
    return made


def share(new: Resource, old: Resource) -> None:
    """Let a copy keep what is equal in the one before, so that a new look at ten thousand calls takes little memory.

    Args:
        new: One that nobody has seen yet.
        old: The copy before.
    """
    values = new.__dict__
    for name, value in old.__dict__.items():
        if values[name] == value:
            values[name] = value


@lru_cache(maxsize=4096)
def _shared(text: str | None) -> str | None:
    return text


SortedWords = Annotated[Words, PlainSerializer(sorted, return_type=list[str])]


class Country(Wire):
    """Where an external number belongs."""

    name: Text = Field("", description="country name")
    code: Text = Field("", description="two-letter country code")
    calling_code: Text = Field("", description="international calling code")


def _country(value: object) -> Country | None:
    if not isinstance(value, dict):
        return None
    name, code, calling_code = value.get("name"), value.get("code"), value.get("callingCode")
    try:
        return _shared_country(name, code, calling_code)
    except TypeError:  # a list or an object instead of a text
        return Country(name=read_text(name), code=read_text(code), calling_code=read_text(calling_code))


@lru_cache(maxsize=256, typed=True)
def _shared_country(name: object, code: object, calling_code: object) -> Country:
    return Country(name=read_text(name), code=read_text(code), calling_code=read_text(calling_code))


class Participant(Wire):
    """Another party of a call, in any of the three forms of gws-api.md 5.3."""

    phone_number: Text = Field("", description="number of the party")
    digits: Text = Field("", description="number as dialled")
    formatted_phone_number: Text = Field("", description="number as people write it")
    e164_number: Text = Field("", alias="e164Number", description="number in E.164; empty for internal ones")
    local_phone_number: Text = Field("", description="older name of the number")
    e164_digits: Text = Field("", alias="E164digits", description="older name of the E.164 number")
    is_valid_number: OptionalText = Field(None, description="older form: whether the number could be read")
    location: Text = Field("", description="where the number belongs")
    country: Annotated[Country | None, PlainValidator(_country)] = Field(None, description="country of the number")

    @property
    def number(self) -> str:
        """The number to act on: the first that is there."""
        return (
            self.phone_number
            or self.digits
            or self.formatted_phone_number
            or self.local_phone_number
            or self.e164_number
            or self.e164_digits
        )

    @property
    def shown(self) -> str:
        """The number to show."""
        return self.formatted_phone_number or self.number


def _participants(value: object) -> tuple[Participant, ...]:
    return tuple(_participant(item) for item in value[:LONGEST_LIST]) if isinstance(value, list) else ()


def _participant(value: object) -> Participant:
    if isinstance(value, dict):
        return lean(Participant.model_validate(value))
    return Participant(phone_number=read_text(value))


class SupervisorMonitoringState(Wire):
    """How a supervisor monitors: on his own call (state only) or on his device (gws-api.md 7.1)."""

    state: Text = Field("", description="ListenIn, Coach or BargeIn")
    mode: Text = Field("", description="AllCalls until cancelled, or NextCall")
    scope: Text = Field("", description="Call follows the call, Agent drops it when it leaves the agent")
    target_device_uri: Text = Field("", description="the monitored device")


def _monitoring(value: object) -> SupervisorMonitoringState | None:
    if not isinstance(value, dict):
        return None
    read = SupervisorMonitoringState.model_validate(value)
    # The Call resource page prints "Bargain" where every other page says BargeIn (gws-api.md 5.6).
    return read.model_copy(update={"state": MonitoringState.BARGE_IN.value}) if read.state == "Bargain" else read


Monitoring = Annotated[SupervisorMonitoringState | None, PlainValidator(_monitoring)]


class Call(Wire):
    """The call resource (gws-api.md 5.1), one user's view of one call."""

    id: Key = Field(description="the call for this user; the key")
    state: Text = Field("", description="Ringing, Dialing, Established, Held, Released")
    call_uuid: Text = Field("", description="T-Server's id, shared by all parties of the call")
    conn_id: Text = Field("", description="T-Library connection id; never a key")
    call_type: Text = Field("", description="Internal, Inbound, Outbound, Consult")
    device_uri: Text = Field("", description="device of the user that this call is on")
    participants: Annotated[tuple[Participant, ...], PlainValidator(_participants)] = Field(
        (), description="the other parties"
    )
    participants_info: Annotated[tuple[Participant, ...], PlainValidator(_participants)] = Field(
        (), description="older form of the parties"
    )
    ani: OptionalText = Field(None, description="caller number, if T-Server sent it")
    dnis: OptionalText = Field(None, description="number that was dialled")
    capabilities: SortedWords = Field(frozenset(), description="operations that are possible now")
    user_data: Data = Field(None, description="attached data")
    duration: Seconds = Field(None, description="seconds since the call came to this device")
    mute: Text = Field("", description="On: this user's microphone is off")
    recording_state: OptionalText = Field(None, description="Recording, Paused, Stopped; absent where not configured")
    supervisor_listening_in: Flag = Field(False, description="a supervisor is on this call")
    monitored_user_muted: Flag = Field(False, description="the monitored agent is muted by the supervisor")
    monitoring: Flag = Field(False, description="this user monitors the call")
    supervisor_monitoring_state: Monitoring = Field(None, description="how this user monitors the call")
    parent_call_uri: OptionalText = Field(None, description="call from which this consultation was started")
    parent_call_path: OptionalText = Field(None, description="the same, relative")
    extensions: Data = Field(None, description="T-Server extensions, where they come inside the call")
    case: Anything = Field(None, description="meaning unknown; an empty list where it was seen")
    previous_conn_id: OptionalText = Field(None, description="never seen in this API")
    third_party_dn: OptionalText = Field(None, description="never seen in this API")
    monitored_user_device_uri: OptionalText = Field(None, description="never seen in this API")
    uri: Text = Field("", description="absolute address as the server sees itself")
    path: Text = Field("", description="relative address")

    @property
    def parties(self) -> tuple[Participant, ...]:
        """The other parties, taken from the richer of the two forms."""
        return self.participants_info if len(self.participants_info) >= len(self.participants) else self.participants

    @property
    def muted(self) -> bool:
        """Whether this user's microphone is off."""
        return self.mute == "On"

    @property
    def parent_id(self) -> str | None:
        """Id of the call that this consultation belongs to."""
        return last_segment(self.parent_call_uri or self.parent_call_path)

    @property
    def device_id(self) -> str | None:
        """Id of the device that this call is on."""
        return last_segment(self.device_uri)

    def same_but_older(self, other: Self) -> bool:
        """Whether nothing differs from `other` except the duration, which every copy has its own of."""
        return {**self.__dict__, "duration": other.duration} == other.__dict__


class UserState(Wire):
    """Agent state on a device or channel (gws-api.md 2.3)."""

    id: Text = Field("", description="id of the state")
    display_name: Text = Field("", description="name of the state")
    state: Text = Field("", description="LoggedOut, LoggedIn, Ready, NotReady")
    work_mode: Text = Field("", description="AfterCallWork, AuxWork")
    reason: Text = Field("", description="reason of not being ready")
    reason_code: Text = Field("", description="older name of the reason")


def _user_state(value: object) -> UserState:
    return UserState.model_validate(value) if isinstance(value, dict) else UserState()


class Device(Wire):
    """The device resource (gws-api.md 7.1)."""

    id: Key = Field(description="device id")
    device_state: Text = Field("", description="Active, or Inactive: not registered with T-Server")
    user_state: Annotated[UserState, PlainValidator(_user_state)] = Field(UserState(), description="agent state")
    phone_number: Text = Field("", description="DN")
    e164_number: Text = Field("", alias="e164Number", description="number in E.164")
    description: Text = Field("", description="free text")
    telephony_network: Text = Field("", description="Private or Public")
    do_not_disturb: Text = Field("", description="On or Off")
    forward_to: OptionalText = Field(None, description="only while forwarding is on")
    voice_environment_uri: Text = Field("", description="the switch")
    capabilities: SortedWords = Field(frozenset(), description="operations that are possible now")
    channels: SortedWords = Field(frozenset(), description="voice")
    dynamic_phone_number: Text = Field("", description="meaning unknown")
    supervisor_monitoring_state: Monitoring = Field(None, description="whom this supervisor monitors")
    voice_service_uri: OptionalText = Field(None, description="older name of the switch")
    type: OptionalText = Field(None, description="kind of device; provisioning only, like the following")
    vendor: OptionalText = Field(None, description="maker")
    model: OptionalText = Field(None, description="maker's name of it")
    country: OptionalText = Field(None, description="where its number belongs")
    location: OptionalText = Field(None, description="where it stands")
    local_number: OptionalText = Field(None, description="number without country")
    phone_number_uri: OptionalText = Field(None, description="resource of its number")


class Group(Wire):
    """An agent group of the user (gws-api.md 3.2)."""

    id: Text = ""
    name: Text = ""
    type: Text = ""
    contains: SortedWords = frozenset()
    uri: Text = ""
    path: Text = ""


class Skill(Wire):
    """A skill of the user (gws-api.md 3.2)."""

    id: Text = ""
    name: Text = ""
    level: Text = ""
    uri: Text = ""
    path: Text = ""


class Feature(Wire):
    """A part of the API that this user may use (gws-api.md 1.7)."""

    id: Text = ""
    display_name: Text = ""
    description: Text = ""
    auto_assign_on_contact_center_create: Flag = False
    uri: Text = ""
    path: Text = ""


class Channel(Wire):
    """The user's state on a multimedia channel; on voice it is the device's (gws-api.md 3.2)."""

    channel: Text = ""
    user_state: Annotated[UserState, PlainValidator(_user_state)] = UserState()


Part = TypeVar("Part", bound=Wire)


def _parts(kind: type[Part]) -> PlainValidator:
    def read(value: object) -> tuple[Part, ...]:
        items = value[:LONGEST_LIST] if isinstance(value, list) else []
        return tuple(kind.model_validate(item) for item in items if isinstance(item, dict))

    return PlainValidator(read)


class User(Wire):
    """The user resource (gws-api.md 7.2).

    Left out: `password`, and what is large and not voice: `settings`, `interactions`, `chats`.
    """

    id: Text = Field("", description="32 hex digits")
    user_name: Text = Field("", description="login name")
    first_name: Text = Field("", description="first name")
    last_name: Text = Field("", description="last name")
    email_address: Text = Field("", description="address")
    roles: SortedWords = Field(frozenset(), description="ROLE_AGENT, ROLE_SUPERVISOR, ROLE_ADMIN")
    enabled: Flag = Field(False, description="whether the login may be used")
    change_password_on_first_login: Flag = Field(False, description="a new password is demanded")
    contact_center_id: Text = Field("", description="contact centre")
    do_not_disturb: OptionalText = Field(None, description="On or Off, in release 8.5.0")
    groups: Annotated[tuple[Group, ...], _parts(Group)] = Field((), description="agent groups")
    skills: Annotated[tuple[Skill, ...], _parts(Skill)] = Field((), description="skills")
    features: Annotated[tuple[Feature, ...], _parts(Feature)] = Field((), description="parts of the API")
    channels: Annotated[tuple[Channel, ...], _parts(Channel)] = Field((), description="multimedia channels")
    channel_states: Annotated[tuple[Channel, ...], _parts(Channel)] = Field((), description="the same again")
    uri: Text = Field("", description="absolute address")
    path: Text = Field("", description="relative address")


class ChannelFailure(Wire):
    """A channel that failed in a partial success (gws-api.md 1.5)."""

    channel: Text = ""
    status_code: Integer = None
    status_message: Text = ""


def _failures(value: object) -> tuple[ChannelFailure, ...]:
    return (
        tuple(ChannelFailure.model_validate(item) for item in value[:20] if isinstance(item, dict))
        if isinstance(value, list)
        else ()
    )


class Envelope(Wire):
    """What every answer carries (gws-api.md 1.5)."""

    status_code: Integer = None
    status_message: Text = ""
    version: Text = ""
    failed: Annotated[tuple[ChannelFailure, ...], PlainValidator(_failures)] = ()

    @property
    def failed_words(self) -> str:
        """Which channels failed and why, in words; "" for a whole success."""
        return ", ".join(f"{one.channel}: {one.status_message or one.status_code}" for one in self.failed)


def last_segment(address: str | None) -> str | None:
    """The id at the end of a `uri` or `path`: absolute addresses may name hosts that we cannot reach (gws-api.md 1.1).

    Args:
        address: An address, or None.

    Returns:
        What follows the last slash, or None where nothing does.
    """
    return (address or "").rstrip("/").rpartition("/")[2] or None
