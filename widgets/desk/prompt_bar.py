"""One question at the foot of a screen: a text, what can be chosen instead, and what Enter will do."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Input

from tui.patches.keyboard import BurstKey
from tui.source.raw import Raw
from tui.views.words.role import Role
from widgets.drawing.line import lay
from widgets.drawing.palette import Ground
from widgets.drawing.pen import pen_of
from widgets.drawing.strip_lines import StripLines
from widgets.drawing.theme import palette_of
from widgets.lists.choice_lines import DIGITS, ChoiceLines, ListChoice

LEAST_LINES = 2
_ROOMY_ROWS = 30
"""A screen of so many rows has room for more choices."""


class _Words(StripLines):
    """A line of one meaning."""

    _said: tuple[str, Role] = ("", Role.DIM)

    def say(self, words: str, role: Role) -> None:
        self._said = (words, role)
        self.redraw()

    def draw(self, width: int, height: int) -> Sequence[Strip]:
        pen = pen_of(palette_of(self.app), Ground.PANEL)
        words, role = self._said
        return [lay(width, pen.style(), [(f" {words}", pen.style(role, bold=role is not Role.DIM))])][:height]


class _AnswerField(Input):
    """A text in which what comes all at once is text, as in a paste: no digit of it takes a choice."""

    @dataclass
    class Inserted(Message):
        """A character of several."""

    def on_key(self, event: events.Key) -> None:
        """Take a character of a paste that came as keys."""
        if isinstance(event, BurstKey) and event.character and event.is_printable:
            event.stop()
            event.prevent_default()
            self.insert_pasted(event.character)

    def insert_pasted(self, character: str) -> None:
        """Take a character as a part of a text."""
        with self.prevent(Input.Changed):
            self.insert_text_at_cursor(character)
        self.post_message(self.Inserted())


class PromptBar(Vertical):
    """Asks; hidden until `ask`."""

    DEFAULT_CSS = """
    PromptBar {
        display: none;
        height: 2;
        background: $surface;
        & #prompt-line { height: 1; background: $surface; }
        & #prompt-label { width: auto; height: 1; }
        & Input { width: 1fr; height: 1; border: none; padding: 0; background: $surface; color: $foreground; }
        & Input:focus { border: none; }
        & ChoiceLines { display: none; }
        & #prompt-hint { height: 1; }
    }
    """

    @dataclass
    class Typed(Message):
        """The text is another one now."""

        text: str

    @dataclass
    class Entered(Message):
        """Enter was pressed, a choice clicked or taken by its digit: `choice` is what the cursor was on."""

        text: str
        choice: ListChoice | None
        by_digit: bool = False

    def __init__(self) -> None:
        """Make a bar that asks nothing yet."""
        super().__init__()
        self._choices: Sequence[ListChoice] = ()
        self._cursor: int | None = None
        self._must_choose = self._numbered = self._unchosen = False
        self._preselected: Raw | None = None
        self._most = 5
        # Kept, not looked up: an answer of the directory may come while the screen is being taken down.
        self._label, self._hint = _Words(id="prompt-label"), _Words(id="prompt-hint")
        self._field = _AnswerField(compact=True, select_on_focus=False)
        self._lines = ChoiceLines()

    @property
    def asking(self) -> bool:
        """Whether a question is open."""
        return bool(self.display)

    @property
    def chosen(self) -> ListChoice | None:
        """What the cursor is on; None where Enter takes the text."""
        return None if self._cursor is None else self._choices[self._cursor]

    @property
    def text(self) -> str:
        """The text now."""
        return self._field.value

    def compose(self) -> ComposeResult:
        """Label and text, choices, hint."""
        with Horizontal(id="prompt-line"):
            yield self._label
            yield self._field
        yield self._lines
        yield self._hint

    def ask(
        self,
        label: str,
        value: str = "",
        *,
        must_choose: bool = False,
        numbered: bool = False,
        unchosen: bool = False,
        preselected: Raw | None = None,
    ) -> None:
        """Ask.

        Args:
            label: What is asked for.
            value: What is there already.
            must_choose: Whether only a choice will do, so that the cursor is on the first from the beginning.
            numbered: Whether a digit takes a choice at once, as long as nothing else was typed.
            unchosen: Whether the cursor is on none all the same, until something is typed or it is moved.
            preselected: Value of the choice that the cursor begins on instead of the first.
        """
        self._unchosen, self._preselected = unchosen, preselected
        self._must_choose, self._numbered = must_choose, numbered
        self._most = len(DIGITS) if self.screen.size.height >= _ROOMY_ROWS else 5
        self.display = True
        self._label.styles.width = cell_len(label) + 2
        self._label.say(label, Role.MINE)
        field = self._field
        with field.prevent(Input.Changed):
            field.value = value
        field.cursor_position = len(value)
        # At once: what is typed right behind the key belongs to the answer.
        self.screen.set_focus(field)
        self.offer(())

    def offer(self, choices: Sequence[ListChoice], *, first: bool = False) -> None:
        """Offer these choices; the cursor stays on what it was on, if that is still there.

        Args:
            choices: In order.
            first: Whether the cursor goes to the first where it is on none.
        """
        before = self.chosen
        self._choices = choices
        same = next((n for n, choice in enumerate(choices) if before and choice.value == before.value), None)
        begins = next((n for n, choice in enumerate(choices) if choice.value == self._preselected), None)
        least = 0 if choices and (first or (self._must_choose and (self.text or not self._unchosen))) else None
        self._cursor = next((place for place in (same, begins) if place is not None), least)
        self._lines.display = bool(choices)
        self._lines.styles.height = min(len(choices), self._most)
        self.styles.height = LEAST_LINES + min(len(choices), self._most)
        self._show()

    def say(self, words: str, role: Role = Role.DIM) -> None:
        """Say something below the choices.

        Args:
            words: What.
            role: What it means.
        """
        self._hint.say(words, role)

    def move(self, step: int) -> None:
        """Move the cursor; above the first choice is the text.

        Args:
            step: Downward.
        """
        if not self._choices:
            return
        least = 0 if self._must_choose else -1
        place = (-1 if self._cursor is None else self._cursor) + step
        place = min(max(least, place), len(self._choices) - 1)
        self._cursor = None if place < 0 else place
        self._show()

    def focus_text(self) -> None:
        """Let keys go to the text again."""
        self._field.focus()

    def type(self, character: str, *, pasted: bool = False) -> None:
        """Take a character that went elsewhere.

        Args:
            character: A printable one.
            pasted: Whether it is one of several that came all at once, and takes no choice.
        """
        field = self._field
        self.screen.set_focus(field)
        if pasted:
            field.insert_pasted(character)
        else:
            field.insert_text_at_cursor(character)

    def enter(self) -> None:
        """Do what Enter does."""
        self.post_message(self.Entered(self.text, self.chosen))

    def close(self) -> None:
        """Ask no more."""
        self.display = False
        self._choices, self._cursor = (), None

    @on(Input.Changed)
    def _on_changed(self, event: Input.Changed) -> None:
        event.stop()
        place = DIGITS.find(event.value) if self._numbered and len(event.value) == 1 else -1
        if 0 <= place < len(self._choices):
            self._cursor = place
            self.post_message(self.Entered(self.text, self.chosen, by_digit=True))
            return
        self._take_text()

    @on(_AnswerField.Inserted)
    def _on_inserted(self, event: _AnswerField.Inserted) -> None:
        event.stop()
        self._take_text()

    def _take_text(self) -> None:
        if not self._must_choose:
            self._cursor = None
        self.post_message(self.Typed(self.text))

    @on(Input.Submitted)
    def _on_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Entered(event.value, self.chosen))

    @on(ChoiceLines.Clicked)
    def _on_clicked(self, event: ChoiceLines.Clicked) -> None:
        event.stop()
        self._cursor = event.place
        self.post_message(self.Entered(self.text, self.chosen))

    def _show(self) -> None:
        self._lines.show(self._choices, self._cursor, numbered=self._numbered and not self.text)
