"""Begins the audit log of a run whose keys act."""

import atexit
from typing import TYPE_CHECKING

from tui.machine.folders import NO_HOME, audit_folder
from tui.printing.output import complain

if TYPE_CHECKING:
    from tui.audit.log import AuditLog


def begin_audit(program: str, *, wanted: bool) -> "AuditLog | None":
    """Write down what is done from now on, or say why that cannot be: on standard error, until there is a screen.

    Args:
        program: The command, such as `desk`.
        wanted: Whether the configuration wants it.

    Returns:
        The log; None where none is wanted, or where there is no place for it.
    """
    if not wanted:
        return None
    folder = audit_folder()
    if folder is None:
        complain(f"no audit log is written: {NO_HOME}, or XDG_STATE_HOME")
        return None
    from tui.audit.files import AuditFiles
    from tui.audit.log import AuditLog
    from tui.audit.origin import origin_of

    audit = AuditLog(AuditFiles(folder), origin_of(program), on_problem=_tell)
    # Whatever ends the run: what was done last must not be missing.
    atexit.register(audit.close)
    return audit


def end_audit(audit: "AuditLog | None") -> None:
    """Write what waits, and say on standard error if that cannot be done.

    Args:
        audit: The log of a run without a screen; None where none is written.
    """
    if audit is not None:
        audit.close()
        if audit.problem:
            complain(audit.problem)


def _tell(words: str) -> None:
    complain(words or "the audit log can be written again")
