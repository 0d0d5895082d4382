"""The answer that holds the whole state of a login: what is taken of it, and when it is not believed (API.md 3.2)."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tui.gws.envelope import Envelope
from tui.gws.roster import read_user
from tui.source.errors import BadReplyError, LimitError
from tui.source.limits import DEFAULT, VALUES, LoginLimits
from tui.source.models import Call, Device, compact, share
from tui.source.reading import read_key
from tui.source.shapes import items_in
from tui.source.snapshot import CALLS, DEVICES, Recall, Snapshot, SnapshotScope, Unreadable, read_call, read_device
from tui.source.weight import weight_of

SUBRESOURCES: Mapping[SnapshotScope, str] = {
    SnapshotScope.EVERYTHING: "*",
    SnapshotScope.CALLS: "devices,calls",
    SnapshotScope.REST: "features,groups,skills",
}
"""How it is asked for: the second is much less than the first (API.md 3.2)."""

_VOICE_PARTS = frozenset({"", "voice", CALLS, DEVICES})
"""Channels of a failure that concern what a snapshot is for; a failure that names none may."""

_A_CALL = frozenset({"id", "state", "callUuid", "capabilities"})
"""What has all of these is a call; any other is read later, with the rest."""


def early_reader(recall: Recall, limits: LoginLimits = DEFAULT) -> Callable[[dict[str, Any]], object]:
    """Read calls as soon as their JSON is complete, so that ten thousand raw ones are never in memory at once.

    Args:
        recall: Finds the copy of a call that is known already.
        limits: So many calls are read, and so much of what is not shared with known ones.

    Returns:
        Takes any object of a snapshot's JSON; makes a call of it, or what was wrong with it, and leaves the others. It
        raises `LimitError` at the first call that is too much, and when what is no call is too much.
    """
    count = weight = held = 0

    def read(raw: dict[str, Any]) -> object:
        nonlocal count, weight, held
        if not raw.keys() >= _A_CALL:
            held += _size(raw)
            if held > VALUES:
                raise LimitError(f"more than {VALUES:,} values in one answer that belong to no call")
            return raw
        held -= _sizes_in(raw.values())
        count += 1
        limits.check_calls(count)
        call = read_call(raw)
        if isinstance(call, Unreadable):
            return call
        call = compact(call)
        known = recall(call.id)
        if known is not None:
            share(call, known)
        weight += weight_of(call, known)
        limits.check_data(weight)
        return call

    return read


def _size(raw: Mapping[str, object]) -> int:
    # Asked of every object of an answer: plain loops and types, since expressions of them would take half more.
    size = 1 + len(raw)
    for value in raw.values():
        if type(value) is list:
            size += len(value)
    return size


def _sizes_in(values: Iterable[object]) -> int:
    """What was counted of the objects within a call, which is read now and not kept."""
    size = 0
    for value in values:
        if type(value) is dict:
            size += _size(value) + _sizes_in(value.values())
        elif type(value) is list:
            size += _sizes_in(value)
    return size


def read_snapshot(answer: Mapping[str, object], limits: LoginLimits = DEFAULT) -> Snapshot:
    """Read the answer to `GET /me?subresources=…`; one bad call costs only itself.

    Args:
        answer: The decoded body, its calls read early or not.
        limits: How much is taken.

    Returns:
        The snapshot; lists that are absent are empty, and named in `untold`.

    Raises:
        BadReplyError: There is no user, the voice part of a partial success failed, or calls or devices are something
            else than lists of such. Taking that for "no calls" would empty the board.
        LimitError: More calls or devices than are taken. A part of them would look like all, and what is left out like
            what has ended.
    """
    failed = [one for one in Envelope.model_validate(answer).failed if one.channel.lower() in _VOICE_PARTS]
    if failed:
        raise BadReplyError(f"a part of the snapshot failed: {failed[0].status_message or failed[0].status_code}")
    raw = answer.get("user")
    if not isinstance(raw, dict):
        raise BadReplyError("the snapshot holds no user")
    _check(raw, "the user")
    _check_sizes(raw, limits)
    calls = [item if isinstance(item, (Call, Unreadable)) else read_call(item) for item in _items(raw, CALLS)]
    devices = [read_device(item) for item in _items(raw, DEVICES)]
    return Snapshot.model_construct(
        user=read_user(raw),
        calls=tuple(call for call in calls if isinstance(call, Call)),
        devices=tuple(compact(device) for device in devices if isinstance(device, Device)),
        unreadable=tuple(item for item in calls if isinstance(item, Unreadable)),
        untold=frozenset(name for name in (CALLS, DEVICES) if raw.get(name) is None),
        raw=raw,
    )


def _check_sizes(user: Mapping[str, object], limits: LoginLimits) -> None:
    calls, devices = user.get(CALLS), user.get(DEVICES)
    limits.check_calls(len(calls) if isinstance(calls, (list, dict)) else 0)
    limits.check_devices(len(devices) if isinstance(devices, (list, dict)) else 0)


def _items(user: Mapping[str, object], name: str) -> Iterable[object]:
    told = user.get(name)
    if told is None:
        return ()
    _check(told, name)
    value = items_in(told, _has_id)
    if value is None:
        raise BadReplyError(f"{name} in the snapshot is not a list")
    for item in value:
        _check(item, name)
    if value and not any(_has_id(item) for item in value) and not _is_devices(name, value):
        # Links, or what something on the way made of them: none of what is known can be found among these.
        raise BadReplyError(f"{name} in the snapshot have no ids")
    return value


def _is_devices(name: str, value: list[object]) -> bool:
    """Whether these are devices all the same: one without an id costs only itself, and no call ends for the lack."""
    return name == DEVICES and any(isinstance(item, dict) and item for item in value)


def _check(part: object, name: str) -> None:
    """Find what stands in the place of a part that the server could not read: an envelope of its own."""
    if isinstance(part, dict) and "statusCode" in part:
        envelope = Envelope.model_validate(part)
        if envelope.status_code:
            raise BadReplyError(
                f"{name} in the snapshot failed: {envelope.status_code} {envelope.status_message}".strip()
            )


def _has_id(item: object) -> bool:
    return bool(read_key(item.get("id")) if isinstance(item, dict) else getattr(item, "id", ""))
