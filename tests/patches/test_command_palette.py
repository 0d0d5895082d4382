"""The command palette that is imported when it is opened is the whole palette."""

import subprocess
import sys

_PROGRAM = """
import asyncio
import sys

from tui.patches.command_palette import _NotYet, import_palette, put_palette_off

put_palette_off()
from pydantic import SecretStr

from tests.waiting import until
from tui.app import CallBoard
from tui.config import Settings
from tui.wiring import build


async def run():
    settings = Settings.model_validate({"sources": [{"name": "floor", "url": "http://127.0.0.1:9", "user": "agent"}]})
    app = CallBoard(settings, build(settings, {"floor": SecretStr("secret")}))
    async with app.run_test(size=(120, 35)) as pilot:
        await until(lambda: "WallScreen" in type(app.screen).__name__ and app.screen.is_mounted)
        assert "textual.widgets._option_list" not in sys.modules
        await pilot.press("ctrl+p")
        await until(lambda: type(app.screen).__name__ == "CommandPalette")
        await pilot.press(*"marks")
        await until(lambda: app.screen.query_one("CommandList").option_count == 1)
        await pilot.press("down", "enter")
        await until(lambda: type(app.screen).__name__ == "HelpScreen")
        # Once more: now it is there.
        await pilot.press("escape", "ctrl+p")
        await until(lambda: type(app.screen).__name__ == "CommandPalette")


asyncio.run(run())
left = {
    value.__name__
    for module in tuple(sys.modules.values())
    if module.__name__.startswith("textual")
    for value in tuple(vars(module).values())
    if isinstance(value, type) and issubclass(value, _NotYet)
}
assert left == {"ThemeProvider"}, left
import_palette()
"""


def test_it_is_whole_when_it_is_opened() -> None:
    # Anew: here it is imported already.
    told = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=False)

    assert (told.returncode, told.stderr) == (0, "")
