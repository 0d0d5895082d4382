"""Makes a configuration for a client: one source for each login, never a password."""

from __future__ import annotations

from tui.demo.server import Simulator


def config_for(simulator: Simulator) -> str:
    """Make TOML with a `[[sources]]` table for every login of a started simulator.

    Args:
        simulator: Its url and logins are told; the password goes to the client by CALLBOARD_PASSWORD.
    """
    tables = (
        f'[[sources]]\nname = "{login.name}"\nurl = "{simulator.url}"\nuser = "{login.user}"\n'
        for login in simulator.logins
    )
    return "\n".join(tables)
