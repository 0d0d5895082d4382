"""The recipes for wall boxes: what systemd says of the units, and that they call what there is."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tui.cli import build_parser

CHAPTER = (Path(__file__).parents[2] / "tui" / "runs" / "README.md").read_text("utf-8")
UNITS = dict(re.findall(r"<!-- (\S+) -->\n```ini\n(.*?)```", CHAPTER, re.DOTALL))
COMMANDS = re.findall(r"/opt/callboard/bin/callboard ([^\"\n]*)", CHAPTER)


def test_the_units_are_the_ones_that_are_meant() -> None:
    assert set(UNITS) == {"callboard-wall.service", "getty@tty1.service.d/autologin.conf"}


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_systemd_has_nothing_to_say_about_the_unit(tmp_path: Path) -> None:
    unit = tmp_path / "callboard-wall.service"
    unit.write_text(UNITS[unit.name].replace("/opt/callboard/bin/callboard", sys.executable))
    done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, timeout=60, check=False)

    about_it = [line for line in done.stderr.splitlines() if "callboard-wall" in line]
    assert about_it == []
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_of_the_recipes_is_one(words: str) -> None:
    assert build_parser().parse_args(shlex.split(words)).command in ("wall", "desk")
