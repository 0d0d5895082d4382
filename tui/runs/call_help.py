"""The commands of `callboard call`, from the table."""

from tui.live.commands.command import Ask, Command
from tui.live.commands.commands import COMMANDS
from tui.runs.call_lines import dashed

_NEEDS = {
    Ask.NUMBER: "--number N",
    Ask.PARTY: "--number N",
    Ask.DIGITS: "--digits D",
    Ask.KEY: "--key KEY",
    Ask.PAIR: "--data KEY=VALUE",
}


def commands_help() -> str:
    """List the commands, one a line, with what they need.

    Returns:
        The end of the help.
    """
    rows = "\n".join(_row(command) for command in COMMANDS)
    return f"commands:\n  {'list':<36}calls and devices, each with what it allows\n{rows}"


def _row(command: Command) -> str:
    name = f"{dashed(command)} {_NEEDS.get(command.ask, '')}".rstrip()
    return f"  {name:<36}{command.words}"
