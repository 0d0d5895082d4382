"""An operation as it was asked for, and how to find what it is about on the board."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from tui.live.store.board import Source, source_in
from tui.live.store.card import BoardCall, CallKey
from tui.source.models import Call, Device, UserState
from tui.source.raw import Operand


class BoardView(Protocol):
    """What an effect is looked for in: the board, or the board as a single message shows it."""

    @property
    def calls(self) -> Mapping[CallKey, BoardCall]:
        """All calls."""
        ...

    @property
    def sources(self) -> Mapping[str, Source]:
        """All logins, with their devices."""
        ...


@dataclass(frozen=True, slots=True)
class RequestedOperation:
    """An operation as it was asked for, with what the board knew then.

    Attributes:
        source: Name of the source.
        target_id: Id of the call or device; "" for the voice channel and the user.
        parameters: What went beside the `operationName`; of DTMF digits only how many.
        before: The call as it was, if the target is one.
        calls_before: The calls of the source as they were, by id; those that had ended are among them.
    """

    source: str
    target_id: str
    parameters: Mapping[str, Operand] = field(default_factory=dict)
    before: Call | None = None
    calls_before: Mapping[str, Call] = field(default_factory=dict)


Reached = Callable[[RequestedOperation, BoardView], bool]
"""Whether the effect is there now; only asked while the source is live."""


def known_call(asked: RequestedOperation, board: BoardView, call_id: str | None = None) -> BoardCall | None:
    """The target, or another call of its source, as the board knows it; None where it does not."""
    return board.calls.get(CallKey(asked.source, asked.target_id if call_id is None else call_id))


def live_call(asked: RequestedOperation, board: BoardView, call_id: str | None = None) -> Call | None:
    """The target, or another call of its source, if it goes on."""
    known = known_call(asked, board, call_id)
    return None if known is None or known.ended else known.call


def is_over(asked: RequestedOperation, board: BoardView, call_id: str | None = None) -> bool:
    """Whether the target, or another call of its source, has ended."""
    return live_call(asked, board, call_id) is None


def new_calls(asked: RequestedOperation, board: BoardView) -> Iterator[Call]:
    """The calls of the source that were not there when it was asked for, also those that have ended since."""
    for key, known in board.calls.items():
        if key.source == asked.source and key.id not in asked.calls_before:
            yield known.call


def target_device(asked: RequestedOperation, board: BoardView) -> Device | None:
    """The device that is the target, if it is known."""
    known = source_in(board.sources, asked.source).devices.get(asked.target_id)
    return None if known is None else known.device


def agent_states(asked: RequestedOperation, board: BoardView) -> list[UserState]:
    """The agent state on each device of the source."""
    return [known.device.user_state for known in source_in(board.sources, asked.source).devices.values()]
