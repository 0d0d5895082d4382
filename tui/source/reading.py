"""How a tolerant reader takes single values: the field types that every wire model is made of (API.md 5.1)."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from hashlib import blake2b
from itertools import islice
from typing import Annotated, Any, TypeGuard

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from tui.source.raw import LONGEST_SEGMENT, NOTHING, Raw
from tui.source.shapes import object_in, words_in
from tui.source.text import TEXT_LIMIT, clean

USER_DATA_TEXT_LIMIT = 2_000
USER_DATA_ENTRIES = 200
USER_DATA_DEPTH = 4
CUT = "…"
"""Stands for what was left out: in the place of a value, or as the last key of a cut object."""

_LONGEST_DURATION_S = 10 * 365 * 86_400
_LARGEST = 10**40
_EXACT = 2**53
_YES = frozenset({"true", "1", "yes", "on"})
_REMEMBERED = 1_000
"""Lists of words, and names, that are kept for the next message."""
_ANYTHING = core_schema.any_schema()


class FieldReader:
    """Reads a field with one function, whatever the type that it is annotated with.

    pydantic's `PlainValidator` does the same, and looks into the type and the function of each field for what nobody
    asks for here: that was half of what it takes to build these models.
    """

    __slots__ = ("_read",)

    def __init__(self, read: Callable[[Any], object]) -> None:
        """Take the function.

        Args:
            read: Takes any JSON value; a `ValueError` says that it cannot be read.
        """
        self._read = read

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Tell pydantic."""
        return core_schema.no_info_plain_validator_function(self._read, json_schema_input_schema=_ANYTHING)


