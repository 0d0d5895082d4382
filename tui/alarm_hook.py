"""Runs a program of the user's for alarms: no shell, few at once, none for long, and without our passwords."""

import asyncio
import json
import os
from asyncio.subprocess import DEVNULL
from collections.abc import Mapping, Sequence
from contextlib import suppress

from tui.live.journal import Journal, Kind

AT_ONCE = 2
"""Programs that run at the same time."""
WAITING = 20
"""Alarms that wait for their turn; what comes beyond is dropped and told."""
LONGEST_S = 10.0
"""How long a program may run."""
_PLACE = "{json}"


class AlarmHook:
    """Starts `words` for each alarm, with `{json}` replaced by it.

    Attributes:
        words: The program and its arguments.
    """

    def __init__(self, words: Sequence[str], journal: Journal, *, longest_s: float = LONGEST_S) -> None:
        """Run nothing yet.

        Args:
            words: The program and its arguments.
            journal: Where it is told that something went wrong.
            longest_s: How long it may run, seconds.
        """
        self.words = tuple(words)
        self._journal = journal
        self._longest_s = longest_s
        self._running: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Semaphore(AT_ONCE)

    def __call__(self, told: Mapping[str, object]) -> None:
        """Run the program for an alarm, soon.

        Args:
            told: The alarm as JSON values.
        """
        if len(self._running) >= WAITING:
            self._problem(f"more than {WAITING} alarms wait for {self.words[0]}: one was dropped")
            return
        text = json.dumps(told, ensure_ascii=False)
        task = asyncio.create_task(self._run([word.replace(_PLACE, text) for word in self.words]))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def stop(self) -> None:
        """End what runs."""
        for task in (running := tuple(self._running)):
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _run(self, words: Sequence[str]) -> None:
        async with self._turn:
            # Cancelled half way it would be started and never waited for.
            starting = asyncio.create_task(_start(words))
            try:
                process = await asyncio.shield(starting)
            except asyncio.CancelledError:
                await _end_started(starting)
                raise
            except (OSError, ValueError) as error:
                self._problem(f"{words[0]} cannot be started: {error}")
                return
            await self._wait(process, words[0])

    async def _wait(self, process: asyncio.subprocess.Process, name: str) -> None:
        try:
            async with asyncio.timeout(self._longest_s):
                if code := await process.wait():
                    self._problem(f"{name} ended with {code}")
        except TimeoutError:
            self._problem(f"{name} took longer than {self._longest_s:g} s and was ended")
        finally:
            await _end(process)

    def _problem(self, words: str) -> None:
        self._journal.note("", Kind.PROBLEM, f"on_alarm: {words}")


async def _start(words: Sequence[str]) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *words, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL, env=_environment()
    )


async def _end_started(starting: asyncio.Task[asyncio.subprocess.Process]) -> None:
    with suppress(OSError, ValueError):
        await _end(await starting)


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.kill()
    waiting = asyncio.create_task(process.wait())
    try:
        await asyncio.shield(waiting)
    except asyncio.CancelledError:
        # It is killed, so this does not take long; who leaves earlier leaves a process that nobody has waited for.
        await waiting
        raise


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("CALLBOARD_")}
