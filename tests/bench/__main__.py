"""`python -m tests.bench`: how fast and how flat callboard is, against what people would build instead.

`--plot screenshots/performance.svg --readme` writes everything that a release shows. The figures of parts that were not
measured this time stay as they were.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from pathlib import Path
from time import monotonic

import httpx

from tests.bench import report
from tests.bench.needs import MissingError
from tests.bench.parts import (
    agents,
    events,
    floor,
    idle,
    large,
    lone,
    many,
    memory,
    pixel,
    recovery,
    seek,
    serve,
    size,
    start,
    thin,
    whole_board,
    wire,
)
from tests.bench.rows import OUTSIDE, Row

PARTS: Mapping[str, Callable[..., Awaitable[list[Row]]]] = {
    "idle": idle.measure,
    "wire": wire.measure,
    "pixel": pixel.measure,
    "lone": lone.measure,
    "recovery": recovery.measure,
    "many": many.measure,
    "memory": memory.measure,
    "start": start.measure,
    "thin": thin.measure,
    "whole": whole_board.measure,
    "agents": agents.measure,
    "events": events.measure,
    "large": large.measure,
    "seek": seek.measure,
    "size": size.measure,
    "serve": serve.measure,
    "floor": floor.measure,
}
IN_TURNS = ("lone", "many", "whole")
"""Parts that can compare with another checkout."""
ROUNDS = 5


def main() -> int:
    """Measure; 1 where a ratio is three times outside its budget or a part could not be measured, else 0."""
    options = _parser().parse_args()
    found, failed = asyncio.run(_measure(options))
    for name, rows in found.items():
        sys.stdout.write(f"{name}\n{report.table([row.as_json() for row in rows])}\n")
    kept = report.KEPT if options.readme or not options.json else Path(options.json)
    known = {**report.known_figures(kept), **{name: report.part_figures(rows) for name, rows in found.items()}}
    # In one order, whatever was measured when.
    figures = {name: known[name] for name in PARTS if name in known}
    for place in {*([report.KEPT] if options.readme else []), *([Path(options.json)] if options.json else [])}:
        report.write_json(figures, place)
    if options.plot:
        from tests.bench.plot import write_plot

        write_plot(report.all_rows(figures), Path(options.plot))
    if options.readme:
        report.write_readmes(figures)
    far = [row.name for rows in found.values() for row in rows if row.is_ratio and row.within(OUTSIDE) is False]
    if far:
        sys.stderr.write(f"{OUTSIDE:g} times outside the budget: {', '.join(far)}\n")
    return 1 if far or failed else 0


async def _measure(options: argparse.Namespace) -> tuple[dict[str, list[Row]], list[str]]:
    found: dict[str, list[Row]] = {}
    failed: list[str] = []
    for name in options.parts or PARTS:
        begun_s = monotonic()
        sys.stderr.write(f"{name} …\n")
        try:
            in_turns = {"against": options.against} if name in IN_TURNS else {}
            part = partial(PARTS[name], **in_turns)
            found[name] = await part(options.rounds, short=options.short)
        except MissingError as missing:
            sys.stderr.write(f"{name} was left out: {missing}\n")
            # What was asked for by its name, as continuous integration does, has to be measured.
            failed += [name] if options.parts else []
        except (TimeoutError, OSError, EOFError, ValueError, httpx.HTTPError) as error:
            # The figures of the other parts took half an hour.
            sys.stderr.write(f"{name} could not be measured: {error!r}\n")
            failed.append(name)
        sys.stderr.write(f"{name}: {monotonic() - begun_s:.0f} s\n")
    return found, failed


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)} (all)")
    parser.add_argument("--rounds", type=int, default=ROUNDS, metavar="N", help=f"of each figure ({ROUNDS})")
    parser.add_argument("--short", action="store_true", help="fewer sizes and messages, as in continuous integration")
    parser.add_argument(
        "--against",
        type=Path,
        metavar="PATH",
        help=f"another checkout, with its .venv, that {', '.join(IN_TURNS)} compare with",
    )
    parser.add_argument("--json", metavar="FILE", help="write the figures there")
    parser.add_argument("--plot", metavar="FILE", help="draw there how cost grows (SVG; needs pygal)")
    parser.add_argument(
        "--readme", action="store_true", help="keep the figures in tests/bench, and write both pages anew"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
