"""A feed of whole boards that come from elsewhere with their own links and ages: no line, no session, no snapshot."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import NoReturn

from tui.live.store.board import Board, BoardMemory, SourcePart
from tui.live.store.card import BoardCall
from tui.live.store.link import Link, LinkState


@dataclass(frozen=True, slots=True)
class Letter:
    """What all logins of somebody else's board are; `sent_s` is that board's clock when it was written."""

    sent_s: float
    memory: BoardMemory


class BoardsOrigin:
    """Takes letters; a login that a letter lacks is removed, and while nothing comes all of them are stale."""

    def __init__(self, name: str, board: Board, letters: asyncio.Queue[Letter | None]) -> None:
        self.name = name
        self.names: frozenset[str] = frozenset()
        self.retried = 0
        self._board = board
        self._letters = letters
        self._heard_s = board.clock.now_s()

    async def run(self) -> NoReturn:
        while True:
            letter = await self._letters.get()
            if letter is None:
                raise ValueError("a letter that breaks us")
            self._take(letter)

    def retry(self) -> None:
        self.retried += 1

    def check_silence(self) -> None:
        """After 5 s of silence nothing is sure beyond the last word."""
        if self._board.clock.now_s() - self._heard_s > 5.0:
            for name in self.names:
                self._board.set_link(name, LinkState.STALE, f"nothing heard of {self.name}", sure_until_s=self._heard_s)

    def keep_pace(self, resync_s: float, resync_max_s: float, refused_s: float) -> None:
        """It does nothing by itself."""

    def _take(self, letter: Letter) -> None:
        self._heard_s = self._board.clock.now_s()
        later_s = self._heard_s - letter.sent_s
        parts = letter.memory.parts()
        for gone in self.names - parts.keys():
            self._board.remove_source(gone)
        for name, part in parts.items():
            self._board.adopt(name, moved(part, later_s))
        self.names = frozenset(parts)


def moved(part: SourcePart, by_s: float) -> SourcePart:
    """The same on a clock that shows so much more."""

    def at(moment_s: float | None) -> float | None:
        return None if moment_s is None else moment_s + by_s

    def call(known: BoardCall) -> BoardCall:
        seen = ("state_since_s", "state_seen_s", "paused_since_s", "paused_seen_s")
        names = ("start_s", *seen, "answered_at_s", "ended_at_s")
        times: Mapping[str, float | None] = {name: at(getattr(known, name)) for name in names}
        return replace(known, end_seen_s=known.end_seen_s + by_s, **times)  # type: ignore[arg-type]  # all are moments

    source, link = part.source, part.source.link
    there = Link(link.state, link.since_s + by_s, link.why, at(link.frozen_at_s), at(link.heard_until_s))
    devices = {
        key: replace(known, first_seen_s=known.first_seen_s + by_s, state_since_s=at(known.state_since_s))
        for key, known in source.devices.items()
    }
    heard = {"heard_at_s": at(source.heard_at_s), "checked_at_s": at(source.checked_at_s)}
    ours = replace(source, link=there, devices=MappingProxyType(devices), **heard)  # type: ignore[arg-type]  # likewise
    return SourcePart(ours, tuple(call(known) for known in part.calls))
