"""The other side of a big floor: `python -m tests.many.centre AGENTS` serves until its standard input closes.

A process of its own, so that what it costs is not taken from the client. Prints where it is and its logins as a line of
JSON; each further line that it reads stops the server or starts it again, the calls of the centre going on meanwhile,
and is answered with a line.
"""

from __future__ import annotations

import asyncio
import json
import sys

from tui.demo.options import Options
from tui.demo.server import Simulator


async def serve(agents: int) -> None:
    """Run until standard input closes; nothing happens by itself, so that every request is one of recovery."""
    async with Simulator(Options(agents=agents, calls=agents, rate_per_s=0)) as simulator:
        users = {login.name: login.user for login in simulator.logins}
        _say({"url": simulator.url, "users": users, "password": simulator.password})
        while await asyncio.to_thread(sys.stdin.readline):
            await simulator.stop()
            simulator.statistics.reset()
            _say("stopped")
            await asyncio.to_thread(sys.stdin.readline)
            await simulator.start()
            _say("started")


def _say(line: object) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
