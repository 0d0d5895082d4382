"""Methods of data classes as closures instead of compiled text: a sixth of the processor time of the start.

Up to Python 3.12 `dataclasses` writes the source of each method of each class and compiles it. Only `__init__` needs
that, and not before there is a value of the class: most classes of a program have none while it starts. What is made
here behaves the same, to the words of its errors. Python 3.13 compiles all methods of a class at once, and is left as
it is.
"""

import dataclasses
import operator
import sys
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TypeAlias

COMPILES_AT_ONCE = (3, 13)
"""The version from which on there is little to gain."""

_Method: TypeAlias = Callable[..., Any]
_Class: TypeAlias = Any
_Fields: TypeAlias = Iterable["dataclasses.Field[Any]"]

_COMPILED_INIT = dataclasses._init_fn  # type: ignore[attr-defined]  # private, see README.md
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
        "_init_fn": _init,
        "_frozen_get_del_attr": _frozen,
        "_repr_fn": _representation,
        "_cmp_fn": _comparison,
        "_hash_fn": _hash,
    }
    for name, maker in makers.items():
        setattr(dataclasses, name, maker)


class _InitWhenUsed:
    """Stands for `__init__` in a class until somebody looks for it there; then it is compiled and takes its place."""

    def __init__(self, compiled: Callable[[], _Method]) -> None:
        self._compiled = compiled

    def __get__(self, instance: object, owner: type) -> _Method:
        """Compile it into whichever of these classes holds this; of two threads both may."""
        made = self._compiled()
        for cls in owner.__mro__:
            if cls.__dict__.get("__init__") is self:
                made.__qualname__ = f"{cls.__qualname__}.__init__"
                setattr(cls, "__init__", made)  # noqa: B010  # to assign it would be an error of types
        bound: _Method = made.__get__(instance, owner)
        return bound


def _init(fields: _Fields, std_fields: _Fields, *rest: object) -> object:
    missing = dataclasses.MISSING
    may_lack = [one.default is not missing or one.default_factory is not missing for one in std_fields if one.init]
    later = partial(_COMPILED_INIT, fields, std_fields, *rest)
    # Fields in an order that cannot be are refused where the class is written, not where it is used.
    return _InitWhenUsed(later) if may_lack == sorted(may_lack) else later()


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
