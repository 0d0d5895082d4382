"""How a call ended is asked for with its hang-up, never before it, and sent once; later the answer alone tells."""

from tests.control.desk import Desk
from tests.screens.desk import canned
from tests.screens.desk.canned import AGENT, ScriptedPoster
from tests.screens.desk.conftest import Open
from tests.screens.desk.seated import Seated
from tui.demo.centre import talking
from tui.demo.centre.model import Conversation
from tui.live.operations.operator import Operator, Outcome
from tui.live.store.board import Board
from tui.live.store.journal import Journal
from tui.screens.desk.desk_options import DeskOptions
from tui.screens.desk.dispositions import DispositionWatch

CODES = ("Callback", "Sold")
PERSON = "(202) 555-0143"


async def hang_up(desk: Desk, agent: Seated) -> Conversation:
    """A call is answered and hung up by keys; what the simulator knows of its conversation."""
    call_id = await desk.talking()
    conversation: Conversation = desk.agent().legs[call_id].conversation
    await agent.select(call_id)
    await agent.until(lambda: "Hangup" in (known.capabilities if (known := desk.call(call_id)) else ()), "offered")
    await agent.press("x", "x")
    await agent.until(lambda: not desk.truth(call_id), "hung up")
    return conversation


async def test_it_is_asked_with_the_hang_up_and_sent_once_after_it(desk: Desk, seat: Open) -> None:
    async with seat(dispositions=CODES) as agent:
        conversation = await hang_up(desk, agent)
        await agent.until(lambda: "1 Callback" in agent.prompt, "asked")
        await agent.until(lambda: not desk.calls(), "the board knows that it has ended")
        assert "▸" not in agent.prompt
        await agent.press("enter")
        assert "nothing is chosen" in agent.prompt, "Enter may have been meant for a call that rings"
        assert "UpdateUserData" not in desk.sent
        await agent.press("2")
        await agent.until(lambda: desk.sent.get("UpdateUserData") == 1, "sent")
        await agent.until(lambda: agent.operations[-1].outcome is Outcome.CONFIRMED, "taken")
        assert agent.operations[-1].command.words == "disposition"
        assert conversation.user_data["DispositionCode"] == "Sold"
        await agent.until(lambda: "o: disposition" not in agent.text, "nothing is wanted any more")
        assert desk.sent["UpdateUserData"] == 1
        await agent.press("o")
        assert "▸ 2 Sold" in agent.prompt, "what is set is preselected after the call too"
        assert agent.prompt.count("✓") == 1


async def test_who_gives_up_is_reminded_and_can_do_it_later(desk: Desk, seat: Open) -> None:
    async with seat(dispositions=CODES) as agent:
        await hang_up(desk, agent)
        await agent.until(lambda: "1 Callback" in agent.prompt, "asked")
        await agent.press("escape")
        await agent.see(f"o: disposition of {PERSON}")
        desk.parts.feeds.keep_ended_for(0.0)
        await agent.until(lambda: not desk.parts.board.calls, "it is on the desk no more")
        await agent.press("o", "enter")
        assert "nothing is chosen" in agent.prompt
        await agent.press("1")
        await agent.until(lambda: desk.sent.get("UpdateUserData") == 1, "sent")


async def test_the_servers_refusal_is_told_and_not_tried_again(desk: Desk, seat: Open) -> None:
    async with seat(dispositions=CODES, require_disposition=True) as agent:
        await hang_up(desk, agent)
        await agent.until(lambda: not desk.calls(), "ended")
        desk.agent().ended = None
        await agent.press("1")
        await agent.see("disposition: the server takes none for this call any more")
        assert agent.operations[-1].words == "6 Call not found", "its own words stand in the log"
        assert desk.sent["UpdateUserData"] == 1
        await agent.until(lambda: agent.app.desk.parts.dispositions.holds_back is None, "nobody is held back by it")


