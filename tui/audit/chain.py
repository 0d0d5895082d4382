"""The hash chain: each entry carries the hash of the one before, so that none can be changed or taken out unseen."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

Entry = dict[str, Any]
"""One entry as JSON values; `number`, `previous` and `hash` are the chain's."""

BEGINNING = "0" * 64
"""What the first entry has as the hash of the one before."""


class NotAnEntryError(ValueError):
    """A line is no entry of an audit log; the words say why."""


def sealed(fields: Mapping[str, object], number: int, previous: str) -> Entry:
    """Make an entry of what is to be kept.

    Args:
        fields: JSON values, without the chain's own.
        number: Of the entry, from 1; goes on over all files.
        previous: Hash of the entry before, `BEGINNING` for the first.

    Returns:
        The entry with its hash.
    """
    entry: Entry = {"number": number, **fields, "previous": previous}
    return {**entry, "hash": _hash(entry)}


def line_of(entry: Entry) -> bytes:
    """Write an entry on one line, with its end."""
    return _text(entry).encode() + b"\n"


def entry_of(line: bytes) -> Entry:
    """Read an entry, and check its own hash.

    Args:
        line: One line, with or without its end.

    Raises:
        NotAnEntryError: It cannot be read, or is not as it was written.
    """
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        raise NotAnEntryError("cannot be read") from None
    if not isinstance(entry, dict) or not isinstance(entry.get("number"), int):
        raise NotAnEntryError("is no entry")
    rest = {name: value for name, value in entry.items() if name != "hash"}
    if entry.get("hash") != _hash(rest):
        raise NotAnEntryError("was changed: it does not fit its hash")
    return entry


def _hash(entry: Mapping[str, object]) -> str:
    return hashlib.sha256(_text(entry).encode()).hexdigest()


def _text(entry: Mapping[str, object]) -> str:
    # One form only, whatever the order in which something was said; ASCII, so that no terminal can be reached by it.
    return json.dumps(entry, sort_keys=True, separators=(",", ":"))
