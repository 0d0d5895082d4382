"""What happens beside the desk for a ringing call: a real program, and a page that a stand-in for the desktop opens."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import pytest

from tests.attention.test_program_hook import words
from tests.pseudo_terminal import ROOT
from tests.waiting import until
from tests.widgets.calls import board_call
from tui.config import DeskSettings
from tui.hooks.program_hook import variables_of
from tui.hooks.ring_pop import RingPop
from tui.live.clock import FixedClock
from tui.live.store.journal import Journal
from tui.views.attention.ring import ring_values

APPENDS = (
    "import json, os, sys; open(sys.argv[1], 'a').write(sys.stdin.read() + os.environ['CALLBOARD_RING_NUMBER'] + '\\n')"
)
VALUES: dict[str, object] = {"source": "floor", "call": "1", "number": "+14045550138", "data": {"Case": "a&b/ü"}}


@pytest.fixture
def opener(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stands in for `xdg-open`; gives the file to which it adds what it is to open."""
    opened, program = tmp_path / "opened", tmp_path / "bin" / "xdg-open"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nprintf "%s %s\\n" "$1" "$CALLBOARD_PASSWORD" >> "{opened}"\nexit 3\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    monkeypatch.setenv("CALLBOARD_PASSWORD", "secret")
    monkeypatch.setattr(sys, "platform", "linux")
    return opened


async def test_a_program_runs_once_for_each_call(tmp_path: Path, journal: Journal) -> None:
    file = tmp_path / "rung"
    pop = RingPop(DeskSettings(on_ring=(sys.executable, "-c", APPENDS, str(file))), journal)
    for call in ("1", "2", "1", "2"):
        pop({**VALUES, "call": call})
    await until(lambda: file.exists() and file.read_text().count("\n") == 4)
    await pop.stop()

    lines = file.read_text().splitlines()
    assert sorted(json.loads(line)["call"] for line in lines[::2]) == ["1", "2"]
    assert json.loads(lines[0])["data"] == {"Case": "a&b/ü"}
    assert lines[1::2] == ["+14045550138"] * 2


async def test_a_page_is_opened_with_each_value_in_its_place(opener: Path, journal: Journal) -> None:
    pop = RingPop(DeskSettings(ring_url="https://crm.example.com/{data.Case}?n={number}"), journal)
    pop(VALUES)
    pop(VALUES)
    await until(lambda: "ended with" in words(journal))
    await pop.stop()

    opened = opener.read_text()  # noqa: ASYNC240 - a small file
    assert opened == "https://crm.example.com/a%26b%2F%C3%BC?n=%2B14045550138 \n"
    assert words(journal) == "ring_url: xdg-open ended with 3"


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"number": None}, "no page is opened: number is not known"),
        ({"number": "•••• 0138"}, "no page is opened: number is hidden by [privacy]"),
        ({}, "xdg-open cannot be started: No such file or directory"),
    ],
)
async def test_what_cannot_be_opened_is_told(
    values: dict[str, object], why: str, journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    pop = RingPop(DeskSettings(ring_url="https://crm.example.com/?n={number}"), journal)
    pop({**VALUES, **values})
    await until(lambda: list(journal))
    await pop.stop()

    assert words(journal) == f"ring_url: {why}"


def test_a_call_is_told_as_it_is_shown_and_as_it_is_dialled(clock: FixedClock) -> None:
    party = {"phoneNumber": "4045550138", "formattedPhoneNumber": "(404) 555-0138", "digits": "4045550138"}
    call = board_call("Ringing", participants=[party], callType="Inbound", dnis="8005550199", userData={"Case": "7"})

    assert ring_values(call, clock.wall()) == {
        "source": "Billing",
        "call": "c1",
        "who": "(404) 555-0138",
        "number": "4045550138",
        "dnis": "8005550199",
        "type": "Inbound",
        "data": {"Case": "7"},
        "at": "2026-01-05T19:02:00+00:00",
    }


@pytest.mark.parametrize(
    ("party", "ani", "number"),
    [
        ({"phoneNumber": "anonymous"}, None, None),
        ({"phoneNumber": "anonymous"}, "4045550138", "4045550138"),
        ({}, "4045550138", "4045550138"),
        ({"phoneNumber": "4045550138", "e164Number": "+14045550138"}, None, "4045550138"),
    ],
)
def test_a_number_is_that_of_who_leads_and_no_word(
    party: dict[str, str], ani: str | None, number: str | None, clock: FixedClock
) -> None:
    call = board_call("Ringing", participants=[party] if party else [], callType="Inbound", ani=ani)

    assert ring_values(call, clock.wall())["number"] == number


def test_the_page_about_it_has_each_value_and_variable(clock: FixedClock) -> None:
    values = ring_values(board_call("Ringing"), clock.wall())
    page = (
        (ROOT / "tui" / "screens" / "README.md")
        .read_text("utf-8")
        .partition("for a ringing call\n")[2]
        .partition("\n## ")[0]
    )

    assert re.findall(r"^\| `(\w+)`", page, re.MULTILINE) == list(values)
    assert re.findall(r"`(CALLBOARD_RING_\w+)`", page) == list(variables_of("ring", values))
