"""From a key to an operation: is it possible, does it want confirming, what has to be asked, then send it once."""

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Protocol

from tui.live.commands.commands import BY_ID, LATE_DATA, Ask, Command, Target
from tui.live.commands.filling import Given
from tui.live.commands.numbers import NotANumberError, clean_number
from tui.live.operations.operator import NotSentError, Operation, Outcome
from tui.live.operations.permission import LINK_DOWN
from tui.live.reports.day_log import DayCall
from tui.live.store.card import BoardCall, CallKey
from tui.screens.desk.controls import OperationTarget
from tui.screens.desk.desk_parts import DeskParts
from tui.screens.desk.dtmf import Dtmf, until_answered
from tui.screens.desk.prompting import Prompting
from tui.screens.desk.questions import PromptStep, Question
from tui.source.raw import Digits, Operand, Raw
from tui.views.words.call_words import who_of
from tui.views.words.role import Role
from widgets.lists.choice_lines import ListChoice

_SOURCE = "agent state"
_DISPOSITION = replace(BY_ID["update_data"], words="disposition")
_LATE_DISPOSITION = replace(LATE_DATA, words="disposition")
"""What a person asked for, not how the server is told."""
NO_LATE_DISPOSITION = "disposition: the server takes none for this call any more"
_NOT_FOUND = 6
"""The status code of an operation on a call that the server does not know (any more)."""
NO_ENDED_CALLS = "no call has ended yet today"
LINK_DOWN_WORDS = "nothing can be sent while the link is down"
_HANG_UP = frozenset({"hangup", "clear_call"})
Send = Callable[[Mapping[str, Operand]], Awaitable[Operation]]
"""Sends these parameters, once."""


AT_ONCE = "keys that come all at once send nothing"
"""Said of a paste that came as keys (`tui.patches.keyboard.BurstKey`)."""


