"""Pictures of several characters, written so that what follows stands in its column whatever the terminal thinks."""

import os
from collections.abc import Iterator, Mapping

from rich.cells import cell_len, set_cell_size

from tui.clusters import CLUSTER, JOINED_WORD, TEXT_SELECTOR, UNSURE, base_of, characters_seen
from tui.terminal.description import PAGE_DRIVER

_WIDE = 2


def draws_clusters(environ: Mapping[str, str] = os.environ) -> bool:
    """Say whether a terminal may be given pictures of several characters.

    Args:
        environ: Of the process.

    Returns:
        False inside tmux and screen: they draw on another terminal, and rely on it to count cells as they do. A page
        is no such terminal, whatever its server was started in.
    """
    if environ.get("TEXTUAL_DRIVER") == PAGE_DRIVER:
        return True
    name = environ.get("TERM", "")
    return not (environ.get("TMUX") or environ.get("STY") or name.startswith(("tmux", "screen")))


def placed(text: str, column: int, end: int, *, draws: bool) -> str:
    """Say how to write a text of which terminals may differ about the cells.

    Args:
        text: Of one look, without controls.
        column: Where the cursor stands, from 0.
        end: The first column that is not written right after this, from 0.
        draws: Whether this terminal may be given pictures of several characters.

    Returns:
        The text with sequences that set the cursor; where a picture could reach beyond `end`, what stands for it.
    """
    return "".join(_written(text, column, end, draws)) if UNSURE.search(text) else text


def _written(text: str, column: int, end: int, draws: bool) -> Iterator[str]:
    for part in _parts(text):
        width = cell_len(part)
        if not UNSURE.search(part):
            yield part
        elif draws and (JOINED_WORD.fullmatch(part) or (_is_sure_of_two(part) and column + _widest(part) <= end)):
            # A terminal that takes it for narrower leaves what stood there, one that takes it for wider is overwritten.
            yield f"{' ' * width}\x1b[{column + 1}G{part}\x1b[{column + width + 1}G"
        else:
            yield set_cell_size(base_of(part), width)
        column += width


def _parts(text: str) -> Iterator[str]:
    for part in CLUSTER.split(text):
        yield from JOINED_WORD.split(part)


def _is_sure_of_two(part: str) -> bool:
    return CLUSTER.fullmatch(part) is not None and (cell_len(part) == _WIDE or part.endswith(TEXT_SELECTOR))


def _widest(cluster: str) -> int:
    return _WIDE * characters_seen(cluster)
