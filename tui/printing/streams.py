"""Standard streams that the parent has closed (`<&-`, `>&-`, `2>&-`)."""

import io
import os
import sys

_STANDARD = ("stdin", "stdout", "stderr")


def open_closed_streams() -> None:
    """Put something in the place of closed standard streams, or the next file that is opened would get what is printed.

    Before anything else is opened. A closed input is at its end. A closed output takes nothing, so that whoever prints
    there is told; a closed standard error takes everything, since nobody is left who could be told.
    """
    for descriptor in range(len(_STANDARD)):
        if not _is_open(descriptor):
            # The lowest free number is taken, which is this one: those below are open by now.
            os.open(os.devnull, os.O_RDWR if descriptor == 2 else os.O_RDONLY)
    for descriptor, name in enumerate(_STANDARD):
        if getattr(sys, name) is None:
            stream = _text(descriptor)
            vars(sys).update({name: stream, f"__{name}__": stream})


def _is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


def _text(descriptor: int) -> io.TextIOWrapper:
    # Not `open`: it would refuse to write what was opened for reading, and this is to be told when somebody writes.
    raw = io.FileIO(descriptor, "r" if descriptor == 0 else "w", closefd=False)
    return io.TextIOWrapper(io.BufferedReader(raw) if descriptor == 0 else io.BufferedWriter(raw), errors="replace")
