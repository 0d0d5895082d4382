from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.live.store.board import Source
from tui.live.store.card import CallKey
from tui.live.store.link import SEES_NOTHING, Link, LinkState
from tui.source.text import clean
from tui.views.attention.tally import Tally
from tui.views.words.link_lines import lines_of_links, link_lines
from tui.views.words.link_words import all_links
from widgets.bars.header_face import Headlines, header_face
from widgets.drawing.palette import DARK, PLAIN

STATES = MappingProxyType({"Ringing": 2, "Dialing": 1, "Established": 24, "Held": 4, "Parked": 1})
NOW_S = 100.0
TALLY = Tally(calls=33, states=STATES, unreadable=1, unsure=3, alarmed=2, longest=CallKey("a", "c"))


def head(*sources: Source, big: bool = False, title: str = "") -> Headlines:
    links, wall = link_lines(sources, NOW_S), datetime(2026, 1, 5, 19, 2, tzinfo=UTC)
    return Headlines(title, links, TALLY, ("41:07", "Retention"), wall, big)


LIVE = Source("a", Link(LinkState.LIVE, 0.0), heard_at_s=99.0)
STALE = Source("b", Link(LinkState.STALE, 88.0, "connection lost", 88.0), heard_at_s=88.0)


@given(
    st.integers(10, 240),
    st.integers(1, 6),
    st.booleans(),
    st.lists(st.sampled_from([LIVE, STALE]), max_size=5),
    st.text(max_size=80).map(clean),
    st.booleans(),
)
def test_the_head_is_exactly_as_large_as_asked(
    width: int, height: int, big: bool, sources: list[Source], title: str, zone: bool
) -> None:
    for palette in (DARK, PLAIN):
        strips = header_face(replace(head(*sources, big=big, title=title), zone=zone), palette, width, height)
        assert len(strips) == height
        assert {strip.cell_length for strip in strips} == {width}


@given(st.integers(20, 240), st.integers(1, 6))
def test_staleness_is_said_at_every_size(width: int, height: int) -> None:
    text = "\n".join(strip.text for strip in header_face(head(LIVE, STALE), DARK, width, height))
    assert "◐ 1 stale 0:12" in text


def test_the_clock_names_a_chosen_zone_where_there_is_room() -> None:
    def title_line(zone: str, width: int = 120, *, named: bool = True) -> str:
        there = datetime(2026, 1, 5, 19, 2, tzinfo=ZoneInfo(zone))
        return header_face(replace(head(LIVE), wall=there, zone=named), DARK, width, 4)[0].text.rstrip()

    assert title_line("Europe/Berlin").endswith("heard 1 s ago   19:02 CET")
    assert title_line("America/Sao_Paulo").endswith("19:02 UTC-03")
    assert title_line("Europe/Berlin", named=False).endswith("heard 1 s ago   19:02")
    lines = [title_line("Europe/Berlin", width) for width in range(120, 20, -1)]
    ends = ["CET" if line.endswith("19:02 CET") else "19:02" if line.endswith("19:02") else "" for line in lines]
    assert list(dict.fromkeys(ends)) == ["CET", "19:02", ""]
    assert all("● live" in line for line in lines)


def test_a_wide_head_says_when_the_whole_state_was_checked_and_a_long_title_comes_first() -> None:
    def title_line(width: int, title: str = "Billing", zone: bool = False) -> str:
        view = replace(head(replace(LIVE, checked_at_s=88.0), title=title), zone=zone)
        return header_face(view, DARK, width, 4)[0].text.rstrip()

    assert title_line(120).endswith("● live   heard 1 s ago · checked 12 s ago   19:02")
    assert title_line(120, zone=True).endswith("heard 1 s ago · checked 12 s ago   19:02 UTC")
    assert title_line(119).endswith("● live   heard 1 s ago   19:02")
    assert title_line(80).endswith("● live   heard 1 s ago   19:02")
    fitting = "x" * (120 - len(" callboard  ") - len("● live   heard 1 s ago · checked 12 s ago   19:02 ") - 2)
    assert "checked" in title_line(120, fitting)
    longer = title_line(120, fitting + "x")
    assert fitting + "x" in longer
    assert longer.endswith("● live   heard 1 s ago   19:02")


