"""The short name of a fault of ours."""

import hashlib
import traceback


def fault_code(error: BaseException) -> str:
    """Give a fault a short name that is the same each time it happens at the same place.

    Args:
        error: What was raised.

    Returns:
        Six characters, to be found in the log.
    """
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{type(error).__name__}:" + ",".join(f"{frame.name}:{frame.lineno}" for frame in frames[-3:])
    return hashlib.sha256(place.encode()).hexdigest()[:6]
