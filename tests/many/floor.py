"""A big floor: a centre in a process of its own, and one board that follows every login of it."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from tests.waiting import PATIENCE_S, until
from tui.config import Settings
from tui.wiring import RunParts, build


@dataclass
class Centre:
    """A running centre."""

    process: asyncio.subprocess.Process
    url: str = ""
    users: Mapping[str, str] = field(default_factory=dict)
    password: str = ""

    async def answer(self) -> Any:  # noqa: ANN401 - JSON
        """Its next line."""
        assert self.process.stdout is not None
        async with asyncio.timeout(PATIENCE_S):
            return json.loads(await self.process.stdout.readline())

    async def toggle(self) -> None:
        """Stop the server, or start it again."""
        assert self.process.stdin is not None
        self.process.stdin.write(b"\n")
        await self.answer()

    async def end(self) -> None:
        """Let it end."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        await self.process.wait()

    async def ask(self, *questions: str) -> list[Any]:
        """What it knows itself, outside the wire."""
        async with httpx.AsyncClient(base_url=f"{self.url}/control/", trust_env=False, verify=False) as client:
            return [(await client.get(question)).raise_for_status().json() for question in questions]

    async def calls(self) -> set[tuple[str, str, str]]:
        """Name of the login, id and state of every call that it has."""
        asked = await self.ask(*(f"calls?user={user}" for user in self.users.values()))
        return {(name, raw["id"], raw["state"]) for name, calls in zip(self.users, asked, strict=True) for raw in calls}


async def start(agents: int) -> Centre:
    """Start a centre."""
    pipe = asyncio.subprocess.PIPE
    words = (sys.executable, "-m", "tests.many.centre", str(agents))
    centre = Centre(await asyncio.create_subprocess_exec(*words, stdin=pipe, stdout=pipe))
    ready = await centre.answer()
    return replace(centre, **ready)


@dataclass
class Floor:
    """A centre and the parts of a wall that follow it."""

    centre: Centre
    parts: RunParts

    @property
    def live(self) -> int:
        """How many sources are live."""
        return sum(source.link.live for source in self.parts.board.sources.values())

    async def differences(self) -> list[str]:
        """What the board shows otherwise than the centre has it; empty when it is right."""
        calls = self.parts.board.calls.items()
        mine = {(key.source, key.id, known.call.state) for key, known in calls if not known.ended}
        theirs = await self.centre.calls()
        return sorted(map(str, mine ^ theirs))

    async def restart(self, seconds: float) -> None:
        """Let the centre be gone for a while, and come back with nobody logged in."""
        await self.centre.toggle()
        await self.until(lambda: self.live == 0, "the loss")
        await asyncio.sleep(seconds)
        await self.centre.toggle()

    async def until(self, condition: Callable[[], bool], what: str) -> None:
        """Wait until something is so; fail with words when it takes too long."""
        try:
            await until(condition)
        except TimeoutError:
            troubles = {source.link.why for source in self.parts.board.sources.values() if not source.link.live}
            pytest.fail(f"{what}: {self.live} live, {sorted(troubles)[:5]}")


@asynccontextmanager
async def open_floor(agents: int) -> AsyncIterator[Floor]:
    """Start a centre, and one source for each of its logins; wait until all are live."""
    centre = await start(agents)
    sources = [{"name": name, "url": centre.url, "user": user} for name, user in centre.users.items()]
    passwords = dict.fromkeys(centre.users, SecretStr(centre.password))
    # A busy machine takes longer than it would take until they look again by themselves.
    floor = Floor(centre, build(Settings.model_validate({"sources": sources, "resync_s": 600.0}), passwords))
    running = asyncio.create_task(floor.parts.feeds.run())
    try:
        await floor.until(lambda: floor.live == agents, "the start")
        yield floor
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await floor.centre.end()
