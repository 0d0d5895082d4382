"""Asking for what is beside calls: the user, their groups, the agents of these, and agent states (API.md 2.3, 8.1)."""

from abc import abstractmethod
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import urlencode

from tui.source.directory import AgentStateOption, Contact, DirectoryPage, entries
from tui.source.models import AgentGroup, User, Wire, compact, lean, with_fields
from tui.source.raw import Raw, segment
from tui.source.reading import read_key, read_raw

PAGE = 100
"""Contacts of one answer; more than the documented samples ask for."""

_SUPERVISOR = "ROLE_SUPERVISOR"
_AGENT_CONTROL = "api-supervisor-agent-control"
"""The feature without which nobody's state can be set (API.md 1.7)."""
MY_GROUPS = "/me/groups?type=BusinessUnit&fields=*"


def agents_path(group_id: Raw, offset: int) -> str:
    """Where the agents of a group are.

    Args:
        group_id: The group as it came; nothing asks for everybody.
        offset: How many to leave out, for the next page; inferred, not documented.

    Returns:
        A path relative to `/api/v2`.
    """
    asked: dict[str, object] = {"type": "User", "roles": "ROLE_AGENT"}
    asked |= {"includeUsersInBusinessUnits": group_id.text} if group_id else {}
    asked |= {"filterName": "NamesOrPhoneNumberMatches", "filterParameters": "*"}
    asked |= {"sortBy": "name", "order": "Ascending", "limit": PAGE}
    asked |= {"offset": offset} if offset else {}
    return f"/contacts?{urlencode(asked)}"


def devices_path(user_id: Raw) -> str:
    """Where the devices of a user are, which administrators and agents may read.

    Args:
        user_id: Who, as it came.

    Returns:
        A path relative to `/api/v2`.

    Raises:
        UnsendableError: No address can say it.
    """
    return f"/users/{segment(user_id)}?subresources=devices"


_PARTS = ("groups", "skills", "features", "channels", "channel_states")


def read_user(raw: object) -> User:
    """Read a user, and what roles and features say of a supervisor."""
    user = lean(User.model_validate(raw))
    features = {feature.id for feature in user.features}
    kept = f"the login has no {_AGENT_CONTROL}" if features and _AGENT_CONTROL not in features else ""
    parts = {name: tuple(map(_once, getattr(user, name))) for name in _PARTS}
    return compact(with_fields(user, {"supervises": _SUPERVISOR in user.roles, "kept_from_states": kept, **parts}))


def _once(part: Wire) -> Wire:
    """The same part of another login, where there is one: groups and features are most of what a user takes."""
    return _known(part, frozenset(part.model_fields_set))


@lru_cache(maxsize=1_000)
def _known(part: Wire, _given: frozenset[str]) -> Wire:
    return lean(part)


def read_agent_states(answer: Mapping[str, object]) -> tuple[AgentStateOption, ...]:
    """Read the answer to `GET /settings/agent-states`.

    Args:
        answer: The decoded body.

    Returns:
        The states that can be asked for, in the server's order.
    """
    return tuple(state for state in entries(AgentStateOption, answer.get("settings")) if state.raw_operation)


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
    return tuple(contact for contact in entries(Contact, answer.get("contacts")) if contact.id or contact.number)


def read_groups(answer: Mapping[str, object]) -> tuple[AgentGroup, ...]:
    """Read the answer to `MY_GROUPS`.

    Args:
        answer: The decoded body.

    Returns:
        The groups that have an id, in the server's order.
    """
    return tuple(group for group in User.model_validate({"groups": answer.get("groups")}).groups if group.id)


def read_page(answer: Mapping[str, object]) -> DirectoryPage:
    """Read the answer to `agents_path`.

    Args:
        answer: The decoded body.

    Returns:
        Who is on this page.
    """
    total = read_key(answer.get("totalCount"))
    return DirectoryPage(read_people(answer), int(total) if total.isdecimal() else None)


def read_device_ids(answer: Mapping[str, object]) -> dict[str, Raw]:
    """Read the answer to `devices_path`.

    Args:
        answer: The decoded body.

    Returns:
        Ids of the devices as they came, by their numbers.
    """
    user = answer.get("user")
    found = user.get("devices") if isinstance(user, dict) else None
    devices = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    return {read_key(one.get("phoneNumber")): read_raw(one.get("id")) for one in devices if one.get("id")}


class AgentRequests:
    """The requests of a line for agents, made of the one for anything that a server may not have."""

    @abstractmethod
    async def told(self, path: str) -> Mapping[str, object]:
        """Read what a server may not have; see `ReadingRest.told`."""

    async def agent_groups(self) -> tuple[AgentGroup, ...]:
        """Read the agent groups of the login; none where the server tells no groups. It raises what `told` does."""
        return read_groups(await self.told(MY_GROUPS))

    async def agents(self, group: AgentGroup, offset: int) -> DirectoryPage:
        """Read a page of the agents of a group, or of everybody where it has no id; likewise."""
        return read_page(await self.told(agents_path(group.raw_id, offset)))

    async def device_ids(self, user_id: Raw) -> Mapping[str, Raw]:
        """Read the ids of a user's devices, by their numbers; likewise.

        Raises:
            UnsendableError: No address can say who.
        """
        return read_device_ids(await self.told(devices_path(user_id)))
