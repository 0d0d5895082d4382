"""`callboard watch`: the board as JSON lines, for scripts and logs."""

import asyncio
import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

from tui.live.board import Board, Changes
from tui.live.card import BoardCall, CallKey
from tui.live.link import LinkState
from tui.wiring import Parts

REFUSED = 3
UNREACHABLE = 4
_ONCE_S = 30.0

Line = Mapping[str, Any]


def print_line(line: Line) -> None:
    """Write one object on one line, at once.

    Args:
        line: JSON values.
    """
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


class Reporter:
    """Turns each step of the board into lines; the format is described in tui/cli/README.md."""

    def __init__(self, board: Board, write: Callable[[Line], None]) -> None:
        """Watch the board from now on.

        Args:
            board: What to report.
            write: Takes each line.
        """
        self._board = board
        self._write = write
        self._last: dict[CallKey, BoardCall] = {}
        self.stop = board.watch(self.report)

    def report(self, changes: Changes) -> None:
        """Write the lines of one step.

        Args:
            changes: What the step changed.
        """
        for source in changes.links:
            link = self._board.sources[source].link
            self._say("link", source, state=str(link.state), why=link.why)
        for source, device_id in changes.devices:
            known = self._board.sources[source].devices.get(device_id)
            if known is not None:
                self._say("device", source, device=known.device.wire())
        for change in ("added", "changed", "ended"):
            for key in getattr(changes, change):
                self._last[key] = self._board.calls[key]
                self._say_call(change, self._last[key])
        for key in changes.removed:
            if key in self._last:
                self._say_call("removed", self._last.pop(key))

    def _say_call(self, change: str, known: BoardCall) -> None:
        extra = {"how": known.ended_how} if known.ended else {}
        call = call_object(known, self._board.sure_until_s(known.key.source))
        self._say("call", known.key.source, change=change, call=call, **extra)

    def _say(self, kind: str, source: str, **rest: object) -> None:
        self._write({"type": kind, "source": source, **rest, "at": self._board.clock.wall().isoformat()})


def call_object(known: BoardCall, now_s: float) -> dict[str, Any]:
    """Give a call in the wire's own names.

    Args:
        known: The call on the board.
        now_s: Up to when its source is sure.

    Returns:
        The resource; `duration` in whole seconds at that moment, null if unknown.
    """
    age_s = known.age_s(now_s)
    unreadable = {"unreadable": known.unreadable} if known.unreadable else {}
    return {**known.call.wire(), "duration": None if age_s is None else int(age_s), **unreadable}


def whole(board: Board) -> Line:
    """Give everything on the board as one object.

    Args:
        board: The board.

    Returns:
        `sources`, `calls` and `devices`; calls and devices carry the name of their source beside the wire's fields.
    """
    sources = [
        {"source": source.name, "state": str(source.link.state), "why": source.link.why, "user": source.user.user_name}
        for source in board.sources.values()
    ]
    calls = [
        {"source": key.source, **call_object(known, board.sure_until_s(key.source))}
        for key, known in board.calls.items()
        if not known.ended
    ]
    devices = [
        {"source": source.name, **known.device.wire()}
        for source in board.sources.values()
        for known in source.devices.values()
    ]
    return {"sources": sources, "calls": calls, "devices": devices}


async def watch(parts: Parts, write: Callable[[Line], None] = print_line) -> None:
    """Print every change until cancelled.

    Args:
        parts: What runs.
        write: Takes each line.

    Raises:
        BrokenPipeError: The reader of standard output is gone.
    """
    # Writing happens in a task of its own: a pipe that breaks must end the run, not a feed.
    lines: asyncio.Queue[Line] = asyncio.Queue()
    reporter = Reporter(parts.board, lines.put_nowait)
    reporter.report(Changes(links=tuple(parts.board.sources)))
    running = asyncio.create_task(parts.feeds.run())
    try:
        while True:
            write(await lines.get())
    finally:
        reporter.stop()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def watch_once(parts: Parts, write: Callable[[Line], None] = print_line, wait_s: float = _ONCE_S) -> int:
    """Print the whole state when all sources are live, or say why that cannot be.

    Args:
        parts: What runs.
        write: Takes the one object.
        wait_s: How long to wait at the most.

    Returns:
        The exit code: 0, `REFUSED` or `UNREACHABLE`.
    """
    running = asyncio.create_task(parts.feeds.run())
    try:
        code = await wait_until_live(parts.board, wait_s)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    if code == 0:
        write(whole(parts.board))
    return code


async def wait_until_live(board: Board, wait_s: float = _ONCE_S) -> int:
    """Wait until all sources are live, or say on standard error why that cannot be; the feeds must run.

    Args:
        board: Which sources there are.
        wait_s: How long to wait at the most.

    Returns:
        The exit code: 0, `REFUSED` or `UNREACHABLE`.
    """
    settled = asyncio.Event()
    stop = board.watch(lambda changes: settled.set() if changes.links and _is_settled(board) else None)
    try:
        async with asyncio.timeout(wait_s):
            await settled.wait()
    except TimeoutError:
        pass
    finally:
        stop()
    return _conclude(board)


def _is_settled(board: Board) -> bool:
    links = [source.link for source in board.sources.values()]
    return all(link.live for link in links) or any(_is_hopeless(link.state, link.why) for link in links)


def _is_hopeless(state: LinkState, why: str) -> bool:
    return state is LinkState.REFUSED or (state is LinkState.CONNECTING and bool(why))


def _conclude(board: Board) -> int:
    bad = [source for source in board.sources.values() if not source.link.live]
    for source in bad:
        sys.stderr.write(f"callboard: {source.name}: {source.link.state}: {source.link.why or 'no answer in time'}\n")
    if not bad:
        return 0
    return REFUSED if any(source.link.state is LinkState.REFUSED for source in bad) else UNREACHABLE
