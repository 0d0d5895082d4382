"""What a person does about the filter of a wall: type it, complete it, take a saved one, see what is wrong with it."""

from collections.abc import Callable

from textual import on
from textual.suggester import Suggester
from textual.widgets import Input

from tui.live.store.board import Board
from tui.screens.filter_line import FilterLine
from tui.screens.wall.options import WallOptions
from tui.screens.wall.sliced import SlicedScreen
from tui.views.arrangement.arrangement import Arrangement
from tui.views.arrangement.filter_completion import completed
from tui.views.arrangement.filter_language import FilterError, read_filter
from tui.views.arrangement.grouping import team_of
from widgets.wall.call_wall import CallWall

HINT = "words, or state:held paused>60 -team:NAME agent:50* data.KEY:value"


class FilterSuggester(Suggester):
    """Offers how a filter may go on, from what is on the board now."""

    def __init__(self, board: Board, options: Callable[[], WallOptions]) -> None:
        """Offer this.

        Args:
            board: Which agents and teams there are.
            options: Which groups are teams, and which attached data is a queue.
        """
        super().__init__(use_cache=False, case_sensitive=True)
        self._board = board
        self._options = options

    async def get_suggestion(self, value: str) -> str | None:
        """Complete what is typed.

        Args:
            value: As typed so far.
        """
        sources, rules = self._board.bare.sources.values(), self._options().group_rules
        numbers = {known.device.phone_number for source in sources for known in source.devices.values()}
        agents = numbers | {source.name for source in sources}
        teams = {team_of(source.user, rules.teams) for source in sources} - {""}
        return completed(value, agents, teams, (rules.queue_key,) if rules.queue_key else ()) or None


class WallFilter(SlicedScreen):
    """Actions on the filter of the wall.

    Attributes:
        filter_fault: What is wrong with what is typed; "" where nothing is.
    """

    arrangement: Arrangement
    filter_fault = ""
    _options: WallOptions

    def seek_first(self) -> None:
        """Go to the first call that is found; the wall says how."""
        raise NotImplementedError

    def present_chosen(self) -> None:
        """Begin to show what was chosen; the wall says how."""
        raise NotImplementedError

    @property
    def filter_line(self) -> Input:
        """Where it is typed."""
        return self.query_one("#filter", Input)

    def new_filter_line(self) -> Input:
        """Make the line in which it is typed."""
        suggester = FilterSuggester(self.board, lambda: self._options)
        return FilterLine("filter", HINT, self._submit_filter, suggester)

    def action_filter(self) -> None:
        """Ask for words."""
        self.add_class("-filtering")
        words = self.filter_line
        # At once, not with the next update of styles: what is typed right behind the key belongs to the filter.
        words.display = True
        self.set_focus(words)
        self.work()

    def action_unfilter(self) -> None:
        """Show all calls."""
        self.filter_line.value = ""
        self._close_filter()

    async def action_saved_filter(self) -> None:
        """Ask for one of the saved filters."""
        from tui.screens.overlays.pick import PickAnswer, PickScreen

        saved = self._options.filters
        answers = [
            PickAnswer(words, str(number) if number < 10 else "", words) for number, words in enumerate(saved, 1)
        ]
        none = [PickAnswer("", "", "no filter is saved", why="the setting filters names them")]
        await self.app.push_screen(PickScreen("saved filters", answers or none), self._take_saved)

    def _take_saved(self, words: str | None) -> None:
        if words is not None:
            self.filter_line.value = words
            self.seek_first()

    @on(Input.Changed, "#filter")
    def _on_filter_changed(self) -> None:
        # The line may hold more by now.
        self._take_filter(self.filter_line.value)

    def _take_filter(self, query: str) -> None:
        try:
            read_filter(query)
        except FilterError as error:
            # What is shown stays, and stands beside what is wrong.
            self.filter_fault = error.words
        else:
            self.filter_fault = ""
            if query != self.arrangement.wanted.query:
                self.arrangement.rearrange(query=query)
        self.present_chosen()

    def _submit_filter(self) -> None:
        self._take_filter(self.filter_line.value)
        # A filter that was not taken would look like one that was.
        if not self.filter_fault:
            self._close_filter()
            self.seek_first()

    def _close_filter(self) -> None:
        self.remove_class("-filtering")
        self.filter_line.display = False
        self.set_focus(self.query_one(CallWall))
