"""Seeded mutations of what a well-behaved side says: of its structure, of its text, of its bytes."""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Callable
from typing import Any

from tests.hostile.corpus import CONTROLS, ESCAPES, FORMATS

EVIL: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 10**400, 1e308, float("nan"), float("inf"), 1e15, -1e10, 2**63),
    *("", "x" * 100_000, "\ud800", "../../x", "..", "9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+00:00", "1e999"),
    *([], {}, [[]] * 1_000, [{}] * 5_000, {"a": {"b": {"c": {"d": {"e": 1}}}}}, {str(n): n for n in range(1_000)}),
    *("".join(CONTROLS), *ESCAPES, *FORMATS[:4]),
)
"""What takes the place of a value."""
_DEEPEST = 20
_DEEP = "nested:"
_NESTED = re.compile(f'"{_DEEP}(\\d+)"')


def mutated(value: Any, chance: random.Random, share: float = 0.06) -> Any:  # noqa: ANN401 - any JSON
    """Change some of a JSON value: other values, types and keys, lists that are longer, parts that are gone."""
    return _mutated(copy.deepcopy(value), chance, share, 0)


def _mutated(value: Any, chance: random.Random, share: float, depth: int) -> Any:  # noqa: ANN401 - any JSON
    if chance.random() < share:
        return _other(value, chance, depth)
    if isinstance(value, dict):
        return {_key(key, chance, share): _mutated(item, chance, share, depth + 1) for key, item in value.items()}
    if isinstance(value, list):
        return [_mutated(item, chance, share, depth + 1) for item in value]
    return value


def _other(value: Any, chance: random.Random, depth: int) -> Any:  # noqa: ANN401 - any JSON
    kinds: list[Callable[[], Any]] = [
        lambda: chance.choice(EVIL),
        lambda: [value],
        lambda: {"value": value},
        lambda: json.dumps(value),
    ]
    if isinstance(value, dict) and value:
        kinds += [lambda: dict(list(value.items())[: chance.randrange(len(value))]), lambda: list(value.values())]
    if isinstance(value, list) and value:
        kinds += [lambda: value * chance.randint(0, 50), lambda: value[0]]
    if isinstance(value, str):
        kinds += [lambda: value.swapcase(), lambda: value + chance.choice(ESCAPES), lambda: value[::-1]]
    if depth < _DEEPEST and chance.random() < 0.1:
        kinds = [lambda: f"{_DEEP}{chance.choice((10, 100, 500, 800, 900, 950, 3_000, 20_000))}"]
    return chance.choice(kinds)()


def _key(key: str, chance: random.Random, share: float) -> str:
    return (
        chance.choice((key.upper(), f"{key}x", "", "id", "state", "\x1b]0;x\x07"))
        if chance.random() < share / 4
        else key
    )


def document(value: Any, chance: random.Random) -> bytes:  # noqa: ANN401 - any JSON
    """A JSON document of a value that is changed, which may be broken as text as well."""
    text = json.dumps(mutated(value, chance), ensure_ascii=chance.random() < 0.5)
    # Deeper than what writes JSON can follow.
    text = _NESTED.sub(lambda found: '{"a":[' * int(found[1]) + "]}" * int(found[1]), text)
    body = text.encode(errors="surrogatepass")
    return scratched(body, chance) if chance.random() < 0.3 else body


def scratched(body: bytes, chance: random.Random) -> bytes:
    """Bytes of which some are changed, gone, moved or repeated."""
    found = bytearray(body)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(found) + 1)
        kind = chance.randrange(4)
        if kind == 0:
            found[at : at + 1] = bytes([chance.randrange(256)])
        elif kind == 1:
            del found[at : at + chance.randint(1, 40)]
        elif kind == 2:
            found[at:at] = found[at : at + chance.randint(1, 200)] * chance.randint(1, 20)
        else:
            found[at:at] = chance.choice(
                (b"[", b"{", b'"', b",", b"\\u", b"\x00", b"\xff\xfe", b"1e9999", b"{}," * 999)
            )
    return bytes(found)
