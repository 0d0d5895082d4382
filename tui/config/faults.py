"""What is wrong with a configuration: each fault with its place, and the key that was probably meant."""

import re
from collections.abc import Mapping, Sequence
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from tui.config.layers import Laid
from tui.config.place_words import PlaceWords, place_words, value_at
from tui.config.settings import Settings
from tui.config.strict import ConfigError, ConfigFault, Place, Strict
from tui.language.nearest import nearest

_LIST = 'is a list: write ["..."], with one value or several between the brackets'
_NUMBER = "is a number, without quotes"
_WHOLE = "is a whole number, without quotes"
_TABLE = "is a table: write its keys below a line in brackets"
_FAULT_WORDS: Mapping[str, str] = {
    "missing": "is missing",
    "string_unicode": "is not UTF-8",
    "string_type": 'is text: write it in quotes, "..."',
    "tuple_type": _LIST,
    "list_type": _LIST,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "finite_number": "is a number that is neither inf nor nan",
    "bool_type": "is true or false, without quotes",
    "bool_parsing": "is true or false, without quotes",
    "path_type": 'is the path of a file: write it in quotes, "..."',
    "model_type": _TABLE,
    "model_attributes_type": _TABLE,
    "dict_type": _TABLE,
}
"""By the type of the error: the words of the library speak of Python."""
_BOUNDS: Mapping[str, tuple[str, str]] = {
    "greater_than": ("gt", "more than {}"),
    "greater_than_equal": ("ge", "{} or more"),
    "less_than": ("lt", "less than {}"),
    "less_than_equal": ("le", "{} or less"),
}
_OF_LIBRARY = ("Value error, ", "Input ")
_QUOTED = re.compile(r"'([^']+)'")
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


def _fault(one: ErrorDetails, laid: Laid) -> ConfigFault:
    place: Place = one["loc"]
    origin = laid.origin(place)
    key, said = ".".join(map(str, place)), place_words(place, laid.values)
    if origin.kind != "file":
        # An option or a variable says of one login alone what a file says in a list.
        said = PlaceWords("", _within_option(said.key, origin.where) if origin.kind == "flag" else said.key)
    if one["type"] == "extra_forbidden":
        words, near = _unknown(place, said)
        return ConfigFault(origin.where, origin.line, key, words, near)
    words, near = _fault_words(one), _meant(one, value_at(place, laid.values))
    asked = f": do you mean {near}?" if near else ""
    return ConfigFault(origin.where, origin.line, key, f"{said}: {words}{asked}".removeprefix(": "), near)


def _within_option(key: str, option: str) -> str:
    """What the name of an option does not say already: it is that of a key, or of a table of which a key is wrong."""
    first, _, rest = key.partition(".")
    return rest if first == option.removeprefix("--").replace("-", "_") else key


def _meant(one: ErrorDetails, value: object) -> str:
    """Find which of the words that a value may be was probably meant, and never repeat the value."""
    if one["type"] not in ("literal_error", "enum") or not isinstance(value, str):
        return ""
    known = _QUOTED.findall(one.get("ctx", {})["expected"])
    # An alarm names the state in a phrase, such as `recording paused`.
    return nearest(value, known) or next((word for word in value.lower().split() if word in known), "")


def _unknown(place: Place, said: PlaceWords) -> tuple[str, str]:
    name, entry = str(place[-1]), f"{said.entry}: " if said.entry else ""
    words = f"{entry}unknown key {said.key}"
    if name in _SECRETS:
        return f"{words}: no secret stands in this file, callboard login stores it", ""
    table = _table_of(place[:-1])
    near = nearest(name, table.model_fields if table else ())
    if near:
        return f"{words}: do you mean {near}?", near
    if len(place) > 1 and name in Settings.model_fields:
        return f"{words}: {name} belongs above the first [table]", name
    return words, ""


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
    if get_origin(annotation) in (tuple, Union, UnionType, Annotated):
        return next((found for inner in get_args(annotation) if (found := _model_in(inner))), None)
    return None


def _fault_words(one: ErrorDetails) -> str:
    """Say what is wrong with a value, or what it has to be.

    Args:
        one: What the library found.

    Returns:
        Words that go on from the key, such as `is a whole number, without quotes`.
    """
    kind, context = one["type"], one.get("ctx", {})
    if _FAULT_WORDS.get(kind) is _LIST and _table_of(one["loc"]) is not None:
        return f"is a list of tables: write [[{'.'.join(map(str, one['loc']))}]] above the keys of each"
    if kind in _BOUNDS:
        name, words = _BOUNDS[kind]
        return f"has to be {words.format(_plain(context[name]))}"
    if kind in ("literal_error", "enum"):
        return f"has to be {context['expected']}"
    if kind in ("string_too_short", "too_short"):
        return "is empty" if context["min_length"] == 1 else f"is shorter than {context['min_length']}"
    words = _FAULT_WORDS.get(kind, one["msg"])
    for head in _OF_LIBRARY:
        words = words.removeprefix(head)
    return words


def _plain(bound: object) -> str:
    return f"{bound:g}" if isinstance(bound, float) else str(bound)
