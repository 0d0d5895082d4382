"""Compiled files of a measurement's own: whether a start finds them is not left to whoever ran it before."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.pseudo_terminal import ROOT

_OURS = ("tui", "widgets")
_READ = frozenset({".py", ".pyc", ".so", ".tcss"})


class Bytecode:
    """A folder of compiled files; what was run with `writing` is compiled there, and up to date.

    Attributes:
        writing: Environment of a program whose modules are compiled into it.
        reading: Of one that finds there what was compiled, and adds nothing.
    """

    def __init__(self, folder: Path) -> None:
        """Take an empty folder."""
        self.writing: Mapping[str, str] = {"PYTHONPYCACHEPREFIX": str(folder), "PYTHONDONTWRITEBYTECODE": ""}
        self.reading: Mapping[str, str] = {**self.writing, "PYTHONDONTWRITEBYTECODE": "1"}
        self._folder = folder

    @contextmanager
    def without_ours(self) -> Iterator[Mapping[str, str]]:
        """The environment of an installation that is run from its sources and may not write beside them."""
        with tempfile.TemporaryDirectory() as other:
            shutil.copytree(self._folder, other, dirs_exist_ok=True)
            for room in _OURS:
                shutil.rmtree(Path(other) / ROOT.relative_to("/") / room)
            yield {**self.reading, "PYTHONPYCACHEPREFIX": other}

    def out_of_memory(self) -> None:
        """Let the system forget what it holds of our files, the packages and all that was compiled.

        Python's own library stays: others run on it.
        """
        packages = next(Path(place) for place in sys.path if place.endswith("site-packages"))
        os.sync()  # what is not on the disk yet is not forgotten
        for place in (*(ROOT / room for room in _OURS), packages, self._folder):
            for file in place.rglob("*"):
                if file.suffix in _READ and file.is_file():
                    _forget(file)


@contextmanager
def bytecode() -> Iterator[Bytecode]:
    """A folder that is there for one measurement."""
    with tempfile.TemporaryDirectory() as folder:
        yield Bytecode(Path(folder))


def _forget(file: Path) -> None:
    opened = os.open(file, os.O_RDONLY)
    try:
        os.posix_fadvise(opened, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(opened)
