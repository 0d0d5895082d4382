"""What is asked for: numbers cleaned, looked up and remembered, digits in order, data, states, sessions."""

import asyncio
from collections.abc import Sequence

import pytest
from textual.events import Paste
from textual.widgets import Input

from tests.control.desk import Desk
from tests.screens.desk.conftest import Open
from tests.screens.desk.seated import Seated
from tui.demo.centre.model import DeviceCall
from tui.demo.rest.resources import Scribe
from tui.live.operations.operator import NotSentError
from tui.screens.desk.desk_options import FoundContact
from tui.source.raw import to_json


async def paste(agent: Seated, text: str) -> None:
    """Paste, as a terminal does."""
    agent.app.post_message(Paste(text))
    await agent.pilot.pause()


def dialled(desk: Desk) -> list[object]:
    return [raw["dnis"] for raw in desk.simulator.calls(desk.user)]


@pytest.mark.parametrize("text", ["tel:+1-202-555-0172", " +1 (202) 555-0172 ", "+１２０２５５５０１７２"])
async def test_a_pasted_number_is_cleaned(desk: Desk, seat: Open, text: str) -> None:
    async with seat() as agent:
        await agent.press("n")
        await paste(agent, text)
        await agent.see("ENTER dials +12025550172")
        await agent.press("enter")
        await agent.until(lambda: dialled(desk) == ["+12025550172"], "dialled")


@pytest.mark.parametrize("text", ["zebra", "5002 or 5003", ""])
async def test_what_is_no_number_is_not_sent(desk: Desk, seat: Open, text: str) -> None:
    async with seat() as agent:
        await agent.press("n")
        await paste(agent, text)
        await agent.press("enter")
        await agent.see("nothing was sent")
        assert agent.prompt
        assert desk.sent == {}
        await agent.press("escape")
        assert not agent.prompt


async def test_the_directory_answers_as_one_types(desk: Desk, seat: Open) -> None:
    call_id = await desk.talking()
    async with seat() as agent:
        await agent.select(call_id)
        await agent.press("t", *"500")
        await agent.see("5003")
        assert "Agent 5001" not in agent.prompt
        place = next(n for n, line in enumerate(agent.prompt.splitlines()[1:], 1) if "5003" in line)
        await agent.press(*["down"] * place)
        assert "▸ 5003" in agent.prompt
        await agent.press("enter")
        await agent.until(lambda: "5003" in dialled(desk), "consulted")


async def test_a_name_finds_a_number(desk: Desk, seat: Open) -> None:
    async with seat() as agent:
        await agent.press("n", *"agent5004")
        await agent.until(lambda: agent.prompt.count("Agent 5") == 1, "one is found")
        await agent.click("Agent 5004")
        await agent.until(lambda: dialled(desk) == ["5004"], "dialled")


async def test_the_first_hit_of_a_name_is_chosen_once_the_directory_has_answered(desk: Desk, seat: Open) -> None:
    call_id = await desk.talking()
    async with seat() as agent:
        await agent.select(call_id)
        await agent.press("t", *"agent5004")
        await agent.until(lambda: "▸ 5004" in agent.prompt, "chosen")
        assert "part of a number" not in agent.prompt
        assert "ENTER calls 5004" in agent.prompt
        await agent.press("enter")
        await agent.until(lambda: "5004" in dialled(desk), "consulted")


async def test_a_name_is_looked_for_and_who_is_not_found_is_not_called(desk: Desk, seat: Open) -> None:
    waiting = asyncio.Event()

    async def search(words: str) -> Sequence[FoundContact]:
        await waiting.wait()
        if words == "agent":
            raise NotSentError("no line")
        return ()

    async with seat(search=search) as agent:
        await agent.press("n", *"zebra")
        await agent.see("looking in the directory")
        await agent.press("enter")
        await agent.see("looking in the directory: nothing was sent")
        waiting.set()
        await agent.press("backspace", "a")
        await agent.see("nobody of that name")
        await agent.press("enter")
        await agent.see("nobody of that name: nothing was sent")
        await agent.press("ctrl+u", *"agent")
        await agent.see("the directory does not answer")
        assert desk.sent == {}


