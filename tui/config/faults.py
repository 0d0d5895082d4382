"""What is wrong with a configuration: each fault with its place, and the key that was probably meant."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from tui.config.layers import Laid
from tui.config.settings import Settings
from tui.config.strict import ConfigError, ConfigFault, Place, Strict

_WORDS = {"missing": "is missing", "string_unicode": "is not UTF-8"}
"""Instead of those of the library, by the type of the error."""
_SECRETS = ("password", "passphrase", "secret", "token")


def faults_of(error: ValidationError, laid: Laid) -> tuple[ConfigFault, ...]:
    """Tell everything that a model found.

    Args:
        error: What it raised.
        laid: The values, which know where they came from.

    Returns:
        Faults; a misspelt key comes before the missing one that it should have been.
    """
    found = error.errors(include_url=False, include_input=False)
    return tuple(_fault(one, laid) for one in sorted(found, key=lambda one: one["type"] != "extra_forbidden"))


def config_error(faults: Sequence[ConfigFault]) -> ConfigError:
    """Make the error of a run that cannot begin.

    Args:
        faults: At least one.

    Returns:
        An error whose words are one line.
    """
    more = f" (and {len(faults) - 1} more, see callboard config validate)" if len(faults) > 1 else ""
    return ConfigError(f"{faults[0]}{more}", faults)


def nearest(word: str, known: Mapping[str, object] | Sequence[str]) -> str:
    """Find the word that was probably meant; "" where none is near."""
    return next(iter(get_close_matches(word, list(known), n=1)), "")


def _fault(one: ErrorDetails, laid: Laid) -> ConfigFault:
    place: Place = one["loc"]
    origin = laid.origin(place)
    key = ".".join(map(str, place))
    if one["type"] == "extra_forbidden":
        words, near = _unknown(place)
        return ConfigFault(origin.where, origin.line, key, words, near)
    words = one["msg"].removeprefix("Value error, ")
    words = _WORDS.get(one["type"], words)
    return ConfigFault(origin.where, origin.line, key, f"{key}: {words}" if key else words)


def _unknown(place: Place) -> tuple[str, str]:
    key, name = ".".join(map(str, place)), str(place[-1])
    if name in _SECRETS:
        return f"unknown key {key}: no secret stands in this file, callboard login stores it", ""
    table = _table_of(place[:-1])
    near = nearest(name, table.model_fields if table else ())
    if near:
        return f"unknown key {key}: do you mean {near}?", near
    if len(place) > 1 and name in Settings.model_fields:
        return f"unknown key {key}: {name} belongs above the first [table]", name
    return f"unknown key {key}", ""


def _table_of(place: Place) -> type[Strict] | None:
    table: type[Strict] | None = Settings
    for part in place:
        if isinstance(part, str) and table is not None:
            field = table.model_fields.get(part)
            table = _model_in(field.annotation) if field is not None else None
    return table


def _model_in(annotation: Any) -> type[Strict] | None:  # noqa: ANN401 - any annotation
    if isinstance(annotation, type) and issubclass(annotation, Strict):
        return annotation
    if get_origin(annotation) in (tuple, Union, UnionType):
        return next((found for inner in get_args(annotation) if (found := _model_in(inner))), None)
    return None
