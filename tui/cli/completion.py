"""What a shell needs in order to complete commands and options."""

import argparse
from collections.abc import Iterator
from functools import partial

from tui.cli.options import Commands
from tui.printing.output import write

SHELLS = ("bash", "zsh", "fish")


def add_completion(commands: Commands, whole: argparse.ArgumentParser) -> None:
    """Add `callboard completion`.

    Args:
        commands: Where to.
        whole: The parser of the program.
    """
    completion = commands.add_parser("completion", help="print what a shell needs to complete commands and options")
    completion.add_argument("shell", choices=SHELLS, help="the shell")
    completion.set_defaults(run=partial(_completion, whole))


def _completion(whole: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    import shtab

    from tui.live.commands.commands import COMMANDS

    for action in _actions(whole):
        if action.metavar == "FILE":
            action.complete = shtab.FILE  # type: ignore[attr-defined]  # where shtab looks
        elif action.dest == "what":
            # Not choices of the parser: a deployment has agent states of its own.
            action.choices = ["list", *(command.id.replace("_", "-") for command in COMMANDS)]
        elif isinstance(action, argparse._SubParsersAction):
            # Shells have room for one line: that of the list of commands, not the first of the page.
            for named in action._choices_actions:
                action.choices[named.dest].description = named.help
    write(shtab.complete(whole, options.shell))
    return 0


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from _actions(below)
