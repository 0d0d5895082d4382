"""Asks for what the voice form of a snapshot lacks, beside everything else: nobody has to wait for it."""

import asyncio
import random
from collections.abc import Callable

from tui.live.feeds.resync import LOGIN_S
from tui.live.feeds.snapshot_inquiry import SnapshotReader
from tui.source.errors import SessionLostError, SourceError
from tui.source.models import User
from tui.source.snapshot import SnapshotScope

_REST = ("features", "groups", "skills", "kept_from_states")
"""What of a user comes with `SnapshotScope.REST`."""

SOON_S = 5.0
"""The calls come first: so long after them, and somewhat later, it is asked for the first time."""

AGAIN_S = 60.0
LONGEST_S = 900.0


class Supplement:
    """One question that is repeated seldom, until it is answered."""

    def __init__(self, note: Callable[[str], None], logins: int = 1) -> None:
        """Ask nothing yet.

        Args:
            note: Told in words when there was no answer.
            logins: How many sources ask the same server.
        """
        self._note = note
        self._spread_s = max(SOON_S, logins * LOGIN_S)
        self._found: User | None = None
        self._task: asyncio.Task[None] | None = None

    def begin(self, line: SnapshotReader) -> None:
        """Ask, unless that was done in this session.

        Args:
            line: Whom to ask.
        """
        if self._task is None:
            self._task = asyncio.create_task(self._ask(line))

    async def end(self) -> None:
        """Ask no more: the session is over."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    def complete(self, user: User) -> User:
        """Add what was answered to a user, with the next snapshot that is shown.

        Args:
            user: As the voice form tells of them.
        """
        if self._found is None or user.groups:
            return user
        known = {name: getattr(self._found, name) for name in _REST}
        return user.model_copy(update=known)

    async def _ask(self, line: SnapshotReader) -> None:
        again_s = AGAIN_S
        await asyncio.sleep(SOON_S + random.uniform(0.0, self._spread_s))
        while True:
            try:
                self._found = (await line.snapshot(SnapshotScope.REST)).user
            except SessionLostError:
                return
            except SourceError as error:
                self._note(f"{SnapshotScope.REST} failed: {error}: teams may be missing")
            else:
                return
            await asyncio.sleep(again_s * random.uniform(0.8, 1.2))
            again_s = min(2 * again_s, LONGEST_S)
