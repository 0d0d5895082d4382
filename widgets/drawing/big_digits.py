"""Digits to be read from afar: three by five pixels in half blocks, three rows high, and whole multiples of that."""

HEIGHT = 3
"""Rows of the smallest."""

_PIXELS = {
    "0": ("###", "# #", "# #", "# #", "###"),
    "1": ("## ", " # ", " # ", " # ", "###"),
    "2": ("###", "  #", "###", "#  ", "###"),
    "3": ("###", "  #", " ##", "  #", "###"),
    "4": ("# #", "# #", "###", "  #", "  #"),
    "5": ("###", "#  ", "###", "  #", "###"),
    "6": ("###", "#  ", "###", "# #", "###"),
    "7": ("###", "  #", "  #", "  #", "  #"),
    "8": ("###", "# #", "###", "# #", "###"),
    "9": ("###", "# #", "###", "  #", "###"),
    ":": (" ", "#", " ", "#", " "),
    "-": ("   ", "   ", "###", "   ", "   "),
    "d": ("  #", "  #", "###", "# #", "###"),
    "h": ("#  ", "#  ", "###", "# #", "# #"),
    " ": (" ", " ", " ", " ", " "),
}
_HALVES = {"  ": " ", "# ": "▀", " #": "▄", "##": "█"}


def big_digits(text: str, scale: int = 1) -> tuple[str, ...]:
    """Write a number or duration large.

    Args:
        text: Digits, `:`, `-`, `d`, `h` and spaces.
        scale: How many times as large as three by five pixels.

    Returns:
        `height_of(scale)` rows of equal width.

    Raises:
        KeyError: For any other character.
    """
    return tuple(_row(text, 2 * number, scale) for number in range(height_of(scale)))


def height_of(scale: int) -> int:
    """Rows of digits."""
    return -(-5 * scale // 2)


def _row(text: str, upper: int, scale: int) -> str:
    return (" " * scale).join(
        "".join(
            _HALVES[above + below] * scale
            for above, below in zip(
                _line(character, upper // scale), _line(character, (upper + 1) // scale), strict=True
            )
        )
        for character in text
    )


def _line(character: str, number: int) -> str:
    pixels = _PIXELS[character]
    return pixels[number] if number < len(pixels) else " " * len(pixels[0])
