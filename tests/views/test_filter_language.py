from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.source.text import folded
from tui.views.arrangement.filter_completion import completed
from tui.views.arrangement.filter_fields import CALL_FIELDS, FIELDS, TIMES
from tui.views.arrangement.filter_language import FilterError, read_filter
from tui.views.arrangement.filter_terms import CallFilter, FieldTerm, FilterTerm, TimeTerm, WordTerm
from tui.views.arrangement.plain_words import words_of


@dataclass
class Told:
    """A call as a filter sees it."""

    text: str = ""
    fields: Mapping[tuple[str, str], Sequence[str]] = field(default_factory=dict)
    times: Mapping[str, float] = field(default_factory=dict)
    least: Mapping[str, float] = field(default_factory=dict)

    def values(self, field: str, key: str) -> Sequence[str]:
        return self.fields.get((field, key), ())

    def lasted_s(self, what: str) -> float | None:
        return self.times.get(what)

    def at_least_s(self, what: str) -> float | None:
        return self.least.get(what, self.lasted_s(what))


CALL = Told(
    "held\ninbound\n5001\n9165550104\nbilling agents\ngold",
    {
        ("state", ""): ("HELD", "Held"),
        ("team", ""): ("Billing agents",),
        ("agent", ""): ("5001", "floor [1]"),
        ("data", "queue"): ("Gold",),
    },
    {"held": 75.0, "paused": 60.0, "age": 5400.0},
)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "held 916-555-0104",
        "(916)555-0104",
        "state:held,ringing",
        "-state:ringing,dialing",
        'data.Queue:"Silver, old",Gold',
        "agent:60*,50*",
        "state:held",
        "state:hel*,ring?ng",
        "STATE:Held",
        "agent:50*",
        "agent:500?",
        "agent:floor*[1]",
        'team:"billing agents"',
        "team:billing",
        "data.Queue:Gold",
        "data.queue:g*",
        "paused>60",
        "paused>=1:00",
        "held>1m",
        "held<2m",
        "age>1.5h",
        "age>1:29:59",
        "-state:ringing",
        "-team:Support -held>90",
        "state:held paused>60 -team:Support agent:50* data.Queue:Gold",
    ],
)
def test_a_filter_finds_a_call(query: str) -> None:
    assert read_filter(query).finds(CALL)


@pytest.mark.parametrize(
    "query",
    [
        "state:ringing",
        "-held",
        "agent:00*",
        "agent:500",
        "agent:?",
        "team:billing*s-",
        "data.Tier:Gold",
        "paused>61",
        "held<75",
        "ringing>0",
        "ringing<999",
        "-state:held",
        "held -team:Billing",
        '"held gold"',
        "state:ringing,dialing",
        "state:parked*",
        'data.Queue:"Silver,Gold"',
        'held "or"',
    ],
)
def test_a_filter_does_not_find_a_call(query: str) -> None:
    assert read_filter(query).finds(CALL) is (query == "agent:500")


@pytest.mark.parametrize(
    ("query", "at", "words"),
    [
        ("stat:held", 0, "no field “stat”"),
        ("stat:held", 0, "do you mean state?"),
        ("state:heldd", 6, "no state “heldd”: do you mean held?"),
        ("held -state:ringing,tlaking", 12, "do you mean talking?"),
        ("state:hold", 6, "do you mean held?"),
        ("state:held,parked", 6, "no state “parked”: ringing, dialing, talking, established, held"),
        ("state:parked", 6, ", or parked*"),
        ("held stat:held", 5, "no field"),
        ("paused or held", 7, "write state:held,ringing"),
        ("held AND gold", 5, "leave out “and”"),
        ("gold not held", 5, "write -state:held"),
        ("held|ringing", 4, "there is no “|”"),
        ("(state:held gold)", 0, "there are no brackets"),
        ("x (state:held", 2, "there are no brackets"),
        ("state=held", 5, "write state:held"),
        ("x state!=held", 7, "write -state:held"),
        ("paused=90", 6, "write paused>90"),
        ("paused:60", 0, "write paused>60"),
        ("state>60", 0, "write state:VALUE"),
        ("state:held,", 11, "a value is missing"),
        ("pausd>60", 0, "do you mean paused?"),
        ("held -stat:x", 6, "no field"),
        ("state:", 6, "a value is missing"),
        ('state:""', 6, "a value is missing"),
        ("data:Gold", 0, "data.KEY:value"),
        ("data.Queue", 5, "data.KEY:value"),
        ("data.:x", 5, "data.KEY:value"),
        ("data.Queue:", 11, "a value is missing"),
        ("pause>60", 0, "no time “pause”"),
        ("paused>", 7, "a time is"),
        ("x paused>soon", 9, "a time is"),
        ("paused>>60", 7, "a time is"),
        ('x "y z', 2, "this quote has no end"),
        ('""', 0, "no word"),
    ],
)
def test_wrong_syntax_says_where(query: str, at: int, words: str) -> None:
    with pytest.raises(FilterError) as told:
        read_filter(query)
    assert told.value.at == at
    assert words in str(told.value)
    assert told.value.words.startswith(f"character {at + 1}: ")


