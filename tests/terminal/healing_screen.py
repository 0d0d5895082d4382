"""`callboard` that draws everything anew twice a second: `healing_screen.py WORDS…`."""

from __future__ import annotations

import sys

from tui.__main__ import main
from tui.patches import screen_driver

if __name__ == "__main__":
    screen_driver.WHOLE_EVERY_S = 0.5
    sys.exit(main())
