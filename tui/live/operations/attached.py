"""Attached data of a call for those who change them: what is shown beside what an operation has to name."""

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tui.live.store.board import Board
from tui.live.store.card import CallKey
from tui.live.store.masked_board import numbers_of
from tui.live.store.unmasked import unmasked_call
from tui.source.exact import AttachedEntry, TruncatedValue, Withheld
from tui.source.raw import Raw
from tui.source.reading import USER_DATA_TEXT_LIMIT
from tui.source.text import clean

_INTEGER = re.compile(r"-?[0-9]{1,18}")
_PICTURES = {"\n": "␊", "\r": "␍", "\t": "␉"}
"""How a line holds what it has no place for; what else cannot be shown cannot be typed again either."""
LINE_BREAK = "␊ is a line break"
UNSEEN = "its value may not be seen here: what you enter replaces it"


@dataclass(frozen=True, slots=True)
class Attached:
    """One entry.

    Attributes:
        shown_key: The key as it is shown.
        shown: The value as it is shown.
        entry: What came; the exact key and value.
        seen: Whether the whole value may be seen here.
    """

    shown_key: str
    shown: object
    entry: AttachedEntry
    seen: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person may start from who changes a value.

    Attributes:
        text: What is there already.
        note: What has to be known about it, "" for nothing.
        refused: Why the value cannot be changed here, "" where it can.
        edited: Makes the exact value of the text as it was changed.
    """

    text: str = ""
    note: str = ""
    refused: str = ""
    edited: Callable[[str], object] = str


def attached_to(board: Board, key: CallKey) -> Iterator[Attached]:
    """The attached data of a call that a reader of this board may know of.

    Args:
        board: Tells what may be shown.
        key: Which call.

    Yields:
        Each entry whose key may be seen, in order.
    """
    known = unmasked_call(board, key)
    if known is None:
        return
    values = known.call.user_data or {}
    numbers = numbers_of(known.call)
    for shown_key, entry in known.call.raw_data:
        masked = board.privacy.entries({shown_key: values[shown_key]}, numbers)
        if isinstance(masked, dict) and len(masked) == 1 and not board.privacy.hides(shown_key):
            (name, value), *_ = masked.items()
            yield Attached(name, value, entry, seen=name == shown_key and value == values[shown_key])


def draft_of(one: Attached | None) -> Draft:
    """Find out how an entry can be changed in one line of text.

    Args:
        one: The entry; None for a new one.

    Returns:
        Nothing to start from where the value may not be seen; a refusal where a part of it would be lost.
    """
    if one is None:
        return Draft()
    value = one.entry.value
    if not one.seen or isinstance(value, Withheld):
        return Draft(note=UNSEEN)
    if isinstance(value, Raw):
        return _draft_of_text(value.text)
    if isinstance(value, TruncatedValue):
        return Draft(refused=_cut_words(value))
    if value is None:
        return Draft()
    text = ("true" if value else "false") if isinstance(value, bool) else str(value)
    return Draft(text, edited=lambda edited: value if edited == text else _like(value, edited))


def _draft_of_text(value: str) -> Draft:
    shown = clean(value, USER_DATA_TEXT_LIMIT)
    if shown == value:
        return Draft(value)
    pictured = value
    for character, picture in _PICTURES.items():
        pictured = pictured.replace(character, picture)
    if pictured != shown or any(picture in value for picture in _PICTURES.values()):
        return Draft(refused="it holds characters that one line cannot show, and that would be lost")
    return Draft(pictured, _note(pictured), edited=_from_pictures)


def _from_pictures(text: str) -> str:
    for character, picture in _PICTURES.items():
        text = text.replace(picture, character)
    return text


def _note(pictured: str) -> str:
    if "␊" in pictured:
        return LINE_BREAK
    return "␉ is a tab" if "␉" in pictured else "␍ is a carriage return"


def _cut_words(value: TruncatedValue) -> str:
    if value.length:
        return f"only the first {USER_DATA_TEXT_LIMIT:,} of its {value.length:,} characters are known here"
    return "it is not one text or number, and a part of it would be lost"


def _like(value: bool | int | float, text: str) -> object:
    """A number stays a number, where what was typed is one."""
    if isinstance(value, bool):
        return text == "true" if text in ("true", "false") else text
    if isinstance(value, int):
        return int(text) if _INTEGER.fullmatch(text) else text
    try:
        number = float(text)
    except ValueError:
        return text
    return number if math.isfinite(number) else text


def has_value(board: Board, key: CallKey, name: str) -> bool:
    """Whether something is attached under a name, also where it may not be shown.

    Args:
        board: Where the call is.
        key: Which call.
        name: Key of the attached data, exactly.
    """
    known = unmasked_call(board, key)
    values = (entry.value for _, entry in known.call.raw_data if entry.key == Raw(name)) if known is not None else ()
    return any(value is not None and value != Raw("") for value in values)
