"""How sure the board is of one source."""

from dataclasses import dataclass
from enum import StrEnum

SEES_NOTHING = "this login sees no device and no call"
"""Why a live link says nothing of calls: that a login sees none does not mean that there are none."""


class LinkState(StrEnum):
    """States of a link, in the words that are shown (DECISIONS.md 4)."""

    CONNECTING = "connecting"
    RECOVERING = "recovering"
    LIVE = "live"
    STALE = "stale"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Link:
    """The link of a source.

    Attributes:
        state: How sure we are.
        since_s: When this state began, clock of the board.
        why: Words for people; "" while nothing is wrong. On a live link: what cannot be seen although it is live.
        frozen_at_s: When the calls of this source stopped being sure, so that their durations stand still there;
            None while they are live, or were never known.
        heard_until_s: The server's last word before that: a call that is gone afterwards surely went on until then.
    """

    state: LinkState
    since_s: float
    why: str = ""
    frozen_at_s: float | None = None
    heard_until_s: float | None = None

    @property
    def live(self) -> bool:
        """Whether what the board shows of this source is what the server knows."""
        return self.state is LinkState.LIVE

    @property
    def blind(self) -> bool:
        """Whether the server answers, and this login sees nothing there: it does not follow that nothing is there."""
        return self.live and self.why == SEES_NOTHING
