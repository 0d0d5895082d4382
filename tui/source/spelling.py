"""Words of the API that a server spells in its own way: the same word in another case, or a boolean in its place.

A word that is a different one ("Bargain" for `BargeIn`) is kept as it came: what it means is told beside it.
"""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Annotated

from tui.source.capability import Capability
from tui.source.reading import FieldReader, read_text, read_words

CAPABILITIES = frozenset(one.value for one in Capability)
"""Names of operations as the reference spells them (API.md 5.4, 6.1, 6.2); others are kept as they come."""
_REFERENCE_OF = {name.lower(): name for name in CAPABILITIES}


class OnOff(StrEnum):
    """Values of a switch."""

    ON = "On"
    OFF = "Off"


_ON = ("on", "true", "1", "yes", "muted")
_OFF = ("off", "false", "0", "no", "unmuted")
_ON_AND_OFF = {**dict.fromkeys(_ON, OnOff.ON.value), **dict.fromkeys(_OFF, OnOff.OFF.value)}
_SWITCHED = frozenset(one.value for one in OnOff)
_FILLING = re.compile(r"[\s_-]")


class _Spelled:
    """Reads one of a few words, in whatever case; any other is kept as text."""

    def __init__(self, words: Iterable[str], also: Mapping[str, str] = MappingProxyType({})) -> None:
        self._exact = {str(word): str(word) for word in words}
        self._any_case = {word.lower(): word for word in self._exact} | dict(also)

    def __call__(self, value: object) -> str:
        if isinstance(value, str) and (exact := self._exact.get(value)) is not None:
            return exact
        text = read_text(value)
        return self._any_case.get(_FILLING.sub("", text).lower(), text)

    def optional(self, value: object) -> str | None:
        return None if value is None else self(value)


def one_of(words: Iterable[str]) -> FieldReader:
    """Read one of these words in whatever case; absent or null is `""`.

    Args:
        words: As the reference spells them.
    """
    return FieldReader(_Spelled(words))


def optional_one_of(words: Iterable[str], also: Mapping[str, str] = MappingProxyType({})) -> FieldReader:
    """Likewise; absent or null is None.

    Args:
        words: As the reference spells them.
        also: Other words, in lower case, and which of these they mean.
    """
    return FieldReader(_Spelled(words, also).optional)


def read_switch(value: object) -> str:
    """Read `On` or `Off`, which may come in another case or as a boolean.

    Args:
        value: Any JSON value.

    Returns:
        `On`, `Off`, `""` for null, or the text that came.
    """
    if isinstance(value, str) and value in _SWITCHED:
        return value
    text = read_text(value)
    return _ON_AND_OFF.get(text.strip().lower(), text)


def read_capabilities(value: object) -> frozenset[str]:
    """Read the operations that are possible now, as the table of commands names them.

    Args:
        value: Any JSON value.

    Returns:
        The words that are text.
    """
    return _spelled(read_words(value))


@lru_cache(maxsize=1_000)
def _spelled(words: frozenset[str]) -> frozenset[str]:
    # Calls of the same state have the same few.
    if words <= CAPABILITIES:
        return words
    return frozenset(_REFERENCE_OF.get(_FILLING.sub("", word).lower(), word) for word in words)


Switch = Annotated[str, FieldReader(read_switch)]
"""`On` or `Off`."""
Capabilities = Annotated[frozenset[str], FieldReader(read_capabilities)]
"""Operations that are possible now."""
