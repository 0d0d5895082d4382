"""A wall with Python's `curses`: the lines that fit are written anew each second; the library sends what differs."""

from __future__ import annotations

import curses
import sys
import time


def show(screen: curses.window) -> None:
    """Tick until ended."""
    begun = time.monotonic()
    curses.curs_set(0)
    while True:
        height, width = screen.getmaxyx()
        elapsed = time.monotonic() - begun
        for number in range(min(int(sys.argv[1]), height - 1)):
            minutes, seconds = divmod(int(elapsed + number % 3_000), 60)
            line = f"TALKING  (202) 555-01{number % 100:02}  Washington D.C.  {minutes}:{seconds:02}"
            screen.addnstr(number, 0, line, width)
        screen.refresh()
        time.sleep(1.0)


if __name__ == "__main__":
    curses.wrapper(show)
