"""The parser of all commands: what it prints goes the way of everything that is printed."""

import argparse
import sys
from typing import Protocol

from tui.printing.output import write, write_error


class _File(Protocol):
    def write(self, text: str, /) -> object: ...


class Parser(argparse.ArgumentParser):
    """Tells of a help that could not be written, where argparse would be silent; parsers below it are of this class."""

    def _print_message(self, message: str, file: _File | None = None) -> None:
        if message:
            (write if file is sys.stdout else write_error)(message)
