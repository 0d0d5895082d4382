import pytest
from textual.color import Color

from tui.views.words.role import TEXT_ROLES, Role
from widgets.drawing.palette import DARK, LIGHT, Ground, Palette

LEAST = 7.0


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=lambda palette: palette.name)
@pytest.mark.parametrize("ground", list(Ground))
@pytest.mark.parametrize("role", TEXT_ROLES)
def test_every_text_is_readable_on_every_ground(palette: Palette, ground: Ground, role: Role) -> None:
    assert _contrast(palette.colour(role), palette.colour(ground)) >= LEAST


def test_contrast_is_measured_as_the_standard_does() -> None:
    assert _contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert _contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in Color.parse(colour).rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
