"""Every command of the table by its key: the simulator's own model changes, and the screen follows."""

from dataclasses import replace

import pytest

from tests.control.desk import Desk
from tests.control.scenarios import SCENARIOS, Aimed
from tests.screens.desk.conftest import Open
from tui.live.commands.command import Ask, Command, Target
from tui.live.commands.commands import COMMANDS
from tui.live.operations.operator import Outcome
from tui.screens.desk.desk_keys import KeyTable
from tui.source.raw import RawObject

KEYS = KeyTable({}).actions
every_command = pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)


def key_of(command: Command) -> str:
    """The key of a command, as Textual names it."""
    return KeyTable({}).key(command)


def typed(command: Command, aimed: Aimed) -> list[str]:
    """What a person types after the key."""
    given = aimed.given
    if command.ask is Ask.NUMBER:
        return [*given.number.text, "enter"]
    if command.ask is Ask.DIGITS:
        return list(given.digits.text)
    if command.ask is Ask.PARTY:
        return [*given.party.text, "enter"]
    if command.ask is Ask.PAIR:
        ((key, value),) = given.data.pairs.items()
        return [*key, "enter", "ctrl+u", *str(value), "enter"]
    if command.ask is Ask.KEY:
        return [*given.key.text, "enter"]
    return ["enter"] * 3 if command.ask is Ask.SESSION else []


def with_one_pair(aimed: Aimed) -> Aimed:
    """The prompt asks for one pair at a time."""
    pairs = list(aimed.given.data.pairs.items())[:1]
    return replace(aimed, given=replace(aimed.given, data=RawObject(dict(pairs))))


@every_command
async def test_its_key_does_it_once(command: Command, desk: Desk, seat: Open) -> None:
    prepare, effect = SCENARIOS[command.id]
    aimed = with_one_pair(await prepare(desk))
    async with seat() as agent:
        if command.target is Target.CALL:
            await agent.select(aimed.target_id)
        desk.simulator.control.reset_stats()
        before = len(agent.operations)

        await agent.press(*[key_of(command)] * (2 if command.confirm else 1), *typed(command, aimed))

        await agent.until(lambda: effect(desk, aimed), "its effect is there")
        await agent.until(lambda: len(agent.operations) > before, "it is sent")
        await agent.until(lambda: agent.operations[-1].outcome is Outcome.CONFIRMED, "it is confirmed")
        assert agent.operations[-1].command == command
        if command.ask is Ask.DIGITS:
            await agent.until(lambda: desk.heard(aimed.target_id) == aimed.given.digits.text, "all are sent in order")
        else:
            assert desk.sent == {command.operation: 1}
        await agent.see(f"✓ {command.words}"[:22])


def test_every_command_has_a_key() -> None:
    assert {key_of(command) for command in COMMANDS} <= set(KEYS)


def test_help_and_palette_have_every_command() -> None:
    deeds = {deed.id: deed for deed in KeyTable({}).deeds()}
    for command in COMMANDS:
        deed = deeds[command.id]
        assert deed.words.startswith(command.words)
        assert deed.listed
        assert deed.action == f"command('{command.id}')"


async def test_the_help_shows_every_key(seat: Open) -> None:
    async with seat(size=(120, 140)) as agent:
        await agent.press("question_mark")
        await agent.see("WORDS AND MARKS")
        for deed in agent.app.desk.DEEDS:
            assert any(deed.shown in line and deed.words in line for line in agent.text.splitlines()), deed
