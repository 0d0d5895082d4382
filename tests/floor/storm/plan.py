"""What happens in a storm: a seed decides."""

from __future__ import annotations

import random
from dataclasses import dataclass
from enum import StrEnum

LONGEST_LIE_S = 7.0
"""For so long a login may be shown live while it is something else."""


class Fault(StrEnum):
    """What is done to the floor."""

    SERVER_KILLED = "server killed, store kept"
    SERVER_WIPED = "server killed, store wiped"
    SERVER_OLDER = "server killed, store replaced by an older copy"
    PUBLISHER_KILLED = "publisher killed"
    PUBLISHER_STOPPED = "publisher stopped"
    PUBLISHER_REPLACED = "publisher replaced by another of its name"
    CUT = "cut"
    REFUSED = "cut, and refused"
    HALF_OPEN = "half open"
    DEAF = "nothing comes"
    DUMB = "nothing goes"
    DELAYED = "delayed by 2 s"
    SLOW = "64 kB/s"
    HOSTILE = "hostile publisher"
    RIVAL = "another publisher of the same login"
    GWS_CUT = "login cut from its server"


OF_WAYS = (Fault.CUT, Fault.REFUSED, Fault.HALF_OPEN, Fault.DEAF, Fault.DUMB, Fault.DELAYED, Fault.SLOW)


@dataclass(frozen=True, slots=True)
class Blow:
    """One fault.

    Attributes:
        at_s: When it begins, seconds after the floor is right.
        fault: What happens.
        whom: Whose way it is, or which publisher: `wall`, `c1`, `c2`.
        for_s: How long it lasts.
    """

    at_s: float
    fault: Fault
    whom: str
    for_s: float


@dataclass(frozen=True, slots=True)
class StormPlan:
    """One storm.

    Attributes:
        seed: It decides everything.
        blows: What happens, in order.
        logins: How many each publisher has.
        beat_s: Of the publishers.
        shifts_s: How far the clocks of the two are from ours.
        drift: By how much the second one's is quicker.
        rate: Changes a second.
    """

    seed: int
    blows: tuple[Blow, ...]
    logins: int
    beat_s: float
    shifts_s: tuple[float, float]
    drift: float
    rate: float


def plan_storm(seed: int, *, short: bool = False) -> StormPlan:
    """Plan a storm.

    Args:
        seed: Decides.
        short: For continuous integration: two blows within a second or two.
    """
    rng = random.Random(seed)
    longest_s = 1.0 if short else 10.0
    blows = []
    for _ in range(2 if short else rng.randint(1, 5)):
        fault = rng.choice(tuple(Fault))
        whom = rng.choice(("wall", "c1", "c2") if fault in OF_WAYS else ("c1", "c2"))
        blows.append(Blow(rng.uniform(0.0, longest_s), fault, whom, rng.uniform(0.1, longest_s)))
    return StormPlan(
        seed=seed,
        blows=tuple(sorted(blows, key=lambda blow: blow.at_s)),
        logins=rng.randint(1, 6),
        beat_s=0.5 if short else rng.choice((0.5, 2.0)),
        shifts_s=(rng.choice((-10_800.0, 0.0, 10_800.0)), rng.uniform(-10_800.0, 10_800.0)),
        drift=rng.choice((0.0, 200e-6)),
        rate=rng.choice((2.0, 20.0, 100.0)),
    )
