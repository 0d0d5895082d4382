"""The recipes of the chapter, and a machine on which they were followed."""

from __future__ import annotations

import os
import re
import shlex
import sys
from pathlib import Path

from tui.demo.config_file import config_for
from tui.demo.server import Simulator

ROOT = Path(__file__).parents[2]
CHAPTER = (ROOT / "tui" / "runs" / "README.md").read_text("utf-8")
UNITS = dict(re.findall(r"<!-- (\S+) -->\n```ini\n(.*?)```", CHAPTER, re.DOTALL))
PROGRAM = "/opt/callboard/bin/callboard"
COMMANDS = re.findall(rf"{PROGRAM} ([^\"\n]*)", CHAPTER)
SERVICES = [name for name in UNITS if name.endswith(".service")]


class Box:
    """A machine on which the recipes were followed: everything that they name, in a folder of our own."""

    def __init__(self, folder: Path, simulator: Simulator) -> None:
        self.folder = folder
        self.env = {
            **{key: value for key, value in os.environ.items() if not key.startswith(("CALLBOARD", "XDG_"))},
            "NO_PROXY": "*",
            "HOME": str(folder),
            "CALLBOARD_PASSWORD": simulator.logins[0].password,
        }
        (folder / "desks").mkdir()
        (folder / "bin").mkdir()
        program = folder / "bin" / "callboard"
        program.write_text(f'#!/bin/sh\nexec {sys.executable} -m tui "$@"\n', "utf-8")
        program.chmod(0o755)
        (folder / "wall.toml").write_text(config_for(simulator))
        login = simulator.logins[0]
        desk = f'[[sources]]\nname = "{login.name}"\nurl = "{simulator.url}"\nuser = "{login.user}"\n'
        (folder / "desks" / "agent-one.toml").write_text(desk, "utf-8")

    def here(self, words: str) -> str:
        """Words of a recipe, with the places of this machine."""
        places = {PROGRAM: "bin/callboard", "/etc/callboard/": "", "/var/lib/callboard/": ""}
        for there, ours in places.items():
            words = words.replace(there, f"{self.folder}/{ours}")
        return words.replace("--trusted-proxy 127.0.0.1", "--trusted-proxy 127.0.0.1 --port 0")

    def service(self, name: str) -> tuple[list[str], dict[str, str]]:
        """What systemd would start of a unit, and the environment that the unit gives it."""
        settings = re.findall(r"^(\w+)=(.*)$", UNITS[name], re.MULTILINE)
        (start,) = (value for key, value in settings if key == "ExecStart")
        given = [word for key, value in settings if key == "Environment" for word in shlex.split(value)]
        env = {**dict(word.split("=", 1) for word in given), "XDG_STATE_HOME": str(self.folder)}
        return shlex.split(self.here(start)), {**self.env, **env, "CALLBOARD_SERVE_TOKEN": "a token for tests only"}