def test_what_lasts_at_least_so_long_is_found_beyond_that_and_not_below_anything() -> None:
    unseen = Told(least={"held": 75.0})

    assert [read_filter(query).finds(unseen) for query in ("held>75", "held>76", "held<80")] == [True, False, False]


@pytest.mark.parametrize(
    ("query", "longest"),
    [
        ("paused", "paused"),
        ("Paused team:x", "paused"),
        ("held paused>60", "paused"),
        ("-paused", ""),
        ("paused<60", ""),
        ('"paused gold"', ""),
        ("state:held", ""),
    ],
)
def test_who_asks_for_a_time_looks_for_the_longest(query: str, longest: str) -> None:
    assert read_filter(query).longest_first == longest


NAMES = st.text("abcXYZäß0123", min_size=1, max_size=6)
VALUES = st.text("abcXYZäß0123 ,*?[].:<>-", min_size=1, max_size=8).filter(lambda text: text.strip() == text)
SEVERAL = st.lists(VALUES.map(folded), min_size=1, max_size=3).map(tuple)
TERMS = st.one_of(
    st.builds(FieldTerm, st.sampled_from([field for field in FIELDS if field != "state"]), st.just(""), SEVERAL),
    st.lists(st.sampled_from(CALL_FIELDS.states), min_size=1, max_size=3).map(
        lambda states: FieldTerm("state", "", tuple(states), tuple(states))
    ),
    st.builds(FieldTerm, st.just("data"), NAMES.map(folded), SEVERAL),
    st.builds(TimeTerm, st.sampled_from(TIMES), st.booleans(), st.integers(0, 99_999).map(float)),
    st.builds(WordTerm, NAMES.map(folded)),
)


def written(one: FilterTerm) -> str:
    term, sign = one.term, "-" if one.denied else ""
    if isinstance(term, WordTerm):
        return f'{sign}"{term.word}"'
    if isinstance(term, TimeTerm):
        return f"{sign}{term.what}{'>' if term.beyond else '<'}{term.limit_s:.0f}"
    values = ",".join(f'"{value}"' for value in term.wanted)
    return f"{sign}{term.field}{'.' + term.key if term.key else ''}:{values}"


@given(st.lists(st.builds(FilterTerm, TERMS, st.booleans()), max_size=5))
def test_what_is_written_is_read_again(terms: list[FilterTerm]) -> None:
    read = read_filter("  ".join(map(written, terms)))

    assert sorted(map(repr, read.terms)) == sorted(map(repr, terms))


@given(st.text() | st.text('state:paused<>=!|(,)-*?".data 019mor', max_size=30))
def test_whatever_is_typed_is_a_filter_or_wrong_at_a_place_of_it(query: str) -> None:
    try:
        found: CallFilter | None = read_filter(query)
        at = 0
    except FilterError as error:
        found, at = None, error.at

    assert 0 <= at <= len(query)
    assert found is None or found.finds(CALL) in (True, False)


PLAIN = st.text("abc019+-./äÄ", min_size=1, max_size=8) | st.text("019()+-./", min_size=1, max_size=8)


@given(st.lists(PLAIN.filter(lambda word: word.strip("-") == word)))
def test_plain_words_are_what_they_were(words: list[str]) -> None:
    query = " ".join(words)

    assert read_filter(query) == CallFilter(tuple(FilterTerm(WordTerm(word)) for word in words_of(query)))


@given(st.lists(st.builds(FilterTerm, TERMS, st.booleans()), max_size=4), st.builds(FilterTerm, TERMS))
def test_a_denied_term_finds_what_the_term_does_not(terms: list[FilterTerm], one: FilterTerm) -> None:
    rest = CallFilter(tuple(terms))
    denied = CallFilter((*terms, FilterTerm(one.term, not one.denied)))

    assert rest.finds(CALL) is (CallFilter((*terms, one)).finds(CALL) or denied.finds(CALL))


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("st", "state:"),
        ("held -te", "held -team:"),
        ("pau", "paused>"),
        ("state:hel", "state:held"),
        ("type:in", "type:inbound"),
        ("agent:50", "agent:5001"),
        ("-team:Bil", "-team:Billing"),
        ("data.Q", "data.Queue:"),
        ("", ""),
        ("state:held,ri", "state:held,ringing"),
        ("state:held,", ""),
        ("state:", ""),
        ("state:held", ""),
        ("zebra", ""),
        ('"st', ""),
    ],
)
def test_a_filter_is_completed(typed: str, whole: str) -> None:
    assert completed(typed, ("5001", "floor"), ("Billing agents",), ("Queue",)) == whole


@given(st.text("stapgedu:->. Q50", max_size=12))
def test_what_is_suggested_goes_on_from_what_was_typed(typed: str) -> None:
    whole = completed(typed, ("5001",), ("Billing",), ("Queue",))
    assert not whole or (whole.startswith(typed) and len(whole) > len(typed))
