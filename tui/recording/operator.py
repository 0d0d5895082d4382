"""An operator that sends nothing: it shows what was asked for when the recording was made."""

from collections.abc import Iterable, Mapping

from tui.live.commands.command import Command
from tui.live.operations.operator import NotSentError, Operation, Operator
from tui.live.store.board import Board
from tui.live.store.journal import Journal
from tui.source.raw import Operand

REASON = "a recording"
"""Why nothing can be sent, on every key."""


class ReplayOperator(Operator):
    """Has no way to any server, and so cannot send."""

    def __init__(self, board: Board, journal: Journal, reason: str = REASON) -> None:
        """Show nothing yet.

        Args:
            board: What is replayed.
            journal: Its event log.
            reason: Why nothing can be sent; "" tells what was allowed when the recording was made.
        """
        super().__init__(board, journal, {})
        self._reason = reason

    def why_not(self, command: Command, source: str, target_id: str) -> str:
        """Say why an operation cannot be sent: never can it."""
        return self._reason or self._why_not_now(command, source, target_id)

    async def send(
        self, command: Command, source: str, target_id: str = "", parameters: Mapping[str, Operand] | None = None
    ) -> Operation:
        """Send nothing.

        Raises:
            NotSentError: Always.
        """
        del source, target_id, parameters
        raise NotSentError(f"{command.words}: {REASON}")

    def take(self, one: Operation) -> None:
        """Show an operation as it was then."""
        self._records.keep(one)
        self._records.forget(but=lambda _: False)

    def recall(self, operations: Iterable[Operation]) -> None:
        """Show these, and no others.

        Args:
            operations: Oldest first.
        """
        self._records.operations.clear()
        self._records.operations.update({one.number: one for one in operations})
