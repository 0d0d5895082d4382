"""How one call is to be drawn, beside what it is."""

from dataclasses import dataclass

from tui.views.words.role import Role
from widgets.cards.density import Density
from widgets.cards.legs import CallLeg
from widgets.drawing.palette import Ground, Palette
from widgets.drawing.pen import Pen, pen_of


@dataclass(frozen=True, slots=True)
class Look:
    """How to draw a call.

    Attributes:
        width: Cells.
        density: Which of the three sizes.
        palette: Colours.
        selected: Whether the cursor is on it.
        stale_s: For how long the board has not been sure of it, None while it is.
        used: How much of its threshold is used, 0 to 1, None where there is none.
        warned: Whether it is beyond its warning level.
        calm: Whether somebody has acknowledged its alarm.
        sources: Whether there are several sources, so that their names are worth a column.
        legs: The legs of the conversation that the card stands for, the one that leads first; none for a single call.
        height: Lines of a big card, where it has more of them than it must have.
    """

    width: int
    density: Density
    palette: Palette
    selected: bool = False
    stale_s: float | None = None
    used: float | None = None
    warned: bool = False
    calm: bool = False
    sources: bool = False
    legs: tuple[CallLeg, ...] = ()
    height: int = 0

    @property
    def stale(self) -> bool:
        """Whether the board is not sure."""
        return self.stale_s is not None

    @property
    def alarmed(self) -> bool:
        """Whether the call needs somebody; of what is not sure nothing is claimed."""
        return self.used is not None and self.used >= 1.0 and not self.stale and not self.calm

    @property
    def pen(self) -> Pen:
        """The pen for the card's own ground."""
        if self.alarmed:
            return pen_of(self.palette, Ground.ALARMED)
        return pen_of(self.palette, Ground.SELECTED if self.selected else Ground.PANEL)

    def role(self, role: Role) -> Role:
        """A role as it is drawn: what is stale has lost its colour.

        Args:
            role: What it means.

        Returns:
            The role to colour it by.
        """
        return Role.DIM if self.stale else role
