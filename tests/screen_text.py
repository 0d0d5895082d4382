"""What stands on the screen of an application that runs in a test: the one place that asks Textual's compositor."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.strip import Strip


def strips_of(app: App[Any]) -> list[Strip]:
    """The rows of the screen as they are drawn now."""
    return app.screen._compositor.render_strips()


def lines_of(app: App[Any]) -> list[str]:
    """The rows as text."""
    return [strip.text for strip in strips_of(app)]


def text_of(app: App[Any]) -> str:
    """All of it as one text."""
    return "\n".join(lines_of(app))
