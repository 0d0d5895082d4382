"""Recordings are made of real runs; nothing of the surroundings changes a picture, or stands between."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _plain_surroundings(monkeypatch: pytest.MonkeyPatch, true_colour: None) -> None:
    del true_colour
    monkeypatch.setenv("NO_PROXY", "*")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "floor.callrec"
