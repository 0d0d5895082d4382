"""Files that are cut, damaged, foreign or hostile are read as far as they go, or refused in words."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.recording.recorded_floor import open_floor, played
from tui.live.commands.agent_control import AGENT_CONTROL
from tui.live.commands.commands import COMMANDS
from tui.live.commands.supervision import SUPERVISION
from tui.recording.decoding import read_operation
from tui.recording.files import RecordingError
from tui.recording.player import Player
from tui.recording.tape import LONGEST_LINE

FIRST = {"t": 100.0, "do": "begin", "callboard": "recording", "version": 1, "wall": "2026-01-05T19:00:00+00:00"}
HEAD = {**FIRST, "wall_s": 100.0, "settings": {}}
END = {"t": 100.0, "do": "state", "part": "end"}
USER: dict[str, Any] = {"userName": "agent.one"}


def source(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    known = {"source": "one", "link": ["live", ""], "link_s": [100.0, None, None], "user": USER, "devices": []}
    return {"t": 100.0, "do": "state", "part": "source", **known, "heard_at_s": None, **more}


def packed(content: bytes) -> bytes:
    """Compressed, the same whenever it is done: all workers must give the tests the same names."""
    return gzip.compress(content, mtime=0)


def write(path: Path, *lines: object) -> Path:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line, separators=(",", ":")) for line in lines)
    path.write_bytes(packed(f"{text}\n".encode()))
    return path


def ring(t: float, id_: str = "a", **call: object) -> dict[str, Any]:
    data = {"notificationType": "StatusChange", "call": {"id": id_, "state": "Ringing", "duration": "0", **call}}
    return {"t": t, "do": "apply", "source": "one", "events": [{"at": t, "channel": "/v2/me/calls", "data": data}]}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "holds nothing that could be replayed"),
        (b"a letter", "is not a recording of callboard"),
        (packed(b"a letter"), "is not a recording of callboard"),
        (packed(b'{"t":1.0,"do":"apply"}\n'), "is not a recording of callboard"),
        (packed(b'{"t":1.0,"do":"begin","callboard":"settings","version":1}\n'), "is not a recording"),
        (packed(b'{"t":1.0,"do":"begin"' + b"[" * 100_000 + b"\n"), "is not a recording of callboard"),
        (
            packed(b'{"t":1.0,"do":"begin","callboard":"recording","version":2,"program":"9.9"}\n'),
            "was made by a later version of callboard, 9.9",
        ),
    ],
)
def test_what_is_none_is_refused(path: Path, content: bytes, words: str) -> None:
    path.write_bytes(content)
    with pytest.raises(RecordingError, match=words):
        Player.open(path)


def test_what_is_not_there_is_told(path: Path) -> None:
    for missing, words in ((path, "no such file"), (path.parent, "is a folder")):
        with pytest.raises(RecordingError, match=words):
            Player.open(missing)


async def test_however_much_is_cut_off_the_rest_is_replayed(path: Path) -> None:
    async with open_floor(path, agents=2, calls=2) as floor:
        for user in floor.users:
            await floor.ring(user)
            floor.pass_time(3.0)
            await floor.written()
        calls = len(floor.parts.board.calls)
    (*whole, problem), *shorter = cut_shorter(path)
    assert (whole, problem) == ([calls, 0], "")
    assert len(shorter) > 20
    assert all(damaged == 0 and "in the middle" in problem for _, damaged, problem in shorter)
    reached = [calls for calls, *_ in shorter]
    assert sorted(reached, reverse=True) == reached


def cut_shorter(path: Path) -> Iterator[tuple[int, int, str]]:
    """Calls, damaged lines and words for ever shorter pieces of a file, until nothing can be replayed."""
    whole = path.read_bytes()
    for size in range(len(whole), 0, -97):
        path.write_bytes(whole[:size])
        try:
            player = played(path)
        except RecordingError:
            return
        yield len(player.board.calls), player.damaged, player.contents.problem
        player.close()


@pytest.mark.parametrize(
    ("country", "shown"), [("US", "(202) 555-0143"), ("", "2025550143"), ("ZZ", "2025550143"), (["US"], "2025550143")]
)
def test_numbers_are_written_as_they_were_when_it_was_recorded(path: Path, country: object, shown: str) -> None:
    first = {**HEAD, "settings": {"country": country}}
    player = played(write(path, first, source(), END, ring(101.0, "a", participants=["2025550143"])))
    (key,) = player.board.calls
    assert player.board.shown_number(key) == shown
    player.close()


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 10**6), wrong=st.binary(min_size=1, max_size=40))
def test_whatever_is_damaged_nothing_breaks(path: Path, place: int, wrong: bytes) -> None:
    lines = [HEAD, source(), END, *(ring(100.0 + number, f"c{number}") for number in range(200))]
    whole = write(path, *lines).read_bytes()
    place %= len(whole)
    path.write_bytes(whole[:place] + wrong + whole[place + len(wrong) :])
    try:
        player = played(path)
    except RecordingError:
        return
    assert len(player.board.calls) <= 200
    player.go_to(0.0)
    player.close()


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers(-(10**40), 10**40) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=8,
)
DOINGS = ["begin", "clock", "state", "add", "hear", "link", "look", "replace", "apply", "sweep", "note", "operation"]
NAMES = ["source", "part", "events", "at", "state", "why", "user", "sight", "then", "wall", "wall_s", "link", "link_s"]
NAMES += ["devices", "call", "words", "kind", "number", "parameters", "command", "outcome", "seen", "minutes", "buried"]
HOSTILE = st.dictionaries(st.sampled_from(NAMES), JSON | st.sampled_from(["one", "source", "call", "live"]), max_size=8)


@settings(max_examples=examples(200), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(st.tuples(st.sampled_from(DOINGS), st.floats(0, 1e12) | st.just(101.0), HOSTILE), max_size=6))
def test_whatever_a_line_says_it_costs_only_itself(path: Path, lines: list[tuple[str, float, dict[str, Any]]]) -> None:
    bodies = [{"t": t, "do": do, **body} for do, t, body in lines]
    player = played(write(path, HEAD, source(), END, *bodies, ring(2e9, "after")))
    assert "one" not in player.board.sources or player.board.sources["one"].link is not None
    player.go_to(0.0)
    player.clock.wall()
    player.close()


def test_hostile_text_is_as_clean_as_from_the_network(path: Path) -> None:
    evil = "\x1b[2Jevil\u202e"
    lines = [
        HEAD,
        source(link=["stale", evil]),
        END,
        ring(101.0, evil, participants=[{"phoneNumber": evil}], userData={evil: [evil]}),
        {"t": 102.0, "do": "note", "source": "one", "kind": evil, "words": evil},
        {"t": 103.0, "do": "link", "source": "one", "state": "stale", "why": evil},
    ]
    player = played(write(path, *lines))
    shown = [*map(str, player.board.calls.values()), *(entry.words for entry in player.journal)]
    shown.append(player.board.sources["one"].link.why)
    assert all("evil" in text and "\x1b" not in text and "\u202e" not in text for text in shown)
    player.close()


def test_lines_of_no_meaning_and_of_the_past_are_passed_over(path: Path) -> None:
    lines = [HEAD, source(), END, ring(105.0, "a"), ring(104.0, "late"), "nonsense", '{"t":nan,"do":"apply"}']
    player = played(write(path, *lines, {"t": 106.0, "do": "invented"}, {**ring(107.0, "b"), "other": 1}))

    assert sorted(key.id for key in player.board.calls) == ["a", "b"]
    assert player.damaged == 0
    assert player.contents.end_s == 107.0
    player.close()


def test_another_recording_that_follows_is_not_mixed_in(path: Path) -> None:
    player = played(write(path, HEAD, source(), END, ring(150.0), {**HEAD, "t": 20.0}, ring(21.0, "other")))

    assert [key.id for key in player.board.calls] == ["a"]
    assert player.contents.problem == "what follows is another recording"
    player.close()


def test_a_line_without_end_does_not_fill_the_memory(path: Path) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    with path.open("wb") as file:
        file.write(packer.compress(f"{json.dumps(HEAD, separators=(',', ':'))}\n".encode()))
        for _ in range(LONGEST_LINE // 1_000_000 + 2):
            file.write(packer.compress(b" " * 1_000_000))
        file.write(packer.flush())
    player = Player.open(path)

    assert player.contents.problem == "it is damaged: a line has no end"
    assert path.stat().st_size < 200_000
    player.close()


def test_every_command_is_known_again() -> None:
    for command in (*COMMANDS, *SUPERVISION, *AGENT_CONTROL):
        steps = {"number": 1, "command": command.id, "source": "s", "target": "t", "asked_s": 0.0, "outcome": "pending"}
        assert read_operation(steps).command is command
