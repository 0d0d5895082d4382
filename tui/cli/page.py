"""The form of a command's page: what `--help` says around its options, as a man page would."""

import argparse
import textwrap
from collections.abc import Mapping
from typing import NamedTuple

WIDTH = 78

CODES: Mapping[int, str] = {
    0: "everything went well",
    1: "the output could not be written",
    2: "usage or configuration; nothing was sent",
    3: "refused: credentials, or the certificate of the server",
    4: "not reachable",
    5: "timed out: sent, and without the expected effect",
    6: "not allowed now; nothing was sent",
    130: "interrupted",
    143: "told to end (SIGTERM, SIGHUP) before there was a result",
}
"""Exit codes; a command says which of them it has."""

ENVIRONMENT: Mapping[str, str] = {
    "CALLBOARD_URL": "address of the server, where --url is missing",
    "CALLBOARD_USER": "login name, where --user is missing",
    "CALLBOARD_CONFIG": "TOML file, where --config is missing",
    "CALLBOARD_PASSWORD": "the password; CALLBOARD_PASSWORD_<SOURCE NAME> is that of one source",
    "CALLBOARD_FLOOR_URL": "address of the NATS server of a floor, where --floor is missing",
    "CALLBOARD_FLOOR_PASSWORD": "the password there",
    "HTTPS_PROXY, NO_PROXY": "the proxy on the way out, and hosts that need none; HTTP_PROXY and ALL_PROXY likewise",
    "NO_COLOR": "no colours",
}

_FLOOR = ("CALLBOARD_FLOOR_URL", "CALLBOARD_FLOOR_PASSWORD")
CONNECTED = tuple(name for name in ENVIRONMENT if name not in (*_FLOOR, "NO_COLOR"))
"""What a command that talks to a server looks at."""
NO_SCREEN = f"{CODES[2]}; or a screen without a terminal"
"""What 2 means where a screen is shown."""
SHOWN = (*CONNECTED, "NO_COLOR")
"""What a screen on a server looks at."""
ON_A_FLOOR = ("CALLBOARD_CONFIG", *_FLOOR)
"""What a command that talks to a floor alone looks at."""
PUBLISHING = (*CONNECTED, *_FLOOR)
"""What a command that publishes looks at."""


class HelpPage(NamedTuple):
    """What is to be said of a command.

    Attributes:
        description: What it does, in sentences.
        examples: Command lines, with what each does.
        codes: Its exit codes, with words of its own where the usual ones do not fit.
        environment: Names of `ENVIRONMENT`.
    """

    description: str
    examples: Mapping[str, str]
    codes: Mapping[int, str] = {0: CODES[0], 1: CODES[1], 2: CODES[2]}
    environment: tuple[str, ...] = ()

    def dress(self, parser: argparse.ArgumentParser) -> None:
        """Give a parser this page."""
        parser.formatter_class = _Form
        parser.description = "\n\n".join(textwrap.fill(part, WIDTH) for part in self.description.split("\n\n"))
        parser.epilog = self.end()

    def end(self) -> str:
        """What stands below the options."""
        known = {name: ENVIRONMENT[name] for name in self.environment}
        parts = [
            _section("examples", "\n".join(f"  {words}\n    $ {line}" for line, words in self.examples.items())),
            _section("exit codes", _rows({str(code): words for code, words in self.codes.items()})),
            _section("environment", _rows(known)) if known else "",
        ]
        return "\n".join(part for part in parts if part)


class _Form(argparse.RawDescriptionHelpFormatter):
    """Keeps our lines, and gives names of commands some room."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=26)
        # It forgets the indent of sub-commands, and would give the longest a line of its own.
        self._action_max_length = 14


def usual(*codes: int, **own: str) -> Mapping[int, str]:
    """Exit codes in the usual words.

    Args:
        codes: Which.
        own: Other words, by `code_1` and the like.
    """
    said = {int(name.removeprefix("code_")): words for name, words in own.items()}
    return {code: said.get(code, CODES[code]) for code in sorted({*codes, *said})}


def _section(name: str, body: str) -> str:
    return f"{name}:\n{body}\n"


def _rows(table: Mapping[str, str]) -> str:
    width = max(map(len, table))
    hanging = " " * (width + 4)
    return "\n".join(
        textwrap.fill(words, WIDTH, initial_indent=f"  {name:<{width}}  ", subsequent_indent=hanging)
        for name, words in table.items()
    )
