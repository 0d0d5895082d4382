from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from widgets.drawing.differences import changed_regions

styles = st.sampled_from([Style(), Style(bold=True), Style(color="#112233")])
cells = st.lists(st.tuples(st.sampled_from("ab東 "), styles), min_size=1, max_size=12)


def _strip(drawn: list[tuple[str, Style]], width: int) -> Strip:
    return Strip([Segment(text, style) for text, style in drawn]).adjust_cell_length(width, Style())


def _cells(strip: Strip) -> list[tuple[str, object]]:
    return [(char, seg.style) for seg in strip for char in seg.text for _ in range(Segment(char).cell_length)]


@given(cells, cells)
def test_outside_the_changed_cells_both_drawings_agree(
    one: list[tuple[str, Style]], other: list[tuple[str, Style]]
) -> None:
    before, after = _strip(one, 24), _strip(other, 24)
    changed = {x for region in changed_regions([before], [after]) for x in range(region.x, region.right)}
    differing = {x for x, (a, b) in enumerate(zip(_cells(before), _cells(after), strict=True)) if a != b}
    assert differing <= changed


def test_what_is_the_same_needs_nothing() -> None:
    strip = _strip([("a", Style())], 8)
    assert list(changed_regions([strip], [_strip([("a", Style())], 8)])) == []


def test_only_the_cells_that_differ_are_named() -> None:
    plain, bold = Style(), Style(bold=True)
    before = Strip([Segment("who  ", plain), Segment("0:41", bold), Segment(" ", plain)])
    after = Strip([Segment("who  ", plain), Segment("0:42", bold), Segment(" ", plain)])
    (region,) = changed_regions([before, before], [before, after])
    assert (region.x, region.y, region.width, region.height) == (8, 1, 1, 1)


def test_two_columns_of_a_line_that_tick_are_two_runs() -> None:
    bold = Style(bold=True)
    before, after = (
        Strip([Segment(f"0:4{second}", bold), Segment("   held   "), Segment(f"4:1{second}")]) for second in (1, 2)
    )
    assert [(region.x, region.width) for region in changed_regions([before], [after])] == [(3, 1), (17, 1)]


def test_where_the_columns_moved_it_is_one_run_between_what_agrees() -> None:
    before = Strip([Segment("ab cd"), Segment("ef", Style(bold=True))])
    after = Strip([Segment("ab"), Segment("xcd"), Segment("ef", Style(bold=True))])
    assert [(region.x, region.width) for region in changed_regions([before], [after])] == [(2, 1)]
