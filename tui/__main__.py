"""Entry point of `callboard` and `python -m tui`."""

import sys

from tui import __version__
from tui.printing.output import OutputError, ReaderGoneError, complain, write
from tui.printing.streams import open_closed_streams

NOT_WRITTEN = 1
"""Exit code where the output could not be written."""
INTERRUPTED = 130


def main() -> int:
    """Run one command with the words of the command line.

    Returns:
        The exit code, see `tui.cli.main`; 1 also where the output could not be written.
    """
    open_closed_streams()
    try:
        return _run()
    except KeyboardInterrupt:
        import signal

        # Another one must not meet Python's own traceback, which waits for whoever reads standard error.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        return INTERRUPTED


def _run() -> int:
    try:
        return _command()
    except ReaderGoneError:
        # The reader of a pipe has seen enough.
        return 0
    except OutputError as error:
        complain(str(error))
        return NOT_WRITTEN


def _command() -> int:
    if sys.argv[1:] == ["--version"]:
        # The parser would say the same; to import it and all commands takes longer than Python's own start.
        write(f"callboard {__version__}\n")
        return 0
    from tui import cli
    from tui.machine.no_core import forbid_core
    from tui.patches.command_palette import put_palette_off
    from tui.patches.dataclass_methods import make_methods_without_compiling
    from tui.patches.garbage import calm_collector, pause_collector
    from tui.patches.unused_imports import skip_unused_imports

    forbid_core()
    pause_collector()
    skip_unused_imports()
    put_palette_off()
    make_methods_without_compiling()
    try:
        return cli.main()
    finally:
        calm_collector()


if __name__ == "__main__":
    sys.exit(main())
