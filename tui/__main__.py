"""Entry point of `callboard` and `python -m tui`."""

import sys

from tui import cli
from tui.collector import calm_collector, pause_collector


def main() -> int:
    """Run one command with the words of the command line.

    Returns:
        The exit code, see `tui.cli.main`.
    """
    pause_collector()
    try:
        return cli.main()
    finally:
        calm_collector()


if __name__ == "__main__":
    sys.exit(main())
