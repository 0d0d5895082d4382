"""Whether our copies of resources are the server's own, compared without any code of `tui`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Json = dict[str, Any]

WITHOUT_ORDER = ("capabilities", "channels")
OF_EACH_COPY = ("duration",)
EMPTY: tuple[object, ...] = ("", None, False, [], {})


def differences(ours: Iterable[Json], theirs: Iterable[Json]) -> list[str]:
    """What differs between two lists of resources, by id; empty if they are the same but for their durations."""
    mine, truth = ({item["id"]: item for item in items} for items in (ours, theirs))
    found = [f"{name}: missing" for name in truth.keys() - mine.keys()]
    found += [f"{name}: not there any more" for name in mine.keys() - truth.keys()]
    for name in mine.keys() & truth.keys():
        found += [f"{name}: {words}" for words in _fields(mine[name], truth[name])]
    return found


def _fields(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> list[str]:
    names = sorted((ours.keys() | theirs.keys()) - {*OF_EACH_COPY})
    pairs = {name: (ours.get(name), theirs.get(name)) for name in names}
    return [
        f"{name} is {mine!r}, not {truth!r}" for name, (mine, truth) in pairs.items() if not _same(name, mine, truth)
    ]


def _same(name: str, mine: Any, truth: Any) -> bool:  # noqa: ANN401 - any JSON values
    # What the server leaves out, we have as an empty value.
    if truth is None or mine is None:
        return mine in EMPTY and truth in EMPTY
    if name in WITHOUT_ORDER:
        return sorted(mine) == sorted(truth)
    if isinstance(truth, dict) and isinstance(mine, dict):
        return not _fields(mine, truth)
    if isinstance(truth, list) and isinstance(mine, list):
        return len(mine) == len(truth) and all(_same("", *pair) for pair in zip(mine, truth, strict=True))
    return bool(mine == truth)
