"""Which groups are collapsed: only names, no calls."""

from collections.abc import Iterable

from tui.views.arrangement.grouping import GroupKey


class Folding:
    """Remembers what a person wants; groups that come later are as most are."""

    def __init__(self) -> None:
        """Collapse nothing."""
        self._mostly = False
        self._others: set[GroupKey] = set()

    def collapsed(self, group: GroupKey) -> bool:
        """Whether a group is collapsed."""
        return (group in self._others) != self._mostly

    def turn(self, group: GroupKey) -> None:
        """Collapse a group, or expand it."""
        self._others ^= {group}

    def turn_all(self, groups: Iterable[GroupKey]) -> None:
        """Collapse all groups, or expand them where all are collapsed.

        Args:
            groups: Those that there are.
        """
        self._mostly = not all(self.collapsed(group) for group in groups)
        self._others.clear()
