"""`python -m tests.floor.storm --storms 2000 --seed S`: storms on floors, and a report as JSON."""

from __future__ import annotations

import argparse
import json
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from tests.floor.storm.fleet import report, run_part


def main() -> int:
    """Run storms; 0 if all went well, 1 if not."""
    parser = argparse.ArgumentParser(prog="python -m tests.floor.storm", description=__doc__)
    parser.add_argument("--storms", type=int, default=100, metavar="N", help="how many (100)")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="of the first; each has the next one (1)")
    parser.add_argument("--jobs", type=int, default=2, metavar="J", help="processes (2)")
    parser.add_argument("--at-once", type=int, default=4, metavar="K", help="storms in each (4)")
    parser.add_argument("--short", action="store_true", help="short storms, as in continuous integration")
    options = parser.parse_args()
    seeds = range(options.seed, options.seed + options.storms)
    parts = [seeds[start :: options.jobs] for start in range(options.jobs) if seeds[start :: options.jobs]]
    with ProcessPoolExecutor(len(parts), mp_context=get_context("spawn")) as pool:
        work = [pool.submit(run_part, part, options.at_once, short=options.short) for part in parts]
        outcomes = [outcome for each in work for outcome in each.result()]
    found = report(outcomes)
    sys.stdout.write(json.dumps(found, indent=2) + "\n")
    return 1 if found["bad"] else 0


if __name__ == "__main__":
    sys.exit(main())
