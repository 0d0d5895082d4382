"""Writes values as TOML: the standard library only reads it."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

_PLAIN: TypeAdapter[Any] = TypeAdapter(Any)


def toml_of(value: object) -> str:
    """Write a value.

    Args:
        value: Text, number, yes or no, list or table, or what pydantic makes one of these of; None is "".

    Returns:
        TOML on one line.
    """
    return _write(_PLAIN.dump_python(value, mode="json"))


def _write(value: object) -> str:
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_text(str(key))} = {_write(item)}" for key, item in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_write, value))}]"
    if isinstance(value, (bool, int, float)):
        return json.dumps(value)
    return _text("" if value is None else str(value))


def _text(text: str) -> str:
    # JSON's escapes are TOML's, but for this one character.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
