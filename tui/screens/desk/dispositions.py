"""Which call still lacks its disposition, once it was spoken with and has ended."""

from tui.live.operations.attached import has_value
from tui.live.operations.operator import Operation, Operator, Outcome
from tui.live.store.board import Board
from tui.live.store.card import BoardCall, CallKey
from tui.live.store.privacy import Show
from tui.screens.desk.desk_options import DeskOptions
from tui.source.models import CallState, CallType
from tui.source.raw import RawObject

_TALKED = frozenset({CallState.ESTABLISHED, CallState.HELD})
_PASSED_ON = frozenset({"complete_transfer", "blind_transfer", "complete_conference"})
"""Whoever has the call then says how it ended."""


class DispositionWatch:
    """Watches the calls of a desk; sends nothing, and asks nothing.

    Attributes:
        ended: The last call that was spoken with, and has ended.
    """

    def __init__(self, board: Board, operator: Operator, options: DeskOptions) -> None:
        """Watch from now on; `take` has to be called after each change.

        Args:
            board: The calls.
            operator: What was sent about them.
            options: Under which key, and whether it matters.
        """
        self._board = board
        self._operator = operator
        self._key = options.disposition_key
        self._wanted = bool(options.dispositions) and (options.ask_disposition or options.require_disposition)
        self._asked = bool(options.dispositions) and options.ask_disposition
        self._required = options.require_disposition
        self.ended: BoardCall | None = None
        self._talked: dict[CallKey, BoardCall] = {}
        self._lacking: dict[CallKey, BoardCall] = {}
        self._over = self._ended_now()

    @property
    def lacking(self) -> BoardCall | None:
        """The first call whose disposition is wanted, and was neither set nor tried to be set."""
        return next(iter(self._lacking.values()), None)

    @property
    def holds_back(self) -> BoardCall | None:
        """The call without whose disposition the agent is not to be made ready."""
        return self.lacking if self._required else None

    def take(self, *, anew: bool = False) -> None:
        """Look at the board again.

        Args:
            anew: Whether another moment is shown: what was before says nothing of it.
        """
        if anew:
            self.ended = None
            self._talked.clear()
            self._lacking.clear()
            self._over = self._ended_now()
        for key, call in self._board.calls.items():
            if call.call.call_type == CallType.CONSULT:
                continue
            if call.ended and key not in self._over:
                self._end(key, call)
            elif not call.ended and call.call.state in _TALKED:
                self._begin(key, call)
        self._over = self._ended_now()
        for key in self._talked.keys() - self._board.calls.keys():
            del self._talked[key]

    def tried(self, key: CallKey) -> None:
        """It was sent, and the server has said what it makes of it: a refusal holds nobody back.

        Args:
            key: About which call.
        """
        self._lacking.pop(key, None)

    def late(self, selected: BoardCall | None) -> BoardCall | None:
        """The call that has ended and is meant when a disposition is asked for.

        Args:
            selected: The selected call.

        Returns:
            None where the selected call is meant, or there is none.
        """
        goes_on = selected is not None and not selected.ended
        if goes_on and selected is not None and selected.call.state in _TALKED:
            return None
        return self.lacking or (None if goes_on else self.ended)

    def asks(self, call: BoardCall) -> bool:
        """Whether it is asked for with the hang-up of a call.

        Args:
            call: One that goes on.
        """
        talked = call.call.state in _TALKED and call.call.call_type != CallType.CONSULT
        return self._asked and talked and not has_value(self._board, call.key, self._key)

    def set_now(self, call: BoardCall) -> str:
        """Tell what is set, as far as that is sure and may be shown.

        Args:
            call: One that ends, or has ended.

        Returns:
            "" where nothing is, or where what is set is not known.
        """
        if self._board.privacy.of_key(self._key) is not Show.SHOW:
            return ""
        cards = (self._board.calls.get(call.key, call), call)
        told = next((value for card in cards if (value := (card.call.user_data or {}).get(self._key))), "")
        about = [one for one in self._operator.operations.values() if _is_about(one, call.key) and self._sets(one)]
        if about:
            last, data = about[-1], about[-1].asked.parameters["userData"]
            sent = data.pairs[self._key] if isinstance(data, RawObject) else None
            # What was set after the call no message tells.
            sure = last.outcome is Outcome.CONFIRMED and (last.command.by_answer or sent == told)
            told = sent if sure else ""
        return told if isinstance(told, str) else ""

    def _begin(self, key: CallKey, call: BoardCall) -> None:
        if key not in self._talked and not self._required:
            # Who speaks with the next one is asked about the last one no more.
            self._lacking.clear()
        self._talked[key] = call

    def _ended_now(self) -> set[CallKey]:
        return {key for key, call in self._board.calls.items() if call.ended}

    def _end(self, key: CallKey, ended: BoardCall) -> None:
        # As it was when it went on: the last message may name its party no more. One that was answered and ended
        # between two looks was never seen to go on.
        call = self._talked.pop(key, ended if ended.answered_at_s is not None else None)
        if call is None:
            return
        self.ended = call
        about = [one for one in self._operator.operations.values() if _is_about(one, key)]
        settled = any(one.command.id in _PASSED_ON or self._sets(one) for one in about)
        if self._wanted and not settled and not has_value(self._board, key, self._key):
            self._lacking[key] = call

    def _sets(self, one: Operation) -> bool:
        data = one.asked.parameters.get("userData")
        return isinstance(data, RawObject) and self._key in data.pairs


def _is_about(one: Operation, key: CallKey) -> bool:
    """Whether it was sent to the call, or to its consultation, and did not fail."""
    before = one.asked.before
    ids = {one.asked.target_id, before.parent_id if before is not None else None}
    return one.outcome is not Outcome.FAILED and one.asked.source == key.source and key.id in ids
