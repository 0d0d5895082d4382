"""The webhook of `callboard watch --post-alarms`: what is posted there is what a wall would post."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from tui.alarm_limits import thresholds_of
from tui.config import ConfigError, Settings
from tui.config.attention import hours
from tui.live.store.journal import EntryKind, Journal
from tui.live.store.masked_board import masked_board
from tui.live.store.privacy import WALL
from tui.printing.output import complain
from tui.views.attention.alarm_changes import AlarmChanges
from tui.watch.alarm_posting import post_alarms
from tui.webhook.making import webhook_of

if TYPE_CHECKING:
    from pydantic import SecretStr

    from tui.wiring import RunParts


class WebhookComplaints(Journal):
    """Tells on standard error, where no event log is shown, that alarms do not go, and that they go again."""

    def note(self, source: str, kind: EntryKind, words: str) -> None:
        """Add an entry and tell it; see `Journal.note`."""
        super().note(source, kind, words)
        complain(words)


@asynccontextmanager
async def posted_alarms(parts: "RunParts", settings: Settings, secret: "SecretStr | None") -> AsyncIterator[None]:
    """Post alarms meanwhile.

    Args:
        parts: What runs, not masked: masked as a wall is what leaves here, however this run prints.
        settings: The webhook, limits, quiet hours.
        secret: What the header says; None leaves it out.

    Raises:
        ConfigError: There is no webhook, or its certificates cannot be used.
    """
    webhook = webhook_of(settings.webhook, secret, WebhookComplaints(parts.board.clock))
    if webhook is None:
        raise ConfigError("--post-alarms wants a [webhook] with a url in the configuration")
    board = masked_board(parts.board, settings.policy(WALL))
    alarms = AlarmChanges(board, thresholds_of(settings), settings.attention.stale_s)
    quiet = [hours(span) for span in settings.attention.quiet]
    posting = asyncio.create_task(post_alarms(board, alarms, quiet, webhook))
    try:
        yield
    finally:
        posting.cancel()
        await asyncio.gather(posting, return_exceptions=True)
        await webhook.stop()
        alarms.stop()
