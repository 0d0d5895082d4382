"""A floor that is recorded: a simulator, the real parts of a run on a clock that stands, and the file of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from pydantic import SecretStr

from tests.waiting import until
from tui.config import Settings
from tui.demo.options import Options
from tui.demo.server import Simulator
from tui.live.clock import FixedClock
from tui.live.store.privacy import OPEN, Privacy
from tui.recording.player import Player
from tui.recording.recorder import RecordingRequest
from tui.runs.recorded import drawn
from tui.wiring import RunParts, build, mask

STILL: dict[str, object] = {
    "agents": 4,
    "calls": 5,
    "rate_per_s": 0,
    "far_end_s": 0.03,
    "effect_ms": (5, 15),
    "poll_timeout_ms": 2_000,
    "max_interval_ms": 3_000,
}


class Floor:
    """What is recorded.

    Attributes:
        simulator: The server.
        parts: As they are.
        seen: As they are shown.
        clock: Moves only in `pass_time`.
        settings: What was set.
    """

    def __init__(
        self, simulator: Simulator, parts: RunParts, seen: RunParts, clock: FixedClock, settings: Settings
    ) -> None:
        self.simulator = simulator
        self.parts = parts
        self.seen = seen
        self.clock = clock
        self.settings = settings

    @property
    def users(self) -> list[str]:
        """The logins."""
        return [login.user for login in self.simulator.logins]

    async def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait for something, and fail with words where it does not come."""
        await until(condition, otherwise=lambda: f"not {what}: {[entry.words for entry in self.parts.journal][-5:]}")

    async def live(self) -> None:
        """Wait until every source is."""
        await self.until(lambda: all(source.link.live for source in self.parts.board.sources.values()), "live")

    async def live_again(self) -> None:
        """Wait for that after a loss: a look that was interrupted is repeated after a while, so time has to pass."""

        def live() -> bool:
            if all(source.link.live for source in self.parts.board.sources.values()):
                return True
            self.pass_time(0.005)
            return False

        await self.until(live, "live")

    async def ring(self, user: str, **call: object) -> str:
        """A caller rings; the id of the call, once it is on the board."""
        id_ = str(self.simulator.control.start(user, **call)["id"])  # type: ignore[arg-type]  # as the test says
        await self.until(lambda: any(key.id == id_ for key in self.parts.board.calls), "ringing")
        return id_

    @property
    def known(self) -> tuple[object, ...]:
        """Differs whenever anything has come to be known."""
        parts = self.parts
        heard = tuple(source.heard_at_s for source in parts.board.sources.values())
        return parts.board.revision, parts.journal.revision, heard, tuple(parts.operator.operations.values())

    async def written(self) -> None:
        """Wait until what has happened is in the file."""
        recorder = self.parts.recorder
        assert recorder is not None
        await self.until(lambda: not recorder._writer._lines, "written")

    def pass_time(self, seconds: float) -> float:
        """Let time pass; the moment that is reached. A jump of this clock is no silence of the server."""
        self.clock.advance(seconds)
        for feed in self.parts.logins.values():
            if feed._stream is not None:
                feed._stream.heard_at_s = self.clock.now_s()  # type: ignore[misc]  # read-only for the feed
        self.parts.board.sweep()
        return self.clock.now_s()


@asynccontextmanager
async def open_floor(
    path: Path,
    privacy: Privacy = OPEN,
    run: str = "wall",
    said: Mapping[str, object] | None = None,
    longest_bytes: int = 32_000_000,
    feeds: bool = True,
    **options: object,
) -> AsyncIterator[Floor]:
    """Run a floor that is recorded, from when it is live; without `feeds` somebody else lets these run."""
    async with Simulator(Options(**{**STILL, **options})) as simulator:  # type: ignore[arg-type]  # Options checks
        sources = [{"name": login.name, "url": simulator.url, "user": login.user} for login in simulator.logins]
        settings = Settings.model_validate({"sources": sources, **(said or {})})
        passwords = {login.name: SecretStr(login.password) for login in simulator.logins}
        recording = RecordingRequest(
            path, privacy, run, drawn(settings), (SecretStr(simulator.password),), longest_bytes, 4
        )
        clock = FixedClock()
        parts = build(settings, passwords, clock, recording=recording)
        floor = Floor(simulator, parts, mask(parts, privacy), clock, settings)
        with parts.recording():
            if not feeds:
                yield floor
                return
            feeding = asyncio.create_task(parts.feeds.run())
            try:
                await floor.live()
                yield floor
            finally:
                feeding.cancel()
                await asyncio.gather(feeding, return_exceptions=True)


def played(path: Path, reason: str = "") -> Player:
    """A recording, at its end; keys are as they were."""
    player = Player.open(path, reason)
    player.go_to(player.contents.end_s)
    return player
