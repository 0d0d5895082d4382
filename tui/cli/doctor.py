"""The command that looks for what is wrong."""

import argparse

from tui.cli.options import Commands, add_connection


def add_doctor(commands: Commands) -> None:
    """Add `callboard doctor` to the commands."""
    doctor = commands.add_parser("doctor", help="examine the way to a server step by step, and say what to do")
    doctor.add_argument("source", nargs="*", metavar="SOURCE", help="names of sources (all of them)")
    doctor.add_argument(
        "--floor",
        nargs="?",
        const="",
        metavar="URL",
        help="examine the floor instead, with every right that it must not give (that of the configuration)",
    )
    doctor.add_argument(
        "--json", action="store_true", help="print one line of JSON for each source, or server of a floor"
    )
    add_connection(doctor)
    doctor.set_defaults(run=_doctor)


def _doctor(options: argparse.Namespace) -> int:
    if options.floor is not None:
        from tui.runs.floor import doctor as floor_doctor

        return floor_doctor.doctor(options)
    from tui.runs import doctor

    return doctor.doctor(options)
