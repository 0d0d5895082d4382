"""What is built is what is meant, and it runs where nothing of this repository is, installed as a user does it."""

from __future__ import annotations

import asyncio
import email
import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.hostile.terminal import terminal
from tests.waiting import PATIENCE_S
from tui import __version__
from tui.demo.options import Options
from tui.demo.server import Simulator

ROOT = Path(__file__).parents[2]
INSTALL_S = 300


@dataclass(frozen=True)
class Built:
    """The two files that are handed out, and the program of a fresh environment with one of them."""

    sdist: Path
    wheel: Path
    program: Path


def needed(name: str, found: dict[str, metadata.Distribution]) -> None:
    """Find the distributions that one asks for, and those that they ask for: none that is here for tests alone."""
    for line in metadata.requires(name) or ():
        asked = Requirement(line)
        if asked.name not in found and (asked.marker is None or asked.marker.evaluate({"extra": ""})):
            found[asked.name] = metadata.distribution(asked.name)
            needed(asked.name, found)


def link_needed(site: Path) -> None:
    """Put what callboard asks for into an environment: as pip did it here, which takes ten times as long again."""
    found: dict[str, metadata.Distribution] = {}
    needed("callboard", found)
    for distribution in found.values():
        tops = {file.parts[0] for file in distribution.files or () if file.parts[0] not in ("..", "__pycache__")}
        for top in tops:
            if not (site / top).exists():
                (site / top).symlink_to(Path(str(distribution.locate_file(top))))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build the source distribution, from it the wheel, and install that with all it asks for and nothing else."""
    folder = tmp_path_factory.mktemp("built")
    build = [sys.executable, "-m", "build", "--outdir", str(folder / "dist"), str(ROOT)]
    # What is not compiled ahead is compiled where it is imported.
    env = {**os.environ, "PIP_NO_COMPILE": "1"}
    subprocess.run(build, check=True, capture_output=True, timeout=INSTALL_S, env=env)
    (sdist,) = (folder / "dist").glob("callboard-*.tar.gz")
    (wheel,) = (folder / "dist").glob("callboard-*.whl")
    venv.create(folder / "venv")
    python = folder / "venv/bin/python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", str(wheel)]
    subprocess.run(pip, check=True, capture_output=True, timeout=INSTALL_S, env=env)
    link_needed(Path(sysconfig.get_path("purelib", vars={"base": str(folder / "venv")})))
    return Built(sdist, wheel, folder / "venv/bin/callboard")


def test_the_wheel_holds_exactly_our_two_packages(built: Built) -> None:
    names = zipfile.ZipFile(built.wheel).namelist()

    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"tui", "widgets"}
    assert any(name.endswith(".tcss") for name in names)
    assert {"tui/serve/page/wall.html", "tui/serve/page/xterm.mjs", "tui/serve/page/xterm.LICENSE"} <= set(names)
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_the_wheel_says_what_it_is(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as wheel:
        (name,) = (one for one in wheel.namelist() if one.endswith("METADATA"))
        said = email.message_from_bytes(wheel.read(name))

    assert (said["Name"], said["Version"], said["License-Expression"]) == ("callboard", __version__, "MIT")
    assert "Programming Language :: Python :: 3.13" in (said.get_all("Classifier") or [])
    assert "Private :: Do Not Upload" in (said.get_all("Classifier") or [])


def test_the_sources_hold_the_tests_and_no_rubbish(built: Built) -> None:
    with tarfile.open(built.sdist) as sources:
        names = [name.partition("/")[2] for name in sources.getnames()]
    tops = {name.partition("/")[0] for name in names}

    assert tops <= {
        ".ci",
        "tui",
        "widgets",
        "tests",
        "screenshots",
        "README.md",
        "LICENSE",
        "pyproject.toml",
        "PKG-INFO",
        ".gitignore",
    }
    assert {"tui", "widgets", "tests", "LICENSE"} <= tops
    assert not [name for name in names if "node_modules" in name or "__pycache__" in name]


def test_it_tells_its_version(built: Built) -> None:
    done = subprocess.run([built.program, "--version"], capture_output=True, text=True, check=True, timeout=PATIENCE_S)

    assert done.stdout == f"callboard {__version__}\n"


async def test_it_watches_a_server(built: Built, tmp_path: Path) -> None:
    async with Simulator(Options(agents=4, calls=6, rate_per_s=0, logins="one")) as simulator:
        first = simulator.logins[0]
        env = {"CALLBOARD_URL": simulator.url, "CALLBOARD_USER": first.user, "CALLBOARD_PASSWORD": first.password}
        process = await asyncio.create_subprocess_exec(
            *(str(built.program), "watch", "--once"),
            env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "NO_PROXY": "*", **env},
            cwd=tmp_path,
            stdout=asyncio.subprocess.PIPE,
        )
        async with asyncio.timeout(PATIENCE_S):
            out, _ = await process.communicate()

    assert len(json.loads(out)["calls"]) == 6


async def test_it_shows_the_demo(built: Built, tmp_path: Path) -> None:
    env = {"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    async with terminal("demo", "--agents", "4", env=env, program=(str(built.program),)) as shown:
        await shown.until(lambda: "4 live" in shown.text and "TOUR 1 of 9" in shown.text, "demo with its tour")
        shown.press(b"q")
        async with asyncio.timeout(PATIENCE_S):
            assert await shown.process.wait() == 0
