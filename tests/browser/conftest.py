"""Finds a browser, or installs one; starts `callboard serve` as a process of its own."""

from __future__ import annotations

import json
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.browser.chromium import Browser, Program, browsing, chromium
from tests.node_packages import alone_in, node_with_packages, run_in

HERE = Path(__file__).parent
UNPACKED = HERE / "node_modules" / ".browser"


@pytest.fixture(scope="session")
def node_packages() -> Path:
    """The folder of the packages of package-lock.json; the test is skipped without Node.js (but fails in CI)."""
    node_with_packages(HERE)
    return HERE / "node_modules"


@pytest.fixture(scope="session")
def program(request: pytest.FixtureRequest) -> Program:
    """The Chromium of the system, else the one inside the package `@sparticuz/chromium`."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if (path := shutil.which(name)) is not None:
            return Program((path,), {})
    request.getfixturevalue("node_packages")
    UNPACKED.mkdir(exist_ok=True)
    with alone_in(HERE):
        told = json.loads(run_in(HERE, "node", "unpack.mjs", TMPDIR=str(UNPACKED)))
    return Program(tuple(told["program"]), told["environment"])


@pytest.fixture(scope="session")
def running_chromium(program: Program, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the browser is that all tests share."""
    with chromium(program, tmp_path_factory.mktemp("chromium") / "profile") as address:
        yield address


@pytest.fixture
async def browser(running_chromium: str) -> AsyncIterator[Browser]:
    """A browser that knows nothing yet."""
    async with browsing(running_chromium) as person:
        yield person
