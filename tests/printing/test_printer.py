"""The printer itself, on real pipes: what a reader gets, and what one that stands still cannot hold up."""

from __future__ import annotations

import asyncio
import fcntl
import io
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tui.printing.output import OutputError, ReaderGoneError, reader_is_gone
from tui.printing.printer import TOGETHER, Printer

DEADLINE_S = 30.0
SMALLEST = 4096
"""Bytes of the smallest pipe of Linux."""
SET_SIZE = getattr(fcntl, "F_SETPIPE_SZ", 1031)


@contextmanager
def standard_output(writing: int) -> Iterator[None]:
    """Let standard output be this descriptor; within the test, since pytest puts its own there between its phases."""
    before = sys.stdout
    with open(writing, "w", encoding="utf-8") as stream:
        sys.stdout = stream
        try:
            yield
        finally:
            sys.stdout = before


@contextmanager
def small_pipe() -> Iterator[int]:
    """Let standard output be a small pipe; its end to read from."""
    reading, writing = os.pipe()
    if sys.platform == "linux":
        fcntl.fcntl(writing, SET_SIZE, SMALLEST)
    with standard_output(writing):
        yield reading
    os.close(reading)


async def until(condition: Callable[[], object], what: str) -> None:
    async with asyncio.timeout(DEADLINE_S):
        while not condition():
            await asyncio.sleep(0.005)
    assert condition(), what


async def test_what_is_said_comes_out_in_order_and_at_once() -> None:
    with small_pipe() as pipe, Printer() as printer:
        for number in range(3):
            await printer.say(f"{number} ●\n")
            assert os.read(pipe, 100).decode() == f"{number} ●\n"


async def test_a_reader_that_stands_still_costs_what_is_printed_and_nothing_else() -> None:
    rooms: list[int] = []
    text, most, put = "x" * 99 + "\n", 50, 0
    got = bytearray()

    def drained() -> bool:
        with suppress(BlockingIOError):
            got.extend(os.read(pipe, 1 << 16))
        return len(got) == put * len(text)

    with small_pipe() as pipe, Printer(lambda: most, lambda: rooms.append(put)) as printer:
        while printer.takes:
            printer.put(text)
            put += 1
            # Lets the loop and the thread run, as every step of a run does.
            await asyncio.sleep(0)
        assert rooms == []
        assert put <= most + 2 * TOGETHER + SMALLEST // len(text) + 1
        os.set_blocking(pipe, False)
        await until(drained, "all of it")
        await until(lambda: rooms == [put], "room again")
        assert printer.takes
    assert got.decode() == text * put


async def test_a_run_ends_before_a_reader_that_never_reads() -> None:
    with small_pipe() as pipe:
        with Printer() as printer:
            printer.put("x" * 4 * SMALLEST)
            begun_s = time.monotonic()
        assert time.monotonic() - begun_s < DEADLINE_S
        os.set_blocking(pipe, False)

        def ended() -> bool:
            with suppress(BlockingIOError):
                os.read(pipe, 1 << 16)
            return not printer._thread.is_alive()

        await until(ended, "the end of the thread")


async def test_a_reader_that_has_gone_is_no_fault() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with standard_output(writing), Printer() as printer:
        with pytest.raises(ReaderGoneError):
            await printer.say("anything\n")
        with pytest.raises(ReaderGoneError):
            await printer.fail()
        assert not printer.takes
        printer.put("nothing more is kept\n")


async def test_a_reader_that_has_gone_is_noticed_while_nothing_is_written() -> None:
    reading, writing = os.pipe()
    with standard_output(writing), Printer() as printer:
        await printer.say("anything\n")
        waiting = asyncio.ensure_future(printer.fail_or_be_left())
        assert not reader_is_gone()
        os.close(reading)
        assert reader_is_gone()
        async with asyncio.timeout(DEADLINE_S):
            with pytest.raises(ReaderGoneError):
                await waiting


def test_a_file_has_no_reader_that_could_go(tmp_path: Path) -> None:
    with standard_output(os.open(tmp_path / "out", os.O_WRONLY | os.O_CREAT)):
        assert not reader_is_gone()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
async def test_a_full_disk_is_told_in_words() -> None:
    full, told = os.open("/dev/full", os.O_WRONLY), "output could not be written: No space left"
    with standard_output(full), Printer() as printer, pytest.raises(OutputError, match=told):
        await printer.say("anything\n")


async def test_a_pipe_that_others_made_non_blocking_gets_everything() -> None:
    with small_pipe() as pipe, Printer() as printer:
        os.set_blocking(sys.stdout.fileno(), False)
        printer.put("x" * 10 * SMALLEST)
        got = bytearray()
        while len(got) < 10 * SMALLEST:
            got += await asyncio.to_thread(os.read, pipe, 1 << 16)
        await printer.say("")
    assert bytes(got) == b"x" * 10 * SMALLEST


async def test_output_that_is_no_file_is_written_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = io.StringIO()
    monkeypatch.setattr(sys, "stdout", kept)
    with Printer() as printer:
        await printer.say("kept\n")
    monkeypatch.undo()
    assert kept.getvalue() == "kept\n"
