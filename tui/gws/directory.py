"""What a server tells beside calls: the deployment's agent states and its directory (gws-api.md 2.3 and 8.1)."""

from collections.abc import Mapping
from typing import Annotated, TypeVar

from pydantic import AliasChoices, Field, PlainValidator

from tui.gws.models import UserState, Wire
from tui.gws.reading import Flag, Text

MOST = 500
"""Entries of a list that are kept."""

Part = TypeVar("Part", bound=Wire)


class AgentState(Wire):
    """An agent state that this deployment knows; the exact fields are unknown (gws-api.md 2.3)."""

    id: Text = Field("", description="id of the state")
    display_name: Text = Field(
        "", validation_alias=AliasChoices("displayName", "name"), description="what people call it"
    )
    operation_name: Text = Field(
        "", validation_alias=AliasChoices("operationName", "operation"), description="the operation that asks for it"
    )


class Number(Wire):
    """A number of a contact."""

    phone_number: Text = Field("", description="number as it is dialled")
    description: Text = Field("", description="free text")


class Availability(Wire):
    """A contact on one channel; missing where he is not logged in."""

    channel: Text = Field("", description="voice, or a multimedia channel")
    available: Flag = Field(False, description="whether he could take a call")
    phone_number: Text = Field("", description="number of his device")
    user_activity: Text = Field("", description="Idle, or another word")
    user_state: Annotated[UserState, PlainValidator(lambda raw: UserState.model_validate(_object(raw)))] = UserState()


class Contact(Wire):
    """An entry of the directory (gws-api.md 8.1)."""

    id: Text = ""
    name: Text = ""
    first_name: Text = ""
    last_name: Text = ""
    phone_numbers: Annotated[tuple[Number, ...], PlainValidator(lambda raw: _each(Number, raw))] = ()
    voice: Annotated[Availability | None, PlainValidator(lambda raw: _voice(raw))] = Field(
        None, validation_alias="availability"
    )

    @property
    def shown_name(self) -> str:
        """First and last name, else what the directory calls him."""
        return f"{self.first_name} {self.last_name}".strip() or self.name

    @property
    def number(self) -> str:
        """The number to call: where he is logged in, else the first that he has; "" where there is none."""
        here = self.voice.phone_number if self.voice is not None else ""
        return here or next((one.phone_number for one in self.phone_numbers if one.phone_number), "")

    @property
    def state_words(self) -> str:
        """His state on voice in words, such as `Ready, Idle`; "" where he is not logged in."""
        if self.voice is None:
            return ""
        state = self.voice.user_state
        return ", ".join(word for word in (state.display_name or state.state, self.voice.user_activity) if word)


def read_agent_states(answer: Mapping[str, object]) -> tuple[AgentState, ...]:
    """Read the answer to `GET /settings/agent-states`.

    Args:
        answer: The decoded body.

    Returns:
        The states that can be asked for, in the server's order.
    """
    return tuple(state for state in _each(AgentState, answer.get("settings")) if state.operation_name)


def read_contacts(answer: Mapping[str, object]) -> tuple[Contact, ...]:
    """Read the answer to `GET /contacts`.

    Args:
        answer: The decoded body.

    Returns:
        The contacts that have a number, in the server's order.
    """
    return tuple(contact for contact in read_people(answer) if contact.number)


def read_people(answer: Mapping[str, object]) -> tuple[Contact, ...]:
    """Read the answer to `GET /contacts`, also those without a number.

    Args:
        answer: The decoded body.

    Returns:
        The contacts that have an id or a number, in the server's order.
    """
    return tuple(contact for contact in _each(Contact, answer.get("contacts")) if contact.id or contact.number)


def _voice(raw: object) -> Availability | None:
    channels = _each(Availability, _object(raw).get("channels"))
    return next((one for one in channels if one.channel == "voice"), None)


def _each(kind: type[Part], raw: object) -> tuple[Part, ...]:
    items = raw[:MOST] if isinstance(raw, list) else []
    return tuple(kind.model_validate(item) for item in items if isinstance(item, dict))


def _object(raw: object) -> dict[str, object]:
    return raw if isinstance(raw, dict) else {}
