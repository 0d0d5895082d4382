"""How many lines of the event log an entry takes."""

from datetime import UTC, datetime

import pytest

from tui.live.store.journal import EntryKind, JournalEntry
from widgets.drawing.palette import DARK
from widgets.lists.journal_face import entry_face, entry_height

WORDS = ("", "short", "•••• 0143 rings", "word " * 40 + "last", "  " + "x" * 100, "電話" * 60, "電" * 41, "a" * 75)


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("width", [30, 60, 69, 70, 119, 120, 200])
@pytest.mark.parametrize("times", [1, 2])
def test_an_entry_is_as_high_as_it_is_drawn(words: str, width: int, times: int) -> None:
    entry = JournalEntry(datetime(2026, 1, 2, tzinfo=UTC), "agent.one", EntryKind.CALL, words, times)
    assert entry_height(entry, width) == len(entry_face(entry, DARK, width))
