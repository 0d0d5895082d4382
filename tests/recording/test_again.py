"""What was read once, written and read again is the same, whatever a server has sent."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, TypeVar

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.gws.samples import SNAPSHOT
from tui.codec.cleaning import Cleaner
from tui.gws.messages import CALLS_TOPIC, DEVICES_TOPIC, SERVICES_TOPIC, read_message
from tui.gws.snapshot_answer import read_snapshot
from tui.live.store.card import Sight
from tui.live.store.masked_board import masked_call
from tui.live.store.privacy import MASK, OPEN, WALL
from tui.recording.decoding import read_events, read_replaced
from tui.recording.encoding import Encoder
from tui.source.events import CallEvent, DeviceEvent, Event
from tui.source.models import Call, Device, Wire
from tui.source.reading import USER_DATA_ENTRIES
from tui.source.snapshot import read_call, read_device

Resource = TypeVar("Resource", bound=Wire)
LEAVES = st.none() | st.booleans() | st.floats() | st.integers(-(10**45), 10**45) | st.text(max_size=300)
JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=9), inner, max_size=5)
)
NAMES = [field.alias or name for model in (Call, Device) for name, field in model.model_fields.items()]
RESOURCES = st.dictionaries(st.sampled_from(NAMES), JSON, max_size=12).map(lambda raw: {**raw, "id": "one"})
MANY = {str(number): number for number in range(USER_DATA_ENTRIES + 7)}


@settings(max_examples=examples(300), deadline=None)
@given(raw=RESOURCES)
def test_a_resource(raw: dict[str, Any]) -> None:
    for read in (read_call, read_device):
        once = read(raw)
        assert isinstance(once, (Call, Device))
        assert _as_shown(read(json.loads(json.dumps(once.wire())))) == _as_shown(once)


@settings(max_examples=examples(200), deadline=None)
@given(raw=RESOURCES)
def test_a_masked_call(raw: dict[str, Any]) -> None:
    call = read_call(raw)
    assert isinstance(call, Call)
    again = read_call(json.loads(json.dumps(Cleaner(WALL).call(call, raw))))
    assert isinstance(again, Call)
    assert again.wire() == masked_call(call, WALL).wire()


def test_what_was_cut_tells_how_much_it_was_although_it_is_read_again() -> None:
    once = Call.model_validate({"id": "one", "userData": MANY, "case": [*MANY]})
    again = Call.model_validate(json.loads(json.dumps(once.wire())))

    assert again == once
    assert once.user_data is not None
    assert once.user_data["…"] == "7 more"


@settings(max_examples=examples(200), deadline=None)
@given(data=JSON | RESOURCES.map(lambda raw: {"call": raw, "extensions": raw, "metrics": raw}))
def test_a_message(data: object) -> None:
    for topic in (CALLS_TOPIC, DEVICES_TOPIC, SERVICES_TOPIC):
        came = read_message(topic, data, 5.0)
        written = json.dumps([Cleaner(OPEN).event(event) for event in came], ensure_ascii=False)
        # What is called like a credential is masked, which is another matter.
        assume(MASK not in written)
        again = list(read_events(json.loads(written)))
        assert [_event_as_shown(event) for event in again] == [_event_as_shown(event) for event in came]


def _event_as_shown(event: Event) -> Event:
    if isinstance(event, CallEvent):
        return replace(event, call=_as_shown(event.call))
    if isinstance(event, DeviceEvent):
        return replace(event, devices=tuple(_as_shown(device) for device in event.devices))
    return event


def _as_shown(resource: Resource) -> Resource:
    """A recording keeps what is shown: what came otherwise was for operations, and a replay has none."""
    if isinstance(resource, Call):
        parties = {
            name: tuple(party.model_copy(update={"came_as": None}) for party in getattr(resource, name))
            for name in ("participants", "participants_info")
        }
        return resource.model_copy(update={"exact": None, **parties})
    return resource.model_copy(update={"exact": None}) if isinstance(resource, Device) else resource


@pytest.mark.parametrize("number", [0, 1, 49, 50, 51, 120])
def test_many_messages_and_many_calls_on_several_lines(number: int) -> None:
    encoder = Encoder(Cleaner(OPEN))
    user: dict[str, Any] = SNAPSHOT["user"]
    resource = user["calls"][0]
    came: list[Event] = [
        event for n in range(number) for event in read_message(CALLS_TOPIC, {"call": {**resource, "id": str(n)}}, 5.0)
    ]
    *before, last = json.loads(json.dumps(list(encoder.apply("one", came))))
    items = [item for body in before for item in body["items"]]
    assert list(read_events([*items, *last["events"]])) == came

    snapshot = read_snapshot({"user": {**user, "calls": [{**resource, "id": str(n)} for n in range(number)]}})
    *before, last = json.loads(json.dumps(list(encoder.replace("one", snapshot, Sight(5.0, 4.0), came))))
    calls = [item for body in before if body["more"] == "calls" for item in body["items"]]
    events = [item for body in before if body["more"] == "events" for item in body["items"]]
    again = read_replaced(last, calls, events)
    assert again.snapshot == snapshot.model_copy(update={"raw": None})
    assert (again.sight, list(again.then)) == (Sight(5.0, 4.0), came)
