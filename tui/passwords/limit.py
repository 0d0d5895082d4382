"""Asks somebody who may never answer, for no longer than a limit, and not again while they have not answered."""

import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from tui.printing.output import OutputError, complain, write

Result = TypeVar("Result")

TOLD_AFTER_S = 1.5
"""After so long whoever waits is told what for."""


class SilentError(Exception):
    """There was no answer in time."""


class TimedQuestion:
    """One question at a time. One that was not answered in time is left behind in its thread, and holds nothing up."""

    def __init__(self, longest_s: float) -> None:
        """Nobody has been asked yet.

        Args:
            longest_s: How long an answer may take, seconds.
        """
        self._longest_s = longest_s
        self._turn = threading.Lock()
        self._is_silent = False

    def ask(self, question: Callable[[], Result]) -> Result:
        """Ask.

        Args:
            question: What takes its time; called in a thread of its own.

        Returns:
            The answer.

        Raises:
            SilentError: There was none in time, or the question before has none yet.
            Exception: What the question raised.
        """
        # Two hundred logins must not wait one after the other for a keyring that waits to be unlocked.
        if not self._turn.acquire(timeout=0 if self._is_silent else self._longest_s):
            raise SilentError
        answers: list[Result] = []
        failures: list[Exception] = []
        done = threading.Event()

        def work() -> None:
            try:
                answers.append(question())
            except Exception as error:
                failures.append(error)
            finally:
                self._is_silent = False
                self._turn.release()
                done.set()

        threading.Thread(target=work, name="asked", daemon=True).start()
        if not done.wait(self._longest_s):
            self._is_silent = True
            raise SilentError
        if failures:
            raise failures[0]
        return answers[0]


class TellWaiting:
    """Says on the terminal what a command waits for, if that takes long; within a `with`."""

    def __init__(self, words: str) -> None:
        """Say nothing yet.

        Args:
            words: What is waited for.
        """
        self._timer = threading.Timer(TOLD_AFTER_S, self._tell, (words,))
        self._timer.daemon = True

    def __enter__(self) -> None:
        """Begin to wait."""
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        """Waited long enough."""
        self._timer.cancel()

    @staticmethod
    def _tell(words: str) -> None:
        # A wall box sends the errors of its wall to a journal, which nobody sees who stands before it.
        if sys.stdout.isatty() and not sys.stderr.isatty():
            with suppress(OutputError):
                write(f"callboard: {words}\n")
        else:
            complain(words)
