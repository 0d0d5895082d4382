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
  callboard desk --url https://gws.example.com --user agent.one
  callboard watch --once | jq '.calls | length'
  callboard call answer                              one operation, sent once and confirmed
  callboard simulate --calls 200 --rate 50           a server to try things on

The password comes from CALLBOARD_PASSWORD (or CALLBOARD_PASSWORD_<SOURCE NAME>), or is asked for; never from an option.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: Words after the program's name; those of the process if not given.

    Returns:
        The exit code: 0, 2 usage or configuration, 3 refused, 4 not reachable, 130 interrupted; of `call` also
        1 failed, 5 timed out, 6 not allowed now.
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
    if options.command == "call":
        from tui.runs import call

        return call.call(options)
    from tui.runs import connected

    return {"wall": connected.wall, "desk": connected.desk, "watch": connected.watch}[options.command](options)


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
    _add_desk(commands)
    _add_demo(commands)
    _add_watch(commands)
    _add_call(commands)
    _add_simulate(commands)
    return parser


def _add_wall(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    wall = commands.add_parser("wall", help="show all calls as cards, read-only")
    _add_connection(wall)
    _add_supervise(wall)
    _add_wall_mode(wall)
    _add_look(wall)


def _add_desk(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    desk = commands.add_parser("desk", help="one agent's calls and devices, with everything that can be done")
    _add_connection(desk)
    _add_titles(desk)


def _add_demo(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    demo = commands.add_parser("demo", help="a wall on a simulated contact centre")
    demo.add_argument("--agents", type=_count, default=24, metavar="N", help="agents, each with its own login (24)")
    demo.add_argument("--desk", action="store_true", help="the desk of one of its agents instead")
    _add_wall_mode(demo)
    _add_life(demo)
    _add_supervise(demo)
    _add_look(demo)


def _add_watch(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    watch = commands.add_parser("watch", help="print every change as a line of JSON, or as a sentence")
    _add_connection(watch)
    watch.add_argument("--once", action="store_true", help="print everything as one object and exit")
    watch.add_argument("--format", choices=("json", "text"), default="json", help="lines of JSON, or plain sentences")
    watch.add_argument(
        "--per-minute", type=_count, default=60, metavar="N", help="sentences said in a minute; 0 is all of them (60)"
    )


def _add_call(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    call = commands.add_parser(
        "call",
        help="do one operation, wait for its effect, print JSON",
        add_help=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    call.add_argument("-h", "--help", action=_CallHelp, nargs=0, help="show this help message and exit")
    call.add_argument("what", metavar="COMMAND", help="list, one of the below, or an agent state of the deployment")
    call.add_argument("--call", metavar="ID", help="id of the call (the only one that allows it)")
    call.add_argument("--device", metavar="ID", help="id or number of the device (the only one)")
    call.add_argument("--source", metavar="NAME", help="name of the source (all of them)")
    call.add_argument("--number", metavar="N", help="whom to call, to forward to, or to remove")
    call.add_argument("--digits", metavar="D", help="DTMF digits")
    call.add_argument("--key", metavar="KEY", help="key of the user data to delete")
    call.add_argument(
        "--data", metavar="KEY=VALUE", action="append", type=_pair, default=[], help="user data, as often as needed"
    )
    _add_connection(call)


class _CallHelp(argparse.Action):
    """Shows the help with the table of commands, which takes its time to import."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from tui.runs.call_help import commands_help

        parser.epilog = commands_help()
        parser.print_help()
        parser.exit()


def _pair(word: str) -> tuple[str, str]:
    key, equals, value = word.partition("=")
    if not key or not equals:
        raise argparse.ArgumentTypeError("write it like KEY=VALUE")
    return key, value


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


def _add_supervise(command: argparse.ArgumentParser) -> None:
    command.add_argument("--supervise", action="store_true", help="bind the keys that listen in, coach and barge in")


def _add_look(command: argparse.ArgumentParser) -> None:
    _add_titles(command)
    command.add_argument("--density", choices=("auto", "big", "card", "row"), help="size of the cards")
    command.add_argument("--order", choices=("attention", "state", "agent", "duration"), help="what comes first")


def _add_wall_mode(command: argparse.ArgumentParser) -> None:
    command.add_argument("--page-s", type=float, metavar="S", help="big cards in pages that turn every S seconds")
    command.add_argument("--time-zone", metavar="ZONE", help="zone of the clock, such as Europe/Berlin")
    command.add_argument(
        "--kiosk", action="store_true", default=None, help="lock the wall: only the unlock key (ctrl+k) works"
    )


def _add_titles(command: argparse.ArgumentParser) -> None:
    command.add_argument("--title", help="words beside the name of the program")
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
