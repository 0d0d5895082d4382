"""From a supervisor's key to an operation: for whom, as whom, how far and how long, then send it once."""

from collections.abc import Sequence
from dataclasses import dataclass

from tui.live.commands.command import Command, Target
from tui.live.commands.supervision import SUPERVISION_BY_ID, Mode, Scope, monitor_parameters
from tui.live.feeds.agent_setting import AgentSetting
from tui.live.feeds.roster import Roster
from tui.live.operations.operator import NotSentError, Operator
from tui.live.store.bare import BareCall
from tui.live.store.board import Board
from tui.live.store.card import CallKey
from tui.live.store.monitored import is_monitored_call
from tui.live.store.monitoring import Supervisor, copies, copy_of, number_of, supervisors, uri_of
from tui.screens.overlays.pick import PickAnswer
from tui.screens.supervise.agent_states import AgentStates, SupervisionScreen, outcome_words
from tui.screens.supervise.supervise_keys import rows_of
from tui.source.directory import Contact
from tui.source.errors import SourceError
from tui.source.raw import NOTHING, Operand, Raw, UnsendableError
from tui.source.reading import distinct
from tui.views.agents.agent_line import AgentLine
from tui.views.words.monitor_words import monitoring_now, monitoring_words
from tui.views.words.role import Role

HOW_FAR = (
    PickAnswer("CALL ALL", "1", "every call", "and follow it when it is transferred"),
    PickAnswer("AGENT ALL", "2", "every call", "but stay with this agent"),
    PickAnswer("CALL NEXT", "3", "the next call only", "and follow it when it is transferred"),
    PickAnswer("AGENT NEXT", "4", "the next call only", "but stay with this agent"),
)
"""Scope and mode of a monitoring, in one question (API.md 8.2)."""

