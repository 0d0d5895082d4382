"""Sessions that a server forgot out of the blue: where it allows one for a login, another client takes it over."""

MANY = 3
"""So many short-lived sessions in a row are no accident."""

_SHORT_S = 60.0
_WAITS_S = (0.0, 0.0, 3.0, 8.0, 15.0, 30.0)
"""After the first of a row, the second, and so on: two that push each other out come to rest."""


class Evictions:
    """Counts them, so that two clients of one login do not push each other out many times a second."""

    def __init__(self) -> None:
        """There was none."""
        self._row = 0
        self._last_s = 0.0

    def note(self, now_s: float) -> None:
        """The session was forgotten although it worked and nothing had failed.

        Args:
            now_s: The moment, seconds.
        """
        self._row = self._row + 1 if now_s - self._last_s < _SHORT_S + self.wait_s else 1
        self._last_s = now_s

    @property
    def wait_s(self) -> float:
        """How long to wait before the next handshake, seconds."""
        return _WAITS_S[min(self._row, len(_WAITS_S)) - 1] if self._row else 0.0

    @property
    def words(self) -> str:
        """What that means, for people; "" while it may be an accident."""
        return "another client uses this login, it seems: " if self._row >= MANY else ""
