"""Raw JSON to calls, devices and the snapshot: whatever cannot be read costs only itself (gws-api.md 3.2)."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from pydantic import Field, ValidationError

from tui.gws.errors import BadReplyError
from tui.gws.models import Call, Device, User, Wire, compact, lean, share
from tui.gws.reading import read_key

EVERYTHING = "*"
VOICE = "devices,calls"
"""What to ask for: every subresource, or only these two, which is much less (gws-api.md 3.2)."""

Resource = TypeVar("Resource", Call, Device)


Recall = Callable[[str], Call | None]
"""Finds the copy of a call that is known already, by its id."""


_A_CALL = frozenset({"id", "state", "callUuid", "capabilities"})
"""What has all of these is a call; any other is read later, with the rest."""


class Unreadable(Wire):
    """A call or device that could not be read: shown as such, so that it hides neither itself nor the others."""

    id: str
    why: str


class Snapshot(Wire):
    """What `GET /me?subresources=*` found (gws-api.md 3.2).

    `raw` is the user as he came, for a recording: see `tui.gws.events.Raw`.
    """

    user: User
    calls: tuple[Call, ...]
    devices: tuple[Device, ...]
    unreadable: tuple[Unreadable, ...] = ()
    raw: Mapping[str, Any] | None = Field(None, repr=False, exclude=True)


def read_call(raw: object) -> Call | Unreadable:
    """Read one call resource.

    Args:
        raw: A JSON value.

    Returns:
        The call, or what was wrong with it.
    """
    return _read(Call, raw)


def read_device(raw: object) -> Device | Unreadable:
    """Read one device resource.

    Args:
        raw: A JSON value.

    Returns:
        The device, or what was wrong with it.
    """
    return _read(Device, raw)


def early_reader(recall: Recall) -> Callable[[dict[str, Any]], object]:
    """Read calls as soon as their JSON is complete, so that ten thousand raw ones are never in memory at once.

    Args:
        recall: Finds the copy of a call that is known already.

    Returns:
        Takes any object of a snapshot's JSON; makes a call of it, or what was wrong with it, and leaves the others.
    """

    def read(raw: dict[str, Any]) -> object:
        if not raw.keys() >= _A_CALL:
            return raw
        call = read_call(raw)
        if isinstance(call, Unreadable):
            return call
        call = compact(call)
        known = recall(call.id)
        if known is not None:
            share(call, known)
        return call

    return read


def read_snapshot(answer: Mapping[str, object]) -> Snapshot:
    """Read the answer to `GET /me?subresources=…`; one bad call costs only itself.

    Args:
        answer: The decoded body, its calls read early or not.

    Returns:
        The snapshot; lists that are absent are empty.

    Raises:
        BadReplyError: There is no user, or calls or devices are something else than a list. Taking that for
            "no calls" would empty the board.
    """
    raw = answer.get("user")
    if not isinstance(raw, dict):
        raise BadReplyError("the snapshot holds no user")
    calls = [item if isinstance(item, (Call, Unreadable)) else read_call(item) for item in _items(raw, "calls")]
    devices = [read_device(item) for item in _items(raw, "devices")]
    return Snapshot.model_construct(
        user=User.model_validate(raw),
        calls=tuple(call for call in calls if isinstance(call, Call)),
        devices=tuple(device for device in devices if isinstance(device, Device)),
        unreadable=tuple(item for item in calls if isinstance(item, Unreadable)),
        raw=raw,
    )


def _items(user: Mapping[str, object], name: str) -> Iterable[object]:
    value = user.get(name)
    if value is None:
        return ()
    if not isinstance(value, list):
        raise BadReplyError(f"{name} in the snapshot is not a list")
    return value


def _read(kind: type[Resource], raw: object) -> Resource | Unreadable:
    try:
        return lean(kind.model_validate(raw))
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors(include_input=False, include_url=False)[0]["loc"])
        return Unreadable(
            id=read_key(raw.get("id")) if isinstance(raw, dict) else "", why=f"no usable {where or 'object'}"
        )