async def test_nothing_is_asked_where_one_is_set_or_none_are_named_or_it_is_off(desk: Desk, seat: Open) -> None:
    for options in ({}, {"dispositions": CODES, "ask_disposition": False}):
        async with seat(**options) as agent:
            await hang_up(desk, agent)
            assert not agent.prompt
            assert "o: disposition" not in agent.text
    async with seat(dispositions=CODES) as agent:
        call_id = await desk.talking()
        await agent.select(call_id)
        await agent.press("o", "enter")
        assert "nothing is chosen" in agent.prompt
        assert "▸" not in agent.prompt
        assert "UpdateUserData" not in desk.sent
        await agent.press("1")
        await agent.until(lambda: desk.truth(call_id)["userData"].get("DispositionCode"), "set")
        await agent.until(lambda: "Callback" in agent.everything, "seen")
        assert agent.operations[-1].command.words == "disposition", "not: edit data"
        await agent.press("o", "2")
        await agent.until(lambda: "Sold" in agent.everything, "another one is seen")
        await agent.press("o")
        assert "▸ 2 Sold" in agent.prompt
        assert agent.prompt.count("✓") == 1
        await agent.press("escape")
        await agent.press("x", "x")
        await agent.until(lambda: not desk.truth(call_id) and not desk.calls(), "hung up")
        assert not agent.prompt
        assert agent.app.desk.parts.dispositions.lacking is None


async def test_a_hang_up_by_the_other_side_takes_no_keys(desk: Desk, seat: Open) -> None:
    async with seat(dispositions=CODES) as agent:
        call_id = await desk.talking()
        await agent.select(call_id)
        talking.clear(desk.simulator.centre, desk.agent().legs[call_id].conversation)
        await agent.see(f"o: disposition of {PERSON}")
        assert not agent.prompt
        ringing = await desk.ringing()
        await agent.select(ringing)
        await agent.press("o")
        assert f"of {PERSON} =" in agent.prompt, "what the foot names, and not the call that rings"


async def test_ready_waits_for_it_where_that_is_wanted(desk: Desk, seat: Open) -> None:
    await desk.do("not_ready")
    async with seat(dispositions=CODES, require_disposition=True) as agent:
        await hang_up(desk, agent)
        await agent.until(lambda: "1 Callback" in agent.prompt, "asked")
        await agent.press("escape")
        await agent.until(lambda: agent.app.desk.parts.dispositions.holds_back, "wanted")
        await agent.press("y")
        await agent.until(lambda: "1 Callback" in agent.prompt, "asked before ready")
        assert "Ready" not in desk.sent
        await agent.press("2")
        await agent.until(lambda: agent.app.desk.parts.dispositions.holds_back is None, "set")
        await agent.press("y")
        await agent.until(lambda: desk.agent().device.user_state.state == "Ready", "ready")
        assert desk.sent["Ready"] == 1


def test_what_was_answered_and_ended_between_two_looks_is_asked_about_and_what_only_rang_is_not(
    board: Board, journal: Journal
) -> None:
    operator = Operator(board, journal, {AGENT: ScriptedPoster()})
    canned.go_live(board)
    watch = DispositionWatch(board, operator, DeskOptions(dispositions=CODES))

    def passes(call_id: str, *states: str, **fields: object) -> None:
        """A call does all that while the desk does not look."""
        for state in states:
            canned.tell(board, canned.call(call_id, state, "+12025550143", **fields))
        watch.take()

    passes("rang", "Ringing", "Released")
    assert watch.lacking is None, "nobody spoke with it"
    assert watch.ended is None
    passes("consulted", "Ringing", "Established", "Released", callType="Consult")
    assert watch.lacking is None, "a colleague"
    passes("settled", "Ringing", "Established", "Released", userData={"DispositionCode": "Sold"})
    assert watch.lacking is None, "it has one"
    passes("short", "Ringing", "Established", "Released")
    assert watch.lacking is not None
    assert watch.lacking.key.id == "short"
    assert watch.ended is watch.lacking
    watch.tried(watch.lacking.key)
    watch.take()
    assert watch.lacking is None, "asked about once"
    operator.close()
