"""`callboard collect` and `desk --publish`: what they need, what they say, and that a floor holds up nobody."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from shutil import rmtree

import pytest
from pydantic import SecretStr
from textual.pilot import Pilot

from tests.floor.publishers import FLOOR, board_of, named, operating
from tests.floor.servers import PROGRAMS, NatsServer, nats_server
from tests.health.service_manager import listening
from tests.waiting import PATIENCE_S
from tui.app import CallBoard
from tui.config import ConfigError, Settings
from tui.demo.config_file import config_for
from tui.demo.options import Options
from tui.demo.server import Simulator
from tui.floor.access.login import FloorLogin
from tui.floor.connection import connected
from tui.floor.stream import make_stream
from tui.floor.writing.encoding import LoginEncoder
from tui.floor.writing.fencing import ClaimState
from tui.floor.writing.outlet import FloorOutlet
from tui.floor.writing.publisher import FloorPublisher
from tui.kinds.floor.publication import publication
from tui.live.feeds.outlet import OutletWord
from tui.live.store.journal import Journal
from tui.live.store.link import LinkState
from tui.live.store.privacy import OPEN
from tui.passwords import open_secrets
from tui.wiring import build

ROOT = Path(__file__).parents[2]
SOURCE = {"url": "https://gws.example.com", "user": "5001", "name": "one"}
OTHER = {"url": "https://gws.example.com", "user": "5002", "name": "two"}
PLACE = {"url": "nats://127.0.0.1:4222", "user": "c1"}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[NatsServer]:
    with nats_server(PROGRAMS[0], tmp_path / "nats") as running:
        yield running


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator(Options(agents=2, calls=0, rate_per_s=0, logins="each", attended=("5001",))) as running:
        yield running


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"sources": [SOURCE]}, "no floor"),
        ({"sources": [SOURCE], "floor": {"url": PLACE["url"]}}, "publish.name: missing"),
        ({"sources": [SOURCE], "floor": {**PLACE, "user": "c 1"}}, "publish.name: a name is"),
        ({"sources": [SOURCE, OTHER], "floor": PLACE, "publish": {"max_logins": 1}}, "publish.max_logins = 1"),
        ({"sources": [SOURCE, {**OTHER, "user": "5001"}], "floor": PLACE}, "5001 is there twice"),
        ({"sources": [{**SOURCE, "user": "5001\x07"}], "floor": PLACE}, "cannot be published"),
    ],
)
def test_what_cannot_be_published_is_said_before_anything_begins(settings: Mapping[str, object], words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        publication(Settings.model_validate(settings), open_secrets(()), "collector")


def test_an_outlet_says_what_is_not_published_and_why() -> None:
    board = board_of("5001", "5002")
    journal = Journal(board.clock)
    names, nowhere = {"5001": "5001", "5002": "5002"}, partial(connected, FloorLogin(()))
    publisher = FloorPublisher(board, names, nowhere, FLOOR, named("c1"), LoginEncoder(OPEN))
    outlet, told = FloorOutlet(publisher, journal), list[OutletWord]()
    outlet.on_word.append(told.append)
    said = [*outlet.words]
    publisher.tell(LinkState.REFUSED, "authorization violation")
    said += outlet.words
    assert said[::2] == ["NOT PUBLISHED: connecting", "NOT PUBLISHED: authorization violation"]
    assert said[1::2] == ["NOT PUBLISHED"] * 2
    publisher.tell(LinkState.LIVE)
    assert (outlet.well, outlet.words[0]) == (True, "waiting")
    _is(publisher, "5001", ClaimState.PUBLISHED)
    _is(publisher, "5002", ClaimState.STANDING_BY, "published by c2")
    assert (outlet.well, outlet.words) == (True, ("1 published, 1 published by c2", "floor"))
    _is(publisher, "5002", ClaimState.DENIED, "permissions violation")
    assert (outlet.well, outlet.words) == (
        False,
        ("NOT PUBLISHED 1 of 2: permissions violation", "NOT PUBLISHED 1 of 2"),
    )
    assert told == [
        OutletWord("", "refused", "authorization violation"),
        OutletWord("", "live", ""),
        OutletWord("5001", "published", ""),
        OutletWord("5002", "standing by", "published by c2"),
        OutletWord("5002", "denied", "permissions violation"),
    ]
    assert [(entry.source, entry.kind.value) for entry in journal][-1] == ("5002", "problem")


def _is(publisher: FloorPublisher, name: str, state: ClaimState, why: str = "") -> None:
    publisher.claims[name].state, publisher.claims[name].why = state, why
    publisher.say_changed(name)


@pytest.mark.slow  # an app, a simulator and a server for minutes of their lives
async def test_a_desk_publishes_itself_and_a_floor_that_is_gone_holds_up_nothing(
    simulator: Simulator, server: NatsServer
) -> None:
    async with operating(server) as floor:
        await make_stream(floor.connection, FLOOR)
    login = simulator.logins[0]
    source = {"name": "5001", "url": simulator.url, "user": login.user}
    place = {"url": await server.url(), "user": "operator"}
    settings = Settings.model_validate({"sources": [source], "floor": place, "publish": {"name": "d1"}})
    secrets = open_secrets(settings.sources, {"CALLBOARD_PASSWORD": login.password})
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("CALLBOARD_FLOOR_PASSWORD", "secret-of-operator")
        outlet = publication(settings, secrets, "desk")
    parts = build(settings, {"5001": SecretStr(login.password)}, outlet=outlet)
    app = CallBoard(settings, parts, desk=True)
    async with app.run_test(size=(140, 40)) as pilot:
        assert parts.outlet is not None
        await until_words(pilot, "published")
        async with operating(server) as floor:
            value = await floor.until(login.user, lambda value: value.part and value.part.source.link.live)
            assert value.signature.publisher == "d1"
        server.kill()
        await until_words(pilot, "NOT PUBLISHED")
        simulator.control.start(login.user)
        async with asyncio.timeout(PATIENCE_S):
            while not parts.board.calls:
                await pilot.pause(0.01)
        await pilot.press("enter")
        async with asyncio.timeout(PATIENCE_S):
            while [known.call.state for known in parts.board.calls.values()] != ["Established"]:
                await pilot.pause(0.01)
        server.restart(place["url"])
        async with operating(server) as floor:
            await until_words(pilot, "published")
            await floor.until(login.user, lambda value: value.part and value.part.calls)
    async with operating(server) as floor:
        left = await floor.value(login.user)
        assert left is not None
        assert left.part is None


async def until_words(pilot: Pilot[int], words: str) -> None:
    """Wait until the mark of every screen begins so."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            mark = pilot.app.mark if isinstance(pilot.app, CallBoard) else None
            if mark is not None and mark.words[0].startswith(words):
                return
            await pilot.pause(0.02)


