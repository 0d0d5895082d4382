"""The command that shows a screen in web pages: its own options, and those of the screen that it shows."""

import argparse
import ipaddress
from collections.abc import Iterator

from tui.cli.options import Commands, file_name, port, positive
from tui.cli.screens import add_demo, add_desk, add_wall

_EPILOG = """\
examples:
  callboard serve demo                                          on http://127.0.0.1:8080, for this machine alone
  CALLBOARD_SERVE_TOKEN=... callboard serve wall --host 0.0.0.0
  callboard serve wall --token-from /etc/callboard/token --name wall.example.com --trusted-proxy 127.0.0.1
  callboard serve desk --token-from new
  callboard serve wall --metrics-token-from scrape               and figures for Prometheus at /metrics
  callboard serve wall --supervise --token-from tokens          with lines such as: night look ...  and  day act ...

Any other address than this machine's own, another name, a proxy, and everything whose keys act, need a token.
"""


def add_serve(commands: Commands) -> None:
    """Add `callboard serve` to the commands."""
    serve = commands.add_parser(
        "serve",
        help="show wall, desk or demo in web pages",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    screens = serve.add_subparsers(dest="screen", metavar="SCREEN", required=True)
    for name, add in (("wall", add_wall), ("desk", add_desk), ("demo", add_demo)):
        add(screens)
        screen = screens.choices[name]
        # Everything that the screen alone knows is passed on to it.
        own = tuple(action for action in screen._actions if action.dest != "help")
        # `--token SECRET` must not be taken for `--token-from`.
        screen.allow_abbrev = False
        _add_serving(screen)
        screen.set_defaults(run=_serve, own=own)


def words_for(options: argparse.Namespace) -> tuple[str, ...]:
    """Write down again what was said to the screen that is shown.

    Args:
        options: Of `callboard serve SCREEN`.

    Returns:
        Its command and options; nothing that was not said.
    """
    return (options.screen, *(word for action in options.own for word in _said(action, options)))


def _said(action: argparse.Action, options: argparse.Namespace) -> Iterator[str]:
    value = getattr(options, action.dest)
    if value == action.default:
        return
    # In one word, for a value may begin with a dash.
    yield action.option_strings[0] if action.nargs == 0 else f"{action.option_strings[0]}={value}"


def _add_serving(screen: argparse.ArgumentParser) -> None:
    pages = screen.add_argument_group("pages")
    pages.add_argument("--host", default="127.0.0.1", metavar="ADDRESS", help="address to listen on (127.0.0.1)")
    pages.add_argument("--port", type=port, default=8080, metavar="P", help="port to listen on; 0 is a free one (8080)")
    pages.add_argument(
        "--token-from",
        type=file_name,
        metavar="FILE",
        help="file that only its owner may read: a token, or lines NAME look|act TOKEN; or `new`: printed once",
    )
    pages.add_argument(
        "--metrics-token-from",
        type=file_name,
        metavar="FILE",
        help="serve /metrics to a Prometheus that knows the token in FILE, which only its owner may read",
    )
    pages.add_argument("--name", action="append", default=[], metavar="NAME", help="a name that browsers use for it")
    pages.add_argument(
        "--trusted-proxy",
        action="append",
        default=[],
        type=ipaddress.ip_network,
        metavar="ADDRESS",
        help="a reverse proxy whose X-Forwarded-For and X-Forwarded-Proto are believed",
    )
    pages.add_argument("--max-viewers", type=positive, default=10, metavar="N", help="pages at once (10)")
    pages.add_argument(
        "--size", type=_size, metavar="COLUMNSxROWS", help="size of the screen (what fits into all windows)"
    )
    pages.add_argument("--font-size", type=positive, default=16, metavar="PX", help="size of the letters (16)")


def _size(word: str) -> tuple[int, int]:
    columns, _, rows = word.partition("x")
    size = int(columns), int(rows)
    if not (80 <= size[0] <= 500 and 24 <= size[1] <= 200):
        raise argparse.ArgumentTypeError("must be from 80x24 to 500x200")
    return size


def _serve(options: argparse.Namespace) -> int:
    from tui.runs import served

    return served.serve(options, words_for(options))
