"""Links in cells (OSC 8): which terminals surely draw them, and the sequence that begins and ends one."""

import os
import re
from collections.abc import Mapping
from zlib import crc32

from tui.terminal.description import PAGE_DRIVER

LONGEST = 2_000
"""Characters of an address: some terminals take no more than 2083."""
_ADDRESS = re.compile(rf"https?://[!-~]{{1,{LONGEST}}}", re.IGNORECASE)
"""Printable ASCII alone: nothing in it ends the sequence."""
_NAMES = ("alacritty", "contour", "foot", "wezterm", "xterm-ghostty", "xterm-kitty")
_PROGRAMS = frozenset({"WezTerm", "contour", "ghostty", "iTerm.app", "mintty", "rio", "vscode"})
_VERSIONS = {"VTE_VERSION": 5_000, "KONSOLE_VERSION": 201_200}
_TMUX = (3, 4)


def knows_links(environ: Mapping[str, str] = os.environ) -> bool:
    """Say whether a terminal surely draws links: what does not know the sequence may show it.

    Args:
        environ: Of the process. Over SSH little more than `TERM` comes along.

    Returns:
        False for a page too, in which a click is a key of the run and not of who looks.
    """
    name, program = environ.get("TERM", ""), environ.get("TERM_PROGRAM", "")
    if environ.get("TEXTUAL_DRIVER") == PAGE_DRIVER or environ.get("STY") or name.startswith("screen."):
        return False
    if environ.get("TMUX"):
        # What stands outside, tmux asks itself: it passes on nothing that is not known there.
        return program == "tmux" and _version(environ.get("TERM_PROGRAM_VERSION", "")) >= _TMUX
    if name in ("", "dumb", "linux", "screen") or name.startswith("tmux"):
        return False
    told = any(environ.get(key, "").isdecimal() and int(environ[key]) >= least for key, least in _VERSIONS.items())
    return told or name.startswith(_NAMES) or program in _PROGRAMS or bool(environ.get("WT_SESSION"))


def link_to(address: str) -> str:
    """Begin a link, or end it.

    Args:
        address: Where it leads; "" for nowhere.

    Returns:
        The sequence. What is no address of a page, or not one line of printable ASCII, leads nowhere.
    """
    if not _ADDRESS.fullmatch(address):
        return "\x1b]8;;\x1b\\"
    # Cells with one id are one link, also where they are sent one by one.
    return f"\x1b]8;id={crc32(address.encode()):x};{address}\x1b\\"


def _version(words: str) -> tuple[int, ...]:
    found = re.match(r"(\d+)\.(\d+)", words)
    return tuple(map(int, found.groups())) if found else ()
