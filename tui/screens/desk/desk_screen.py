"""The desk: an agent's phones and calls, and everything that can be done with them from the keyboard."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal

from tui.live.commands.filling import Given
from tui.live.operations.operator import Operation, Operator
from tui.live.operations.parties import outside_party
from tui.live.operations.permission import ALREADY_ASKED
from tui.live.store.board import Board, Changes
from tui.live.store.card import CallKey
from tui.live.store.journal import Journal
from tui.live.store.privacy import Show
from tui.patches.sequences import Terminal, terminal_of
from tui.screens.desk.asking import AskingScreen
from tui.screens.desk.attention import RingNotifier
from tui.screens.desk.controls import OperationTarget
from tui.screens.desk.desk_footer import desk_footer
from tui.screens.desk.desk_keys import DAY, DISPOSITION, STATES
from tui.screens.desk.desk_options import DeskOptions, Leaving
from tui.screens.desk.desk_sheet import DeskSheets
from tui.screens.desk.leaving import leave_answers
from tui.screens.desk.over_desk import EventsOverDesk, HelpOverDesk, InspectOverDesk, PickOverDesk
from tui.screens.finding import Providers, deed_provider
from tui.screens.keys import Deed, key_of
from tui.screens.working import begin
from tui.views.words.call_words import where_of, who_of
from tui.views.words.role import Role
from widgets.bars.desk_header import DeskHeader
from widgets.bars.key_footer import KeyFooter
from widgets.bars.message_lines import MessageLines
from widgets.desk.sheet import Sheet
from widgets.drawing.terminal_words import clipboard
from widgets.drawing.theme import palette_of, show_next_theme

LEAST_WIDTH = 40
LEAST_HEIGHT = 10
WIDE = 110
"""From so many cells on there are two columns."""
TALL = 32
"""From so many lines on there is air below the head."""
FLASH_S = 0.5
_ON_ITS_WAY = "the answer is on its way"
"""What the band says in place of the keys, once one was pressed."""

OnLeave = Callable[[Leaving], None]


class DeskScreen(AskingScreen, inherit_bindings=False):
    """Shows an agent's calls, and sends what they ask for.

    Attributes:
        sheets: What stands beside the calls, and which of it is selected.
    """

    CSS_PATH = Path(__file__).with_name("desk.tcss")
    COMMANDS: ClassVar[Providers] = {deed_provider}
    AUTO_FOCUS = ""

    def __init__(
        self,
        board: Board,
        journal: Journal,
        operator: Operator,
        options: DeskOptions,
        on_retry: Callable[[], None],
        on_leave: OnLeave,
        terminal: Terminal | None = None,
    ) -> None:
        """Make a desk.

        Args:
            board: What is known now.
            journal: What happened.
            operator: Sends.
            options: How the desk starts and behaves.
            on_retry: Connects refused and stale sources again at once.
            on_leave: Ends the program; `NotReady` has been sent by then. For `Leaving.END` it has to end the session
                first: CometD is disconnected, then `EndContactCenterSession` is the last request (API.md 2.2).
            terminal: Where bell, title and notifications go; the app's own terminal if not given.

        Raises:
            ValueError: Configured keys that cannot be.
        """
        super().__init__(board, operator, options)
        self._journal = journal
        self._operator = operator
        self._on_retry = on_retry
        self._end_desk = on_leave
        self._terminal = terminal
        self.sheets = sheets = DeskSheets(self.parts, journal, lambda: palette_of(self.app), lambda: self.answer_keys)
        # Kept, not looked up: the last word about an operation may come while the screen is being taken down.
        self._head, self._foot = DeskHeader(board, options.title, key_of("retry", self.DEEDS)), KeyFooter()
        self._left = Sheet(sheets.left, id="left")
        self._right = Sheet(sheets.right, id="right")
        self._only = Sheet(sheets.only, id="only")
        self._attention: RingNotifier | None = None
        self._bright = True
        self._shown = False
        self._kept: CallKey | None = None
        self._unwatch_operator: Callable[[], None] = lambda: None

    @property
    def DEEDS(self) -> tuple[Deed, ...]:  # noqa: N802 - read by finder and help like the class variable of other screens
        """Everything that can be done here."""
        return self.parts.keys.deeds(self.parts.controls.states)

    @property
    def selected(self) -> CallKey | None:
        """The call that keys are about."""
        return self.parts.calls.selected

    def compose(self) -> ComposeResult:
        """Head, two columns or one, what is asked, keys."""
        yield self._head
        with Horizontal(id="columns"):
            yield from (self._left, self._right, self._only)
        yield MessageLines()
        yield self.bar
        yield self.pad
        yield self._foot

    def on_mount(self) -> None:
        """Show what is known."""
        self._attention = RingNotifier(self._options, self._terminal or terminal_of(self.app))
        self._unwatch_operator = self._operator.watch(self._on_step)
        if self._options.flash:
            self.set_interval(FLASH_S, self.flash)
        self.parts.calls.take()
        self.parts.dispositions.take()
        self._shown = True
        self.learn_states()
        self._present_calls()

    def on_unmount(self) -> None:
        """Give back what was taken."""
        self._unwatch_operator()
        self.sheets.stop()
        if self._attention is not None:
            self._attention.leave()

    def on_screen_suspend(self) -> None:
        """Another screen lies over this one, which may be seen below it."""
        self.call_later(self.present)

    def on_screen_resume(self) -> None:
        """Nothing lies over this one any more."""
        self.call_later(self.present)

    def tick(self) -> None:
        """A second has passed."""
        self.present()

    def take(self, changes: Changes) -> None:
        """Show what changed.

        Args:
            changes: Everything since the last call.
        """
        self.parts.calls.take(changes.added)
        self.parts.dispositions.take(anew=changes.anew)
        if changes.links:
            self.links_changed()
        self._present_calls()

    def on_resize(self, event: events.Resize) -> None:
        """Choose what there is room for."""
        width, height = event.size
        small = width < LEAST_WIDTH or height < LEAST_HEIGHT
        self.set_class(small, "-too-small")
        self.set_class(width < WIDE, "-narrow")
        self.set_class(height >= TALL, "-tall")
        if small:
            words = f"too small: {LEAST_WIDTH}x{LEAST_HEIGHT} cells are needed"
            self.query_one(MessageLines).show([(words, Role.TEXT)])
        self._kept = None
        self.call_after_refresh(self._present_calls)

    def present(self) -> None:
        """Show how things are."""
        if not self._shown or not self.is_mounted:
            return
        for sheet in (self._left, self._right, self._only):
            sheet.redraw()
        self._present_head()
        self._foot.show(desk_footer(self.parts, self.asked), *self.said)

    # Actions

    def action_select(self, step: int) -> None:
        """Select another call, or another choice of the open question.

        Args:
            step: Downward.
        """
        if self._prompting.asking:
            self._prompting.move(step)
        else:
            self.parts.calls.move(step)
            self._present_calls()

    def action_next_phone(self) -> None:
        """Use the next phone."""
        phones, phone = self.parts.controls.phones, self.parts.controls.phone
        if phone is not None:
            self.parts.controls.use_phone(phones[(phones.index(phone) + 1) % len(phones)])
            self.present()

    def action_page(self, pages: int) -> None:
        """Scroll what is longer than the screen.

        Args:
            pages: Downward.
        """
        sheet = self._only if self.has_class("-narrow") else self._right
        sheet.scroll_relative(y=pages * max(1, sheet.size.height - 2), animate=False)

    async def action_inspect(self) -> None:
        """Show everything about the selected call."""
        if self.selected is not None and self.selected in self.board.calls:
            await self.app.push_screen(InspectOverDesk(self.board, self.selected, self.action_answer))

    def action_copy_number(self) -> None:
        """Put the number of the selected call into the clipboard of the terminal."""
        call, allowed = self.parts.calls.call, self._options.copy_number
        party = None if call is None else outside_party(self.board, call.key)
        if allowed == "never" or (allowed == "shown" and self.board.privacy.numbers is not Show.SHOW):
            self.say("numbers are not copied here ([desk] copy_number)", Role.DIM)
        elif party is None:
            self.say("no number to copy", Role.DIM)
        else:
            (self._terminal or terminal_of(self.app))(clipboard(party.raw_number.text))
            self.say(f"sent to the clipboard of the terminal: {party.shown.shown}", Role.DIM)

    async def action_events(self) -> None:
        """Show the event log."""
        await self.app.push_screen(EventsOverDesk(self.board, self._journal, self.action_answer))

    async def action_help(self) -> None:
        """Show keys, words and marks."""
        await self.app.push_screen(HelpOverDesk(self.DEEDS, self.action_answer))

    def action_theme(self) -> None:
        """Take the next theme."""
        show_next_theme(self.app)

    def action_retry(self) -> None:
        """Connect again now."""
        self._on_retry()

    async def action_leave(self) -> None:
        """Ask what becomes of the agent, then leave."""
        answers = leave_answers(self.parts.controls)
        await self.app.push_screen(PickOverDesk("leave the desk", answers, self.action_answer), self._leave)

    # Messages

    @on(Sheet.Clicked)
    def _on_sheet_clicked(self, event: Sheet.Clicked) -> None:
        word, *names = event.meaning
        if word == "select":
            self.parts.calls.select(CallKey(*names))
            self._present_calls()
        elif word == "command":
            self.action_command(names[0], by_click=True)
        elif word == "phone":
            self.parts.controls.use_phone(OperationTarget(*names))
            self.present()
        elif word == "data":
            self.give_up_asking()
            self._doing.data(names[0])
        elif word == STATES or names == [STATES]:
            self.action_states()
        elif names == [DAY]:
            self.action_day()
        elif names == [DISPOSITION]:
            self.action_disposition()

    @on(DeskHeader.Clicked)
    def _on_band_clicked(self) -> None:
        self._doing.answer()

    @on(KeyFooter.Clicked)
    async def _on_footer_clicked(self, event: KeyFooter.Clicked) -> None:
        await self.run_action(event.action)

    def _on_step(self, operation: Operation) -> None:
        del operation
        self.call_later(self.present)

    def flash(self) -> None:
        """Show the band of a ringing call bright or not, in turn; bright where nothing rings."""
        if self.parts.calls.ringing or not self._bright:
            self._bright = not self.parts.calls.ringing or not self._bright
            self._present_head()

    def _present_head(self) -> None:
        self._head.missed = self._options.day.missed if self._options.day is not None else 0
        ringing = self.parts.calls.ringing
        answer = self.parts.controls.command("answer")
        if not ringing or answer is None:
            self._head.show()
            return
        # The one that the keys beside it answer: the selected one, where it rings.
        aim = self.parts.controls.aim(answer)
        call = next((one for one in ringing if aim == OperationTarget(*one.key)), ringing[0])
        words = "  ".join(word for word in (who_of(call), where_of(call)) if word)
        more = f"  and {len(ringing) - 1} more" if len(ringing) > 1 else ""
        why = self.parts.controls.why_not(answer)
        how = _ON_ITS_WAY if why == ALREADY_ASKED else why or f"{' or '.join(self.answer_keys)} answers"
        self._head.show(f"{words}{more}", how, bright=self._bright)

    def _present_calls(self) -> None:
        """Other calls, or another selection: the selected one has to be seen."""
        if not self._shown or not self.is_mounted:
            return
        if self._attention is not None:
            self._attention.look(self.parts.calls.ringing, self.board.clock.wall())
        self.present()
        # Only another selection scrolls: who reads further down must not be carried away.
        if self.selected == self._kept:
            return
        anew, self._kept = self._kept is None, self.selected
        if selected := self.sheets.selected:
            sheet = self._only if self.has_class("-narrow") else self._left
            keep = sheet.keep_seen_anew if anew else sheet.keep_seen
            keep(selected.start, len(selected))

    def _leave(self, answer: str | None) -> None:
        if answer is not None:
            begin(self, partial(self._leave_as, Leaving(answer)))

    async def _leave_as(self, leaving: Leaving) -> None:
        command, phone = self.parts.controls.command("not_ready"), self.parts.controls.phone
        if leaving is Leaving.NOT_READY and command is not None and phone is not None:
            await self._doing.send(command, OperationTarget(phone.source, ""), Given())
        self._end_desk(leaving)
