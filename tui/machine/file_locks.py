"""Locks of files that other processes may hold for ever: stopped, or on a disk that is gone."""

import errno
import fcntl
from time import monotonic, sleep

LIMIT_S = 1.0
"""How long a lock is waited for: who holds one writes a few lines."""
_LOOK_S = 0.02


def lock(handle: int, how: int, limit_s: float = LIMIT_S) -> None:
    """Lock an open file; closing it lets go.

    Args:
        handle: Its descriptor.
        how: `fcntl.LOCK_EX` or `fcntl.LOCK_SH`.
        limit_s: How long to wait for other processes, seconds.

    Raises:
        OSError: Another process has held it all the time, or it cannot be locked.
    """
    end_s = monotonic() + limit_s
    while True:
        try:
            fcntl.flock(handle, how | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if monotonic() >= end_s:
                raise OSError(errno.EWOULDBLOCK, "another process holds its lock") from error
            sleep(_LOOK_S)
        else:
            return