def read_text(value: object) -> str:
    """Read text that may come as a number, a boolean, null or something else.

    Args:
        value: Any JSON value.

    Returns:
        Clean text of at most 256 characters; `""` for null.
    """
    if isinstance(value, str):
        # Nearly everything is like this, and there are twenty of them in a call.
        return value if value.isascii() and value.isprintable() and len(value) <= TEXT_LIMIT else clean(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return str(int(value))  # a number such as 1.2025550143e10 is one of a telephone
    if isinstance(value, (int, float)):
        return clean(str(value))
    return CUT


def read_key(value: object) -> str:
    """Read what a resource is found by.

    Args:
        value: Any JSON value.

    Returns:
        Clean text, of which two are equal only where what came is; `""` for anything that names nothing: null,
        booleans, objects, lists.
    """
    return distinct(str(value)) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


def distinct(text: str) -> str:
    """Make a name safe to show, and keep it apart from all others.

    Args:
        text: Any text.

    Returns:
        The text itself, or where it cannot be shown as it is, something like it that ends in a digest of the whole.
    """
    plain = text.isascii() and text.isprintable() and len(text) <= TEXT_LIMIT
    return text if plain or clean(text) == text else _marked(text)


def _marked(text: str) -> str:
    digest = blake2b(text.encode(errors="surrogatepass"), digest_size=6).hexdigest()
    return f"{clean(text, TEXT_LIMIT - len(digest) - 1)}~{digest}"


def read_raw(value: object) -> Raw:
    """Read what an operation has to name.

    Args:
        value: Any JSON value.

    Returns:
        It exactly as it came; nothing for what names nothing. What is too long to be sent is cut, and stays too long.
    """
    names = isinstance(value, (str, int)) and not isinstance(value, bool)
    return Raw(str(value)[: LONGEST_SEGMENT + 1]) if names else NOTHING


def read_flag(value: object) -> bool:
    """Read a boolean that may come as text; everything else is false.

    Args:
        value: Any JSON value.

    Returns:
        True for `true`, 1, and texts such as `"true"` and `"1"`.
    """
    return value is True or value == 1 or (isinstance(value, str) and value.strip().lower() in _YES)


def read_seconds(value: object) -> int | None:
    """Read whole seconds that come as text (API.md 5.5).

    Args:
        value: Any JSON value.

    Returns:
        Seconds from 0 to ten years, or None where there is no such number.
    """
    try:
        seconds = int(float(value)) if _is_number(value) else None
    except (ValueError, OverflowError):
        return None
    return seconds if seconds is not None and 0 <= seconds <= _LONGEST_DURATION_S else None


def read_integer(value: object) -> int | None:
    """Read a whole number that may come as text.

    Args:
        value: Any JSON value.

    Returns:
        The number, or None where there is none below 10^18.
    """
    try:
        number = int(value) if _is_number(value) else None
    except (ValueError, OverflowError):
        return None
    return number if number is not None and abs(number) < 10**18 else None


def read_words(value: object) -> frozenset[str]:
    """Read a list of words whose order means nothing, such as `capabilities` (API.md 5.4).

    Args:
        value: Any JSON value.

    Returns:
        The words that are text, in whatever shape they come (see `words_in`).
    """
    try:
        return _read_words(frozenset(value[:USER_DATA_ENTRIES])) if isinstance(value, list) else _words_of(value)
    except TypeError:
        # Something in it that is no word, nor anything simple.
        return _words_of(value)


def _words_of(value: object) -> frozenset[str]:
    return frozenset(clean(word) for word in (words_in(value) or ())[:USER_DATA_ENTRIES] if isinstance(word, str))


@lru_cache(maxsize=_REMEMBERED)
def _read_words(words: frozenset[object]) -> frozenset[str]:
    # Calls of the same state have the same few, in any order: they share them, which saves memory and time.
    return frozenset(clean(word) for word in words if isinstance(word, str))


def read_data(value: object, depth: int = USER_DATA_DEPTH) -> object:
    """Read attached data of any shape: cleaned, and cut with a mark where it is too deep, too long or too much.

    Args:
        value: Any JSON value.
        depth: Containers still allowed inside each other.

    Returns:
        The value, made of the same JSON types.
    """
    if isinstance(value, str):
        plain = value.isascii() and value.isprintable() and len(value) <= USER_DATA_TEXT_LIMIT
        return value if plain else clean(value, USER_DATA_TEXT_LIMIT)
    if isinstance(value, dict):
        return _read_object(value, depth) if depth else CUT
    if isinstance(value, list):
        return _read_list(value, depth) if depth else CUT
    # Infinity and its like have no place in the JSON that we write.
    if isinstance(value, (int, float)) and not -_LARGEST < value < _LARGEST:
        return clean(str(value))
    return value if value is None or isinstance(value, (int, float)) else CUT


def read_object(value: object) -> Mapping[str, object] | None:
    """Read an optional object such as `userData` or `extensions`.

    Args:
        value: Any JSON value.

    Returns:
        The cleaned object, in whatever shape it comes (see `object_in`), or None where there is none.
    """
    found = object_in(value)
    return None if found is None else _read_object(found, USER_DATA_DEPTH)


def _read_needed_key(value: object) -> str:
    key = read_key(value)
    if not key:
        raise ValueError("empty")
    return key


def _is_number(value: object) -> TypeGuard[str | int | float]:
    return isinstance(value, (str, int, float)) and not isinstance(value, bool)


def _read_object(value: Mapping[object, object], depth: int) -> dict[str, object]:
    kept: dict[str, object] = {}
    for key, item in islice(value.items(), USER_DATA_ENTRIES):
        name = _read_name(str(key))
        # Two keys that look alike are two entries.
        # Nearly every value is like this, and each call has a dozen.
        is_plain = type(item) is str and len(item) <= TEXT_LIMIT and item.isascii() and item.isprintable()
        kept[_marked(str(key)) if name in kept else name] = item if is_plain else read_data(item, depth - 1)
    if len(value) > USER_DATA_ENTRIES:
        kept[CUT] = _left_out(value)
    return kept


def _left_out(value: Mapping[object, object]) -> str:
    beyond = len(value) - USER_DATA_ENTRIES
    # What was cut before, such as in a recording, goes on to tell how much was left out of it.
    return clean(str(value[CUT])) if beyond == 1 and CUT in value else f"{beyond} more"


@lru_cache(maxsize=_REMEMBERED)
def _read_name(name: str) -> str:
    # The same few names come with every call, and are kept once.
    return clean(name)


def _read_list(value: list[object], depth: int) -> list[object]:
    kept = [read_data(item, depth - 1) for item in value[:USER_DATA_ENTRIES]]
    return [*kept, CUT] if len(value) > USER_DATA_ENTRIES else kept


def last_segment(address: str | None) -> str | None:
    """The id at the end of a `uri` or `path`: absolute addresses may name hosts that we cannot reach (API.md 1.1).

    Args:
        address: An address, or None.

    Returns:
        What follows the last slash, or None where nothing does.
    """
    return (address.rstrip("/").rpartition("/")[2] or None) if address else None


Key = Annotated[str, FieldReader(_read_needed_key)]
"""Clean text that must be there: without it a resource cannot be read."""
OptionalKey = Annotated[str, FieldReader(read_key)]
"""The same where a resource can be read without it."""
Exactly = Annotated[Raw, FieldReader(read_raw)]
"""Text as it came, for operations."""
Text = Annotated[str, FieldReader(read_text)]
"""Clean text; absent or null is `""`."""
Anything = Annotated[object, FieldReader(lambda value: read_data(value))]
"""A value of unknown form, cleaned and cut."""
OptionalText = Annotated[str | None, FieldReader(lambda value: None if value is None else read_text(value))]
"""Clean text, or None where the field is absent or null."""
Flag = Annotated[bool, FieldReader(read_flag)]
"""A boolean; missing is false (API.md 5.1)."""
Seconds = Annotated[int | None, FieldReader(read_seconds)]
"""Whole seconds."""
Integer = Annotated[int | None, FieldReader(read_integer)]
"""A whole number."""
Words = Annotated[frozenset[str], FieldReader(read_words)]
"""A list of words without order."""
Data = Annotated[Mapping[str, object] | None, FieldReader(read_object)]
"""An object of unknown content, cleaned and cut."""
