"""The way from an alarm to its call."""

from itertools import chain

from tui.live.store.card import CallKey
from tui.screens.wall.wall_attention import WallAttention
from tui.screens.wall.wall_filter import WallFilter
from tui.screens.wall.wall_groups import WallGroups

_SAID_FOR_S = 4.0


class WallAlarms(WallFilter, WallGroups):
    """Goes to the call with the worst alarm, whatever hides it."""

    _attention: WallAttention
    _sought: CallKey | None = None
    _first_sought = False
    alarm_remark = ""
    """What is said of a key that found no alarm."""

    def action_worst(self) -> None:
        """Put the cursor on the call whose alarm has waited longest; a filter that hides it ends."""
        self._sought = self._attention.worst_call
        if self._sought is None:
            self._remark_on_alarms("no alarm")
            self.set_timer(_SAID_FOR_S, lambda: self._remark_on_alarms(""))
            return
        if self.filter_line.value and self._card_of(self._sought) not in self.arrangement.keys:
            # It is shown as soon as all calls are arranged without the filter.
            self.action_unfilter()
            return
        self.go_to_sought()

    def _remark_on_alarms(self, words: str) -> None:
        self.alarm_remark = words
        self.present_moved()

    def seek_first(self) -> None:
        """Go to the first call that a filter finds, where nobody is chosen: the next key is meant for one of them."""
        self._first_sought = self.calls.selected is None
        self.present_moved()

    def go_to_sought(self) -> None:
        """Go to the call that somebody looks for, if it is shown by now."""
        if self._first_sought and self._is_arranged:
            self._first_sought = False
            # What is collapsed has no card: only where all of it is, a group is expanded.
            shown = chain.from_iterable(group.calls for group in self.arrangement.groups if not group.collapsed)
            self._sought = next(chain(shown, self.arrangement.keys), self._sought)
        if self._sought is None:
            return
        card = self._card_of(self._sought)
        hiding = next((group for group in self.arrangement.groups if group.collapsed and card in group.calls), None)
        if hiding is not None:
            self.arrangement.fold(hiding.key)
            self.present_moved()
        elif card in self.arrangement.keys:
            self._sought = None
            self.calls.select(card)
        elif self._is_arranged:
            # It has gone meanwhile, or another filter hides it.
            self._sought = None

    @property
    def _is_arranged(self) -> bool:
        """Whether what is shown is what is typed by now."""
        choice = self.arrangement.shown
        return choice == self.arrangement.wanted and choice.query == self.filter_line.value

    def _card_of(self, key: CallKey) -> CallKey:
        """The card that shows a call; of a conversation it has the key of another leg, perhaps."""
        return next((card for card, legs in self.arrangement.together.items() if key in legs), key)
