"""The deployment's agent states and the directory: from the simulator, and in forms that nobody promised."""

from __future__ import annotations

import asyncio

import pytest

from tests.control.desk import SOURCE, Desk
from tui.gws.roster import read_agent_states, read_contacts
from tui.live.commands.agent_states import state_commands
from tui.live.operations.operator import NotSentError, Outcome
from tui.source.raw import Raw


async def test_the_states_of_the_deployment_become_commands(desk: Desk) -> None:
    states = await desk.parts.directory.states(SOURCE)

    assert [(state.id, state.operation, state.words) for state in states] == [
        ("lunch", "Lunch", "lunch"),
        ("training", "Training", "training"),
    ]
    one = await desk.parts.operator.send(states[0], SOURCE)
    assert (one.outcome, one.words) == (Outcome.CONFIRMED, "")
    assert desk.agent().device.user_state.display_name == "Lunch"


async def test_from_one_reason_to_another_and_to_none(desk: Desk) -> None:
    lunch, training = await desk.parts.directory.states(SOURCE)
    for command in (lunch, training):
        assert (await desk.parts.operator.send(command, SOURCE)).words == ""
    assert (await desk.send("not_ready")).words == ""
    assert desk.agent().device.user_state.display_name == "Not Ready"


async def test_a_state_pressed_twice_is_sent_once_although_the_list_was_read_again(desk: Desk) -> None:
    (lunch, *_), (lunch_again, *_) = (
        await desk.parts.directory.states(SOURCE),
        await desk.parts.directory.states(SOURCE),
    )
    first = asyncio.create_task(desk.parts.operator.send(lunch, SOURCE))
    await asyncio.sleep(0)

    with pytest.raises(NotSentError, match="already asked"):
        await desk.parts.operator.send(lunch_again, SOURCE)

    await first
    assert desk.sent == {"Lunch": 1}


async def test_the_directory_is_searched_by_name_and_number(desk: Desk) -> None:
    everybody = await desk.parts.directory.search(SOURCE, "")
    (found,) = await desk.parts.directory.search(SOURCE, " 5002 ")

    assert len(everybody) == 6
    assert len(await desk.parts.directory.search(SOURCE, "agent", limit=2)) == 2
    assert (found.number, found.state_words) == ("5002", "Not Ready, Idle")
    assert found.shown_name.startswith("Agent ")
    assert await desk.parts.directory.search(SOURCE, "a&b=c/ü") == ()


async def test_nothing_is_asked_while_the_link_is_down(desk: Desk) -> None:
    desk.simulator.control.status(503, seconds=60, match="/meta/")
    desk.simulator.control.cut()
    await desk.until(lambda: not desk.live, "stale")

    with pytest.raises(NotSentError):
        await desk.parts.directory.search(SOURCE, "agent")
    with pytest.raises(NotSentError):
        await desk.parts.directory.states(SOURCE)


async def test_a_server_that_does_not_tell_has_none(desk: Desk) -> None:
    refused = {"statusCode": 5, "statusMessage": "No permission"}
    assert read_agent_states(refused) == ()
    assert read_contacts(refused) == ()
    assert await desk.parts.directory.search(SOURCE, "nobody of that name") == ()


def test_states_in_forms_that_nobody_promised() -> None:
    raw: list[object] = [
        7,
        {"id": 1, "name": "Coffee\x1b", "operationName": "CoffeeBreak"},
        {"id": "2", "displayName": "Unnamed"},
        {"operationName": "Ready"},
        {"operation": "coffee_break"},
        {"operationName": "../x"},
    ]
    commands = state_commands(read_agent_states({"settings": raw}))

    assert [(one.id, one.words) for one in commands] == [
        ("coffee_break", "coffee␛"),
        ("coffee_break_2", "coffee_break"),
        ("x", "../x"),
    ]
    assert read_agent_states({"settings": "none"}) == ()


def test_states_and_numbers_are_named_exactly() -> None:
    odd = "Pau\u00adse \u202eCafe\u0301"
    (command,) = state_commands(read_agent_states({"settings": [{"operationName": odd}, {"operationName": odd}]}))
    (contact,) = read_contacts({"contacts": [{"name": "x", "phoneNumbers": [{"phoneNumber": "50\u00ad03"}]}]})

    assert command.operation == odd
    assert command.words == "pause \ufffdcafé"
    assert (contact.number, contact.raw_number) == ("5003", Raw("50\u00ad03"))
    assert state_commands(read_agent_states({"settings": [{"operationName": "x" * 300}]})) == ()


def test_contacts_in_forms_that_nobody_promised() -> None:
    raw: list[object] = [
        None,
        {"name": "no number"},
        {"name": "plain", "phoneNumbers": [{"phoneNumber": ""}, {"phoneNumber": 5003}]},
        {"name": "odd", "phoneNumbers": "5004", "availability": {"channels": [{"channel": "chat"}, 3]}},
        {
            "firstName": "Agent",
            "lastName": "Two",
            "availability": {
                "channels": [{"channel": "voice", "phoneNumber": "5002", "userState": {"state": "Ready"}}]
            },
        },
    ]
    found = read_contacts({"contacts": raw})

    assert [(one.shown_name, one.number, one.state_words) for one in found] == [
        ("plain", "5003", ""),
        ("Agent Two", "5002", "Ready"),
    ]
