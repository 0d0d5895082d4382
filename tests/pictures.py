"""Pictures of screens, equal byte for byte in every run; they are the README's as well.

`CALLBOARD_WRITE_PICTURES=1` writes them anew.
"""

from __future__ import annotations

import os
from typing import Any

from textual.pilot import Pilot

from tests.pseudo_terminal import ROOT

FOLDER = ROOT / "screenshots"


_LOOKS = 200


async def as_ever(pilot: Pilot[Any], name: str) -> None:
    """Compare what is shown with a picture as soon as it is settled: a busy machine draws it in more slices."""
    path = FOLDER / f"{name}.svg"
    if os.environ.get("CALLBOARD_WRITE_PICTURES"):
        path.write_text(_picture(pilot), encoding="utf-8")
    wanted = path.read_text(encoding="utf-8")
    for _ in range(_LOOKS):
        if _picture(pilot) == wanted:
            return
        await pilot.pause(0.02)
    assert _picture(pilot) == wanted


def _picture(pilot: Pilot[Any]) -> str:
    return pilot.app.export_screenshot(title="callboard")
