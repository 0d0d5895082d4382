"""Who is listened to, in words for everybody who looks at the wall."""

from collections.abc import Mapping
from typing import NamedTuple

from tui.live.commands.supervision import Mode, Scope
from tui.live.store.bare import BareCall
from tui.live.store.board import Board
from tui.live.store.card import CallKey
from tui.live.store.monitoring import Supervisor, copy_for, number_of, supervisors
from tui.source.models import SupervisorMonitoringState
from tui.views.words.marks import I_MONITOR

UNKNOWN_AGENT = "an agent"


class MonitorWords(NamedTuple):
    """What one supervisor does.

    Attributes:
        who: Who listens to whom, such as `5006 LISTENING to 5001`.
        pair: The same without the word for how, such as `5006 to 5001`.
        how: The word for how.
        more: Whether there is a call now, and how far the monitoring goes.
    """

    who: str
    pair: str
    how: str
    more: str


def monitor_words(board: Board, numbers: Mapping[str, str]) -> list[MonitorWords]:
    """Say who listens to whom.

    Args:
        board: What is known.
        numbers: Numbers of devices that are on no login of this wall.

    Returns:
        What each supervisor does.
    """
    return [monitoring_words(board, one, numbers) for one in monitoring_now(board)]


def monitoring_now(board: Board) -> list[Supervisor]:
    """The supervisors of this wall who monitor somebody.

    Args:
        board: What is known.
    """
    return [one for one in supervisors(board) if one.monitoring is not None]


def target_words(board: Board, device_id: str, numbers: Mapping[str, str]) -> str:
    """Name the agent at a device.

    Args:
        board: What is known.
        device_id: Which.
        numbers: Numbers of devices that are on no login of this wall.

    Returns:
        The number, where it is known.
    """
    return number_of(board, device_id) or numbers.get(device_id) or UNKNOWN_AGENT


def monitoring_words(board: Board, one: Supervisor, numbers: Mapping[str, str]) -> MonitorWords:
    """Say what one supervisor does.

    Args:
        board: What is known.
        one: Who monitors somebody.
        numbers: Numbers of devices that are on no login of this wall.
    """
    monitoring = one.monitoring or SupervisorMonitoringState()
    copy = copy_for(board, one)
    now = copy.call.supervisor_monitoring_state if copy is not None else None
    how = now.meaning if now is not None and now.state else monitoring.meaning
    sign = I_MONITOR.get(how)
    many = "next call only" if monitoring.mode == Mode.NEXT_CALL else "every call"
    far = "stays with the agent" if monitoring.scope == Scope.AGENT else "follows transfers"
    doing = _doing(board, copy, one.target_id)
    stale = "" if board.bare.sources[one.source].link.live else " · stale"
    who = target_words(board, one.target_id, numbers)
    number, word = one.device.phone_number, sign.word if sign else how
    return MonitorWords(f"{number} {word} to {who}", f"{number} to {who}", word, f"{doing}{stale} · {many}, {far}")


def _doing(board: Board, copy: BareCall | None, target_id: str) -> str:
    """Whose call it is, where that is not the agent's any more: a call is followed when it is transferred."""
    if copy is None:
        return "waits for a call"
    calls, others = board.bare.calls, (name for name in board.bare.sources if name != copy.key.source)
    same = (calls.get(CallKey(name, copy.key.id)) for name in others)
    heard = next(
        (one.call.device_id for one in same if one and not one.ended and one.call.supervisor_listening_in), None
    )
    return "in a call" if heard in (None, target_id) else f"in a call of {number_of(board, heard or '')}"
