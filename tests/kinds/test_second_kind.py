"""A kind of source that is nothing like GWS plugs in with a package, a row of the table, and a value of a setting."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from pydantic import SecretStr

from tests.kinds.boards.kind import PASSWORD, Boards
from tests.kinds.boards.origin import Letter
from tests.live.resources import call, device, snapshot
from tests.screen_text import text_of
from tests.waiting import until
from tui import cli, wiring
from tui.app import CallBoard
from tui.config import Settings, sources
from tui.kinds import table
from tui.live.clock import FixedClock
from tui.live.commands.commands import BY_ID
from tui.live.operations.operator import NotSentError
from tui.live.store.board import Board
from tui.live.store.card import CallKey, Sight
from tui.live.store.link import LinkState
from tui.wiring import RunParts

FAR_S, NEAR_S = 500.0, 90_000.0
ENTRY = {"name": "far", "kind": "boards", "url": "https://floor.example.com", "user": "wall"}


class Floor:
    """Somebody else's board of three logins on a clock of its own, and a run that is sent what it knows."""

    def __init__(self) -> None:
        self.far = Board(FixedClock(FAR_S))
        self.clock = FixedClock(NEAR_S)
        self.boards = Boards()
        for number in (1, 2, 3):
            name = f"500{number}"
            self.far.add_source(name)
            found = snapshot(call(f"c{number}", "Established", 40), devices=(device(f"d{number}", number=name),))
            self.far.replace(name, found, Sight(FAR_S, FAR_S))
        self.settings = Settings.model_validate({"sources": [ENTRY]})

    def send(self) -> None:
        self.boards.letters.put_nowait(Letter(self.far.clock.now_s(), self.far.remember()))


@pytest.fixture
def floor(monkeypatch: pytest.MonkeyPatch) -> Floor:
    monkeypatch.setitem(sources.KINDS, "boards", "letters of somebody else's board")
    made = Floor()
    monkeypatch.setitem(table.KINDS, "boards", made.boards.row)
    return made


@asynccontextmanager
async def running(floor: Floor) -> AsyncIterator[RunParts]:
    parts = wiring.build(floor.settings, {"far": SecretStr("x")}, floor.clock)
    feeds = asyncio.create_task(parts.feeds.run())
    try:
        yield parts
    finally:
        feeds.cancel()
        await asyncio.gather(feeds, return_exceptions=True)


async def test_boards_come_with_their_own_links_and_ages(floor: Floor) -> None:
    floor.far.set_link("5002", LinkState.STALE, "GWS cut", since_s=FAR_S - 3, sure_until_s=FAR_S - 7)
    async with running(floor) as parts:
        floor.send()
        await until(lambda: len(parts.board.calls) == 3)
        live, cut = parts.board.sources["5001"].link, parts.board.sources["5002"].link
        assert (live.state, live.since_s) == (LinkState.LIVE, NEAR_S)
        assert (cut.state, cut.why, cut.since_s, cut.frozen_at_s) == ("stale", "GWS cut", NEAR_S - 3, NEAR_S - 7)
        assert parts.board.calls[CallKey("5001", "c1")].start_s == NEAR_S - 40
        parts.feeds.retry()
        assert floor.boards.origins[0].retried == 1

        floor.far.remove_source("5003")
        floor.send()
        await until(lambda: set(parts.board.sources) == {"5001", "5002"})
        assert CallKey("5003", "c3") not in parts.board.calls


async def test_when_nothing_comes_all_its_logins_are_stale_since_the_last_word(floor: Floor) -> None:
    async with running(floor) as parts:
        floor.send()
        await until(lambda: len(parts.board.calls) == 3)
        floor.clock.advance(6.0)
        for origin in parts.feeds.feeds:
            origin.check_silence()
        links = [source.link for source in parts.board.sources.values()]
        assert {(link.state, link.why, link.frozen_at_s) for link in links} == {
            (LinkState.STALE, "nothing heard of far", NEAR_S)
        }


