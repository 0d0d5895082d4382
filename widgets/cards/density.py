"""How much of a call is shown, and how much room that takes."""

from enum import StrEnum


class Density(StrEnum):
    """The three sizes of a call, largest first."""

    BIG = "big"
    CARD = "card"
    ROW = "row"

    @property
    def height(self) -> int:
        """Lines of one call at least; a big card grows with the room that there is."""
        return {Density.BIG: 8, Density.CARD: 5, Density.ROW: 1}[self]
