"""Commands and options; each command imports what it needs when it runs, so that `--version` is instant."""

import argparse
import sys
from collections.abc import Sequence

from tui import __version__

USAGE = 2
INTERRUPTED = 130

_EPILOG = """\
examples:
  callboard demo                                     a wall on a simulated contact centre
  callboard wall --url https://gws.example.com --user agent.one
  callboard watch --once | jq '.calls | length'
  callboard simulate --calls 200 --rate 50           a server to try things on

The password comes from CALLBOARD_PASSWORD (or CALLBOARD_PASSWORD_<SOURCE NAME>), or is asked for; never from an option.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: Words after the program's name; those of the process if not given.

    Returns:
        The exit code: 0, 2 usage or configuration, 3 refused, 4 not reachable, 130 interrupted.
    """
    options = _parser().parse_args(arguments)
    # Textual and the network come in only now.
    from tui.config import ConfigError

    try:
        return _run(options)
    except ConfigError as error:
        sys.stderr.write(f"callboard: {error}\n")
        return USAGE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of a pipe has seen enough; the interpreter must not complain about it while it closes stdout.
        sys.stderr.close()
        return 0


def _run(options: argparse.Namespace) -> int:
    if options.command in ("demo", "simulate"):
        from tui.runs import simulated

        return simulated.demo(options) if options.command == "demo" else simulated.simulate(options)
    from tui.runs import connected

    return connected.wall(options) if options.command == "wall" else connected.watch(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="callboard",
        description="Live telephone calls of a Genesys Web Services contact centre, in a terminal.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"callboard {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _add_wall(commands)
    _add_demo(commands)
    _add_watch(commands)
    _add_simulate(commands)
    return parser


def _add_wall(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    wall = commands.add_parser("wall", help="show all calls as cards, read-only")
    _add_connection(wall)
    _add_look(wall)


def _add_demo(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    demo = commands.add_parser("demo", help="a wall on a simulated contact centre")
    demo.add_argument("--agents", type=_count, default=24, metavar="N", help="agents, each with its own login (24)")
    _add_life(demo)
    _add_look(demo)


def _add_watch(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    watch = commands.add_parser("watch", help="print every change as a line of JSON")
    _add_connection(watch)
    watch.add_argument("--once", action="store_true", help="print everything as one object and exit")


def _add_simulate(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    simulate = commands.add_parser("simulate", help="run the simulated contact centre alone, on loopback")
    simulate.add_argument("--port", type=int, default=0, metavar="P", help="port (a free one)")
    simulate.add_argument(
        "--agents", type=_count, metavar="N", help="deal the calls to N logins (one login has them all)"
    )
    _add_life(simulate)
    simulate.add_argument("--config-out", metavar="FILE", help="write a configuration with one source for each login")


def _add_connection(command: argparse.ArgumentParser) -> None:
    command.add_argument("--url", help="address of the server (CALLBOARD_URL)")
    command.add_argument("--user", help="login name (CALLBOARD_USER)")
    command.add_argument("--config", metavar="FILE", help="TOML file (CALLBOARD_CONFIG)")


def _add_look(command: argparse.ArgumentParser) -> None:
    command.add_argument("--title", help="words beside the name of the program")
    command.add_argument("--density", choices=("auto", "big", "card", "row"), help="size of the cards")
    command.add_argument("--order", choices=("attention", "state", "agent", "duration"), help="what comes first")
    command.add_argument("--theme", choices=("dark", "light"), help="colours")


def _add_life(command: argparse.ArgumentParser) -> None:
    command.add_argument("--calls", type=_count, metavar="N", help="keep about N calls alive (0 to 2 for each agent)")
    command.add_argument("--rate", type=float, metavar="EVENTS_PER_S", help="changes per second")
    command.add_argument("--seed", type=int, default=1, metavar="S", help="same seed, same run (1)")


def _count(word: str) -> int:
    number = int(word)
    if number < 0:
        raise argparse.ArgumentTypeError("must not be negative")
    return number
