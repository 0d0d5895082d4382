"""`python -m tests.soak --minutes N`: 300 calls, 50 events a second, a fault every few seconds; needs as JSON."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from pathlib import Path

from tests.soak.soak import soak
from tests.soak.subjects import SUBJECTS


def main() -> int:
    """Soak; 0 if it needs no more at the end than in the middle, 1 if it does."""
    options = _parser().parse_args()
    found = asyncio.run(soak(options.minutes, seed=options.seed, subject=options.subject))
    text = json.dumps(found, indent=2)
    if options.json:
        Path(options.json).write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(text + "\n")
    return 1 if found["complaints"] else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=20.0, metavar="N", help="how long it is measured (20)")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="of the centre and its faults (1)")
    parser.add_argument("--subject", choices=sorted(SUBJECTS), default="board", help="what is soaked (board)")
    parser.add_argument("--json", metavar="FILE", help="write the report there too")
    return parser


if __name__ == "__main__":
    sys.exit(main())