async def test_a_choice_of_a_text_before_is_not_taken_for_another_text(desk: Desk, seat: Open) -> None:
    async with seat() as agent:
        await agent.press("n", *"agent5004")
        await agent.until(lambda: "▸ 5004" in agent.prompt, "chosen")
        await agent.press("x")
        assert "▸" not in agent.prompt
        await agent.press("enter")
        assert desk.sent == {}


@pytest.mark.parametrize("size", [(160, 45), (80, 24)])
async def test_a_desk_without_a_call_shows_what_can_be_done_now(desk: Desk, seat: Open, size: tuple[int, int]) -> None:
    async with seat(size) as agent:
        await agent.see("WHAT I CAN DO NOW")
        assert "? shows what can be done with a call" in agent.everything
        assert "hold" not in agent.everything
        call_id = await desk.talking()
        await agent.select(call_id)
        assert "? shows what can be done" not in agent.everything
        assert "hold" in agent.everything


async def test_recent_numbers_come_first(desk: Desk, seat: Open) -> None:
    async with seat() as agent:
        await agent.press("n", *"+12025550172", "enter")
        await agent.until(lambda: dialled(desk), "dialled")
        await agent.press("x", "x")
        await agent.until(lambda: not dialled(desk), "hung up")
        await agent.press("n")
        await agent.see("recent")
        await agent.press("down", "enter")
        await agent.until(lambda: dialled(desk) == ["+12025550172"], "dialled again")


async def test_a_fast_typist_loses_nothing(desk: Desk, seat: Open) -> None:
    call_id = await desk.talking()
    async with seat() as agent:
        await agent.select(call_id)
        await agent.type_fast("t", *"5003", "enter")
        await agent.until(lambda: "5003" in dialled(desk), "consulted")


async def test_no_key_means_anything_else_while_something_is_asked(desk: Desk, seat: Open) -> None:
    call_id = await desk.talking()
    async with seat() as agent:
        await agent.select(call_id)
        desk.simulator.control.reset_stats()
        await agent.press("t")
        agent.app.desk.set_focus(None)
        await agent.press("h", "x", "x", "m", "delete")
        assert desk.sent == {}
        assert agent.app.desk.query_one(Input).value == "hxxm"


async def test_digits_are_sent_in_order(desk: Desk, seat: Open) -> None:
    call_id = await desk.talking()
    async with seat() as agent:
        await agent.select(call_id)
        await agent.press("d")
        await agent.type_fast(*"12")
        await agent.press("a")
        await agent.click("[9]")
        await paste(agent, "4 5 #")
        wanted = "12945#"
        await agent.until(lambda: desk.heard(call_id) == wanted, "sent")
        await agent.see("DTMF to (202) 555-0143  ••••••▏")
        await agent.press("escape")
        assert "DTMF to" not in agent.text


