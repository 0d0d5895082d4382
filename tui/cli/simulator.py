"""The simulated contact centre alone."""

import argparse

from tui.cli.options import Commands, add_life, file_name, port, positive


def add_simulate(commands: Commands) -> None:
    """Add `callboard simulate` to the commands."""
    simulate = commands.add_parser("simulate", help="run the simulated contact centre alone, on loopback")
    simulate.add_argument("--port", type=port, default=0, metavar="P", help="port (a free one)")
    simulate.add_argument(
        "--agents", type=positive, metavar="N", help="deal the calls to N logins (one login has them all)"
    )
    add_life(simulate)
    simulate.add_argument(
        "--config-out", type=file_name, metavar="FILE", help="write a configuration with one source for each login"
    )
    simulate.set_defaults(run=_simulate)


def _simulate(options: argparse.Namespace) -> int:
    from tui.runs import simulated

    return simulated.simulate(options)
