"""What stands beside a picture of several characters stays in its column, whatever the terminal takes it for."""

from __future__ import annotations

import pyte
import pytest
from rich.cells import cell_len, split_text

from tui.patches.cell_widths import count_vowel_signs
from tui.source.text import clean
from tui.terminal.cluster_cells import draws_clusters, placed
from tui.terminal.description import PAGE_DRIVER

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
NAMES = [
    FAMILY,
    "\U0001f1e9\U0001f1ea",
    "\U0001f44d\U0001f3fd",
    "\u2764\ufe0f",
    "\u231a\ufe0e",
    "\u2764\ufe0e",
    "\u2764\ufe0f\u200d\U0001f525",
    "\U0001f469\U0001f3fd\u200d\u2695\ufe0f",
    "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "\u0915\u094d\u200d\u0937",
]
COLUMNS = 40


@pytest.fixture(autouse=True)
def as_on_a_screen() -> None:
    count_vowel_signs()


def row_of(name: str, columns: int = COLUMNS) -> str:
    text = f"│{clean(name)}x"
    return text + "." * (columns - cell_len(text) - 1) + "│"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("draws", [True, False])
def test_a_terminal_that_knows_no_clusters_keeps_the_row(name: str, draws: bool) -> None:
    screen = pyte.Screen(COLUMNS, 1)
    pyte.Stream(screen).feed(placed(row_of(name), 0, COLUMNS, draws=draws))
    after = 1 + cell_len(clean(name))
    assert screen.buffer[0][0].data == "│"
    assert screen.buffer[0][after].data == "x"
    assert "".join(screen.buffer[0][column].data for column in range(after + 1, COLUMNS)) == (
        "." * (COLUMNS - after - 2) + "│"
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_part_of_a_name_stays_within_its_cells(name: str) -> None:
    for end in range(1, cell_len(clean(name))):
        kept, _ = split_text(clean(name), end)
        screen = pyte.Screen(COLUMNS, 1)
        pyte.Stream(screen).feed("#" * COLUMNS + "\x1b[1G" + placed(kept, 0, end, draws=False))
        assert screen.buffer[0][cell_len(kept)].data == "#"


def test_the_whole_of_a_picture_is_sent_where_there_is_room() -> None:
    assert FAMILY in placed(f"{FAMILY} plan", 0, 7, draws=True)
    assert FAMILY not in placed(f"{FAMILY} pl", 0, 5, draws=True)
    assert placed(f"{FAMILY} pl", 3, 8, draws=True) == "\U0001f468 pl"
    assert placed("\U0001f1e9\U0001f1ea", 78, 80, draws=True) == "DE"
    assert placed("plain ● 漢", 0, 80, draws=True) == "plain ● 漢"


@pytest.mark.parametrize(
    "torn", ["\u200d\U0001f469", "\ufe0f", "\U0001f1ea", "\U0001f468\u200d", "a\u200db", "\U0001f3fd"]
)
def test_a_part_of_a_picture_takes_the_cells_that_were_counted(torn: str) -> None:
    written = placed(torn, 0, 80, draws=True)
    assert cell_len(written) == cell_len(torn)
    assert "\u200d" not in written


@pytest.mark.parametrize(
    ("environ", "draws"),
    [
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "screen-256color"}, False),
        ({"TERM": "tmux-256color"}, False),
        ({"TERM": "xterm", "TMUX": "/tmp/x,1,0"}, False),
        ({"TERM": "xterm", "STY": "1.pts"}, False),
        ({"TERM": "xterm", "TMUX": "/tmp/x,1,0", "TEXTUAL_DRIVER": PAGE_DRIVER}, True),
    ],
)
def test_a_multiplexer_gets_what_every_terminal_counts_alike(environ: dict[str, str], draws: bool) -> None:
    assert draws_clusters(environ) is draws
