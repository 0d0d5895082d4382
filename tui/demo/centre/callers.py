"""What callers bring along: attached data and the choice of a queue."""

from __future__ import annotations

import random

from tui.demo.centre.model import Outsider, UserData
from tui.demo.centre.places import random_caller
from tui.demo.centre.staff import TEAMS, Team

_LANGUAGES = ("English", "English", "English", "Spanish", "French")
_TIERS = ("standard", "silver", "gold")
DISPOSITIONS = ("Resolved", "Callback", "Refund", "Escalated", "Follow up")
WITHHELD_SHARE = 0.02


def caller(rng: random.Random) -> Outsider:
    """A caller; a few withhold their number."""
    if rng.random() < WITHHELD_SHARE:
        return Outsider(number="", formatted="")
    return random_caller(rng)


def queue(rng: random.Random) -> Team:
    """The queue that somebody has called."""
    return rng.choice(TEAMS)


def attached(rng: random.Random, queue_name: str) -> UserData:
    """Attached data as a strategy leaves them: strings, numbers, a nested object or a null now and then."""
    data: UserData = {
        "AccountNumber": str(90_000 + rng.randrange(10_000)),
        "Queue": queue_name,
        "Language": rng.choice(_LANGUAGES),
    }
    if rng.random() < 0.4:
        data["IW_CaseUid"] = f"{rng.getrandbits(64):016x}"
    if rng.random() < 0.2:
        data["Customer"] = {"Tier": rng.choice(_TIERS), "Since": rng.randrange(1998, 2026), "Notes": None}
    if rng.random() < 0.1:
        data["Attempts"] = rng.randrange(1, 5)
    return data