@pytest.mark.filterwarnings("default")
async def test_a_fault_of_ours_makes_all_its_logins_stale_and_it_starts_again(floor: Floor) -> None:
    async with running(floor) as parts:
        floor.send()
        await until(lambda: len(parts.board.calls) == 3)
        floor.boards.letters.put_nowait(None)
        await until(lambda: not any(one.link.live for one in parts.board.sources.values()))
        assert all(one.link.why.startswith("internal fault") for one in parts.board.sources.values())
        floor.send()
        await until(lambda: all(one.link.live for one in parts.board.sources.values()))


async def test_nothing_can_be_sent_or_asked_where_a_kind_has_no_way_to(floor: Floor) -> None:
    async with running(floor) as parts:
        floor.send()
        await until(lambda: len(parts.board.calls) == 3)
        with pytest.raises(NotSentError, match="only looks"):
            await parts.operator.send(BY_ID["ready"], "5001", "d1")
        assert await parts.directory.states("5001") == ()
        assert await parts.directory.search("5001", "a") == ()
        await parts.roster.look()
        assert parts.roster.why == "no login is live"


async def test_a_wall_shows_it_as_any_other(floor: Floor) -> None:
    parts = wiring.build(floor.settings, {"far": SecretStr("x")}, floor.clock)
    app = CallBoard(floor.settings, parts)
    async with app.run_test(size=(120, 35)) as pilot:
        floor.send()
        await until(lambda: len(parts.board.calls) == 3)
        floor.far.remove_source("5002")
        floor.send()
        await until(lambda: len(parts.board.sources) == 2)

        def text() -> str:
            return text_of(app)

        await pilot.pause()
        await until(lambda: "5001" in text() and "5003" in text() and "5002" not in text())


def test_the_settings_know_the_kinds_of_the_table_and_no_other() -> None:
    assert table.KINDS.keys() == sources.KINDS.keys()
    with pytest.raises(ValueError, match="there is no such kind, only gws"):
        Settings.model_validate({"sources": [ENTRY]})


@pytest.fixture
def callboard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, floor: Floor) -> Iterator[Callable[..., int]]:
    """Runs a command, with a file that names such a source on a port where somebody listens."""
    del floor
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    root, file, secret = logging.getLogger(), tmp_path / "config.toml", tmp_path / "secret"
    before, level = root.handlers[:], root.level

    def run(command: str, *words: str, given: str = "") -> int:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given.encode())))
        return cli.main([command, *words, "--config", str(file)])

    with socket.create_server(("127.0.0.1", 0)) as listening:
        entry = {**ENTRY, "url": f"http://127.0.0.1:{listening.getsockname()[1]}", "password_file": str(secret)}
        file.write_text("[[sources]]\n" + "\n".join(f'{key} = "{value}"' for key, value in entry.items()), "utf-8")
        yield run
    for handler in root.handlers:
        if handler not in before:
            handler.close()
    root.handlers[:] = before
    root.setLevel(level)


def test_its_passwords_are_tried_by_login_and_its_way_is_examined_by_doctor(
    callboard: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert callboard("login", "--stdin", given="wrong\n") == 3
    assert "far: refused: a password that opens nothing: nothing was stored" in capsys.readouterr().err
    assert callboard("login", "--stdin", given=f"{PASSWORD}\n") == 0
    assert (tmp_path / "secret").read_text("utf-8").strip() == PASSWORD
    capsys.readouterr()

    assert callboard("doctor", "--json") == 4

    steps = {step["name"]: step for step in json.loads(capsys.readouterr().out)["steps"]}
    assert [name for name in steps if name in ("proxy", "tls", "letters", "boards", "login", "handshake")] == [
        *("proxy", "tls", "letters", "boards"),
    ]
    assert steps["letters"]["detail"] == "opened with [hidden], ['begun']"
    assert (steps["boards"]["ok"], steps["boards"]["detail"]) == (False, "none for wall")
    assert steps["boards"]["advice"] == "Write more letters."
