"""Shapes that a server or gateway gives in the place of others: what they hold is what is read.

One thing without the list around it, things by their names instead of in a list, an object as JSON text or as a list of
pairs. Anything else is left to the reader, who says that it is none.
"""

import re
from collections.abc import Callable, Mapping

from tui.source.decode import decode
from tui.source.errors import BadReplyError, LimitError
from tui.source.limits import DEFAULT

_BETWEEN_WORDS = re.compile(r"[\s,;|]+")
_NAMES = ("name", "operationName", "operation", "id", "key")
_NO = (False, None, 0, "", "0")
_MOST = 1_000


def words_in(value: object) -> list[object] | None:
    """Find the words of a list such as `capabilities`.

    Args:
        value: Any JSON value.

    Returns:
        The items of a list, of objects their names; the names in an object that are not denied; the words of a text,
        where it is not JSON of such a list or object. None where there are none.
    """
    value = untexted(value)
    if isinstance(value, list):
        return [_name_of(item) if isinstance(item, Mapping) else item for item in value[:_MOST]]
    if isinstance(value, str):
        return [word for word in _BETWEEN_WORDS.split(value[:_MOST].strip("[] ")) if word]
    if isinstance(value, Mapping):
        return [name for name, is_so in list(value.items())[:_MOST] if not _denied(is_so)]
    return None


def untexted(value: object) -> object:
    """Take an object or list out of the text in which it came.

    Args:
        value: Any JSON value.

    Returns:
        What the JSON in a text says; the value itself where it is no such text, or holds more values than an answer
        may have.
    """
    if not isinstance(value, str) or not value.lstrip().startswith(("{", "[")):
        return value
    body = value.encode("utf-8", errors="replace")
    try:
        # Once more: its brackets may have been written as escapes, where nobody could count them.
        DEFAULT.check_values(body)
        return decode(body)
    except (BadReplyError, LimitError):
        return value


def object_in(value: object) -> Mapping[object, object] | None:
    """Find an object such as `userData`.

    Args:
        value: Any JSON value.

    Returns:
        The object itself, that of a JSON text, or one of pairs such as `{"key": "Name", "value": "X"}`.
    """
    if isinstance(value, dict):
        return value
    if isinstance(value, str) and value.lstrip().startswith("{"):
        found = untexted(value)
        return found if isinstance(found, dict) else None
    if isinstance(value, list) and value and all(_is_pair(item) for item in value):
        return {_name_of(item): item["value"] for item in value}
    return None


def items_in(value: object, is_item: Callable[[object], bool]) -> list[object] | None:
    """Find a list of resources.

    Args:
        value: Any JSON value, some of which may have been read already.
        is_item: Whether something is one of them.

    Returns:
        The list, the one that stands alone, or those in an object that holds nothing else; else None.
    """
    if isinstance(value, list):
        return value
    if is_item(value):
        return [value]
    if isinstance(value, Mapping) and value and all(map(is_item, value.values())):
        return list(value.values())
    return None


def _is_pair(item: object) -> bool:
    return isinstance(item, dict) and "value" in item and isinstance(_name_of(item), str)


def _name_of(item: Mapping[object, object]) -> object:
    return next((item[name] for name in _NAMES if isinstance(item.get(name), str)), None)


def _denied(value: object) -> bool:
    return value in _NO if not isinstance(value, str) else value.strip().lower() in ("", "0", "false", "no", "off")
