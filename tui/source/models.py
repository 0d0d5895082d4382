"""The resources of the Voice API as frozen types, field by field as on the wire (API.md 5 and 7).

Made from raw JSON by `snapshot.py` and `events.py` alone. Unknown fields are ignored, unknown words kept as text, and
all text is clean. Field descriptions are what the inspector shows.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Annotated, Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer
from pydantic.alias_generators import to_camel

from tui.source.exact import AttachedEntry, Exact, entry_of
from tui.source.raw import LONGEST_SEGMENT, NOTHING, Raw
from tui.source.reading import (
    Anything,
    Data,
    Exactly,
    FieldReader,
    Flag,
    Key,
    OptionalKey,
    OptionalText,
    Seconds,
    Text,
    Words,
    read_text,
)
from tui.source.reading import last_segment as last_segment
from tui.source.shapes import items_in, untexted
from tui.source.spelling import Capabilities, OnOff, Switch, one_of, optional_one_of

LONGEST_LIST = 200
"""Entries of a list of resources that are kept."""


class CallState(StrEnum):
    """The states of API.md 5.2; others may come and are shown as they are."""

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


_RECORDED = {
    **dict.fromkeys(("true", "on"), RecordingState.RECORDING.value),
    **dict.fromkeys(("false", "off"), RecordingState.STOPPED.value),
}


class CallType(StrEnum):
    """Values of `callType`."""

    INTERNAL = "Internal"
    INBOUND = "Inbound"
    OUTBOUND = "Outbound"
    CONSULT = "Consult"
    UNKNOWN = "Unknown"


class DeviceState(StrEnum):
    """Values of `deviceState`."""

    ACTIVE = "Active"
    INACTIVE = "Inactive"


class AgentState(StrEnum):
    """Values of `userState.state`."""

    LOGGED_OUT = "LoggedOut"
    LOGGED_IN = "LoggedIn"
    READY = "Ready"
    NOT_READY = "NotReady"


class WorkMode(StrEnum):
    """Values of `userState.workMode`."""

    AFTER_CALL_WORK = "AfterCallWork"
    AUX_WORK = "AuxWork"


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
        """The resource in the wire's own names, as JSON values, without what was absent or null."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_unset=True, warnings=False)


NEVER_SEEN = "never seen in this API"
"""What is said of a field that other APIs of the vendor have; it is of no interest while it is absent."""
Resource = TypeVar("Resource", bound=Wire)
_SHARED = {
    "Call": ("id", "state", "call_uuid", "call_type", "device_uri", "dnis", "ani", "mute", "recording_state"),
    "Participant": ("phone_number", "digits", "e164_number", "location"),
}
"""Fields whose text comes again in other fields or in other calls, by class."""


