"""The language of the filter: plain words, fields, times, and what must not be so.

    state:held,ringing paused>60 -team:Billing agent:50* data.Queue:Gold

Nothing here knows a call: a `CallFilter` asks for what it needs.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import translate
from typing import Protocol

from tui.source.text import folded
from tui.views.arrangement.plain_words import DIALLED, finds
from tui.views.words.marks import STATES

FIELDS = ("state", "type", "agent", "team", "site", "source", "number", "place")
DATA = "data"
TIMES = ("ringing", "dialing", "talking", "held", "paused", "age")
_STATE_NAMES = tuple(dict.fromkeys(name.lower() for state, sign in STATES.items() for name in (sign.word, state)))
_LIKE = 0.7
"""How near what is typed has to be to a state to be that one misspelt: a server may have others."""
_NAME = re.compile(r"[a-z][a-z_]*", re.IGNORECASE)
_SPAN = re.compile(r"(?:(\d{1,4}):)?(\d{1,3}):(\d{2})|(\d{1,6}(?:\.\d{1,3})?)([smh]?)")
_UNIT_S = {"": 1.0, "s": 1.0, "m": 60.0, "h": 3600.0}
_QUOTE = '"'
_QUOTED = re.compile(f"{_QUOTE}[^{_QUOTE}]*{_QUOTE}")
_ELSEWHERE = {
    "or": "there is no “or”: write state:held,ringing, or quote it",
    "and": "leave out “and”: all words have to fit; or quote it",
    "not": "there is no “not”: write -state:held, or quote it",
}
"""Words that join others in other languages, and what is written here; nothing else is found by them unseen."""


class FilterError(ValueError):
    """What was typed is no filter.

    Attributes:
        at: Which character begins what is wrong, from 0.
    """

    def __init__(self, words: str, at: int) -> None:
        """Say what is wrong, and where."""
        super().__init__(words)
        self.at = at

    @property
    def words(self) -> str:
        """For people, who count from 1."""
        return f"character {self.at + 1}: {self}"


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
    """A field with one of some values: somewhere in it, or the whole of it where the value has a `*` or `?`."""

    field: str
    key: str
    wanted: tuple[str, ...]

    def fits(self, call: Findable) -> bool:
        """Whether a call has one of them."""
        values = [folded(value) for value in call.values(self.field, self.key)]
        return any(_is_found(wanted, values) for wanted in self.wanted)


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


def read_filter(query: str) -> CallFilter:
    """Read a filter.

    Args:
        query: As typed.

    Returns:
        Its terms.

    Raises:
        FilterError: It is none.
    """
    # What takes no time to look at comes first.
    terms = sorted(_terms(query), key=lambda term: isinstance(term.term, FieldTerm))
    return CallFilter(tuple(terms))


def _terms(query: str) -> Iterator[FilterTerm]:
    for at, word in _words(query):
        if at > 0 and word.lower() in _ELSEWHERE:
            raise FilterError(_ELSEWHERE[word.lower()], at)
        denied = word.startswith("-") and not DIALLED.issuperset(word)
        begin = at + denied
        yield FilterTerm(_term(word[denied:], begin), denied)


def _words(query: str) -> Iterator[tuple[int, str]]:
    """Words with their places; a quote keeps spaces together."""
    at = 0
    while at < len(query):
        if query[at].isspace():
            at += 1
            continue
        end, opened = at, -1
        while end < len(query) and (opened >= 0 or not query[end].isspace()):
            if query[end] == _QUOTE:
                opened = -1 if opened >= 0 else end
            end += 1
        if opened >= 0:
            raise FilterError("this quote has no end", opened)
        yield at, query[at:end]
        at = end


def _term(word: str, at: int) -> WordTerm | FieldTerm | TimeTerm:
    name = _NAME.match(word)
    rest = word[name.end() :] if name is not None else ""
    if name is not None and rest[:1] in ("=", "!"):
        _refuse_equals(name[0], rest, at)
    if name is None or rest[:1] not in (":", ">", "<", "."):
        return _plain(word, at)
    if rest[0] in "<>":
        return _time(name[0], rest, at)
    if rest[0] == ":":
        return _field(name[0], rest[1:], at)
    if name[0].lower() == DATA:
        return _data(rest[1:], at + name.end() + 1)
    return _plain(word, at)


def _plain(word: str, at: int) -> WordTerm:
    bare = _QUOTED.sub("", word)
    if "|" in bare:
        raise FilterError(_ELSEWHERE["or"].replace("or”", "|”", 1), at + word.index("|"))
    if (bare.startswith("(") or bare.endswith(")")) and not DIALLED.issuperset(bare):
        raise FilterError("there are no brackets: -team:X state:held,ringing, or quote them", at)
    plain = folded(word.replace(_QUOTE, ""))
    if not plain:
        raise FilterError("there is no word here", at)
    return WordTerm(plain)


def _field(name: str, value: str, at: int) -> FieldTerm:
    field = name.lower()
    if field == DATA:
        raise FilterError("attached data wants its key: data.KEY:value", at)
    if field in TIMES:
        raise FilterError(f"“{field}” is a time: write {field}>60", at)
    if field not in FIELDS:
        raise FilterError(f"no field “{name}”: {_meant(field, FIELDS)}{' '.join(FIELDS)} {DATA}.KEY", at)
    wanted = _values(value, at + len(name) + 1)
    if field == "state":
        _refuse_misspelt(wanted, at + len(name) + 1)
    return FieldTerm(field, "", wanted)


def _refuse_misspelt(states: Sequence[str], at: int) -> None:
    """Say which state is meant, where one would find nothing and is nearly another."""
    for state in states:
        known = _is_pattern(state) or any(state in name for name in _STATE_NAMES)
        near = get_close_matches(state, _STATE_NAMES, n=1, cutoff=_LIKE)
        if near and not known:
            raise FilterError(f"no state “{state}”: do you mean {near[0]}? {' '.join(_STATE_NAMES)}", at)


def _data(rest: str, at: int) -> FieldTerm:
    key, colon, value = rest.partition(":")
    if not (key and colon):
        raise FilterError("attached data wants a key and a value: data.KEY:value", at)
    return FieldTerm(DATA, folded(key.replace(_QUOTE, "")), _values(value, at + len(key) + 1))


def _values(value: str, at: int) -> tuple[str, ...]:
    """One value or several with commas between; a comma within quotes is itself."""
    found = []
    for part in _parts(value):
        plain = folded(part.replace(_QUOTE, ""))
        if not plain:
            raise FilterError("a value is missing", at)
        found.append(plain)
        at += len(part) + 1
    return tuple(found)


def _parts(value: str) -> Iterator[str]:
    begin, is_quoted = 0, False
    for at, character in enumerate(value):
        is_quoted ^= character == _QUOTE
        if character == "," and not is_quoted:
            yield value[begin:at]
            begin = at + 1
    yield value[begin:]


def _refuse_equals(name: str, rest: str, at: int) -> None:
    """Say what is written where other languages have `=`; after anything but a field or a time it is a word."""
    value, sign = rest.lstrip("!="), "-" if rest.startswith("!") else ""
    if name.lower() in TIMES and "=" in rest:
        raise FilterError(f"write {sign}{name}>{value or 60}", at + len(name))
    if name.lower() in FIELDS and "=" in rest:
        raise FilterError(f"write {sign}{name}:{value or 'VALUE'}", at + len(name))


def _meant(name: str, known: Sequence[str]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"do you mean {near[0]}? " if near else ""


def _is_found(wanted: str, values: Sequence[str]) -> bool:
    if not _is_pattern(wanted):
        return any(wanted in value for value in values)
    # Brackets are themselves: they stand in values, and nobody types sets.
    pattern = re.compile(translate(wanted.replace("[", "[[]")))
    return any(pattern.match(value) is not None for value in values)


def _time(name: str, rest: str, at: int) -> TimeTerm:
    what = name.lower()
    if what not in TIMES:
        if what in FIELDS:
            raise FilterError(f"“{what}” is no time: write {what}:VALUE", at)
        raise FilterError(f"no time “{name}”: {_meant(what, TIMES)}{' '.join(TIMES)}", at)
    sign = rest[:2] if rest[1:2] == "=" else rest[:1]
    found = _SPAN.fullmatch(rest[len(sign) :].lower())
    if found is None:
        raise FilterError("a time is 90, 90s, 2m, 1h or 1:30", at + len(name) + len(sign))
    return TimeTerm(what, sign[0] == ">", _seconds(found))


def _seconds(found: re.Match[str]) -> float:
    hours, minutes, seconds, number, unit = found.groups()
    if number is not None:
        return float(number) * _UNIT_S[unit]
    return int(hours or 0) * 3600.0 + int(minutes) * 60.0 + int(seconds)


def _is_pattern(value: str) -> bool:
    return "*" in value or "?" in value
