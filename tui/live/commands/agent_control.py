"""The table of what a supervisor can do to an agent's state, and how a look at the agents shows it (API.md 8.4)."""

from collections.abc import Callable, Mapping

from tui.live.commands.command import Command, Target
from tui.live.commands.reaching_agent import is_plain_not_ready
from tui.live.commands.requested_operation import BoardView, Reached, RequestedOperation
from tui.source.capability import AlwaysPossible
from tui.source.models import AgentState, UserState


def _is_ready(state: UserState | None) -> bool:
    return state is not None and state.state == AgentState.READY


def _is_not_ready(state: UserState | None) -> bool:
    return state is not None and is_plain_not_ready(state)


def _is_out(state: UserState | None) -> bool:
    """The directory tells no state on voice of who is not logged in (API.md 8.1)."""
    return state is None or state.state == AgentState.LOGGED_OUT


_SHOWN: Mapping[str, Callable[[UserState | None], bool]] = {
    "set_ready": _is_ready,
    "set_not_ready": _is_not_ready,
    "log_out": _is_out,
}


def shows(command: Command, state: UserState | None) -> bool:
    """Whether a state is the one that was asked for.

    Args:
        command: A row of the table.
        state: The agent's on voice; None where they are not logged in.
    """
    return _SHOWN[command.id](state)


def _told(id_: str) -> Reached:
    """The agent is a login of this wall, which is live and says so; of all others only a look tells."""

    def is_it(asked: RequestedOperation, board: BoardView) -> bool:
        live = [one for one in board.sources.values() if one.link.live and one.user.id == asked.target_id]
        return any(_SHOWN[id_](known.device.user_state) for one in live for known in one.devices.values())

    return is_it


def _row(id_: str, operation: str, key: str, words: str, *, confirm: bool = False) -> Command:
    return Command(id_, operation, key, words, Target.AGENT, None, _told(id_), confirm=confirm)


AGENT_CONTROL: tuple[Command, ...] = (
    _row("set_ready", AlwaysPossible.READY, "Y", "set ready"),
    _row("set_not_ready", AlwaysPossible.NOT_READY, "N", "set not ready"),
    _row("log_out", AlwaysPossible.OFFLINE, "O", "log out", confirm=True),
)
"""Every state that a supervisor may set: no reason, no work mode and no state of the deployment is among them."""

AGENT_CONTROL_BY_ID: Mapping[str, Command] = {command.id: command for command in AGENT_CONTROL}
