"""What happened, for people: a bounded list of what arrived, what was sent and what went wrong."""

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from tui.live.clock import Clock
from tui.live.store.privacy import WALL

_LOG = logging.getLogger(__name__)

LENGTH = 2_000
"""Entries that are kept; the oldest go first."""


class EntryKind(StrEnum):
    """What an entry is about, in the words of the event log's filter."""

    LINK = "link"
    CALL = "call"
    DEVICE = "device"
    PROBLEM = "problem"
    OPERATION = "operation"


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One line of the event log; `times` counts how often in a row the same was said.

    Attributes:
        at: Wall clock, aware.
        source: Name of the source, "" for the program itself.
        kind: What it is about.
        words: Clean text.
        times: How often the same came one after another.
    """

    at: datetime
    source: str
    kind: EntryKind
    words: str
    times: int = 1


class Journal:
    """The event log. `revision` grows with every note, so that a reader sees at a glance whether to read again.

    What `mask` takes out of the words is not even kept.
    """

    def __init__(self, clock: Clock, length: int = LENGTH) -> None:
        """Start empty.

        Args:
            clock: Where the dates come from.
            length: How many entries are kept.
        """
        self.revision = 0
        self.mask: Callable[[str], str] = str
        self._clock = clock
        self._entries: deque[JournalEntry] = deque(maxlen=length)

    def note(self, source: str, kind: EntryKind, words: str) -> None:
        """Add an entry; a repetition of the last one is counted instead.

        Args:
            source: Name of the source, "" for the program itself.
            kind: What it is about.
            words: Clean text.
        """
        self.revision += 1
        words = self.mask(words)
        times = 1
        if self._entries:
            last = self._entries[-1]
            if (last.source, last.kind, last.words) == (source, kind, words):
                times = last.times + 1
                self._entries.pop()
        if times == 1 and kind in (EntryKind.LINK, EntryKind.PROBLEM):
            # The file is not masked like a screen: whoever reads it later is nobody that we know.
            _LOG.info("%s: %s", source or "callboard", WALL.text(words))
        self._entries.append(JournalEntry(self._clock.wall(), source, kind, words, times))

    def hide(self, mask: Callable[[str], str]) -> None:
        """Take out more from now on, and of what was noted before as well; what is gone does not come back.

        Args:
            mask: Takes it out.
        """
        self.mask = mask
        self.revision += 1
        noted = [replace(entry, words=mask(entry.words)) for entry in self._entries]
        self._entries = deque(noted, self._entries.maxlen)

    def recall(self, entries: Iterable[JournalEntry]) -> None:
        """Say what was said before, and nothing else.

        Args:
            entries: Oldest first, as from iterating.
        """
        self.revision += 1
        self._entries.clear()
        self._entries.extend(entries)

    def __iter__(self) -> Iterator[JournalEntry]:
        """The entries, oldest first."""
        return iter(tuple(self._entries))

    def __len__(self) -> int:
        """How many entries are kept now."""
        return len(self._entries)
