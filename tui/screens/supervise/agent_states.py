"""From a key of the agents view to an agent's state: asked where that hurts, sent once, and what became of it."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from tui.live.commands.agent_control import AGENT_CONTROL
from tui.live.commands.command import Command
from tui.live.commands.operation import Operation, Outcome
from tui.live.feeds.agent_setting import AgentSetting
from tui.live.operations.operator import NotSentError
from tui.live.store.board import Board
from tui.screens.overlays.pick import PickAnswer
from tui.views.agents.agent_line import AgentLine
from tui.views.words.role import Role

_YES = "yes"
_WORDS = {row.id: f"{row.words} asked" for row in AGENT_CONTROL}


class SupervisionScreen(Protocol):
    """What the screen does for a supervisor."""

    def say(self, words: str, role: Role) -> None:
        """Say something for a moment."""
        ...

    async def ask(self, title: str, answers: Sequence[PickAnswer]) -> str | None:
        """Ask for one of a few answers."""
        ...


class AgentStates:
    """Does what the keys ask for that set the state of an agent."""

    def __init__(self, board: Board, setting: AgentSetting) -> None:
        """Take these.

        Args:
            board: Whose logins are agents too.
            setting: Sends, and sees what came of it.
        """
        self._board = board
        self._setting = setting

    async def press(self, command: Command, line: AgentLine | None, stage: SupervisionScreen) -> None:
        """Do what a key stands for.

        Args:
            command: Its row of the table.
            line: Whom the cursor is on; None for nobody.
            stage: The screen.
        """
        if line is None:
            stage.say(f"{command.words}: nobody is chosen", Role.ALARM)
            return
        user_id, whom = self._user_of(line), f"{line.number} {line.name}".strip()
        reason = self._setting.why_not(command, user_id)
        if reason:
            stage.say(f"{command.words} {whom}: {reason}", Role.ALARM)
            return
        if command.confirm and await stage.ask(f"{command.words} {whom}?", _answers(command, line)) != _YES:
            return
        setting = self._setting.set(command, user_id, line.number)
        stage.say(f"{command.words} {whom}: asked, not seen yet", Role.MINE)
        try:
            stage.say(*outcome_words(await setting))
        except NotSentError as error:
            stage.say(str(error), Role.ALARM)

    def asked(self) -> Mapping[str, str]:
        """What was asked for agents and is not seen yet, in words, by the ids of their lines."""
        waiting = {user_id: _WORDS[command.id] for user_id, command in self._setting.asked().items()}
        if not waiting:
            return waiting
        # Of a login of this wall each device has a line.
        logins = self._board.sources.values()
        desks = {device: waiting[one.user.id] for one in logins if one.user.id in waiting for device in one.devices}
        return {**waiting, **desks}

    def _user_of(self, line: AgentLine) -> str:
        """The id of their user: a live line has that of their device."""
        logins = self._board.sources.values()
        return next((one.user.id for one in logins if line.id in one.devices), line.id)


def outcome_words(one: Operation) -> tuple[str, Role]:
    """Say how an operation ended.

    Args:
        one: The operation.

    Returns:
        Words, and what they mean.
    """
    role = {Outcome.FAILED: Role.ALARM, Outcome.TIMED_OUT: Role.RINGING}.get(one.outcome, Role.TALKING)
    return f"{one.command.words}: {one.words or one.outcome.value}", role


def _answers(command: Command, line: AgentLine) -> tuple[PickAnswer, ...]:
    """Leaving it as it is comes first: the first one is suggested."""
    busy = "they are on the telephone now" if line.call else ""
    return (
        PickAnswer("no", "n", "leave them"),
        PickAnswer(_YES, command.key, f"{command.words} {line.number}", busy),
    )
