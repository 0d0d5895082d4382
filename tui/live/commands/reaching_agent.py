"""How the board tells that an operation on a device or on the agent's state had its effect (API.md 2.3 and 6.2)."""

from tui.live.commands.numbers import same_number
from tui.live.commands.requested_operation import BoardView, Reached, RequestedOperation, agent_states, target_device
from tui.source.models import AgentState, UserState
from tui.source.raw import Raw

_NOT_READY_ID = "900D55CC-2BB0-431F-8BF9-D3525B383BE6"
_OUT = ("", AgentState.LOGGED_OUT)


def disturb_is(word: str) -> Reached:
    """Do not disturb is `On` or `Off`."""
    return lambda asked, board: (device := target_device(asked, board)) is not None and device.do_not_disturb == word


def forwarded(asked: RequestedOperation, board: BoardView) -> bool:
    """Calls are forwarded to the given number."""
    device, number = target_device(asked, board), asked.parameters.get("destination")
    return device is not None and isinstance(number, Raw) and same_number(device.forward_to or "", number.text)


def not_forwarded(asked: RequestedOperation, board: BoardView) -> bool:
    """Calls are not forwarded."""
    device = target_device(asked, board)
    return device is not None and not device.forward_to


def agent_is(state: str) -> Reached:
    """The agent is in this state, whatever its reason, on a device of the source."""
    return lambda asked, board: any(one.state == state for one in agent_states(asked, board))


def not_ready(asked: RequestedOperation, board: BoardView) -> bool:
    """The agent is not ready and gives no reason: other states of the same kind have an id, a mode or a reason."""
    return any(is_plain_not_ready(one) for one in agent_states(asked, board))


def work_mode_is(work_mode: str) -> Reached:
    """The agent is not ready in this work mode."""
    return lambda asked, board: any(
        one.state == AgentState.NOT_READY and one.work_mode == work_mode for one in agent_states(asked, board)
    )


def custom_state_is(state_id: str, display_name: str) -> Reached:
    """The agent is in a state of the deployment, known by its id, or by its name where the server sends no id."""

    def is_it(one: UserState) -> bool:
        if one.id and state_id:
            return one.id.lower() == state_id.lower()
        return bool(display_name) and display_name in (one.display_name, one.reason)

    return lambda asked, board: any(is_it(one) for one in agent_states(asked, board))


def logged_in(asked: RequestedOperation, board: BoardView) -> bool:
    """The agent is logged in on a device."""
    return any(one.state not in _OUT for one in agent_states(asked, board))


def is_plain_not_ready(one: UserState) -> bool:
    """Whether somebody is not ready and gives no reason; see `not_ready`."""
    if one.state != AgentState.NOT_READY or one.work_mode:
        return False
    return one.id.upper() == _NOT_READY_ID if one.id else not (one.reason or one.reason_code)
