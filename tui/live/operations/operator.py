"""Sends what a person asked for, once, and says what becomes of it: accepted, confirmed, failed, timed out."""

import asyncio
from collections.abc import Callable, Mapping

from tui.live.commands.command import Command
from tui.live.commands.operation import Operation, Outcome, joined, words_of_operation
from tui.live.commands.requested_operation import RequestedOperation
from tui.live.digits.digit_echo import DigitEcho
from tui.live.operations.follower import Follower
from tui.live.operations.permission import ALREADY_ASKED, LINK_DOWN, target_of, why_not
from tui.live.operations.records import Records
from tui.live.posting import ONLY_LOOKS, NotSentError, Poster
from tui.live.store.board import Board
from tui.live.store.card import BoardCall
from tui.live.store.journal import Journal
from tui.source.directory import Contact
from tui.source.errors import OperationError, RefusedError, SessionLostError, SourceError
from tui.source.events import ErrorEvent, Event
from tui.source.intent import Intent
from tui.source.models import Call, Device, UserState
from tui.source.raw import NOTHING, Operand, UnsendableError, to_json, without_digits
from tui.source.snapshot import Snapshot

__all__ = ["NotSentError", "Operation", "Operator", "Outcome", "words_of_operation"]

CONFIRMED_WITHIN_S = 5.0
"""After this an operation counts as timed out; it is still watched."""


