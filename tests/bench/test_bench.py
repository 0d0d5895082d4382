"""What the benchmark says of its figures: nothing here measures time."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

import tests.bench.__main__ as bench
from tests.bench import report
from tests.bench.changed_cells import ChangedCells
from tests.bench.needs import MissingError
from tests.bench.parts.pixel import _NAME
from tests.bench.plot import write_plot
from tests.bench.programs.library_loop import delay_ms
from tests.bench.rows import OUTSIDE, Row


def test_a_ratio_is_taken_round_by_round() -> None:
    row = Row("a", [10.0, 30.0, 20.0], "ms", "b", [5.0, 10.0, 20.0], budget=1.5, is_ratio=True)
    assert (row.value, row.ratio, row.met) == (20.0, 2.0, False)
    assert row.within(OUTSIDE)


@pytest.mark.parametrize(("rate", "met", "near"), [(0.7, True, True), (0.5, False, True), (0.2, False, False)])
def test_the_least_that_is_asked_for_is_judged_the_other_way_round(rate: float, met: bool, near: bool) -> None:
    row = Row("a", [rate], "messages", "b", [1.0], budget=0.7, is_ratio=True, at_least=True)
    assert (row.met, row.within(OUTSIDE)) == (met, near)


def test_what_has_no_budget_is_not_judged() -> None:
    assert Row("a", [1.0], "ms").met is None


def test_a_digit_needs_its_place_and_itself() -> None:
    cells = ChangedCells()
    cells.show(b"\x1b[3;5H0:41")
    assert cells.show(b"\x1b[3;8H2") == len("\x1b[3;8H") + len("\x1b[0m") + 1
    assert cells.show(b"\x1b[3;8H2") == 0


@pytest.mark.parametrize("name", ["t000012345", "Taaaabcdef"])
def test_a_name_tells_when_it_was_published(name: str) -> None:
    assert _NAME.fullmatch(name.encode())
    assert delay_ms(name, 1.2350) == pytest.approx(0.5)


def test_parts_that_were_not_measured_stay_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def found(rounds: int, *, short: bool) -> list[Row]:
        assert not short
        return [Row("a", [1.0] * rounds, "ms")]

    async def missing(*_: object, **__: object) -> list[Row]:
        raise MissingError("nothing is here")

    async def broken(*_: object, **__: object) -> list[Row]:
        raise TimeoutError

    async def late(*_: object, **__: object) -> list[Row]:
        raise httpx.ReadTimeout("a server that is busy")

    kept = tmp_path / "figures.json"
    report.write_json({"missing": report.part_figures([Row("b", [2.0], "ms")]), "unknown": {}}, kept)
    monkeypatch.setattr(bench, "PARTS", {"broken": broken, "late": late, "missing": missing, "found": found})
    monkeypatch.setattr("sys.argv", ["bench", "--rounds", "2", "--json", str(kept)])
    assert bench.main() == 1

    figures = report.known_figures(kept)
    assert list(figures) == ["missing", "found"]
    assert [row["rounds"] for row in report.all_rows(figures)] == [1, 2]

    monkeypatch.setattr(bench, "PARTS", {"missing": missing, "found": found})
    assert bench.main() == 0
    monkeypatch.setattr("sys.argv", ["bench", "missing", "--json", str(kept)])
    assert bench.main() == 1, "it was asked for by its name"


def test_both_pages_show_the_figures_that_are_kept() -> None:
    assert report.is_written(report.known_figures(report.KEPT)), "see tests/bench/README.md"


def test_table_and_plot_are_made_of_the_rows(tmp_path: Path) -> None:
    names = ("idle wall, 100 calls", "idle wall, 1,000 calls")
    peers = [Row(f"{name}, against", [1.0], "% of a core", "Rich Live table", [5.0]) for name in names]
    ours = [Row(name, [1.0], "% of a core", budget=2.0) for name in names]
    many = [
        Row("1 source, 50 events/s", [1.0], "% of a core"),
        Row("1,000 sources, 50 events/s", [2.0], "% of a core", "one source", [1.0]),
    ]
    rows = report.part_figures([*ours, *peers, *many])["rows"]
    assert "| idle wall, 100 calls | 2 | 1 % of a core (1 to 1) |  |  |" in report.table(rows)
    write_plot(rows, tmp_path / "plot.svg")
    drawn = (tmp_path / "plot.svg").read_text("utf-8")
    assert "Rich Live, calls" in drawn
    # Each point tells its place: one source, and a thousand.
    assert drawn.count('class="dot reactive tooltip-trigger"') == 2 + 2 + 2
    assert "<script" not in drawn
