"""The agents view: who is there, in which state, and who of them is listened to."""

from collections.abc import Generator, Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input

from tui.live.feeds.roster import Roster
from tui.live.store.board import Board, Changes
from tui.screens import keys
from tui.screens.base import BoardScreen
from tui.screens.filter_line import FilterLine
from tui.screens.finding import Providers, deed_provider
from tui.screens.keys import Deed
from tui.screens.overlays.help import HelpScreen
from tui.screens.working import begin
from tui.views.agents.agent_choice import AgentOrder, chosen_agents
from tui.views.agents.agent_counts import agent_counts
from tui.views.agents.agent_filter import read_agent_filter
from tui.views.agents.agent_line import AgentLine
from tui.views.agents.agent_rows import AgentRows
from tui.views.agents.team_counts import team_counts
from tui.views.arrangement.filter_language import FilterError
from tui.views.moment import now_s
from tui.views.slices import PAUSE_S, SLICE_S, more_for
from tui.views.words.durations import duration
from tui.views.words.link_words import link_words
from tui.views.words.monitor_words import monitor_words
from tui.views.words.role import Role
from widgets.bars.count_lines import CountLines
from widgets.bars.key_footer import KeyFooter
from widgets.bars.message_lines import MessageLines
from widgets.bars.monitor_line import MonitorLine
from widgets.bars.title_line import TitleLine
from widgets.lists.agent_lines import AgentLines
from widgets.lists.team_lines import TeamLines

AGENTS = (
    Deed("close", "back", ("escape", "q", "v"), "esc", "end the filter, or go back to the wall", "Agents", "back", 0),
    Deed(
        "filter",
        "filter",
        ("slash",),
        "/",
        "show only agents that match a filter",
        "Agents",
        "filter",
        3,
    ),
    Deed("order", "order", ("s",), "s", "sort by group, state, longest time or name", "Agents", "sort", 7),
    Deed("teams", "teams", ("t",), "t", "count the agents of each team, or show them again", "Agents", "teams", 6),
    Deed("look", "look", ("R",), "R", "ask the server again now", "Agents", "ask again", 8),
    Deed("help", "help", ("question_mark",), "?", "show all keys, words and marks", "Agents", "help", 1),
    Deed("down", "move(1)", ("down", "j"), "↓ j", "go to the next agent", "Moving", listed=False),
    Deed("up", "move(-1)", ("up", "k"), "↑ k", "go to the previous agent", "Moving", listed=False),
    Deed("page_up", "page(-1)", ("pageup",), "PgUp", "go one page up", "Moving", listed=False),
    Deed("page_down", "page(1)", ("pagedown",), "PgDn", "go one page down", "Moving", listed=False),
    Deed("first", "end(False)", ("home", "g"), "Home g", "go to the first agent", "Moving", listed=False),
    Deed("last", "end(True)", ("end", "G"), "End G", "go to the last agent", "Moving", listed=False),
)
HINT = "words, ready, or reason:Lunch time>30m -team:NAME agent:50*"


