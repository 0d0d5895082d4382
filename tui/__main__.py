"""Entry point of `callboard` and `python -m tui`."""

import os
import sys

from tui import cli
from tui.collector import calm_collector, pause_collector


def main() -> int:
    """Run one command with the words of the command line.

    Returns:
        The exit code, see `tui.cli.main`.
    """
    pause_collector()
    # Looking for plugins, pydantic would read what is written about every package that is installed here.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        return cli.main()
    finally:
        calm_collector()


if __name__ == "__main__":
    sys.exit(main())