class OperationScreen(Protocol):
    """What the screen does for it."""

    def refuse(self, words: str) -> None:
        """Say why nothing is done."""
        ...

    def say(self, words: str, role: Role) -> None:
        """Say something for a moment."""
        ...

    def work(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Let something go on."""
        ...

    def confirm(self, title: str, then: Callable[[], None]) -> None:
        """Ask whether it is really meant."""
        ...

    def await_second_press(self) -> None:
        """Show that a second press is waited for, and no longer than that."""
        ...

    def present(self) -> None:
        """Show how things are."""
        ...


class OperationFlow:
    """Does what keys, clicks and the palette ask for.

    Attributes:
        sends: Whether a command may be sent, or wait for its second press, without a question that somebody answers.
    """

    def __init__(self, parts: DeskParts, stage: OperationScreen, prompting: Prompting, dtmf: Dtmf) -> None:
        """Take these.

        Args:
            parts: What can be done now.
            stage: The screen.
            prompting: Where it is asked.
            dtmf: The pad.
        """
        self._parts = parts
        self._stage = stage
        self._prompting = prompting
        self._dtmf = dtmf
        self.sends = True

    def press(self, key: str) -> None:
        """A key was pressed.

        Args:
            key: As Textual names it; one of the table.
        """
        self._start(self._parts.controls.on(key), by_key=True)

    def command(self, command_id: str, *, by_click: bool = False) -> None:
        """A command was chosen from the palette, or clicked.

        Args:
            command_id: Which.
            by_click: Whether it was clicked: then a second click confirms, as a second press does.
        """
        command = self._parts.controls.command(command_id)
        if command is not None:
            self._start(command, by_key=by_click)

    def answer(self) -> None:
        """Answer what rings."""
        self.command("answer")

    def disposition(self) -> None:
        """Ask for the disposition of the selected call, or of the last one where none goes on."""
        late = self._parts.dispositions.late(self._parts.calls.call)
        if late is not None:
            self._ask_disposition(late)
        else:
            self.data(self._parts.options.disposition_key)

    def data(self, key: str) -> None:
        """Ask for the value of one key of the attached data.

        Args:
            key: Which; "" asks for the key as well.
        """
        command, call = self._parts.controls.command("update_data"), self._parts.calls.call
        if command is not None and key == self._parts.options.disposition_key:
            command = _DISPOSITION
        if command is None or not self._may(command) or call is None:
            return
        if not key:
            self._start(command, by_key=True)
            return
        aim, question = OperationTarget(call.key.source, call.key.id), self._parts.questions.value_of(call, key)
        if refused := question.steps[0].draft.refused:
            self._stage.say(f"{command.words}: {key}: {refused}", Role.ALARM)
        else:
            self._ask(command, aim, question)

    def states(self) -> None:
        """Offer all agent states."""
        rows = [row for slot in self._parts.keys.slots for row in slot if row.target is Target.VOICE]
        # The reasons of the deployment first: the others have keys of their own.
        commands = {row.id: row for row in (*self._parts.controls.states, *rows)}
        choices = tuple(ListChoice(Raw(row.id), row.words, self._parts.keys.shown(row)) for row in commands.values())
        step = PromptStep("state", _SOURCE, choices=choices, must_choose=True, numbered=True, verb="sets")
        question = Question((step,), lambda answers: Given(key=answers["state"]))
        self._prompting.ask(_SOURCE, question, lambda given: self._start(commands[given.key.text], by_key=False))

    def day(self) -> None:
        """Show the calls of the day; the one that is chosen is dialled again; confirmed while something rings."""
        log = self._parts.options.day
        calls = log.calls if log is not None else ()
        if log is None or not calls:
            goes_on = any(not call.ended for call in self._parts.board.bare.calls.values())
            none = NO_ENDED_CALLS if goes_on else "no calls yet today"
            self._stage.say(none if log is not None else "the calls of the day are off", Role.DIM)
            return
        log.look()
        question = self._parts.questions.day(calls)
        self._prompting.ask("day", question, lambda given: self._dial_again(calls[int(given.key.text)]))

    def _dial_again(self, call: DayCall) -> None:
        dial, phone = BY_ID["dial"], self._parts.controls.phone
        try:
            number = Raw(clean_number(call.number.text)) if call.number is not None else None
        except NotANumberError as error:
            self._stage.say(f"dial: {error}", Role.ALARM)
            return
        if number is None:
            self._stage.say("dial: its number is not known any more", Role.ALARM)
        elif self._may(dial) and phone is not None:
            sending = partial(self._stage.work, partial(self._send, dial, phone, Given(number=number)))
            if self._parts.calls.ringing:
                # Enter may have been meant for the call that rings.
                self._stage.confirm(f"dial {call.party}?", sending)
            else:
                sending()

    async def send(self, command: Command, aim: OperationTarget, given: Given) -> Operation | None:
        """Send once, and say what became of it if that is not plain.

        Args:
            command: What.
            aim: Where to.
            given: What was asked for.

        Returns:
            The operation; None where nothing was sent.
        """
        operator = self._parts.operator
        return await self._sent(command, lambda body: operator.send(command, aim.source, aim.id, body), given)

    async def _sent(self, command: Command, send: Send, given: Given) -> Operation | None:
        try:
            operation = await send(command.fill(given))
        except (NotSentError, ValueError) as error:
            self._stage.say(str(error), Role.ALARM)
            return None
        if operation.outcome is not Outcome.CONFIRMED:
            self._stage.say(f"{command.words}: {operation.words or operation.outcome}", _ROLES[operation.outcome])
        elif operation.words and command.ask is Ask.SESSION:
            # Partial success (API.md 1.5): the session is there, a channel is not.
            self._stage.say(f"{command.words}: {operation.words}", Role.RINGING)
        return operation

    def _start(self, command: Command, *, by_key: bool) -> None:
        aim = self._parts.controls.aim(command)
        if not self._may(command) or aim is None:
            return
        if not (self.sends or self._only_asks(command, aim)):
            self._stage.refuse(f"{command.words}: {AT_ONCE}")
        elif not self._wants_second_press(command):
            self._go_on(command, aim)
        elif not by_key:
            self._stage.confirm(self._sentence(command, aim), lambda: self._go_on(command, aim))
        elif self._parts.second.press(command, aim):
            self._go_on(command, aim)
        else:
            self._stage.await_second_press()

    def _wants_second_press(self, command: Command) -> bool:
        """Also where the first press was for another call that has gone meanwhile."""
        waiting = self._parts.second.waiting
        return self._parts.controls.wants_second_press(command) or (waiting is not None and waiting.command == command)

    def _ask_disposition(self, call: BoardCall) -> None:
        """Ask about a call that is being hung up, or has ended; where the answer goes is seen when it is given."""
        self._dtmf.close()
        question = self._parts.questions.late_disposition(call, self._parts.dispositions.set_now(call))
        self._prompting.ask(
            "disposition", question, lambda given: self._stage.work(partial(self._send_disposition, call, given))
        )
        self._stage.present()

    async def _send_disposition(self, call: BoardCall, given: Given) -> None:
        now = self._call(OperationTarget(call.key.source, call.key.id))
        if now is not None and not now.ended:
            operation = await self.send(_DISPOSITION, OperationTarget(*call.key), given)
        else:
            operation = await self._sent(
                _LATE_DISPOSITION, lambda data: self._parts.operator.send_late(_LATE_DISPOSITION, call, data), given
            )
        if operation is not None:
            if operation.status_code == _NOT_FOUND:
                self._stage.say(NO_LATE_DISPOSITION, Role.ALARM)
            self._parts.dispositions.tried(call.key)
            self._stage.present()

    def _may(self, command: Command) -> bool:
        held = self._parts.dispositions.holds_back if command.id == "ready" else None
        if held is not None:
            self._ask_disposition(held)
            return False
        why = self._parts.controls.why_not(command)
        if why:
            self._stage.refuse(f"{command.words}: {why}" if why != LINK_DOWN else LINK_DOWN_WORDS)
        return not why

    def _only_asks(self, command: Command, aim: OperationTarget) -> bool:
        """Whether it begins with a question; digits are sent as they are typed."""
        asks = self._parts.questions.about(command, self._call(aim)) is not None
        return asks and not command.confirm and command.ask is not Ask.DIGITS

    def _go_on(self, command: Command, aim: OperationTarget) -> None:
        call = self._call(aim)
        if command.ask is Ask.DIGITS and call is not None:
            self._prompting.close()
            self._dtmf.start(who_of(call), lambda digits: self._send_digits(command, aim, digits))
            self._stage.present()
            return
        question = self._parts.questions.about(command, call)
        if question is not None:
            self._ask(command, aim, question)
            return
        if command.id == "answer":
            self._parts.calls.select(CallKey(aim.source, aim.id))
        self._stage.work(partial(self._send, command, aim, self._parts.questions.unasked(command, call)))
        if command.id in _HANG_UP and call is not None and self._parts.dispositions.asks(call):
            # Sent first: no question may hold up a hang-up.
            self._ask_disposition(call)

    def _ask(self, command: Command, aim: OperationTarget, question: Question) -> None:
        self._dtmf.close()
        self._prompting.ask(
            command.words, question, lambda given: self._stage.work(partial(self._send, command, aim, given))
        )
        self._stage.present()

    async def _send(self, command: Command, aim: OperationTarget, given: Given) -> None:
        await self.send(command, aim, given)

    async def _send_digits(self, command: Command, aim: OperationTarget, digits: Digits) -> Operation:
        parameters = command.fill(Given(digits=digits))
        operator = self._parts.operator
        return await until_answered(operator, operator.send(command, aim.source, aim.id, parameters))

    def _call(self, aim: OperationTarget) -> BoardCall | None:
        return self._parts.board.calls.get(CallKey(aim.source, aim.id))

    def _sentence(self, command: Command, aim: OperationTarget) -> str:
        call = self._call(aim)
        return f"{command.words} {who_of(call)}?" if call else f"{command.words}?"


_ROLES = {Outcome.FAILED: Role.ALARM, Outcome.TIMED_OUT: Role.RINGING, Outcome.PENDING: Role.DIM}
