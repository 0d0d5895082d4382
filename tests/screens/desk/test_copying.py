"""The number of a call goes to the clipboard of the terminal on a key, as it came, and not where numbers are masked."""

from base64 import b64decode

import pytest

from tests.control.desk import CUSTOMER, Desk
from tests.screens.desk.conftest import Open
from tui.live.store.privacy import WALL
from tui.wiring import mask

BEGIN, END = "\x1b]52;c;", "\x07"


def copied(sent: list[str]) -> list[str]:
    return [b64decode(one.removeprefix(BEGIN).removesuffix(END)).decode() for one in sent if one.startswith(BEGIN)]


async def test_the_number_is_copied_as_it_came(desk: Desk, seat: Open) -> None:
    async with seat() as agent:
        await agent.press("K")
        await agent.see("no number to copy")
        call_id = await desk.talking()
        await agent.select(call_id)
        await agent.press("K")
        await agent.see("sent to the clipboard of the terminal: (202) 555-0143")
        assert [number[-10:] for number in copied(agent.app.sent)] == [CUSTOMER[-10:]]


@pytest.mark.parametrize(("allowed", "copies"), [("shown", 0), ("never", 0), ("always", 1)])
async def test_what_is_masked_is_copied_only_where_that_is_allowed(
    desk: Desk, seat: Open, allowed: str, copies: int
) -> None:
    desk.parts = mask(desk.parts, WALL)
    async with seat(copy_number=allowed) as agent:
        call_id = await desk.talking()
        await agent.select(call_id)
        await agent.press("K")
        await agent.see("sent to the clipboard" if copies else "numbers are not copied here")
        assert len(copied(agent.app.sent)) == copies
        assert "2025550143" not in agent.text.replace("-", "").replace(" ", "")
