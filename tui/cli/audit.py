"""The commands about the audit log."""

import argparse

from tui.cli.options import Commands, count


def add_audit(commands: Commands) -> None:
    """Add `callboard audit` to the commands."""
    audit = commands.add_parser("audit", help="show who did what to which call, or check that record")
    what = audit.add_subparsers(dest="audit", metavar="WHAT", required=True)
    path = what.add_parser("path", help="print where the audit log is")
    path.set_defaults(run=_path)
    show = what.add_parser("show", help="print the latest entries")
    show.add_argument("--lines", type=count, default=50, metavar="N", help="how many entries (50)")
    show.add_argument("--json", action="store_true", help="print one JSON object a line")
    show.set_defaults(run=_show)
    verify = what.add_parser("verify", help="check that nothing was changed or taken out")
    verify.add_argument("--contains", metavar="HASH", help="hash of an entry that has to be there")
    verify.set_defaults(run=_verify)


def _path(options: argparse.Namespace) -> int:
    from tui.runs import audit

    return audit.path(options)


def _show(options: argparse.Namespace) -> int:
    from tui.runs import audit

    return audit.show(options)


def _verify(options: argparse.Namespace) -> int:
    from tui.runs import audit

    return audit.verify(options)
