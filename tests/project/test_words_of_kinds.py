"""What only one kind of server knows stands in the room of that kind: its addresses, roles, topics and spellings."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from tests.pseudo_terminal import ROOT
from tui.source import capability, models, spelling

ROOMS = ("tui/gws/", "tui/kinds/gws/", "tui/kinds/simulated/", "tui/demo/")
"""The client of Web Services, what makes sources of it, its simulator, and what reads that without a server."""
AS_IT_COMES = ("tui/codec/messages.py", "tui/source/directory.py", "tui/source/shapes.py")
"""Recordings are kept in the words of Web Services, and resources are read in them, there and here."""
SPELT = ("tui/source/capability.py", "tui/source/models.py", "tui/source/spelling.py")
"""Where words of resources are spelt once."""
SET = ("tui/config/attention.py", "tui/config/sources.py")
"""Where people write such words themselves."""
OF_THE_INTERFACE = re.compile(
    r"api/v\d|v2/me|/me\b|notifications/|subresources|ROLE_|X-CSRF|channels/voice"
    r"|operationName|statusCode|statusMessage|StateChangeMessage|ErrorMessage|voiceEnvironment"
)
OF_RESOURCES = {"Voice"} | {
    member.value
    for room in (capability, models, spelling)
    for kind in vars(room).values()
    if isinstance(kind, type) and issubclass(kind, StrEnum) and kind.__module__ == room.__name__
    for member in kind
}


def _elsewhere() -> list[Path]:
    files = [path for room in ("tui", "widgets") for path in sorted((ROOT / room).rglob("*.py"))]
    return [path for path in files if not path.relative_to(ROOT).as_posix().startswith(ROOMS)]


@lru_cache
def texts() -> list[tuple[str, str]]:
    """Every text that is no docstring, and before it where it stands."""
    found: list[tuple[str, str]] = []
    for path in _elsewhere():
        name = path.relative_to(ROOT).as_posix()
        found += [(f"{name}:{line}", text) for line, text in texts_of(ast.parse(path.read_text("utf-8")))]
    return found


def texts_of(module: ast.Module) -> Iterator[tuple[int, str]]:
    """The texts of a module, with their lines."""
    nodes = list(ast.walk(module))
    other = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    # The name of a type variable is none of these words either.
    other |= {id(node.args[0]) for node in nodes if isinstance(node, ast.Call) and _is_type_variable(node)}
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in other:
            yield node.lineno, node.value


def _is_type_variable(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Name) and node.func.id == "TypeVar"


def test_no_other_room_speaks_the_language_of_web_services() -> None:
    found = [(where, text) for where, text in texts() if OF_THE_INTERFACE.search(text)]
    assert [each for each in found if not each[0].startswith(AS_IT_COMES + SET)] == []


def test_the_words_of_resources_are_spelt_once() -> None:
    found = [(where, text) for where, text in texts() if text in OF_RESOURCES]
    assert [each for each in found if not each[0].startswith(SPELT + SET)] == []


def test_no_other_room_names_anything_after_a_kind() -> None:
    modules = {path: ast.parse(path.read_text("utf-8")) for path in _elsewhere()}
    named = {
        (path.relative_to(ROOT).as_posix(), node.name)
        for path, module in modules.items()
        for node in ast.walk(module)
        if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and re.search(r"gws|bayeux|cometd", node.name, re.IGNORECASE)
    }
    assert named == set()


def test_such_a_word_would_be_found() -> None:
    source = f'"""{Path(__file__).name}: Held."""\nT = TypeVar("Held")\nif call.state == "Held": pass\n'
    assert list(texts_of(ast.parse(source))) == [(3, "Held")]
    assert "Held" in OF_RESOURCES
    assert OF_THE_INTERFACE.search("/me/calls")
