"""Sends DTMF digits in the order in which they are typed: the next ones after the last were taken."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from tui.live.commands.command import Ask
from tui.live.operations.operator import Operation, Operator, Outcome
from tui.live.posting import NotSentError
from tui.source.raw import Digits
from tui.views.words.role import Role
from widgets.desk.dtmf_pad import DtmfPad

Send = Callable[[Digits], Awaitable[Operation]]
"""Sends digits once, and returns the operation when the server has answered, or never will."""

_READY = "digits are sent as they are typed · esc ends"


async def until_answered(operator: Operator, sending: Coroutine[Any, Any, Operation]) -> Operation:
    """Send, and wait for the answer but not for the confirmation.

    Args:
        operator: Tells of the steps.
        sending: `operator.send(...)` for an operation of which no other is on its way.

    Returns:
        The operation as it was when it was answered; it goes on.

    Raises:
        NotSentError: Nothing was sent.
    """
    answered: asyncio.Future[Operation] = asyncio.get_running_loop().create_future()
    last = max(operator.operations, default=0)

    def look(one: Operation) -> None:
        if one.number > last and one.command.ask is Ask.DIGITS and one.answered and not answered.done():
            answered.set_result(one)

    unwatch = operator.watch(look)
    settled = asyncio.ensure_future(sending)
    try:
        await asyncio.wait({answered, settled}, return_when=asyncio.FIRST_COMPLETED)
        return answered.result() if answered.done() else settled.result()
    finally:
        unwatch()
        # The operator goes on with what was sent; nobody waits for it here any more.
        settled.cancel()


class Dtmf:
    """What was typed on a pad, and how much of it has been sent: digits are forgotten as soon as they are sent."""

    def __init__(self, pad: DtmfPad) -> None:
        """Start closed.

        Args:
            pad: Where it is typed.
        """
        self._pad = pad
        self._send: Send | None = None
        self._sent = 0
        self._waiting = Digits()
        self._busy = False

    @property
    def open(self) -> bool:
        """Whether the pad is open."""
        return bool(self._pad.display)

    def start(self, to: str, send: Send) -> None:
        """Open the pad.

        Args:
            to: Whom the digits go to.
            send: Sends them.
        """
        self._send, self._sent, self._waiting = send, 0, Digits()
        self._pad.open(to)
        self._pad.show(0, 0, _READY)

    def close(self) -> None:
        """Close the pad; what has not been sent yet is not sent."""
        self._waiting = Digits()
        self._pad.close()

    async def take(self, digits: Digits) -> None:
        """Send digits, behind those that are under way.

        Args:
            digits: Keys of the pad.
        """
        self._waiting += digits
        self._pad.show(self._sent, len(self._waiting), _READY)
        if self._busy or self._send is None:
            return
        self._busy = True
        try:
            while self._waiting:
                await self._send_waiting(self._send)
        finally:
            self._busy = False

    async def _send_waiting(self, send: Send) -> None:
        digits = self._waiting
        try:
            operation = await send(digits)
        except (NotSentError, ValueError) as error:
            self._stop(str(error))
            return
        if operation.outcome is Outcome.FAILED or operation.accepted_s is None:
            self._stop(operation.words or str(operation.outcome))
            return
        self._sent += len(digits)
        self._waiting = self._waiting.after(digits)
        self._pad.show(self._sent, len(self._waiting), _READY)

    def _stop(self, why: str) -> None:
        self._waiting = Digits()
        self._pad.show(self._sent, 0, f"stopped: {why}", Role.ALARM)
