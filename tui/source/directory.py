"""What a server tells beside calls: the deployment's agent states and its directory (API.md 2.3 and 8.1)."""

from dataclasses import dataclass
from typing import Annotated, TypeVar

from pydantic import AliasChoices, Field

from tui.source.models import UserState, Wire
from tui.source.raw import NOTHING, Raw
from tui.source.reading import Exactly, FieldReader, Flag, OptionalKey, Text

MOST = 500
"""Entries of a list that are kept."""

Part = TypeVar("Part", bound=Wire)


class AgentStateOption(Wire):
    """An agent state that this deployment knows; the exact fields are unknown (API.md 2.3)."""

    id: Text = Field("", description="id of the state")
    display_name: Text = Field(
        "", validation_alias=AliasChoices("displayName", "name"), description="what people call it"
    )
    raw_operation: Exactly = Field(
        NOTHING,
        validation_alias=AliasChoices("operationName", "operation"),
        description="the operation that asks for it, as it came",
    )

    @property
    def operation_name(self) -> str:
        """The operation as it may be shown."""
        return self.raw_operation.shown


class Number(Wire):
    """A number of a contact."""

    phone_number: Text = Field("", description="number as it is dialled")
    raw_number: Exactly = Field(NOTHING, validation_alias="phoneNumber", exclude=True, repr=False)
    description: Text = Field("", description="free text")


class Availability(Wire):
    """A contact on one channel; missing where they are not logged in."""

    channel: Text = Field("", description="voice, or a multimedia channel")
    available: Flag = Field(False, description="whether they could take a call")
    phone_number: Text = Field("", description="number of their device")
    raw_number: Exactly = Field(NOTHING, validation_alias="phoneNumber", exclude=True, repr=False)
    user_activity: Text = Field("", description="Idle, or another word")
    user_state: Annotated[UserState, FieldReader(lambda raw: UserState.model_validate(_object(raw)))] = UserState()


class Contact(Wire):
    """An entry of the directory (API.md 8.1)."""

    id: OptionalKey = ""
    raw_id: Exactly = Field(NOTHING, validation_alias="id", exclude=True, repr=False)
    name: Text = ""
    first_name: Text = ""
    last_name: Text = ""
    phone_numbers: Annotated[tuple[Number, ...], FieldReader(lambda raw: entries(Number, raw))] = ()
    voice: Annotated[Availability | None, FieldReader(lambda raw: _voice(raw))] = Field(
        None, validation_alias="availability"
    )

    @property
    def shown_name(self) -> str:
        """First and last name, else what the directory calls them."""
        return f"{self.first_name} {self.last_name}".strip() or self.name

    @property
    def number(self) -> str:
        """The number to call: where they are logged in, else their first; "" where there is none."""
        return self._number.phone_number if self._number is not None else ""

    @property
    def raw_number(self) -> Raw:
        """The same as it came."""
        return self._number.raw_number if self._number is not None else NOTHING

    @property
    def _number(self) -> "Number | Availability | None":
        if self.voice is not None and self.voice.phone_number:
            return self.voice
        return next((one for one in self.phone_numbers if one.phone_number), None)

    @property
    def state_words(self) -> str:
        """The state on voice in words, such as `Ready, Idle`; "" where they are not logged in."""
        if self.voice is None:
            return ""
        state = self.voice.user_state
        return ", ".join(word for word in (state.display_name or state.state, self.voice.user_activity) if word)


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    """Part of a directory: who is in it, and how many there are in all, None where the server does not say."""

    contacts: tuple[Contact, ...]
    total: int | None


def _voice(raw: object) -> Availability | None:
    channels = entries(Availability, _object(raw).get("channels"))
    return next((one for one in channels if one.channel == "voice"), None)


def entries(kind: type[Part], raw: object) -> tuple[Part, ...]:
    """Read the first `MOST` of a list, as far as they are objects."""
    items = raw[:MOST] if isinstance(raw, list) else []
    return tuple(kind.model_validate(item) for item in items if isinstance(item, dict))


def _object(raw: object) -> dict[str, object]:
    return raw if isinstance(raw, dict) else {}
