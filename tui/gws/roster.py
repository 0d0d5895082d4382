"""Asking for all agents of the groups of a user: where to look, and how to read the answers (gws-api.md 8.1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from tui.gws.directory import Contact, read_people
from tui.gws.models import Group, User
from tui.gws.reading import read_key

PAGE = 100
"""Contacts of one answer; more than the documented samples ask for."""

MY_GROUPS = "/me/groups?type=BusinessUnit&fields=*"


@dataclass(frozen=True, slots=True)
class Page:
    """Part of a directory: who is in it, and how many there are in all, None where the server does not say."""

    contacts: tuple[Contact, ...]
    total: int | None


def agents_path(group_id: str, offset: int) -> str:
    """Where the agents of a group are.

    Args:
        group_id: The group; "" asks for everybody.
        offset: How many to leave out, for the next page; inferred, not documented.

    Returns:
        A path relative to `/api/v2`.
    """
    asked: dict[str, object] = {"type": "User", "roles": "ROLE_AGENT"}
    asked |= {"includeUsersInBusinessUnits": group_id} if group_id else {}
    asked |= {"filterName": "NamesOrPhoneNumberMatches", "filterParameters": "*"}
    asked |= {"sortBy": "name", "order": "Ascending", "limit": PAGE}
    asked |= {"offset": offset} if offset else {}
    return f"/contacts?{urlencode(asked)}"


def devices_path(user_id: str) -> str:
    """Where the devices of a user are, which administrators and agents may read.

    Args:
        user_id: Who.

    Returns:
        A path relative to `/api/v2`.
    """
    return f"/users/{quote(user_id, safe='')}?subresources=devices"


def read_groups(answer: Mapping[str, object]) -> tuple[Group, ...]:
    """Read the answer to `MY_GROUPS`.

    Args:
        answer: The decoded body.

    Returns:
        The groups that have an id, in the server's order.
    """
    return tuple(group for group in User.model_validate({"groups": answer.get("groups")}).groups if group.id)


def read_page(answer: Mapping[str, object]) -> Page:
    """Read the answer to `agents_path`.

    Args:
        answer: The decoded body.

    Returns:
        Who is on this page.
    """
    total = read_key(answer.get("totalCount"))
    return Page(read_people(answer), int(total) if total.isdecimal() else None)


def read_device_ids(answer: Mapping[str, object]) -> dict[str, str]:
    """Read the answer to `devices_path`.

    Args:
        answer: The decoded body.

    Returns:
        Ids of the devices by their numbers.
    """
    user = answer.get("user")
    found = user.get("devices") if isinstance(user, dict) else None
    devices = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    return {read_key(one.get("phoneNumber")): read_key(one.get("id")) for one in devices if one.get("id")}
