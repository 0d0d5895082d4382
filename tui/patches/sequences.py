"""The way for sequences that speak to the terminal itself, such as its title."""

from collections.abc import Callable
from typing import Any

from textual.app import App

Terminal = Callable[[str], None]
"""Sends a sequence to the terminal."""


def terminal_of(app: App[Any]) -> Terminal:
    """Find the way to the terminal of an app.

    Args:
        app: The app, running.

    Returns:
        A function that sends; it does nothing where there is no terminal.
    """
    driver = app._driver
    return (lambda _sequence: None) if driver is None or app.is_headless else driver.write
