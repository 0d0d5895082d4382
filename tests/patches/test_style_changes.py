"""From look to look with as few bytes as possible: a terminal that we did not write shows the same either way."""

from __future__ import annotations

from itertools import product

import pyte
from pyte.screens import Char

from tui.patches.style_changes import change_of_look

_LOOKS = [
    "",
    "1;38;2;232;238;245;48;2;21;27;36",
    "38;2;169;183;198;48;2;21;27;36",
    "2;38;2;169;183;198;48;2;12;16;22",
    "1;2;3;31;44",
    "7;91;104",
    "4;9;39;49",
    "38;5;200",
    "48;5;20",
    "5;1",
    "53;1",
    "30",
]


def test_every_change_shows_what_the_whole_look_would() -> None:
    for before, after in product(_LOOKS, _LOOKS):
        changed = change_of_look(before, after)
        assert _shown(f"\x1b[{before}m{changed}") == _shown(f"\x1b[0;{after}m"), (before, after)
        assert len(changed) <= len(f"\x1b[0;{after}m")


def test_what_stays_is_not_said_again() -> None:
    assert change_of_look("1;38;2;1;2;3;48;2;4;5;6", "38;2;7;8;9;48;2;4;5;6") == "\x1b[22;38;2;7;8;9m"
    assert change_of_look("38;2;1;2;3", "38;2;1;2;3") == ""


def _shown(sequence: str) -> Char:
    screen = pyte.Screen(2, 1)
    pyte.Stream(screen).feed(f"{sequence}x")
    return screen.buffer[0][0]