class AgentsScreen(BoardScreen, inherit_bindings=False):
    """Shows all agents of my groups; asks for them only as long as it is open."""

    CSS_PATH = Path(__file__).with_name("agents.tcss")
    AUTO_FOCUS = ""
    DEEDS: ClassVar[tuple[Deed, ...]] = AGENTS
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("agents", AGENTS)
    COMMANDS: ClassVar[Providers] = {deed_provider}

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
        self._order = AgentOrder.GROUP
        self._query, self._wanted, self._fault = "", read_agent_filter(""), ""
        self._remark = ""
        self._slice_waits = False
        self._everybody: Sequence[AgentLine] = ()
        self._making: Generator[None, None, list[AgentLine]] | None = None
        self._is_long = False
        self._lacks_others = roster is not None and roster.looked_at_s is None

    @property
    def agents(self) -> AgentLines:
        """The agents."""
        return self.query_one(AgentLines)

    @property
    def _list(self) -> AgentLines | TeamLines:
        return self.query_one(TeamLines) if self.has_class("-teams") else self.agents

    def compose(self) -> ComposeResult:
        """Title, who is listened to, numbers, agents, filter, keys."""
        yield TitleLine()
        yield MonitorLine()
        yield CountLines()
        yield AgentLines()
        yield TeamLines()
        yield MessageLines()
        yield FilterLine("agent-filter", HINT, self._submit_filter)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Show what is known, and ask for the rest."""
        self.tick()
        self.action_look()

    def tick(self) -> None:
        """A second has passed, or something else is to be seen."""
        if not self._slice_waits:
            self._is_long = False
            self._work()

    def take(self, changes: Changes) -> None:
        """Show what changed; where there are thousands, with the next second.

        Args:
            changes: What.
        """
        self._rows.calls.take((*changes.added, *changes.changed, *changes.ended, *changes.removed))
        if not self._is_long:
            self.tick()

    def _work(self) -> None:
        """Make the lines a slice at a time, between which keys have their turn; until then the last ones stand."""
        more, calls = more_for(SLICE_S), self._rows.calls
        # Somebody whose call was not looked at yet would count as ready.
        calls.work(more)
        while not calls.busy:
            self._making = self._making or self._rows.making()
            try:
                next(self._making)
            except StopIteration as made:
                self._making, self._everybody = None, made.value
                self._present()
                return
            if not more():
                break
        self._is_long = self._slice_waits = True
        self._later(PAUSE_S, self._slice)

    def _present(self) -> None:
        """Show those of the last lines who are found."""
        everybody = self._everybody
        found = chosen_agents(everybody, self._wanted, self._order)
        words = self._query.strip()
        self._remark = f"“{words}” {len(found)} of {len(everybody)}" if words else ""
        self.set_class(len(found) < min(1, len(everybody)), "-empty")
        if self.has_class("-empty"):
            hidden = "1 agent is" if len(everybody) == 1 else f"{len(everybody)} agents are"
            nobody = [(f"nobody is “{words}”", Role.TEXT), (f"{hidden} hidden · esc shows all", Role.DIM)]
            self.query_one(MessageLines).show(nobody)
        if self.has_class("-teams"):
            self.query_one(TeamLines).show(team_counts(found))
        self.agents.show(found)
        if self._lacks_others and self.roster is not None and self.roster.looked_at_s is not None:
            self._lacks_others = False
            self.agents.begin()
        self.query_one(CountLines).show(agent_counts(found))
        self._present_around()

    def action_look(self) -> None:
        """Ask now, and then again and again."""
        begin(self, self._look, name="agents", group="agents", exclusive=True)

    async def action_help(self) -> None:
        """Show keys, words and marks."""
        await self.app.push_screen(HelpScreen(self.DEEDS))

    async def action_back(self) -> None:
        """End the filter; where there is none, go back."""
        words = self.query_one("#agent-filter", Input)
        if not (words.value or self.has_class("-filtering")):
            await self.action_dismiss()
            return
        words.value = ""
        self._end_filter()

    def action_filter(self) -> None:
        """Ask for words."""
        self.add_class("-filtering")
        words = self.query_one("#agent-filter", Input)
        # At once, not with the next update of styles: what is typed right behind the key belongs to the filter.
        words.display = True
        self.set_focus(words)

    def action_teams(self) -> None:
        """Show teams in the place of agents, or agents again."""
        self.toggle_class("-teams")
        self._present()

    def action_order(self) -> None:
        """Take the next order."""
        self._order = self._order.following
        self._present()

    def action_move(self, lines: int) -> None:
        """Move the cursor.

        Args:
            lines: Downward.
        """
        self._list.move(lines)

    def action_page(self, pages: int) -> None:
        """Move the cursor by pages.

        Args:
            pages: Downward.
        """
        self._list.move(pages=pages)

    def action_end(self, last: bool) -> None:
        """Move the cursor to an end.

        Args:
            last: Which one.
        """
        self._list.move_to_end(last=last)

    @on(Input.Changed, "#agent-filter")
    def _on_filter_changed(self, event: Input.Changed) -> None:
        self._take_filter(event.input.value)

    def _take_filter(self, query: str) -> None:
        try:
            self._wanted = read_agent_filter(query)
        except FilterError as error:
            # Who is shown stays, by the last filter that was right.
            self._fault = error.words
        else:
            self._query, self._fault = query, ""
        self._present()

    def _submit_filter(self) -> None:
        self._take_filter(self.query_one("#agent-filter", Input).value)
        # A filter that was not taken would look like one that was.
        if not self._fault:
            self._end_filter()

    def _end_filter(self) -> None:
        self.remove_class("-filtering")
        self.query_one("#agent-filter", Input).display = False
        self.set_focus(None)

    @on(KeyFooter.Clicked)
    async def _on_footer_clicked(self, event: KeyFooter.Clicked) -> None:
        await self.run_action(event.action)

    async def _look(self) -> None:
        if self.roster is not None:
            async for _ in self.roster.run():
                self.tick()

    def _slice(self) -> None:
        self._slice_waits = False
        if self.is_attached:
            self._work()

    def offered_deeds(self) -> Sequence[Deed]:
        """What the footer offers; a subclass may offer less at times."""
        return self.DEEDS

    def _present_around(self) -> None:
        sources = tuple(self.board.sources.values())
        links = "  ".join(words.text for words in link_words(sources, self.board.clock.now_s()))
        self.query_one(TitleLine).show("agents", self._age_words(), links, role=self._role())
        numbers = self.roster.numbers if self.roster is not None else {}
        self.query_one(MonitorLine).show(monitor_words(self.board, numbers), self.said)
        foot = keys.footer_keys(self.offered_deeds(), {"order": self._order.value})
        self.query_one(KeyFooter).show(foot, self._fault or self._remark, Role.ALARM if self._fault else Role.DIM)

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
