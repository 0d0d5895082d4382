"""Colours by role: what a colour means, never where it is used."""

from dataclasses import dataclass, replace
from enum import StrEnum

from tui.views.words.role import Role


class Ground(StrEnum):
    """What lies under a text; the value is the field of `Palette` that colours it."""

    BACKGROUND = "background"
    BAR = "bar"
    PANEL = "panel"
    SELECTED = "selected"
    ALARMED = "alarmed"


@dataclass(frozen=True, slots=True, eq=False)
class Palette:
    """Colours of one theme, as `#rrggbb`; one attribute for each `Role` and `Ground`.

    The few there are, are told apart by identity, which makes them cheap keys.

    Attributes:
        name: Name of the theme.
        dark: Whether the background is dark.
        plain: Whether no colour may be used at all: words, marks, bold, dim and reverse carry everything.
    """

    name: str
    dark: bool
    background: str
    bar: str
    panel: str
    selected: str
    alarmed: str
    text: str
    dim: str
    ringing: str
    dialing: str
    talking: str
    held: str
    mine: str
    alarm: str
    rest: str
    used: str
    plain: bool = False

    def colour(self, use: Role | Ground) -> str:
        """The colour of a role or ground.

        Args:
            use: Which.

        Returns:
            `#rrggbb`.
        """
        colour: str = getattr(self, use.value)
        return colour


DARK = Palette(
    name="callboard-dark",
    dark=True,
    background="#0c1016",
    bar="#121820",
    panel="#151b24",
    selected="#1f2937",
    alarmed="#3a1518",
    text="#e8eef5",
    dim="#a9b7c6",
    ringing="#ffc14d",
    dialing="#5fd7e8",
    talking="#7ddc6a",
    held="#b9aeff",
    mine="#7cc4ff",
    alarm="#ff9c9c",
    rest="#2a3442",
    used="#5b6b80",
)

LIGHT = Palette(
    name="callboard-light",
    dark=False,
    background="#eef1f5",
    bar="#e2e7ee",
    panel="#ffffff",
    selected="#dde8f5",
    alarmed="#ffe0dd",
    text="#10161d",
    dim="#3e4852",
    ringing="#663f00",
    dialing="#004b58",
    talking="#0d4c0f",
    held="#472ca0",
    mine="#0b4080",
    alarm="#8a0c16",
    rest="#d5dce5",
    used="#8895a5",
)

# The states, and an alarm, are told apart by people who lack one of the three kinds of cones: the least difference of
# two of them is twice that of the dark theme, and each is as readable to them as to others (tests/widgets).
COLOUR_BLIND = Palette(
    name="callboard-colour-blind",
    dark=True,
    background="#0b0f14",
    bar="#11161d",
    panel="#141a22",
    selected="#1c2735",
    alarmed="#30150a",
    text="#ffffff",
    dim="#b4bfcc",
    ringing="#faf518",
    dialing="#d0eefd",
    talking="#79c5a7",
    held="#c8aff4",
    mine="#8fc8ff",
    alarm="#feb078",
    rest="#2a3442",
    used="#5b6b80",
)

# Two fifths of the light by day at the most, and still 4.5 to 1 on every ground (WCAG AA, tests/widgets): each colour
# keeps its hue, and the brighter ones stay the brighter ones.
DARK_DIMMED = Palette(
    name="callboard-dark-dimmed",
    dark=True,
    background="#040508",
    bar="#06090e",
    panel="#070b10",
    selected="#0d131c",
    alarmed="#1e0709",
    text="#9a9ea3",
    dim="#757f8a",
    ringing="#ae8332",
    dialing="#3f939f",
    talking="#549746",
    held="#8079b2",
    mine="#5487b1",
    alarm="#b36c6c",
    rest="#141a22",
    used="#323b48",
)

# A light ground gives light whatever stands on it.
LIGHT_DIMMED = replace(DARK_DIMMED, name="callboard-light-dimmed")

COLOUR_BLIND_DIMMED = Palette(
    name="callboard-colour-blind-dimmed",
    dark=True,
    background="#030507",
    bar="#06080c",
    panel="#070a0f",
    selected="#0b121b",
    alarmed="#180703",
    text="#aaaaaa",
    dim="#7e868f",
    ringing="#a8a50c",
    dialing="#8ca0ab",
    talking="#548b76",
    held="#8d7bad",
    mine="#628bb3",
    alarm="#b27a52",
    rest="#141a22",
    used="#323b48",
)

# Exactly the sixteen colours that Rich reduces to, so that nothing is lost on a terminal which has no others.
SIXTEEN = Palette(
    name="callboard-16",
    dark=True,
    background="#000000",
    bar="#000000",
    panel="#000000",
    selected="#0000aa",
    alarmed="#000000",
    text="#ffffff",
    dim="#aaaaaa",
    ringing="#ffff55",
    dialing="#55ffff",
    talking="#55ff55",
    held="#ff55ff",
    mine="#55ffff",
    alarm="#ff5555",
    rest="#555555",
    used="#aaaaaa",
)

PLAIN = Palette(
    name="callboard-plain",
    dark=True,
    plain=True,
    **dict.fromkeys(
        [use.value for use in (*Role, *Ground)],
        "ansi_default",
    ),
)

DIMMED = {DARK: DARK_DIMMED, LIGHT: LIGHT_DIMMED, COLOUR_BLIND: COLOUR_BLIND_DIMMED}
"""What a palette is at night; one without colours, or with sixteen, has nothing to take away."""
PALETTES = {palette.name: palette for palette in (*DIMMED, *DIMMED.values(), SIXTEEN, PLAIN)}
"""Every palette by the name of its theme."""
