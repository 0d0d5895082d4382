"""Sequences that speak to the terminal itself: its title and its notifications; of text only what cannot hurt."""

from base64 import b64encode
from collections.abc import Mapping
from enum import StrEnum

LONGEST = 80
"""Characters of a title or notification that are sent."""
KEEP_TITLE = "\x1b[22;0t"
GIVE_TITLE_BACK = "\x1b[23;0t"


class Notify(StrEnum):
    """How the terminal is asked to show a notification."""

    OFF = "off"
    OSC_9 = "9"
    OSC_777 = "777"


def fitting_notify(environ: Mapping[str, str]) -> Notify:
    """Choose the sequence that a terminal most likely knows; what does not know it, ignores it.

    Args:
        environ: The environment.

    Returns:
        None at all for terminals that would show the sequence itself.
    """
    term = environ.get("TERM", "")
    if term in ("", "dumb", "linux"):
        return Notify.OFF
    return Notify.OSC_777 if term.startswith(("rxvt", "foot")) or "VTE_VERSION" in environ else Notify.OSC_9


def clipboard(text: str) -> str:
    """Put a text into the clipboard of whoever sits at the terminal; what does not know the sequence ignores it.

    Args:
        text: Any text: it is sent in base64.

    Returns:
        The sequence (OSC 52).
    """
    return f"\x1b]52;c;{b64encode(text.encode()).decode()}\x07"


def title(words: str) -> str:
    """Set the title of the terminal.

    Args:
        words: Any text.

    Returns:
        The sequence.
    """
    return f"\x1b]2;{plain(words)}\x07"


def notification(how: Notify, head: str, words: str) -> str:
    """Let the terminal show a notification on the desktop.

    Args:
        how: Which sequence the terminal knows.
        head: Its heading.
        words: Any text.

    Returns:
        The sequence; "" where none is wanted.
    """
    if how is Notify.OSC_9:
        # ConEmu and its like take "9;<digit>;" for commands: words that begin with a letter are none.
        return f"\x1b]9;{plain(head)} {plain(words)}\x07"
    if how is Notify.OSC_777:
        return f"\x1b]777;notify;{plain(head)};{plain(words)}\x07"
    return ""


def plain(words: str) -> str:
    """Keep of a text what a terminal only shows.

    Args:
        words: Any text.

    Returns:
        Printable characters without the separators of the sequences, at most `LONGEST`.
    """
    return "".join(character for character in words if character.isprintable() and character not in ";\\")[:LONGEST]
