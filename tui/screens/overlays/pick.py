"""A dialog that asks for one of a few answers: leaving the desk, and commands that want confirming."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from tui.patches.changed_cells import send_changed_cells
from tui.patches.keyboard import BurstKey
from tui.screens import keys
from tui.screens.composed import ComposedScreen
from tui.screens.keys import Deed
from tui.source.raw import Raw
from tui.views.words.role import Role
from widgets.bars.key_footer import KeyFooter
from widgets.bars.title_line import TitleLine
from widgets.drawing.palette import Ground
from widgets.lists.choice_lines import ChoiceLines, ListChoice

PICK = (
    Deed("close", "close", ("escape", "q"), "esc", "go back", "Choosing", "back", 1),
    Deed("take", "take", ("enter",), "ENTER", "take what the cursor is on", "Choosing", "take", 0),
    Deed("up", "move(-1)", ("up", "k", "shift+tab"), "↑ k", "one up", "Choosing", listed=False),
    Deed("down", "move(1)", ("down", "j", "tab"), "↓ j", "one down", "Choosing", listed=False),
)


@dataclass(frozen=True, slots=True)
class PickAnswer:
    """One of the answers.

    Attributes:
        id: What the dialog returns for it.
        key: A letter that takes it at once.
        words: What it is.
        more: What that means.
        why: Why it cannot be taken now, "" where it can.
    """

    id: str
    key: str
    words: str
    more: str = ""
    why: str = ""


class PickScreen(ModalScreen[str | None], ComposedScreen[str | None], inherit_bindings=False):
    """Returns the id of an answer, or None for none."""

    CSS_PATH = Path(__file__).with_name("pick.tcss")
    DEEDS = PICK
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("pick", PICK)

    def __init__(self, title: str, answers: Sequence[PickAnswer]) -> None:
        """Ask.

        Args:
            title: The question.
            answers: The first one that can be taken is suggested.
        """
        super().__init__()
        send_changed_cells(self)
        self._title = title
        self._answers = answers
        self._cursor = next((n for n, answer in enumerate(answers) if not answer.why), 0)

    def compose(self) -> ComposeResult:
        """One panel."""
        with Vertical(id="pick"):
            yield TitleLine(Ground.PANEL)
            yield ChoiceLines()
            yield KeyFooter()

    def on_mount(self) -> None:
        """Show the question."""
        self.query_one(ChoiceLines).styles.height = len(self._answers)
        self.query_one("#pick").styles.height = len(self._answers) + 5
        self.query_one(TitleLine).show(self._title)
        self.query_one(KeyFooter).show(keys.footer_keys(self.DEEDS))
        self._show()

    async def on_key(self, event: events.Key) -> None:
        """Take the answer of a letter; none of keys that come all at once, as in a paste."""
        if isinstance(event, BurstKey):
            event.stop()
            return
        place = next((n for n, answer in enumerate(self._answers) if answer.key == event.character), None)
        if place is not None:
            event.stop()
            await self._take(place)

    def action_move(self, step: int) -> None:
        """Move the cursor.

        Args:
            step: Downward.
        """
        self._cursor = min(max(0, self._cursor + step), len(self._answers) - 1)
        self._show()

    async def action_take(self) -> None:
        """Take what the cursor is on."""
        await self._take(self._cursor)

    async def action_close(self) -> None:
        """Go back without an answer."""
        await self.action_dismiss(None)

    @on(ChoiceLines.Clicked)
    async def _on_clicked(self, event: ChoiceLines.Clicked) -> None:
        await self._take(event.place)

    @on(KeyFooter.Clicked)
    async def _on_footer_clicked(self, event: KeyFooter.Clicked) -> None:
        await self.run_action(event.action)

    async def _take(self, place: int) -> None:
        self._cursor = place
        self._show()
        if not self._answers[place].why:
            await self.action_dismiss(self._answers[place].id)

    def _show(self) -> None:
        choices = [
            ListChoice(Raw(answer.id), f"{answer.key}  {answer.words}", answer.why or answer.more, Role.DIM)
            for answer in self._answers
        ]
        self.query_one(ChoiceLines).show(choices, self._cursor)
