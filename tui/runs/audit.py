"""`callboard audit`: what was done, by whom, and whether the log of it is whole."""

import argparse
import json
from collections import deque
from collections.abc import Iterator
from typing import Any

from tui.audit.chain import NotAnEntryError, entry_of
from tui.audit.checking import Checked, check
from tui.audit.files import NAME, AuditFiles
from tui.audit.head import HEAD
from tui.config.strict import ConfigError
from tui.language.count_words import count_of
from tui.machine.folders import NO_HOME, audit_folder
from tui.printing.output import write
from tui.source.text import clean

BROKEN = 1


def path(options: argparse.Namespace) -> int:
    """Print where the audit log is; see `callboard audit path --help`."""
    del options
    write(f"{_files().folder / NAME}\n")
    return 0


def show(options: argparse.Namespace) -> int:
    """Print the latest entries; see `callboard audit show --help`."""
    files = _files()
    try:
        last = deque((line for _, _, line in files.lines()), maxlen=options.lines)
    except OSError as error:
        raise ConfigError(f"{error.filename}: {error.strerror}") from None
    write("".join(_json(line) if options.json else f"{clean(_sentence(line), 1000)}\n" for line in last))
    return 0


def verify(options: argparse.Namespace) -> int:
    """Check the chain; see `callboard audit verify --help`.

    Returns:
        0, or `BROKEN`.
    """
    try:
        checked = check(_files(), options.contains or "")
    except OSError as error:
        raise ConfigError(f"{error.filename}: {error.strerror}") from None
    write("".join(f"{clean(words, 1000)}\n" for words in _findings(checked)))
    return BROKEN if checked.broken or checked.end or not checked.has_expected else 0


def _files() -> AuditFiles:
    folder = audit_folder()
    if folder is None:
        raise ConfigError(f"there is no audit log: {NO_HOME}, or XDG_STATE_HOME")
    return AuditFiles(folder)


def _json(line: bytes) -> str:
    # As it stands in the file, which is ASCII; what is no entry is left to `verify`.
    try:
        return json.dumps(entry_of(line)) + "\n"
    except NotAnEntryError:
        return ""


def _findings(checked: Checked) -> Iterator[str]:
    for broken in checked.broken:
        yield f"{broken.path}:{broken.line}: {broken.words}"
    if checked.end:
        yield checked.end
    if checked.last is None or checked.first is None:
        yield "there are no entries"
    else:
        first, last = checked.first, checked.last
        whole = "unbroken" if not checked.broken else f"broken in {count_of(len(checked.broken), 'place')}"
        whole += ", without a sure end" if checked.end else ""
        yield f"{_entries(checked.entries)}, {first.get('at', '?')} to {last.get('at', '?')}: {whole}"
        yield f"last hash: {last['hash']}"
    yield from _notes(checked)
    if not checked.has_expected:
        yield "the hash that was asked for is that of no entry: entries are missing"


def _entries(number: int, kind: str = "") -> str:
    return count_of(number, f"{kind}entry", f"{kind}entries")


def _notes(checked: Checked) -> Iterator[str]:
    head, last, back = checked.head, checked.last, checked.set_back
    if head is not None and last is not None and head.number < last["number"]:
        yield f"note: entry {head.number} is told as the last: a program was ended just when it wrote the next"
    if head is not None and head.since > 1:
        yield f"note: {HEAD} was lost before entry {head.since}: entries may be missing there"
    if back:
        yield (
            f"note: the clock of entry {back[0]} is before that of the entry before it "
            f"({_entries(len(back), 'such ')}): it was set back, or a program wrote later what had waited for the disk"
        )
    if last is not None:
        yield (
            "note: who may write these files could have written all of them anew: keep the last hash elsewhere, and "
            "ask for it with --contains"
        )


def _sentence(line: bytes) -> str:
    try:
        entry = entry_of(line)
    except NotAnEntryError as error:
        return f"(a line {error})"
    return " ".join(part for part in (str(entry.get("at", "")), *_words(entry)) if part)


def _words(entry: dict[str, Any]) -> Iterator[str]:
    origin = entry.get("origin")
    known = origin if isinstance(origin, dict) else {}
    places = [str(known[name]) for name in ("kind", "place", "token", "ssh") if known.get(name)]
    yield f"{entry.get('user', '')}@{':'.join(places)}" if entry.get("user") else ""
    yield str(entry.get("program", ""))
    yield str(entry.get("source", ""))
    yield str(entry.get("command") or entry.get("event", ""))
    yield f"{entry['outcome']}" if "outcome" in entry else "sent" if entry.get("event") == "operation" else ""
    yield f"after {entry['done_s']} s" if "done_s" in entry else ""
    yield f"call {entry['call']}" if "call" in entry else ""
    yield f"device {entry['device']}" if "device" in entry else ""
    yield f"agent {entry['agent']}" if "agent" in entry else ""
    yield f"party {entry['party']}" if "party" in entry else ""
    yield (f"{_entries(entry['entries'])} could not be written" if entry.get("event") == "lost" else "")
