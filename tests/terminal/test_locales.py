"""Screens where the locale is not UTF-8: frames of ASCII, and every row as wide as it was."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.hostile.terminal import terminal

STRICT = {"LC_ALL": "C", "LANG": "", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
LATIN_1 = {"PYTHONIOENCODING": "iso8859-1"}


@pytest.fixture
def locale(request: pytest.FixtureRequest, tmp_path: Path) -> Mapping[str, str]:
    """The variables of a locale: as they are given, or of a real one that is made for the test, as `de_DE.CHARSET`."""
    if not isinstance(request.param, str):
        return dict(request.param)
    territory, _, charset = request.param.partition(".")
    localedef = shutil.which("localedef")
    words = ["--no-archive", "-i", territory, "-f", charset, str(tmp_path / request.param)]
    if localedef is None or subprocess.run([localedef, *words], capture_output=True, check=False).returncode:
        pytest.skip("this system has no sources of locales")
    return {"LOCPATH": str(tmp_path), "LC_ALL": request.param}


@pytest.mark.parametrize("locale", [STRICT, LATIN_1, "de_DE.ISO-8859-1", "ja_JP.EUC-JP"], indirect=True)
@pytest.mark.parametrize("screen", ["wall", "desk"])
async def test_marks_are_ascii_and_rows_keep_their_width(
    env: Mapping[str, str], screen: str, locale: Mapping[str, str]
) -> None:
    async with terminal(screen, env={**env, **locale}, columns=100) as shown:
        await shown.until(lambda: "* live" in shown.lines[0], "live screen")
        await shown.until(lambda: "help" in shown.lines[-1], "footer")
        # The right edge of the head is where it was: nothing before it was wider or narrower.
        await shown.until(lambda: shown.lines[0].rstrip()[-3:-2] == ":" and len(shown.lines[0].rstrip()) == 99, "clock")
        shown.press(b"?")
        await shown.until(lambda: "keys, words and marks" in shown.text, "help")
    assert bytes(shown.written).isascii()
    assert b"\\u" not in shown.written


async def test_what_is_typed_is_read_in_the_same_charset(env: Mapping[str, str]) -> None:
    async with terminal("wall", env={**env, **LATIN_1}) as shown:
        await shown.until(lambda: "* live" in shown.lines[0], "live wall")
        shown.press("/Müller".encode("iso8859-1"))
        await shown.until(lambda: b"M\xfcller" in shown.written, "filter")
