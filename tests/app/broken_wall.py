"""`callboard` with a fault that no new screen can mend, as long as a file is missing: `broken_wall.py FILE WORDS…`."""

from __future__ import annotations

import sys
from pathlib import Path

import tui.fault_tolerant_app
import tui.runs.connected
from tui.__main__ import main
from tui.screens.wall.wall_screen import WallScreen

MENDED = Path(sys.argv.pop(1))
whole = WallScreen.on_mount


def on_mount(wall: WallScreen) -> None:
    if not MENDED.exists():
        raise RuntimeError("broken")
    whole(wall)


if __name__ == "__main__":
    tui.fault_tolerant_app.RESTART_S = 0.05
    tui.runs.connected.AGAIN_S = 0.3
    WallScreen.on_mount = on_mount  # type: ignore[assignment, method-assign]  # what is tested is that something is broken
    sys.exit(main())
