"""The operations that were asked for: who wants to know is told of each step, and the event log gets its lines."""

import logging
from collections.abc import Callable
from dataclasses import replace

from tui.live.clock import Clock
from tui.live.commands.operation import Operation, Outcome, words_of_operation
from tui.live.store.journal import EntryKind, Journal

WATCHED_FOR_S = 60.0
"""For how long what timed out may still be confirmed."""
REMEMBERED = 50
"""Operations that are kept."""

_LOG = logging.getLogger(__name__)


class Records:
    """Keeps operations; judges none of them.

    Attributes:
        operations: The latest, by number.
    """

    def __init__(self, clock: Clock, journal: Journal) -> None:
        """Keep nothing yet.

        Args:
            clock: The board's.
            journal: Where every operation is noted with its times.
        """
        self.operations: dict[int, Operation] = {}
        self._clock = clock
        self._journal = journal
        self._open: dict[str, dict[int, Operation]] = {}
        self._watchers: list[Callable[[Operation], None]] = []

    def watch(self, on_change: Callable[[Operation], None]) -> Callable[[], None]:
        """Be told of each step of each operation; see `Operator.watch`."""
        self._watchers.append(on_change)

        def unwatch() -> None:
            if on_change in self._watchers:
                self._watchers.remove(on_change)

        return unwatch

    def keep(self, one: Operation) -> None:
        """Keep an operation as it is now, and tell who wants to know; nothing is noted."""
        self.operations[one.number] = one
        # Whatever a desk offers asks for these, many times for each frame.
        mine = self._open.setdefault(one.asked.source, {})
        if one.open:
            mine[one.number] = one
        else:
            mine.pop(one.number, None)
        for watcher in tuple(self._watchers):
            try:
                watcher(one)
            except Exception:  # a reader that breaks must not stop what was sent from being followed
                _LOG.exception("a watcher of the operator failed")

    def begin(self, one: Operation) -> None:
        """Keep a new operation."""
        self.keep(one)
        self._note(one)

    def change(self, number: int, **fields: object) -> None:
        """Change some fields of an operation; its line is written when both its end and its answer are known.

        Args:
            number: Of the operation.
            fields: See `Operation`.
        """
        before = self.operations[number]
        # The names and types are those of Operation; every caller is in this package.
        after = replace(before, **fields)  # type: ignore[arg-type]
        self.keep(after)
        if _told(after) not in (None, _told(before)):
            self._note(after)

    def open_of(self, source: str) -> list[Operation]:
        """The operations of a source that may still be confirmed, oldest first.

        Args:
            source: Its name.
        """
        return [one for one in self._open.get(source, {}).values() if not self.is_old(one)]

    def least_digits(self, source: str) -> int:
        """The smallest number of DTMF digits that one operation sent lately; 0 for none.

        Args:
            source: Its name.
        """
        mine = (one for one in self.operations.values() if one.asked.source == source)
        return min((one.digits for one in mine if one.digits and not self.is_old(one)), default=0)

    def sends_digits(self, source: str, call_id: str) -> bool:
        """Whether an operation that may still be confirmed sends DTMF digits to a call.

        Args:
            source: Its name.
            call_id: As the server names it.
        """
        sent = (one.asked.before for one in self.open_of(source) if one.digits)
        return any(call is not None and call.id == call_id for call in sent)

    def is_old(self, one: Operation) -> bool:
        """Whether an operation is watched no more."""
        return self._clock.now_s() - one.asked_s > WATCHED_FOR_S

    def forget(self, but: Callable[[int], bool]) -> None:
        """Let go of all but the latest.

        Args:
            but: Says which of the others have to be kept.
        """
        for number in tuple(self.operations)[:-REMEMBERED]:
            if not but(number):
                one = self.operations.pop(number)
                self._open[one.asked.source].pop(number, None)

    def _note(self, one: Operation) -> None:
        self._journal.note(one.asked.source, EntryKind.OPERATION, words_of_operation(one))


def _told(one: Operation) -> Outcome | None:
    """The outcome that the event log tells: all times are in its line, so it waits for the answer, except in vain."""
    if one.outcome is Outcome.PENDING:
        return None
    return one.outcome if one.answered or one.outcome is Outcome.TIMED_OUT else None
