"""A server of web pages with a wall behind it, on its own: `python -m ... CALLS RATE`. Prints its address."""

from __future__ import annotations

import asyncio
import os
import sys

from tests.bench.programs.counting import say
from tui.serve.child import Program
from tui.serve.server import served
from tui.serve.settings import Serving


async def serve(calls: str, rate: str) -> None:
    """Until it is ended."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("CALLBOARD")}
    program = Program(("demo", "--calls", calls, "--rate", rate), environment)
    async with served(Serving(program=program, port=0, max_viewers=100)) as url:
        say({"url": url})
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(*sys.argv[1:3]))
