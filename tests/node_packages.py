"""Node.js and the locked packages of a folder of tests, installed once, however many runs of tests want them."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest

INSTALL_TIMEOUT_S = 300


def node_with_packages(folder: Path) -> str:
    """Path of Node.js, with what the ``package-lock.json`` in ``folder`` locks installed there.

    The test is skipped where there is no Node.js, but fails in CI.
    """
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        _unavailable("Node.js with npm is not installed")
    installed, lock = folder / "node_modules" / ".package-lock.json", folder / "package-lock.json"
    with alone_in(folder):
        if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
            run_in(folder, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
    return node


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """No other run or worker is inside at the same time for that folder."""
    with (folder / "package-lock.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def run_in(folder: Path, *command: str, **environment: str) -> str:
    """What a command in ``folder`` prints; the test is skipped where it fails (but fails in CI)."""
    result = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=INSTALL_TIMEOUT_S,
        check=False,
    )
    if result.returncode != 0:
        _unavailable(f"{command[0]} {command[1]} failed: {result.stderr[-500:]}")
    return result.stdout


def _unavailable(reason: str) -> NoReturn:
    """Skip the test, but fail in CI, which has everything."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
