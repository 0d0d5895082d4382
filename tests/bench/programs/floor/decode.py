"""The floor of a snapshot: all its values parsed and validated, and nothing else: `python -m ... AGENTS`."""

from __future__ import annotations

import sys
import time

from tests.bench.programs.counting import say
from tests.bench.programs.floor.agents import Agents, name_of
from tests.bench.programs.floor.burst import write
from tui.floor.values import decode_value
from tui.floor.writing.encoding import LoginEncoder
from tui.live.store.privacy import OPEN
from tui.patches.garbage import calm_collector


def main() -> None:
    """Write all, then say what it cost to read them."""
    number = int(sys.argv[1])
    agents, encoder = Agents(number), LoginEncoder(OPEN)
    values = [write(agents, encoder, agent)[1] for agent in range(number)]
    calm_collector()
    begun_s = time.process_time()
    kept = [decode_value(value, name_of(agent)) for agent, value in enumerate(values)]
    say({"cpu_s": time.process_time() - begun_s, "logins": len(kept)})


if __name__ == "__main__":
    main()
