"""A value says what its publisher's board knows, masked, and no more; what else comes is refused or made harmless."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.mutations import document
from tests.hostile.corpus import HOSTILE, hostile_call
from tests.live.resources import call
from tests.live.store.test_adopt import HISTORIES, ONE, lived
from tui.codec.secrets import without_secrets
from tui.floor.beats import PublisherBeat, PublisherKind, decode_beat, encode_beat
from tui.floor.errors import FloorVersionError
from tui.floor.limits import LARGEST_BODY_BYTES
from tui.floor.values import CallEnd, LoginValue, Signature, decode_value
from tui.floor.writing.encoding import TOO_LARGE, LoginEncoder
from tui.gws.snapshot_answer import read_snapshot
from tui.live.clock import FixedClock
from tui.live.store.board import Board, BoardDevice, Source, SourcePart
from tui.live.store.card import BoardCall, Sight
from tui.live.store.link import Link, LinkState
from tui.live.store.masked_board import masked, masked_device, masked_user
from tui.live.store.privacy import MASK, OPEN, WALL, Privacy
from tui.source.models import Call, User
from tui.source.snapshot import Snapshot, SnapshotScope, read_call
from tui.source.text import clean

US = Signature("c1", "s1", 7)
ENDS = (CallEnd("gone", 990.5, "released"), CallEnd("other", 991.0, "ended while disconnected"))
BEAT = PublisherBeat("s1", 81236.5, PublisherKind.DESK, 412, True, 2.0, "0.2.0")
RAW = {
    "id": "a",
    "state": "Established",
    "callUuid": "4D75",
    "connId": "0071",
    "callType": "Inbound",
    "deviceUri": "http://inner-host/api/v2/devices/d1",
    "uri": "http://inner-host/api/v2/me/calls/a",
    "parentCallUri": "http://inner-host/api/v2/me/calls/parent",
    "participants": [{"phoneNumber": "+12025550143", "formattedPhoneNumber": "+1 202-555-0143", "location": "DC"}],
    "ani": "+12025550143",
    "capabilities": ["Hangup", "Hold"],
    "userData": {"Queue": "Sales", "password": "geheim", "Customer": "+12025550143"},
    "duration": "65",
    "mute": "Off",
    "recordingState": "Paused",
    "extensions": {"secret-extension": "1"},
}
USER = {
    "userName": "jo@example.com",
    "firstName": "Jo",
    "lastName": "Doe",
    "emailAddress": "jo@example.com",
    "roles": ["ROLE_AGENT"],
    "groups": [{"id": "g", "name": "Team Sales", "uri": "http://inner-host/g"}],
    "devices": [
        {
            "id": "d1",
            "deviceState": "Active",
            "userState": {"state": "NotReady", "reason": "Lunch"},
            "phoneNumber": "5001",
            "forwardTo": "+12025550199",
            "capabilities": ["Ready"],
        }
    ],
}


NOTHING: list[tuple[Callable[[Board, str, str], object], str, str, float]] = [(lambda *_: None, ONE, "1", 0.0)]


def published(part: SourcePart, privacy: Privacy) -> tuple[object, ...]:
    """What should arrive of a part, in a form that can be compared."""
    source = part.source
    link = replace(source.link, why=privacy.text(source.link.why))
    user = masked_user(source.user, privacy)
    devices = {key: replace(one, device=masked_device(one.device, privacy)) for key, one in source.devices.items()}
    shown = replace(source, link=link, user=user, devices=devices)
    return compared(SourcePart(shown, tuple(_without_unshared(masked(one, privacy)) for one in part.calls)))


def compared(part: SourcePart) -> tuple[object, ...]:
    calls = {one.key: (replace(one, call=Call(id=one.call.id)), _call(one.call)) for one in part.calls}
    source = replace(part.source, user=User(), devices={})
    devices = {key: (one.first_seen_s, one.state_since_s, _device(one)) for key, one in part.source.devices.items()}
    user = part.source.user
    groups = [(group.id, group.name) for group in user.groups]
    return calls, source, devices, (user.user_name, user.first_name, user.last_name, user.roles, groups)


def _without_unshared(known: BoardCall) -> BoardCall:
    return replace(known, extensions=None, metrics=None)


def _call(one: Call) -> dict[str, object]:
    left_out = ("capabilities", "extensions", "case", "uri", "path", "deviceUri", "parentCallUri", "parentCallPath")
    kept = {name: without_secrets(value) for name, value in one.wire().items() if name not in left_out}
    return {**kept, "device": one.device_id, "parent": one.parent_id}


def _device(known: BoardDevice) -> dict[str, object]:
    return {name: value for name, value in known.device.wire().items() if name != "capabilities"}


def arrived(part: SourcePart, privacy: Privacy = OPEN) -> SourcePart:
    read = decode_value(LoginEncoder(privacy).encode(part, US, 1_000.0), part.source.name).part
    assert read is not None
    return read


def real_part() -> SourcePart:
    board = Board(lived([]).clock)
    board.add_source("jo@example.com")
    snapshot = read_snapshot({"user": {**USER, "calls": [RAW]}})
    board.replace("jo@example.com", snapshot, Sight(990.0, 989.0, SnapshotScope.EVERYTHING))
    return board.part("jo@example.com")


@given(HISTORIES, HISTORIES, st.sampled_from((OPEN, WALL)))
def test_what_is_read_is_the_masked_part(
    history: list[tuple[Callable[[Board, str, str], object], str, str, float]],
    later: list[tuple[Callable[[Board, str, str], object], str, str, float]],
    privacy: Privacy,
) -> None:
    board, encoder, value = lived(history), LoginEncoder(privacy), None
    assert isinstance(board.clock, FixedClock)
    for step, name, id_, after_s in (history or NOTHING) + later:
        # What did not change is taken over from the last value on both sides.
        board.clock.advance(after_s)
        step(board, name, id_)
        data = encoder.encode(board.part(ONE), US, board.clock.now_s(), ENDS)
        value = decode_value(data, ONE, value)
        assert (value.signature, value.now_s, value.ends) == (US, board.clock.now_s(), ENDS)
        assert value.part is not None
        assert compared(value.part) == published(board.part(ONE), privacy)


def test_a_board_that_adopts_what_was_read_shows_what_the_publishers_shows() -> None:
    part = real_part()
    ours = Board(FixedClock(1_000.0))
    ours.adopt(part.source.name, arrived(part))

    assert compared(ours.part(part.source.name)) == published(part, OPEN)
    assert ours.sources[part.source.name].link.live


def test_what_a_wall_has_no_use_for_and_what_it_must_not_see_does_not_leave() -> None:
    part = real_part()
    data = LoginEncoder(WALL).encode(part, US, 1_000.0).decode()
    for secret in ("2025550143", "2025550199", "geheim", "Queue", "secret-extension", "inner-host", "Hangup"):
        assert secret not in data, secret
    for kept in ("Team Sales", "5001", "Lunch", f"{MASK} 0143"):
        assert kept in data, kept
    redacted = LoginEncoder(OPEN, lambda value: json.loads(json.dumps(value).replace("Lunch", MASK)))
    assert "Lunch" not in redacted.encode(part, US, 1_000.0).decode()
    assert "geheim" not in LoginEncoder(OPEN).encode(part, US, 1_000.0).decode()


def test_unchanged_lines_keep_their_bytes_and_are_not_read_again() -> None:
    part, encoder = real_part(), LoginEncoder(OPEN)
    first = encoder.encode(part, US, 1_000.0)
    stale = replace(part, source=replace(part.source, link=Link(LinkState.STALE, 1_001.0, "cut", 1_000.5)))
    second = encoder.encode(stale, US, 1_002.0)
    one, two = decode_value(first, "jo"), decode_value(second, "jo")
    again = decode_value(second, "jo", one)

    assert first.split(b"\n")[1:] == second.split(b"\n")[1:]
    assert again == two
    assert one.part is not None
    assert again.part is not None
    assert again.part.calls[0] is one.part.calls[0]
    assert again.part.source.devices is one.part.source.devices
    assert again.part.source.link.frozen_at_s == 1_000.5


def test_a_login_that_is_taken_away_on_purpose() -> None:
    value = decode_value(LoginEncoder(OPEN).encode_gone(US, 1_000.0), ONE)

    assert value == LoginValue(US, 1_000.0, None)


def test_a_login_that_is_too_large_loses_its_data_and_then_its_calls_and_is_stale() -> None:
    board = lived([])
    data = {f"key{number}": "x" * 200 for number in range(20)}
    fitting = [call(f"call{number}", "Established", 5, user_data=data) for number in range(100)]
    board.replace(ONE, Snapshot(user=User(), calls=tuple(fitting), devices=()), Sight(1_000.0, 1_000.0))
    part = arrived(board.part(ONE))
    assert part.source.link.live
    assert len(part.calls) == 100
    assert all("left out" in str(one.call.user_data) for one in part.calls)

    too_many = [call(f"call{number}", "Established", 5) for number in range(1_500)]
    board.replace(ONE, Snapshot(user=User(), calls=tuple(too_many), devices=()), Sight(1_000.0, 1_000.0))
    part = arrived(board.part(ONE))
    assert not part.calls
    assert part.source.link == Link(LinkState.STALE, 1_000.0, TOO_LARGE, 1_000.0)


def test_fields_that_nobody_knows_are_passed_over_and_other_versions_refused() -> None:
    head, *rest = LoginEncoder(OPEN).encode(real_part(), US, 1_000.0).split(b"\n")
    lines = [json.dumps({**json.loads(line), "later": {"x": [1]}}).encode() for line in (head, *rest)]
    assert decode_value(b"\n".join(lines), "jo") == decode_value(b"\n".join((head, *rest)), "jo")

    other = json.dumps({**json.loads(head), "v": 2}).encode()
    with pytest.raises(FloorVersionError, match="speaks version 2"):
        decode_value(b"\n".join((other, *rest)), "jo")
    with pytest.raises(FloorVersionError, match="speaks version 2"):
        decode_beat(b'{"v":2}')


@pytest.mark.parametrize(
    "change",
    [
        {"v": True},
        {"v": None},
        {"pub": "a.b"},
        {"pub": 5},
        {"session": ""},
        {"fence": -1},
        {"fence": 1.5},
        {"now": "soon"},
        {"now": 1e11},
        {"now": 10**400},
        {"link": ["wonderful", ""]},
        {"link_s": [None, None, None]},
        {"ended": [["a"]]},
    ],
)
def test_what_cannot_be_read_is_refused(change: Mapping[str, object]) -> None:
    head, *rest = LoginEncoder(OPEN).encode(real_part(), US, 1_000.0).split(b"\n")
    spoilt = json.dumps({**json.loads(head), **change}).encode()
    with pytest.raises(ValueError, match=r"."):
        decode_value(b"\n".join((spoilt, *rest)), "jo")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[" * 100_000,
        b"\xff\xfe",
        b'{"v":1,"now":NaN}',
        b'{"v":' + b"1" * 5_000 + b"}",
        b" " * (LARGEST_BODY_BYTES + 1),
        LoginEncoder(OPEN).encode(SourcePart(Source("x", Link(LinkState.LIVE, 0.0))), US, 1.0).split(b"\n")[0],
    ],
)
def test_what_is_no_value_at_all_is_refused(data: bytes) -> None:
    for decode in (lambda: decode_value(data, "jo"), lambda: decode_beat(data)):
        with pytest.raises(ValueError, match=r"."):
            decode()


def test_a_call_that_is_there_twice_or_has_no_key_is_refused() -> None:
    head, user, one = LoginEncoder(OPEN).encode(real_part(), US, 1_000.0).split(b"\n")
    for lines in ((one, one), (one, one.replace(b"Off", b"On")), (one.replace(b'"id":"a"', b'"id":""'),)):
        with pytest.raises(ValueError, match=r"twice|id"):
            decode_value(b"\n".join((head, user, *lines)), "jo")


def test_hostile_text_is_clean_where_it_arrives() -> None:
    chance, whole = random.Random(5), LoginEncoder(OPEN).encode(real_part(), US, 1_000.0)
    for number, evil in enumerate(HOSTILE):
        read = read_call(hostile_call(number, evil))
        assert isinstance(read, Call)
        head, *rest = (json.loads(line) for line in whole.split(b"\n"))
        head["link"][1] = head["asked_for"] = evil
        rest[1]["call"], rest[1]["id"], rest[1]["ended_how"] = hostile_call(number, evil), f"x{evil}", evil
        data = b"\n".join(json.dumps(line).encode() for line in (head, *rest))
        if len(data) > LARGEST_BODY_BYTES:
            continue
        part = decode_value(data, "jo").part
        assert part is not None
        _check_clean([part.source.link.why, part.source.asked_for, part.calls[0].key.id, part.calls[0].call.wire()])
    for _ in range(150):
        spoilt = b"\n".join(document(json.loads(line), chance) for line in whole.split(b"\n"))
        try:
            read_value = decode_value(spoilt, "jo")
        except ValueError:
            continue
        if read_value.part is not None:
            _check_clean([one.call.wire() for one in read_value.part.calls])


def _check_clean(value: object) -> None:
    if isinstance(value, str):
        assert clean(value, 10_000) == value
    elif isinstance(value, Mapping):
        _check_clean([*value.keys(), *value.values()])
    elif isinstance(value, list):
        for item in value:
            _check_clean(item)


def test_a_beat_comes_back_and_says_how_long_to_wait() -> None:
    assert decode_beat(encode_beat(BEAT)) == BEAT
    assert BEAT.patience_s == 7.0
    strange = {**json.loads(encode_beat(BEAT)), "kind": "oracle", "program": "\x1b[2J", "later": 1}
    read = decode_beat(json.dumps(strange).encode())
    assert (read.kind, read.program) == (PublisherKind.COLLECTOR, "␛[2J")
    for change in ({"beat_s": 0}, {"beat_s": 1e6}, {"logins": -1}, {"session": "a b"}, {"now": None}):
        with pytest.raises(ValueError, match=r"."):
            decode_beat(json.dumps({**strange, **change}).encode())
