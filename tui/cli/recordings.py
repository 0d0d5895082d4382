"""The command that shows a recording again."""

import argparse

from tui.cli.options import Commands, file_name


def add_replay(commands: Commands) -> None:
    """Add `callboard replay` to the commands."""
    replay = commands.add_parser("replay", help="show a recording again, on the screen or as lines")
    replay.add_argument(
        "file", type=file_name, metavar="FILE", help="what --record has written; - is the standard input"
    )
    where = replay.add_mutually_exclusive_group()
    where.add_argument("--desk", dest="shown", action="store_const", const="desk", help="on a desk")
    where.add_argument("--wall", dest="shown", action="store_const", const="wall", help="on a wall (the default)")
    where.add_argument("--format", choices=("jsonl", "text"), help="as lines, as callboard watch prints them")
    replay.add_argument("--speed", type=_speed, default=1.0, metavar="X", help="recorded seconds in a second (1)")
    replay.add_argument(
        "--from", dest="begin", default="", metavar="TIME", help="begin at 14:05, 2026-01-05T14:05, or +5m"
    )
    replay.add_argument("--paused", action="store_true", help="wait for a key before it plays")
    replay.set_defaults(run=_replay)


def _speed(word: str) -> float:
    speed = float(word)
    if not 0.01 <= speed <= 1000:
        raise argparse.ArgumentTypeError("from 0.01 to 1000")
    return speed


def _replay(options: argparse.Namespace) -> int:
    from tui.runs import replayed

    return replayed.replay(options)
