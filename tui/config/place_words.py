"""Where a value stands, in the words of the file: an entry of a list by its name, else counted from 1."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tui.config.strict import Place
from tui.source.text import clean

_LONGEST_NAME = 40
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """Where a value stands.

    Attributes:
        entry: The table of a list in which it stands, such as `the 2nd [[sources]]`; "" where it stands in none.
        key: The key in there, such as `user` or `desk.bell`; "" for the entry itself.
    """

    entry: str
    key: str

    def __str__(self) -> str:
        """Both, as they stand before a colon."""
        return ", ".join(part for part in (self.entry, self.key) if part)


def place_words(place: Place, values: object) -> PlaceWords:
    """Say where a value stands.

    Args:
        place: The value.
        values: All values, in which entries are looked up.

    Returns:
        Words; a value in a list of values is counted too, such as `floor.url, the 2nd`.
    """
    entry, key, within = "", "", values
    for number, part in enumerate(place):
        around, within = within, value_at((part,), within)
        if isinstance(part, str):
            key = f"{key}.{part}" if key else part
        elif isinstance(within, Mapping):
            table = f"[[{'.'.join(name for name in place[:number] if isinstance(name, str))}]]"
            name = _name(around, part)
            entry, key = f'{table} "{name}"' if name else f"the {ordinal(part + 1)} {table}", ""
        else:
            key = f"{key}, the {ordinal(part + 1)}"
    return PlaceWords(entry, key)


def ordinal(number: int) -> str:
    """Count: 1st, 2nd, 3rd, 11th."""
    ending = "th" if number % 100 in (11, 12, 13) else _ENDINGS.get(number % 10, "th")
    return f"{number}{ending}"


def value_at(place: Place, values: object) -> object:
    """Look a value up; None where there is none."""
    for part in place:
        if isinstance(part, str):
            values = values.get(part) if isinstance(values, Mapping) else None
        else:
            values = values[part] if isinstance(values, Sequence) and part < len(values) else None
    return values


def _name(entries: object, number: int) -> str:
    """What an entry is named, where no other one is named so."""
    if not isinstance(entries, Sequence):
        return ""
    names = [entry.get("name") if isinstance(entry, Mapping) else None for entry in entries]
    name = names[number]
    if not isinstance(name, str) or len(name) > _LONGEST_NAME or names.count(name) > 1:
        return ""
    return clean(name)
