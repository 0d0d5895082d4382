"""`callboard config init`: a few questions, and a file with every key explained."""

import argparse
import sys
from pathlib import Path

from tui.config import ConfigError, default_path
from tui.config.private_file import write_private
from tui.config.reading import named_path
from tui.config.template import template
from tui.machine.folders import NO_HOME
from tui.printing.output import write
from tui.runs.config_questions import USUAL_PRIVACY, ConfigQuestions


def target(named: str | None) -> Path:
    """Where the configuration is, or would be.

    Args:
        named: What `--config` says.

    Raises:
        ConfigError: Nobody can tell.
    """
    path = named_path(named) or default_path()
    if path is None:
        raise ConfigError(f"{NO_HOME}, or name a file with --config")
    return path


def init(options: argparse.Namespace) -> int:
    """Write a configuration; see `callboard config init --help`.

    Args:
        options: The parsed options.

    Returns:
        The exit code.

    Raises:
        ConfigError: An answer cannot be used, or the file is there already or cannot be written.
    """
    path = target(options.config)
    if path.exists() and not options.force:
        raise ConfigError(f"{path} is there already: --force replaces it")
    asks = not options.no_input and sys.stdin is not None and sys.stdin.isatty()
    answers = ConfigQuestions(options, asks=asks).ask()
    top = {"title": options.title} if options.title else {}
    # The usual is left to the default: written down, it would hold on a desk as well.
    show = answers.privacy
    privacy = {} if show == USUAL_PRIVACY else {"numbers": show, "names": show}
    try:
        write_private(path, template(answers.source, top, {"privacy": privacy}))
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from error
    write(f"Written: {path}\n{_next(answers.way, str(answers.source['name']))}")
    return 0


def _next(way: str, name: str) -> str:
    first = {
        "keyring": "callboard login     store the password",
        "file": "callboard login     write the password there",
        "environment": f"export CALLBOARD_PASSWORD=...   (or CALLBOARD_PASSWORD_<NAME> for {name} alone)",
    }.get(way, "")
    steps = [
        first,
        "callboard wall      show the calls of this login, and of no other",
        "callboard desk      take calls",
    ]
    return "Next:\n" + "".join(f"  {step}\n" for step in steps if step)
