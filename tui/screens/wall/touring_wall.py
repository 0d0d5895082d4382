"""The wall of the demo with its guided tour, in a panel above the calls that hides none of them."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from tui.screens import keys
from tui.screens.keys import Deed
from tui.screens.wall.tour import Tour
from tui.screens.wall.wall_screen import WallScreen
from widgets.bars.tour_panel import TourPanel
from widgets.wall.call_wall import CallWall

TOUR = (
    Deed("tour_on", "tour_on", ("tab",), "tab", "go to the next stop of the tour", "Tour"),
    Deed("tour_end", "tour_end", ("x",), "x", "end the tour", "Tour"),
)
_LONGEST_TICK_S = 2.0
"""More than that has not passed before somebody's eyes."""


class TouringWall(WallScreen):
    """A wall that shows how it is used."""

    DEEDS: ClassVar[tuple[Deed, ...]] = (*keys.WALL, *TOUR)
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("wall", DEEDS)

    tour = Tour({}, ())
    """The tour, where it is now; this one is over before it begins."""
    _ticked_s = 0.0

    def compose(self) -> ComposeResult:
        """The wall, with the panel right above the calls."""
        for part in super().compose():
            if isinstance(part, CallWall):
                yield TourPanel()
            yield part

    def on_mount(self) -> None:
        """Show the first stop."""
        self._ticked_s = self.board.clock.now_s()
        self._show_tour()

    def tick(self) -> None:
        """A second has passed; it counts for the tour while the wall is what is looked at."""
        super().tick()
        now_s = self.board.clock.now_s()
        if self.app.screen is self:
            self.tour.pass_time(min(_LONGEST_TICK_S, now_s - self._ticked_s))
            self._show_tour()
        self._ticked_s = now_s

    def action_tour_on(self) -> None:
        """Go to the next stop."""
        self.tour.go_on()
        self._show_tour()

    def action_tour_end(self) -> None:
        """Leave the tour."""
        self.tour.end()
        self._show_tour()

    def _show_tour(self) -> None:
        stop, panel = self.tour.stop, self.query_one(TourPanel)
        if stop is None:
            panel.show("", "", "", 1.0)
        else:
            panel.show(f"TOUR {self.tour.place}: {stop.title}", "tab next  x end", stop.words, self.tour.share)
