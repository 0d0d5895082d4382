"""Every command on every kind of stream ends when it is told to, says why in a sentence, and shows no traceback."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.fork_server.starting import ForkServer, Starts
from tests.matrix.commands import COMMANDS, VARIANTS, words_of
from tests.matrix.streams import KINDS, NAMES, Streams
from tests.process_facts import fields
from tests.pseudo_terminal import ROOT
from tests.recording.recorded_floor import open_floor
from tests.waiting import PATIENCE_S
from tui.cli.pages import PAGES, WHOLE
from tui.demo.options import Options
from tui.demo.server import Simulator

SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
HOW_MANY = os.environ.get("CALLBOARD_MATRIX", "")
HOW_MANY_FILE = "matrix-report.txt"
AT_ONCE = 3
_IDLE_S = 0.6
_LOOK_S = 0.05
_STARTED_S = 0.5
"""CPU time after which something that never rests has begun to work."""
_TICKS = os.sysconf("SC_CLK_TCK")
MOST_SENTENCES = 4
"""Lines of a complaint: that there is no log, no keyring, and why it ends."""
UNWANTED = re.compile(r"Traceback|Exception ignored|Exception Group|Fatal Python|most recent call|object at 0x")

_SCREENS = ("wall", "desk", "demo", "replay")

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc, and writes to /dev/full")


@dataclass(frozen=True)
class Cell:
    """One run: the kinds of its streams, and the signal that it gets."""

    stdin: str
    stdout: str
    stderr: str
    signal: signal.Signals

    @property
    def kinds(self) -> tuple[str, str, str]:
        return self.stdin, self.stdout, self.stderr

    def __str__(self) -> str:
        return f"<{self.stdin} >{self.stdout} 2>{self.stderr} {self.signal.name}"


@dataclass
class Ended:
    """How a run ended."""

    code: int
    after_s: float
    said: dict[str, str] = field(default_factory=dict)


def cells(number: int) -> Iterator[Cell]:
    """The cells of the command with this number."""
    size = len(KINDS)
    if HOW_MANY == "all":
        for one in range(size**3 * len(SIGNALS)):
            kinds = [KINDS[one // size**place % size] for place in range(3)]
            yield Cell(kinds[0], kinds[1], kinds[2], SIGNALS[one // size**3])
        return
    for row in range(size):
        for column in range(size) if HOW_MANY == "pairs" else [(2 * row + number) % size]:
            third = (row + column + number) % size
            yield Cell(KINDS[row], KINDS[column], KINDS[third], SIGNALS[(row + 2 * column + number) % len(SIGNALS)])


@pytest.fixture(scope="module")
def parent(starts: Starts) -> ForkServer:
    """Starts what runs in the cells."""
    server = starts.server(os.environ)
    assert server is not None
    return server


@asynccontextmanager
async def centre() -> AsyncIterator[dict[str, str]]:
    """A simulated centre, and the environment of somebody who may log in."""
    async with Simulator(Options(agents=4, calls=6, rate_per_s=20, logins="one", poll_timeout_ms=300)) as simulator:
        login = simulator.logins[0]
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("CALLBOARD", "COLUMNS"))}
        yield {
            **kept,
            "TERM": "xterm-256color",
            "NO_PROXY": "*",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            "CALLBOARD_URL": simulator.url,
            "CALLBOARD_USER": login.user,
            "CALLBOARD_PASSWORD": login.password,
        }


@pytest.mark.parametrize("name", [*COMMANDS, *VARIANTS])
async def test_a_command_ends_on_all_kinds_of_streams(name: str, tmp_path: Path, parent: ForkServer) -> None:
    kept = tmp_path / "kept.callrec"
    async with open_floor(kept) as floor:
        await floor.ring(floor.users[0])
    wrong: list[str] = []
    slowest_s = 0.0
    several = asyncio.Semaphore(AT_ONCE)
    number = [*COMMANDS, *VARIANTS].index(name)
    all_cells = list(cells(number))
    async with centre() as environ:

        async def one(place: int, cell: Cell) -> None:
            nonlocal slowest_s
            async with several:
                home = tmp_path / str(place)
                home.mkdir()
                ended = await run(parent, name, cell, home, kept, environ)
            slowest_s = max(slowest_s, ended.after_s)
            wrong.extend(f"{name} {cell}: {why}: {ended}" for why in judge(name, cell, ended))

        await asyncio.gather(*(one(place, cell) for place, cell in enumerate(all_cells)))
    if HOW_MANY:
        _report(f"{name}: {len(all_cells)} cells, {len(wrong)} wrong, ended within {slowest_s:.2f} s\n")
    assert not wrong, "\n".join(wrong)


def _report(words: str) -> None:
    with Path(HOW_MANY_FILE).open("a") as report:
        report.write(words)


async def run(parent: ForkServer, name: str, cell: Cell, home: Path, kept: Path, environ: dict[str, str]) -> Ended:
    """Start it, wait until it has nothing to do or hears signals, send one, and wait for the end."""
    folders = {f"XDG_{kind}_HOME": str(home) for kind in ("CONFIG", "STATE", "CACHE", "DATA")}
    words = [sys.executable, "-m", "tui", *words_of(name, home, kept)]
    with Streams(home, cell.kinds) as streams:
        left = iter(streams.descriptors)
        given = [None if kind == "closed" else next(left) for kind in cell.kinds]
        whole = {**environ, **folders, "HOME": str(home)}
        pid = parent.start(words, whole, given, folder=str(ROOT), session=True, controls=True)
        streams.given()
        code = await _settled(pid, streams)
        begun_s = time.monotonic()
        if code is None:
            with suppress(ProcessLookupError):
                os.kill(pid, cell.signal)
            code = await _ended(pid, streams)
        after_s = time.monotonic() - begun_s
        if code is None:
            os.kill(pid, signal.SIGKILL)
            await _ended(pid, streams)
            code = -signal.SIGKILL
        return Ended(code, after_s, {stream: streams.read(stream) for stream in NAMES[1:]})


def judge(name: str, cell: Cell, ended: Ended) -> Iterator[str]:
    """Everything that is wrong with a run."""
    if ended.code == -signal.SIGKILL:
        yield "it did not end"
        return
    for stream, said in ended.said.items():
        if UNWANTED.search(said):
            yield f"a traceback on {stream}"
    if ended.code not in {*_page(name), -cell.signal, 128 + cell.signal}:
        yield "an exit code that no page knows"
    if cell.stderr not in ("tty", cell.stdout) and name.split()[:1] != ["config"]:
        lines = [line for line in ended.said["stderr"].splitlines() if not line.startswith(("usage:", "  "))]
        if len(lines) > MOST_SENTENCES or not all(line.startswith("callboard") for line in lines):
            yield "more than sentences"
    if cell.stdout in ("full", "closed") and ended.code == 0 and name not in SILENT:
        yield "it went well, and what it printed is lost"


_ENDLESS = ("watch", "watch --format text", "watch --record", "serve wall", "serve desk", "serve demo", "simulate")
_EMPTY = ("log show", "audit show", "replay --format text")
SILENT = frozenset({*_SCREENS, *_ENDLESS, *_EMPTY, "call hangup"})
"""What prints nothing here, may be told to end before it prints, or tells by its code what is more than its output."""


def _page(name: str) -> set[int]:
    words = name
    while words and words not in PAGES:
        words = words.rpartition(" ")[0]
    return set(PAGES.get(words, WHOLE).codes)


def _code(pid: int) -> int | None:
    ended, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if ended else None


async def _ended(pid: int, streams: Streams) -> int | None:
    for _ in range(int(PATIENCE_S / _LOOK_S)):
        code = _code(pid)
        if code is not None:
            return code
        streams.look()
        await asyncio.sleep(_LOOK_S)
    return None


async def _settled(pid: int, streams: Streams) -> int | None:
    """Wait until it hears signals and has come to rest, or is at rest, or has ended: then its exit code."""
    used, since_s = -1.0, 0.0
    for _ in range(int(PATIENCE_S / _LOOK_S)):
        code = _code(pid)
        if code is not None:
            return code
        streams.look()
        now = _cpu_s(pid)
        # What waits for a processor is not at rest.
        since_s = since_s + _LOOK_S if now == used and not _runs(pid) else 0.0
        used = now
        if since_s >= _IDLE_S or (_hears(pid) and now > _STARTED_S):
            return None
        await asyncio.sleep(_LOOK_S)
    return None


def _cpu_s(pid: int) -> float:
    ticks = fields(pid)[11:13]
    return sum(map(int, ticks)) / _TICKS


def _runs(pid: int) -> bool:
    return fields(pid)[0] in ("R", "D")


def _hears(pid: int) -> bool:
    """Whether it has a handler for SIGTERM."""
    caught = re.search(r"^SigCgt:\s*([0-9a-f]+)", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    return caught is not None and bool(int(caught[1], 16) >> (signal.SIGTERM - 1) & 1)


def test_each_stream_is_each_kind_at_least_once() -> None:
    for place in range(3):
        assert {cell.kinds[place] for cell in cells(0)} == set(KINDS)
