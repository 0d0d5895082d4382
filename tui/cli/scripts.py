"""The commands for scripts, which print."""

import argparse

from tui.cli.options import Commands, add_connection, add_floor, add_record, count, digits, pair


def add_watch(commands: Commands) -> None:
    """Add `callboard watch` to the commands."""
    watch = commands.add_parser("watch", help="print every change as a line of JSON, or as a sentence")
    add_connection(watch)
    add_floor(watch)
    watch.add_argument("--once", action="store_true", help="print everything as one object and exit")
    watch.add_argument("--format", choices=("json", "text"), default="json", help="lines of JSON, or plain sentences")
    watch.add_argument(
        "--per-minute", type=count, default=60, metavar="N", help="sentences said in a minute; 0 is all of them (60)"
    )
    watch.add_argument(
        "--agents",
        nargs="?",
        const="",
        metavar="FILTER",
        help="also how many agents do what, and of them only those that FILTER finds",
    )
    watch.add_argument(
        "--post-alarms", action="store_true", help="also post alarms to the [webhook] of the configuration"
    )
    add_record(watch)
    watch.set_defaults(run=_watch)


def add_collect(commands: Commands) -> None:
    """Add `callboard collect`.

    Args:
        commands: Where to.
    """
    collect = commands.add_parser("collect", help="publish the calls of its logins to a floor, for walls")
    add_connection(collect)
    add_floor(collect)
    collect.add_argument(
        "--take-over", action="store_true", help="take logins from another publisher although it is alive"
    )
    collect.set_defaults(run=_collect)


def add_call(commands: Commands) -> None:
    """Add `callboard call` to the commands."""
    call = commands.add_parser(
        "call",
        help="do one operation, wait for its effect, print JSON",
        add_help=False,
    )
    call.add_argument("-h", "--help", action=_CallHelp, nargs=0, help="show this help message and exit")
    call.add_argument(
        "what", metavar="COMMAND", help="list, an operation that --help names, or an agent state of the deployment"
    )
    call.add_argument("--call", metavar="ID", help="id of the call (the only one that allows it)")
    call.add_argument("--device", metavar="ID", help="id or number of the device (the only one)")
    call.add_argument("--source", metavar="NAME", help="name of the source (all of them)")
    call.add_argument("--number", metavar="N", help="whom to call, to forward to, or to remove")
    call.add_argument(
        "--digits",
        metavar="D",
        type=digits,
        help="DTMF digits; - reads them from standard input",
    )
    call.add_argument("--key", metavar="KEY", help="key of the user data to delete")
    call.add_argument(
        "--data", metavar="KEY=VALUE", action="append", type=pair, default=[], help="user data, as often as needed"
    )
    add_connection(call)
    add_record(call)
    call.set_defaults(run=_call)


def _collect(options: argparse.Namespace) -> int:
    from tui.runs import collected

    return collected.collect(options)


def _watch(options: argparse.Namespace) -> int:
    from tui.runs import connected

    return connected.watch(options)


def _call(options: argparse.Namespace) -> int:
    from tui.runs import call

    return call.call(options)


class _CallHelp(argparse.Action):
    """Shows the help with the table of commands, which takes its time to import."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from tui.runs.call_help import commands_help

        parser.epilog = f"{commands_help()}\n\n{parser.epilog}"
        parser.print_help()
        parser.exit()
