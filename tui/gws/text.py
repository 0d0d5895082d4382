"""Hostile text made harmless: what leaves here can be written to a terminal as it is."""

import unicodedata

TEXT_LIMIT = 256
"""Longest ordinary value, characters; what is longer ends in an ellipsis."""

REPLACEMENT = "\ufffd"

_MARKS_PER_BASE = 2
# Invisible or width-changing although Unicode calls them letters, marks or symbols.
_SLY = frozenset(
    [
        *(0x034F, 0x115F, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0),
        # Jamo that composition left over take no cell.
        *(*range(0x1160, 0x1200), *range(0xD7B0, 0xD7FC)),
        *(*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)),
        *(*range(0x1F1E6, 0x1F200), *range(0x1F3FB, 0x1F400)),
    ]
)
_MARKS = frozenset({"Mn", "Mc", "Me"})
_REPLACED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def clean(text: str, limit: int = TEXT_LIMIT) -> str:
    """Make text from outside safe to show.

    C0 controls and DEL become their control pictures, every other control, format, surrogate, private or
    unassigned character U+FFFD, odd spaces a space; marks are composed and at most two stay on a letter.

    Args:
        text: Any string at all, lone surrogates included.
        limit: Longest result, characters; at least 1.

    Returns:
        One line of visible characters, at most `limit` of them.
    """
    shown = text[:limit]
    if not (shown.isascii() and shown.isprintable()):
        shown = "".join(_visible(unicodedata.normalize("NFC", shown)))
    # Some characters are longer when composed.
    cut = len(text) > limit or len(shown) > limit
    return shown[: limit - 1] + "…" if cut else shown


def _visible(text: str) -> list[str]:
    shown: list[str] = []
    marks = _MARKS_PER_BASE
    for character in text:
        category = unicodedata.category(character)
        if category in _MARKS and ord(character) not in _SLY and marks < _MARKS_PER_BASE:
            marks += 1
            shown.append(character)
            continue
        replaced = _replacement(character, category)
        marks = 0 if replaced == character and category.startswith("L") else _MARKS_PER_BASE
        shown.append(replaced)
    return shown


def _replacement(character: str, category: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    if category in _REPLACED or category in _MARKS or code in _SLY:
        return REPLACEMENT
    return " " if category == "Zs" else character
