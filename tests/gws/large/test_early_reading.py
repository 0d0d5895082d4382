"""Calls of a snapshot are read while it is decoded: the same comes out, and equal parts are shared."""

import json
import sys
from typing import Any

import pytest

from tests.gws import samples
from tui.gws.snapshot_answer import early_reader, read_snapshot
from tui.source.decode import decode
from tui.source.models import Call, Device, UserState
from tui.source.snapshot import read_call, read_device


def answer(*calls: object) -> bytes:
    return json.dumps({"statusCode": 0, "user": {"id": "u", "userName": "agent.one", "calls": calls}}).encode()


def known(call: dict[str, Any]) -> Call:
    read = read_call(call)
    assert isinstance(read, Call)
    return read


def early(body: bytes, *before: Call) -> Any:  # noqa: ANN401 - JSON with calls in it
    copies = {call.id: call for call in before}
    return decode(body, early_reader(copies.get))


@pytest.mark.parametrize(
    "call",
    [
        samples.CALL,
        {**samples.CALL, "id": ""},
        {**samples.CALL, "participants": "rubbish", "userData": {"callUuid": "x", "capabilities": {}}},
        {"id": "few"},
        "no call",
    ],
)
def test_early_and_late_reading_agree(call: Any) -> None:  # noqa: ANN401 - JSON
    body = answer(call, samples.CALL)
    late, read = read_snapshot(json.loads(body)), read_snapshot(early(body))
    assert read.model_copy(update={"raw": None}) == late.model_copy(update={"raw": None})


def test_what_is_equal_to_the_copy_before_is_kept_once() -> None:
    before = known(samples.CALL)
    (after,) = read_snapshot(early(answer({**samples.CALL, "duration": "99"}), before)).calls
    assert after.duration == 99
    assert after.uri is before.uri
    assert after.participants is before.participants
    assert after.capabilities is before.capabilities


def test_a_compact_copy_is_a_whole_resource() -> None:
    (call,) = read_snapshot(early(answer(samples.CALL))).calls
    changed = call.model_copy(update={"mute": "On"})
    assert call == known(samples.CALL)
    assert call.wire() == known(samples.CALL).wire()
    assert (changed.mute, call.mute) == ("On", known(samples.CALL).mute)


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="how Python stores names is another in each version")
def test_a_compact_copy_stores_no_names_of_fields() -> None:
    raw = {**samples.USER, "calls": [samples.CALL], "devices": [samples.DEVICE]}
    known = read_snapshot({"statusCode": 0, "user": raw})
    (early_call,) = read_snapshot(early(answer(samples.CALL))).calls
    for one in (early_call, known.devices[0], known.user):
        assert sys.getsizeof(one.__dict__) < sys.getsizeof(dict(one.__dict__)) / 2, type(one)


def test_agents_in_the_same_state_share_it() -> None:
    lunch = {"id": "9430", "state": "NotReady", "reason": "Lunch"}
    first, again = state_of(lunch), state_of({**lunch})
    other = state_of({**lunch, "reason": None})

    assert first is again
    assert (first.reason, other.reason, other.model_fields_set) == ("Lunch", "", {"id", "state"})


@pytest.mark.parametrize(
    ("raw", "read"), [({"id": 1}, "1"), ({"id": True}, "true"), ({"id": ["9430"]}, "…"), ({}, ""), ("no state", "")]
)
def test_a_state_of_any_shape_is_read(raw: object, read: str) -> None:
    assert state_of(raw).id == read


def state_of(raw: object) -> UserState:
    read = read_device({"id": "d", "userState": raw})
    assert isinstance(read, Device)
    return read.user_state
