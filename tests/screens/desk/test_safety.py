"""Nothing is sent that was not meant: stale, not allowed, half confirmed, asked twice."""

from tests.control.desk import Desk
from tests.screens.desk.conftest import Open
from tui.demo.centre import talking
from tui.live.commands.commands import COMMANDS
from tui.live.operations.operator import Outcome
from tui.live.reports.day_log import DayLog
from tui.screens.desk.desk_keys import KeyTable
from tui.screens.overlays.pick import PickScreen


async def test_while_the_link_is_down_no_key_sends_anything(desk: Desk, seat: Open) -> None:
    call_id = await desk.talking()
    day = DayLog(desk.parts.board, desk.parts.operator, "DispositionCode", 12.0)
    async with seat(day=day) as agent:
        await agent.select(call_id)
        desk.simulator.control.reset_stats()
        desk.simulator.control.status(503, seconds=600)
        desk.simulator.control.cut()
        await agent.until(lambda: not desk.live, "stale")
        await agent.see("stale")

        for key in dict.fromkeys(KeyTable({}).key(command) for command in COMMANDS):
            await agent.press(key, key, "escape")

        assert desk.sent == {}
        assert agent.operations[-1].command.id == "answer"
        await agent.press("h")
        await agent.see("nothing can be sent while the link is down")
        assert "WHAT I CAN DO  not while the link is down" in agent.text
        assert agent.text.count("not while the link") == 2, "once for the call, once for phone and agent"
        assert "H calls of the day" in agent.text


async def test_what_is_not_allowed_says_why_and_is_not_sent(desk: Desk, seat: Open) -> None:
    call_id = await desk.talking()
    async with seat() as agent:
        await agent.select(call_id)
        desk.simulator.control.reset_stats()
        for key, words in (
            ("J", "reject: nothing rings"),
            ("v", "complete transfer: no consult"),
            ("w", "swap calls: no other call"),
            ("p", "remove party: no conference"),
            ("R", "stop recording: not recorded"),
        ):
            await agent.press(key)
            await agent.see(words)
        assert desk.sent == {}


async def test_one_press_hangs_nobody_up(desk: Desk, seat: Open) -> None:
    call_id = await desk.talking()
    async with seat(second_press_s=0.05) as agent:
        await agent.select(call_id)
        desk.simulator.control.reset_stats()
        await agent.press("x")
        await agent.until(lambda: agent.app.desk.parts.second.waiting is None, "the moment is over")
        await agent.until(lambda: "x again" not in agent.text, "it is said no more")
        await agent.press("h")
        await agent.until(lambda: desk.truth(call_id)["state"] == "Held", "held")
        assert desk.sent == {"Hold": 1}


async def test_while_it_waits_card_list_and_foot_say_so(desk: Desk, seat: Open) -> None:
    call_id = await desk.talking()
    async with seat(second_press_s=60.0) as agent:
        await agent.select(call_id)
        await agent.press("x")
        await agent.see("hang up  press again")
        assert "x again: hang up" in agent.foot
        card = next(line for line in agent.text.splitlines()[:-1] if "x again: hang up" in line)
        assert card.index("x again") < 44
        await agent.press("escape")
        assert "x again" not in agent.text
        await agent.press("x")
        assert desk.truth(call_id)["state"] == "Established"


async def test_the_second_press_counts_only_for_the_same_call(desk: Desk, seat: Open) -> None:
    first, second = await desk.talking(), await desk.talking()
    async with seat(second_press_s=60.0) as agent:
        await agent.select(first)
        desk.simulator.control.reset_stats()
        await agent.press("x", "tab", "x")
        assert desk.sent == {}
        await agent.see("x again: hang up (202) 555-0143")
        await agent.press("x")
        await agent.until(lambda: not desk.truth(second), "the second one is hung up")
        assert desk.truth(first)
        assert desk.sent == {"Hangup": 1}


async def test_of_several_calls_that_ring_none_is_rejected_unnamed(desk: Desk, seat: Open) -> None:
    async with seat((80, 24), second_press_s=60.0) as agent:
        first, second = await desk.ringing(), await desk.ringing(number="+12025550144")
        await agent.until(lambda: len(agent.app.desk.parts.calls.ringing) == 2, "both ring")
        await agent.select(first)
        await agent.press("J", "tab", "J")
        await agent.see("J again: reject (202) 555-0144")
        assert "Reject" not in desk.sent
        talking.clear(desk.simulator.centre, desk.agent().legs[second].conversation)
        await agent.until(lambda: len(agent.app.desk.parts.calls.ringing) == 1, "the caller has gone")
        await agent.press("J")
        await agent.see("J again: reject (202) 555-0143")
        assert "Reject" not in desk.sent, "the second press was for the one that has gone"
        await agent.press("J")
        await agent.until(lambda: not desk.truth(first), "rejected")
        alone = await desk.ringing()
        await agent.until(lambda: agent.app.desk.parts.calls.ringing, "one alone")
        await agent.press("J")
        await agent.until(lambda: not desk.truth(alone), "it is the only one that can be meant")


async def test_another_key_is_no_second_press(desk: Desk, seat: Open) -> None:
    call_id = await desk.talking()
    async with seat(second_press_s=60.0) as agent:
        await agent.select(call_id)
        desk.simulator.control.reset_stats()
        await agent.press("x", "X")
        assert desk.sent == {}


async def test_what_is_on_its_way_is_not_sent_again(desk: Desk, seat: Open) -> None:
    call_id = await desk.talking()
    desk.simulator.control.noeffect()
    async with seat() as agent:
        await agent.select(call_id)
        desk.simulator.control.reset_stats()
        await agent.press("h")
        await agent.see("» hold …")
        await agent.press("h", "h")
        await agent.see("hold: already asked")
        assert desk.sent == {"Hold": 1}


async def test_what_has_no_effect_is_said_to_be_unconfirmed(seat: Open, desk: Desk) -> None:
    call_id = await desk.talking()
    desk.simulator.control.noeffect()
    desk.parts.operator._confirmed_within_s = 0.1
    async with seat() as agent:
        await agent.select(call_id)
        await agent.press("h")
        await agent.see("? hold unconfirmed")
        assert agent.operations[-1].outcome is Outcome.TIMED_OUT
        assert "no confirmation after" in agent.everything


async def test_what_the_server_refuses_is_told_in_its_words(desk: Desk, seat: Open) -> None:
    await desk.talking()
    async with seat() as agent:
        await agent.press("n", *"5001", "enter")
        await agent.see("Destination is the device itself")
        assert agent.operations[-1].outcome is Outcome.FAILED


async def test_from_the_palette_it_is_asked_instead(desk: Desk, seat: Open) -> None:
    call_id = await desk.talking()
    async with seat() as agent:
        await agent.select(call_id)
        agent.app.desk.action_command("hangup")
        await agent.until(lambda: isinstance(agent.app.screen, PickScreen), "asked")
        assert "hang up (202) 555-0143?" in agent.text
        await agent.press("n")
        await agent.until(lambda: agent.app.screen is agent.app.desk, "back")
        assert desk.truth(call_id)
        agent.app.desk.action_command("hangup")
        await agent.until(lambda: isinstance(agent.app.screen, PickScreen), "asked")
        await agent.press("y")
        await agent.until(lambda: not desk.truth(call_id), "hung up")