_CANCEL = SUPERVISION_BY_ID["cancel_monitoring"]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the cursor is on.

    Attributes:
        words: How it is named.
        device_id: The agent's device; "" where it has to be asked for.
        copy: The supervisor's copy of the call, if there is one.
        contact: The agent in the directory, if their device has to be asked for.
    """

    words: str
    device_id: str = ""
    copy: CallKey | None = None
    contact: Contact | None = None


class Supervising:
    """Does what the keys of a supervisor ask for.

    Attributes:
        roster: Asks for the agents.
        states: Sets their states.
    """

    def __init__(self, board: Board, operator: Operator, roster: Roster) -> None:
        """Take these.

        Args:
            board: What is known.
            operator: Sends.
            roster: Knows the devices of agents who are no login of this wall.
        """
        self._board = board
        self._operator = operator
        self.roster = roster
        self.states = AgentStates(board, AgentSetting(board, operator, roster))

    def chosen_call(self, call: BareCall) -> Chosen:
        """What a card stands for.

        Args:
            call: The agent's call, or a supervisor's copy of it.
        """
        copy = copy_of(self._board, call.key)
        if is_monitored_call(call.call):
            own = [one for one in supervisors(self._board) if one.source == call.key.source and one.target_id]
            return Chosen("this call", own[0].target_id if own else "", call.key)
        device_id = call.call.device_id or ""
        return Chosen(number_of(self._board, device_id) or call.key.source, device_id, copy.key if copy else None)

    def chosen_agent(self, line: AgentLine) -> Chosen:
        """What a line of the agents view stands for.

        Args:
            line: The agent.
        """
        words = f"{line.number} {line.name}".strip()
        if any(line.id in source.devices for source in self._board.bare.sources.values()):
            return Chosen(words, line.id, self._copy_on(line.id))
        agent = self.roster.agents.get(line.id)
        return Chosen(words, contact=agent.contact if agent is not None else None)

    async def press(self, key: str, chosen: Chosen | None, stage: SupervisionScreen) -> None:
        """Do what a key stands for.

        Args:
            key: As in the table.
            chosen: What the cursor is on; None for nothing.
            stage: The screen.
        """
        rows = rows_of(key)
        starts = [row for row in rows if row.target is Target.DEVICE]
        if rows[0] is _CANCEL:
            await self._cancel(chosen, stage)
            return
        copy = self._copy_for(chosen, alone=not starts)
        switches = [row for row in rows if row.target is Target.CALL]
        if copy is not None and switches:
            await self._switch(switches, copy, stage)
        elif starts and chosen is not None:
            await self._start(starts[0], chosen, stage)
        else:
            why = "choose somebody first, with the arrow keys" if starts else "no call is monitored here"
            stage.say(f"{rows[0].words}: {why}", Role.ALARM)

    async def _start(self, command: Command, chosen: Chosen, stage: SupervisionScreen) -> None:
        supervisor, why = self._supervisor_for(command, chosen)
        if supervisor is None:
            stage.say(f"{command.words}: {why}", Role.ALARM)
            return
        on = "" if command.id == "coach" else "on "
        title = f"{command.words} {on}{chosen.words}, as {supervisor.device.phone_number or supervisor.source}"
        answer = await stage.ask(title, HOW_FAR)
        if answer is None:
            return
        scope, mode = answer.split()
        try:
            uri = await self._uri_of(chosen)
        except (SourceError, NotSentError, UnsendableError) as error:
            stage.say(f"{command.words}: {error}", Role.ALARM)
            return
        if not uri:
            stage.say(f"{command.words}: the server tells no device of {chosen.words}", Role.ALARM)
            return
        parameters = monitor_parameters(uri, Scope[scope], Mode[f"{mode}_CALL" + ("S" if mode == "ALL" else "")])
        await self._send(command, CallKey(supervisor.source, supervisor.device.id), stage, parameters)

    async def _uri_of(self, chosen: Chosen) -> Raw:
        if chosen.device_id:
            return uri_of(self._board, chosen.device_id)
        found = await self.roster.device_id(chosen.contact) if chosen.contact is not None else NOTHING
        return uri_of(self._board, distinct(found.text), found) if found else NOTHING

    async def _switch(self, rows: Sequence[Command], copy: BareCall, stage: SupervisionScreen) -> None:
        muted = copy.call.monitored_user_muted
        row = rows[-1] if len(rows) > 1 and muted else rows[0]
        await self._send(row, copy.key, stage)

    async def _cancel(self, chosen: Chosen | None, stage: SupervisionScreen) -> None:
        busy = monitoring_now(self._board)
        meant = [one for one in busy if chosen is not None and self._is_of(one, chosen)] or busy
        if not meant:
            stage.say("nobody is monitored", Role.ALARM)
            return
        one = meant[0] if len(meant) == 1 else await self._whose(meant, stage)
        if one is not None:
            await self._send(_CANCEL, CallKey(one.source, one.device.id), stage)

    async def _whose(self, busy: Sequence[Supervisor], stage: SupervisionScreen) -> Supervisor | None:
        """Ask whose monitoring is meant: the line that tells them all may have no room for all."""
        words = [monitoring_words(self._board, one, self.roster.numbers) for one in busy]
        answers = [
            PickAnswer(str(place), str(place) if place < 10 else "", said.pair, f"{said.how} · {said.more}")
            for place, said in enumerate(words, 1)
        ]
        answer = await stage.ask(f"{_CANCEL.words}: whose?", answers)
        return busy[int(answer) - 1] if answer is not None else None

    async def _send(
        self, command: Command, target: CallKey, stage: SupervisionScreen, parameters: dict[str, Operand] | None = None
    ) -> None:
        try:
            one = await self._operator.send(command, target.source, target.id, parameters or {})
        except NotSentError as error:
            stage.say(str(error), Role.ALARM)
            return
        stage.say(*outcome_words(one))

    def _supervisor_for(self, command: Command, chosen: Chosen) -> tuple[Supervisor | None, str]:
        """Who of this wall's logins could do it, or why nobody can."""
        everyone = list(supervisors(self._board))
        if not everyone:
            return None, "no login of this wall may do it"
        taken = next((one for one in everyone if one.target_id and one.target_id == chosen.device_id), None)
        if taken is not None:
            return None, f"{chosen.words} is monitored by {taken.device.phone_number} already"
        others = [one for one in everyone if one.device.id != chosen.device_id]
        if not others:
            return None, f"nobody monitors themselves, and no other login of this wall than {chosen.words} may do it"
        free = [one for one in others if one.monitoring is None]
        reasons = [self._operator.why_not(command, one.source, one.device.id) for one in free]
        able = next((one for one, reason in zip(free, reasons, strict=True) if not reason), None)
        whoever = "supervisor" if len(others) == len(everyone) else "other supervisor"
        busy = f"every {whoever} monitors somebody: {_CANCEL.key} cancels that"
        return able, "" if able is not None else next(iter(reasons), busy)

    def _copy_for(self, chosen: Chosen | None, *, alone: bool) -> BareCall | None:
        """The copy under the cursor; for what can mean nothing else, the only one that there is."""
        if chosen is not None and chosen.copy is not None:
            known = self._board.bare.calls.get(chosen.copy)
            return None if known is None or known.ended else known
        everything = list(copies(self._board)) if alone else []
        return everything[0] if len(everything) == 1 else None

    def _copy_on(self, device_id: str) -> CallKey | None:
        calls = self._board.bare.calls.values()
        here = (call.key for call in calls if call.call.device_id == device_id and not call.ended)
        found = (copy_of(self._board, key) for key in here)
        return next((copy.key for copy in found if copy is not None), None)

    def _is_of(self, one: Supervisor, chosen: Chosen) -> bool:
        by_call = chosen.copy is not None and chosen.copy.source == one.source
        asked = chosen.contact is not None and self.roster.numbers.get(one.target_id) == chosen.contact.number
        return by_call or asked or (bool(chosen.device_id) and chosen.device_id == one.target_id)
