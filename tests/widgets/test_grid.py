import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.cards.big_layout import layout_of
from widgets.cards.density import Density
from widgets.wall.fitting_grid import first_grid, fitting_grid, large_grid
from widgets.wall.grid import fixed_grid

widths = st.integers(min_value=20, max_value=400)
grids = st.one_of(
    st.builds(fixed_grid, st.sampled_from(Density), widths),
    st.builds(large_grid, widths, st.integers(8, 80), st.integers(0, 20), st.none()),
)


@given(st.sampled_from(Density), widths)
def test_no_card_leaves_the_wall(density: Density, width: int) -> None:
    grid = fixed_grid(density, width)
    assert grid.region(grid.columns - 1).right <= width


@pytest.mark.parametrize(
    ("count", "density"),
    [(3, Density.BIG), (12, Density.BIG), (24, Density.CARD), (31, Density.CARD), (90, Density.ROW)],
)
def test_the_number_of_calls_chooses_the_density(count: int, density: Density) -> None:
    assert fitting_grid(159, 40, count, None).density is density


def test_a_small_terminal_gets_rows() -> None:
    assert fitting_grid(40, 8, 20, None).density is Density.ROW


@pytest.mark.parametrize(
    ("room", "count", "columns", "card", "scale"),
    [
        ((218, 53), 12, 3, (70, 12), 2),
        ((159, 38), 12, 3, (51, 8), 1),
        ((159, 38), 9, 3, (51, 12), 2),
        ((159, 38), 6, 2, (77, 12), 2),
        ((79, 20), 4, 2, (38, 9), 1),
        ((79, 20), 3, 2, (38, 9), 1),
        ((79, 20), 2, 1, (77, 9), 2),
    ],
)
def test_big_cards_fill_the_room_with_the_largest_digits(
    room: tuple[int, int], count: int, columns: int, card: tuple[int, int], scale: int
) -> None:
    grid = fitting_grid(*room, count, None)
    layout = layout_of(grid.card_width, grid.card_height)
    assert (grid.columns, (grid.card_width, grid.card_height)) == (columns, card)
    assert layout is not None
    assert layout.scale == scale


@given(widths, st.integers(5, 80), st.integers(1, 40))
def test_big_cards_leave_less_than_a_line_for_each_row_of_them(width: int, height: int, count: int) -> None:
    grid = large_grid(width, height, count, None)
    if grid.room:
        rows = -(-count // grid.columns)
        assert height - rows < grid.height(count) <= height
        assert grid.card_height >= Density.BIG.height
        assert grid.region(grid.columns - 1).right <= width
    else:
        assert grid == fixed_grid(Density.BIG, width)


@given(widths, st.integers(10, 80), st.integers(2, 40))
def test_big_cards_that_a_call_came_to_stay_as_they_are_when_it_goes(width: int, height: int, count: int) -> None:
    full = large_grid(width, height, count, None)
    if full.room:
        fewer = large_grid(width, height, count - 1, full)
        assert fewer == full
        assert large_grid(width, height, count, fewer) == full


@given(widths, st.integers(10, 80), st.integers(1, 40))
def test_many_fewer_calls_get_larger_cards_in_time(width: int, height: int, count: int) -> None:
    full = large_grid(width, height, count * 3, None)
    few, alone = large_grid(width, height, count, full), large_grid(width, height, count, None)
    if full.room:
        assert few.card_width * few.card_height * 3 >= alone.card_width * alone.card_height


@given(st.integers(40, 400), st.integers(25, 80), st.integers(0, 40))
def test_the_head_that_grows_with_big_cards_does_not_drive_them_away_and_back(
    width: int, height: int, count: int
) -> None:
    grid, densities = None, []
    for _ in range(6):
        taken = 2 if grid is not None and grid.density is Density.BIG else 0
        grid = fitting_grid(width, height - taken, count, grid)
        densities.append(grid.density)
    assert len(set(densities[2:])) == 1


@given(widths, st.integers(5, 80), st.integers(0, 2_000))
def test_whatever_is_chosen_fits_unless_nothing_does(width: int, height: int, count: int) -> None:
    grid = fitting_grid(width, height, count, None)
    assert grid.height(count) <= height or grid == fixed_grid(Density.ROW, width)


@given(widths, st.integers(5, 80), st.integers(0, 2_000))
def test_the_first_grid_of_a_wall_is_the_loosest_that_stays(width: int, height: int, count: int) -> None:
    grid = first_grid(width, height, count)
    assert grid.height(count) <= height or grid == fixed_grid(Density.ROW, width)
    loosest = fitting_grid(width, height, count, None)
    if grid.density is Density.BIG:
        # Also when they have made the head grow.
        assert fitting_grid(width, height - 2, count, grid).density is Density.BIG
    else:
        assert grid == loosest or loosest.density is Density.BIG


def test_one_call_more_or_less_does_not_make_the_wall_jump_back() -> None:
    full = next(n for n in range(100) if fitting_grid(159, 40, n, None).density is not Density.BIG)
    denser = fitting_grid(159, 40, full, fitting_grid(159, 40, full - 1, None))
    assert fitting_grid(159, 40, full - 1, denser) == denser
    assert fitting_grid(159, 40, full // 2, denser).density is Density.BIG
