"""Words and shapes that a server writes in its own way are read as what they are."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.gws import samples
from tui.gws.messages import CALLS_TOPIC, DEVICES_TOPIC, read_message
from tui.gws.snapshot_answer import early_reader, read_snapshot
from tui.live.commands.commands import COMMANDS
from tui.live.commands.supervision import SUPERVISION
from tui.source.decode import decode
from tui.source.events import CallEvent, DeviceEvent, UnreadableEvent
from tui.source.models import Call, CallState, Device, Participant
from tui.source.raw import Raw
from tui.source.snapshot import read_call, read_device
from tui.source.spelling import CAPABILITIES, read_capabilities


def call_of(**fields: object) -> Call:
    read = read_call({"id": "a", **fields})
    assert isinstance(read, Call)
    return read


@pytest.mark.parametrize("state", CallState)
@pytest.mark.parametrize("spell", [str.lower, str.upper, str.swapcase])
def test_a_state_is_the_same_in_any_case(state: CallState, spell: Any) -> None:  # noqa: ANN401 - a method of str
    read = call_of(state=spell(state.value)).state
    assert (type(read), read) == (str, state.value)


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        *(("On", "On"), ("ON", "On"), ("on", "On"), (True, "On"), ("true", "On")),
        *(("Off", "Off"), ("off", "Off"), (False, "Off"), ("FALSE", "Off")),
        *((1, "On"), ("0", "Off"), (" yes ", "On"), ("Muted", "On"), ("UNMUTED", "Off")),
        *((None, ""), ("Half", "Half"), (7, "7")),
    ],
)
def test_a_microphone_is_on_or_off_in_whatever_words(sent: object, read: str) -> None:
    assert call_of(mute=sent).mute == read
    assert call_of(mute=sent).muted == (read == "On")
    device = read_device({"id": "d", "doNotDisturb": sent})
    assert isinstance(device, Device)
    assert device.do_not_disturb == read


def test_other_words_are_read_in_any_case_too() -> None:
    call = call_of(recordingState="recording", callType="INBOUND", supervisorMonitoringState={"state": "bargein"})
    assert (call.recording_state, call.call_type) == ("Recording", "Inbound")
    assert call.supervisor_monitoring_state is not None
    assert call.supervisor_monitoring_state.meaning == "BargeIn"
    state = {"state": "notReady", "workMode": "aftercallwork"}
    device = read_device({"id": "d", "deviceState": "active", "userState": state})
    assert isinstance(device, Device)
    assert (device.device_state, device.user_state.state, device.user_state.work_mode) == (
        "Active",
        "NotReady",
        "AfterCallWork",
    )


@pytest.mark.parametrize("spell", [str, str.lower, str.upper, lambda name: name[0].lower() + name[1:]])
def test_capabilities_are_read_as_the_table_of_commands_names_them(spell: Any) -> None:  # noqa: ANN401 - a function
    gates = {row.gate for row in (*COMMANDS, *SUPERVISION) if row.gate is not None}
    assert gates <= CAPABILITIES
    assert read_capabilities([spell(gate) for gate in gates]) == gates


def test_a_capability_that_nobody_knows_is_kept() -> None:
    assert read_capabilities(["hold", "Dance", None]) == {"Hold", "Dance"}


@pytest.mark.parametrize(
    ("sent", "numbers"),
    [
        *((samples.PARTY, ["+12025550143"]), ("+12025550143", ["+12025550143"]), (12025550143, ["12025550143"])),
        *(([{"phoneNumber": 1.2025550143e10}], ["12025550143"]), ([None], [""]), ([{}], [""])),
        *((None, []), ("", []), (True, []), ({}, []), ([], [])),
        (["sip:alice@example.com;transport=tls"], ["sip:alice@example.com;transport=tls"]),
        (["*67+12025550143"], ["*67+12025550143"]),
        *((json.dumps([samples.PARTY]), ["+12025550143"]), (json.dumps(samples.PARTY), ["+12025550143"])),
        *(([json.dumps(samples.PARTY)], ["+12025550143"]), (' ["5551", {"digits": "5552"}]', ["5551", "5552"])),
        *(("[]", []), ("{}", []), ("[5551", ["[5551"]), (json.dumps({"p1": samples.PARTY}), ["+12025550143"])),
        ([samples.PARTY, samples.PARTY], ["+12025550143", "+12025550143"]),
    ],
)
def test_parties_are_read_in_whatever_shape(sent: object, numbers: list[str]) -> None:
    assert [party.number for party in call_of(participants=sent).parties] == numbers


def test_the_content_of_a_message_may_be_json_inside_a_text() -> None:
    event, *rest = read_message(CALLS_TOPIC, json.dumps(samples.CALL_MESSAGE), 0.0)
    assert rest == []
    assert isinstance(event, CallEvent)
    assert event == read_message(CALLS_TOPIC, samples.CALL_MESSAGE, 0.0)[0]


@given(st.text() | st.text().map(lambda text: "{" + text))
def test_any_other_text_as_content_is_unreadable(text: str) -> None:
    assert [type(event) for event in read_message(CALLS_TOPIC, text, 0.0)] == [UnreadableEvent]


@pytest.mark.parametrize("raw", [samples.CALL, {"id": "a", "state": "Held", "ani": None, "mute": None}])
def test_absent_stays_absent(raw: dict[str, Any]) -> None:
    read = read_call(raw)
    assert isinstance(read, Call)
    given_fields = {name for name, value in raw.items() if value is not None}
    assert read.wire().keys() == given_fields


def test_absent_stays_absent_inside_a_party_and_a_device() -> None:
    party = {"phoneNumber": "5550102", "country": {"name": "United States"}}
    assert call_of(participants=[party]).wire()["participants"] == [party]
    device = read_device({"id": "d", "userState": {"state": "LoggedIn"}})
    assert isinstance(device, Device)
    assert device.wire() == {"id": "d", "userState": {"state": "LoggedIn"}}


def test_an_empty_text_that_was_sent_is_told() -> None:
    assert call_of(participants=[{"e164Number": ""}], dnis="").wire() == {
        "id": "a",
        "dnis": "",
        "participants": [{"e164Number": ""}],
    }
    assert Participant().wire() == {}


@pytest.mark.parametrize(
    "sent",
    [
        {"Hold": True, "Hangup": "true", "Answer": False, "Reject": "false", "Retrieve": None},
        [{"name": "Hold"}, {"operationName": "hangup"}, {"other": 1}],
        "Hold,Hangup",
        "[hold; HANGUP]",
        '["Hold", "Hangup"]',
        '{"hold": true, "answer": false, "hang_up": 1}',
        ["HOLD", "hang_up", None, 3],
        ["hold", "hang-up", "Hold"],
    ],
    ids=str,
)
def test_operations_are_found_in_whatever_holds_them(sent: object) -> None:
    assert call_of(capabilities=sent).capabilities == {"Hold", "Hangup"}


@pytest.mark.parametrize("sent", [None, 7, True, {}, "", [None]], ids=str)
def test_what_holds_none_offers_none(sent: object) -> None:
    assert call_of(capabilities=sent).capabilities == frozenset()


@pytest.mark.parametrize(
    "sent",
    [
        [{"key": "Na\u00adme", "value": "X"}, {"key": "No", "value": 7}],
        [{"name": "Na\u00adme", "value": "X"}, {"name": "No", "value": 7}],
        '{"Na\u00adme": "X", "No": 7}',
    ],
    ids=str,
)
def test_attached_data_are_found_in_whatever_holds_them_and_their_keys_stay_exact(sent: object) -> None:
    call = call_of(userData=sent)
    assert call.user_data == {"Name": "X", "No": 7}
    assert [entry.key for _, entry in call.raw_data] == [Raw("Na\u00adme"), Raw("No")]


@pytest.mark.parametrize("sent", ["some words", "{", [1], [{"key": "a"}], 3, True, []], ids=str)
def test_what_holds_no_data_is_none(sent: object) -> None:
    assert call_of(userData=sent).user_data is None


@pytest.mark.parametrize("sent", ["TRUE", " true", "1", 1, "yes", True], ids=str)
def test_what_is_so_is_so_in_whatever_words(sent: object) -> None:
    assert call_of(supervisorListeningIn=sent).supervisor_listening_in


def test_a_recording_may_be_a_boolean_and_words_may_have_spaces() -> None:
    told = [call_of(recordingState=sent).recording_state for sent in (True, "false", " paused ")]
    assert told == ["Recording", "Stopped", "Paused"]
    assert call_of(state=" Established ").state == "Established"


def test_parties_by_some_name_are_parties() -> None:
    call = call_of(participants={"p1": {"phoneNumber": "5551"}, "p2": {"digits": "5552"}})
    assert [party.number for party in call.parties] == ["5551", "5552"]
    alone = call_of(participants={"phoneNumber": "5551", "country": {"code": "US"}})
    assert [party.number for party in alone.parties] == ["5551"]


@pytest.mark.parametrize("calls", [{"a": {"id": "a"}, "b": {"id": "b"}}, {"id": "a", "state": "Held"}], ids=str)
@pytest.mark.parametrize("early", [True, False])
def test_calls_by_their_ids_or_alone_are_calls(calls: dict[str, Any], early: bool) -> None:
    whole = {"callUuid": "u", "capabilities": [], "state": "Held"}
    full = {**calls, **whole} if "state" in calls else {key: {**one, **whole} for key, one in calls.items()}
    body = json.dumps({"statusCode": 0, "user": {"calls": full, "devices": {"id": "d"}}}).encode()
    answer = decode(body, early_reader(lambda _: None) if early else None)
    assert isinstance(answer, dict)
    found = read_snapshot(answer)
    assert [call.id for call in found.calls] == (["a"] if "state" in calls else ["a", "b"])
    assert [device.id for device in found.devices] == ["d"]


ONE, OTHER = {"id": "a", "state": "Held"}, {"id": "b", "state": "Held"}


@pytest.mark.parametrize(
    ("data", "ids"),
    [
        ({"call": [ONE, OTHER]}, ["a", "b"]),
        ({"calls": [ONE, OTHER]}, ["a", "b"]),
        ({"call": json.dumps(ONE)}, ["a"]),
        ([{"call": ONE}, {"call": OTHER}], ["a", "b"]),
        (json.dumps([{"call": ONE}]), ["a"]),
    ],
    ids=str,
)
def test_several_calls_of_a_message_are_an_event_each(data: object, ids: list[str]) -> None:
    events = read_message(CALLS_TOPIC, data, 0.0)
    assert [event.call.id for event in events if isinstance(event, CallEvent)] == ids
    assert len(events) == len(ids)


@pytest.mark.parametrize("data", [{"devices": {"id": "d"}}, {"device": {"id": "d"}}, {"devices": {"x": {"id": "d"}}}])
def test_a_device_without_a_list_around_it_is_one(data: object) -> None:
    (event,) = read_message(DEVICES_TOPIC, data, 0.0)
    assert isinstance(event, DeviceEvent)
    assert [device.id for device in event.devices] == ["d"]


@pytest.mark.parametrize("data", [[], [1], "[1]", "[", {"call": []}, {"calls": {}}, {"device": None}, {"device": 1}])
def test_what_holds_no_message_is_told_as_unreadable(data: object) -> None:
    (event,) = read_message(CALLS_TOPIC, data, 0.0)
    assert isinstance(event, UnreadableEvent)
