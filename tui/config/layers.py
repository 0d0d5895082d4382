"""Lays one set of values over another, and remembers where each value came from."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from tui.config.strict import Place

Kind = Literal["flag", "environment", "file", "default"]


@dataclass(frozen=True, slots=True)
class SettingOrigin:
    """Where a value came from.

    Attributes:
        kind: What sort of place.
        where: The option, the variable, or the name of the file; "" for a default.
        line: Line of the file, where it is known.
    """

    kind: Kind
    where: str = ""
    line: int | None = None


DEFAULT = SettingOrigin("default")


@dataclass(frozen=True, slots=True)
class Layer:
    """Values, and who said them.

    Attributes:
        values: As TOML would give them.
        origin: Tells of a place among these values where it was said.
    """

    values: Mapping[str, Any]
    origin: Callable[[Place], SettingOrigin]


@dataclass(frozen=True, slots=True)
class Laid:
    """Several layers as one.

    Attributes:
        values: What counts.
        origins: The layer of each value, the one that was said last at the end; lists are one value.
    """

    values: Mapping[str, Any]
    origins: dict[Place, Layer]

    def origin(self, place: Place) -> SettingOrigin:
        """Where a value came from.

        Args:
            place: The value, or something within it.

        Returns:
            Its origin; `DEFAULT` where nobody said it.
        """
        for end in range(len(place), 0, -1):
            if (layer := self.origins.get(place[:end])) is not None:
                return layer.origin(place)
        # A table is where the last of its keys was said.
        inner = next((inner for inner in reversed(self.origins) if inner[: len(place)] == place), None)
        return self.origins[inner].origin(place) if place and inner is not None else DEFAULT


def lay(layers: Sequence[Layer]) -> Laid:
    """Lay each layer over those before it: tables key by key, everything else whole.

    Args:
        layers: The weakest first.

    Returns:
        What counts.
    """
    values: dict[str, Any] = {}
    origins: dict[Place, Layer] = {}
    for layer in layers:
        _pour(layer, layer.values, (), values, origins)
    return Laid(values, origins)


def _pour(
    layer: Layer, said: Mapping[str, Any], place: Place, values: dict[str, Any], origins: dict[Place, Layer]
) -> None:
    for key, value in said.items():
        here = (*place, key)
        if isinstance(value, dict) and isinstance(values.get(key, {}), dict):
            if not values.get(key):
                # An empty table is where it is said, until one of its keys is.
                (origins.pop(here, None) if value else origins.update({here: layer}))
            values[key] = dict(values.get(key, {}))
            _pour(layer, value, here, values[key], origins)
        else:
            values[key] = value
            origins.pop(here, None)
            origins[here] = layer


def with_own_secrets(layers: Sequence[Layer], table: str, usual: Mapping[str, object]) -> Iterator[Layer]:
    """Lay what says another address of a server over a table that has nothing of the server before.

    A secret goes to no other server than the one that it was written down for.

    Args:
        layers: The weakest first.
        table: The table, whose key `url` is the address.
        usual: What the table says of one server alone, and what it is where nobody says it.

    Yields:
        The layers, and before each that names another server one that says the usual.
    """
    known: object = None
    for layer in layers:
        said = _url_of(layer, table)
        if known is not None and said is not None and said != known:
            yield Layer({table: dict(usual)}, layer.origin)
        known = known if said is None else said
        yield layer


def _url_of(layer: Layer, table: str) -> object:
    values = layer.values.get(table)
    said = values.get("url") if isinstance(values, Mapping) else None
    return [said] if isinstance(said, str) else said
