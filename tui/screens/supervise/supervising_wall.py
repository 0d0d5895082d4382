"""The wall and the agents view of a supervisor: `callboard wall --supervise`. No other screen of the wall can write."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from textual.binding import BindingType

from tui.live.commands.agent_control import AGENT_CONTROL_BY_ID
from tui.live.feeds.roster import Roster
from tui.live.operations.operator import Operator
from tui.live.store.board import Board
from tui.live.store.journal import Journal
from tui.screens import keys
from tui.screens.keys import Deed
from tui.screens.overlays.agents import AGENTS, AgentsScreen
from tui.screens.supervise.supervise_keys import SET_STATES, SUPERVISE, less_of, offered
from tui.screens.supervise.supervising import Chosen, Supervising
from tui.screens.supervise.supervising_actions import NOTHING, SupervisingActions
from tui.screens.wall.options import WallOptions
from tui.screens.wall.wall_screen import WallScreen
from tui.screens.working import begin
from tui.views.words.role import Role


class SupervisingAgents(AgentsScreen, SupervisingActions):
    """The agents view with a supervisor's keys."""

    # 80 cells have no room for all: who barges in is about to talk, and looks at the wall.
    DEEDS: ClassVar[tuple[Deed, ...]] = (*AGENTS, *less_of(SUPERVISE, "supervise_b"), *SET_STATES)
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("agents", DEEDS)
    said: tuple[str, Role] = NOTHING

    def __init__(self, board: Board, supervising: Supervising) -> None:
        """Show the agents.

        Args:
            board: What this wall's logins tell live.
            supervising: Does what the keys ask for.
        """
        super().__init__(board, supervising.roster)
        self.supervising = supervising
        self._rows.asked = supervising.states.asked

    def chosen(self) -> Chosen | None:
        """The agent under the cursor."""
        line = self.agents.selected
        return self.supervising.chosen_agent(line) if line is not None else None

    def action_set_state(self, command_id: str) -> None:
        """Set the state of the agent under the cursor.

        Args:
            command_id: Which state, by its row of the table.
        """
        # As in `action_supervise`: what was sent is followed to its end.
        press = partial(self.supervising.states.press, AGENT_CONTROL_BY_ID[command_id], self.agents.selected, self)
        begin(self, press, name=f"set state {command_id}", group="supervise")

    def offered_deeds(self) -> Sequence[Deed]:
        """What the footer offers."""
        return offered(self.DEEDS, self.board)

    def show_said(self) -> None:
        """Show it above the agents."""
        self.tick()


class SupervisingWall(WallScreen, SupervisingActions):
    """The wall with a supervisor's keys."""

    DEEDS: ClassVar[tuple[Deed, ...]] = (*keys.WALL, *SUPERVISE)
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("wall", DEEDS)
    said: tuple[str, Role] = NOTHING

    def __init__(
        self,
        board: Board,
        journal: Journal,
        options: WallOptions,
        on_retry: Callable[[], None],
        roster: Roster,
        operator: Operator,
    ) -> None:
        """Make a wall.

        Args:
            board: What is known now.
            journal: What happened.
            options: How the wall starts.
            on_retry: Connects refused and stale sources again at once.
            roster: Asks for the agents.
            operator: Sends what a supervisor asks for.
        """
        super().__init__(board, journal, options, on_retry, roster)
        self.supervising = Supervising(board, operator, roster)

    def chosen(self) -> Chosen | None:
        """The call under the cursor."""
        key = self.calls.selected
        call = self.board.calls.get(key) if key is not None else None
        return self.supervising.chosen_call(call) if call is not None else None

    def offered_deeds(self) -> Sequence[Deed]:
        """What the footer offers."""
        return offered(self.DEEDS, self.board)

    def show_said(self) -> None:
        """Show it above the calls."""
        self.present_monitoring()

    def agents_screen(self) -> AgentsScreen:
        """The agents view with the same keys."""
        return SupervisingAgents(self.board, self.supervising)
