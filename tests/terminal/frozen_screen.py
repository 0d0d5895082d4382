"""`callboard` whose event loop stands still for ever once a file is there: `frozen_screen.py FILE WORDS…`."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from tui.__main__ import main
from tui.screens.base import BoardScreen

FREEZE = Path(sys.argv.pop(1))
tick = BoardScreen._on_tick


def on_tick(screen: BoardScreen) -> None:
    tick(screen)
    if FREEZE.exists():
        FREEZE.unlink()
        while True:
            time.sleep(60)


if __name__ == "__main__":
    BoardScreen._on_tick = on_tick  # type: ignore[assignment, method-assign]  # what is tested is that it stands still
    sys.exit(main())
