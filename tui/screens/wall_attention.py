"""What a wall does about alarms: finds them, tells of new ones, lets somebody acknowledge them."""

from tui.live.board import Board
from tui.live.card import CallKey
from tui.live.journal import Journal, Kind
from tui.screens.alarm_telling import Attention, tell
from tui.screens.alarms import Alarm, Alarms
from tui.screens.attention import Terminal
from tui.screens.census import Census
from widgets.link_words import Patience
from widgets.moment import now_s
from widgets.thresholds import Thresholds


class WallAttention:
    """The alarms of one wall; every method returns the calls that stand in another place of the order now."""

    def __init__(
        self, board: Board, census: Census, journal: Journal, thresholds: Thresholds, attention: Attention
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
    def banner(self) -> str:
        """The worst alarm in words; "" where there is none."""
        worst, calm = self._alarms.worst, self._alarms.acknowledged
        words = [worst.words(now_s(self._board))] if worst else []
        return "   ".join([*words, *([f"{calm} acknowledged"] if calm else [])])

    @property
    def patience(self) -> Patience:
        """For how long a source may be stale before that is a warning, and an alarm."""
        return Patience(self._attention.stale_warn_s, self._attention.stale_s)

    def follow(self, thresholds: Thresholds, attention: Attention) -> None:
        """Go by other limits, and call somebody in another way.

        Args:
            thresholds: The limits.
            attention: How somebody is called.
        """
        self._attention = attention
        self._alarms.follow(thresholds, attention.stale_s)

    def look(self, terminal: Terminal) -> set[CallKey]:
        """Look again, and tell of what is new.

        Args:
            terminal: The way to the terminal.
        """
        before = self._census.calm
        fresh = self._alarms.look()
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
        self._journal.note(alarm.key.source, Kind.PROBLEM if what == "alarm" else Kind.OPERATION, words)
