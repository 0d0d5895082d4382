"""What a person does about groups and conversations on a wall; they are arranged elsewhere."""

from typing import Any

from textual import on
from textual.screen import Screen

from tui.screens.wall.options import WallOptions
from tui.views.arrangement.arrangement import Arrangement
from widgets.wall.call_wall import CallWall


class WallGroups(Screen[Any], inherit_bindings=False):
    """Actions on the groups of the wall."""

    arrangement: Arrangement
    _options: WallOptions

    @property
    def calls(self) -> CallWall:
        """The calls."""
        return self.query_one(CallWall)

    def present_moved(self) -> None:
        """Show the calls where they stand now; the wall says how."""
        raise NotImplementedError

    def present_chosen(self) -> None:
        """Begin to show what was chosen; the wall says how."""
        raise NotImplementedError

    def action_group(self) -> None:
        """Group by something else."""
        grouping = self._options.group_rules.following(self.arrangement.wanted.grouping)
        self.arrangement.rearrange(grouping=grouping)
        self.present_chosen()

    def action_fold(self) -> None:
        """Collapse or expand the group that the cursor is in."""
        self._fold(self.calls.group)

    def action_fold_all(self) -> None:
        """Collapse or expand all groups."""
        self.arrangement.fold()
        self.present_moved()

    def action_legs(self) -> None:
        """Show the legs of a conversation together, or each alone."""
        self.arrangement.rearrange(together=not self.arrangement.wanted.together)
        self.present_chosen()

    @on(CallWall.Folded)
    def _on_folded(self, event: CallWall.Folded) -> None:
        self._fold(event.group)

    def _fold(self, group: tuple[int, str] | None) -> None:
        if group is not None:
            self.arrangement.fold(group)
            self.present_moved()
