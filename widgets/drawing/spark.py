"""Numbers as bars of one cell each, in one line or several."""

from collections.abc import Sequence

_BARS = " ▁▂▃▄▅▆▇█"
_STEPS = len(_BARS) - 1


def spark(numbers: Sequence[int]) -> str:
    """Draw numbers as bars whose highest is as high as a cell.

    Args:
        numbers: Not negative, oldest first.

    Returns:
        One cell for each; a blank for 0, so that nothing looks like little.
    """
    return sparks(numbers, 1)[0]


def sparks(numbers: Sequence[int], height: int) -> list[str]:
    """Draw numbers as bars whose highest is as high as so many lines.

    Args:
        numbers: Not negative, oldest first.
        height: Lines.

    Returns:
        The lines, from the top; one cell for each number.
    """
    highest = max(numbers, default=0) or 1
    steps = [-(-number * _STEPS * height // highest) for number in numbers]
    lines = range(height - 1, -1, -1)
    return ["".join(_BARS[min(max(0, step - line * _STEPS), _STEPS)] for step in steps) for line in lines]
