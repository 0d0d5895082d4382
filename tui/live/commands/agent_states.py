"""The agent states of a deployment as commands beside those of the table (API.md 2.3)."""

import re
from collections.abc import Container, Iterable
from itertools import chain, count

from tui.live.commands.command import Command, Target
from tui.live.commands.commands import BY_ID, COMMANDS
from tui.live.commands.reaching_agent import custom_state_is
from tui.source.directory import AgentStateOption
from tui.source.text import TEXT_LIMIT

_BUILT_IN = frozenset(command.operation for command in COMMANDS)


def state_commands(states: Iterable[AgentStateOption]) -> tuple[Command, ...]:
    """Make a command of each state that is not in the table already.

    Args:
        states: What `/settings/agent-states` lists.

    Returns:
        Commands without a key, in the server's order; the id is the operation in small letters, such as `lunch`.
    """
    made: dict[str, Command] = {}
    operations = set(_BUILT_IN)
    for state in states:
        if state.raw_operation.text in operations or len(state.raw_operation.text) > TEXT_LIMIT:
            continue
        operations.add(state.raw_operation.text)
        id_ = _free(_id(state.operation_name) or "state", {*BY_ID, *made})
        made[id_] = _command(id_, state)
    return tuple(made.values())


def _free(id_: str, taken: Container[str]) -> str:
    """Two operations that are spelled alike are two states all the same."""
    names = chain((id_,), (f"{id_}_{number}" for number in count(2)))
    return next(name for name in names if name not in taken)


def _command(id_: str, state: AgentStateOption) -> Command:
    words = state.display_name or state.operation_name
    reached = custom_state_is(state.id, words)
    return Command(id_, state.raw_operation.text, "", words.lower(), Target.VOICE, None, reached)


def _id(operation: str) -> str:
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", operation)
    return re.sub(r"\W+", "_", words).strip("_").lower()
