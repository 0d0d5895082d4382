"""Which calls share a card, whose card it is, and which leg it is led by."""

from collections.abc import Iterable, Set
from typing import NamedTuple

from tui.live.store.bare import BareCall
from tui.live.store.board import Board
from tui.live.store.card import CallKey
from tui.live.store.conversations import Conversations
from tui.live.store.monitored import is_monitored_call
from tui.views.arrangement.choices import Order
from tui.views.arrangement.group_counts import Counted
from tui.views.arrangement.ordering import RANKS, start_s
from tui.views.attention.census import Census

_attention = RANKS[Order.ATTENTION]


class _Login(NamedTuple):
    """What the legs of a login have in common: whether they are sure, and which of them are alarmed."""

    live: bool
    alarmed: Set[CallKey]


class Leading:
    """Makes cards of calls: each call its own, or all legs of a conversation one.

    A card has the key of its owner, the leg that began first among those that go on: the agent to whom the customer
    came. Once that leg has ended the next one owns the card. It is led by the leg that needs somebody most. A
    supervisor's copy of a call neither owns nor leads the card where there is another leg: it is no state of the call
    that they are only about to listen, or are muted.

    Attributes:
        together: The legs of each card that has several, by its key, the one that leads first.
    """

    def __init__(self, board: Board, census: Census, *, together: bool) -> None:
        """Make no card yet.

        Args:
            board: Where the calls are.
            census: Which calls need somebody.
            together: Whether the legs of a conversation share a card.
        """
        self.together: dict[CallKey, tuple[CallKey, ...]] = {}
        self._hidden: set[CallKey] = set()
        self._calls, self._sources = board.bare
        self._census = census
        self._conversations = Conversations(board.bare.calls) if together else None

    @property
    def conversations(self) -> bool:
        """Whether the legs of a conversation share a card."""
        return self._conversations is not None

    def legs(self, key: CallKey) -> tuple[CallKey, ...]:
        """The legs of a card, the one that leads first; nothing where there is no such card."""
        legs = self.together.get(key)
        if legs is not None:
            return legs
        return (key,) if key in self._calls and key not in self._hidden else ()

    def take(self, keys: Iterable[CallKey]) -> Iterable[CallKey]:
        """Look at some calls again.

        Args:
            keys: Calls that came, changed or went.

        Returns:
            Keys of the cards that may have changed, and of those that there are no more.
        """
        if self._conversations is None:
            return keys
        conversations = self._conversations.take(keys)
        touched = [key for legs in conversations for key in legs]
        self._hidden.difference_update(touched)
        for key in touched:
            self.together.pop(key, None)
        # Within this nothing changes, and most legs are of few logins.
        logins: dict[str, _Login] = {}
        for legs in conversations:
            if len(legs) > 1:
                self._join(legs, logins)
        return touched

    def _join(self, legs: Iterable[CallKey], logins: dict[str, _Login]) -> None:
        """Find who owns a card and who leads it.

        Legs are led as for attention, but what is not sure leads only where nothing is, and what has ended where
        nothing goes on. So a card never shows a doubtful state in place of a sure one; that a leg is stale it says
        beside.
        """
        calls, calm = self._calls, self._census.calm
        seniority, urgency = [], []
        for leg in legs:
            call = calls.get(leg)
            # It may have left the board, and wait to be looked at.
            if call is None:
                continue
            login = logins.get(leg[0]) or self._login(leg[0], logins)
            ended, monitored = call.ended, is_monitored_call(call.call)
            place = _attention(call, "", leg in login.alarmed and leg not in calm, login.live)
            seniority.append((ended, monitored, start_s(call), leg))
            urgency.append((ended, monitored, not login.live, place, leg))
        if len(urgency) > 1:
            owner = min(seniority)[-1]
            urgency.sort()
            self.together[owner] = tuple([one[-1] for one in urgency])
            self._hidden.update([leg for *_, leg in urgency if leg != owner])

    def _login(self, name: str, logins: dict[str, _Login]) -> _Login:
        found = logins[name] = _Login(self._sources[name].link.live, self._census.alarmed_of(name))
        return found

    def counted(self, legs: tuple[CallKey, ...]) -> Counted:
        """How a card is counted: by the leg that leads it, in doubt as soon as one leg is.

        Args:
            legs: From `legs`; several.
        """
        leader = self._calls[legs[0]]
        going = [leg for leg in legs if not self._calls[leg].ended]
        starts = (start_s(self._calls[leg]) for leg in going or legs)
        return Counted(
            state=leader.call.state if leader.readable else "",
            ended=leader.ended,
            sure=all(self._sources[leg.source].link.live for leg in going),
            alarmed=any(self._census.needs_somebody(leg) for leg in going),
            start_s=min(starts),
        )


def counted_of(call: BareCall, *, alarmed: bool, sure: bool) -> Counted:
    """How a card of one call is counted.

    Args:
        call: Which.
        alarmed: Whether it needs somebody.
        sure: Whether its source is live.
    """
    ended = call.ended
    return Counted(call.call.state if call.readable else "", ended, ended or sure, alarmed, start_s(call))
