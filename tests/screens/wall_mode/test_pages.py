"""Pages by a clock that moves only when told."""

from collections.abc import Sequence

from tui.live.store.card import CallKey
from tui.screens.wall.pages import MOST, UNTOUCHED_S, PageTurner
from tui.views.arrangement.group import CallGroup, Heading
from tui.views.attention.tally import Tally
from widgets.wall.wall_plan import stacked_height

CALLS = [CallKey("floor", str(number)) for number in range(30)]
SIZE = (160, 40)


def part(pages: PageTurner, calls: Sequence[CallKey] = CALLS, size: tuple[int, int] = SIZE) -> list[CallKey]:
    groups = [CallGroup((0, ""), calls)] if calls else []
    return [key for group in pages.part(groups, *size) for key in group.calls]


def test_a_page_has_at_most_twelve_cards_and_no_more_than_there_is_room_for() -> None:
    pages = PageTurner(10.0, 0.0)

    assert part(pages, CALLS, (400, 100)) == CALLS[:MOST]
    assert (pages.count, pages.dots()) == (3, "● ○ ○")
    assert part(pages, CALLS, (80, 20)) == CALLS[:4]
    assert part(pages, CALLS, (80, 9)) == CALLS[:2]
    assert pages.dots() == ""
    assert part(pages, []) == []


def test_pages_turn_and_begin_again() -> None:
    pages = PageTurner(10.0, 0.0)
    seen = [part(pages)[0]]
    for second in range(1, 41):
        if pages.take_due(float(second)):
            seen.append(part(pages)[0])

    assert [int(key.id) for key in seen] == [0, 12, 24, 0, 12]
    assert pages.left_s(41.0) == 9


def test_a_touch_shows_everything_until_nobody_has_been_there_for_a_while() -> None:
    pages = PageTurner(10.0, 0.0)
    part(pages)
    pages.take_due(10.0)

    assert pages.touch(12.0)
    assert not pages.touch(13.0)
    assert part(pages) == CALLS
    assert not pages.take_due(13.0 + UNTOUCHED_S - 1)
    assert pages.take_due(13.0 + UNTOUCHED_S)
    assert part(pages) == CALLS[:12]


def test_when_calls_end_the_last_page_is_the_last_that_there_is() -> None:
    pages = PageTurner(10.0, 0.0)
    part(pages)
    pages.take_due(10.0)
    pages.take_due(20.0)

    assert part(pages, CALLS[:13]) == CALLS[12:13]


def test_without_an_interval_there_are_no_pages() -> None:
    pages = PageTurner(0.0, 0.0)

    assert part(pages) == CALLS
    assert not pages.take_due(1e6)
    assert part(pages) == CALLS


def test_every_page_has_cards_of_the_same_size_and_keeps_it_while_a_call_comes_or_goes() -> None:
    pages = PageTurner(10.0, 0.0)
    part(pages, CALLS[:14])
    grid = pages.grid
    assert grid is not None
    assert (grid.columns, grid.card_height) == (3, 9)
    pages.take_due(10.0)
    for count in (13, 14, 20, 13, 12, 11, 10, 11):
        part(pages, CALLS[:count])
        assert pages.grid == grid
    assert part(pages, CALLS[:4]) == CALLS[:4]
    assert pages.grid != grid


def test_groups_have_as_large_cards_as_their_headings_leave_room_for() -> None:
    pages = PageTurner(10.0, 0.0)
    groups = [CallGroup((0, str(n)), CALLS[6 * n : 6 * n + 6], Heading("group", "", Tally)) for n in range(2)]
    assert [group.shown for group in pages.part(groups, 218, 53)] == [6, 6]
    assert pages.grid is not None
    assert (pages.grid.columns, stacked_height(pages.grid, groups)) == (3, 53)
