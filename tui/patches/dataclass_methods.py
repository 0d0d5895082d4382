"""Methods of data classes as closures instead of compiled text: a sixth of the processor time of the start.

Up to Python 3.12 `dataclasses` writes the source of each method of each class and compiles it. Only `__init__` gains by
that, and not before there are many values of the class: most classes of a program have none or a few while it starts.
What is made here behaves the same, to the words of its errors. Python 3.13 compiles all methods of a class at once, and
is left as it is.
"""

import dataclasses
import operator
import sys
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TypeAlias

COMPILES_AT_ONCE = (3, 13)
"""The version from which on there is little to gain."""

FIRST_VALUES = 50
"""So many values of a class are made before its `__init__` is compiled, which takes as long as to make a hundred."""

_Method: TypeAlias = Callable[..., Any]
_Class: TypeAlias = Any
_Fields: TypeAlias = Iterable["dataclasses.Field[Any]"]

_COMPILED_INIT = dataclasses._init_fn  # type: ignore[attr-defined]  # private, see README.md
_KIND = "_field_type"
_PLAIN_FIELD = dataclasses._FIELD  # type: ignore[attr-defined]  # private, see README.md
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
    """Stands for `__init__` in a class until there are some values of it; then it is compiled and takes its place."""

    def __init__(self, compiled: Callable[[], _Method], plain: "_PlainInit | None") -> None:
        self._compiled = compiled
        self._plain = plain
        self._left = FIRST_VALUES if plain is not None else 0

    def __get__(self, instance: object, owner: type) -> _Method:
        """Set the fields of the first values one by one; else compile it into whichever of these classes holds this."""
        if instance is not None and self._left:
            self._left -= 1
            return partial(self._set, instance)
        return self._compile(instance, owner)

    def _set(self, instance: object, *args: object, **named: object) -> None:
        if self._plain is None or not self._plain.set(instance, args, named):
            # What does not fit is refused in the words of the compiled one.
            self._compile(instance, type(instance))(*args, **named)

    def _compile(self, instance: object, owner: type) -> _Method:
        made = self._compiled()
        for cls in owner.__mro__:
            # Of two threads both may.
            if cls.__dict__.get("__init__") is self:
                made.__qualname__ = f"{cls.__qualname__}.__init__"
                setattr(cls, "__init__", made)  # noqa: B010  # to assign it would be an error of types
        bound: _Method = made.__get__(instance, owner)
        return bound


class _PlainInit:
    """Does what a compiled `__init__` does, more slowly and without being compiled."""

    def __init__(self, fields: _Fields, positional: _Fields, *, frozen: bool, then: bool) -> None:
        self._fields = tuple(fields)
        self._names = frozenset(one.name for one in self._fields)
        self._needed = frozenset(one.name for one in self._fields if not _has_default(one))
        self._positional = [one.name for one in positional]
        self._assign: Callable[[object, str, object], None] = object.__setattr__ if frozen else setattr
        self._then = then

    def set(self, value: _Class, args: tuple[object, ...], named: dict[str, object]) -> bool:
        """Set all fields of a value; whether the arguments fit, and nothing is set where they do not."""
        given = dict(zip(self._positional, args, strict=False))
        if len(args) > len(given) or not given.keys().isdisjoint(named):
            return False
        given |= named
        if not self._needed <= given.keys() <= self._names:
            return False
        for one in self._fields:
            self._assign(value, one.name, given[one.name] if one.name in given else _default(one))
        if self._then:
            value.__post_init__()
        return True


def _init(
    fields: _Fields, std_fields: _Fields, kw_only_fields: _Fields, frozen: bool, has_post_init: bool, *rest: object
) -> object:
    may_lack = [_has_default(one) for one in std_fields if one.init]
    later = partial(_COMPILED_INIT, fields, std_fields, kw_only_fields, frozen, has_post_init, *rest)
    # Fields in an order that cannot be are refused where the class is written, not where it is used.
    if may_lack != sorted(may_lack):
        return later()
    # A field that is not given, or is no field, is left to the compiled one.
    plain = all(one.init and getattr(one, _KIND) is _PLAIN_FIELD for one in fields)
    return _InitWhenUsed(later, _PlainInit(fields, std_fields, frozen=frozen, then=has_post_init) if plain else None)


def _has_default(one: "dataclasses.Field[Any]") -> bool:
    return one.default is not dataclasses.MISSING or one.default_factory is not dataclasses.MISSING


def _default(one: "dataclasses.Field[Any]") -> object:
    made: Any = one.default_factory
    return made() if one.default is dataclasses.MISSING else one.default


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
