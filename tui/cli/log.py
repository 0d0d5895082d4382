"""The commands about the log file."""

import argparse

from tui.cli.options import LOG_LEVELS, Commands, count


def add_log(commands: Commands) -> None:
    """Add `callboard log` to the commands."""
    log = commands.add_parser("log", help="tell where the log file is, or show its end")
    what = log.add_subparsers(dest="log", metavar="WHAT", required=True)
    path = what.add_parser("path", help="print where the log file is")
    path.set_defaults(run=_path)
    show = what.add_parser("show", help="print the last lines of the log")
    show.add_argument("--lines", type=count, default=50, metavar="N", help="how many lines are looked at (50)")
    show.add_argument("--level", choices=LOG_LEVELS, help="only what is of this level or worse")
    show.set_defaults(run=_show)


def _path(options: argparse.Namespace) -> int:
    from tui.runs import log

    return log.path(options)


def _show(options: argparse.Namespace) -> int:
    from tui.runs import log

    return log.show(options)
