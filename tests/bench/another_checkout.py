"""Another checkout of this project, whose programs are measured in turns with ours."""

from __future__ import annotations

import sys
from pathlib import Path

PEER = "another checkout"


def python_of(checkout: Path | None) -> tuple[str, dict[str, str]]:
    """How to run a checkout.

    Args:
        checkout: With an environment of its own (`.venv`); None for ours.

    Returns:
        Its Python, and what has to be in the environment.
    """
    if checkout is None:
        return sys.executable, {}
    # Python would else take what is in the directory where it is started, which is ours.
    return str(checkout / ".venv/bin/python"), {"PYTHONPATH": str(checkout), "PYTHONSAFEPATH": "1"}
