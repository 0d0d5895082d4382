"""What keeps some sources of a board equal to what is true elsewhere; a feed does so for one login."""

from typing import NoReturn, Protocol


class Origin(Protocol):
    """One thing that runs and writes to the board."""

    @property
    def name(self) -> str:
        """What it is called in the event log."""
        ...

    @property
    def names(self) -> frozenset[str]:
        """The sources of the board that it keeps now; they are stale when it breaks."""
        ...

    async def run(self) -> NoReturn:
        """Keep the board right until cancelled; started anew after a fault of ours."""
        ...

    def retry(self) -> None:
        """Try again now instead of when a delay is over."""
        ...

    def check_silence(self) -> None:
        """Doubt what has not said a word for too long; called every second."""
        ...

    def keep_pace(self, resync_s: float, resync_max_s: float, refused_s: float) -> None:
        """Do things by itself at another pace from the next time on.

        Args:
            resync_s: Seconds between two looks at the whole state, where it is small.
            resync_max_s: Seconds between two looks at the whole state at the most.
            refused_s: Seconds between two logins that were refused.
        """
        ...
