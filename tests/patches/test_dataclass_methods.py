"""Data classes with shared methods do what those with compiled ones do."""

import dataclasses
import inspect
import operator
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import FunctionType
from typing import Any

import pytest

from tui.patches import dataclass_methods

BENT = ("_init_fn", "_frozen_get_del_attr", "_repr_fn", "_cmp_fn", "_hash_fn")

pytestmark = pytest.mark.skipif(
    sys.version_info >= dataclass_methods.COMPILES_AT_ONCE, reason="this Python compiles all methods of a class at once"
)


def classes() -> list[tuple[type[Any], tuple[object, ...]]]:
    """One class of each kind, and what it is made with."""

    @dataclass(frozen=True, slots=True)
    class Party:
        number: str = "5550199"
        name: str = field(default="", compare=False)
        legs: tuple[int, ...] = field(default=(), repr=False, hash=False)

    @dataclass(frozen=True, order=True)
    class Only:
        value: int = 0

    @dataclass(frozen=True)
    class Nothing:
        pass

    @dataclass
    class Changing:
        value: int = 0
        others: list[object] = field(default_factory=list)

    @dataclass(unsafe_hash=True, order=True)
    class Later(Changing):
        note: str = ""

    return [
        (Party, ("5550100",)),
        (Party, ("5550100", "", (1,))),
        (Only, (1,)),
        (Only, (2,)),
        (Nothing, ()),
        (Changing, (1,)),
        (Later, (2, [])),
    ]


def answer(asked: Callable[..., object], *words: object) -> str:
    """What comes back, or is raised, in words."""
    try:
        return repr(asked(*words))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def told() -> Iterator[str]:
    """All that the methods of these classes say of their values."""
    for made, words in classes():
        value, same = made(*words), made(*words)
        for name in ("__repr__", "__eq__", "__lt__", "__ge__", "__hash__", "__setattr__", "__delattr__"):
            yield str(getattr(getattr(made, name), "__qualname__", None))
        yield from (repr(value), answer(hash, value))
        for other in (same, made(), object(), 3):
            yield answer(made.__eq__, value, other)
            for compare in (operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge):
                yield answer(compare, value, other)
        for name in ("number", "value", "other"):
            yield from (answer(setattr, value, name, 5), answer(getattr, value, name), answer(delattr, value, name))
        yield answer(dataclasses.replace, same)
        yield from (
            str(inspect.signature(made)),
            made.__init__.__qualname__,
            str(made.__doc__),
            answer(made, 1, 2, 3, 4),
        )
    yield answer(type("Late", (classes()[0][0],), {}), "5550101")
    yield answer(dataclass, type("Wrong", (), {"__annotations__": {"first": int, "second": int}, "first": 0}))


def test_what_is_not_compiled_behaves_as_what_is(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in BENT:
        monkeypatch.setattr(dataclasses, name, getattr(dataclasses, name))
    compiled = list(told())

    dataclass_methods.make_methods_without_compiling()

    assert list(told()) == compiled
    assert "FrozenInstanceError: cannot assign to field 'number'" in compiled


def test_a_value_that_holds_itself_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in BENT:
        monkeypatch.setattr(dataclasses, name, getattr(dataclasses, name))
    dataclass_methods.make_methods_without_compiling()
    changing = classes()[5][0](1)
    changing.others.append(changing)

    assert repr(changing).endswith("Changing(value=1, others=[...])")


def test_it_is_compiled_when_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in BENT:
        monkeypatch.setattr(dataclasses, name, getattr(dataclasses, name))
    dataclass_methods.make_methods_without_compiling()

    @dataclass(frozen=True, slots=True)
    class Party:
        """Without a docstring it would be given its signature for one."""

        number: str

    assert not isinstance(vars(Party)["__init__"], FunctionType)
    assert Party("5550100").number == "5550100"
    assert isinstance(vars(Party)["__init__"], FunctionType)
