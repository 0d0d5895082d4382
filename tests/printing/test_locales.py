"""In a locale that has not every character, what is missing is replaced, and JSON is JSON."""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

from tests.project.test_commands import environment, run
from tui.demo.options import Options
from tui.demo.server import Simulator

LOCALES: Mapping[str, Mapping[str, str]] = {
    "strict ASCII": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "ASCII": {"PYTHONIOENCODING": "ascii:strict"},
    "ISO-8859-1": {"PYTHONIOENCODING": "iso-8859-1:strict"},
    "own errors": {"PYTHONIOENCODING": "ascii:backslashreplace"},
}
NAME = "Zoë ● 李"


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator(Options(agents=4, calls=3, rate_per_s=0, logins="one")) as running:
        running.control.start(running.logins[0].user, data={"Customer": NAME})
        yield running


@pytest.mark.parametrize("locale", LOCALES)
async def test_json_is_json_whatever_the_locale(locale: str, simulator: Simulator) -> None:
    if os.environ.get("LC_ALL"):
        pytest.skip("a locale is forced here")
    code, out, err = await run("watch", "--once", env=environment(simulator, **LOCALES[locale]))

    assert (code, err) == (0, "")
    assert out.isascii()
    assert NAME in {call["userData"].get("Customer") for call in json.loads(out)["calls"]}


@pytest.mark.parametrize("locale", LOCALES)
async def test_what_cannot_be_said_is_replaced(locale: str, tmp_path: Path) -> None:
    file = tmp_path / "c.toml"
    file.write_text(f'title = "{NAME}"\n', encoding="utf-8")
    env = environment(None, CALLBOARD_CONFIG=str(file), **LOCALES[locale])
    code, out, err = await run("config", "show", env=env)

    # What comes out is read as UTF-8, in which the one letter of ISO-8859-1 is none.
    replaced = {"own errors": r"Zo\xeb \u25cf \u674e", "ISO-8859-1": "Zo\N{REPLACEMENT CHARACTER} ? ?"}
    assert (code, err) == (0, "")
    assert replaced.get(locale, "Zo? ? ?") in out
