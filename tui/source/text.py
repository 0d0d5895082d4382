"""Hostile text made harmless: what leaves here can be written to a terminal as it is."""

import unicodedata
from collections.abc import Iterator

from tui.clusters import CLUSTER, JOINER, JOINING
from tui.language.late_pattern import late_pattern

TEXT_LIMIT = 256
"""Longest ordinary value, characters; what is longer ends in an ellipsis."""

REPLACEMENT = "\ufffd"

_MARKS_PER_BASE = 3
"""As many as a pointed Hebrew letter has; a pile of them reaches into other rows."""
# Invisible or width-changing although Unicode calls them letters, marks or symbols.
_SLY = frozenset(
    [
        *(0x115F, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0),
        # Jamo that composition left over take no cell.
        *(*range(0x1160, 0x1200), *range(0xD7B0, 0xD7FC)),
    ]
)
# What people write to join or part letters, to choose a glyph or a direction, and never see. It stays only where it
# spells a word or makes one picture of several (`clusters.py`).
_GONE = dict.fromkeys(
    [
        *(0x00AD, 0x034F, 0x061C, 0x2060, 0xFEFF),
        *(0x200B, 0x200E, 0x200F),
        *(*range(0x180E, 0x1810), *range(0xFE03, 0xFE10)),
        *range(0x1F3FB, 0x1F400),
    ]
)
_NON_JOINER = "\u200c"
_JOINERS = frozenset({_NON_JOINER, JOINER})
_JOINS = late_pattern(f"[{JOINING}]")
_DANGLING = late_pattern(f"(?<![{JOINING}]){JOINER}|{JOINER}(?![{JOINING}])")
_IDEOGRAPHS = (range(0x3400, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x32000))
_CHOSEN = (
    ((range(0xFE00, 0xFE03), range(0xE0100, 0xE01F0)), _IDEOGRAPHS),
    ((range(0x180B, 0x180E),), (range(0x1820, 0x18AB),)),
)
"""Selectors that choose among the forms of a letter, and its scripts: there they spell a name, and take no cell."""
_SELECTORS = frozenset(code for selectors, _ in _CHOSEN for part in selectors for code in part)
_UNSEEN = dict.fromkeys([*_SELECTORS, 0x200C, 0x200D, 0xFE0E, 0xFE0F])
# Composing takes them for others, which are written otherwise in names.
_COMPATIBLE = late_pattern("([\uf900-\ufaff\U0002f800-\U0002fa1f])")
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)
_BLACK_FLAG = "\U0001f3f4"
_TAGS = range(0xE0020, 0xE0080)
"""After a black flag they name a region; elsewhere they hide a text."""
_KEYCAP = "\u20e3"
_MARKS = frozenset({"Mn", "Mc", "Me"})
_REPLACED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def clean(text: str, limit: int = TEXT_LIMIT) -> str:
    """Make text from outside safe to show.

    C0 controls and DEL become their control pictures, every other control, format, surrogate, private or
    unassigned character U+FFFD, odd spaces a space; marks are composed and at most three stay on a letter. What a
    language or a picture needs and nobody sees stays where it does that, and goes elsewhere without a trace: joiners
    and non-joiners between letters of scripts that join, selectors of ideographs and Mongolian letters, and what makes
    one picture or flag of several characters. Digits in frames are digits.

    Args:
        text: Any string at all, lone surrogates included.
        limit: Longest result, characters; at least 1.

    Returns:
        One line of visible characters, at most `limit` of them.
    """
    shown = text[:limit]
    if not (shown.isascii() and shown.isprintable()):
        shown = "".join(_parts(shown))
    # Some characters are longer when composed.
    cut = len(text) > limit or len(shown) > limit
    return _up_to(shown, limit - 1) + "…" if cut else shown


def _parts(text: str) -> Iterator[str]:
    for index, part in enumerate(CLUSTER.split(text)):
        if index % 2 and not any(unicodedata.category(character) == "Cn" for character in part):
            yield part
        elif part:
            yield from _visible(_composed(_DANGLING.sub("", part.translate(_GONE))))


def _up_to(shown: str, end: int) -> str:
    """The beginning of a text, without a part of what is one picture."""
    torn = next((found.start() for found in CLUSTER.finditer(shown) if found.start() < end < found.end()), end)
    return shown[:torn].rstrip("".join(_JOINERS))


def folded(text: str) -> str:
    """Make of shown text what words are looked for in: one case, and nothing in it that nobody types.

    Args:
        text: Clean.
    """
    return text.casefold() if text.isascii() else text.translate(_UNSEEN).casefold()


def _composed(text: str) -> str:
    parts = enumerate(_COMPATIBLE.split(text))
    return "".join(part if index % 2 else unicodedata.normalize("NFC", part) for index, part in parts)


def _visible(text: str) -> list[str]:
    shown: list[str] = []
    marks = _MARKS_PER_BASE
    flagged = False
    for character, following in zip(text, f"{text[1:]} ", strict=False):
        category = unicodedata.category(character)
        code = ord(character)
        flagged = character == _BLACK_FLAG or (flagged and code in _TAGS)
        if flagged and code in _TAGS:
            continue
        if character in _JOINERS:
            # Anywhere else nobody would see it, and a row of them would hide a text.
            shown += [character] if _joins(following) and shown and _joins(shown[-1]) else []
            continue
        if code in _SELECTORS:
            shown += [character] if shown and _chooses(code, ord(shown[-1])) else []
            continue
        if category in _MARKS and code not in _SLY:
            if marks < _MARKS_PER_BASE:
                shown.append(character)
            elif not _is_on_something(character, shown):
                shown.append(REPLACEMENT)
            marks += 1
            continue
        replaced = _replacement(character, category)
        marks = 0 if replaced == character and category.startswith("L") else _MARKS_PER_BASE
        shown.append(replaced)
    return shown


def _chooses(selector: int, letter: int) -> bool:
    return any(
        any(selector in part for part in selectors) and any(letter in script for script in scripts)
        for selectors, scripts in _CHOSEN
    )


def _joins(character: str) -> bool:
    return _JOINS.match(character) is not None and unicodedata.category(character)[0] in "LM"


def _is_on_something(mark: str, shown: list[str]) -> bool:
    """Whether a mark that is left out is one too many on a letter, or the frame of a key."""
    last = shown[-1] if shown else ""
    keycap = mark == _KEYCAP and last in tuple("0123456789#*")
    return keycap or unicodedata.category(last or " ") in _MARKS


def _replacement(character: str, category: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    if code in _FLAG_LETTERS:
        return chr(ord("A") + code - _FLAG_LETTERS.start)
    if category in _REPLACED or code in _SLY:
        return REPLACEMENT
    return " " if category == "Zs" else character
