"""A process that was told to end does end: in order if it can, and from outside its event loop if it cannot."""

import logging
import os
import queue
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from types import FrameType
from typing import ClassVar

GRACE_S = 1.2
"""So long it may take to end in order: connections, the recording, the terminal."""
LAST_S = 0.2
"""So long each of the last acts may take after that."""
SIGNALS = (signal.SIGTERM, signal.SIGHUP)
TOLD = 0
"""Exit code of a run that ended because it was told to."""

_NEVER = ""
_LOG = logging.getLogger(__name__)


class Ending:
    """Takes the signals that end a screen, and word that its terminal is gone.

    The handlers are Python's own, not those of the event loop, which run only when the loop comes round.
    """

    _former: "ClassVar[Ending | None]" = None

    def __init__(self, leave: Callable[[], None], restore: Callable[[], None]) -> None:
        """Wait for nothing yet.

        Args:
            leave: Begins to end in order; called once, from any thread or from the handler of a signal.
            restore: Puts the terminal in order; called from a thread when ending in order took too long.
        """
        self._leave = leave
        self._restore = restore
        # The one queue into which a handler may put whatever the code that it interrupted was doing.
        self._said: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._is_told = False
        self._is_listening = False

    def listen(self) -> None:
        """Begin, in the main thread, in place of whatever took the signals; a second time changes nothing.

        It goes on when the application has ended by itself, until something else takes the signals: in between nothing
        may end the process without a word.
        """
        if self._is_listening:
            return
        self._is_listening = True
        threading.Thread(target=self._watch, name="ending", daemon=True).start()
        for number in SIGNALS:
            signal.signal(number, self._on_signal)
        former = Ending._former
        if former is not None and not former._is_told:
            former._said.put(_NEVER)
        Ending._former = self

    def tell(self, why: str) -> None:
        """End, however it may be.

        Args:
            why: For the log.
        """
        if not self._is_told:
            self._is_told = True
            self._said.put(why)
            self._leave()

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        self.tell(signal.Signals(number).name)

    def _watch(self) -> None:
        why = self._said.get()
        if why == _NEVER:
            return
        # The terminal may be another's by now; to set it must not stop this process.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU})
        time.sleep(GRACE_S)
        _within(LAST_S, self._restore)
        _within(LAST_S, lambda: _tell_log(why))
        os._exit(TOLD)


def _within(seconds: float, what: Callable[[], None]) -> None:
    # Any of it may wait for what the rest of the process holds.
    thread = threading.Thread(target=what, name="ending-last", daemon=True)
    thread.start()
    thread.join(seconds)


def _tell_log(why: str) -> None:
    main = sys._current_frames().get(threading.main_thread().ident or 0)
    where = "".join(traceback.format_stack(main)) if main is not None else "nowhere"
    _LOG.warning("told to end by %s and not ended after %.1f s; ended from outside. It was at\n%s", why, GRACE_S, where)
