"""`callboard` that is told to stop in the middle of a write once a file is there: `stopping_screen.py FILE WORDS…`."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from tui.__main__ import main
from tui.terminal.screen_writer import ScreenWriter

STOP = Path(sys.argv.pop(1))
write = ScreenWriter._write_at_once


def write_at_once(writer: ScreenWriter, data: bytes) -> None:
    if STOP.exists():
        STOP.unlink()
        writer._is_writing = True
        os.kill(os.getpid(), signal.SIGTSTP)
    write(writer, data)


if __name__ == "__main__":
    ScreenWriter._write_at_once = write_at_once  # type: ignore[assignment, method-assign]  # what is tested is the moment
    sys.exit(main())
