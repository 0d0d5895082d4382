"""What holds for every answer, and what the pages are made of."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

import pytest

from tests.serve.conftest import Site
from tui.serve.files import FOLDER, names
from widgets.drawing.palette import DARK

Start = Callable[..., Awaitable[Site]]


@pytest.mark.parametrize("path", ["/", "/login", "/alive", "/page/wall.js", "/nothing", "/page/..%2fdoor.py"])
async def test_no_answer_may_be_kept_framed_or_load_from_elsewhere(site: Start, path: str) -> None:
    answer = await (await site()).get(path)

    policy = answer.headers["Content-Security-Policy"]
    assert {"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"} <= {
        part.strip() for part in policy.split(";")
    }
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "aiohttp" not in answer.headers["Server"]


@pytest.mark.parametrize(
    "path", ["/page/login.html", "/page/..%2fdoor.py", "/page/xterm.LICENSE", "/page/", "/nothing"]
)
async def test_nothing_but_the_files_of_the_pages_is_given(site: Start, path: str) -> None:
    assert (await (await site()).get(path)).status == 404


async def test_every_file_has_its_type(site: Start) -> None:
    here = await site()

    assert {"wall.js", "xterm.mjs", "style.css", "icon.svg"} <= names()
    for name in names():
        answer = await here.get(f"/page/{name}")
        assert answer.status == 200
        assert answer.content_type in ("text/javascript", "text/css", "image/svg+xml")


def test_our_pages_name_no_other_server() -> None:
    for file in FOLDER.iterdir():
        if not file.name.startswith(("xterm", "unicode11")):
            text = file.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
            assert not re.search(r"https?://|//[a-z0-9.-]+\.[a-z]+/", text), file.name


def test_the_colours_of_the_pages_are_those_of_the_screens() -> None:
    style = (FOLDER / "style.css").read_text("utf-8")
    colours = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6});", style))

    assert colours
    assert {name: getattr(DARK, name) for name in colours} == colours
