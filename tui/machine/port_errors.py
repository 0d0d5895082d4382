"""Why a port cannot be listened at, in the words of the system."""

import os


def why_not_bound(error: OSError) -> str:
    """Say why a port cannot be listened at.

    Args:
        error: What asyncio raised: it puts the address, in Python's notation, before the words of the system.

    Returns:
        Such as `Address already in use`.
    """
    is_of_system = error.errno is not None and error.errno > 0
    return os.strerror(error.errno or 0) if is_of_system else error.strerror or str(error)
