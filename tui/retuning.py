"""Takes a changed configuration into a run: what can be changed while it goes on, and what wants a restart."""

from collections.abc import Iterable
from dataclasses import dataclass

from tui.config import Settings
from tui.config.watching import changed_keys
from tui.live.store.masked_board import MaskedBoard
from tui.live.store.privacy import WALL
from tui.wiring import RunParts

ON_A_DESK = frozenset({"theme"})
"""Keys that a desk takes at once: an agent at work must not lose what is being typed."""
ON_A_WALL = frozenset(
    {
        "title",
        "density",
        "order",
        "group",
        "teams",
        "queue_key",
        "filters",
        "conversations",
        "theme",
        "dim",
        "page_s",
        "kiosk",
        "unlock_key",
        "attention",
        "thresholds",
        "privacy",
    }
    | {
        "ended_s",
        "resync_s",
        "resync_max_s",
        "refused_retry_s",
        "agents_s",
        "agents_source",
        "health_stale_s",
        "health_s",
    }
)
"""Keys that a wall takes at once. Sources have connections that stand, and the clock has stamped what is there."""


@dataclass(frozen=True, slots=True)
class Change:
    """What came of a change of the file.

    Attributes:
        settings: What the run goes on with.
        taken: Keys that are applied.
        waiting: Keys that want a restart.
    """

    settings: Settings
    taken: tuple[str, ...]
    waiting: tuple[str, ...]

    @property
    def words(self) -> str:
        """What is said on screen."""
        said = []
        if self.taken:
            said.append(f"now: {', '.join(self.taken)}")
        if self.waiting:
            said.append(f"restart to apply: {', '.join(self.waiting)}")
        return f"The configuration was changed; {'; '.join(said) or 'all is as it was'}"


def change_of(running: Settings, found: Settings, live: Iterable[str]) -> Change:
    """Sort what changed.

    Args:
        running: What the run goes by now.
        found: What the file says now.
        live: Keys that this run can take.

    Returns:
        The change, not applied yet.
    """
    able, changed = set(live), changed_keys(running, found)
    taken = tuple(key for key in changed if key in able)
    settings = running.model_copy(update={key: getattr(found, key) for key in taken})
    return Change(settings, taken, tuple(key for key in changed if key not in able))


def live_keys(parts: RunParts, *, desk: bool) -> frozenset[str]:
    """Which keys a run can take.

    Args:
        parts: The parts that its screens read.
        desk: Whether it is a desk.
    """
    if desk:
        return ON_A_DESK
    # A wall that began with everything shown has no mask that could be put on.
    return ON_A_WALL if isinstance(parts.board, MaskedBoard) else ON_A_WALL - {"privacy"}


def retune(parts: RunParts, change: Change) -> None:
    """Apply what is not a matter of a screen.

    Args:
        parts: The parts of a run, as its screens read them.
        change: What changed.
    """
    settings, board = change.settings, parts.board
    parts.roster.poll_s, parts.roster.source = settings.agents_s, settings.agents_source
    parts.feeds.keep_pace(settings.resync_s, settings.resync_max_s, settings.refused_retry_s)
    parts.feeds.keep_ended_for(settings.ended_s)
    if {"privacy", "queue_key"} & set(change.taken) and isinstance(board, MaskedBoard):
        policy = settings.policy(WALL)
        if parts.recorder is not None:
            parts.recorder.draw(policy)
        parts.journal.hide(policy.text)
        parts.roster.mask = policy.name
        board.follow_policy(policy)
