"""The files of the pages, all of which come from here: nothing is loaded from anywhere else."""

from functools import lru_cache
from html import escape
from pathlib import Path
from string import Template

FOLDER = Path(__file__).parent / "page"
TYPES = {".mjs": "text/javascript", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
"""What is given to browsers, by its ending; all of it without a log-in, for it tells nothing."""


@lru_cache(maxsize=32)
def content(name: str) -> bytes:
    """Read a file.

    Args:
        name: Its name; whoever calls has checked that it is one of `names`.
    """
    return (FOLDER / name).read_bytes()


@lru_cache(maxsize=1)
def names() -> frozenset[str]:
    """Which files a browser may have."""
    return frozenset(file.name for file in FOLDER.iterdir() if file.suffix in TYPES)


def filled(name: str, **values: str | int) -> str:
    """Fill in a page.

    Args:
        name: Its file.
        values: By the name of their place; always text, never markup.
    """
    return Template(content(name).decode()).substitute({key: escape(str(value)) for key, value in values.items()})
