"""Takes entries without waiting for the disk; what cannot be written is kept, tried again, and told."""

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import datetime

from tui.audit.files import AuditFiles
from tui.audit.origin import AuditOrigin

_LOG = logging.getLogger(__name__)

AGAIN_S = 5.0
"""How often it is tried again to write."""
MOST_WAITING = 1000
"""Entries that wait for the disk; of more the oldest are lost, and counted in the log itself."""
CLOSE_S = 2.0
"""How long the end of a run waits for the disk."""


class AuditLog:
    """An audit log that is written.

    Attributes:
        origin: Who acts now, and from where; it may change while a run goes on.
        on_problem: Called by the writing thread with words when writing fails, and with "" when it works again.
    """

    def __init__(
        self,
        files: AuditFiles,
        origin: AuditOrigin,
        *,
        again_s: float = AGAIN_S,
        on_problem: Callable[[str], None] | None = None,
    ) -> None:
        """Begin to write, in a thread of its own.

        Args:
            files: Where.
            origin: Who acts, and from where.
            again_s: How often it is tried again to write, seconds.
            on_problem: Called by that thread with words when writing fails, and with "" when it works again.
        """
        self.origin = origin
        self._files = files
        self._again_s = again_s
        self.on_problem = on_problem or (lambda _: None)
        self._problem = ""
        self._waiting: list[Mapping[str, object]] = []
        self._lost = 0
        self._changed = threading.Condition()
        self._closing = False
        self._writing: threading.Thread | None = None

    @property
    def problem(self) -> str:
        """Why entries are not on the disk, in words; "" while all are."""
        return self._problem

    def note(self, event: str, **fields: object) -> None:
        """Keep an entry; returns at once.

        Args:
            event: What happened: `operation`, `outcome`, `login`, ...
            fields: More about it, JSON values.
        """
        at = datetime.now().astimezone().isoformat(timespec="milliseconds")
        entry = {"at": at, "event": event, **self.origin.fields(), **fields}
        with self._changed:
            self._waiting.append(entry)
            if len(self._waiting) > MOST_WAITING:
                del self._waiting[0]
                self._lost += 1
            if self._writing is None:
                self._writing = threading.Thread(target=self._write_all, name="audit", daemon=True)
                self._writing.start()
            self._changed.notify()

    def close(self, wait_s: float = CLOSE_S) -> None:
        """Write what waits, if that can be done in time.

        Args:
            wait_s: How long, seconds.
        """
        with self._changed:
            self._closing = True
            self._changed.notify()
        if self._writing is not None:
            self._writing.join(wait_s)

    def _write_all(self) -> None:
        while True:
            with self._changed:
                while not (self._waiting or self._closing):
                    self._changed.wait()
                taken, lost, is_last_try = tuple(self._waiting), self._lost, self._closing
            if not taken:
                return
            told: list[Mapping[str, object]] = [{"event": "lost", "entries": lost}] if lost else []
            if self._try([*told, *taken]):
                with self._changed:
                    self._lost -= lost
                    self._waiting = [one for one in self._waiting if all(one is not written for written in taken)]
            elif is_last_try:
                return
            else:
                self._pause()

    def _try(self, entries: list[Mapping[str, object]]) -> bool:
        try:
            self._files.append(entries)
        except OSError as error:
            words = f"the audit log cannot be written: {error.strerror or error}"
        else:
            words = ""
        if words != self._problem:
            self._problem = words
            if words:
                _LOG.error("%s", words)
            self.on_problem(words)
        return not words

    def _pause(self) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._closing, self._again_s)
