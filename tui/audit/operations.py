"""Writes the operations of a run into the audit log: when each was sent, and how it ended."""

from collections.abc import Mapping

from tui.audit.log import AuditLog
from tui.live.commands.command import Command, Target
from tui.live.commands.operation import Operation, Outcome
from tui.live.operations.operator import Operator
from tui.live.store.privacy import WALL
from tui.source.raw import Operand, Raw

_NUMBERS = frozenset({"phoneNumber", "destination", "participant"})
"""Parameters that are the number of a party; all others are left out, for they may hold digits and data."""
_REMEMBERED = 1000
"""Operations whose outcome is known here, so that each is written once."""


class OperationAudit:
    """Watches an operator.

    Attributes:
        stop: Ends it.
    """

    def __init__(self, log: AuditLog, operator: Operator, logins: Mapping[str, str]) -> None:
        """Write what is sent from now on.

        Args:
            log: Where to.
            operator: Whose operations.
            logins: Login names, by source.
        """
        self._log = log
        self._logins = logins
        self._told: dict[int, Outcome] = {}
        self.stop = operator.watch(self._take)

    def _take(self, one: Operation) -> None:
        before = self._told.get(one.number)
        if before is one.outcome:
            return
        self._told[one.number] = one.outcome
        if before is None:
            self._log.note("operation", **self._what(one), **target_of(one))
        if one.outcome is not Outcome.PENDING:
            self._log.note("outcome", **self._what(one), **_end(one))
        if one.outcome in (Outcome.CONFIRMED, Outcome.FAILED):
            # What timed out may still be confirmed.
            self._told = {number: told for number, told in self._told.items() if number > one.number - _REMEMBERED}

    def _what(self, one: Operation) -> dict[str, object]:
        return what_of(one.command, one.asked.source, self._logins) | {"operation_number": one.number}


def what_of(command: Command, source: str, logins: Mapping[str, str]) -> dict[str, object]:
    """Name an operation and who sends it.

    Args:
        command: The row of the table.
        source: Name of the source.
        logins: Login names, by source.
    """
    return {
        "source": source,
        "login": logins.get(source, ""),
        "command": command.id,
        "operation": command.operation,
    }


def target_of(one: Operation) -> dict[str, object]:
    """Name what an operation was sent to, and the party that it is about, masked.

    Args:
        one: The operation.

    Returns:
        `call`, `device` or `agent` where it has one, and `party` where there is one, such as `•••• 0143`.
    """
    target = one.command.target
    named = {str(target): one.asked.target_id} if target in (Target.CALL, Target.DEVICE, Target.AGENT) else {}
    party = _given(one.asked.parameters) or _party(one)
    return {**named, **({"party": WALL.number(party)} if party else {})}


def _given(parameters: Mapping[str, Operand]) -> str:
    """The number among the parameters; "" where there is none."""
    for name, value in parameters.items():
        if isinstance(value, Mapping) and name in _NUMBERS:
            return _given(value)
        if isinstance(value, Raw) and name in _NUMBERS:
            return value.shown
    return ""


def _party(one: Operation) -> str:
    call = one.asked.before
    return next((party.number for party in call.participants if party.number), "") if call is not None else ""


def _end(one: Operation) -> dict[str, object]:
    took = {"accepted_s": one.accepted_s, "done_s": one.done_s}
    times = {name: _seconds(at_s - one.asked_s) for name, at_s in took.items() if at_s is not None}
    # Not the server's words: they may repeat what was sent.
    return {"outcome": str(one.outcome), **times}


def _seconds(seconds: float) -> float:
    return round(seconds, 3)
