"""On every terminal the desk is complete: nothing cut off that could not be scrolled to."""

import pytest

from tests.control.desk import Desk
from tests.screens.desk.conftest import Open
from tests.screens.desk.seated import Seated
from tui.live.commands.commands import COMMANDS
from tui.screens.desk.desk_keys import KeyTable
from widgets.desk.sheet import Sheet

SECTIONS = ("WHAT I CAN DO", "ATTACHED DATA", "PHONE AND AGENT", "JUST NOW")


async def scrolled(agent: Seated) -> str:
    """Everything that is seen on the way to the end."""
    seen = [agent.text]
    sheet = agent.app.desk.query_one("#only", Sheet)
    while sheet.scroll_offset.y < sheet.max_scroll_y:
        before = sheet.scroll_offset.y
        await agent.press("pagedown")
        await agent.until(lambda before=before: sheet.scroll_offset.y > before, "further down")  # type: ignore[misc]  # bound for this step
        seen.append(agent.text)
    return "\n".join(seen)


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (60, 20), (40, 10)])
async def test_in_one_column_everything_can_be_reached(desk: Desk, seat: Open, size: tuple[int, int]) -> None:
    call_id = await desk.talking()
    async with seat(size=size) as agent:
        await agent.select(call_id)
        text = await scrolled(agent)
        for section in SECTIONS:
            assert section in text
        assert "40217" in text
        assert "✓ answer" in text
        assert "● READY" in text


async def test_what_happened_just_now_is_told_in_plain_sentences(desk: Desk, seat: Open) -> None:
    call_id = await desk.talking()
    async with seat() as agent:
        await agent.select(call_id)
        await agent.press("h")
        await agent.see("is on hold.")
        assert "JUST NOW" in agent.text
        assert "StatusChange" not in agent.everything


async def test_at_80x24_every_command_is_listed(desk: Desk, seat: Open) -> None:
    call_id = await desk.talking()
    keys = KeyTable({})
    async with seat(size=(80, 24)) as agent:
        await agent.select(call_id)
        listed = agent.everything
        for slot in keys.slots:
            # The one that is meant now; its words may be cut.
            assert any(f"{row.words}"[:16] in listed for row in slot), slot
        assert "NOT NOW" in listed
        assert "no consult: v complete transfer" in listed


@pytest.mark.parametrize("size", [(160, 45), (120, 35), (110, 24), (220, 60)])
async def test_in_two_columns_every_command_is_listed(desk: Desk, seat: Open, size: tuple[int, int]) -> None:
    call_id = await desk.talking()
    async with seat(size=size) as agent:
        await agent.select(call_id)
        for command in COMMANDS:
            slot = next(slot for slot in KeyTable({}).slots if command in slot)
            assert any(f"{row.words}"[:16] in agent.everything for row in slot), command.id
        for section in SECTIONS:
            assert section in agent.everything


async def test_the_selected_call_is_scrolled_into_view(desk: Desk, seat: Open) -> None:
    calls = [await desk.talking() for _ in range(9)]
    async with seat(size=(80, 24)) as agent:
        for call_id in (calls[-1], calls[0]):
            await agent.select(call_id)
            sheet = agent.app.desk.query_one("#only", Sheet)
            selected = agent.app.desk.sheets.selected
            top = sheet.scroll_offset.y
            assert top <= selected.start
            assert selected.stop <= top + sheet.size.height


async def test_too_small_says_so(desk: Desk, seat: Open) -> None:
    await desk.ringing()
    async with seat(size=(39, 9)) as agent:
        await agent.see("too small: 40x10")


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_while_something_is_asked_the_question_is_seen_whole(
    desk: Desk, seat: Open, size: tuple[int, int]
) -> None:
    call_id = await desk.talking()
    async with seat(size=size) as agent:
        await agent.select(call_id)
        await agent.press("t", *"500")
        await agent.see("5002")
        assert "transfer to 500" in agent.prompt
        assert "ENTER calls 500" in agent.prompt
        await agent.press("down")
        assert "ENTER calls 5002" in agent.prompt


async def test_resizing_changes_between_one_column_and_two(desk: Desk, seat: Open) -> None:
    call_id = await desk.talking()
    async with seat() as agent:
        await agent.select(call_id)
        await agent.pilot.resize_terminal(80, 24)
        await agent.until(lambda: agent.app.desk.query_one("#only").display, "one column")
        await agent.see("WHAT I CAN DO")
        await agent.pilot.resize_terminal(160, 45)
        await agent.until(lambda: agent.app.desk.query_one("#right").display, "two columns")
        await agent.see("JUST NOW")


async def test_a_smaller_size_takes_the_top_away_only_as_long_as_it_lasts(desk: Desk, seat: Open) -> None:
    call_id = await desk.talking()
    async with seat(size=(80, 24)) as agent:
        await agent.select(call_id)
        await agent.press("t")
        await agent.see("● READY")
        sheet = agent.app.desk.query_one("#only", Sheet)
        await agent.pilot.resize_terminal(60, 15)
        await agent.until(lambda: sheet.scroll_offset.y > 0, "the call is seen, and not the top")
        await agent.pilot.resize_terminal(80, 24)
        await agent.see("● READY")
        await agent.press("pagedown")
        await agent.until(lambda: sheet.scroll_offset.y > 0, "further down")
        before = sheet.scroll_offset.y
        await agent.pilot.resize_terminal(81, 24)
        await agent.until(lambda: agent.app.desk.size.width == 81, "the new size")
        await agent.pilot.pause()
        assert 0 < sheet.scroll_offset.y <= before


@pytest.mark.parametrize("size", [(160, 45), (80, 24)])
async def test_of_a_call_that_has_ended_only_what_can_be_done_is_listed(
    desk: Desk, seat: Open, size: tuple[int, int]
) -> None:
    desk.parts.feeds.keep_ended_for(600.0)
    async with seat(size=size, dispositions=("Sold",)) as agent:
        call_id = await desk.talking()
        await agent.select(call_id)
        await agent.press("x", "x", "escape")
        await agent.until(lambda: (call := agent.app.desk.parts.calls.call) and call.ended, "ended, and selected")
        await agent.see("WHAT I CAN DO NOW")
        assert "to do it with" not in agent.everything
        await agent.press("h")
        await agent.see("hold: the call has ended")
        await agent.press("enter")
        await agent.see("answer: nothing rings")
        for words in ("n dial", "o disposition", "40217", "? shows what can be done"):
            assert words in agent.everything
