"""What each login was and when, what the wall shows of it, and for how long that was another thing."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from tests.floor.storm.plan import LONGEST_LIE_S
from tui.live.store.board import Board, Changes
from tui.live.store.masked_board import masked_call
from tui.live.store.privacy import Privacy

BEAT_S = 0.02
Picture = frozenset[tuple[object, ...]]


def picture(board: Board, login: str, privacy: Privacy | None = None) -> Picture:
    """The calls of a login that go on, masked where a policy is said."""
    shown = []
    for key in board.keys_of(login):
        known = board.calls[key]
        if not known.ended:
            call = known.call if privacy is None else masked_call(known.call, privacy)
            parties = tuple(party.phone_number for party in call.participants)
            shown.append((key.id, call.state, call.mute, str(call.user_data), parties))
    return frozenset(shown)


class Honesty:
    """Looks at a wall at every beat.

    Attributes:
        lies: What was shown live for too long while it was something else.
        worst_s: The longest time for which a login was shown live and had been that no more.
    """

    def __init__(self, wall: Board, privacy: Privacy) -> None:
        self.lies: list[str] = []
        self.worst_s = 0.0
        self._wall = wall
        self._privacy = privacy
        self._now_s = 0.0
        # What was true since when, oldest first; the last one is true now.
        self._was: dict[str, deque[tuple[float, bool, Picture]]] = {}

    def follow(self, board: Board, logins: Iterable[str]) -> None:
        """Note each thing that is true for a moment, by whomever it is known.

        Args:
            board: Knows what is true.
            logins: Of whom.
        """

        def note(changes: Changes) -> None:
            keys = (*changes.added, *changes.changed, *changes.ended, *changes.removed)
            for login in {*changes.links, *(key.source for key in keys)}:
                self._note(login, board)

        for login in logins:
            self._was[login] = deque()
            self._note(login, board)
        board.watch(note)

    def _note(self, login: str, board: Board) -> None:
        now = (board.sources[login].link.live, picture(board, login, self._privacy))
        was = self._was[login]
        if not was or was[-1][1:] != now:
            was.append((self._now_s, *now))

    def beat(self, passed_s: float) -> None:
        """Look once. A machine that stalls accuses nobody: between two beats not much time passes."""
        self._now_s += min(passed_s, 2 * BEAT_S)
        for login, was in self._was.items():
            while len(was) > 1 and was[1][0] < self._now_s - LONGEST_LIE_S - 1:
                was.popleft()
            source = self._wall.sources.get(login)
            if source is not None and source.link.live:
                self._judge(login, picture(self._wall, login), was)

    def _judge(self, login: str, shown: Picture, was: deque[tuple[float, bool, Picture]]) -> None:
        until_s = self._now_s
        for since_s, live, then in reversed(was):
            if live and then == shown:
                break
            until_s = since_s
        else:
            until_s = min(until_s, self._now_s - LONGEST_LIE_S - 1)
        behind_s = self._now_s - until_s
        self.worst_s = max(self.worst_s, behind_s)
        if behind_s > LONGEST_LIE_S and len(self.lies) < 20:
            self.lies.append(f"{login} at {self._now_s:.1f} s: live, and that no more for {behind_s:.1f} s: {shown}")