def test_the_counts_name_every_state() -> None:
    counts = header_face(head(LIVE), DARK, 180, 4)[2].text
    assert "33 calls    2 ringing    1 dialing    24 talking    4 held    1 other    1 unreadable" in counts
    assert "3 not sure    2 need you" in counts
    assert "longest 41:07 · Retention" in counts


def test_where_there_is_no_room_what_asks_for_action_stays() -> None:
    counts = header_face(head(LIVE), DARK, 44, 3)[1].text
    assert "33 calls" in counts
    assert "2 need you" in counts
    assert "3 not sure" in counts
    assert cell_len(counts) == 44


def test_large_numbers_stand_over_their_words() -> None:
    rows = [strip.text for strip in header_face(head(LIVE, big=True), DARK, 200, 6)]
    assert "▀▀█ ▀▀█" in rows[2]
    assert "calls" in rows[4]
    assert "longest" in rows[4]


@given(st.integers(30, 240), st.sampled_from([(LIVE,), (LIVE, STALE)]))
def test_the_worst_alarm_is_told_whatever_is_stale(width: int, sources: tuple[Source, ...]) -> None:
    view = replace(head(*sources), banner="held 4:10 · •••• 0104")
    assert "! held 4:10 · •••• 0104" in "\n".join(strip.text for strip in header_face(view, DARK, width, 4))


@pytest.mark.parametrize("state", [LinkState.CONNECTING, LinkState.RECOVERING, LinkState.REFUSED])
@pytest.mark.parametrize("height", [1, 3, 4, 8])
def test_how_many_calls_there_are_is_not_told_before_any_source_was_live(state: LinkState, height: int) -> None:
    connecting = Source("a", Link(state, 0.0))
    view = replace(head(connecting, connecting), tally=Tally(), longest=("", ""), big=True)
    lines = [strip.text for strip in header_face(view, DARK, 100, height)]
    assert not any("0 calls" in line or line.rstrip().endswith("  calls") for line in lines), lines
    assert any("calls: not known yet" in line for line in lines) == (height > 1)
    known = replace(view, links=link_lines((connecting, replace(connecting, checked_at_s=10.0)), NOW_S))
    assert not any("not known yet" in strip.text for strip in header_face(known, DARK, 100, height))


def test_whose_calls_are_shown_stands_beside_a_title_whole_or_not_at_all() -> None:
    scope = "calls of 23 logins"
    lines = [
        header_face(replace(head(LIVE, title="Billing"), scope=scope), DARK, width, 4)[0].text
        for width in range(120, 20, -1)
    ]

    assert f"Billing · {scope} " in lines[0]
    assert {f"Billing · {scope} " in line for line in lines} == {True, False}
    assert not any("Billing · " in line and f" · {scope} " not in line for line in lines)


@given(
    st.lists(st.tuples(st.sampled_from(LinkState), st.none() | st.floats(0, NOW_S)), max_size=5),
    st.booleans(),
    st.floats(0, 5_000),
)
def test_what_is_said_later_while_no_link_is_another_is_what_would_be_said_anew(
    known: list[tuple[LinkState, float | None]], blind: bool, more_s: float
) -> None:
    links = [Link(state, 1.0, SEES_NOTHING if blind else "") for state, _ in known]
    sources = {
        str(number): replace(LIVE, name=str(number), link=link, heard_at_s=at_s, checked_at_s=at_s)
        for number, (link, (_, at_s)) in enumerate(zip(links, known, strict=True))
    }
    before, later_s = all_links(tuple(sources.values())), NOW_S + more_s
    # All that may be heard meanwhile: a source that is live and was never heard is one that others tell of.
    for name in before.timed:
        sources[name] = replace(sources[name], heard_at_s=NOW_S)

    timed = [sources[name] for name in before.timed]
    assert lines_of_links(before, timed, later_s) == link_lines(tuple(sources.values()), later_s)