class CollectorProcess:
    """`callboard collect` in a process of its own."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.lines: list[Mapping[str, object]] = []

    async def until(self, kind: str, state: str) -> None:
        """Wait until it says so."""
        assert self.process.stdout is not None
        while not any((line["type"], line.get("state")) == (kind, state) for line in self.lines):
            async with asyncio.timeout(PATIENCE_S):
                line = await self.process.stdout.readline()
            assert line, self.lines
            self.lines.append(json.loads(line))


@asynccontextmanager
async def collecting(
    simulator: Simulator, url: str, folder: Path, name: str, more: Mapping[str, str] | None = None
) -> AsyncIterator[CollectorProcess]:
    """Let it run for as long as the block does."""
    config = folder / f"{name}.toml"
    place = f'[floor]\nurl = "{url}"\nuser = "operator"\n[publish]\nname = "{name}"\nbeat_s = 0.5\n'
    config.write_text(f"{config_for(simulator)}\n{place}", "utf-8")
    passwords = {"PASSWORD": simulator.logins[0].password, "FLOOR_PASSWORD": "secret-of-operator"}
    env = {
        **{key: value for key, value in os.environ.items() if not key.startswith("CALLBOARD")},
        **{f"CALLBOARD_{key}": value for key, value in passwords.items()},
        **{"NO_PROXY": "*", "HOME": str(folder), "XDG_STATE_HOME": str(folder / name)},
        **(more or {}),
    }
    words = (sys.executable, "-m", "tui", "collect", "--config", str(config))
    process = await asyncio.create_subprocess_exec(*words, env=env, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    try:
        yield CollectorProcess(process)
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


@pytest.mark.slow  # starts the program
async def test_a_collector_publishes_all_its_logins_and_says_so(
    simulator: Simulator, server: NatsServer, tmp_path: Path
) -> None:
    with listening(tmp_path) as systemd:
        async with operating(server) as floor:
            await make_stream(floor.connection, FLOOR)
            url = await server.url()
            async with collecting(simulator, url, tmp_path, "c1", systemd.variables(30)) as collector:
                await systemd.until(lambda told: "READY=1" in told, "READY")
                await systemd.until(lambda told: "STATUS=2 of 2 sources live" in told, "status")
                beat = await floor.until_beat("c1", lambda beat: beat.complete)
                assert (beat.kind.value, beat.logins, beat.beat_s) == ("collector", 2, 0.5)
                await collector.until("publishing", "published")
                server.kill()
                await collector.until("floor", "stale")
                await systemd.until(lambda told: any("NOT PUBLISHED" in line for line in told), "status of the floor")
                collector.process.terminate()
                assert await collector.process.wait() == 0
    (first, *lines) = collector.lines
    assert (first["type"], first["name"], first["sources"]) == ("collect", "c1", 2)
    assert {line["type"] for line in lines} == {"link", "floor", "publishing"}
    assert all(line["state"] in tuple(LinkState) for line in lines if line["type"] == "link")


@pytest.mark.slow  # stops programs, and waits for their silence
async def test_of_two_collectors_one_publishes_whichever_is_killed_or_stopped(
    simulator: Simulator, server: NatsServer, tmp_path: Path
) -> None:
    login = simulator.logins[0].user
    url = await server.url()
    async with AsyncExitStack() as running:
        floor = await running.enter_async_context(operating(server))
        await make_stream(floor.connection, FLOOR)
        first = await running.enter_async_context(collecting(simulator, url, tmp_path, "c1"))
        await floor.until_beat("c1", lambda beat: beat.complete)
        second = await running.enter_async_context(collecting(simulator, url, tmp_path, "c2"))
        await second.until("publishing", "standing by")

        first.process.send_signal(signal.SIGSTOP)
        await floor.until(login, lambda value: value.signature[::2] == ("c2", 2))
        first.process.send_signal(signal.SIGCONT)
        await first.until("publishing", "standing by")
        assert (await floor.until(login, lambda value: value.part)).signature.publisher == "c2"

        second.process.kill()
        await floor.until(login, lambda value: value.signature[::2] == ("c1", 3))
        server.kill()
        rmtree(server.store)
        server.restart(url)
        again = await running.enter_async_context(operating(server))
        await make_stream(again.connection, FLOOR)
        value = await again.until(login, lambda value: value.part and value.part.source.link.live)
        assert value.signature[::2] == ("c1", 3)
