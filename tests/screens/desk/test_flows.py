"""What takes several steps is shown correctly while it happens: transfers, conferences, swaps, and leaving."""

import pytest

from tests.control.desk import COLLEAGUE, CUSTOMER, SOURCE, Desk
from tests.screens.desk.conftest import Open
from tests.screens.desk.seated import Seated
from tui.live.store.card import CallKey
from tui.screens.desk.desk_options import Leaving


async def consult(desk: Desk, agent: Seated, key: str) -> tuple[str, str]:
    """A call that is answered, and a colleague who is asked about it, by keys."""
    call_id = await desk.ringing()
    await agent.see("ENTER answers")
    await agent.press("enter")
    await agent.until(lambda: desk.truth(call_id)["state"] == "Established", "answered")
    await agent.until(lambda: "InitiateTransfer" in capabilities(desk, call_id), "told")
    await agent.press(key, *COLLEAGUE, "enter")
    await agent.until(lambda: consult_of(desk, call_id), "the colleague is called")
    return call_id, consult_of(desk, call_id)


def capabilities(desk: Desk, call_id: str) -> frozenset[str]:
    call = desk.call(call_id)
    return call.capabilities if call else frozenset()


def consult_of(desk: Desk, call_id: str) -> str:
    return next((call.id for call in desk.calls() if call.parent_id == call_id), "")


async def talking_with_both(desk: Desk, agent: Seated, key: str) -> tuple[str, str]:
    call_id, consult_id = await consult(desk, agent, key)
    await agent.until(lambda: "SwapCalls" in capabilities(desk, consult_id), "the colleague speaks")
    await agent.until(lambda: agent.app.desk.selected == CallKey(SOURCE, consult_id), "the consultation is selected")
    return call_id, consult_id


async def test_a_two_step_transfer(desk: Desk, seat: Open) -> None:
    async with seat() as agent:
        call_id, consult_id = await talking_with_both(desk, agent, "t")
        await agent.see("└─")
        lines = agent.text.splitlines()
        held = next(n for n, line in enumerate(lines) if "‖ HELD" in line)
        tie = next(n for n, line in enumerate(lines) if "└─" in line)
        assert held < tie
        assert "▶ TALKING" in lines[tie]
        assert "consult for (202) 555-0143" in agent.text

        await agent.press("v")

        await agent.until(lambda: not desk.truth(call_id) and not desk.truth(consult_id), "transferred")
        await agent.see("✓ complete transfer")
        (leg,) = desk.agent(COLLEAGUE).device.legs
        assert [party.number for party in leg.conversation.outsiders] == [CUSTOMER]


async def test_from_the_held_call_it_is_completed_as_well(desk: Desk, seat: Open) -> None:
    async with seat() as agent:
        call_id, consult_id = await talking_with_both(desk, agent, "t")
        await agent.select(call_id)
        await agent.press("V")
        await agent.until(lambda: not desk.truth(consult_id), "merged, though it began as a transfer")
        assert desk.truth(call_id)["state"] == "Established"


async def test_a_consultation_is_given_up(desk: Desk, seat: Open) -> None:
    async with seat() as agent:
        call_id, consult_id = await talking_with_both(desk, agent, "t")
        await agent.press("x", "x")
        await agent.until(lambda: not desk.truth(consult_id), "given up")
        await agent.until(lambda: agent.app.desk.selected == CallKey(SOURCE, call_id), "back at the caller")
        await agent.until(lambda: "Retrieve" in capabilities(desk, call_id), "it can be retrieved")
        await agent.press("h")
        await agent.until(lambda: desk.truth(call_id)["state"] == "Established", "retrieved")


async def test_a_two_step_conference_and_a_party_that_is_removed(desk: Desk, seat: Open) -> None:
    async with seat() as agent:
        call_id, consult_id = await talking_with_both(desk, agent, "c")
        await agent.press("V")
        await agent.until(lambda: not desk.truth(consult_id), "merged")
        await agent.see("PARTIES")
        assert "(202) 555-0143 +1" in agent.text or "5002 +1" in agent.text
        await agent.until(lambda: "RemoveParticipantFromConference" in capabilities(desk, call_id), "its owner")
        await agent.until(lambda: agent.app.desk.selected == CallKey(SOURCE, call_id), "the conference is selected")
        await agent.press("p", *COLLEAGUE, "enter")
        await agent.until(lambda: len(desk.truth(call_id)["participants"]) == 1, "removed")
        await agent.until(lambda: "PARTIES" not in agent.text, "two are left")


async def test_a_swap(desk: Desk, seat: Open) -> None:
    async with seat() as agent:
        call_id, consult_id = await talking_with_both(desk, agent, "t")
        await agent.press("w")
        await agent.until(lambda: desk.truth(call_id)["state"] == "Established", "swapped")
        assert desk.truth(consult_id)["state"] == "Held"
        await agent.see("✓ swap calls")
        await agent.until(lambda: "▶ TALKING" in agent.text and "‖ HELD" in agent.text, "both are shown as they are")


