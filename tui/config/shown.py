"""Every setting with its value and where it came from; what may be a secret is hidden."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter
from pydantic.fields import FieldInfo

from tui.config.layers import DEFAULT, Laid, SettingOrigin
from tui.config.reading import LoadedSettings
from tui.config.strict import Hidden, HiddenPath, Place, Strict

HIDDEN = "[hidden]"
_PLAIN: TypeAdapter[Any] = TypeAdapter(Any)


@dataclass(frozen=True, slots=True)
class ShownSetting:
    """One setting.

    Attributes:
        key: Such as `desk.bell` or `sources.0.url`.
        value: What counts, as JSON has it.
        origin: Where it came from.
    """

    key: str
    value: object
    origin: SettingOrigin


def shown(reading: LoadedSettings) -> Iterator[ShownSetting]:
    """List every setting.

    Args:
        reading: What was read.

    Yields:
        Settings in the order of the model; the arguments of programs are hidden.
    """
    yield from _of(reading.settings, (), reading.laid)


def _of(table: Strict, place: Place, laid: Laid) -> Iterator[ShownSetting]:
    for name, field in type(table).model_fields.items():
        here, value = (*place, name), getattr(table, name)
        if isinstance(value, Strict):
            yield from _of(value, here, laid)
        elif isinstance(value, tuple) and value and isinstance(value[0], Strict):
            for number, entry in enumerate(value):
                yield from _of(entry, (*here, number), laid)
        else:
            origin = laid.origin(here) if _is_said(laid.values, here) else DEFAULT
            yield ShownSetting(".".join(map(str, here)), _plain(value, field), origin)


def _plain(value: object, field: FieldInfo) -> object:
    plain: object = _PLAIN.dump_python(value, mode="json")
    if isinstance(plain, list) and any(isinstance(mark, Hidden) for mark in field.metadata):
        return [*plain[:1], *(HIDDEN for _ in plain[1:])]
    if plain and isinstance(plain, str) and any(isinstance(mark, HiddenPath) for mark in field.metadata):
        scheme, _, rest = plain.partition("://")
        return f"{scheme}://{re.split(r'[/?#]', rest, maxsplit=1)[0]}/{HIDDEN}"
    return plain


def _is_said(values: object, place: Place) -> bool:
    if not place:
        return True
    part = place[0]
    if isinstance(values, Mapping):
        return part in values and _is_said(values[part], place[1:])
    return isinstance(values, Sequence) and isinstance(part, int) and _is_said(values[part], place[1:])
