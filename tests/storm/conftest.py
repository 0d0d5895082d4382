"""A log file with everything that we would ever let through."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from tests.storm.storm import Scene
from tui.machine.logfile import start_logging


@pytest.fixture
def log_file(tmp_path: Path) -> Iterator[Callable[[Scene], Path]]:
    """Start our logging for a scene, at DEBUG; give its file."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level

    def start(scene: Scene) -> Path:
        path = tmp_path / "callboard.log"
        start_logging([SecretStr(scene.simulator.password)], path, "debug")
        root.setLevel(logging.DEBUG)
        return path

    yield start
    for handler in set(root.handlers) - set(handlers):
        handler.close()
    root.handlers[:] = handlers
    root.setLevel(level)
    for name in ("httpcore", "httpx", "tui"):
        logging.getLogger(name).setLevel(logging.NOTSET)
