"""Finds a browser, or installs one; starts `callboard serve` as a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NoReturn

import pytest

from tests.browser.chromium import Browser, Program, chromium

HERE = Path(__file__).parent
UNPACKED = HERE / "node_modules" / ".browser"
INSTALL_TIMEOUT_S = 300


@pytest.fixture(scope="session")
def node_packages() -> Path:
    """The folder of the packages of package-lock.json; the test is skipped without Node.js (but fails in CI)."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        _unavailable("Node.js with npm is not installed")
    installed, lock = HERE / "node_modules" / ".package-lock.json", HERE / "package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
        _run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
    return HERE / "node_modules"


@pytest.fixture(scope="session")
def program(request: pytest.FixtureRequest) -> Program:
    """The Chromium of the system, else the one inside the package `@sparticuz/chromium`."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if (path := shutil.which(name)) is not None:
            return Program((path,), {})
    request.getfixturevalue("node_packages")
    UNPACKED.mkdir(exist_ok=True)
    told = json.loads(_run("node", "unpack.mjs", TMPDIR=str(UNPACKED)))
    return Program(tuple(told["program"]), told["environment"])


@pytest.fixture
async def browser(program: Program, tmp_path: Path) -> AsyncIterator[Browser]:
    """A browser that knows nothing yet."""
    async with chromium(program, tmp_path / "profile") as running:
        yield running


def _run(*command: str, **environment: str) -> str:
    result = subprocess.run(
        command,
        cwd=HERE,
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
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
