"""The commands that show a screen."""

import argparse

from tui.cli.options import (
    Commands,
    add_connection,
    add_floor,
    add_life,
    add_look,
    add_record,
    add_supervise,
    add_titles,
    add_wall_mode,
    positive,
)


def add_wall(commands: Commands) -> None:
    """Add `callboard wall` to the commands."""
    wall = commands.add_parser("wall", help="show the calls of its logins as cards, read-only")
    add_connection(wall)
    add_floor(wall)
    add_supervise(wall)
    add_wall_mode(wall)
    add_look(wall)
    add_record(wall)
    wall.set_defaults(run=_wall)


def add_desk(commands: Commands) -> None:
    """Add `callboard desk` to the commands."""
    desk = commands.add_parser("desk", help="one agent's calls and devices, with everything that can be done")
    add_connection(desk)
    desk.add_argument("--publish", action="store_true", help="also publish its calls to a floor, for walls")
    add_floor(desk)
    add_titles(desk)
    add_record(desk)
    desk.set_defaults(run=_desk)


def add_demo(commands: Commands) -> None:
    """Add `callboard demo` to the commands."""
    demo = commands.add_parser("demo", help="a wall on a simulated contact centre")
    demo.add_argument("--agents", type=positive, default=24, metavar="N", help="agents, each with its own login (24)")
    demo.add_argument("--desk", action="store_true", help="the desk of one of its agents instead")
    demo.add_argument("--no-tour", dest="tour", action="store_false", help="without the guided tour of two minutes")
    add_wall_mode(demo)
    add_life(demo)
    add_supervise(demo)
    add_look(demo)
    add_record(demo)
    demo.set_defaults(run=_demo)


def _wall(options: argparse.Namespace) -> int:
    from tui.runs import connected

    return connected.wall(options)


def _desk(options: argparse.Namespace) -> int:
    from tui.runs import connected

    return connected.desk(options)


def _demo(options: argparse.Namespace) -> int:
    from tui.runs import simulated

    return simulated.demo(options)
