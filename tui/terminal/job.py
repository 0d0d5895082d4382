"""The job that a shell has started, of which this process is one."""

import os
import signal


def has_shell() -> bool:
    """Whether there is a shell that lets a job that was stopped go on.

    Where a screen is all that runs in a terminal, as on a wall box or in a window of its own, there is none.
    """
    return os.getpgrp() != os.getsid(0)


def stop_job() -> None:
    """Stop the whole job as the terminal itself would: this process, and what started it and waits for it."""
    # A handler would be called some time later, and might be one that does more than to stop.
    signal.signal(signal.SIGTSTP, signal.SIG_DFL)
    os.kill(0, signal.SIGTSTP)
