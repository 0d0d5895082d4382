"""The agents view: who is there, in which state, and who of them is listened to."""

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.command import Provider

from tui.live.board import Board, Changes
from tui.live.roster import Roster
from tui.screens import keys
from tui.screens.base import BoardScreen
from tui.screens.finder import DeedProvider
from tui.screens.keys import Deed
from tui.screens.overlays.agent_rows import AgentRows
from tui.screens.overlays.help import HelpScreen
from tui.screens.working import begin
from tui.views.moment import now_s
from tui.views.words.durations import duration
from tui.views.words.link_words import link_words
from tui.views.words.monitor_words import monitor_words
from tui.views.words.role import Role
from widgets.bars.key_footer import KeyFooter
from widgets.bars.monitor_line import MonitorLine
from widgets.bars.title_line import TitleLine
from widgets.lists.agent_lines import AgentLines

AGENTS = (
    Deed("close", "dismiss", ("escape", "q", "v"), "esc", "go back to the wall", "Agents", "back", 0),
    Deed("look", "look", ("R",), "R", "ask the server again now", "Agents", "ask again", 2),
    Deed("help", "help", ("question_mark",), "?", "show all keys, words and marks", "Agents", "help", 1),
    Deed("down", "move(1)", ("down", "j"), "↓ j", "go to the next agent", "Moving", listed=False),
    Deed("up", "move(-1)", ("up", "k"), "↑ k", "go to the previous agent", "Moving", listed=False),
    Deed("page_up", "page(-1)", ("pageup",), "PgUp", "go one page up", "Moving", listed=False),
    Deed("page_down", "page(1)", ("pagedown",), "PgDn", "go one page down", "Moving", listed=False),
    Deed("first", "end(False)", ("home", "g"), "Home g", "go to the first agent", "Moving", listed=False),
    Deed("last", "end(True)", ("end", "G"), "End G", "go to the last agent", "Moving", listed=False),
)


class AgentsScreen(BoardScreen, inherit_bindings=False):
    """Shows all agents of my groups; asks for them only as long as it is open."""

    CSS = "AgentsScreen { background: $background; }"
    DEEDS: ClassVar[tuple[Deed, ...]] = AGENTS
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("agents", AGENTS)
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {DeedProvider}

    said: tuple[str, Role] = ("", Role.TEXT)

    def __init__(self, board: Board, roster: Roster | None) -> None:
        """Show the agents.

        Args:
            board: What this wall's logins tell live.
            roster: Asks for all others; None where nobody does.
        """
        super().__init__(board)
        self.roster = roster
        self._rows = AgentRows(board, roster)

    @property
    def agents(self) -> AgentLines:
        """The agents."""
        return self.query_one(AgentLines)

    def compose(self) -> ComposeResult:
        """Title, who is listened to, agents, keys."""
        yield TitleLine()
        yield MonitorLine()
        yield AgentLines()
        yield KeyFooter()

    def on_mount(self) -> None:
        """Show what is known, and ask for the rest."""
        self.tick()
        self.action_look()

    def tick(self) -> None:
        """A second has passed, or something else is to be seen."""
        self.agents.show(self._rows.rows())
        self._present_around()

    def take(self, changes: Changes) -> None:
        """Show what changed.

        Args:
            changes: What.
        """
        del changes
        self.tick()

    def action_look(self) -> None:
        """Ask now, and then again and again."""
        begin(self, self._look, name="agents", group="agents", exclusive=True)

    async def action_help(self) -> None:
        """Show keys, words and marks."""
        await self.app.push_screen(HelpScreen(self.DEEDS))

    def action_move(self, lines: int) -> None:
        """Move the cursor.

        Args:
            lines: Downward.
        """
        self.agents.move(lines)

    def action_page(self, pages: int) -> None:
        """Move the cursor by pages.

        Args:
            pages: Downward.
        """
        self.agents.move(pages=pages)

    def action_end(self, last: bool) -> None:
        """Move the cursor to an end.

        Args:
            last: Which one.
        """
        self.agents.move_to_end(last=last)

    @on(KeyFooter.Clicked)
    async def _on_footer_clicked(self, event: KeyFooter.Clicked) -> None:
        await self.run_action(event.action)

    async def _look(self) -> None:
        if self.roster is not None:
            async for _ in self.roster.run():
                self.tick()

    def _present_around(self) -> None:
        sources = tuple(self.board.sources.values())
        links = "  ".join(words.text for words in link_words(sources, self.board.clock.now_s()))
        self.query_one(TitleLine).show("agents", self._age_words(), links, role=self._role())
        numbers = self.roster.numbers if self.roster is not None else {}
        self.query_one(MonitorLine).show(monitor_words(self.board, numbers), self.said)
        self.query_one(KeyFooter).show(keys.footer_keys(self.DEEDS))

    def _age_words(self) -> str:
        """How old what was polled is; it is never left out."""
        roster = self.roster
        if roster is None:
            return "only those of this wall's logins"
        if roster.looked_at_s is None:
            return f"not asked yet: {roster.why}" if roster.why else "being asked for"
        age = duration(max(0.0, now_s(self.board) - roster.looked_at_s))
        missing = f" · {roster.missing} more not read" if roster.missing else ""
        why = f" · the last try failed: {roster.why}" if roster.why else ""
        return f"{len(roster.agents)} polled {age} ago, every {roster.poll_s:g} s{missing}{why}"

    def _role(self) -> Role:
        return Role.RINGING if self.roster is not None and self.roster.why else Role.TEXT
