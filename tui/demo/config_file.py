"""Writes a configuration for a client: one source for each login, never a password."""

from __future__ import annotations

from pathlib import Path

from tui.demo.server import Simulator


def write_config(simulator: Simulator, path: Path) -> None:
    """Write a TOML file with a `[[sources]]` table for every login of a started simulator.

    Args:
        simulator: Its url and logins are written; the password goes to the client by CALLBOARD_PASSWORD.
        path: The file, which is replaced.

    Raises:
        OSError: The file cannot be written.
    """
    tables = (
        f'[[sources]]\nname = "{login.name}"\nurl = "{simulator.url}"\nuser = "{login.user}"\n'
        for login in simulator.logins
    )
    path.write_text("\n".join(tables), encoding="utf-8")
