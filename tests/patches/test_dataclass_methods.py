"""Data classes with shared methods do what those with compiled ones do."""

import dataclasses
import inspect
import operator
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from types import FunctionType
from typing import Any

import pytest

from tui.patches import dataclass_methods

BENT = ("_init_fn", "_frozen_get_del_attr", "_repr_fn", "_cmp_fn", "_hash_fn")

pytestmark = pytest.mark.skipif(
    sys.version_info >= dataclass_methods.COMPILES_AT_ONCE, reason="this Python compiles all methods of a class at once"
)

NAMED: list[dict[str, object]] = [
    {"value": 3},
    {"value": 11},
    {"value": "3"},
    {"others": [1]},
    {"number": "5550101"},
    {"nobody": 1},
    {"step": 1, "value": 1},
    {"seen": []},
    {},
]


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

    @dataclass(frozen=True, kw_only=True)
    class Named:
        value: int
        others: list[int] = field(default_factory=list)

    @dataclass
    class Checked(Changing):
        doubled: int = 0

        def __post_init__(self) -> None:
            if self.value > 10:
                raise ValueError(f"{self.value} is too much")
            self.doubled = 2 * self.value

    @dataclass
    class Counted:
        value: int
        step: dataclasses.InitVar[int]
        seen: list[str] = field(default_factory=list, init=False)

        def __post_init__(self, step: int) -> None:
            self.value += step

    @dataclass
    class Noting:
        value: int = 0
        other: int = 0

        def __setattr__(self, name: str, value: object) -> None:
            super().__setattr__(name, (name, value))

    return [
        (Party, ("5550100",)),
        (Party, ("5550100", "", (1,))),
        (Only, (1,)),
        (Only, (2,)),
        (Nothing, ()),
        (Changing, (1,)),
        (Later, (2, [])),
        (Checked, (4,)),
        (Counted, (1, 2)),
        (Noting, (1,)),
        (Named, ()),
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
        kind: Callable[..., object] = made
        for named in NAMED:
            yield from (answer(partial(kind, **named)), answer(partial(kind, *words, **named)))
        if made.__name__ in ("Counted", "Named"):
            continue
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


def test_it_is_compiled_after_the_first_values(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in BENT:
        monkeypatch.setattr(dataclasses, name, getattr(dataclasses, name))
    dataclass_methods.make_methods_without_compiling()

    @dataclass(frozen=True, slots=True)
    class Party:
        """Without a docstring it would be given its signature for one."""

        number: str

    numbers = [str(5550100 + one) for one in range(dataclass_methods.FIRST_VALUES)]
    assert [Party(number).number for number in numbers] == numbers
    assert not isinstance(vars(Party)["__init__"], FunctionType)
    assert Party("5550100").number == "5550100"
    assert isinstance(vars(Party)["__init__"], FunctionType)


def test_what_does_not_fit_is_refused_by_what_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in BENT:
        monkeypatch.setattr(dataclasses, name, getattr(dataclasses, name))
    dataclass_methods.make_methods_without_compiling()
    party: Callable[..., Any] = classes()[0][0]

    assert (party("5550100", name="Desk").name, party(name="Desk").number) == ("Desk", "5550199")
    with pytest.raises(TypeError, match="multiple values for argument 'number'"):
        party("5550100", number="5550101")
