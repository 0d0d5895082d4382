"""Somebody at the desk: presses keys, clicks, and sees what is on the screen and in the simulator."""

from collections.abc import Callable

from textual._xterm_parser import XTermParser
from textual.events import Key
from textual.geometry import Offset
from textual.pilot import Pilot

from tests.control.desk import SOURCE, Desk
from tests.screen_text import text_of
from tests.screens.desk.desk_app import DeskApp
from tests.waiting import until
from tui.live.operations.operator import Operation
from tui.live.store.card import CallKey
from tui.patches.keyboard import told_apart
from tui.screens.desk.desk_options import DeskOptions
from widgets.desk.prompt_bar import PromptBar
from widgets.desk.sheet import Sheet


class Seated:
    """A desk's screen over a running login.

    Attributes:
        desk: Simulator and parts.
        app: The app with the screen.
        pilot: Set once it runs.
    """

    pilot: Pilot[None]

    def __init__(self, desk: Desk, options: DeskOptions) -> None:
        self.desk = desk
        self.app = DeskApp(desk.parts.board, desk.parts.journal, desk.parts.operator, options)

    @property
    def text(self) -> str:
        """What the terminal shows, line by line."""
        return text_of(self.app)

    @property
    def foot(self) -> str:
        """The last line."""
        return self.text.splitlines()[-1]

    @property
    def everything(self) -> str:
        """All lines of all sheets that are shown, seen or not."""
        sheets = [sheet for sheet in self.app.desk.query(Sheet) if sheet.display]
        return "\n".join(line.strip.text for sheet in sheets for line in sheet.lines)

    @property
    def prompt(self) -> str:
        """The lines of the question; "" where none is open."""
        bar = self.app.desk.query_one(PromptBar)
        if not bar.display:
            return ""
        return "\n".join(self.text.splitlines()[bar.region.y : bar.region.bottom])

    @property
    def operations(self) -> list[Operation]:
        """What was sent, oldest first."""
        return list(self.desk.parts.operator.operations.values())

    async def select(self, call_id: str) -> None:
        """Put the cursor on a call, by its keys."""
        await self.until(lambda: self.desk.call(call_id) and self.app.desk.parts.calls.call, "a call is selected")
        for _ in range(9):
            if self.app.desk.selected == CallKey(SOURCE, call_id):
                return
            await self.press("tab")
        raise AssertionError("cannot be selected")

    async def press(self, *keys: str) -> None:
        """Press keys."""
        await self.pilot.press(*keys)

    async def type_fast(self, *keys: str) -> None:
        """Press keys so fast that none has been handled before the last one comes."""
        for key in keys:
            self.app.post_message(Key(key, key if len(key) == 1 else None))
        await self.pilot.pause()

    async def paste_as_keys(self, text: str) -> None:
        """Let characters come in one read, as from a terminal that does not mark a paste."""
        for message in told_apart(XTermParser().feed(text)):
            self.app.post_message(message)
        await self.pilot.pause()

    async def click(self, words: str, times: int = 1) -> None:
        """Click on words where they are first seen, once they stand still."""
        before, at = None, self._place_of(words)
        while at != before:
            await self.pilot.pause()
            before, at = at, self._place_of(words)
        for _ in range(times):
            await self.pilot.click(offset=at)

    def _place_of(self, words: str) -> Offset:
        lines = self.text.splitlines()
        y = next(number for number, line in enumerate(lines) if words in line)
        # One cell into the words, since every mark and letter of the desk is one cell wide.
        return Offset(lines[y].index(words) + 1, y)

    async def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait for a condition, and fail with words and screen if it does not come."""
        await until(condition, otherwise=lambda: f"not {what}:\n{self.text}", pause=self.pilot.pause)

    async def see(self, words: str) -> None:
        """Wait until words are on the screen."""
        await self.until(lambda: words in self.text, f"“{words}” is seen")
