"""The environment as a layer: `CALLBOARD_<KEY>` for every key, `CALLBOARD_<TABLE>_<KEY>` for those of a table."""

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, get_origin

from pydantic.fields import FieldInfo

from tui.config.layers import Layer, SettingOrigin
from tui.config.settings import Settings
from tui.config.strict import ConfigFault, Place, Strict
from tui.language.nearest import nearest

PREFIX = "CALLBOARD_"
_OTHERS = (
    *("CONFIG", "PROFILE", "URL", "USER", "PASSWORD", "PASSPHRASE", "SERVE_TOKEN"),
    *("FLOOR_PASSWORD", "FLOOR_PASSPHRASE", "WEBHOOK_SECRET"),
)
_FREE = ("PASSWORD_", "PASSPHRASE_")
"""What stands behind these is the name of a source."""


def environment_layer(environment: Mapping[str, str]) -> Layer:
    """Read what the environment says.

    Args:
        environment: Variables; one that is empty says nothing, one of another name is not ours.

    Returns:
        The values. Texts, numbers and yes or no are written as they are; lists and tables as in the file.
    """
    values: dict[str, Any] = {}
    found: set[Place] = set()
    for place, field in places():
        text = as_utf_8(environment.get(name_of(place), ""))
        if text:
            found.add(place)
            table = values
            for part in place[:-1]:
                table = table.setdefault(str(part), {})
            table[str(place[-1])] = _value(text, field)

    def origin(place: Place) -> SettingOrigin:
        # Of an entry of a table that one variable holds, that variable.
        known = next((said for end in range(len(place), 0, -1) if (said := place[:end]) in found), place[:2])
        return SettingOrigin("environment", name_of(known))

    return Layer(values, origin)


def as_utf_8(text: str) -> str:
    """Read what the locale of this process could not: bytes beyond ASCII, of an argument or a variable.

    Args:
        text: As Python gives it; such bytes are lone surrogates in it (PEP 383).

    Returns:
        The text; as it was given where it is no UTF-8 either.
    """
    try:
        return text.encode("utf-8", "surrogateescape").decode()
    except UnicodeError:
        return text


def misspelt(environment: Mapping[str, str]) -> Iterator[ConfigFault]:
    """Find variables that were probably meant to be ours; others with our prefix may be somebody else's.

    Args:
        environment: Variables.

    Yields:
        A fault for each.
    """
    known = [*_OTHERS, *(name_of(place).removeprefix(PREFIX) for place, _ in places())]
    for variable in sorted(environment):
        name = variable.removeprefix(PREFIX)
        if variable.startswith(PREFIX) and name not in known and not name.startswith(_FREE):
            near = nearest(name, known, like=0.8)
            if near:
                words = f"unknown variable: do you mean {PREFIX}{near}?"
                yield ConfigFault(variable, None, "", words, f"{PREFIX}{near}")


def name_of(place: Place) -> str:
    """The variable of a key.

    Args:
        place: Such as `("desk", "bell")`.

    Returns:
        Such as `CALLBOARD_DESK_BELL`.
    """
    return PREFIX + "_".join(str(part).upper() for part in place)


def places() -> Iterator[tuple[Place, FieldInfo]]:
    """Every key that the environment can set: all but those of `[[sources]]` and `[[thresholds]]`, which have no name.

    Yields:
        Place and field.
    """
    yield from _places(Settings, ())


def _places(model: type[Strict], head: Place) -> Iterator[tuple[Place, FieldInfo]]:
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, Strict):
            yield from _places(inner, (*head, name))
        elif name not in ("sources", "thresholds"):
            yield (*head, name), field


def _value(text: str, field: FieldInfo) -> object:
    if get_origin(field.annotation) not in (tuple, dict):
        return text
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except (ValueError, RecursionError):
        # The model says what it wants instead.
        return text
