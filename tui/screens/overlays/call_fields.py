"""Everything about one call as names, values and explanations: what the inspector shows."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pydantic import BaseModel

from tui.live.store.board import Board, source_in
from tui.live.store.card import BoardCall
from tui.source.models import NEVER_SEEN, Device, RecordingState, SupervisorMonitoringState
from tui.views.moment import sure_s
from tui.views.words.call_words import lasted_words
from tui.views.words.durations import at_least_words, duration
from tui.views.words.link_words import checked_words, heard_words, trust_of

ABSENT = "—"
EMPTY = "empty"
_ELSEWHERE = frozenset({"participants", "participants_info", "user_data", "extensions"})


class Field(NamedTuple):
    """One line of the inspector; `depth` says how far inside another one it is."""

    name: str
    value: str
    meaning: str = ""
    depth: int = 0


class Section(NamedTuple):
    """Fields that belong together."""

    title: str
    fields: tuple[Field, ...]


def sections_of(board: Board, call: BoardCall) -> Iterator[Section]:
    """Tell everything about a call.

    Args:
        board: Where its source and device are.
        call: The call, which need not be on the board any more.

    Yields:
        What the board knows, the parties, the attached data, the resource, what came beside it, the device.
    """
    yield Section("known by having watched", tuple(_known(board, call)))
    for number, party in enumerate(call.call.parties, 1):
        yield Section(f"party {number}", tuple(_fields(party, keep_absent=False)))
    yield Section("attached data", tuple(_tree(call.call.user_data)) or (Field("none", ABSENT),))
    yield Section("the call as the server sent it", tuple(_fields(call.call)))
    for title, data in (
        ("extensions in the call", call.call.extensions),
        ("extensions beside the last message", call.extensions),
        ("metrics beside the last message", call.metrics),
    ):
        if data:
            yield Section(title, tuple(_tree(data)))
    device = _device(board, call)
    if device is not None:
        yield Section("the device", tuple(_fields(device)))


def _known(board: Board, call: BoardCall) -> Iterator[Field]:
    source = source_in(board.sources, call.key.source)
    now_s = sure_s(board, source)
    trust = trust_of(source)
    why = f": {source.link.why}" if source.link.why else ""
    yield Field("source", source.name, "the login that sees this call")
    yield Field("link", f"{trust.mark} {trust.word}{why}", "how far what is shown can be trusted")
    yield Field("last word", heard_words((source,), board.clock.now_s()) or ABSENT, "when the server was last heard")
    checked = checked_words((source,), board.clock.now_s()) or ABSENT
    yield Field("whole state", checked, "when it was last asked for: what the server itself lost, no message tells")
    if source.asked_for:
        yield Field("asked for", source.asked_for, "what of the whole state is read at once")
    if call.unreadable:
        yield Field(
            "unreadable", call.unreadable, "why the last copy could not be read; below is what was known before"
        )
    if call.ended:
        gone = "" if call.key in board.calls else ", no longer on the wall"
        yield Field("ended", f"{call.ended_how}{gone}", "how the call ended")
    yield Field("age", duration(call.age_s(now_s)), "since the call came to this device")
    if call.recounted_s is not None:
        counted = f"{duration(max(0.0, now_s - call.recounted_s))} only"
        yield Field("the server counts", counted, "it began again, as after a failover; the same call goes on")
    state_s, seen_s = call.state_age_s(now_s), call.state_seen_age_s(now_s)
    yield Field("in this state", lasted_words(state_s, seen_s), "≥ where the change was not seen")
    answered_s = None if call.answered_at_s is None else max(0.0, now_s - call.answered_at_s)
    yield Field("answered", f"{duration(answered_s)} ago" if answered_s is not None else ABSENT, "if that was seen")
    held = at_least_words(call.held_total_s(now_s), exact=call.is_held_exactly)
    yield Field("on hold in all", held, "≥ where a hold, or a part of it, may not have been seen")
    if call.call.recording_state == RecordingState.PAUSED:
        paused_s, seen_s = call.paused_s(now_s), call.paused_seen_age_s(now_s)
        yield Field("recording paused", lasted_words(paused_s, seen_s), "≥ where the change was not seen")
    yield Field("own number", call.phone_number or ABSENT, "of the device that the last message was for")


def _fields(resource: BaseModel, *, keep_absent: bool = True) -> Iterator[Field]:
    for name, field in type(resource).model_fields.items():
        value = getattr(resource, name)
        if field.exclude or name in _ELSEWHERE or (not keep_absent and name not in resource.model_fields_set):
            continue
        wire_name = field.alias or name
        if name not in resource.model_fields_set and field.description == NEVER_SEEN:
            continue
        if name not in resource.model_fields_set:
            yield Field(wire_name, ABSENT, field.description or "")
        elif isinstance(value, BaseModel):
            yield Field(wire_name, _read_as(value), field.description or "")
            yield from (Field(f.name, f.value, f.meaning, f.depth + 1) for f in _fields(value))
        else:
            yield Field(wire_name, _said(value), field.description or "")


def _read_as(resource: BaseModel) -> str:
    if isinstance(resource, SupervisorMonitoringState) and resource.meaning != resource.state:
        return f"read as {resource.meaning}"
    return ""


def _tree(data: object, depth: int = 0) -> Iterator[Field]:
    pairs = data.items() if isinstance(data, Mapping) else enumerate(data, 1) if isinstance(data, (list, tuple)) else ()
    for name, value in pairs:
        if isinstance(value, (Mapping, list, tuple)) and value:
            yield Field(str(name), "", depth=depth)
            yield from _tree(value, depth + 1)
        else:
            yield Field(str(name), _said(value), depth=depth)


def _said(value: object) -> str:
    if value is None:
        return "null"
    if value == "":
        return EMPTY
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (frozenset, list, tuple, Mapping)):
        return ", ".join(sorted(map(str, value))) or "none"
    return str(value)


def _device(board: Board, call: BoardCall) -> Device | None:
    known = source_in(board.sources, call.key.source).devices.get(call.call.device_id or "")
    return known.device if known else None
