"""What a key means now: which command, for which call, phone or agent, and why it cannot be sent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tui.live.commands.commands import BY_ID, COMMANDS, Command, Target
from tui.live.commands.reaching import RequestedOperation
from tui.live.operations.operator import Operator
from tui.live.operations.permission import LINK_DOWN, NOT_OFFERED
from tui.live.store.board import Board
from tui.live.store.card import BoardCall, CallKey
from tui.screens.desk.desk_calls import DeskCalls
from tui.screens.desk.desk_keys import KeyTable
from tui.screens.desk.reasons import Stand, reason_words
from tui.source.models import CallState, CallType

_OF_A_RINGING_CALL = frozenset({"answer", "reject"})
_ENDED = {"answer": "nothing rings", "reject": "nothing rings"}
_NO_TARGET = {Target.CALL: "no call", Target.DEVICE: "no phone", Target.VOICE: "no login", Target.USER: "no login"}


@dataclass(frozen=True, slots=True)
class OperationTarget:
    """Where a command goes: name of a source, and id of a call or device, "" for the agent."""

    source: str
    id: str


class Controls:
    """Reads the board and the operator; sends nothing."""

    def __init__(self, board: Board, operator: Operator, calls: DeskCalls, keys: KeyTable) -> None:
        """Look at these.

        Args:
            board: What is known now.
            operator: Knows what may be sent.
            calls: Which call is selected.
            keys: Which key stands for what.
        """
        self.states: tuple[Command, ...] = ()
        self._board = board
        self._operator = operator
        self._calls = calls
        self._keys = keys
        self._phone: OperationTarget | None = None

    @property
    def phones(self) -> list[OperationTarget]:
        """Every device of every source."""
        return [
            OperationTarget(name, device_id)
            for name, source in self._board.sources.items()
            for device_id in source.devices
        ]

    @property
    def phone(self) -> OperationTarget | None:
        """The device that is dialled with: the chosen one, else that of the selected call, else the first."""
        phones = self.phones
        call = self._calls.call
        own = OperationTarget(call.key.source, call.call.device_id or "") if call else None
        return next((aim for aim in (self._phone, own) if aim in phones), phones[0] if phones else None)

    def use_phone(self, phone: OperationTarget) -> None:
        """Choose a device.

        Args:
            phone: Which.
        """
        self._phone = phone

    def add_states(self, states: Iterable[Command]) -> None:
        """Learn the deployment's agent states; those that the table has already are left out.

        Args:
            states: As commands.
        """
        known = {row.operation for row in COMMANDS}
        self.states = tuple(state for state in states if state.operation not in known)

    def command(self, command_id: str) -> Command | None:
        """Find a command.

        Args:
            command_id: Its id.

        Returns:
            A row of the table or a state of the deployment; None for neither.
        """
        return BY_ID.get(command_id) or next((state for state in self.states if state.id == command_id), None)

    def aim(self, command: Command) -> OperationTarget | None:
        """Find out where a command would go now.

        Args:
            command: Which.

        Returns:
            None where there is nothing that it could go to.
        """
        if command.target is Target.CALL:
            return self._call_for(command)
        phone = self.phone
        if command.target is Target.DEVICE or phone is None:
            return phone if command.target is Target.DEVICE else self._only_source()
        return OperationTarget(phone.source, "")

    def why_not(self, command: Command) -> str:
        """Say why a command cannot be sent now.

        Args:
            command: Which.

        Returns:
            Words; "" where it can.
        """
        aim = self.aim(command)
        if aim is None:
            return _NO_TARGET[command.target]
        why = self._operator.why_not(command, aim.source, aim.id)
        call = self._board.calls.get(CallKey(aim.source, aim.id))
        if why and call is not None and call.ended:
            return _ENDED.get(command.id, "the call has ended") if why != LINK_DOWN else why
        return reason_words(command, self._stand(call)) or why if call is not None and why == NOT_OFFERED else why

    def wants_second_press(self, command: Command) -> bool:
        """Whether a key has to be pressed twice now.

        Args:
            command: What it stands for.

        Returns:
            True also for a rejection while several calls ring: it has to be seen first which of them goes.
        """
        return command.confirm or (command.id == "reject" and len(self._calls.ringing) > 1)

    def meant(self, commands: Sequence[Command]) -> Command:
        """Of commands that share a key, the one that is possible now and changes something.

        Args:
            commands: At least one.

        Returns:
            One of them.
        """
        able = [command for command in commands if not self.why_not(command)]
        changing = [command for command in able if len(able) == 1 or not self._is_so(command)]
        return next(iter((*changing, *able, *commands)))

    def on(self, key: str) -> Command:
        """What a key means now.

        Args:
            key: As Textual names it; one of the table.

        Returns:
            The command.
        """
        return self.meant(self._keys.on(key))

    def _stand(self, call: BoardCall) -> Stand:
        rings = any(one.call.state == CallState.RINGING and not one.ended for one in self._board.bare.calls.values())
        tied = call.call.call_type == CallType.CONSULT or bool(self._calls.tied(call))
        return Stand(call.call, rings, bool(self._calls.others(call)), tied)

    def _is_so(self, command: Command) -> bool:
        aim = self.aim(command)
        return aim is not None and command.reached(RequestedOperation(aim.source, aim.id), self._board)

    def _call_for(self, command: Command) -> OperationTarget | None:
        call = self._calls.call
        if command.id in _OF_A_RINGING_CALL:
            ringing = self._calls.ringing
            call = call if call in ringing else ringing[0] if ringing else call
        if call is None:
            return None
        aims = [OperationTarget(call.key.source, call.key.id)]
        if command.either_leg:
            aims += [OperationTarget(leg.key.source, leg.key.id) for leg in self._calls.tied(call)]
        able = (aim for aim in aims if not self._operator.why_not(command, aim.source, aim.id))
        return next(able, aims[0])

    def _only_source(self) -> OperationTarget | None:
        return next((OperationTarget(name, "") for name in self._board.sources), None)
