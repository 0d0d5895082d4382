"""Digits to be read from afar: three by five pixels in half blocks, three rows high."""

HEIGHT = 3

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


def big_digits(text: str) -> tuple[str, str, str]:
    """Write a number or duration large.

    Args:
        text: Digits, `:`, `-`, `d`, `h` and spaces.

    Returns:
        Three rows of equal width.

    Raises:
        KeyError: For any other character.
    """
    top, middle, bottom = (_row(text, upper, upper + 1) for upper in (0, 2, 4))
    return top, middle, bottom


def _row(text: str, upper: int, lower: int) -> str:
    return " ".join(
        "".join(_HALVES[a + b] for a, b in zip(_line(character, upper), _line(character, lower), strict=True))
        for character in text
    )


def _line(character: str, number: int) -> str:
    pixels = _PIXELS[character]
    return pixels[number] if number < len(pixels) else " " * len(pixels[0])
