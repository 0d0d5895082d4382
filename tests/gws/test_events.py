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
from tui.gws.errors import BadReplyError
from tui.gws.events import (
    CALLS_TOPIC,
    DEVICES_TOPIC,
    SERVICES_TOPIC,
    CallEvent,
    DeviceEvent,
    ErrorEvent,
    ServiceEvent,
    UnreadableEvent,
    read_message,
)
from tui.gws.snapshot import read_snapshot


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
    assert read_message(SERVICES_TOPIC, data, 0.0) == [ServiceEvent(0.0, "SIP_Server", "Voice", "Inactive")]


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


@pytest.mark.parametrize("user", [{}, {"calls": None, "devices": None}, {"calls": [], "devices": []}])
def test_a_snapshot_without_calls_is_empty(user: dict[str, object]) -> None:
    snapshot = read_snapshot({"user": user})
    assert (snapshot.calls, snapshot.devices) == ((), ())


@pytest.mark.parametrize("answer", [{}, {"user": None}, {"user": []}])
def test_a_snapshot_without_a_user_is_none(answer: dict[str, object]) -> None:
    with pytest.raises(BadReplyError):
        read_snapshot(answer)
