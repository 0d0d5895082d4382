"""`callboard watch --format text`: the board in plain sentences, for screen readers, `say` and logs."""

import asyncio
import sys
from collections.abc import Callable
from typing import NoReturn

from tui.headless import watch_once
from tui.live.board import Changes
from tui.live.clock import Clock
from tui.live.ration import Ration
from tui.live.sentences import Narrator
from tui.wiring import Parts

_TICK_S = 1.0


def print_sentence(sentence: str) -> None:
    """Write one sentence on one line, at once.

    Args:
        sentence: Clean text.
    """
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


class Speaker:
    """Says what a narrator tells, as far as its ration goes; what was left out is counted, and said as a number."""

    def __init__(self, narrator: Narrator, clock: Clock, say: Callable[[str], None], per_minute: int) -> None:
        """Be silent yet.

        Args:
            narrator: Makes the sentences.
            clock: Where time comes from.
            say: Takes each sentence.
            per_minute: How many may be said in a minute; 0 is no limit.
        """
        self._narrator = narrator
        self._ration = Ration(clock, per_minute)
        self._say = say

    def take(self, changes: Changes) -> None:
        """Say one step of the board.

        Args:
            changes: What changed.
        """
        for sentence in self._narrator.tell(changes):
            # What comes later must not be said before the words that stand for what came earlier.
            if self._ration.left_out:
                self._ration.left_out += 1
            elif self._ration.allows():
                self._say(sentence)

    def tick(self) -> None:
        """A second has passed: when there is room again, say how much was left out and how things stand."""
        number = self._ration.left_out
        if number and self._ration.take():
            self._ration.left_out = 0
            changes = "1 more change was" if number == 1 else f"{number} more changes were"
            self._say(f"{changes} left out. {self._narrator.summary()}")


async def read_aloud(parts: Parts, per_minute: int, write: Callable[[str], None] = print_sentence) -> NoReturn:
    """Say every change until cancelled.

    Args:
        parts: What runs.
        per_minute: How many sentences may be said in a minute; 0 is no limit.
        write: Takes each sentence.

    Raises:
        BrokenPipeError: The reader of standard output is gone.
    """
    # Writing happens in a task of its own: a pipe that breaks must end the run, not a feed.
    sentences: asyncio.Queue[str] = asyncio.Queue()
    speaker = Speaker(Narrator(parts.board), parts.board.clock, sentences.put_nowait, per_minute)
    stop = parts.board.watch(speaker.take)
    running = [asyncio.create_task(parts.feeds.run()), asyncio.create_task(_tick(speaker))]
    try:
        while True:
            write(await sentences.get())
    finally:
        stop()
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def read_aloud_once(parts: Parts, write: Callable[[str], None] = print_sentence) -> int:
    """Say the whole state when all sources are live, or why that cannot be; see `watch_once`.

    Args:
        parts: What runs.
        write: Takes each sentence.

    Returns:
        The exit code.
    """
    code = await watch_once(parts, lambda _: None)
    for sentence in Narrator(parts.board).whole() if code == 0 else ():
        write(sentence)
    return code


async def _tick(speaker: Speaker) -> NoReturn:
    while True:
        await asyncio.sleep(_TICK_S)
        speaker.tick()
