"""Prints from a thread of its own: a reader that stands still costs what is printed, and nothing else."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import NoReturn, Self

from tui.printing.output import OutputError, ReaderGoneError, reader_is_gone, write

LEAST = 1_000
"""Texts that may wait, at the least."""
TOGETHER = 64
"""Texts that are written at once, where they wait already."""
_LOOK_S = 1.0
"""How often it is looked whether anybody still reads."""
LAST_WORDS_S = 0.5
"""How long a reader may take for the last words when the run ends."""


def _least() -> int:
    return LEAST


class Printer:
    """Writes texts to standard output in order; the loop never waits for a reader.

    Attributes:
        takes: Whether more is to be put here: not from when as much waits as may, until all of that is written. Whoever
            makes texts without end looks at it, and counts what is left out.
    """

    def __init__(self, most: Callable[[], int] = _least, on_room: Callable[[], None] = lambda: None) -> None:
        """Print nothing yet; within a running loop.

        Args:
            most: How many texts may wait.
            on_room: Called when `takes` is true again.
        """
        self.takes = True
        self._most = most
        self._on_room = on_room
        self._loop = asyncio.get_running_loop()
        self._texts: SimpleQueue[str | None] = SimpleQueue()
        self._waiting = 0
        self._error: OutputError | None = None
        self._settled = asyncio.Event()
        self._failed = asyncio.Event()
        # A daemon: a reader that never reads must not keep the program from ending.
        self._thread = threading.Thread(target=self._run, name="printer", daemon=True)

    def __enter__(self) -> Self:
        """Begin to print."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Write what waits, if somebody takes it in time."""
        self._texts.put(None)
        self._thread.join(LAST_WORDS_S)

    def put(self, text: str) -> None:
        """Let a text be written, soon.

        Args:
            text: Lines with their ends.
        """
        if self._error is None:
            self._waiting += 1
            self._settled.clear()
            self._texts.put(text)
            self.takes = self.takes and self._waiting < self._most()

    async def say(self, text: str) -> None:
        """Write a text, and wait until it is taken; the loop goes on.

        Args:
            text: Lines with their ends.

        Raises:
            OutputError: It could not be written.
        """
        self.put(text)
        await self._settled.wait()
        if self._error is not None:
            raise self._error

    async def fail(self) -> NoReturn:
        """Wait until something cannot be written.

        Raises:
            OutputError: Why.
        """
        await self._failed.wait()
        raise self._error or OutputError("output could not be written")

    async def fail_or_be_left(self) -> NoReturn:
        """Wait until something cannot be written, or nobody reads any more, though nothing is written now.

        Raises:
            OutputError: Why.
        """
        while not self._failed.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._failed.wait(), _LOOK_S)
            if reader_is_gone():
                raise ReaderGoneError("the reader is gone")
        await self.fail()

    def _run(self) -> None:
        going = True
        while going:
            texts, going = self._next()
            try:
                if texts:
                    write("".join(texts))
            except OutputError as error:
                self._tell(len(texts), error)
                return
            self._tell(len(texts), None)

    def _next(self) -> tuple[list[str], bool]:
        """What waits, at least one text; and whether more may come."""
        texts: list[str] = []
        with suppress(Empty):
            while len(texts) < TOGETHER:
                text = self._texts.get(block=not texts)
                if text is None:
                    return texts, False
                texts.append(text)
        return texts, True

    def _tell(self, number: int, error: OutputError | None) -> None:
        # The loop may have ended meanwhile: then there is nobody left to tell.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._written, number, error)

    def _written(self, number: int, error: OutputError | None) -> None:
        self._waiting -= number
        if error is not None:
            self._error = error
            self.takes = False
            self._failed.set()
            self._settled.set()
        elif not self._waiting:
            self._settled.set()
            if not self.takes:
                self.takes = True
                self._on_room()
