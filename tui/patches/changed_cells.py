"""Sends only the cells that changed.

Textual sends every region that a widget asked to draw, changed or not, from the left edge of the widget on, and all
colours again for each: on a wall most of the line again for every digit.
"""

from typing import Any, Self
from weakref import WeakKeyDictionary, WeakSet

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import Console, RenderableType
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App
from textual.screen import Screen
from textual.strip import Strip

from tui.patches.style_changes import change_of_look
from tui.patches.told_sizes import TellingCompositor
from tui.terminal.cluster_cells import draws_clusters, placed
from tui.terminal.links import link_to
from tui.terminal.standing import Standing

_STANDING: WeakKeyDictionary[Console, Standing] = WeakKeyDictionary()
"""An application has one console, and all of its screens one terminal."""
_WITH_LINKS: WeakSet[Console] = WeakSet()
_LINK = "\0"
"""Before the link in the look of a cell."""
_UNDERLINED = "4"


class ChangedCellsUpdate(ChopsUpdate):
    """Some runs of cells, of which those are sent that do not stand on the terminal."""

    def __init__(self, update: ChopsUpdate, size: tuple[int, int]) -> None:
        """Take over what Textual would send.

        Args:
            update: The same, with all cells.
            size: Columns and rows of the screen.
        """
        super().__init__(update.chops, update.spans, update.chop_ends)
        self._size = size

    def render_segments(self, console: Console) -> str:
        """Write the cells that differ.

        Args:
            console: Whose colours to use, and whose terminal this is.

        Returns:
            What to send to the terminal.
        """
        with _Writing(console, self._size) as writing:
            for y, left, right in self.spans:
                for end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=True):
                    if strip is not None and x < right and end > left:
                        start = max(x, left)
                        writing.write(start, y, strip.crop(start - x, min(end, right) - x))
            return writing.end()


class WholeUpdate(LayoutUpdate):
    """A whole picture, of which those cells are sent that do not stand on the terminal.

    Textual makes one for each change beneath a screen that lies over another.
    """

    def render_segments(self, console: Console) -> str:
        """Write the cells that differ.

        Args:
            console: Whose colours to use, and whose terminal this is.

        Returns:
            What to send to the terminal.
        """
        with _Writing(console, self.region.size) as writing:
            for y, strips in enumerate(self.strips):
                x = 0
                for strip in strips:
                    writing.write(x, y, strip)
                    x += strip.cell_length
            return writing.end()


class _Writing:
    """Sequences for a terminal; what the terminal remembers is not said again."""

    def __init__(self, console: Console, size: tuple[int, int]) -> None:
        self._console = console
        self._color_system = console._color_system or ColorSystem.TRUECOLOR
        self._standing = _STANDING.setdefault(console, Standing())
        if self._standing.size != size:
            self._standing.forget(*size)
        self._sent: list[str] = []
        self._look = self._link = ""
        self._has_links = console in _WITH_LINKS
        self._line = -1
        self._draws = draws_clusters()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            # Nothing of it is sent.
            forget(self._console)

    def write(self, x: int, y: int, strip: Strip) -> None:
        pieces = [(text, self._look_of(style) if style else "") for text, style, _ in strip]
        # Only ever to a column by its number: terminals do not agree how wide some letters are.
        at, end = -1, x + strip.cell_length
        for column, text, look in self._standing.write(x, y, pieces):
            if column != at:
                self._sent.append(f"\x1b[{column + 1}G" if y == self._line else f"\x1b[{y + 1};{column + 1}H")
                self._line = y
            self._dress(look)
            self._sent.append(placed(text, column, end, draws=self._draws))
            at = column + cell_len(text)

    def end(self) -> str:
        self._dress("")
        return "".join(self._sent)

    def _look_of(self, style: Style) -> str:
        look = Strip.render_ansi(style, self._color_system)
        if not (self._has_links and style.link):
            return look
        return f"{look};{_UNDERLINED}{_LINK}{style.link}" if look else f"{_UNDERLINED}{_LINK}{style.link}"

    def _dress(self, look: str) -> None:
        look, _, link = look.partition(_LINK)
        if look != self._look:
            self._sent.append(change_of_look(self._look, look))
            self._look = look
        if link != self._link:
            self._sent.append(link_to(link))
            self._link = link


class ChangedCellsCompositor(TellingCompositor):
    """A compositor whose updates send no cell that stands already."""

    def render_update(
        self, full: bool = False, screen_stack: list[Screen[Any]] | None = None, simplify: bool = False
    ) -> RenderableType | None:
        """What is to be drawn now; in a batch nothing, where Textual (8.2.8) draws all of it and throws it away."""
        if not simplify and self.root is not None and self.root.app._batch_count:
            return None
        return super().render_update(full, screen_stack, simplify)

    def render_partial_update(self) -> ChopsUpdate | None:
        """What changed since the last time.

        Returns:
            Those cells, or None where nothing changed.
        """
        update = super().render_partial_update()
        return None if update is None else ChangedCellsUpdate(update, self.size)

    def render_full_update(self, simplify: bool = False) -> LayoutUpdate:
        """Everything.

        Args:
            simplify: For a picture that goes to no terminal.

        Returns:
            An update that says afterwards what stands.
        """
        update = super().render_full_update(simplify)
        return update if simplify else WholeUpdate(update.strips, update.region)


def send_changed_cells(screen: Screen[Any]) -> None:
    """Let a screen send only the cells that changed.

    Args:
        screen: Any screen, before it is shown.
    """
    screen._compositor = ChangedCellsCompositor()


def draw_whole(app: App[Any]) -> None:
    """Let an application send its whole picture: its terminal may lack some of it.

    Args:
        app: The application, running.
    """
    forget(app.console)
    for screen in app.screen_stack[-1:]:
        screen.refresh(layout=True)


def show_links(console: Console) -> None:
    """Send the links of styles, underlined, to a terminal that draws them; to no other are they ever sent.

    Args:
        console: That of the application.
    """
    _WITH_LINKS.add(console)


def forget(console: Console) -> None:
    """Take nothing for standing on a terminal: it may have lost what was sent, or another program wrote to it.

    Args:
        console: That of the application.
    """
    _STANDING.pop(console, None)
