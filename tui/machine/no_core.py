"""Keeps a process that crashes from leaving its memory, with the passwords in it, in a file."""

import resource


def forbid_core() -> None:
    """Allow no core file, neither of this process nor of the programs that it starts: those may hold a password too."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
