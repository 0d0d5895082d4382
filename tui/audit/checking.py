"""Checks the chain of an audit log from its first entry to its last."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tui.audit.chain import BEGINNING, Entry, NotAnEntryError, entry_of
from tui.audit.files import AuditFiles
from tui.audit.head import HEAD, Head, read_head


@dataclass(frozen=True, slots=True)
class Broken:
    """A place where the chain does not hold.

    Attributes:
        path: The file.
        line: Line in it, from 1.
        words: What is wrong.
    """

    path: Path
    line: int
    words: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found.

    Attributes:
        entries: How many there are.
        first: The first one; None where there is none.
        last: The last one.
        broken: Every place where the chain does not hold, oldest first.
        has_expected: Whether the hash that was looked for is that of an entry.
        head: What was written last, as far as that is known.
        end: What is wrong with the end, in words; "" for nothing.
        set_back: Numbers of the entries whose time is before that of the entry before.
    """

    entries: int
    first: Entry | None
    last: Entry | None
    broken: tuple[Broken, ...]
    has_expected: bool
    head: Head | None
    end: str
    set_back: tuple[int, ...]


def check(files: AuditFiles, expected: str = "") -> Checked:
    """Check everything.

    A chain shows what was changed, taken out or put between, and `audit.head` that its end was cut off. To whoever may
    write both it can only be shown by the hash of an entry that was there.

    Args:
        files: Of the log.
        expected: Hash of an entry that has to be there; "" for none.

    Raises:
        OSError: A file cannot be read.
    """
    with files.standing_still():
        return _check(files, expected)


def _check(files: AuditFiles, expected: str) -> Checked:
    head = read_head(files.folder)
    count, first, last, at_head = 0, None, None, ""
    broken: list[Broken] = []
    set_back: list[int] = []
    found = not expected
    for path, number, line in files.lines():
        try:
            entry = entry_of(line)
        except NotAnEntryError as error:
            broken.append(Broken(path, number, str(error)))
            continue
        broken += (Broken(path, number, words) for words in _gaps(last, entry))
        if last is not None and _is_before(entry, last):
            set_back.append(entry["number"])
        if head is not None and entry["number"] == head.number:
            at_head = entry["hash"]
        count, first, last = count + 1, first or entry, entry
        found = found or entry["hash"] == expected
    return Checked(count, first, last, tuple(broken), found, head, _end(head, last, at_head), tuple(set_back))


def _end(head: Head | None, last: Entry | None, at_head: str) -> str:
    """What is wrong with the end; `at_head` is the hash of the entry that has the head's number."""
    if head is None:
        return f"{HEAD} is missing or cannot be read: entries may be missing at the end" if last else ""
    if head.number > (last["number"] if last else 0):
        there = f"entry {last['number']} is the last that is there" if last else "no entry is there"
        return f"the end is missing: entry {head.number} was written, and {there}"
    return "" if at_head == head.hash else f"entry {head.number} is not the one that was written"


def _is_before(entry: Entry, before: Entry) -> bool:
    try:
        return datetime.fromisoformat(str(entry["at"])) < datetime.fromisoformat(str(before["at"]))
    except (KeyError, ValueError, TypeError):
        return False


def _gaps(before: Entry | None, entry: Entry) -> Iterator[str]:
    number, previous = (before["number"], before["hash"]) if before else (0, BEGINNING)
    if entry["number"] != number + 1:
        yield f"entry {entry['number']} follows entry {number}" if number else f"begins with entry {entry['number']}"
    elif entry["previous"] != previous:
        yield f"entry {entry['number']} does not follow the one before it"