async def test_a_call_that_is_on_its_way_shows_it(desk: Desk, seat: Open) -> None:
    desk.simulator.control.noeffect()
    call_id = await desk.ringing()
    async with seat() as agent:
        await agent.select(call_id)
        await agent.press("enter")
        await agent.see("» answer …")
        assert "… answer" in agent.text


async def test_operations_are_clicked(desk: Desk, seat: Open) -> None:
    call_id = await desk.talking()
    async with seat(second_press_s=60.0) as agent:
        await agent.select(call_id)
        await agent.click("mute")
        await agent.until(lambda: desk.truth(call_id)["mute"] == "On", "muted")
        await agent.see("⊘ MUTED")
        await agent.click("hang up  twice")
        await agent.see("hang up  press again")
        await agent.click("hang up  press again")
        await agent.until(lambda: not desk.truth(call_id), "hung up")


async def test_cards_are_clicked(desk: Desk, seat: Open) -> None:
    first, second = await desk.talking(), await desk.talking()
    async with seat() as agent:
        await agent.select(second)
        await agent.click("▌ ▶ TALKING")
        await agent.until(lambda: agent.app.desk.selected == CallKey(SOURCE, first), "selected")


async def test_the_foot_is_clicked(desk: Desk, seat: Open) -> None:
    call_id = await desk.talking()
    async with seat() as agent:
        await agent.select(call_id)
        y = len(agent.text.splitlines()) - 1
        await agent.until(lambda: "h hold" in agent.foot, "hold is there")
        await agent.pilot.click(offset=(agent.foot.index("hold") + 1, y))
        await agent.until(lambda: desk.truth(call_id)["state"] == "Held", "held")


async def test_the_palette_does_it(desk: Desk, seat: Open) -> None:
    call_id = await desk.talking()
    async with seat() as agent:
        await agent.select(call_id)
        await agent.press("ctrl+p")
        await agent.until(lambda: agent.app.screen is not agent.app.desk, "the palette")
        await agent.press(*"mute")
        await agent.see("Mute")
        await agent.press("enter")
        await agent.until(lambda: desk.truth(call_id)["mute"] == "On", "muted")


@pytest.mark.parametrize(
    ("key", "leaving", "state"),
    [("s", Leaving.STAY, "Ready"), ("n", Leaving.NOT_READY, "NotReady"), ("e", Leaving.END, "Ready")],
)
async def test_leaving(desk: Desk, seat: Open, key: str, leaving: Leaving, state: str) -> None:
    async with seat() as agent:
        await agent.press("q")
        await agent.see("leave the desk")
        await agent.press("escape")
        assert agent.app.left == []
        await agent.press("q", key)
        await agent.until(lambda: agent.app.left == [leaving], "left")
        assert desk.agent().device.user_state.state == state


@pytest.mark.parametrize("key", ["s", "n"])
async def test_the_answer_may_be_typed_ahead(desk: Desk, seat: Open, key: str) -> None:
    async with seat() as agent:
        await agent.type_fast("q", key)
        await agent.until(lambda: agent.app.left, "left")
        assert desk.sent.get("Dial") is None
        assert not agent.prompt


async def test_not_ready_cannot_be_sent_without_a_link(desk: Desk, seat: Open) -> None:
    async with seat() as agent:
        desk.simulator.control.status(503, seconds=600)
        desk.simulator.control.cut()
        await agent.until(lambda: not desk.live, "stale")
        await agent.press("q", "n")
        await agent.see("not while the link is down")
        assert agent.app.left == []
        await agent.press("s")
        await agent.until(lambda: agent.app.left == [Leaving.STAY], "left")


async def test_configured_keys_replace_the_default_ones(desk: Desk, seat: Open) -> None:
    call_id = await desk.talking()
    async with seat(keys={"hold": "z", "retrieve": "z"}) as agent:
        await agent.select(call_id)
        assert "z hold" in agent.foot
        await agent.press("h")
        assert desk.sent.get("Hold") is None
        await agent.press("z")
        await agent.until(lambda: desk.truth(call_id)["state"] == "Held", "held")


async def test_retry_asks_for_a_new_try(seat: Open) -> None:
    async with seat() as agent:
        await agent.press("ctrl+r")
        assert agent.app.retries == 1


async def test_a_call_that_leaves_the_board_between_two_looks_breaks_nothing(desk: Desk, seat: Open) -> None:
    """The tick, a key or a click may come when a call has gone and the screen has not been told."""
    gone, stays = await desk.talking(), await desk.talking()
    async with seat(second_press_s=60.0) as agent:
        await agent.select(gone)
        screen, board = agent.app.desk, desk.parts.board
        await agent.press("x", "x")
        await agent.until(lambda: board.calls[CallKey(SOURCE, gone)].ended, "ended")
        board.ended_for_s = 0.0
        board.sweep()
        assert CallKey(SOURCE, gone) not in board.calls
        screen.tick()
        screen.action_select(1)
        assert screen.selected == CallKey(SOURCE, stays)
        await agent.press("w", "t")
