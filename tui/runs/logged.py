"""Begins the log of a run that prints, which says so where it goes on without one."""

from collections.abc import Collection

from pydantic import SecretStr

from tui.machine.logfile import USUAL, start_logging
from tui.printing.output import complain


def begin_log(secrets: Collection[SecretStr], level: str = USUAL) -> None:
    """Write what is worth it to the log, or say on standard error why there is none.

    Args:
        secrets: What must never be written; a collection that may grow.
        level: How much is worth it.
    """
    if why_not := start_logging(secrets, level=level):
        complain(why_not)
