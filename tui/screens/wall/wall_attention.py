"""What a wall does about alarms: finds them, tells of new ones, lets somebody acknowledge them."""

from collections.abc import Collection, Iterable

from tui.live.store.board import Board
from tui.live.store.card import CallKey
from tui.live.store.journal import EntryKind, Journal
from tui.patches.sequences import Terminal
from tui.screens.wall.alarm_telling import AlarmDelivery, tell
from tui.views.attention.alarm import Alarm
from tui.views.attention.alarms import Alarms
from tui.views.attention.census import Census
from tui.views.attention.thresholds import Thresholds
from tui.views.moment import now_s
from tui.views.slices import More, without_end
from tui.views.words.link_words import StaleLimits


class WallAttention:
    """The alarms of one wall; every method returns the calls that stand in another place of the order now."""

    def __init__(
        self, board: Board, census: Census, journal: Journal, thresholds: Thresholds, attention: AlarmDelivery
    ) -> None:
        """See nothing yet.

        Args:
            board: What may be shown.
            census: Which calls are alarmed.
            journal: Where alarms are noted.
            thresholds: The limits.
            attention: How somebody is called.
        """
        self._alarms = Alarms(board, census, thresholds, attention.stale_s)
        self._board = board
        self._census = census
        self._journal = journal
        self._attention = attention

    @property
    def alarmed(self) -> Collection[CallKey]:
        """The calls and sources that are alarmed."""
        return self._alarms.now.keys()

    @property
    def banner(self) -> str:
        """The worst alarm in words; "" where there is none."""
        worst, calm = self._alarms.worst, self._alarms.acknowledged
        words = [worst.words(now_s(self._board))] if worst else []
        return "   ".join([*words, *([f"{calm} acknowledged"] if calm else [])])

    @property
    def calls_somebody(self) -> bool:
        """Whether anything alarms that nobody has acknowledged."""
        return self._alarms.worst is not None

    @property
    def worst_call(self) -> CallKey | None:
        """The call whose alarm has waited longest; None where none does."""
        return self._alarms.worst_call

    @property
    def patience(self) -> StaleLimits:
        """For how long a source may be stale before that is a warning, and an alarm."""
        return StaleLimits(self._attention.stale_warn_s, self._attention.stale_s)

    def follow(self, thresholds: Thresholds, attention: AlarmDelivery) -> None:
        """Go by other limits, and call somebody in another way.

        Args:
            thresholds: The limits.
            attention: How somebody is called.
        """
        self._attention = attention
        self._alarms.follow(thresholds, attention.stale_s)

    @property
    def busy(self) -> bool:
        """Whether some calls wait to be looked at."""
        return self._alarms.busy

    def take(self, keys: Iterable[CallKey]) -> None:
        """Let some calls wait to be looked at; see `Alarms.take`."""
        self._alarms.take(keys)

    def look(self, terminal: Terminal, more: More = without_end) -> set[CallKey]:
        """Look at what waits, and tell of what is new.

        Args:
            terminal: The way to the terminal.
            more: Whether there is time for more.
        """
        before = self._census.calm
        fresh = self._alarms.look(more)
        for alarm in fresh:
            self._note(alarm, "alarm")
        tell(self._attention, terminal, fresh, now_s(self._board), self._board.clock.wall())
        return set(before ^ self._census.calm)

    def acknowledge(self, key: CallKey | None) -> set[CallKey]:
        """Calm the alarm of a call, or the worst.

        Args:
            key: The call that is meant; None for the worst.
        """
        before = self._census.calm
        for alarm in self._alarms.acknowledge(key):
            self._note(alarm, f"acknowledged by {self._attention.by or 'somebody'}")
        return set(before ^ self._census.calm)

    def _note(self, alarm: Alarm, what: str) -> None:
        words = f"{what}: {alarm.words(now_s(self._board))}"
        self._journal.note(alarm.key.source, EntryKind.PROBLEM if what == "alarm" else EntryKind.OPERATION, words)
