"""A ringing call cannot be overlooked, and one key answers it, whatever else is going on; never by accident."""

import pytest

from tests.control.desk import Desk
from tests.screen_text import strips_of
from tests.screens.desk.conftest import Open
from tests.screens.desk.seated import Seated
from widgets.drawing.terminal_words import Notify


def state(desk: Desk, call_id: str) -> object:
    return desk.truth(call_id).get("state")


def answers(desk: Desk) -> int:
    """How often a call was answered, the first one by the test itself."""
    rows = desk.simulator.control.stats()["operations"]
    return sum(row["count"] for row in rows if row["operation"] == "Answer")


def named(agent: Seated) -> str:
    """The line that names what rings."""
    return agent.text.splitlines()[1]


async def test_enter_answers_what_rings_though_another_call_is_selected(desk: Desk, seat: Open) -> None:
    first = await desk.talking()
    async with seat() as agent:
        await agent.select(first)
        second = await desk.ringing()
        await agent.see("ENTER answers")
        assert agent.app.desk.selected is not None
        assert agent.app.desk.selected.id == first

        await agent.press("enter")

        await agent.until(lambda: state(desk, second) == "Established", "answered")
        assert agent.app.desk.selected.id == second
        assert answers(desk) == 2


async def test_the_band_names_the_call_that_enter_answers_where_several_ring(desk: Desk, seat: Open) -> None:
    async with seat() as agent:
        first, second = await desk.ringing(), await desk.ringing(number="+12025550144")
        await agent.select(first)
        await agent.until(
            lambda: "(202) 555-0143" in named(agent) and "and 1 more" in named(agent), "the first is named"
        )
        await agent.press("tab")
        await agent.until(lambda: "(202) 555-0144" in named(agent) and "and 1 more" in named(agent), "the selected one")
        await agent.press("enter")
        await agent.until(lambda: state(desk, second) == "Established", "and no other is answered")
        assert state(desk, first) == "Ringing"
        await agent.until(lambda: "(202) 555-0143" in named(agent) and "ENTER or" in named(agent), "the other one")
        desk.simulator.control.noeffect()
        desk.parts.operator._confirmed_within_s = 600.0
        await agent.press("enter")
        await agent.until(lambda: "the answer is on its way" in named(agent), "said until it is there, or is not")


async def test_enter_sends_the_question_and_f2_answers_meanwhile(desk: Desk, seat: Open) -> None:
    first = await desk.talking()
    async with seat() as agent:
        await agent.select(first)
        await agent.press("n", *"5002")
        second = await desk.ringing()
        await agent.until(lambda: agent.text.count("F2 answers") == 2, "band and card name it")
        assert "ENTER or" not in agent.text
        assert "ENTER answers" not in agent.text
        await agent.press("f2")
        await agent.until(lambda: state(desk, second) == "Established", "answered")
        assert "dial 5002" in agent.prompt

        third = await desk.ringing()
        await agent.see("◇ RINGING")
        await agent.press("enter")

        await agent.until(lambda: desk.sent.get("Dial") == 1, "dialled")
        assert state(desk, third) == "Ringing"
        assert answers(desk) == 2
        await agent.see("ENTER or F2 answers")
        await agent.press("q")
        await agent.until(lambda: "leave the desk" in agent.text and "  F2 answers" in agent.text, "F2 alone")
        assert "ENTER or F2" not in agent.text, "a dialog over the desk takes Enter itself"
        await agent.press("escape")
        await agent.see("ENTER or F2 answers")


@pytest.mark.parametrize("key", ["question_mark", "i", "e", "q"])
async def test_f2_answers_from_what_lies_over_the_desk(desk: Desk, seat: Open, key: str) -> None:
    first = await desk.talking()
    async with seat() as agent:
        await agent.select(first)
        await agent.press(key)
        assert agent.app.screen is not agent.app.desk
        second = await desk.ringing()
        await agent.press("f2")
        await agent.until(lambda: state(desk, second) == "Established", "answered")
        assert agent.app.screen is agent.app.desk


async def test_where_nothing_rings_enter_does_nothing(desk: Desk, seat: Open) -> None:
    call_id = await desk.talking()
    async with seat() as agent:
        await agent.select(call_id)
        desk.simulator.control.reset_stats()
        await agent.press("enter")
        await agent.see("answer: nothing rings")
        assert desk.sent == {}


async def test_a_click_on_the_band_answers(desk: Desk, seat: Open) -> None:
    call_id = await desk.ringing()
    async with seat() as agent:
        await agent.see("ENTER or F2 answers")
        await agent.click("ENTER or F2 answers")
        await agent.until(lambda: state(desk, call_id) == "Established", "answered")


async def test_bell_title_and_notification(desk: Desk, seat: Open) -> None:
    async with seat(notify=Notify.OSC_9) as agent:
        await desk.ringing()
        await agent.until(lambda: "\x07" in agent.app.sent, "the bell")
        words = "RINGING (202) 555-0143 Washington D.C."
        assert f"\x1b]9;callboard {words}\x07" in agent.app.sent
        assert f"\x1b]2;◇ {words}\x07" in agent.app.sent
        assert agent.app.sent.count("\x07") == 1
        await agent.press("enter")
        await agent.until(lambda: agent.app.sent[-1] == "\x1b]2;callboard\x07", "the title is quiet again")


async def test_it_can_all_be_switched_off(desk: Desk, seat: Open) -> None:
    async with seat(bell=False, set_title=False) as agent:
        await desk.ringing()
        await agent.see("◇ RINGING")
        assert agent.app.sent == []


async def test_the_band_flashes_where_that_is_wanted(desk: Desk, seat: Open) -> None:
    async with seat() as agent:
        await desk.ringing()
        await agent.see("◇ RINGING")
        before = band(agent)
        agent.app.desk.flash()
        await agent.until(lambda: band(agent) != before, "another look")
        agent.app.desk.flash()
        await agent.until(lambda: band(agent) == before, "the first look again")


def band(agent: Seated) -> object:
    """The line that flashes, with its styles."""
    return list(strips_of(agent.app)[1])
