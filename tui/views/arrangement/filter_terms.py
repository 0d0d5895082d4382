"""The terms of a filter; nothing here knows a call: a `CallFilter` asks for what it needs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import translate
from typing import Protocol

from tui.source.text import folded
from tui.views.arrangement.filter_fields import TIMES
from tui.views.arrangement.plain_words import finds


class Findable(Protocol):
    """What is asked of a call; nothing that a policy hides may be among it."""

    @property
    def text(self) -> str:
        """Everything that plain words find, in one case."""

    def values(self, field: str, key: str) -> Sequence[str]:
        """What stands in a field; of attached data in one entry."""

    def lasted_s(self, what: str) -> float | None:
        """For how long something lasts; None where it is not so, or nobody knows exactly."""

    def at_least_s(self, what: str) -> float | None:
        """For how long something lasts at least; None where it is not so, or nobody knows."""


@dataclass(frozen=True, slots=True)
class WordTerm:
    """A word somewhere."""

    word: str

    def fits(self, call: Findable) -> bool:
        """Whether a call has it."""
        return finds((self.word,), call.text)


@dataclass(frozen=True, slots=True)
class FieldTerm:
    """A field with one of some values: somewhere in it, or the whole of it where the value has a `*` or `?`.

    Attributes:
        field: Such as `state`.
        key: Of attached data which entry.
        wanted: Values.
        names: Those of them that are never a piece of what stands there, such as a state by its name.
    """

    field: str
    key: str
    wanted: tuple[str, ...]
    names: tuple[str, ...] = ()

    def fits(self, call: Findable) -> bool:
        """Whether a call has one of them."""
        values = [folded(value) for value in call.values(self.field, self.key)]
        return any(one in values if one in self.names else _is_found(one, values) for one in self.wanted)


@dataclass(frozen=True, slots=True)
class TimeTerm:
    """Something that lasts so long already, or not yet."""

    what: str
    beyond: bool
    limit_s: float

    def fits(self, call: Findable) -> bool:
        """Whether it does."""
        lasted_s = call.at_least_s(self.what) if self.beyond else call.lasted_s(self.what)
        return lasted_s is not None and (lasted_s >= self.limit_s) is self.beyond


@dataclass(frozen=True, slots=True)
class FilterTerm:
    """One of the terms, all of which have to fit."""

    term: WordTerm | FieldTerm | TimeTerm
    denied: bool = False

    def fits(self, call: Findable) -> bool:
        """Whether it is as it has to be."""
        return self.term.fits(call) is not self.denied


@dataclass(frozen=True, slots=True)
class CallFilter:
    """All terms of a filter; none finds everything."""

    terms: tuple[FilterTerm, ...] = ()

    def finds(self, call: Findable) -> bool:
        """Whether a call is found."""
        return all(term.fits(call) for term in self.terms)

    @property
    def words(self) -> tuple[str, ...] | None:
        """The words, where nothing else is asked for; else None."""
        words = tuple(term.term.word for term in self.terms if isinstance(term.term, WordTerm) and not term.denied)
        return words if len(words) == len(self.terms) else None

    @property
    def times(self) -> tuple[TimeTerm, ...]:
        """The terms that change while nothing happens."""
        return tuple(term.term for term in self.terms if isinstance(term.term, TimeTerm))

    @property
    def longest_first(self) -> str:
        """The time that is asked for, by name or by `>`: what lasts longest is looked for; "" where none is."""
        wanted = [term.term for term in self.terms if not term.denied]
        lasting = [term.what for term in wanted if isinstance(term, TimeTerm) and term.beyond]
        named = [term.word for term in wanted if isinstance(term, WordTerm) and term.word in TIMES]
        return next(iter((*lasting, *named)), "")


def _is_found(wanted: str, values: Sequence[str]) -> bool:
    if not is_pattern(wanted):
        return any(wanted in value for value in values)
    # Brackets are themselves: they stand in values, and nobody types sets.
    pattern = re.compile(translate(wanted.replace("[", "[[]")))
    return any(pattern.match(value) is not None for value in values)


def is_pattern(value: str) -> bool:
    """Whether a value says how the whole of what stands there has to be."""
    return "*" in value or "?" in value
