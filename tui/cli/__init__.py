"""Commands and options; each command imports what it needs when it runs, so that `--version` is instant."""

import argparse
import sys
from collections.abc import Callable, Sequence

from tui import __version__
from tui.cli import doctor, screens, scripts, serve, settings, simulator

USAGE = 2
INTERRUPTED = 130

_EPILOG = """\
examples:
  callboard demo                                     a wall on a simulated contact centre
  callboard config init                              a few questions, once
  callboard login                                    keep the password in the system's keyring
  callboard wall
  callboard desk --profile night
  callboard watch --once | jq '.calls | length'
  callboard call answer                              one operation, sent once and confirmed
  callboard serve demo                               the same in web pages, on http://127.0.0.1:8080
  callboard simulate --calls 200 --rate 50           a server to try things on

The password comes from CALLBOARD_PASSWORD (or CALLBOARD_PASSWORD_<SOURCE NAME>), a program, a file, ~/.netrc or the
keyring, see callboard login --help, or is asked for; never from an option.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: Words after the program's name; those of the process if not given.

    Returns:
        The exit code: 0, 2 usage or configuration, 3 refused, 4 not reachable, 130 interrupted; of `call` also
        1 failed, 5 timed out, 6 not allowed now; of `doctor` also 1 something failed.
    """
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    # Textual and the network come in only now.
    from tui.config import ConfigError

    try:
        return run(options)
    except ConfigError as error:
        sys.stderr.write(f"callboard: {error}\n")
        return USAGE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of a pipe has seen enough; the interpreter must not complain about it while it closes stdout.
        sys.stderr.close()
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="callboard",
        description="Live telephone calls of a Genesys Web Services contact centre, in a terminal.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"callboard {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for add in (screens.add_wall, screens.add_desk, screens.add_demo, scripts.add_watch, scripts.add_call):
        add(commands)
    serve.add_serve(commands)
    simulator.add_simulate(commands)
    settings.add_config_command(commands)
    settings.add_login(commands)
    doctor.add_doctor(commands)
    return parser
