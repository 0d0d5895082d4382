"""The whole state of a login, and single calls and devices out of JSON: what cannot be read costs only itself."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from pydantic import Field, ValidationError

from tui.source.exact import exact_call, exact_device
from tui.source.models import Call, Device, User, Wire, lean, present
from tui.source.reading import read_key

Resource = TypeVar("Resource", Call, Device)

Recall = Callable[[str], Call | None]
"""Finds the copy of a call that is known already, by its id."""

CALLS = "calls"
DEVICES = "devices"
"""Parts of a snapshot that it may not tell."""


class SnapshotScope(StrEnum):
    """How much of the state is asked for, in words for people; a source says in its own what that is."""

    EVERYTHING = "everything"
    CALLS = "calls and devices"
    REST = "features, groups and skills"


class Unreadable(Wire):
    """A call or device that could not be read: shown as such, so that it hides neither itself nor the others."""

    id: str
    why: str


class Snapshot(Wire):
    """What a source answered when it was asked for its state.

    `untold` names those of `calls` and `devices` that the answer does not hold at all, not even as empty lists: nothing
    is known of them. `raw` is the user as it came, for a recording: see `tui.source.events.Raw`.
    """

    user: User
    calls: tuple[Call, ...]
    devices: tuple[Device, ...]
    unreadable: tuple[Unreadable, ...] = ()
    untold: frozenset[str] = frozenset()
    raw: Mapping[str, Any] | None = Field(None, repr=False, exclude=True)


def read_call(raw: object) -> Call | Unreadable:
    """Read one call from JSON in the names of the model, as `Wire.wire` writes it and servers do.

    Args:
        raw: A JSON value.

    Returns:
        The call, or what was wrong with it.
    """
    return _read(Call, raw)


def read_device(raw: object) -> Device | Unreadable:
    """Read one device, likewise.

    Args:
        raw: A JSON value.

    Returns:
        The device, or what was wrong with it.
    """
    return _read(Device, raw)


def _with_exact(resource: Resource, raw: object) -> Resource:
    exact = exact_call(resource.__dict__, raw) if isinstance(resource, Call) else exact_device(resource.id, raw)
    if exact is not None:
        object.__setattr__(resource, "exact", exact)
    return resource


def _read(kind: type[Resource], raw: object) -> Resource | Unreadable:
    try:
        return lean(_with_exact(kind.model_validate(present(raw) if isinstance(raw, dict) else raw), raw))
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors(include_input=False, include_url=False)[0]["loc"])
        return Unreadable(
            id=read_key(raw.get("id")) if isinstance(raw, dict) else "", why=f"no usable {where or 'object'}"
        )
