"""Each shape of a call that the API's documentation and recorded servers show, and what is said of it everywhere.

`messages/NAME.json` holds what comes, `shown/NAME.txt` what the card, the desk, the inspector, `watch` and `watch
--format text` make of it. `CALLBOARD_WRITE_SHAPES=1` writes the latter anew: read them before they are kept.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.gws.samples import DEVICE, NOT_READY
from tests.gws.test_models import missing
from tui.gws.messages import DEVICES_TOPIC, read_message
from tui.gws.snapshot_answer import read_snapshot
from tui.live.clock import FixedClock
from tui.live.reports.sentences import Narrator
from tui.live.store.board import Board
from tui.live.store.card import CallKey, Sight
from tui.screens.desk.data_rows import data_rows
from tui.screens.overlays.call_fields import ABSENT, sections_of
from tui.source.models import Device, User
from tui.source.snapshot import Snapshot, read_device
from tui.views.words.places import place_of
from tui.watch.headless import Reporter
from widgets.cards.call_face import call_face
from widgets.cards.density import Density
from widgets.cards.detail_face import detail_face
from widgets.cards.look import Look
from widgets.desk.data_face import data_face
from widgets.drawing.palette import PLAIN

HERE = Path(__file__).parent
NAMES = sorted(path.stem for path in (HERE / "messages").glob("*.json"))
SOURCE = "agent.one"
CARD_WIDTH, DESK_WIDTH = 44, 100


class Shown:
    """One board, with everything that reads it."""

    def __init__(self, clock: FixedClock) -> None:
        self.board = Board(clock)
        self.lines: list[Any] = []
        self.sentences: list[str] = []
        self.board.add_source(SOURCE)
        device = read_device({**DEVICE, "forwardTo": None})
        assert isinstance(device, Device)
        nothing = Snapshot(user=User(), calls=(), devices=(device,))
        self.board.replace(SOURCE, nothing, Sight(clock.now_s(), clock.now_s()))
        narrator = Narrator(self.board)
        narrator.whole()
        Reporter(self.board, self.lines.append)
        self.board.watch(lambda changes: self.sentences.extend(narrator.tell(changes)))

    def take(self, messages: list[dict[str, Any]]) -> CallKey:
        """Let messages come, one in each step; the key of the last one's call."""
        for message in messages:
            self.board.apply(SOURCE, read_message(message["channel"], message["data"], self.board.clock.now_s()))
        return CallKey(SOURCE, messages[-1]["data"]["call"]["id"])

    def text(self, key: CallKey) -> str:
        """What all of them say."""
        parts = {
            "card": self._card(key),
            "desk": self._desk(key),
            "inspector": self._inspector(key),
            "watch": self._watch(),
            "watch --format text": self.sentences,
        }
        return "".join(f"# {title}\n" + "".join(f"{line.rstrip()}\n" for line in part) for title, part in parts.items())

    def _card(self, key: CallKey) -> Iterator[str]:
        call = self.board.calls[key]
        look = Look(width=CARD_WIDTH, density=Density.CARD, palette=PLAIN)
        strips = call_face(call, self.board.sure_until_s(SOURCE), place_of(self.board, call), look)
        return (strip.text for strip in strips)

    def _desk(self, key: CallKey) -> Iterator[str]:
        call = self.board.calls[key]
        now_s = self.board.sure_until_s(SOURCE)
        details = detail_face(call, now_s, "", PLAIN, DESK_WIDTH, stale=False)
        data = data_face(*data_rows(call.call, (), (), ""), "", PLAIN, DESK_WIDTH)
        return (line.strip.text for line in (*details, *data))

    def _inspector(self, key: CallKey) -> Iterator[str]:
        """Everything about the call but for the device and what has been watched, which have tests of their own."""
        sections = sections_of(self.board, self.board.calls[key])
        for section in sections:
            if section.title not in ("known by having watched", "the device"):
                yield f"[{section.title}]"
                told = (field for field in section.fields if field.value != ABSENT)
                yield from (f"{'  ' * field.depth}{field.name}: {field.value}" for field in told)

    def _watch(self) -> Iterator[str]:
        for line in self.lines:
            if line["type"] == "call":
                told = {name: value for name, value in line.items() if name != "at"}
                yield json.dumps(told, ensure_ascii=False, sort_keys=True)


@pytest.mark.parametrize("name", NAMES)
def test_a_shape_is_shown_as_it_was_meant(name: str, clock: FixedClock) -> None:
    shown = Shown(clock)
    text = shown.text(shown.take(json.loads((HERE / "messages" / f"{name}.json").read_text())))
    expected = HERE / "shown" / f"{name}.txt"
    if os.environ.get("CALLBOARD_WRITE_SHAPES"):
        expected.parent.mkdir(exist_ok=True)
        expected.write_text(text)
    assert text == expected.read_text()


@pytest.mark.parametrize("name", NAMES)
def test_a_shape_in_a_snapshot_is_the_same_call(name: str, clock: FixedClock) -> None:
    resource = json.loads((HERE / "messages" / f"{name}.json").read_text())[-1]["data"]["call"]
    by_message, by_snapshot = Shown(clock), Shown(clock)
    key = by_message.take([{"channel": "/v2/me/calls", "data": {"call": resource}}])
    snapshot = read_snapshot({"statusCode": 0, "user": {"id": "u", "devices": [DEVICE], "calls": [resource]}})
    by_snapshot.board.replace(SOURCE, snapshot, Sight(clock.now_s(), clock.now_s()))
    assert key in by_snapshot.board.calls or resource["state"] == "Released"
    if key in by_snapshot.board.calls:
        assert by_snapshot.board.calls[key] == by_message.board.calls[key]
        assert by_snapshot.board.calls[key].leading == by_message.board.calls[key].leading


def test_a_device_message_is_told_whole_by_watch_and_in_a_sentence(clock: FixedClock) -> None:
    shown, changed = Shown(clock), {**DEVICE, "userState": NOT_READY, "doNotDisturb": "On"}
    for device in (DEVICE, changed):
        data = {"messageType": "DeviceStateChangeMessage", "devices": [device]}
        shown.board.apply(SOURCE, read_message(DEVICES_TOPIC, data, clock.now_s()))
        last = [line for line in shown.lines if line["type"] == "device"][-1]
        assert list(missing(device, last["device"])) == []
    assert shown.sentences == ["5550101: the agent is now Not Ready."]


def test_everything_shown_has_a_message() -> None:
    assert sorted(path.stem for path in (HERE / "shown").glob("*.txt")) == NAMES
    assert len(NAMES) > 20