class Operator:
    """The one door through which anything is sent. Reads the board, and never writes it.

    Attributes:
        operations: The latest, by number.
        echo: Takes DTMF digits out of what a server sends.
        close: Ends its watch of the board.
    """

    def __init__(
        self,
        board: Board,
        journal: Journal,
        posters: Mapping[str, Poster],
        confirmed_within_s: float = CONFIRMED_WITHIN_S,
    ) -> None:
        """Watch the board; nothing is sent.

        Args:
            board: Tells what is allowed, and what was reached.
            journal: Where every operation is noted with its times.
            posters: By source, what can send to its server; to others nothing can be sent.
            confirmed_within_s: When an operation counts as timed out.
        """
        self._board = board
        self._posters = posters
        self._confirmed_within_s = confirmed_within_s
        self._records = Records(board.clock, journal)
        self.echo = DigitEcho(board, self._records.least_digits, self._records.sends_digits)
        self._follower = Follower(board, self._records, self._look)
        self._running: dict[int, asyncio.Task[Operation]] = {}
        self._count = 0
        self.operations: Mapping[int, Operation] = self._records.operations
        self.close = self._follower.close

    def watch(self, on_change: Callable[[Operation], None]) -> Callable[[], None]:
        """Be told of each step of each operation.

        Args:
            on_change: Called with the operation as it is now; what it raises is logged.

        Returns:
            A function that ends it; calling it again does nothing.
        """
        return self._records.watch(on_change)

    def pending(self, source: str, target_id: str) -> list[Operation]:
        """What was sent to a call or device and is not settled, oldest first.

        Args:
            source: Name of the source.
            target_id: Id of the call or device; "" for the voice channel and the user.
        """
        return [one for one in self._records.open_of(source) if one.asked.target_id == target_id]

    def why_not(self, command: Command, source: str, target_id: str) -> str:
        """Say why an operation cannot be sent now.

        Args:
            command: The row of the table.
            source: Name of the source.
            target_id: Id of the call or device.

        Returns:
            Words for people; "" where it can be sent.
        """
        return self._why_not_now(command, source, target_id) or ("" if source in self._posters else ONLY_LOOKS)

    async def send(
        self, command: Command, source: str, target_id: str = "", parameters: Mapping[str, Operand] | None = None
    ) -> Operation:
        """Send one operation, once, and wait until it is confirmed, failed or timed out.

        Args:
            command: The row of the table.
            source: Name of the source.
            target_id: Id of the call or device; "" for the voice channel and the user.
            parameters: What goes beside the `operationName`; see `Command.fill`.

        Returns:
            The operation as it ended; one that timed out may still be confirmed later.

        Raises:
            NotSentError: It is not allowed now; nothing was sent.
        """
        reason = self.why_not(command, source, target_id)
        if reason:
            raise NotSentError(f"{command.words}: {reason}")
        given = parameters or {}
        return await self._send(command, source, target_id, given, target_of(command, self._board, source, target_id))

    async def send_late(self, command: Command, ended: BoardCall, parameters: Mapping[str, Operand]) -> Operation:
        """Send one operation about a call that has ended, once; whether the server takes it, only its answer tells.

        Args:
            command: One that nothing but its answer confirms.
            ended: The call, as the board last had it.
            parameters: What goes beside the `operationName`.

        Returns:
            As for `send`.

        Raises:
            NotSentError: There is no line to the server, or the same is on its way; nothing was sent.
        """
        source, call_id = ended.key
        known = self._board.sources.get(source)
        reason = "" if source in self._posters else ONLY_LOOKS
        if known is None or not known.link.live:
            reason = LINK_DOWN
        elif any(one.outcome is Outcome.PENDING for one in self.pending(source, call_id)):
            reason = ALREADY_ASKED
        if reason:
            raise NotSentError(f"{command.words}: {reason}")
        return await self._send(command, source, call_id, parameters, ended.call)

    async def send_to_agent(self, command: Command, source: str, agent: Contact, within_s: float) -> Operation:
        """Send one operation about somebody else, once; a look at the agents confirms it, see `take_look`.

        Args:
            command: One whose target is an agent.
            source: Name of the source that sends it.
            agent: As the directory of that source has them.
            within_s: When it counts as timed out: nobody tells of it before the agents are looked at.

        Returns:
            As for `send`.

        Raises:
            NotSentError: It is not allowed now; nothing was sent.
        """
        reason = self._why_not_now(command, source, agent.id) or ("" if source in self._posters else ONLY_LOOKS)
        if reason:
            raise NotSentError(f"{command.words}: {reason}")
        return await self._send(command, source, agent.id, {}, agent, within_s)

    async def _send(
        self,
        command: Command,
        source: str,
        target_id: str,
        given: Mapping[str, Operand],
        target: Call | Device | Contact | None,
        within_s: float | None = None,
    ) -> Operation:
        try:
            intent = _intent(command, target)
        except UnsendableError as error:
            raise NotSentError(f"{command.words}: {error}") from error
        one = self._begin(command, source, target_id, given, target)
        # Not as an argument that stays: the digits in it are gone when they are sent.
        body = {name: to_json(operand) for name, operand in given.items()}
        posting = asyncio.create_task(self._post(one.number, intent, body))
        # What was sent goes on although nobody waits for it any more: a closed screen takes nothing back.
        within_s = self._confirmed_within_s if within_s is None else within_s
        following = self._run(one.number, self._follower.follow(one), posting, within_s)
        running = self._running[one.number] = asyncio.create_task(following, name=f"operation {one.number}")
        running.add_done_callback(lambda _: self._running.pop(one.number, None))
        return await asyncio.shield(running)

    def take_event(self, source: str, event: Event) -> None:
        """Look at a message for what no resource shows: DTMF was sent, an operation failed, nothing changed.

        Args:
            source: Name of the source.
            event: Any event of its stream, after the board has taken it.
        """
        self._follower.take_event(source, event)

    def take_snapshot(self, source: str, snapshot: Snapshot, asked_s: float) -> None:
        """Look at a snapshot for what only one moment can show: two calls that have to agree.

        Args:
            source: Name of the source.
            snapshot: As it is.
            asked_s: When it was asked for, clock of the board.
        """
        self._follower.take_snapshot(source, snapshot, asked_s)

    def take_look(self, states: Mapping[str, UserState | None], began_s: float) -> None:
        """Look at the states of agents, which nobody pushes.

        Args:
            states: On voice, by the ids of their users; None for who is not logged in.
            began_s: When it was looked, clock of the board.
        """
        self._follower.take_look(states, began_s)

    def is_told_of(self, source: str, event: ErrorEvent) -> bool:
        """Whether the event log tells of an error with the operation that failed; see `Follower.is_told_of`."""
        return self._follower.is_told_of(source, event)

    def _why_not_now(self, command: Command, source: str, target_id: str) -> str:
        return why_not(command, self._board, source, target_id, self._records.open_of(source))

    def _look(self, source: str) -> None:
        self._posters[source].look()

    def _begin(
        self,
        command: Command,
        source: str,
        target_id: str,
        parameters: Mapping[str, Operand],
        target: Call | Device | Contact | None,
    ) -> Operation:
        self._count += 1
        kept = without_digits(parameters)
        calls = {key.id: known.call for key, known in self._board.calls.items() if key.source == source}
        asked = RequestedOperation(source, target_id, kept, target if isinstance(target, Call) else None, calls)
        one = Operation(self._count, command, asked, self._board.clock.now_s())
        self.echo.note(one)
        self._records.begin(one)
        self._records.forget(but=self._running.__contains__)
        return one

    async def _run(
        self, number: int, settled: asyncio.Event, posting: asyncio.Task[None], within_s: float
    ) -> Operation:
        try:
            async with asyncio.timeout(within_s):
                await settled.wait()
        except TimeoutError:
            self._follower.time_out(number, within_s)
        # The answer may come later than its effect, and is wanted for its time.
        await posting
        return self.operations[number]

    async def _post(self, number: int, intent: Intent, body: dict[str, object]) -> None:
        one = self.operations[number]
        try:
            shortfall = await self._posters[one.asked.source].send(intent, body)
        except (OperationError, RefusedError, SessionLostError, NotSentError) as error:
            # The server said no, so nothing was changed; or nothing was sent.
            if isinstance(error, OperationError):
                self._records.change(number, status_code=error.status_code)
            self._turn_down(number, self._tellable(one, str(error)))
        except SourceError as error:
            self._follower.doubt(number, f"unknown whether it arrived: {self._tellable(one, str(error))}")
            self._records.change(number, answered=True)
            self._follower.settle_if_so_already(number)
        else:
            self._accept(number, shortfall)

    def _accept(self, number: int, shortfall: str) -> None:
        one = self.operations[number]
        words = self._tellable(one, shortfall) or one.words
        self._records.change(number, accepted_s=self._board.clock.now_s(), answered=True, words=words)
        if one.command.by_answer:
            self._follower.settle(number, Outcome.CONFIRMED)
        else:
            self._follower.settle_if_so_already(number)

    def _tellable(self, one: Operation, words: str) -> str:
        return self.echo.words(one.asked.source, words, one.digits)

    def _turn_down(self, number: int, words: str) -> None:
        one = self.operations[number]
        # An ErrorMessage may have come before it, with fewer words, or with others.
        told = joined(one.words, words) if one.outcome is Outcome.FAILED else one.words
        self._records.change(number, answered=True, words=told)
        self._follower.settle(number, Outcome.FAILED, words)


def _intent(command: Command, target: Call | Device | Contact | None) -> Intent:
    return Intent(command.target, command.operation, NOTHING if target is None else target.raw_id)
