"""The themes of our own, and which one fits a terminal."""

from collections.abc import Mapping
from typing import Any

from textual.app import App
from textual.theme import Theme

from widgets.drawing.palette import COLOUR_BLIND, DARK, DIMMED, LIGHT, PALETTES, PLAIN, SIXTEEN, Palette

THEMES = {"dark": DARK, "light": LIGHT, "colour-blind": COLOUR_BLIND}
"""What may be chosen, by the name that settings have for it; a key goes through them in this order."""


def ansi_color(environ: Mapping[str, str]) -> bool | None:
    """What an app must be given as `ansi_color` when it is made.

    Args:
        environ: The environment.

    Returns:
        True under NO_COLOR, or Textual would turn colours into grey instead of leaving them out; else None.
    """
    return True if "NO_COLOR" in environ else None


def register(app: App[Any]) -> None:
    """Give an app our themes and choose the one that fits.

    That is plain under NO_COLOR, sixteen colours where there are no more, else dark.

    Args:
        app: The app, not running yet or just mounted.
    """
    for palette in PALETTES.values():
        app.register_theme(_theme(palette))
    app.theme = fitting(app)


def fitting(app: App[Any]) -> str:
    """The name of the theme that fits the terminal of an app.

    Args:
        app: The app.

    Returns:
        Name of one of our themes.
    """
    if app.no_color:
        return PLAIN.name
    return SIXTEEN.name if app.console.color_system == "standard" else DARK.name


def show_theme(app: App[Any], theme: str) -> None:
    """Show a theme; where the terminal lacks the colours for it, nothing changes.

    Args:
        app: The app.
        theme: One of `THEMES`.
    """
    if fitting(app) == DARK.name:
        app.theme = THEMES[theme].name


def show_next_theme(app: App[Any]) -> None:
    """Show the next theme; where the terminal lacks the colours for it, nothing changes.

    Args:
        app: The app.
    """
    names, now = list(THEMES), _undimmed(palette_of(app))
    shown = next((number for number, name in enumerate(names) if THEMES[name] is now), -1)
    show_theme(app, names[(shown + 1) % len(names)])


def can_be_dimmed(app: App[Any]) -> bool:
    """Whether the theme of an app can give less light, or gives less already."""
    return _undimmed(palette_of(app)) in DIMMED


def dim(app: App[Any]) -> None:
    """Let the theme of an app give less light, if it can.

    Args:
        app: The app.
    """
    dimmed = DIMMED.get(palette_of(app))
    if dimmed is not None:
        app.theme = dimmed.name


def undim(app: App[Any]) -> None:
    """Let the theme of an app give all its light.

    Args:
        app: The app.
    """
    now = palette_of(app)
    if (whole := _undimmed(now)) is not now:
        app.theme = whole.name


def palette_of(app: App[Any]) -> Palette:
    """The palette to draw with now.

    Args:
        app: The app; under a theme that is not ours, ours of the same brightness is meant.

    Returns:
        A palette.
    """
    return PALETTES.get(app.theme) or (DARK if app.current_theme.dark else LIGHT)


def _undimmed(palette: Palette) -> Palette:
    return next((whole for whole, dimmed in DIMMED.items() if dimmed is palette), palette)


def _theme(palette: Palette) -> Theme:
    return Theme(
        name=palette.name,
        dark=palette.dark,
        ansi=palette.plain,
        primary=palette.mine,
        secondary=palette.held,
        warning=palette.ringing,
        error=palette.alarm,
        success=palette.talking,
        accent=palette.mine,
        foreground=palette.text,
        background=palette.background,
        surface=palette.panel,
        panel=palette.bar,
        variables=_variables(palette),
    )


def _variables(palette: Palette) -> dict[str, str]:
    return {
        "ansi-background": palette.background,
        "ansi-foreground": palette.text,
        "input-cursor-text-style": "reverse" if palette.plain else "none",
        "text": palette.text,
        "text-muted": palette.dim,
        "text-disabled": palette.dim,
        "border": palette.rest,
        "border-blurred": palette.rest,
        "scrollbar": palette.used,
        "scrollbar-hover": palette.dim,
        "scrollbar-active": palette.dim,
        "scrollbar-background": palette.background,
        "scrollbar-background-hover": palette.background,
        "scrollbar-background-active": palette.background,
        "scrollbar-corner-color": palette.background,
        "input-cursor-background": palette.text,
        "input-cursor-foreground": palette.background,
        "block-cursor-background": palette.selected,
        "block-cursor-foreground": palette.text,
        "block-hover-background": palette.selected,
    }
