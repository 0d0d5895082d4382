"""The other side of a soak: a centre behind a bad network, in a process of its own so that its needs are not counted.

Prints one JSON line when it is ready, another with the faults that it did when its standard input closes.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
from collections import Counter
from typing import NoReturn

from tests.storm.plan import LASTING, Gust, Kind, Plan
from tests.storm.proxy import Proxy
from tests.storm.weather import Weather
from tui.demo.options import Options
from tui.demo.server import Simulator

CALLS = 300
SOURCES = 10
EVENTS_PER_S = 50.0
HOLD_MS = 5_000
BETWEEN_FAULTS_S = (2.0, 4.0)
_LASTS_S = 0.7


async def serve(seed: int) -> None:
    """Run until standard input closes."""
    options = Options(agents=SOURCES, calls=CALLS, rate_per_s=EVENTS_PER_S, seed=seed, poll_timeout_ms=HOLD_MS)
    async with Simulator(options) as simulator, Proxy(int(simulator.url.rpartition(":")[2])) as proxy:
        done: Counter[str] = Counter()
        troubles = asyncio.create_task(_trouble(seed, simulator, proxy, done))
        sources = [{"name": login.name, "url": proxy.url, "user": login.user} for login in simulator.logins]
        _say({"sources": sources, "password": simulator.password})
        await asyncio.to_thread(sys.stdin.read)
        troubles.cancel()
        _say({"faults": dict(sorted(done.items())), "published": simulator.control.stats()["published"]})


async def _trouble(seed: int, simulator: Simulator, proxy: Proxy, done: Counter[str]) -> NoReturn:
    rng = random.Random(f"soak {seed}")
    while True:
        await asyncio.sleep(rng.uniform(*BETWEEN_FAULTS_S))
        kind = rng.choice(tuple(Kind))
        gust = Gust(0.0, kind, -1, _LASTS_S if kind in LASTING else 0.0, rng.random())
        plan = Plan(seed, SOURCES, CALLS, HOLD_MS, simulator.options.max_interval_ms, False, _LASTS_S, (gust,))
        weather = Weather(plan, simulator, {"all": proxy}, lambda _: None)
        await weather.blow()
        await weather.calm()
        done[kind.value] += 1


def _say(line: object) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