def present(raw: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is null: it is absent, and counts as not given."""
    return {name: value for name, value in raw.items() if value is not None} if None in raw.values() else raw


def lean(resource: Resource) -> Resource:
    """Keep once what comes again and again: half of the memory of a call.

    Pydantic notes for each resource which fields were given, in a set of 2 KB, and most calls have the same; and a call
    brings the same texts several times.

    Args:
        resource: One that nobody has seen yet.

    Returns:
        The same.
    """
    object.__setattr__(resource, "__pydantic_fields_set__", _shared_names(frozenset(resource.model_fields_set)))
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
    object.__setattr__(made, "__pydantic_fields_set__", resource.model_fields_set)
    object.__setattr__(made, "__pydantic_extra__", None)
    object.__setattr__(made, "__pydantic_private__", None)
    return made


def store_names(kind: type[Wire]) -> None:
    """Let the class keep the names of all fields, before any resource is made: else `compact` saves nothing.

    Python (3.11) leaves a class room for one name less with each object that is made before it knows the name.

    Args:
        kind: A class of resources with at most 30 fields, of which there are no objects yet.
    """
    first = object.__new__(kind)
    for name in kind.model_fields:
        object.__setattr__(first, name, None)


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


@lru_cache(maxsize=256)
def _shared_names(names: frozenset[str]) -> set[str]:
    return set(names)


def with_fields(resource: Resource, values: Mapping[str, object]) -> Resource:
    """Copy a resource with other values; what was absent in it counts as absent still.

    Args:
        resource: The one to copy.
        values: By Python name.
    """
    copy = resource.model_copy(update=values)
    object.__setattr__(copy, "__pydantic_fields_set__", resource.model_fields_set)
    return copy


@lru_cache(maxsize=4096)
def _shared(text: str | None) -> str | None:
    return text


def _in_order(words: Iterable[str]) -> list[str]:
    # pydantic examines what it is given: the built-in function itself takes it a hundredth of the whole start.
    return sorted(words)


SortedWords = Annotated[Words, PlainSerializer(_in_order, return_type=list[str])]
Operations = Annotated[Capabilities, PlainSerializer(_in_order, return_type=list[str])]


CameExactly = Annotated[Exact | None, FieldReader(lambda _: None)]
"""Never read from the wire under its own name."""


class Country(Wire):
    """Where an external number belongs."""

    name: Text = Field("", description="country name")
    code: Text = Field("", description="two-letter country code")
    calling_code: Text = Field("", description="international calling code")


def _sharing(kind: type[Resource], names: Sequence[str], most: int) -> Callable[[dict[str, Any]], Resource]:
    """Make a reader of small objects, of which many say the same: those that do are one.

    Args:
        kind: What they are read as.
        names: The fields, as on the wire.
        most: How many are kept.
    """

    @lru_cache(maxsize=most, typed=True)
    def known(*values: object) -> Resource:
        return kind.model_validate(present(dict(zip(names, values, strict=True))))

    def read(raw: dict[str, Any]) -> Resource:
        try:
            return known(*map(raw.get, names))
        except TypeError:  # a list or an object instead of a text
            return kind.model_validate(present(raw))

    return read


_read_country = _sharing(Country, ("name", "code", "callingCode"), 256)


def _country(value: object) -> Country | None:
    return _read_country(value) if isinstance(value, dict) else None


UNKNOWN_NUMBER = Raw("unknown")
"""Marks a party whose number is masked, or could not be kept: this very object."""


class Participant(Wire):
    """Another party of a call, in any of the three forms of API.md 5.3."""

    phone_number: Text = Field("", description="number of the party")
    digits: Text = Field("", description="number as dialled")
    formatted_phone_number: Text = Field("", description="number as people write it")
    e164_number: Text = Field("", alias="e164Number", description="number in E.164; empty for internal ones")
    local_phone_number: Text = Field("", description="older name of the number")
    e164_digits: Text = Field("", alias="E164digits", description="older name of the E.164 number")
    is_valid_number: Anything = Field(None, description="older form: whether the number could be read")
    location: Text = Field("", description="where the number belongs")
    country: Annotated[Country | None, FieldReader(_country)] = Field(None, description="country of the number")
    came_as: Annotated[Raw | None, FieldReader(lambda _: None)] = Field(
        None, exclude=True, repr=False, description="the number as it came, where that is not what is shown"
    )

    @property
    def sendable(self) -> bool:
        """Whether an operation can name its number."""
        return self.came_as is not UNKNOWN_NUMBER and bool(self.number)

    @property
    def raw_number(self) -> Raw:
        """The number that an operation has to name, as it came.

        Raises:
            LookupError: This copy is masked, or what came is no number of any use.
        """
        if self.came_as is UNKNOWN_NUMBER:
            raise LookupError("a number that is masked, or was not kept")
        return self.came_as or Raw(self.number)

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


_KNOWN_PARTICIPANTS: dict[str, tuple[dict[str, Any], Participant]] = {}
"""Those that came last, by their numbers, and what they were read from."""
_MOST_KNOWN, _LONGEST_KNOWN = 1_000, 512
"""How many, and letters of each: what a server sends beyond that is not kept a second time."""


def _participants(value: object) -> tuple[Participant, ...]:
    value = untexted(value)
    if isinstance(value, list):
        return tuple(_participant(item) for item in value[:LONGEST_LIST])
    by_name = items_in(value, _is_party) if isinstance(value, dict) and "country" not in value else None
    if by_name:
        return tuple(_participant(item) for item in by_name[:LONGEST_LIST])
    # One party without the list around it.
    alone = value and not isinstance(value, bool) and isinstance(value, (dict, str, int, float))
    return (_participant(value),) if alone else ()


def _is_party(value: object) -> bool:
    return isinstance(value, dict) and any(name.lower().endswith(("number", "digits")) for name in value)


def _participant(value: object) -> Participant:
    value = untexted(value)
    if not isinstance(value, dict):
        return _with_number(Participant(phone_number=read_text(value)), {"phoneNumber": value})
    number = value.get("phoneNumber")
    if type(number) is not str:
        return _new_participant(value)
    # Most messages about a call name the same parties, and to read them takes a twentieth of the time for a message.
    known = _KNOWN_PARTICIPANTS.get(number)
    if known is not None and known[0] == value:
        return known[1]
    party = _new_participant(value)
    if _is_worth_keeping(value):
        if len(_KNOWN_PARTICIPANTS) >= _MOST_KNOWN:
            _KNOWN_PARTICIPANTS.clear()
        _KNOWN_PARTICIPANTS[number] = value, party
    return party


def _new_participant(value: dict[str, Any]) -> Participant:
    return lean(_with_number(Participant.model_validate(present(value)), value))


def _is_worth_keeping(value: dict[str, Any]) -> bool:
    """Whether it is as short as parties are, and equal objects say the same: where there are numbers, 1 is true."""
    texts, country = [*value, *value.values()], value.get("country")
    if type(country) is dict:
        texts.remove(country)
        texts += [*country, *country.values()]
    return set(map(type, texts)) == {str} and sum(map(len, texts)) <= _LONGEST_KNOWN


def _with_number(party: Participant, raw: Mapping[str, object]) -> Participant:
    came = raw.get("phoneNumber")
    if came and type(came) is str and came == party.phone_number:
        # As nearly always.
        return party
    names = ("phoneNumber", "digits", "formattedPhoneNumber", "localPhoneNumber", "e164Number", "E164digits")
    number = next((raw[name] for name in names if read_text(raw.get(name))), "")
    text = number if isinstance(number, str) else str(number) if isinstance(number, (int, float)) else None
    if text is None or len(text) > LONGEST_SEGMENT:
        object.__setattr__(party, "came_as", UNKNOWN_NUMBER)
    elif text != party.number and not isinstance(number, bool):
        object.__setattr__(party, "came_as", Raw(text))
    return party


class SupervisorMonitoringState(Wire):
    """How a supervisor monitors: on their own call (state only) or on their device (API.md 7.1)."""

    state: Annotated[str, one_of(MonitoringState)] = Field("", description="ListenIn, Coach or BargeIn")
    mode: Text = Field("", description="AllCalls until cancelled, or NextCall")
    scope: Text = Field("", description="Call follows the call, Agent drops it when it leaves the agent")
    target_device_uri: Text = Field("", description="the monitored device")

    @property
    def meaning(self) -> str:
        """What the state means: the Call resource page prints "Bargain" where every other page says BargeIn."""
        return MonitoringState.BARGE_IN.value if self.state.lower() == "bargain" else self.state


def _monitoring(value: object) -> SupervisorMonitoringState | None:
    return SupervisorMonitoringState.model_validate(present(value)) if isinstance(value, dict) else None


Monitoring = Annotated[SupervisorMonitoringState | None, FieldReader(_monitoring)]


class Call(Wire):
    """The call resource (API.md 5.1), one user's view of one call."""

    id: Key = Field(description="the call for this user; the key")
    state: Annotated[str, one_of(CallState)] = Field("", description="Ringing, Dialing, Established, Held, Released")
    call_uuid: Text = Field("", description="T-Server's id, shared by all parties of the call")
    conn_id: Text = Field("", description="T-Library connection id; never a key")
    call_type: Annotated[str, one_of(CallType)] = Field("", description="Internal, Inbound, Outbound, Consult")
    device_uri: Text = Field("", description="device of the user that this call is on")
    participants: Annotated[tuple[Participant, ...], FieldReader(_participants)] = Field(
        (), description="the other parties"
    )
    participants_info: Annotated[tuple[Participant, ...], FieldReader(_participants)] = Field(
        (), description="older form of the parties"
    )
    ani: OptionalText = Field(None, description="caller number, if T-Server sent it")
    dnis: OptionalText = Field(None, description="number that was dialled")
    capabilities: Operations = Field(frozenset(), description="operations that are possible now")
    user_data: Data = Field(None, description="attached data")
    duration: Seconds = Field(None, description="seconds since the call came to this device")
    mute: Switch = Field("", description="On: this user's microphone is off")
    recording_state: Annotated[str | None, optional_one_of(RecordingState, _RECORDED)] = Field(
        None, description="Recording, Paused, Stopped; absent where not configured"
    )
    supervisor_listening_in: Flag = Field(False, description="a supervisor is on this call")
    monitored_user_muted: Flag = Field(False, description="the monitored agent is muted by the supervisor")
    monitoring: Flag = Field(False, description="this user monitors the call")
    supervisor_monitoring_state: Monitoring = Field(None, description="how this user monitors the call")
    parent_call_uri: OptionalText = Field(None, description="call from which this consultation was started")
    parent_call_path: OptionalText = Field(None, description="the same, relative")
    extensions: Data = Field(None, description="T-Server extensions, where they come inside the call")
    case: Anything = Field(None, description="meaning unknown; an empty list where it was seen")
    previous_conn_id: OptionalText = Field(None, description=NEVER_SEEN)
    third_party_dn: OptionalText = Field(None, description=NEVER_SEEN)
    monitored_user_device_uri: OptionalText = Field(None, description=NEVER_SEEN)
    uri: Text = Field("", description="absolute address as the server sees itself")
    path: Text = Field("", description="relative address")
    exact: CameExactly = Field(None, exclude=True, repr=False, description="what came otherwise than it is shown")

    @property
    def raw_id(self) -> Raw:
        """The id as it came."""
        return self.exact.id if self.exact is not None and self.exact.id is not None else Raw(self.id)

    @property
    def raw_uri(self) -> Raw:
        """The address as it came."""
        return self.exact.uri if self.exact is not None and self.exact.uri is not None else Raw(self.uri)

    @property
    def raw_device_uri(self) -> Raw:
        """The address of the device as it came."""
        exact = self.exact.device_uri if self.exact is not None else None
        return exact if exact is not None else Raw(self.device_uri)

    @property
    def raw_data(self) -> Iterator[tuple[str, AttachedEntry]]:
        """The attached data as they came, by the keys that are shown, in order.

        Raises:
            LookupError: This copy is masked.
        """
        if self.exact is not None and self.exact.masked:
            raise LookupError("masked data")
        return ((key, entry_of(key, value, self.exact)) for key, value in (self.user_data or {}).items())

    def data_fits(self, patterns: Iterable[tuple[str, str]]) -> bool:
        """Whether the attached data have values of these patterns, without telling them.

        Args:
            patterns: Key and pattern of a value; a key that is missing has the value "".

        Raises:
            LookupError: This copy is masked.
        """
        if self.exact is not None and self.exact.masked:
            raise LookupError("masked data")
        data = self.user_data if isinstance(self.user_data, Mapping) else {}
        return all(fnmatchcase(str(data.get(key, "")), pattern) for key, pattern in patterns)

    @property
    def party_count(self) -> int:
        """How many other parties there are."""
        return max(len(self.participants), len(self.participants_info))

    @property
    def parties(self) -> tuple[Participant, ...]:
        """The other parties, taken from the richer of the two forms."""
        return self.participants_info if len(self.participants_info) >= len(self.participants) else self.participants

    @property
    def muted(self) -> bool:
        """Whether this user's microphone is off."""
        return self.mute == OnOff.ON

    @property
    def parent_id(self) -> str | None:
        """Id of the call that this consultation belongs to."""
        if self.exact is not None and self.exact.parent_id is not None:
            return self.exact.parent_id
        return last_segment(self.parent_call_uri or self.parent_call_path)

    @property
    def device_id(self) -> str | None:
        """Id of the device that this call is on."""
        if self.exact is not None and self.exact.device_id is not None:
            return self.exact.device_id
        return _end_of(self.device_uri)

    def same_but_older(self, other: Self) -> bool:
        """Whether nothing differs from `other` except the duration, which every copy has its own of."""
        return {**self.__dict__, "duration": other.duration} == other.__dict__


@lru_cache(maxsize=1_000)
def _end_of(address: str) -> str | None:
    # Every message asks for that of its device several times, and there are few devices.
    return last_segment(address)


store_names(Call)


class UserState(Wire):
    """Agent state on a device or channel (API.md 2.3)."""

    id: Text = Field("", description="id of the state")
    display_name: Text = Field("", description="name of the state")
    state: Annotated[str, one_of(AgentState)] = Field("", description="LoggedOut, LoggedIn, Ready, NotReady")
    work_mode: Annotated[str, one_of(WorkMode)] = Field("", description="AfterCallWork, AuxWork")
    reason: Text = Field("", description="reason of not being ready")
    reason_code: Text = Field("", description="older name of the reason")


_read_state = _sharing(UserState, ("id", "displayName", "state", "workMode", "reason", "reasonCode"), 1_000)


def _user_state(value: object) -> UserState:
    return _read_state(value) if isinstance(value, dict) else UserState()


class Device(Wire):
    """The device resource (API.md 7.1)."""

    id: Key = Field(description="device id")
    device_state: Annotated[str, one_of(DeviceState)] = Field(
        "", description="Active, or Inactive: not registered with T-Server"
    )
    user_state: Annotated[UserState, FieldReader(_user_state)] = Field(UserState(), description="agent state")
    phone_number: Text = Field("", description="DN")
    e164_number: Text = Field("", alias="e164Number", description="number in E.164")
    description: Text = Field("", description="free text")
    telephony_network: Text = Field("", description="Private or Public")
    do_not_disturb: Switch = Field("", description="On or Off")
    forward_to: OptionalText = Field(None, description="only while forwarding is on")
    voice_environment_uri: Text = Field("", description="the switch")
    capabilities: Operations = Field(frozenset(), description="operations that are possible now")
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
    exact: CameExactly = Field(None, exclude=True, repr=False, description="what came otherwise than it is shown")

    @property
    def raw_id(self) -> Raw:
        """The id as it came."""
        return self.exact.id if self.exact is not None and self.exact.id is not None else Raw(self.id)


store_names(Device)


class AgentGroup(Wire):
    """An agent group of the user (API.md 3.2)."""

    id: OptionalKey = ""
    raw_id: Exactly = Field(NOTHING, validation_alias="id", exclude=True, repr=False)
    name: Text = ""
    type: Text = ""
    contains: SortedWords = frozenset()
    uri: Text = ""
    path: Text = ""


class Skill(Wire):
    """A skill of the user (API.md 3.2)."""

    id: Text = ""
    name: Text = ""
    level: Text = ""
    uri: Text = ""
    path: Text = ""


class Feature(Wire):
    """A part of the API that this user may use (API.md 1.7)."""

    id: Text = ""
    display_name: Text = ""
    description: Text = ""
    auto_assign_on_contact_center_create: Flag = False
    uri: Text = ""
    path: Text = ""


class Channel(Wire):
    """The user's state on a multimedia channel; on voice it is the device's (API.md 3.2)."""

    channel: Text = ""
    user_state: Annotated[UserState, FieldReader(_user_state)] = UserState()


Part = TypeVar("Part", bound=Wire)


def _parts(kind: type[Part]) -> FieldReader:
    def read(value: object) -> tuple[Part, ...]:
        items = value[:LONGEST_LIST] if isinstance(value, list) else []
        return tuple(kind.model_validate(item) for item in items if isinstance(item, dict))

    return FieldReader(read)


class User(Wire):
    """The user resource (API.md 7.2).

    Left out: `password`, and what is large and not voice: `settings`, `interactions`, `chats`.
    """

    id: Text = Field("", description="32 hex digits")
    user_name: Text = Field("", description="login name")
    first_name: Text = Field("", description="first name")
    last_name: Text = Field("", description="last name")
    email_address: Text = Field("", description="address")
    roles: SortedWords = Field(frozenset(), description="as the server calls them")
    supervises: Flag = Field(False, exclude=True, description="may see and supervise agents of the own groups")
    kept_from_states: Text = Field(
        "", exclude=True, description="why the states of others may not be set; nothing where nobody says so"
    )
    enabled: Flag = Field(False, description="whether the login may be used")
    change_password_on_first_login: Flag = Field(False, description="a new password is demanded")
    contact_center_id: Text = Field("", description="contact centre")
    do_not_disturb: OptionalText = Field(None, description="On or Off, in release 8.5.0")
    groups: Annotated[tuple[AgentGroup, ...], _parts(AgentGroup)] = Field((), description="agent groups")
    skills: Annotated[tuple[Skill, ...], _parts(Skill)] = Field((), description="skills")
    features: Annotated[tuple[Feature, ...], _parts(Feature)] = Field((), description="parts of the API")
    channels: Annotated[tuple[Channel, ...], _parts(Channel)] = Field((), description="multimedia channels")
    channel_states: Annotated[tuple[Channel, ...], _parts(Channel)] = Field((), description="the same again")
    uri: Text = Field("", description="absolute address")
    path: Text = Field("", description="relative address")


store_names(User)
