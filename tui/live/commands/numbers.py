"""Telephone numbers as people paste them: cleaned for dialling, or refused; knows nothing of calls."""

import re
import unicodedata

LONGEST = 32
"""Characters of a number that is dialled: E.164 has 15 digits, access codes and feature codes come before them."""
_E164_DIGITS = 15
_SCHEME = re.compile(r"(?:tel|callto):(?://)?", re.IGNORECASE)
_PARAMETERS = re.compile(r"(?:;[a-z0-9-]+(?:=[^;\s\"'`\\<>|]+)?)*", re.IGNORECASE)
"""What follows the number in a `tel:` address (RFC 3966)."""
_TRUNK_ZERO = re.compile(r"^(\+\d+)\(0\)")
_DIALLED = re.compile(r"\+?[0-9*#]+")
_FILLING = frozenset("()[].")
_SHORTEST_TAIL = 3


class NotANumberError(ValueError):
    """The text is no number that could be dialled; the words say why."""


def clean_number(text: str) -> str:
    """Make of pasted text what is dialled.

    `tel:`, spaces, brackets, dots, dashes and invisible characters go away, digits of all scripts become 0 to 9, the
    zero of `+44 (0)20` goes. What could be two numbers, or a name, is refused: a wrong number is worse than none.

    Args:
        text: What was typed or pasted.

    Returns:
        Digits, `*` and `#`, with `+` at most in front; an extension stays as it is.

    Raises:
        NotANumberError: Letters, more than one line, too long, or nothing to dial.
    """
    lines = text.strip().splitlines()
    if len(lines) > 1:
        raise NotANumberError("more than one line")
    bare = _without_scheme("".join(lines))
    compact = "".join(_plain(character) for character in bare)
    number = "".join(character for character in _TRUNK_ZERO.sub(r"\1", compact) if character not in _FILLING)
    _check(number)
    return number


def same_number(one: str, other: str) -> bool:
    """Whether two numbers may be the same: equal, or one with and one without access code or country.

    Args:
        one: A number in any form.
        other: Another.

    Returns:
        True if the digits of one are the last of the other, three at least.
    """
    if one == other:
        return True
    short, long = sorted((_digits(one), _digits(other)), key=len)
    return len(short) >= _SHORTEST_TAIL and long.endswith(short)


def _without_scheme(text: str) -> str:
    found = _SCHEME.match(text.lstrip())
    if found is None:
        return text
    address = text.lstrip()[found.end() :]
    number = address.partition(";")[0]
    return number if _PARAMETERS.fullmatch(address[len(number) :].rstrip()) else address


def _plain(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    # Separators, dashes, and what comes along unseen when a number is copied from a page.
    if category in ("Zs", "Cf", "Pd") or character in "\t\u2212":
        return ""
    return {"\uff0b": "+", "\uff0a": "*", "\uff03": "#"}.get(character, character)


def _check(number: str) -> None:
    if not number:
        raise NotANumberError("no number")
    strange = next((character for character in number if character not in "+*#0123456789"), None)
    if strange is not None:
        shown = strange if strange.isprintable() else "a control character"
        raise NotANumberError(f"{shown} is not part of a number")
    if _DIALLED.fullmatch(number) is None:
        raise NotANumberError("+ is only for the beginning")
    if len(number) > LONGEST or (number.startswith("+") and len(number) > _E164_DIGITS + 1):
        raise NotANumberError("too long for one number")


def _digits(text: str) -> str:
    return "".join(character for character in text if character in "0123456789")
