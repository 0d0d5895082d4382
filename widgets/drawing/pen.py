"""Styles from meanings: a pen writes in the colours of one palette on one ground."""

from functools import lru_cache

from rich.style import Style

from tui.views.words.role import Role
from widgets.drawing.palette import Ground, Palette

_FAINT = frozenset({Role.DIM, Role.REST, Role.USED})


class Pen:
    """Gives the style of a role on a ground; without colours, reverse stands for the selection and dim for dim."""

    __slots__ = ("_styles", "ground", "palette")

    def __init__(self, palette: Palette, ground: Ground) -> None:
        """Take a pen.

        Args:
            palette: The colours.
            ground: What lies under the text.
        """
        self.palette = palette
        self.ground = ground
        self._styles: dict[tuple[Role, bool, bool], Style] = {}

    def style(self, role: Role = Role.TEXT, *, bold: bool = False, reverse: bool = False) -> Style:
        """The style of a text.

        Args:
            role: What it means.
            bold: Whether it stands out.
            reverse: Whether colour and ground change places.

        Returns:
            A Rich style, the same one for the same question.
        """
        known = self._styles.get((role, bold, reverse))
        if known is None:
            known = self._styles[role, bold, reverse] = self._make(role, bold, reverse)
        return known

    def _make(self, role: Role, bold: bool, reverse: bool) -> Style:
        shape = Style(bold=bold or None, reverse=reverse or None)
        if self.palette.plain:
            return shape + Style(dim=(role in _FAINT and not bold) or None)
        return shape + Style(color=self.palette.colour(role), bgcolor=self.palette.colour(self.ground))


@lru_cache(maxsize=64)
def pen_of(palette: Palette, ground: Ground) -> Pen:
    """The pen for a palette and a ground.

    Args:
        palette: The colours.
        ground: What lies under the text.

    Returns:
        Always the same one, which remembers its styles.
    """
    return Pen(palette, ground)
