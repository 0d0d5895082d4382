"""Places in an hour's recording: `python -m ... CHANGES` (a second). Prints one line of JSON.

The recording is made by the parts of a run on a clock that is moved on; nothing is sent anywhere.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import tempfile
from pathlib import Path
from time import process_time

from pydantic import SecretStr

from tests.screens.centre import call, device, tell
from tui.config import Settings
from tui.live.clock import FixedClock
from tui.live.store.card import Sight
from tui.live.store.link import LinkState
from tui.live.store.privacy import WALL
from tui.recording.player import Player
from tui.recording.recorder import RecordingRequest
from tui.runs.recorded import drawn
from tui.source.models import User
from tui.source.snapshot import Snapshot
from tui.wiring import build

HOUR_S, LOGINS, OF_EACH = 3_600, 20, 10
PLACES = 20


async def record(path: Path, rate: int) -> None:
    """An hour of two hundred calls, so many changes a second."""
    sources = [{"name": f"{5001 + n}", "url": "https://gws.example.com", "user": f"agent{n}"} for n in range(LOGINS)]
    settings = Settings.model_validate({"sources": sources})
    secrets = {source.label: SecretStr("not-a-secret") for source in settings.sources}
    clock = FixedClock()
    request = RecordingRequest(path, WALL, "wall", drawn(settings), (), 1_000_000_000, 1)
    parts = build(settings, secrets, clock, recording=request)
    with parts.recording():
        for own in (f"{5001 + n}" for n in range(LOGINS)):
            calls = tuple(call(f"{own}-{n}", own=own) for n in range(OF_EACH))
            snapshot = Snapshot(user=User(user_name=own), calls=calls, devices=(device(own),))
            parts.board.replace(own, snapshot, Sight(clock.now_s()))
            parts.board.set_link(own, LinkState.LIVE, "")
        for number in range(HOUR_S * rate):
            own = f"{5001 + number % LOGINS}"
            mute = ("On", "Off")[number // LOGINS % 2]
            told = call(f"{own}-{number % OF_EACH}", own=own, duration=f"{number // rate}", mute=mute)
            tell(parts.board, own, told)
            clock.advance(1.0 / rate)
            if number % 500 == 0:
                # What is written waits in a bounded queue.
                await asyncio.sleep(0.02)


def measure(path: Path) -> dict[str, float]:
    """To the end once, then to places anywhere."""
    begun_s = process_time()
    player = Player.open(path)
    opened_s = process_time()
    begin_s = player.contents.begin_s
    player.go_to(player.contents.end_s)
    end_s = process_time()
    anywhere, taken = random.Random(4), list[float]()
    for _ in range(PLACES):
        at_s = process_time()
        player.go_to(begin_s + anywhere.random() * player.length_s)
        taken.append(process_time() - at_s)
    player.close()
    return {
        "open": 1000 * (opened_s - begun_s),
        "end": 1000 * (end_s - opened_s),
        "seek": 1000 * sorted(taken)[PLACES // 2],
        "worst": 1000 * max(taken),
    }


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "hour.callrec"
        asyncio.run(record(file, int(sys.argv[1])))
        sys.stdout.write(json.dumps(measure(file)) + "\n")
