"""The agent states of a deployment as commands beside those of the table (gws-api.md 2.3)."""

import re
from collections.abc import Iterable

from tui.gws.directory import AgentState
from tui.live.command import Command, Target
from tui.live.commands import BY_ID, COMMANDS
from tui.live.reaching_agent import custom_state_is

_BUILT_IN = frozenset(command.operation for command in COMMANDS)


def state_commands(states: Iterable[AgentState]) -> tuple[Command, ...]:
    """Make a command of each state that is not in the table already.

    Args:
        states: What `/settings/agent-states` lists.

    Returns:
        Commands without a key, in the server's order; the id is the operation in small letters, such as `lunch`.
    """
    made: dict[str, Command] = {}
    for state in states:
        id_ = _id(state.operation_name)
        if state.operation_name not in _BUILT_IN and id_ not in BY_ID and id_ not in made:
            made[id_] = _command(id_, state)
    return tuple(made.values())


def _command(id_: str, state: AgentState) -> Command:
    words = state.display_name or state.operation_name
    reached = custom_state_is(state.id, words)
    return Command(id_, state.operation_name, "", words.lower(), Target.VOICE, None, reached)


def _id(operation: str) -> str:
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", operation)
    return re.sub(r"\W+", "_", words).strip("_").lower()
