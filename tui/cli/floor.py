"""The commands about a floor, where the calls of many logins meet."""

import argparse

from tui.cli.options import Commands, add_config, add_floor, add_life, add_look, add_wall_mode, bounded, positive


def add_floor_command(commands: Commands) -> None:
    """Add `callboard floor` to the commands."""
    floor = commands.add_parser("floor", help="make and examine the place where the calls of many logins meet")
    doings = floor.add_subparsers(dest="doing", metavar="DOING", required=True)
    init = doings.add_parser("init", help="make its stream, unless it is there")
    add_floor(init)
    add_config(init)
    init.set_defaults(run=_init)
    status = doings.add_parser("status", help="tell who publishes there, and how much")
    add_floor(status)
    add_config(status)
    status.add_argument("--json", action="store_true", help="print one object of JSON")
    status.set_defaults(run=_status)
    retire = doings.add_parser("retire", help="take the logins of a publisher that will not come back from all walls")
    retire.add_argument("publisher", metavar="NAME", help="which: it must have ended")
    add_floor(retire)
    add_config(retire)
    retire.set_defaults(run=_retire)
    permissions = doings.add_parser("permissions", help="print the users for the configuration of its server")
    permissions.add_argument("--collectors", type=_some, default=1, metavar="N", help="that share the logins (1)")
    permissions.add_argument(
        "--logins", metavar="FILE", help="user names, one in a line, - for standard input (those of the sources)"
    )
    permissions.add_argument("--walls", type=_some, default=1, metavar="N", help="how many walls there are (1)")
    add_config(permissions)
    permissions.set_defaults(run=_permissions)
    demo = doings.add_parser("demo", help="show a wall that reads a floor, with everything that it takes")
    demo.add_argument("--agents", type=positive, default=60, metavar="N", help="simulated agents (60, at most 10,000)")
    add_life(demo)
    add_look(demo)
    add_wall_mode(demo)
    demo.set_defaults(run=_demo)


def _some(word: str) -> int:
    return bounded(word, 1, 1000, "is a number from 1 to 1000")


def _init(options: argparse.Namespace) -> int:
    from tui.runs.floor import commands

    return commands.init(options)


def _status(options: argparse.Namespace) -> int:
    from tui.runs.floor import commands

    return commands.status(options)


def _retire(options: argparse.Namespace) -> int:
    from tui.runs.floor import commands

    return commands.retire(options)


def _permissions(options: argparse.Namespace) -> int:
    from tui.runs.floor import commands

    return commands.permissions(options)


def _demo(options: argparse.Namespace) -> int:
    from tui.runs.floor import demo

    return demo.demo(options)
