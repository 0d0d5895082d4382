"""What a person does about groups and conversations on a wall; they are arranged elsewhere."""

from typing import Any

from textual import on
from textual.screen import Screen

from tui.screens.arrange import Arrangement
from tui.screens.options import WallOptions
from widgets.call_wall import CallWall


class WallGroups(Screen[Any], inherit_bindings=False):
    """Actions on the groups of the wall."""

    _arrangement: Arrangement
    _options: WallOptions

    @property
    def calls(self) -> CallWall:
        """The calls."""
        return self.query_one(CallWall)

    def present_moved(self) -> None:
        """Show the calls where they stand now; the wall says how."""
        raise NotImplementedError

    def action_group(self) -> None:
        """Group by something else."""
        grouping = self._options.group_rules.following(self._arrangement.grouping)
        self._arrangement.rearrange(grouping=grouping)
        self.present_moved()

    def action_fold(self) -> None:
        """Collapse or expand the group that the cursor is in."""
        self._fold(self.calls.group)

    def action_fold_all(self) -> None:
        """Collapse or expand all groups."""
        self._arrangement.fold()
        self.present_moved()

    def action_legs(self) -> None:
        """Show the legs of a conversation together, or each alone."""
        self._arrangement.rearrange(together=not self._arrangement.conversations)
        self.present_moved()

    @on(CallWall.Folded)
    def _on_folded(self, event: CallWall.Folded) -> None:
        self._fold(event.group)

    def _fold(self, group: tuple[int, str] | None) -> None:
        if group is not None:
            self._arrangement.fold(group)
            self.present_moved()
