"""One alarm of a call or of a source."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from tui.live.store.card import CallKey
from tui.views.words.durations import at_least_words


class AlarmCause(NamedTuple):
    """Why a call or source is alarmed, without any words: of all calls of a board nobody reads them.

    Attributes:
        what: What took too long: a wait of `tui.views.attention.thresholds`, or `stale`.
        since_s: Since when that goes on, board's clock.
        at_s: When it became an alarm.
        exact: Whether it was seen to begin; else it lasts at least so long.
    """

    what: str
    since_s: float
    at_s: float
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm, with nothing in it that must not be shown.

    Attributes:
        key: The call; its id is "" for an alarm about the source itself.
        what: What took too long: a wait of `tui.views.attention.thresholds`, or `stale`.
        since_s: Since when that goes on, board's clock.
        at_s: When it became an alarm.
        who: The other party, or why the source is stale.
        exact: Whether it was seen to begin; else it lasts at least so long.
    """

    key: CallKey
    what: str
    since_s: float
    at_s: float
    who: str
    exact: bool = True

    def words(self, now_s: float) -> str:
        """Say it in one line.

        Args:
            now_s: Now, board's clock.

        Returns:
            Such as `held 4:10 · •••• 0104 · Billing`, or `held ≥4:10` where it was not seen to begin.
        """
        head = f"{self.what} {at_least_words(max(0.0, now_s - self.since_s), exact=self.exact)}"
        return " · ".join(word for word in (head, self.who, self.key.source) if word)

    def fields(self) -> dict[str, object]:
        """Give it to a program.

        Returns:
            JSON values: `source`, `call` (id, or null for the source itself), `what`, `who`; and `at_least`, which is
            true, where it was not seen to begin.
        """
        at_least = {} if self.exact else {"at_least": True}
        return {"source": self.key.source, "call": self.key.id or None, "what": self.what, "who": self.who, **at_least}

    def told(self, now_s: float, at: datetime) -> dict[str, object]:
        """Give it to a program or a webhook when it begins.

        Args:
            now_s: Now, board's clock.
            at: Now, wall clock.

        Returns:
            JSON values: those of `fields`, and `seconds`, `at`.
        """
        return {**self.fields(), "seconds": self.lasted_s(now_s), "at": at.isoformat(timespec="seconds")}

    def lasted_s(self, now_s: float) -> int:
        """For how long what it is about has gone on.

        Args:
            now_s: Now, board's clock.

        Returns:
            Whole seconds.
        """
        return int(max(0.0, now_s - self.since_s))
