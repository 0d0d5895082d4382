"""DTMF digits that a server repeats, in words and in any field of the call, are shown nowhere and in no file."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import cast

import pytest

from tests.recording.recorded_floor import open_floor
from tests.recording.test_cleaning import text_of
from tui.demo.centre import talking
from tui.demo.centre.centre import Centre
from tui.demo.centre.model import DeviceCall
from tui.demo.rest.call_operations import FailedError
from tui.demo.rest.resources import Scribe
from tui.live.commands.command import Command
from tui.live.commands.commands import BY_ID
from tui.live.commands.filling import Given
from tui.live.operations.operator import Operation, Outcome
from tui.live.reports.sentences import Narrator
from tui.source.raw import Digits
from tui.watch.headless import Reporter

SECRET = "4929123456781"


async def test_what_a_server_repeats_of_digits_is_nowhere(
    path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    def refuse(_centre: Centre, leg: DeviceCall, digits: str) -> None:
        leg.heard += digits
        raise FailedError(f"cannot send {digits} now")

    plain = Scribe.call

    def call(self: Scribe, leg: DeviceCall) -> dict[str, object]:
        shown = plain(self, leg)
        if not leg.heard:
            return shown
        known = {"LastDigits": leg.heard, "Typed": list(leg.heard), leg.heard: "entered"}
        data = {**cast("dict[str, object]", shown.get("userData") or {}), **known}
        unknown = {"lastDigits": leg.heard, "beyond": {"row": [leg.heard]}}
        return {**shown, "userData": data, "extensions": {"Collected": leg.heard}, "dnis": leg.heard, **unknown}

    monkeypatch.setattr(talking, "send_dtmf", refuse)
    monkeypatch.setattr(Scribe, "call", call)
    lines: list[object] = []
    async with open_floor(path, agents=2, calls=0, attended=("5001",)) as floor:
        board, journal = floor.parts.board, floor.parts.journal
        watch = Reporter(floor.seen.board, lines.append)
        narrator = Narrator(floor.seen.board)
        said: list[str] = []
        board.watch(lambda changes: said.extend(narrator.tell(changes)))
        source = next(iter(floor.parts.logins))
        call_id = await floor.ring(floor.users[0])

        async def send(command: Command, given: Given) -> Operation:
            return await floor.parts.operator.send(command, source, call_id, command.fill(given))

        await send(BY_ID["answer"], Given())
        one = await send(BY_ID["dtmf"], Given(digits=Digits(SECRET)))
        assert one.outcome is Outcome.FAILED
        assert "cannot send • now" in one.words
        # The call comes once more, with its unknown fields, and so does the whole state.
        await send(BY_ID["hold"], Given())
        await floor.until(lambda: any("Held" in str(line) for line in lines), "held")
        next(iter(floor.parts.logins.values())).look()
        floor.pass_time(5.0)
        await floor.written()
        watch.stop()
        kept = {
            "operations": repr(floor.parts.operator.operations),
            "event log": repr([entry.words for entry in journal]),
            "watch": json.dumps(lines, default=repr),
            "sentences": repr(said),
            "board": repr(board.calls),
        }
    kept |= {"log": caplog.text, "recording": text_of(path)}

    assert "cannot send • now" in kept["event log"]
    assert "cannot send" in kept["recording"]
    assert "LastDigits" in kept["watch"]
    assert [name for name, text in kept.items() if SECRET in text or ", ".join(map(repr, SECRET)) in text] == []
