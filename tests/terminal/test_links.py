"""Links are for terminals that surely draw them, and nothing in one ends its sequence."""

from __future__ import annotations

import re

import pytest

from tui.terminal.description import PAGE_DRIVER
from tui.terminal.links import LONGEST, knows_links, link_to

END = "\x1b]8;;\x1b\\"
XTERM = {"TERM": "xterm-256color"}


@pytest.mark.parametrize(
    "environ",
    [
        {"TERM": "xterm-kitty"},
        {"TERM": "foot-extra"},
        {"TERM": "alacritty"},
        {**XTERM, "VTE_VERSION": "7006"},
        {**XTERM, "KONSOLE_VERSION": "230804"},
        {**XTERM, "TERM_PROGRAM": "WezTerm"},
        {**XTERM, "WT_SESSION": "1b2c"},
        {"TERM": "tmux-256color", "TMUX": "/tmp/t,1,0", "TERM_PROGRAM": "tmux", "TERM_PROGRAM_VERSION": "3.5a"},
    ],
)
def test_a_terminal_that_surely_draws_links_is_known(environ: dict[str, str]) -> None:
    assert knows_links(environ)
    assert not knows_links({**environ, "TEXTUAL_DRIVER": PAGE_DRIVER})
    assert not knows_links({**environ, "STY": "1.pts"})


@pytest.mark.parametrize(
    "environ",
    [
        {},
        XTERM,
        {"TERM": "linux"},
        {"TERM": "dumb", "TERM_PROGRAM": "WezTerm"},
        {"TERM": "screen.xterm-kitty", "VTE_VERSION": "7006"},
        {"TERM": "tmux-256color", "VTE_VERSION": "7006"},
        {"TERM": "screen", "TMUX": "/tmp/t,1,0", "VTE_VERSION": "7006"},
        {"TERM": "tmux-256color", "TMUX": "/tmp/t,1,0", "TERM_PROGRAM": "tmux", "TERM_PROGRAM_VERSION": "3.3a"},
        {"TERM": "tmux-256color", "TMUX": "/tmp/t,1,0", "TERM_PROGRAM": "tmux", "TERM_PROGRAM_VERSION": "next"},
        {**XTERM, "VTE_VERSION": "4800"},
        {**XTERM, "VTE_VERSION": "many"},
        {**XTERM, "TERM_PROGRAM": "Apple_Terminal"},
    ],
)
def test_any_other_gets_none(environ: dict[str, str]) -> None:
    assert not knows_links(environ)


def test_a_link_is_one_sequence() -> None:
    address = "https://crm.example.com/cases/40%3B217?a=b;c#d"
    begun = re.fullmatch(r"\x1b\]8;id=([0-9a-f]+);(.*)\x1b\\", link_to(address))
    assert begun is not None
    assert begun[2] == address
    assert link_to(address) == link_to(address) != link_to(f"{address}e")
    assert link_to("") == END


@pytest.mark.parametrize(
    "end", ["\x1b\\", "\x07", "\x9c", "\x1b]0;x\x07", "\n", "\x18", " ", "é", "\u202e", "\0", "x" * LONGEST]
)
def test_what_could_leave_it_begins_none(end: str) -> None:
    assert link_to(f"https://crm.example.com/{end}x") == END


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "//example.com/", "https://", "x"])
def test_what_is_no_page_begins_none(address: str) -> None:
    assert link_to(address) == END