async def test_digits_that_come_back_are_not_shown(desk: Desk, seat: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = Scribe.call

    def repeating(self: Scribe, leg: DeviceCall) -> dict[str, object]:
        data = {"LastDigits": leg.heard} if leg.heard else {}
        return {**plain(self, leg), "userData": {"AccountNumber": "90017", **data}, "extensions": data}

    monkeypatch.setattr(Scribe, "call", repeating)
    call_id = await desk.talking()
    async with seat() as agent:
        await agent.select(call_id)
        await agent.press("d", *"4711", "escape")
        await agent.until(lambda: desk.heard(call_id) == "4711", "sent")
        await desk.do("hold", call_id)
        await agent.until(lambda: "LastDigits" in agent.everything, "repeated")
        assert "90017" in agent.everything
        assert "4711" not in agent.everything + agent.text + agent.app.export_screenshot()


async def test_digits_stop_where_they_cannot_be_sent(desk: Desk, seat: Open) -> None:
    call_id = await desk.talking()
    async with seat() as agent:
        await agent.select(call_id)
        await agent.press("d")
        await desk.do("hold", call_id)
        await agent.press("1")
        await agent.see("stopped: DTMF: the server does not offer it now")
        assert desk.heard(call_id) == ""


async def test_data_are_changed_where_they_are_clicked(desk: Desk, seat: Open) -> None:
    call_id = await desk.talking()
    async with seat() as agent:
        await agent.select(call_id)
        await agent.click("AccountNumber")
        await agent.see("AccountNumber = 40217")
        await agent.press("8", "enter")
        await agent.until(lambda: desk.truth(call_id)["userData"]["AccountNumber"] == "402178", "changed")
        await agent.see("402178")


async def test_an_entry_is_chosen_and_deleted(desk: Desk, seat: Open) -> None:
    call_id = await desk.talking()
    async with seat() as agent:
        await agent.select(call_id)
        await agent.press("delete")
        assert "▸ AccountNumber" in agent.prompt
        await agent.press("enter")
        await agent.until(lambda: "AccountNumber" not in desk.truth(call_id).get("userData", {}), "deleted")


async def test_hidden_data_are_not_shown(desk: Desk, seat: Open) -> None:
    await desk.talking()
    async with seat(hide_data=("Account*", "WWE_*")) as agent:
        await agent.see("more hidden")
        assert "40217" not in agent.everything


async def test_only_listed_data_are_shown(desk: Desk, seat: Open) -> None:
    call_id = await desk.talking()
    async with seat(show_data=("Note",)) as agent:
        await agent.select(call_id)
        await agent.press("u", *"Note")
        await agent.until(lambda: "ENTER takes the key as typed" in agent.text, "told that it is none of them")
        await agent.press("enter", *"hello", "enter")
        await agent.see("hello")
        assert "edit data Note" in agent.everything, "which entry is another one"
        assert "40217" not in agent.everything


@pytest.mark.parametrize("keys", [("o", "2"), ("o", "down", "down", "enter"), ("o", *"sold", "enter")])
async def test_the_disposition_is_a_key_away(desk: Desk, seat: Open, keys: tuple[str, ...]) -> None:
    call_id = await desk.talking()
    async with seat(disposition_key="Outcome", dispositions=("Callback", "Sold")) as agent:
        await agent.select(call_id)
        await agent.press(*keys)
        await agent.until(lambda: desk.truth(call_id)["userData"].get("Outcome") == "Sold", "noted")


async def test_reasons_of_the_deployment_are_offered(desk: Desk, seat: Open) -> None:
    async with seat() as agent:
        await agent.until(lambda: agent.app.desk.parts.controls.states, "the states are known")
        await agent.press("Y", *"lunch")
        await agent.see("▸ lunch")
        await agent.press("enter")
        await agent.until(lambda: desk.agent().device.user_state.reason == "Lunch", "at lunch")
        await agent.see("○ NOT READY · Lunch")


async def test_a_reason_is_two_keys_away(desk: Desk, seat: Open) -> None:
    async with seat() as agent:
        await agent.until(lambda: agent.app.desk.parts.controls.states, "the states are known")
        (lunch,) = (n for n, state in enumerate(agent.app.desk.parts.controls.states, 1) if state.words == "lunch")
        await agent.press("Y")
        await agent.see(f"{lunch} lunch")
        await agent.press(str(lunch))
        await agent.until(lambda: desk.agent().device.user_state.reason == "Lunch", "at lunch")


async def test_what_is_out_of_sight_is_counted_and_a_word_with_a_digit_is_no_choice(desk: Desk, seat: Open) -> None:
    call_id = await desk.talking()
    many = tuple(f"Code {number}" for number in range(1, 13))
    async with seat((80, 24), disposition_key="Outcome", dispositions=many) as agent:
        await agent.select(call_id)
        await agent.press("o")
        await agent.see("↓ 7 more")
        await agent.press("up", *["down"] * 6)
        await agent.see("↑ 2 more")
        await agent.press(*"e 12", "enter")
        await agent.until(lambda: desk.truth(call_id)["userData"].get("Outcome") == "Code 12", "noted")


async def test_a_session_starts_where_the_configuration_says(desk: Desk, seat: Open) -> None:
    await desk.do("offline")
    async with seat(place="Desk 12", queue="Billing", login_code="6001") as agent:
        await agent.press("S")
        assert "start session: place Desk 12" in agent.prompt
        await agent.press("ctrl+u")
        await agent.see("ENTER takes your usual place")
        await agent.press(*"Desk 12", "enter", "ctrl+u", *"Sales", "enter", "enter")
        await agent.until(lambda: agent.operations and desk.sent.get("StartContactCenterSession") == 1, "started")
        asked = to_json(agent.operations[-1].asked.parameters)
        assert asked == {"channels": ["voice"], "place": "Desk 12", "queue": "Sales", "loginCode": "6001"}
