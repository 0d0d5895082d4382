"""Publishers in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tui.live.publishers import Publisher
from tui.live.store.link import Link, LinkState
from tui.views.words.marks import ALARM_MARK
from tui.views.words.publisher_words import publisher_lines, relay_words
from widgets.drawing.palette import DARK, Ground
from widgets.drawing.pen import pen_of
from widgets.lists.publisher_lines import publisher_rows

NOW_S = 1_000.0
PEN = pen_of(DARK, Ground.BACKGROUND)


class Place:
    """Where some publish."""

    name, link = "nats.example.com", Link(LinkState.LIVE, 0.0)

    def __init__(self, count: int, *silent: tuple[str, float], sites: int = 1) -> None:
        self.count = count
        self.sites = sites
        self.silent = silent

    def publishers(self) -> Sequence[Publisher]:
        return ()


def words(*places: Place, short: bool = False) -> list[str]:
    return [text for text, _ in relay_words(places, NOW_S, short=short)]


def test_a_head_says_how_many_there_are_and_which_is_missed() -> None:
    assert words() == []
    assert words(Place(0)) == []
    assert words(Place(1)) == ["1 publisher"]
    assert words(Place(8), Place(4)) == ["2 sites, 12 publishers"]
    assert words(Place(8, sites=2), Place(4)) == ["3 sites, 12 publishers"]
    assert words(Place(8), short=True) == []
    assert words(Place(8, ("c3", 991.0))) == [f"{ALARM_MARK} c3 stale 0:09", "8 publishers"]
    assert words(Place(8, ("c3", 991.0), ("c4", 995.0)), short=True) == [f"{ALARM_MARK} 2 publishers stale 0:09"]


def test_columns_have_heads_and_a_fault_is_never_cut() -> None:
    why = "the permissions of this user do not let it write login.agent5002: 'Permissions Violation for Publish'"
    ill = Publisher("c2", "collector", "0.2.0", why, 910.0, 910.0, 15.0, 4.25, 3, True, 1, 0)
    well = Publisher("c1", "collector", "0.2.0", "", None, 999.6, 2.0, 0.012, 412, True, 412, 412)
    lines = publisher_lines([ill, well], NOW_S)
    for width in (40, 80, 100, 160, 220):
        heads, *rows = ("".join(text for text, _ in row) for row in publisher_rows(lines, PEN, width))
        assert heads.split()[0] == "publisher"
        assert {"heard", "late"} <= set(heads.split())
        said = " ".join(" ".join(rows).split())
        assert f"{why} for 1:30" in said
        assert all(len(row) <= width for row in rows) or width < 80
        assert len(rows) == 2 or width < 220


def test_each_says_how_it_is_and_those_with_trouble_come_first() -> None:
    well = Publisher("c1", "collector", "0.2.0", "", None, 999.6, 2.0, 0.012, 412, True, 412, 412)
    ill = Publisher("c2", "desk", "", "nothing heard of c2", 910.0, 910.0, 15.0, 4.25, 3, True, 1, 0)
    never = Publisher("c3", why="waiting for c3")
    lines = publisher_lines([well, never, ill], NOW_S)

    assert [line.name for line in lines] == ["c2", "c3", "c1"]
    assert {line.site for line in lines} == {""}
    apart = publisher_lines([replace(well, sites=("north",)), replace(ill, sites=("east", "south"))], NOW_S)
    assert [line.site for line in apart] == ["east, south", "north"]
    assert (lines[2].logins, lines[2].beat, lines[2].lag) == ("412 of 412 live", "0 s ago, every 2 s", "12 ms")
    assert (lines[2].mark, lines[2].kind, lines[2].why) == ("●", "collector 0.2.0", "")
    assert (lines[0].logins, lines[0].beat, lines[0].lag) == ("0 of 1 live (3 said)", "1:30 ago, every 15 s", "4.2 s")
    assert (lines[0].mark, lines[0].why) == ("◐", "nothing heard of c2 for 1:30")
    assert (lines[1].beat, lines[1].lag) == ("not heard yet", "")
