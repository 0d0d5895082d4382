"""The shortest sequence from one look of cells to another: what the terminal remembers is not said again."""

from functools import lru_cache
from typing import NamedTuple

_OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "7": "27", "9": "29"}
"""What takes an attribute back; bold and dim go together."""
_LENGTHS = {"2": 5, "5": 3}
"""Parameters of a colour after 38 or 48, these two included, by its kind."""


class _Look(NamedTuple):
    """An SGR sequence in its parts; "" is the terminal's own colour."""

    attributes: frozenset[str]
    letters: str
    ground: str


@lru_cache(maxsize=4_096)
def change_of_look(before: str, after: str) -> str:
    """Say only what differs.

    Args:
        before: SGR parameters of the cells so far, as from a terminal that was reset; "" for none.
        after: Those of the next cells.

    Returns:
        A sequence; "" where nothing differs.
    """
    if before == after:
        return ""
    whole = f"\x1b[0;{after}m" if before and after else f"\x1b[{after}m"
    old, new = _read(before), _read(after)
    if old is None or new is None or not after:
        return whole
    kept = old.attributes
    words = sorted({_OFF[one] for one in kept - new.attributes})
    if "22" in words:
        kept -= {"1", "2"}
    words += sorted(new.attributes - kept)
    words += [new.letters or "39"] if new.letters != old.letters else []
    words += [new.ground or "49"] if new.ground != old.ground else []
    part = f"\x1b[{';'.join(words)}m" if words else ""
    return min(part, whole, key=len)


def _read(parameters: str) -> _Look | None:
    """Read SGR parameters; None where there are others than are known here."""
    words, place = parameters.split(";") if parameters else [], 0
    attributes: set[str] = set()
    colours = {"3": "", "4": ""}
    while place < len(words):
        word, length = words[place], 1
        if word in _OFF:
            attributes.add(word)
        elif word in ("38", "48"):
            length = _LENGTHS.get(words[place + 1] if place + 1 < len(words) else "", 0)
            if not length:
                return None
            colours[word[0]] = ";".join(words[place : place + length])
        elif len(word) == 2 and word[0] in "34" and word[1] in "012345679":
            colours[word[0]] = "" if word[1] == "9" else word
        elif len(word) in (2, 3) and word[:-1] in ("9", "10") and word[-1] in "01234567":
            colours["3" if word[0] == "9" else "4"] = word
        else:
            return None
        place += length
    return _Look(frozenset(attributes), colours["3"], colours["4"])
