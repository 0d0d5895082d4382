"""Entry point of `callboard` and `python -m tui`."""

import sys

from tui import __version__


def main() -> int:
    """Run one command with the words of the command line.

    Returns:
        The exit code, see `tui.cli.main`.
    """
    if sys.argv[1:] == ["--version"]:
        # The parser would say the same; to import it and all commands takes longer than Python's own start.
        sys.stdout.write(f"callboard {__version__}\n")
        return 0
    return _run()


def _run() -> int:
    from tui import cli
    from tui.collector import calm_collector, pause_collector
    from tui.lean import leave_out

    pause_collector()
    leave_out()
    try:
        return cli.main()
    finally:
        calm_collector()


if __name__ == "__main__":
    sys.exit(main())
