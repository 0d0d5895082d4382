"""Resources of the wire: every documented field has its place, and nothing that comes can break the reading."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.gws import samples
from tests.gws.test_decode import JSON
from tui.gws.envelope import Envelope
from tui.gws.roster import read_user
from tui.gws.snapshot_answer import read_snapshot
from tui.source.models import LONGEST_LIST, Call, Device, Participant, User
from tui.source.reading import CUT, USER_DATA_DEPTH, USER_DATA_ENTRIES, USER_DATA_TEXT_LIMIT, read_data
from tui.source.snapshot import Unreadable, read_call, read_device

FIELDS = sorted({field.alias or name for name, field in Call.model_fields.items()})


def call_of(**fields: object) -> Call:
    read = read_call({"id": "a", **fields})
    assert isinstance(read, Call)
    return read


def missing(raw: object, read: object, where: str = "") -> Iterator[str]:
    """Where `read` lacks something of `raw`; numbers may have become text, and the order of words is nothing."""
    if isinstance(raw, dict):
        for key, value in raw.items():
            if not isinstance(read, dict) or key not in read:
                yield f"{where}.{key}"
            else:
                yield from missing(value, read[key], f"{where}.{key}")
    elif isinstance(raw, list) and isinstance(read, list) and len(raw) == len(read):
        texts = all(isinstance(item, str) for item in raw)
        pairs = zip(sorted(raw), sorted(read), strict=True) if texts else zip(raw, read, strict=True)
        for one, other in pairs:
            yield from missing(one, other, f"{where}[]")
    elif str(raw) != str(read):
        yield f"{where}: {raw!r} became {read!r}"


@pytest.mark.parametrize("more", [{}, samples.RARE_CALL_FIELDS])
def test_every_field_of_a_call_has_its_place(more: dict[str, Any]) -> None:
    raw = {**samples.CALL, **more}
    call = read_call(raw)
    assert isinstance(call, Call)
    assert list(missing(raw, call.wire())) == []


@pytest.mark.parametrize("more", [{}, samples.RARE_DEVICE_FIELDS])
def test_every_field_of_a_device_has_its_place(more: dict[str, Any]) -> None:
    raw = {**samples.DEVICE, **more}
    device = read_device(raw)
    assert isinstance(device, Device)
    assert list(missing(raw, device.wire())) == []


def test_the_snapshot_is_read_completely() -> None:
    snapshot = read_snapshot(samples.SNAPSHOT)
    assert list(missing(samples.USER, snapshot.user.wire())) == []
    assert [call.id for call in snapshot.calls] == [samples.CALL_ID]
    assert [device.id for device in snapshot.devices] == [samples.DEVICE_ID]
    assert snapshot.unreadable == ()


def test_the_password_field_of_a_user_is_not_kept() -> None:
    assert "secret" not in repr(User.model_validate({**samples.USER, "password": "secret"}))


@pytest.mark.parametrize(
    "fields",
    [
        {"participants": [samples.PARTY]},
        {"participants": ["+12025550143"], "participantsInfo": [samples.PARTY]},
        {"participants": ["+12025550143"]},
        {"participants": [{"localPhoneNumber": "+12025550143"}]},
        {"participants": [{"E164digits": "+12025550143", "location": None, "isValidNumber": False}]},
        {"participants": [{"phoneNumber": "", "digits": "+12025550143"}]},
        {"participants": [], "participantsInfo": [samples.PARTY]},
        {"participantsInfo": [samples.PARTY]},
        {"participants": [12025550143]},
    ],
)
def test_a_participant_is_read_in_each_of_its_forms(fields: dict[str, Any]) -> None:
    (party,) = call_of(**fields).parties
    assert party.number.lstrip("+") == "12025550143"


@pytest.mark.parametrize(
    "other", [{"location": "Ohio"}, {"digits": 1}, {"digits": True}, {"country": {"name": "Malta"}}, {"country": None}]
)
def test_a_party_that_came_before_is_read_once_and_no_other_passes_for_it(other: dict[str, Any]) -> None:
    party = {"phoneNumber": "+12025550143", "digits": "1", "location": "Washington D.C.", "country": {"name": "US"}}
    before, again, changed = (call_of(participants=[{**party, **fields}]).participants[0] for fields in ({}, {}, other))
    anew = call_of(participants=[{**party, **other, "phoneNumber": "5001"}])

    assert again is before
    assert changed is not before
    assert changed.wire() == {**anew.participants[0].wire(), "phoneNumber": "+12025550143"}


def test_a_number_one_is_not_read_as_the_true_that_came_before() -> None:
    true, one = (call_of(participants=[{"phoneNumber": "5001", "digits": digits}]) for digits in (True, 1))
    assert (true.participants[0].digits, one.participants[0].digits) == ("true", "1")


@pytest.mark.parametrize("fields", [{"location": "x" * 600}, {"country": {"name": "x" * 600}}, {"x" * 600: "y"}])
def test_a_party_of_any_length_is_not_kept_beside_its_call(fields: dict[str, Any]) -> None:
    before, again = (call_of(participants=[{"phoneNumber": "5001", **fields}]).participants[0] for _ in range(2))
    assert again == before
    assert again is not before


def test_the_richer_form_of_the_participants_is_shown() -> None:
    (party,) = call_of(participants=["+12025550143"], participantsInfo=[samples.PARTY]).parties
    assert (party.shown, party.location, party.country and party.country.code) == (
        "(202) 555-0143",
        "Washington D.C.",
        "US",
    )
    assert Participant().number == ""


@pytest.mark.parametrize(
    ("printed", "read"), [("Bargain", "BargeIn"), ("BargeIn", "BargeIn"), ("Whisper", "Whisper"), (None, "")]
)
def test_bargain_means_barge_in_and_every_word_stays_as_it_came(printed: str | None, read: str) -> None:
    state = call_of(supervisorMonitoringState={"state": printed}).supervisor_monitoring_state
    assert state is not None
    assert state.meaning == read
    assert state.state == (printed or "")


@pytest.mark.parametrize(
    ("raw", "code"), [(0, 0), ("0", 0), ("7", 7), (20, 20), (None, None), (True, None), ({}, None)]
)
def test_a_status_code_is_a_number_or_text(raw: object, code: int | None) -> None:
    assert Envelope.model_validate({"statusCode": raw}).status_code == code
    assert Envelope.model_validate({}).status_code is None


@pytest.mark.parametrize(
    ("raw", "seconds"),
    [
        *(("184", 184), (184, 184), (1.9, 1), ("0", 0), (None, None), ("soon", None), (-1, None), (True, None)),
        *((10**400, None), ("9" * 5_000, None), (float("inf"), None), ("NaN", None), ([], None), ("", None)),
    ],
)
def test_a_duration_is_seconds_or_unknown(raw: object, seconds: int | None) -> None:
    assert call_of(duration=raw).duration == seconds


def test_words_that_nobody_knows_are_kept_as_text() -> None:
    call = call_of(state="Parked", callType="Video", recordingState="Dreaming", mute="Maybe", capabilities=["Juggle"])
    assert (call.state, call.call_type, call.recording_state, call.mute) == ("Parked", "Video", "Dreaming", "Maybe")
    assert call.capabilities == {"Juggle"}
    assert not call.muted


def test_what_is_missing_is_false_empty_or_unknown() -> None:
    call = call_of()
    assert (call.monitoring, call.supervisor_listening_in, call.monitored_user_muted) == (False, False, False)
    assert (call.ani, call.user_data, call.duration, call.parent_id, call.parties) == (None, None, None, None, ())


@pytest.mark.parametrize("value", [True, "true", "True", 1])
def test_a_flag_may_be_text(value: object) -> None:
    assert call_of(monitoring=value).monitoring


@pytest.mark.parametrize("identity", [None, "", True, {}, [], 1.5])
@pytest.mark.parametrize("read", [read_call, read_device])
def test_what_has_no_id_is_unreadable(read: Callable[[object], object], identity: object) -> None:
    assert read({"id": identity}) == read({}) == Unreadable(id="", why="no usable id")


@pytest.mark.parametrize("raw", [None, "text", 7, [], True])
def test_what_is_no_object_is_unreadable(raw: object) -> None:
    assert read_call(raw) == Unreadable(id="", why="no usable object")


def test_one_bad_call_costs_only_itself() -> None:
    user = {**samples.USER, "calls": [{"state": "Held"}, samples.CALL, None], "devices": [{}, samples.DEVICE]}
    snapshot = read_snapshot({"user": user})
    assert [call.id for call in snapshot.calls] == [samples.CALL_ID]
    assert len(snapshot.unreadable) == 2
    assert [device.id for device in snapshot.devices] == [samples.DEVICE_ID]


def test_the_ids_behind_the_addresses() -> None:
    call = call_of(deviceUri="https://other.example.com:1/api/v2/devices/d1/", parentCallPath="calls/p1")
    assert (call.device_id, call.parent_id) == ("d1", "p1")


def test_only_the_duration_may_differ_in_an_older_copy() -> None:
    assert call_of(duration="1").same_but_older(call_of(duration="9"))
    assert not call_of(duration="1", mute="On").same_but_older(call_of(duration="1"))


@pytest.mark.parametrize("field", FIELDS)
def test_hostile_text_is_clean_in_every_field(field: str) -> None:
    hostile = "x\x1b]52;c;AAAA\x07\u202e\ud800" * 3
    for value in (hostile, [hostile], {hostile: hostile}, {"state": hostile, "name": hostile}, [{"digits": hostile}]):
        read = read_call({"id": "a", field: value})
        dumped = json.dumps(read.wire(), ensure_ascii=False)
        assert not any(character in dumped for character in "\x1b\x07\u202e\ud800")


def test_user_data_is_cut_with_a_mark() -> None:
    deep: object = "bottom"
    for _ in range(5_000):
        deep = {"x": [deep]}
    wide = {f"key {number}": number for number in range(USER_DATA_ENTRIES + 7)}
    data = call_of(userData={"deep": deep, "wide": wide, "long": "y" * 10_000_000, "list": [0] * 1_000}).user_data
    assert data is not None
    wide_read, list_read = data["wide"], data["list"]
    assert isinstance(wide_read, dict)
    assert isinstance(list_read, list)
    assert (len(wide_read), wide_read[CUT]) == (USER_DATA_ENTRIES + 1, "7 more")
    assert (len(list_read), list_read[-1]) == (USER_DATA_ENTRIES + 1, CUT)
    assert len(str(data["long"])) == USER_DATA_TEXT_LIMIT
    assert json.dumps(data["deep"], ensure_ascii=False).count("{") <= USER_DATA_DEPTH
    assert CUT in json.dumps(data["deep"], ensure_ascii=False)


def test_of_other_lists_the_first_ones_count() -> None:
    many = [{"id": str(number), "name": f"n{number}", "phoneNumber": f"{number}"} for number in range(1_000)]
    words = [f"Word{number}" for number in range(1_000)]
    call = call_of(participants=many, capabilities=words)
    device = read_device({**samples.DEVICE, "capabilities": words})
    user = User.model_validate({**samples.USER, "groups": many, "skills": many, "roles": words})

    assert [party.number for party in call.participants] == [str(number) for number in range(LONGEST_LIST)]
    assert isinstance(device, Device)
    for found in (call.capabilities, device.capabilities, user.groups, user.skills, user.roles):
        assert len(found) == LONGEST_LIST


def test_user_data_keeps_numbers_nulls_and_nesting() -> None:
    data = {"number": 5, "half": 0.5, "none": None, "yes": True, "nested": {"list": ["a", {"b": "c"}]}}
    assert call_of(userData=data).user_data == data


@pytest.mark.parametrize("number", [float("inf"), -float("inf"), 10**41, 10**4_000, -(10**41)])
def test_numbers_that_json_cannot_carry_become_text(number: float) -> None:
    assert isinstance(read_data(number), str)
    json.dumps(call_of(userData={"n": number}, extensions={"n": number}).wire(), allow_nan=False)


@pytest.mark.slow
@given(st.dictionaries(st.sampled_from(FIELDS) | st.text(), JSON))
def test_reading_a_call_never_raises_and_can_be_written(raw: dict[str, object]) -> None:
    read = read_call(raw)
    json.dumps(read.wire(), allow_nan=False)
    assert read.id or isinstance(read, Unreadable)


@given(JSON)
def test_reading_anything_never_raises(raw: object) -> None:
    assert isinstance(read_call(raw), (Call, Unreadable))
    assert isinstance(read_device(raw), (Device, Unreadable))


@pytest.mark.parametrize("name", ["id", "uri", "deviceUri", "parentCallUri", "state", "userData", "participants"])
def test_what_is_nested_deeply_costs_only_itself(name: str) -> None:
    deep: list[object] = []
    for _ in range(50_000):
        deep = [deep]
    read = read_call({**samples.CALL, name: deep})
    assert isinstance(read, Unreadable) == (name == "id")
    while deep:  # to let go of it at once is too deep for Python as well
        deep = deep.pop()  # type: ignore[assignment]  # lists all the way down


@pytest.mark.parametrize(
    ("raw", "supervises"),
    [
        ({"roles": ["ROLE_AGENT", "ROLE_SUPERVISOR"]}, True),
        ({"roles": ["ROLE_ADMIN"], "supervises": True}, False),
        ({}, False),
    ],
)
def test_who_supervises_is_known_by_the_role_alone(raw: dict[str, object], supervises: bool) -> None:
    assert read_user(raw).supervises is supervises
    found = read_snapshot({"statusCode": 0, "user": {**raw, "calls": [], "devices": []}})
    assert (found.user.supervises, "supervises" in found.user.wire()) == (supervises, False)


def test_what_many_logins_have_is_kept_once() -> None:
    one, other = read_user(samples.USER), read_user({**samples.USER, "id": "other", "skills": [{"id": "1"}]})
    assert one.groups
    assert all(
        mine is theirs for mine, theirs in zip(one.groups + one.features, other.groups + other.features, strict=True)
    )
    assert [skill.id for skill in other.skills] == ["1"] != [skill.id for skill in one.skills]
    # What was given without a value is another part than one that was not given.
    empty = read_user({"groups": [{"id": "g", "name": ""}]}), read_user({"groups": [{"id": "g"}]})
    assert empty[0].groups == empty[1].groups
    assert empty[0].groups[0].model_fields_set != empty[1].groups[0].model_fields_set
