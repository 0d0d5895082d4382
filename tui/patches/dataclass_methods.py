"""Methods of data classes as closures instead of compiled text: an eighth of the processor time of the start.

Up to Python 3.12 `dataclasses` writes the source of each method of each class and compiles it; only `__init__` needs
that. What is made here behaves the same, to the words of its errors. Python 3.13 compiles all methods of a class at
once, and is left as it is.
"""

import dataclasses
import operator
import sys
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

COMPILES_AT_ONCE = (3, 13)
"""The version from which on there is little to gain."""

_Method: TypeAlias = Callable[..., Any]
_Class: TypeAlias = Any
_Fields: TypeAlias = Iterable["dataclasses.Field[Any]"]

_COMPARISONS: dict[str, Callable[[Any, Any], object]] = {
    "==": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def make_methods_without_compiling() -> None:
    """Let data classes that are defined from now on have closures for methods; before the libraries are imported."""
    if sys.version_info >= COMPILES_AT_ONCE:
        return
    makers = {
        "_frozen_get_del_attr": _frozen,
        "_repr_fn": _representation,
        "_cmp_fn": _comparison,
        "_hash_fn": _hash,
    }
    for name, maker in makers.items():
        setattr(dataclasses, name, maker)


def _frozen(cls: _Class, fields: _Fields, _globals: object) -> tuple[_Method, _Method]:
    names = frozenset(field.name for field in fields)

    def __setattr__(self: object, name: str, value: object) -> None:  # noqa: N807  # the name that it is set by
        if type(self) is cls or name in names:
            raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
        super(cls, self).__setattr__(name, value)

    def __delattr__(self: object, name: str) -> None:  # noqa: N807
        if type(self) is cls or name in names:
            raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
        super(cls, self).__delattr__(name)

    return __setattr__, __delattr__


def _representation(fields: _Fields, _globals: object) -> _Method:
    names = [field.name for field in fields]

    def __repr__(self: object) -> str:  # noqa: N807
        values = ", ".join([f"{name}={getattr(self, name)!r}" for name in names])
        return f"{type(self).__qualname__}({values})"

    wrapped: _Method = dataclasses._recursive_repr(__repr__)  # type: ignore[attr-defined]  # private, see README.md
    return wrapped


def _comparison(name: str, sign: str, own: str, _other: str, **_globals: object) -> _Method:
    # What comes is the text of a tuple: `(self.state,self.parties,)`.
    values = _values([part.removeprefix("self.") for part in own.strip("()").split(",") if part])
    compared = _COMPARISONS[sign]

    def compare(self: object, other: object) -> object:
        if other.__class__ is self.__class__:
            return compared(values(self), values(other))
        return NotImplemented

    compare.__name__ = name
    return compare


def _hash(fields: _Fields, _globals: object) -> _Method:
    values = _values([field.name for field in fields])

    def __hash__(self: object) -> int:  # noqa: N807
        return hash(values(self))

    return __hash__


def _values(names: list[str]) -> Callable[[object], object]:
    """Read the fields as a tuple, also where they are one or none."""
    if len(names) > 1:
        return operator.attrgetter(*names)
    if not names:
        return lambda _: ()
    (only,) = names
    return lambda self: (getattr(self, only),)
