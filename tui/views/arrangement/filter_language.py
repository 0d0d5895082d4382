"""The language of the filter: plain words, fields, times, and what must not be so.

Such as `state:held,ringing paused>60 -team:Billing agent:50* data.Queue:Gold`.
"""

import re
from collections.abc import Iterator, Sequence

from tui.language.nearest import nearest
from tui.source.text import folded
from tui.views.arrangement.filter_fields import CALL_FIELDS, DATA, FilterFields
from tui.views.arrangement.filter_terms import CallFilter, FieldTerm, FilterTerm, TimeTerm, WordTerm, is_pattern
from tui.views.arrangement.plain_words import DIALLED

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


def read_filter(query: str, known: FilterFields = CALL_FIELDS) -> CallFilter:
    """Read a filter.

    Args:
        query: As typed.
        known: What can be asked for by name.

    Returns:
        Its terms.

    Raises:
        FilterError: It is none.
    """
    # What takes no time to look at comes first.
    terms = sorted(_terms(query, known), key=lambda term: isinstance(term.term, FieldTerm))
    return CallFilter(tuple(terms))


def _terms(query: str, known: FilterFields) -> Iterator[FilterTerm]:
    words = list(_words(query))
    while words:
        at, word = words.pop(0)
        denied = word.startswith("-") and not DIALLED.issuperset(word)
        state = _state_before(word[denied:], [more for _, more in words], known)
        if state:
            del words[: state.count(" ")]
            yield FilterTerm(FieldTerm("state", "", (state,), (state,)), denied)
            continue
        if at > 0 and word.lower() in _ELSEWHERE:
            raise FilterError(_ELSEWHERE[word.lower()], at)
        yield FilterTerm(_term(word[denied:], at + denied, known), denied)


def _state_before(word: str, following: Sequence[str], known: FilterFields) -> str:
    """The longest name of a state with which some words begin; "" where they begin with none."""
    if not known.bare_states:
        return ""
    begun = folded(" ".join((word, *following))) + " "
    return max((state for state in known.states if begun.startswith(f"{state} ")), key=len, default="")


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


def _term(word: str, at: int, known: FilterFields) -> WordTerm | FieldTerm | TimeTerm:
    name = _NAME.match(word)
    rest = word[name.end() :] if name is not None else ""
    if name is not None and rest[:1] in ("=", "!"):
        _refuse_equals(name[0], rest, at, known)
    if name is None or rest[:1] not in (":", ">", "<", "."):
        return _plain(word, at)
    if rest[0] in "<>":
        return _time(name[0], rest, at, known)
    if rest[0] == ":":
        return _field(name[0], rest[1:], at, known)
    if known.data and name[0].lower() == DATA:
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


def _field(name: str, value: str, at: int, known: FilterFields) -> FieldTerm:
    field = name.lower()
    if known.data and field == DATA:
        raise FilterError("attached data wants its key: data.KEY:value", at)
    if field in known.times:
        raise FilterError(f"“{field}” is a time: write {field}>60", at)
    if field not in known.fields:
        raise FilterError(f"no field “{name}”: {_meant(field, known.fields)}{known.names}", at)
    wanted = _values(value, at + len(name) + 1)
    if field != "state":
        return FieldTerm(field, "", wanted)
    _refuse_unknown(wanted, at + len(name) + 1, known.states)
    return FieldTerm(field, "", wanted, tuple(one for one in wanted if one in known.states))


def _refuse_unknown(wanted: Sequence[str], at: int, states: Sequence[str]) -> None:
    """Say which states there are, where one would hide everything without a word."""
    for one in wanted:
        if is_pattern(one) or any(one in state for state in states):
            continue
        near = _meant(one, states)
        # A server may have others.
        raise FilterError(f"no state “{one}”: {near}{', '.join(states)}{'' if near else f', or {one}*'}", at)


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


def _refuse_equals(name: str, rest: str, at: int, known: FilterFields) -> None:
    """Say what is written where other languages have `=`; after anything but a field or a time it is a word."""
    value, sign = rest.lstrip("!="), "-" if rest.startswith("!") else ""
    if name.lower() in known.times and "=" in rest:
        raise FilterError(f"write {sign}{name}>{value or 60}", at + len(name))
    if name.lower() in known.fields and "=" in rest:
        raise FilterError(f"write {sign}{name}:{value or 'VALUE'}", at + len(name))


def _meant(name: str, known: Sequence[str]) -> str:
    near = nearest(name, known)
    return f"do you mean {near}? " if near else ""


def _time(name: str, rest: str, at: int, known: FilterFields) -> TimeTerm:
    what = name.lower()
    if what not in known.times:
        if what in known.fields:
            raise FilterError(f"“{what}” is no time: write {what}:VALUE", at)
        raise FilterError(f"no time “{name}”: {_meant(what, known.times)}{' '.join(known.times)}", at)
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
