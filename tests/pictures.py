"""Pictures of screens, equal byte for byte in every run; they are the README's as well.

`CALLBOARD_WRITE_PICTURES=1` writes them anew.
"""

from __future__ import annotations

import os
from typing import Any

from textual.app import App

from tests.pseudo_terminal import ROOT

FOLDER = ROOT / "screenshots"


def as_ever(app: App[Any], name: str) -> None:
    """Compare what is shown with a picture, at once: the screen must be settled."""
    picture = app.export_screenshot(title="callboard")
    path = FOLDER / f"{name}.svg"
    if os.environ.get("CALLBOARD_WRITE_PICTURES"):
        path.write_text(picture, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == picture
