"""What happens beside the desk when a call begins to ring: a program is run, a page is opened; once for each call."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Mapping
from functools import partial

from tui.config import DeskSettings
from tui.config.page_address import UnknownValueError, filled
from tui.hooks.program_hook import ProgramHook
from tui.live.store.journal import EntryKind, Journal
from tui.live.store.privacy import MASK
from tui.passwords.background import in_background
from tui.programs import without_ours

OPENERS = {"darwin": "open"}
"""What opens a page in the desktop's browser, by platform; `xdg-open` elsewhere."""
REMEMBERED = 1000
"""Calls that are known to have rung."""


class RingPop:
    """Runs `on_ring` and opens `ring_url`: never twice for a call, whatever becomes of its card, link or screen."""

    def __init__(self, settings: DeskSettings, journal: Journal) -> None:
        """Do nothing yet.

        Args:
            settings: The `[desk]` table.
            journal: Where it is told what went wrong.
        """
        self._hook = ProgramHook("on_ring", "ring", settings.on_ring, journal)
        self._url = settings.ring_url
        self._journal = journal
        self._rung: dict[tuple[object, object], None] = {}
        self._opening: set[asyncio.Task[None]] = set()

    def __call__(self, values: Mapping[str, object]) -> None:
        """Take a call that rings.

        Args:
            values: See `tui.views.attention.ring.ring_values`.
        """
        key = (values["source"], values["call"])
        if key in self._rung:
            return
        self._rung[key] = None
        if len(self._rung) > REMEMBERED:
            del self._rung[next(iter(self._rung))]
        if self._hook.words:
            self._hook(values)
        if self._url:
            task = asyncio.create_task(self._open(values))
            self._opening.add(task)
            task.add_done_callback(self._opening.discard)

    async def stop(self) -> None:
        """End the programs that run; pages stay open."""
        for task in (opening := tuple(self._opening)):
            task.cancel()
        await asyncio.gather(*opening, return_exceptions=True)
        await self._hook.stop()

    async def _open(self, values: Mapping[str, object]) -> None:
        opener = OPENERS.get(sys.platform, "xdg-open")
        try:
            address = filled(self._url, values, MASK)
            code = await in_background(partial(_run, opener, address))
        except UnknownValueError as error:
            self._problem(f"no page is opened: {error}")
        except OSError as error:
            self._problem(f"{opener} cannot be started: {error.strerror}")
        else:
            if code:
                self._problem(f"{opener} ended with {code}")

    def _problem(self, words: str) -> None:
        self._journal.note("", EntryKind.PROBLEM, f"ring_url: {words}")


def _run(opener: str, address: str) -> int:
    # In a session of its own and without a limit: it may be the browser itself, which outlives us.
    return subprocess.run(
        [opener, address],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=without_ours(os.environ),
        start_new_session=True,
        check=False,
    ).returncode
