"""Large answers are read aside: the event loop has its turns meanwhile, and nobody loses what was read or why not."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import pytest

from tests.gws.samples import CALL
from tests.gws.scripted_server import ScriptedServer
from tui.gws.auth import Session
from tui.gws.large_answers import LARGE_BYTES, read_aside
from tui.gws.rest import Rest
from tui.source.errors import LimitError
from tui.source.models import Call

LARGE = LARGE_BYTES + 1
PATIENCE_S = 10.0


class TurnOfTheLoop:
    """Whoever reads waits for a turn of the event loop, which there is none of while it is the loop that reads."""

    def __init__(self) -> None:
        self._turned = threading.Event()
        self.threads: set[threading.Thread] = set()
        asyncio.get_running_loop().call_later(0.01, self._turned.set)

    def wait(self) -> None:
        self.threads.add(threading.current_thread())
        assert self._turned.wait(PATIENCE_S), "the event loop had no turn"


async def test_the_loop_has_its_turns_while_a_large_answer_is_read() -> None:
    turn = TurnOfTheLoop()

    def read() -> str:
        turn.wait()
        return "read"

    assert await read_aside(LARGE, read) == "read"


async def test_a_small_answer_is_read_at_once() -> None:
    assert await read_aside(LARGE_BYTES, threading.current_thread) is threading.current_thread()


async def test_why_it_cannot_be_read_comes_through() -> None:
    def read() -> None:
        raise LimitError("too much")

    with pytest.raises(LimitError, match="too much"):
        await read_aside(LARGE, read)


@pytest.mark.parametrize("fails", [False, True])
async def test_who_does_not_wait_any_more_is_not_told(fails: bool) -> None:
    begun, go_on, over = asyncio.Event(), threading.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def read() -> None:
        loop.call_soon_threadsafe(begun.set)
        assert go_on.wait(PATIENCE_S)
        # After what the thread itself tells the loop once this has returned, or raised.
        threading.Thread(target=_tell_later, args=(loop, threading.current_thread(), over.set)).start()
        if fails:
            raise LimitError("too much")

    reading = asyncio.create_task(read_aside(LARGE, read))
    await begun.wait()
    reading.cancel()
    await asyncio.wait([reading])
    assert reading.cancelled()
    go_on.set()
    # A callback of the loop that fails ends the test.
    await over.wait()


def _tell_later(loop: asyncio.AbstractEventLoop, thread: threading.Thread, tell: Callable[[], None]) -> None:
    thread.join()
    loop.call_soon_threadsafe(tell)


def test_a_loop_that_is_closed_meanwhile_is_told_nothing() -> None:
    go_on, threads = threading.Event(), list[threading.Thread]()

    def read() -> None:
        threads.append(threading.current_thread())
        assert go_on.wait(PATIENCE_S)

    async def leave() -> None:
        reading = asyncio.create_task(read_aside(LARGE, read))
        while not threads:
            await asyncio.sleep(0)
        reading.cancel()

    asyncio.run(leave())
    go_on.set()
    threads[0].join(PATIENCE_S)
    # What a thread raises is a warning, which ends the test.
    assert not threads[0].is_alive()


async def test_where_there_is_no_thread_it_is_read_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def start(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", start)
    assert await read_aside(LARGE, threading.current_thread) is threading.main_thread()


async def test_calls_of_a_large_snapshot_are_read_while_the_loop_has_its_turns(server: ScriptedServer) -> None:
    ids = [f"call-{number}" for number in range(200)]
    server.user["calls"] = [{**CALL, "id": id_} for id_ in ids]
    turn, answered = TurnOfTheLoop(), list[int]()

    def recall(_: str) -> Call | None:
        turn.wait()
        return None

    async with Session(server.login) as session:
        await Rest(session).log_in()
        found = await Rest(session).snapshot(recall=recall, on_answer=lambda: answered.append(len(turn.threads)))
    assert [call.id for call in found.calls] == ids
    assert threading.main_thread() not in turn.threads
    # The answer was there before the first of its calls was read.
    assert answered == [0]
