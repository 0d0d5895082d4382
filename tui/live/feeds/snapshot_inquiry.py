"""How one source asks for the whole state: all of it, or the calls and devices where that is slow or fails."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Protocol

from tui.live.feeds.completeness import Completeness
from tui.source.backoff import wished_s
from tui.source.errors import RetryableError, SessionLostError
from tui.source.models import User
from tui.source.retry_queue import Turns
from tui.source.snapshot import Recall, Snapshot, SnapshotScope

EVERYTHING_S = 5.0
"""So long everything may take: it holds all settings of the user, and fails with any backend (API.md 1.4)."""

SURE_AFTER = 5
"""So often in a row a login must be told of neither calls nor devices before that is believed."""

APART_S = 0.5
"""Between two of these."""


class SnapshotReader(Protocol):
    """Whom to ask; see `tui.source.port.Line`."""

    async def snapshot(
        self, scope: SnapshotScope, recall: Recall | None = None, on_answer: Callable[[], None] = lambda: None
    ) -> Snapshot:
        """Read the existing state."""
        ...


class SnapshotInquiry:
    """Asks for everything once in a session, and for the voice part from then on.

    Attributes:
        form: What is asked for next: everything, or the calls and devices.
    """

    def __init__(
        self,
        turns: Turns | None = None,
        note: Callable[[str], None] = lambda _: None,
        on_request: Callable[[], None] = lambda: None,
        on_answer: Callable[[], None] = lambda: None,
    ) -> None:
        """Ask nothing yet.

        Args:
            turns: Of its server, whose other sources need not find out for themselves what is too much.
            note: Told in words when everything could not be had.
            on_request: Called before each request: what is known by then is older than its answer.
            on_answer: Called once an answer is here, and only to be read.
        """
        self.form = SnapshotScope.EVERYTHING
        self._turns = turns or Turns()
        self._note = note
        self._on_request = on_request
        self._on_answer = on_answer
        self._sure = False
        self._completeness = Completeness()

    @property
    def why(self) -> str:
        """Why everything is not asked for at all; "" while it is."""
        return self._turns.too_much

    def begin(self, whose: User) -> None:
        """Begin a session.

        Args:
            whose: Who has logged in.
        """
        self.form = SnapshotScope.EVERYTHING
        self._completeness.begin(whose)

    async def ask(self, line: SnapshotReader, recall: Recall | None = None) -> Snapshot:
        """Ask once, and for less where everything cannot be had.

        Args:
            line: Whom to ask.
            recall: See `tui.source.port.Line`.

        Returns:
            What may become what is shown.

        Raises:
            RetryableError: There is no such answer now; see `tui.source.port.Line`.
        """
        if self.why:
            self.form = SnapshotScope.CALLS
        if self.form is SnapshotScope.EVERYTHING:
            try:
                async with asyncio.timeout(EVERYTHING_S) as deadline:
                    in_time = partial(self._in_time, deadline)
                    found = await self._request(line, SnapshotScope.EVERYTHING, recall, in_time)
                if self._completeness.check(found):
                    return found
                self._give_way("tells of no devices")
            except TimeoutError:
                self._give_way(f"took longer than {EVERYTHING_S:.0f} s")
            except SessionLostError:
                raise
            except RetryableError as error:
                if wished_s(error):
                    raise
                self._give_way(f"failed: {error}")
        return await self._ask_for_voice(line, recall)

    def shown(self) -> None:
        """Note that an answer was shown: less is enough now."""
        self.form = SnapshotScope.CALLS

    async def _ask_for_voice(self, line: SnapshotReader, recall: Recall | None) -> Snapshot:
        for _ in range(SURE_AFTER - 1):
            found = await self._request(line, SnapshotScope.CALLS, recall, self._on_answer)
            if self._completeness.check(found) or self._sure:
                return found
            await asyncio.sleep(APART_S)
        found = await self._request(line, SnapshotScope.CALLS, recall, self._on_answer)
        self._sure = not self._completeness.check(found)
        return found

    async def _request(
        self, line: SnapshotReader, form: SnapshotScope, recall: Recall | None, on_answer: Callable[[], None]
    ) -> Snapshot:
        self._on_request()
        return await line.snapshot(form, recall, on_answer)

    def _in_time(self, deadline: asyncio.Timeout) -> None:
        # How long we take to read it is no fault of the server.
        deadline.reschedule(None)
        self._on_answer()

    def _give_way(self, why: str) -> None:
        self.form, self._turns.too_much = SnapshotScope.CALLS, why
        self._note(f"the whole state {why}: asking for {SnapshotScope.CALLS}, and for the rest beside it")
