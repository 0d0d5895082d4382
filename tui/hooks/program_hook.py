"""Runs a program of the user's for alarms and ringing calls: no shell, not for long, without our secrets."""

import asyncio
import json
import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial

from tui.config.program_words import PLACE
from tui.live.store.journal import EntryKind, Journal
from tui.passwords.background import in_background
from tui.programs import Ended, UserProgram
from tui.source.text import clean

_LOG = logging.getLogger(__name__)

AT_ONCE = 2
"""Programs that run at the same time."""
WAITING = 20
"""Events that wait for their turn; what comes beyond is dropped and told."""
LONGEST_S = 10.0
"""How long a program may run."""
MOST_OUTPUT = 4096
"""Bytes of its output that are read."""
_TOLD_OUTPUT = 200


class ProgramHook:
    """Starts `words` for each event of one kind.

    The program reads the event as one line of JSON from its standard input, and each value of it alone in a variable
    such as `CALLBOARD_ALARM_WHO`; a word that is `{json}`, or holds it, has the JSON in its place.

    Attributes:
        words: The program and its arguments.
    """

    def __init__(
        self, setting: str, event: str, words: Sequence[str], journal: Journal, *, longest_s: float = LONGEST_S
    ) -> None:
        """Run nothing yet.

        Args:
            setting: Name of the setting that names the program, such as `on_alarm`, for the event log.
            event: What happens, in one word, such as `alarm`; the variables are named after it.
            words: The program and its arguments.
            journal: Where it is told what it printed, and that something went wrong.
            longest_s: How long it may run, seconds.
        """
        self._setting = setting
        self._event = event
        self.words = tuple(words)
        self._journal = journal
        self._longest_s = longest_s
        self._running: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Semaphore(AT_ONCE)

    def __call__(self, told: Mapping[str, object]) -> None:
        """Run the program for an event, soon.

        Args:
            told: The event as JSON values.
        """
        if len(self._running) >= WAITING:
            self._problem(f"more than {WAITING} events wait for {self.words[0]}: one was dropped")
            return
        task = asyncio.create_task(self._run(self.words, dict(told)))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def stop(self) -> None:
        """End what runs."""
        for task in (running := tuple(self._running)):
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _run(self, words: Sequence[str], told: Mapping[str, object]) -> None:
        async with self._turn:
            text = event_json(told)
            filled = [word.replace(PLACE, text) for word in words]
            program = UserProgram(filled, limit_s=self._longest_s, most_output=MOST_OUTPUT, errors_too=True)
            given = f"{text}\n".encode()
            running = asyncio.create_task(in_background(partial(program.run, given, variables_of(self._event, told))))
            try:
                self._tell(await asyncio.shield(running), words[0])
            except asyncio.CancelledError:
                program.stop()
                # Who leaves earlier leaves a process that nobody has waited for; it is killed, so this is short.
                with suppress(OSError, ValueError):
                    await running
                raise
            except (OSError, ValueError) as error:
                why = error.strerror if isinstance(error, OSError) else error
                self._problem(f"{words[0]} cannot be started: {why}")

    def _tell(self, ended: Ended, name: str) -> None:
        if output := ended.output.decode("utf-8", "replace").strip():
            more = " (and more)" if ended.too_much else ""
            self._journal.note(
                "", EntryKind.OPERATION, f"{self._setting}: {name} printed: {clean(output, _TOLD_OUTPUT)}{more}"
            )
        if ended.too_long:
            self._problem(f"{name} took longer than {self._longest_s:g} s and was ended")
        elif ended.code:
            self._problem(f"{name} ended with {ended.code}")

    def _problem(self, words: str) -> None:
        # Nobody looks at the event log of a wall that hangs from the ceiling.
        _LOG.warning("%s: %s", self._setting, words)
        self._journal.note("", EntryKind.PROBLEM, f"{self._setting}: {words}")


def event_json(told: Mapping[str, object]) -> str:
    """Write an event as a program or a webhook reads it.

    Args:
        told: The event as JSON values.

    Returns:
        One line, without its end, that UTF-8 can encode.
    """
    return _encodable(json.dumps(told, ensure_ascii=False))


def variables_of(event: str, told: Mapping[str, object]) -> dict[str, str]:
    """Give each single value of an event as a variable of the environment.

    Args:
        event: What happens, such as `alarm`.
        told: The event as JSON values; a mapping among them is in the JSON alone.

    Returns:
        `CALLBOARD_ALARM_SOURCE` and so on; "" for null, `true` for true. Zero bytes, which no variable can hold, are
        left out.
    """
    single = {name: value for name, value in told.items() if not isinstance(value, Mapping)}
    words = {name: _single(value) for name, value in single.items()}
    return {f"CALLBOARD_{event}_{name}".upper(): _encodable(text) for name, text in words.items()}


def _single(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value).replace("\0", "")


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
