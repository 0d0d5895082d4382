"""The terminal in `tui/serve/page` is what its authors published, to the byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.serve.files import FOLDER


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("xterm.mjs", "@xterm/xterm/lib/xterm.mjs"),
        ("xterm.css", "@xterm/xterm/css/xterm.css"),
        ("xterm.LICENSE", "@xterm/xterm/LICENSE"),
        ("unicode11.mjs", "@xterm/addon-unicode11/lib/addon-unicode11.mjs"),
    ],
)
def test_the_terminal_is_the_published_one(node_packages: Path, ours: str, theirs: str) -> None:
    assert (FOLDER / ours).read_bytes() == (node_packages / theirs).read_bytes()
