"""Commands and options; each command imports what it needs when it runs."""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence

from tui import __version__
from tui.cli import screens
from tui.cli.options import Commands
from tui.cli.pages import PAGES, WHOLE
from tui.cli.parser import Parser
from tui.printing.output import complain

SCREENS = {"wall": screens.add_wall, "desk": screens.add_desk, "demo": screens.add_demo}

USAGE = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: Words after the program's name; those of the process if not given.

    Returns:
        The exit code: 0, 2 usage or configuration, 3 refused, 4 not reachable, 130 interrupted; of `call` also
        1 failed, 5 timed out, 6 not allowed now; of `doctor` also 1 something failed.

    Raises:
        OutputError: What the command prints could not be written.
        KeyboardInterrupt: It was interrupted.
    """
    words = sys.argv[1:] if arguments is None else arguments
    options = build_parser(words[0] if words else "").parse_args(words)
    run: Callable[[argparse.Namespace], int] = options.run
    # Textual and the network come in only now.
    from tui.patches.typed_dicts import import_schemas_untyped

    import_schemas_untyped()
    from tui.config import ConfigError

    try:
        return run(options)
    except ConfigError as error:
        complain(str(error))
        return USAGE


def build_parser(command: str = "") -> argparse.ArgumentParser:
    """Make the parser of all commands, each with its page.

    Args:
        command: The command that is parsed, if it is known. One that shows a screen comes alone: to make all others
            would delay the screen.
    """
    parser: argparse.ArgumentParser = Parser(prog="callboard")
    parser.add_argument("--version", action="version", version=f"callboard {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    if command in SCREENS:
        SCREENS[command](commands)
    else:
        _add_all(commands, parser)
    WHOLE.dress(parser)
    for words, leaf in leaves(parser):
        if words in PAGES:
            PAGES[words].dress(leaf)
    return parser


def _add_all(commands: Commands, parser: argparse.ArgumentParser) -> None:
    from tui.cli import audit, completion, doctor, floor, log, recordings, scripts, serve, settings, simulator

    for add in (*SCREENS.values(), scripts.add_watch, scripts.add_collect, scripts.add_call, doctor.add_doctor):
        add(commands)
    settings.add_config_command(commands)
    settings.add_login(commands)
    floor.add_floor_command(commands)
    serve.add_serve(commands)
    recordings.add_replay(commands)
    log.add_log(commands)
    audit.add_audit(commands)
    simulator.add_simulate(commands)
    completion.add_completion(commands, parser)


def leaves(parser: argparse.ArgumentParser, before: str = "") -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every command that can be run.

    Args:
        parser: Whose.
        before: Words that lead to it.

    Yields:
        Its words, such as `config show`, and its parser.
    """
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, command in action.choices.items():
                below = list(leaves(command, f"{before}{name} "))
                yield from below or [(f"{before}{name}", command)]
