"""Bytes to JSON values, whatever the bytes are: never recurses without bound, never runs away."""

import json
import re
from collections.abc import Callable
from typing import Any

from tui.gws.errors import BadReplyError

MAX_DEPTH = 64
"""Containers inside containers that are left in a document which is nested too deep to read."""

CUT = "…"
MAX_TOKENS = 2_000_000
"""Strings and brackets that are looked at for cutting: about a second, more than 10,000 calls have."""

_DIGITS = 40
# Possessive: keeping ways back would cost 100 bytes for each character of a string.
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL)


Hook = Callable[[dict[str, Any]], object]
"""Turns each object into something else as soon as it is complete, the inner ones first."""


def decode(body: bytes, hook: Hook | None = None) -> object:
    """Read one JSON document as a tolerant reader must.

    Invalid UTF-8 becomes U+FFFD, control characters may stand in strings, NaN and integers that Python refuses stay
    text, and the last of duplicate keys counts. Where nesting is too deep to read, what lies deeper than `MAX_DEPTH`
    becomes `CUT`, so that one such value does not cost the rest of the document.

    Args:
        body: The bytes of an HTTP body.
        hook: What to make of objects.

    Returns:
        Dictionaries, lists, strings, numbers, booleans or None, and what the hook makes.

    Raises:
        BadReplyError: The bytes are no JSON.
    """
    text = body.decode("utf-8-sig", errors="replace")
    try:
        return _loads(text, hook)
    except RecursionError:
        return decode_cut(text, hook)
    except ValueError as error:
        raise BadReplyError(f"the answer is not JSON ({len(body)} bytes)") from error


def decode_cut(text: str, hook: Hook | None = None) -> object:
    """Read JSON after cutting what is nested too deep.

    Args:
        text: The document.
        hook: As for `decode`.

    Returns:
        As `decode`.

    Raises:
        BadReplyError: The rest is no JSON either.
    """
    try:
        return _loads(_shallow(text), hook)
    except (ValueError, RecursionError) as error:
        raise BadReplyError("the answer is nested too deep, and cannot be cut") from error


def _loads(text: str, hook: Hook | None) -> object:
    try:
        value: object = json.loads(text, strict=False, parse_constant=str, object_hook=hook)
    except json.JSONDecodeError:
        raise
    except ValueError:
        # Python refuses integers beyond some 4,300 digits; only then is the slower reading worth it.
        value = json.loads(text, strict=False, parse_constant=str, parse_int=_integer, object_hook=hook)
    return value


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= _DIGITS else digits


def _shallow(text: str) -> str:
    kept: list[str] = []
    depth = copied = 0
    for count, token in enumerate(_TOKEN.finditer(text)):
        if count > MAX_TOKENS:
            raise ValueError("too much to cut")
        mark = token[0]
        if mark in "[{":
            depth += 1
            if depth == MAX_DEPTH + 1:
                kept.append(text[copied : token.start()] + json.dumps(CUT))
        elif mark in "]}":
            if depth == MAX_DEPTH + 1:
                copied = token.end()
            depth -= 1
    if depth <= MAX_DEPTH:
        kept.append(text[copied:])
    return "".join(kept)
