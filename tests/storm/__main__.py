"""`python -m tests.storm --storms 10000 --seed S --json FILE`: storms by the thousand, and a report as JSON."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from tests.storm.fleet import AT_ONCE, run_in_processes
from tests.storm.report import report


def main() -> int:
    """Run storms; 0 if all went well, 1 if not."""
    options = _parser().parse_args()
    seeds = range(options.seed, options.seed + options.storms)
    found = report(run_in_processes(seeds, options.jobs, short=options.short, at_once=options.at_once))
    text = json.dumps(found, indent=2)
    if options.json:
        Path(options.json).write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(text + "\n")
    return 1 if found["bad"] else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.storm", description=__doc__)
    parser.add_argument("--storms", type=int, default=200, metavar="N", help="how many (200)")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="of the first; each has the next one (1)")
    parser.add_argument("--json", metavar="FILE", help="write the report there too")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="J", help="processes (one a core)")
    parser.add_argument("--at-once", type=int, default=AT_ONCE, metavar="K", help=f"storms in each ({AT_ONCE})")
    parser.add_argument("--short", action="store_true", help="short storms, as in continuous integration")
    return parser


if __name__ == "__main__":
    sys.exit(main())
