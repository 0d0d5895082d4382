"""What takes several operations, step by step as the agent sees it: transfers, conferences, swaps."""

from __future__ import annotations

from tests.control.desk import COLLEAGUE, CUSTOMER, SOURCE, Desk, open_desk
from tests.control.scenarios import conference
from tui.demo.centre import talking
from tui.live.commands.filling import Given
from tui.live.store.board import Changes
from tui.live.store.card import CallKey
from tui.source.raw import Digits, Raw


class Film:
    """The states of some calls after each step of the board, repetitions left out."""

    def __init__(self, desk: Desk, *call_ids: str) -> None:
        self.pictures: list[tuple[str, ...]] = []
        self._desk = desk
        self._call_ids = call_ids
        desk.parts.board.watch(self._take)

    def _take(self, _: Changes) -> None:
        calls = self._desk.parts.board.calls
        states = tuple(calls[CallKey(SOURCE, one)].call.state for one in self._call_ids)
        if self.pictures[-1:] != [states]:
            self.pictures.append(states)


async def test_a_two_step_transfer(desk: Desk) -> None:
    call_id = await desk.talking()
    film = Film(desk, call_id)

    await desk.do("transfer", call_id, Given(number=Raw(COLLEAGUE)))
    (consult,) = [call for call in desk.calls() if call.parent_id == call_id]
    assert (consult.call_type, [party.number for party in consult.parties]) == ("Consult", [COLLEAGUE])
    await desk.until(lambda: (call := desk.call(consult.id)) and call.state == "Established", "the colleague answers")
    assert desk.why_not("retrieve", call_id) == "the server does not offer it now"

    both = Film(desk, call_id, consult.id)
    await desk.do("complete_transfer", consult.id)

    assert film.pictures[0] == ("Held",)
    assert both.pictures[-1] == ("Released", "Released")
    assert desk.calls() == []
    (leg,) = desk.agent(COLLEAGUE).device.legs
    assert [party.number for party in leg.conversation.outsiders] == [CUSTOMER]


async def test_a_two_step_transfer_from_the_call_on_hold(desk: Desk) -> None:
    call_id, _ = await desk.consulting("transfer")

    await desk.do("complete_transfer", call_id)

    assert desk.calls() == []


async def test_a_consultation_that_is_given_up(desk: Desk) -> None:
    call_id, consult_id = await desk.consulting("transfer")

    await desk.do("hangup", consult_id)
    await desk.until(lambda: not desk.why_not("retrieve", call_id), "the call on hold can be retrieved")
    await desk.do("retrieve", call_id)

    assert [(call.id, call.state) for call in desk.calls()] == [(call_id, "Established")]


async def test_a_two_step_conference(desk: Desk) -> None:
    call_id, consult_id = await desk.consulting("conference")
    film = Film(desk, call_id, consult_id)

    one = await desk.do("complete_conference", consult_id)

    assert film.pictures[-1] == ("Established", "Released")
    merged = desk.call(call_id)
    assert merged is not None
    assert {party.number for party in merged.parties} == {CUSTOMER, COLLEAGUE}
    assert one.done_s is not None


async def test_a_party_is_removed_and_the_call_goes_on(desk: Desk) -> None:
    aimed = await conference(desk)

    await desk.do("remove_party", aimed.target_id, Given(number=Raw(CUSTOMER)))

    left = desk.call(aimed.target_id)
    assert left is not None
    assert [party.number for party in left.parties] == [COLLEAGUE]


async def test_swapping_there_and_back(desk: Desk) -> None:
    call_id, consult_id = await desk.consulting("transfer")
    film = Film(desk, call_id, consult_id)
    original, consult = desk.call(call_id), desk.call(consult_id)
    assert original is not None
    assert consult is not None

    await desk.do("swap", consult_id, Given(other_call_uri=Raw(original.uri)))
    assert film.pictures[-1] == ("Established", "Held")
    await desk.do("swap", call_id, Given(other_call_uri=Raw(consult.uri)))

    assert film.pictures[-1] == ("Held", "Established")
    # The one that becomes active is told first (API.md 5.2); both messages may also come at once.
    assert set(film.pictures) <= {("Established", "Held"), ("Established", "Established"), ("Held", "Established")}


async def test_single_step_transfer_and_conference() -> None:
    # The one whose telephone rings at the end does not answer by itself.
    async with open_desk(attended=(SOURCE, "5003")) as desk:
        first = await desk.talking()
        await desk.do("add_party", first, Given(number=Raw(COLLEAGUE)))
        both = desk.call(first)
        assert both is not None
        assert {party.number for party in both.parties} == {CUSTOMER, COLLEAGUE}

        second = await desk.talking()
        await desk.do("blind_transfer", second, Given(number=Raw("5003")))

        assert [call.id for call in desk.calls()] == [first]
        assert [leg.state for leg in desk.agent("5003").device.legs] == ["Ringing"]


async def test_a_consultation_that_nobody_takes_ends_by_itself_and_was_a_consultation_all_the_same(desk: Desk) -> None:
    call_id = await desk.talking()
    desk.agent(COLLEAGUE).device.do_not_disturb = True

    await desk.do("transfer", call_id, Given(number=Raw(COLLEAGUE)))
    await desk.until(lambda: [call.id for call in desk.calls()] == [call_id], "over")

    await desk.until(lambda: not desk.why_not("retrieve", call_id), "the call on hold can be retrieved")


async def test_digits_go_out_one_after_another(desk: Desk) -> None:
    call_id = await desk.talking()
    for digit in "0815":
        await desk.do("dtmf", call_id, Given(digits=Digits(digit)))

    assert desk.sent["SendDtmf"] == 4
    assert desk.heard(call_id) == "0815"


async def test_the_customer_leaving_does_not_complete_a_transfer(desk: Desk) -> None:
    call_id, consult_id = await desk.consulting("transfer")
    talking.clear(desk.simulator.centre, desk.agent().legs[call_id].conversation)
    await desk.until(lambda: desk.call(call_id) is None, "the customer is gone")

    assert desk.call(consult_id) is not None
    assert not any("complete transfer" in line for line in desk.log)
