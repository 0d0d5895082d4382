"""The headings of groups as they are at one moment, drawn and remembered until something about them differs."""

from collections.abc import Callable

from textual.strip import Strip

from tui.live.store.card import CallKey
from tui.views.arrangement.group import CallGroup
from tui.views.attention.tally_words import Count, tally_words
from tui.views.words.durations import duration
from widgets.drawing.palette import Palette
from widgets.wall.group_face import group_face

_REMEMBERED = 500
"""Headings that are kept: more than any terminal shows."""


class GroupSight:
    """Draws headings; cheap to ask again."""

    def __init__(self, age_s: Callable[[CallKey], float | None]) -> None:
        """Remember nothing yet.

        Args:
            age_s: Knows how old a card is, None where nobody does.
        """
        self._age_s = age_s
        self._seen: dict[tuple[int, str], tuple[object, list[Strip]]] = {}

    def strips(self, group: CallGroup, width: int, palette: Palette, *, selected: bool) -> list[Strip]:
        """Draw a heading as it is now.

        Args:
            group: A group with a heading.
            width: Cells.
            palette: Colours.
            selected: Whether the cursor is on it.

        Returns:
            One strip; the same object as long as nothing about the heading differs.
        """
        heading = group.heading
        if heading is None:
            return []
        tally = heading.tally()
        age = "" if tally.longest is None else duration(self._age_s(tally.longest))
        signature = (heading.name, heading.beside, tally, age, width, palette, group.collapsed, selected)
        known = self._seen.get(group.key)
        if known is not None and known[0] == signature:
            return known[1]
        words = tally_words(tally, heading.noun)
        counts = [words[0], *(count for count in words[1:] if not _repeats(count, heading.name, tally.calls))]
        strip = group_face(
            heading.name,
            heading.beside,
            counts,
            age,
            palette,
            width,
            collapsed=group.collapsed,
            selected=selected,
            alarmed=tally.alarmed > 0,
        )
        if len(self._seen) >= _REMEMBERED:
            self._seen.clear()
        self._seen[group.key] = (signature, [strip])
        return self._seen[group.key][1]


def _repeats(count: Count, name: str, calls: int) -> bool:
    """Whether a number only says again what the group is."""
    return count.word.upper() == name or (count.word == "other" and count.number == calls)
