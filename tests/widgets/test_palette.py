"""Colours: readable on every ground, and told apart also by those who see fewer of them."""

from __future__ import annotations

from itertools import combinations

import pytest
from textual.color import Color, rgb_to_lab

from tui.views.words.role import TEXT_ROLES, Role
from widgets.drawing.palette import COLOUR_BLIND, DARK, DIMMED, LIGHT, Ground, Palette

LEAST = 7.0
LEAST_DIMMED = 4.5
"""AA of the Web Content Accessibility Guidelines; the other is AAA."""
APART = 20.0
"""Least difference of two colours (CIE 1976): ten are seen side by side, twice as much from some metres away."""
APART_DIMMED = 16.0
"""Likewise with half the light: less, and still more than the dark theme has by day."""
STATES = (Role.RINGING, Role.DIALING, Role.TALKING, Role.HELD, Role.ALARM)

Rgb = tuple[float, ...]

# G. M. Machado and others, "A Physiologically-based Model for Simulation of Color Vision Deficiency" (IEEE Transactions
# on Visualization and Computer Graphics 15, 2009): who lacks one kind of cones altogether. For linear light.
SEEN_BY = {
    "all": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


@pytest.mark.parametrize("palette", [DARK, LIGHT, COLOUR_BLIND], ids=lambda palette: palette.name)
@pytest.mark.parametrize("ground", list(Ground))
@pytest.mark.parametrize("role", TEXT_ROLES)
def test_every_text_is_readable_on_every_ground(palette: Palette, ground: Ground, role: Role) -> None:
    assert _contrast(seen(palette, role), seen(palette, ground)) >= LEAST


@pytest.mark.parametrize("by", SEEN_BY)
@pytest.mark.parametrize("ground", list(Ground))
@pytest.mark.parametrize("role", TEXT_ROLES)
def test_a_theme_is_readable_for_the_colour_blind(by: str, ground: Ground, role: Role) -> None:
    assert _contrast(seen(COLOUR_BLIND, role, by), seen(COLOUR_BLIND, ground, by)) >= LEAST


@pytest.mark.parametrize("palette", DIMMED, ids=lambda palette: palette.name)
def test_at_night_a_theme_gives_less_than_half_its_light_and_is_readable_still(palette: Palette) -> None:
    dimmed = DIMMED[palette]
    brightest = max(_luminance(seen(palette, use)) for use in (*Role, *Ground))
    light = [_luminance(seen(dimmed, use)) for use in (*Role, *Ground)]
    everybody = SEEN_BY if palette is COLOUR_BLIND else ["all"]
    contrasts = {
        (role, ground, by): _contrast(seen(dimmed, role, by), seen(dimmed, ground, by))
        for role in TEXT_ROLES
        for ground in Ground
        for by in everybody
    }

    assert max(light) < 0.41 * brightest
    assert max(light[-len(Ground) :]) < 0.01
    assert {place: contrast for place, contrast in contrasts.items() if contrast < LEAST_DIMMED} == {}


@pytest.mark.parametrize("by", SEEN_BY)
def test_at_night_states_are_told_apart_by_the_colour_blind_as_well(by: str) -> None:
    dimmed = DIMMED[COLOUR_BLIND]
    assert min(_difference(dimmed, *pair, by) for pair in combinations(STATES, 2)) > APART_DIMMED


@pytest.mark.parametrize("by", SEEN_BY)
def test_its_states_are_told_apart_by_the_colour_blind(by: str) -> None:
    differences = {(one, other): _difference(COLOUR_BLIND, one, other, by) for one, other in combinations(STATES, 2)}
    assert {pair: apart for pair, apart in differences.items() if apart < APART} == {}


def test_the_dark_theme_would_not_do() -> None:
    assert min(_difference(DARK, *pair, by) for pair in combinations(STATES, 2) for by in SEEN_BY) < APART


def test_contrast_is_measured_as_the_standard_does() -> None:
    black, grey, white = (_linear(Color.parse(colour)) for colour in ("#000000", "#777777", "#ffffff"))
    assert _contrast(black, white) == pytest.approx(21.0)
    assert _contrast(grey, white) == pytest.approx(4.48, abs=0.01)


def seen(palette: Palette, use: Role | Ground, by: str = "all") -> Rgb:
    """The linear light of a colour that somebody sees."""
    light = _linear(Color.parse(palette.colour(use)))
    return tuple(min(1.0, max(0.0, sum(a * b for a, b in zip(row, light, strict=True)))) for row in SEEN_BY[by])


def _contrast(one: Rgb, other: Rgb) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(light: Rgb) -> float:
    red, green, blue = light
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _difference(palette: Palette, one: Role, other: Role, by: str) -> float:
    first, second = (rgb_to_lab(_gamma(seen(palette, role, by))) for role in (one, other))
    return float(((first.L - second.L) ** 2 + (first.a - second.a) ** 2 + (first.b - second.b) ** 2) ** 0.5)


def _linear(colour: Color) -> Rgb:
    parts = [part / 255 for part in colour.rgb]
    return tuple(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)


def _gamma(light: Rgb) -> Color:
    parts = [12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055 for part in light]
    red, green, blue = (round(255 * part) for part in parts)
    return Color(red, green, blue)
