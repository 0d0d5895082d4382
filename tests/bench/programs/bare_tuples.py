"""The floor of another arrangement of the wall: as many bare tuples as calls are compared, grouped, counted and sorted.

    python -m tests.bench.programs.bare_tuples CALLS

Nothing of a call is looked up, nothing is kept for the next change, nothing is drawn. Prints one line of JSON.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable
from time import process_time

OF_A_SOURCE = 50
STATES = ("Established", "Held", "Ringing", "Dialing")
ROUNDS = 5

BareCall = tuple[str, str, str, float]
"""Login, id, state, begin."""


def grouped(calls: list[BareCall]) -> list[BareCall]:
    """By login, each group counted by state and in order."""
    groups: dict[str, list[BareCall]] = {}
    for call in calls:
        groups.setdefault(call[0], []).append(call)
    counts = {name: Counter([call[2] for call in group]) for name, group in groups.items()}
    for group in groups.values():
        group.sort(key=lambda call: (call[2] != STATES[0], call[3], call[0], call[1]))
    return [call for name in sorted(counts) for call in groups[name]]


def in_order(calls: list[BareCall]) -> list[BareCall]:
    """All in one order."""
    return sorted(calls, key=lambda call: (call[2] != STATES[0], call[3], call[0], call[1]))


def alarmed(calls: list[BareCall]) -> dict[tuple[str, str], float]:
    """When each that needs somebody came to need it."""
    limits = {STATES[0]: 10.0, STATES[1]: 180.0, STATES[2]: 20.0, STATES[3]: 60.0}
    now_s = 5_000.0
    return {(call[0], call[1]): at_s for call in calls if (at_s := call[3] + limits[call[2]]) <= now_s}


def _least_ms(act: Callable[[list[BareCall]], object], calls: list[BareCall]) -> float:
    taken = []
    for _ in range(ROUNDS):
        begun_s = process_time()
        act(calls)
        taken.append(1000 * (process_time() - begun_s))
    return min(taken)


def main() -> None:
    """Do each."""
    size = int(sys.argv[1])
    calls = [(f"{5001 + n // OF_A_SOURCE}", f"{n}", STATES[n % 4], 1_000.0 - n * 37 % 997) for n in range(size)]
    acts = {"group": grouped, "ungroup": in_order, "thresholds": alarmed}
    sys.stdout.write(json.dumps({name: _least_ms(act, calls) for name, act in acts.items()}) + "\n")


if __name__ == "__main__":
    main()
