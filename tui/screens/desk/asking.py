"""The half of the desk that asks and does: keys in the order in which they come, questions, notices."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from textual import events, on

from tui.live.operations.operator import NotSentError, Operator
from tui.live.store.board import Board
from tui.patches.keyboard import BurstKey
from tui.screens.base import BoardScreen
from tui.screens.desk.desk_footer import FooterTopic, lacking_words, waiting_words
from tui.screens.desk.desk_keys import ANSWER_ANYWHERE, shown_key
from tui.screens.desk.desk_options import DeskOptions
from tui.screens.desk.desk_parts import desk_parts
from tui.screens.desk.dtmf import Dtmf
from tui.screens.desk.operation_flow import AT_ONCE, OperationFlow
from tui.screens.desk.over_desk import PickOverDesk
from tui.screens.desk.prompting import Prompting
from tui.screens.desk.trailing_keys import TrailingKeys
from tui.screens.overlays.pick import PickAnswer
from tui.screens.working import begin
from tui.source.errors import SourceError
from tui.views.words.role import Role
from widgets.desk.dtmf_pad import DtmfPad
from widgets.desk.prompt_bar import PromptBar

NOTICE_S = 4.0
SEARCH_AFTER_S = 0.15
"""Pause in typing after which the directory is asked."""
_WHILE_ASKING = frozenset({ANSWER_ANYWHERE, "escape", "tab", "shift+tab", "up", "down", "pageup", "pagedown", "ctrl+t"})
"""Keys of the desk that mean what they always do while something is asked; the text has all others."""


class AskingScreen(BoardScreen, inherit_bindings=False):
    """Does what keys ask for.

    Attributes:
        bar: Where it is asked; the subclass composes it.
        pad: The DTMF pad, likewise.
        parts: What the desk knows: its calls, keys and controls.
    """

    def __init__(self, board: Board, operator: Operator, options: DeskOptions) -> None:
        """Put the parts of the desk together.

        Args:
            board: What is known now.
            operator: Sends.
            options: How the desk behaves.

        Raises:
            ValueError: Configured keys that cannot be.
        """
        super().__init__(board)
        self._options = options
        self.parts = desk_parts(board, operator, options)
        self._bindings = self.parts.keys.bindings()
        self._notice: tuple[str, Role] | None = None
        self._notices = 0
        self._refusal = False
        self._trailing = TrailingKeys()
        self._states_known = False
        self.bar, self.pad = PromptBar(), DtmfPad()
        self._prompting = Prompting(board, self.bar, self._search)
        self._dtmf = Dtmf(self.pad)
        self._doing = OperationFlow(self.parts, self, self._prompting, self._dtmf)

    @property
    def busy(self) -> bool:
        """Whether something is asked."""
        return self.asked is not FooterTopic.NOTHING

    @property
    def asked(self) -> FooterTopic:
        """What kind of thing is asked."""
        return (
            FooterTopic.QUESTION
            if self._prompting.asking
            else FooterTopic.DIGITS
            if self._dtmf.open
            else FooterTopic.NOTHING
        )

    @property
    def answer_keys(self) -> tuple[str, ...]:
        """Keys that answer now, the shortest way first: a question, here or over the desk, takes Enter itself."""
        answer = self.parts.controls.command("answer")
        first = "" if answer is None or self.busy or self._is_covered else self.parts.keys.shown(answer)
        return tuple(key for key in (first, shown_key(ANSWER_ANYWHERE)) if key)

    @property
    def _is_covered(self) -> bool:
        """Whether another screen takes the keys, though this one may be seen below it."""
        stack = self.app.screen_stack
        return bool(stack) and stack[-1] is not self

    @property
    def said(self) -> tuple[str, Role]:
        """What is to be said at the foot now."""
        return waiting_words(self.parts) or self._notice or lacking_words(self.parts) or ("", Role.DIM)

    def links_changed(self) -> None:
        """A link is another: what could not be done may be possible now."""
        self._forget_refusal()
        self.learn_states()

    def learn_states(self) -> None:
        """Ask for the agent states of the deployment, once there is a link."""
        if not self._states_known and any(source.link.live for source in self.board.sources.values()):
            self._states_known = True
            begin(self, self._read_states)

    async def on_key(self, event: events.Key) -> None:
        """Take every key in the order in which it came.

        Bindings would be looked up later, by the app: a fast typist's `t5002` would lose its first digits.

        Args:
            event: What neither the text nor the pad has taken.
        """
        self._forget_refusal()
        pasted = isinstance(event, BurstKey)
        if self._is_covered:
            # Typed ahead, for the dialog that has come up meanwhile.
            event.stop()
            self.app.post_message(type(event)(event.key, event.character))
        elif self._trailing.takes(event):
            event.stop()
        elif self._prompting.asking and event.key == "enter" and pasted:
            event.stop()
            self.refuse(AT_ONCE)
        elif self._prompting.asking and (event.key == "enter" or event.is_printable):
            event.stop()
            bar = self.bar
            bar.enter() if event.key == "enter" else bar.type(event.character or "", pasted=pasted)
        elif self._dtmf.open and not self.pad.has_focus:
            self.pad.on_key(event)
        elif event.key in self.parts.keys.actions and not (self.busy and event.key not in _WHILE_ASKING):
            event.stop()
            self._doing.sends = not pasted
            try:
                await self.run_action(self.parts.keys.actions[event.key])
            finally:
                self._doing.sends = True
        elif not self.busy and event.key not in self.app._bindings.key_to_bindings:
            # The app would look it up late, on a screen that a later key has opened meanwhile.
            event.stop()

    def say(self, words: str, role: Role) -> None:
        """Say something at the foot for a moment.

        Args:
            words: What.
            role: What it means.
        """
        self._notice, self._refusal = (words, role), False
        self._notices += 1
        number = self._notices
        self.set_timer(NOTICE_S, lambda: self._forget_notice(number))
        self.present()

    def refuse(self, words: str) -> None:
        """Say why a key does nothing, for a while, or until another one is pressed or the link is another.

        Args:
            words: Why.
        """
        self.say(words, Role.ALARM)
        self._refusal = True

    def work(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Let something go on beside the screen.

        Args:
            work: What.
        """
        begin(self, work)
        self.present()

    def confirm(self, title: str, then: Callable[[], None]) -> None:
        """Ask whether it is really meant.

        Args:
            title: The question.
            then: What is done if so.
        """
        answers = [PickAnswer("no", "n", "no", "go back"), PickAnswer("yes", "y", "yes", "do it")]
        asking = PickOverDesk(title, answers, self.action_answer)
        self.call_later(self.app.push_screen, asking, lambda answer: then() if answer == "yes" else None)

    def await_second_press(self) -> None:
        """Show that a second press is waited for, and no longer than that."""
        self.set_timer(self._options.second_press_s, self.present)
        self.present()

    def present(self) -> None:
        """Show how things are; the subclass says how."""

    def action_press(self, key: str) -> None:
        """A key of the command table.

        Args:
            key: As Textual names it.
        """
        # While something is asked, no key may mean anything else, wherever the focus has gone.
        if self._prompting.asking:
            self.bar.focus_text()
        elif not self._dtmf.open:
            self._doing.press(key)

    def action_command(self, command_id: str, by_click: bool = False) -> None:
        """A command by its name, from the palette or by a click.

        Args:
            command_id: Its id.
            by_click: Whether it was clicked.
        """
        self.give_up_asking()
        self._doing.command(command_id, by_click=by_click)

    def action_answer(self) -> None:
        """Answer what rings; what is being typed stays."""
        self._doing.answer()

    def action_enter(self) -> None:
        """What Enter does in the open question."""
        self.bar.enter()

    def action_disposition(self) -> None:
        """Ask for the disposition."""
        if not self.busy:
            self._doing.disposition()

    def action_day(self) -> None:
        """Show the calls of the day."""
        if not self.busy:
            self._doing.day()
            self.present()

    def action_states(self) -> None:
        """Offer the agent states."""
        if not self.busy:
            self._doing.states()
            self.present()

    def action_give_up(self) -> None:
        """Ask no more, and forget a first press."""
        self.give_up_asking()
        self.parts.second.forget()
        self._notice = None
        self.present()

    @on(PromptBar.Typed)
    def _on_typed(self, event: PromptBar.Typed) -> None:
        if self._prompting.asking:
            self._prompting.typed(event.text)

    @on(PromptBar.Entered)
    def _on_entered(self, event: PromptBar.Entered) -> None:
        if self._prompting.asking:
            self._prompting.entered(event.text, event.choice)
            if event.by_digit and not self._prompting.asking:
                self._trailing.follow(event.time)
            self._after_asking()

    @on(DtmfPad.Pressed)
    def _on_pad_pressed(self, event: DtmfPad.Pressed) -> None:
        begin(self, partial(self._dtmf.take, event.digits))

    @on(DtmfPad.Closed)
    def _on_pad_closed(self) -> None:
        self.action_give_up()

    def give_up_asking(self) -> None:
        """Ask no more."""
        self._prompting.close()
        self._dtmf.close()
        self._after_asking()

    def _after_asking(self) -> None:
        if not self.busy:
            self.set_focus(None)
        self.present()

    def _forget_refusal(self) -> None:
        if self._refusal:
            self._notice, self._refusal = None, False

    def _forget_notice(self, number: int) -> None:
        if number == self._notices:
            self._notice = None
            self.present()

    def _search(self, words: str) -> None:
        begin(self, partial(self._look_up, words), group="search", exclusive=True)

    async def _look_up(self, words: str) -> None:
        try:
            # While somebody types, each letter ends the search for those before it.
            await asyncio.sleep(SEARCH_AFTER_S if words else 0.0)
            found = await self._options.search(words)
        except (SourceError, NotSentError):
            # Without the directory numbers can still be typed.
            self._prompting.unanswered(words)
            return
        self._prompting.found(words, found)

    async def _read_states(self) -> None:
        try:
            self.parts.controls.add_states(await self._options.states())
        except (SourceError, NotSentError):
            self._states_known = False
