"""How often Python looks for garbage in cycles, of which this program makes next to none."""

import gc

OBJECTS = 500
"""So many more than at the last look. Where calls replace others far more are new: 20,000 let a key wait for 100 ms."""
YOUNG_LOOKS = 800
"""A snapshot of thousands of calls makes a million that all stay."""
OLD_LOOKS = 50


def pause_collector() -> None:
    """Look for none while the program starts: all that is made then stays, and searching it is a tenth of the start."""
    gc.disable()


def calm_collector() -> None:
    """Leave alone what the start has made, and look seldom: a fifth of the cost of a message was this search."""
    gc.freeze()
    gc.set_threshold(OBJECTS, YOUNG_LOOKS, OLD_LOOKS)
    gc.enable()
