"""Messages to typed events: the unreadable is an event as well."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.gws import samples
from tests.gws.test_decode import JSON
from tests.gws.test_models import missing
from tui.gws.messages import CALLS_TOPIC, DEVICES_TOPIC, SERVICES_TOPIC, read_message
from tui.gws.snapshot_answer import read_snapshot
from tui.source.errors import BadReplyError
from tui.source.events import CallEvent, DeviceEvent, ErrorEvent, ServiceEvent, UnreadableEvent


def test_a_call_message_is_read_completely() -> None:
    (event,) = read_message(CALLS_TOPIC, samples.CALL_MESSAGE, 5.0)
    assert isinstance(event, CallEvent)
    assert list(missing(samples.CALL, event.call.wire())) == []
    assert (event.received_s, event.notification_type, event.phone_number) == (5.0, "StatusChange", "5550101")
    assert event.extensions == samples.CALL_MESSAGE["extensions"]
    assert event.metrics == samples.METRICS


def test_extensions_inside_the_call_are_found_too() -> None:
    message = {**samples.CALL_MESSAGE, "call": {"id": "a", "extensions": {"WrapUpTime": 5}}}
    del message["extensions"]
    (event,) = read_message(CALLS_TOPIC, message, 0.0)
    assert isinstance(event, CallEvent)
    assert event.extensions == {"WrapUpTime": 5}


def test_a_device_message_is_read_completely_and_a_bad_device_costs_only_itself() -> None:
    message = {**samples.DEVICE_MESSAGE, "devices": [{"id": ""}, samples.DEVICE]}
    event, bad = read_message(DEVICES_TOPIC, message, 0.0)
    assert isinstance(event, DeviceEvent)
    assert list(missing(samples.DEVICE, event.devices[0].wire())) == []
    assert bad == UnreadableEvent(0.0, DEVICES_TOPIC, "device: no usable id")


@pytest.mark.parametrize(
    ("more", "about", "words"),
    [
        ({}, samples.DEVICE_ID, "the server reports an error without words"),
        ({"errorMessage": "No such destination"}, samples.DEVICE_ID, "No such destination"),
        ({"callUri": "https://gws.example.com/api/v2/me/calls/c1/", "message": "busy"}, "c1", "busy"),
    ],
)
def test_an_error_message_says_what_it_is_about(more: dict[str, Any], about: str, words: str) -> None:
    (event,) = read_message(DEVICES_TOPIC, {**samples.ERROR_MESSAGE, **more}, 0.0)
    assert event == ErrorEvent(0.0, about, words)


@pytest.mark.parametrize("inside", ["services", "service", None])
def test_a_service_is_found_wherever_it_stands(inside: str | None) -> None:
    service = {"id": "s", "name": "SIP_Server", "type": "Voice", "state": "Inactive"}
    data = service if inside is None else {inside: [service] if inside == "services" else service}
    assert read_message(SERVICES_TOPIC, data, 0.0) == [ServiceEvent(0.0, "SIP_Server", "Voice", "Inactive", "s")]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (None, "a message without content"),
        ("text", "a message without content"),
        ({"messageType": "Weather"}, "unknown message type Weather"),
        ({}, "unknown message type (none)"),
        ({"call": None}, "no usable object"),
        ({"call": {"state": "Held"}}, "no usable id"),
    ],
)
def test_what_cannot_be_read_says_so(data: object, why: str) -> None:
    assert read_message(CALLS_TOPIC, data, 0.0) == [UnreadableEvent(0.0, CALLS_TOPIC, why)]


def test_the_name_of_a_topic_is_cleaned_as_well() -> None:
    (event,) = read_message("/evil\x1b[2J\ud800", {}, 0.0)
    assert isinstance(event, UnreadableEvent)
    assert event.channel == "/evil␛[2J\ufffd"


@given(st.text(), JSON)
def test_reading_never_raises_and_never_says_nothing(channel: str, data: object) -> None:
    for topic in (channel, CALLS_TOPIC, DEVICES_TOPIC, SERVICES_TOPIC):
        assert read_message(topic, data, 0.0)


@given(st.dictionaries(st.sampled_from(["messageType", "devices", "services", "callUri", "errorMessage"]), JSON))
def test_no_event_holds_a_hidden_character(data: dict[str, object]) -> None:
    for event in read_message(DEVICES_TOPIC, data, 0.0) + read_message(SERVICES_TOPIC, data, 0.0):
        texts = [getattr(event, name, "") for name in ("about", "words", "why", "name", "type", "state", "channel")]
        assert all(unicodedata.category(character)[0] != "C" for text in texts for character in text)


@pytest.mark.parametrize("name", ["calls", "devices"])
@pytest.mark.parametrize("value", [{}, "none", 7, False])
def test_a_snapshot_with_something_else_than_lists_empties_no_board(name: str, value: object) -> None:
    with pytest.raises(BadReplyError, match=name):
        read_snapshot({"user": {name: value}})


@pytest.mark.parametrize(
    ("user", "untold"),
    [
        ({}, {"calls", "devices"}),
        ({"calls": None, "devices": None}, {"calls", "devices"}),
        ({"calls": []}, {"devices"}),
        ({"calls": None, "devices": []}, {"calls"}),
        ({"calls": [], "devices": []}, set()),
    ],
)
def test_a_snapshot_tells_what_it_does_not_tell(user: dict[str, object], untold: set[str]) -> None:
    snapshot = read_snapshot({"user": user})
    assert (snapshot.calls, snapshot.devices) == ((), ())
    assert snapshot.untold == untold


_FAILED = {"statusCode": 4, "statusMessage": "T-Server is not connected"}


@pytest.mark.parametrize(
    "answer",
    [
        {"user": {"calls": [_FAILED], "devices": []}},
        {"user": {"calls": [samples.CALL, _FAILED], "devices": []}},
        {"user": {"calls": [], "devices": [{**_FAILED, "id": "d1"}]}},
        {"user": {"calls": _FAILED, "devices": []}},
        {"user": {"calls": [], "devices": [], **_FAILED}},
        {"statusCode": 7, "failed": [{**_FAILED, "channel": "Voice"}], "user": {"calls": [], "devices": []}},
        {"statusCode": 7, "failed": [_FAILED], "user": {"calls": [], "devices": []}},
    ],
)
def test_a_part_that_failed_is_no_empty_list(answer: dict[str, object]) -> None:
    with pytest.raises(BadReplyError, match=r"failed: .*T-Server is not connected"):
        read_snapshot(answer)


@pytest.mark.parametrize("items", [["https://gws.example.com/api/v2/me/calls/1"], [None, 7], [{"state": "Held"}]])
def test_a_list_in_which_nothing_can_be_told_apart_is_not_believed(items: list[object]) -> None:
    with pytest.raises(BadReplyError, match="calls in the snapshot have no ids"):
        read_snapshot({"user": {"calls": items, "devices": []}})


def test_a_device_without_an_id_costs_only_itself() -> None:
    snapshot = read_snapshot({"user": {"calls": [samples.CALL], "devices": [{**samples.DEVICE, "id": None}]}})
    assert (len(snapshot.calls), snapshot.devices) == (1, ())
    with pytest.raises(BadReplyError, match="devices in the snapshot have no ids"):
        read_snapshot({"user": {"calls": [], "devices": ["https://gws.example.com/api/v2/devices/1"]}})


def test_a_part_that_has_no_calls_may_fail() -> None:
    failed = [{**_FAILED, "channel": "multimedia"}]
    snapshot = read_snapshot({"statusCode": 7, "failed": failed, "user": {"calls": [samples.CALL], "devices": []}})
    assert len(snapshot.calls) == 1


@pytest.mark.parametrize("answer", [{}, {"user": None}, {"user": []}])
def test_a_snapshot_without_a_user_is_none(answer: dict[str, object]) -> None:
    with pytest.raises(BadReplyError):
        read_snapshot(answer)
