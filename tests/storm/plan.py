"""What one storm will do, decided by its seed alone: the size of the centre, and which fault begins and ends when."""

from __future__ import annotations

import random
from dataclasses import dataclass
from enum import StrEnum

LOST_SOCKET_S = 1.0
"""Stated detection time: how long the client may take to notice that an exchange broke or that its session is gone."""

SILENCE_MARGIN_S = 5.0
"""Stated detection time of silence: how long the client may take, beyond the advised hold, to call it stale."""

POLL_BEGINS_S = 0.25
"""The client counts from when it sends a poll; what it misses may have waited so long for that."""


class Kind(StrEnum):
    """The faults, those of the network first, then those of the server."""

    CUT = "cut"
    REFUSE = "refuse"
    DUPLICATE = "duplicate"
    DROP = "drop"
    HALVE = "halve"
    FREEZE = "freeze"
    DELAY = "delay"
    TRICKLE = "trickle"
    """Answers come a few bytes at a time."""
    ENDLESS = "endless"
    """Answers begin and do not end: even the shortest takes longer than a poll is held."""
    FORGET = "forget"
    EXPIRE = "expire"
    UNSEEN = "unseen"
    """Calls begin and end without a message while the CometD sessions are forgotten: lost, but announced."""
    VOICE = "voice"
    """The Voice service goes down, says so, and nobody is told of calls until it is back."""
    BUSY = "busy"
    """Some requests are answered HTTP 503."""
    HTML = "html"
    """Some requests are answered with a page."""
    DENY = "deny"
    """A poll is answered HTTP 403."""
    LACKING = "lacking"
    """The sessions are forgotten, and some of the next snapshots lack the list of calls."""
    PARTIAL = "partial"
    """The same, where the server says that the voice part failed."""
    ENDED = "ended"
    """Clients are advised not to reconnect."""
    STICKY = "sticky"
    """A load balancer gives its cookie another value with each answer."""
    RENAMED = "renamed"
    """The same, and another name."""
    REPLACED = "replaced"
    """Each answer replaces the session cookie."""
    UNSENT = "unsent"
    """Each answer gives a cookie that is never sent back."""
    IMPATIENT = "impatient"
    """Something on the way ends polls before their time."""
    HOLD = "hold"
    """The server advises another hold, and keeps to that."""


COOKIES = frozenset({Kind.STICKY, Kind.RENAMED, Kind.REPLACED, Kind.UNSENT})
_OF_SERVER = frozenset({Kind.VOICE, Kind.ENDED, Kind.HOLD})
_OF_PATH = frozenset({Kind.REFUSE, Kind.FREEZE, Kind.DELAY, Kind.TRICKLE, Kind.ENDLESS, Kind.IMPATIENT}) | COOKIES
LASTING = _OF_SERVER | _OF_PATH
NETWORK = _OF_PATH | {Kind.CUT, Kind.DUPLICATE, Kind.DROP, Kind.HALVE}


@dataclass(frozen=True, slots=True)
class Gust:
    """One fault.

    Attributes:
        at_s: When it begins, seconds since the begin of the storm.
        kind: What it is.
        path: Which login's path it hits, for those of the network; -1 is all of them.
        until_s: When it ends, for those that last; else ``at_s``.
        strength: From 0 to 1, where there is more or less of it.
    """

    at_s: float
    kind: Kind
    path: int
    until_s: float
    strength: float


@dataclass(frozen=True, slots=True)
class Plan:
    """One storm.

    Attributes:
        seed: Where all of it comes from.
        agents: Logins, each a source of its own.
        calls: Calls that the centre keeps alive.
        hold_ms: How long a poll is held.
        max_interval_ms: When a CometD session is forgotten.
        ack: Whether the server offers the acknowledgement extension.
        storm_s: How long the faults go on.
        gusts: The faults, by begin.
    """

    seed: int
    agents: int
    calls: int
    hold_ms: int
    max_interval_ms: int
    ack: bool
    storm_s: float
    gusts: tuple[Gust, ...]

    @property
    def silence_s(self) -> float:
        """How long the client may take to notice that nothing at all arrives."""
        return self.hold_ms / 1000 + SILENCE_MARGIN_S + POLL_BEGINS_S


def plan_storm(seed: int, *, short: bool = False) -> Plan:
    """Decide everything about a storm.

    Args:
        seed: Same seed, same plan.
        short: Half as long, and never a long silence: for many storms in little time.
    """
    rng = random.Random(f"storm {seed}")
    hold_ms, agents = rng.choice((1000, 1500, 2000)), rng.randint(1, 3)
    storm_s = rng.uniform(0.5, 1.0) if short else rng.uniform(1.0, 2.0)
    gusts = [_gust(rng, storm_s, agents) for _ in range(rng.randint(2, 4 if short else 7))]
    if not short and rng.random() < 0.1:
        storm_s = hold_ms / 1000 + SILENCE_MARGIN_S + 2.0
        gusts.append(Gust(rng.uniform(0.2, 0.8), rng.choice((Kind.FREEZE, Kind.ENDLESS)), -1, storm_s, 0.0))
    return Plan(
        seed=seed,
        agents=agents,
        calls=rng.randint(4, 10) * agents,
        hold_ms=hold_ms,
        max_interval_ms=rng.choice((2000, 3000)),
        ack=rng.random() < 0.3,
        storm_s=storm_s,
        gusts=tuple(sorted(gusts, key=lambda gust: gust.at_s)),
    )


def _gust(rng: random.Random, storm_s: float, agents: int) -> Gust:
    kind, at_s = rng.choice(tuple(Kind)), rng.uniform(0.0, storm_s)
    path = rng.choice((-1, rng.randrange(agents)))
    until_s = min(storm_s, at_s + rng.uniform(0.1, 0.7)) if kind in LASTING else at_s
    return Gust(at_s, kind, path, until_s, rng.random())
