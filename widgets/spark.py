"""Numbers as a line of bars, one cell each."""

from collections.abc import Sequence

_BARS = "▁▂▃▄▅▆▇█"


def spark(numbers: Sequence[int]) -> str:
    """Draw numbers as bars whose highest is as high as a cell.

    Args:
        numbers: Not negative, oldest first.

    Returns:
        One cell for each; a blank for 0, so that nothing looks like little.
    """
    highest = max(numbers, default=0)
    return "".join(_bar(number, highest) for number in numbers)


def _bar(number: int, highest: int) -> str:
    if not number:
        return " "
    return _BARS[max(0, -(-number * len(_BARS) // highest) - 1)]
