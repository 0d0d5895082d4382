"""Where everything stands on a wall in groups, against drawing it cell by cell."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from tui.live.store.card import CallKey
from tui.screens.wall.paginate import page_grid, paginate
from tui.views.arrangement.group import CallGroup, Heading
from tui.views.attention.tally import Tally
from widgets.cards.density import Density
from widgets.wall.grid import fixed_grid
from widgets.wall.wall_plan import HEADING, Slot, WallPlan, stacked_height

sizes = st.lists(st.tuples(st.integers(1, 14), st.booleans()), max_size=8)
densities = st.sampled_from(Density)
widths = st.integers(20, 260)


def groups_of(counts: Sequence[tuple[int, bool]]) -> list[CallGroup]:
    return [
        CallGroup((0, str(n)), [CallKey(str(n), str(i)) for i in range(count)], Heading(str(n), "", Tally), collapsed)
        for n, (count, collapsed) in enumerate(counts)
    ]


def plan_of(density: Density, width: int, counts: Sequence[tuple[int, bool]]) -> WallPlan:
    return WallPlan(fixed_grid(density, width), groups_of(counts))


def drawn(plan: WallPlan) -> dict[tuple[int, int], Slot]:
    """What stands at each line and column of cards, drawn one after the other."""
    cells: dict[tuple[int, int], Slot] = {}
    y, card = 0, 0
    for number, group in enumerate(plan.groups):
        cells[y, 0] = ~number
        y += HEADING
        for place in range(group.shown):
            row, column = divmod(place, plan.grid.columns)
            for line in range(plan.grid.card_height):
                cells[y + row * plan.grid.pitch + line, column] = card + place
        card += group.shown
        y += -(-group.shown // plan.grid.columns) * plan.grid.pitch
    return cells


@given(densities, widths, sizes)
def test_rows_and_regions_are_those_that_one_draws(
    density: Density, width: int, counts: list[tuple[int, bool]]
) -> None:
    plan = plan_of(density, width, counts)
    cells = drawn(plan)

    found = {(y, place): slot for y in range(-2, plan.height + 3) for place, slot in enumerate(plan.row(y).slots)}
    assert found == cells
    assert plan.height == max((y + 1 for y, _ in cells), default=0) == stacked_height(plan.grid, plan.groups)
    for (y, _), slot in cells.items():
        region = plan.region(slot)
        assert region.y <= y < region.bottom
        assert plan.slot_at(region.x, y) == plan.slot_at(region.right - 1, y) == slot


@given(densities, widths, sizes, st.integers(0, 80), st.integers(1, 60))
def test_what_is_seen_is_what_meets_the_view(
    density: Density, width: int, counts: list[tuple[int, bool]], top: int, height: int
) -> None:
    plan = plan_of(density, width, counts)
    meeting = {slot for (y, _), slot in drawn(plan).items() if top <= y < top + height}
    seen = set(plan.slots(top, height))

    assert meeting <= seen
    assert len(seen) <= len(meeting) + plan.grid.columns + 1
    assert {slot for slot in seen if slot >= 0} == set(plan.seen(top, height))


@given(densities, widths, sizes.filter(bool))
def test_every_place_of_the_cursor_is_reached_and_found_again(
    density: Density, width: int, counts: list[tuple[int, bool]]
) -> None:
    plan = plan_of(density, width, counts)
    slots = [plan.slot_of(stop) for stop in range(plan.stops)]
    collapsed = [~number for number, group in enumerate(plan.groups) if group.collapsed]

    assert sorted(slots) == sorted([*collapsed, *range(plan.cards)])
    assert [plan.stop_of(slot) for slot in slots] == list(range(plan.stops))
    assert [plan.region(slot).y for slot in slots] == sorted(plan.region(slot).y for slot in slots)
    for slot in slots:
        if slot >= 0:
            assert plan.slot_of_card(plan.card(slot)) == slot


@given(densities, widths, sizes.filter(bool))
def test_going_down_sees_each_row_once_and_up_comes_back(
    density: Density, width: int, counts: list[tuple[int, bool]]
) -> None:
    plan = plan_of(density, width, counts)
    lines = sorted({plan.region(plan.slot_of(stop)).y for stop in range(plan.stops)})
    for step, expected in ((1, lines), (-1, lines[::-1])):
        stop = 0 if step > 0 else plan.stops - 1
        visited = [plan.region(plan.slot_of(stop)).y]
        while (other := plan.below(stop, step)) != stop:
            stop = other
            visited.append(plan.region(plan.slot_of(stop)).y)
        assert visited == expected


@given(widths, sizes, st.integers(1, 70), st.integers(1, 15))
def test_pages_have_everything_once_and_no_more_than_there_is_room_for(
    width: int, counts: list[tuple[int, bool]], height: int, most: int
) -> None:
    groups = groups_of(counts)
    grid = page_grid(groups, width, height, most, None)
    pages = paginate(groups, grid, height, most)

    for group in groups:
        parts = [part for page in pages for part in page if part.key == group.key]
        assert [key for part in parts for key in part.calls] == list(group.calls)
        assert all(part.calls and part.heading is group.heading for part in parts)
        assert len(parts) == 1 or not group.collapsed
    for page in pages:
        assert sum(part.shown for part in page) <= most
        roomy = stacked_height(grid, page) <= height
        assert roomy or (len(page) == 1 and page[0].shown <= 1)


def test_without_headings_there_is_one_grid() -> None:
    grid = fixed_grid(Density.CARD, 160)
    plan = WallPlan(grid, [CallGroup((0, ""), [CallKey("floor", str(n)) for n in range(9)])])

    assert [plan.region(slot) for slot in range(9)] == [grid.region(slot) for slot in range(9)]
    assert plan.height == grid.height(9)
    assert WallPlan(grid, ()).height == 0
    assert list(WallPlan(grid, ()).slots(0, 40)) == []
