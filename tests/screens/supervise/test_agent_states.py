"""A supervisor sets agents' states in the agents view: every key, what is sent, seen, asked before, written down."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.screens.supervise.floor import AGENT, BOSS, Floor, open_floor
from tests.screens.supervise.wall_app import Watching, watching
from tests.waiting import PATIENCE_S
from tui.audit.chain import entry_of
from tui.audit.files import NAME, AuditFiles
from tui.audit.log import AuditLog
from tui.audit.operations import OperationAudit
from tui.audit.origin import AuditOrigin
from tui.live.commands.agent_control import AGENT_CONTROL
from tui.live.commands.operation import Operation, Outcome
from tui.live.commands.requested_operation import RequestedOperation
from tui.live.commands.supervision import SUPERVISION
from tui.screens.overlays.agents import AgentsScreen
from tui.screens.overlays.pick import PickScreen
from tui.screens.supervise.agent_states import outcome_words
from tui.screens.supervise.supervise_keys import SET_STATES
from tui.views.words.role import Role

POLLED = "5003"
PEER = "5004"


async def choose(at: Watching, number: str) -> None:
    """Put the cursor of the agents view on somebody."""
    screen = at.app.screen
    assert isinstance(screen, AgentsScreen)
    await at.until(lambda: number in (line.number for line in screen.agents._lines), "in the view")
    numbers = [line.number for line in screen.agents._lines]
    await at.pilot.press("home", *["down"] * numbers.index(number))


def state_of(floor: Floor, number: str) -> str:
    """The state at the server."""
    agent = floor.simulator.centre.agent(number)
    assert agent is not None
    return agent.device.user_state.state


async def test_every_state_is_set_seen_and_written_down(tmp_path: Path) -> None:
    async with open_floor((AGENT, BOSS)) as floor:
        floor.parts.roster.poll_s = 0.2
        log = AuditLog(AuditFiles(tmp_path), AuditOrigin("wall", "boss", "terminal", "/dev/pts/7"))
        OperationAudit(log, floor.parts.operator, {BOSS: "agent5006"})
        async with watching(floor) as at:
            await at.pilot.press("v")
            await at.sees(POLLED, "polled 0:0", "Y ready  N not ready  O log out")
            # Only while it is asked for: a supervisor's view is one of the others.
            assert "number, name, group, state, reason" not in at.text
            for number in (POLLED, AGENT):
                await choose(at, number)
                await at.pilot.press("N")
                await at.sees(f"set not ready {number}: confirmed")
                assert state_of(floor, number) == "NotReady"
                await at.pilot.press("Y")
                await at.sees(f"set ready {number}: confirmed")
                await at.pilot.press("Y")
                await at.sees(f"set ready {number} ", "is ready" if number == AGENT else "so it was at the last look")

                await at.pilot.press("O")
                await at.until(lambda: isinstance(at.app.screen, PickScreen), "asked")
                await at.pilot.press("enter")
                await at.until(lambda: isinstance(at.app.screen, AgentsScreen), "left as they are")
                assert state_of(floor, number) == "Ready"
                await at.pilot.press("O")
                await at.until(lambda: isinstance(at.app.screen, PickScreen), "asked again")
                await at.sees(f"log out {number}")
                await at.pilot.press("O")
                await at.sees(f"log out {number}: confirmed", "LOGGED OUT")
                assert state_of(floor, number) == "LoggedOut"
            # To each of the two, once.
            rows = floor.simulator.control.stats()["operations"]
            assert [row["count"] for row in rows if row["operation"] in {name for _, name in ROWS}] == [1] * 6
        log.close(PATIENCE_S)
        polled = floor.simulator.centre.agent(POLLED)
        assert polled is not None
        user_id = polled.user_id
    entries = [entry_of(line.encode()) for line in (tmp_path / NAME).read_text().splitlines()]
    sent = [entry for entry in entries if entry["event"] == "operation"]
    told = [(entry["command"], entry["operation"], entry["login"], entry["source"]) for entry in sent]
    assert told == [(row, name, "agent5006", BOSS) for row, name in ROWS] * 2
    assert [entry["agent"] for entry in sent[:3]] == [user_id] * 3
    assert [entry["outcome"] for entry in entries if entry["event"] == "outcome"] == ["confirmed"] * 6


ROWS = [("set_not_ready", "NotReady"), ("set_ready", "Ready"), ("log_out", "Offline")]


async def test_it_is_pending_until_it_is_seen_and_refused_in_the_servers_words(floor: Floor) -> None:
    floor.simulator.control.noeffect()
    async with watching(floor, size=(80, 24)) as at:
        await at.pilot.press("v")
        await choose(at, POLLED)
        await at.sees("Y ready  N not ready  O log out")
        await at.pilot.press("N")
        await at.sees("… set not ready asked", f"set not ready {POLLED} A. {POLLED}: asked")
        await at.pilot.press("N")
        await at.sees(f"set not ready {POLLED} A. {POLLED}: already asked")
        await at.pilot.press("slash", *"asked")
        await at.sees("“asked” 1 of 6")
        await at.pilot.press("escape")
        agent = floor.simulator.centre.agent(POLLED)
        assert agent is not None
        agent.device.active = False
        await at.pilot.press("O")
        await at.until(lambda: isinstance(at.app.screen, PickScreen), "asked")
        await at.pilot.press("O")
        await at.sees(f"Device '{POLLED}' is not registered")
        assert floor.sent() == {"NotReady": 1, "Offline": 1}
        assert state_of(floor, POLLED) == "Ready"

        await at.pilot.press("slash", *"nobody", "enter")
        for key, words in (("Y", "set ready"), ("N", "set not ready"), ("O", "log out")):
            await at.pilot.press(key)
            await at.sees(f"{words}: nobody is chosen")
        await at.pilot.press("escape")

        floor.simulator.control.voice(up=False)
        await floor.until(lambda: not floor.parts.board.sources[BOSS].link.live, "gone")
        await at.pilot.press("Y")
        await at.sees("not while the link is down")
        assert floor.sent() == {"NotReady": 1, "Offline": 1}


async def test_a_login_that_may_not_says_so_and_sends_nothing() -> None:
    async with open_floor((PEER,)) as floor, watching(floor) as at:
        await at.pilot.press("v")
        await at.sees(f"A. {AGENT}")
        view = at.app.screen
        assert isinstance(view, AgentsScreen)
        # The login's own line was there before the others came, and nobody has chosen it.
        await at.until(lambda: view.agents.selected and view.agents.selected.number == AGENT, "at the beginning")
        for key in ("Y", "N", "O"):
            await at.pilot.press(key)
            await at.sees(f"the login has no api-supervisor-agent-control ({PEER})")
            assert at.app.screen is view
        assert floor.sent(PEER) == {}


@pytest.mark.parametrize(
    ("outcome", "words", "told"),
    [
        (Outcome.CONFIRMED, "", ("log out: confirmed", Role.TALKING)),
        (Outcome.FAILED, "No permission (5)", ("log out: No permission (5)", Role.ALARM)),
        (Outcome.TIMED_OUT, "no confirmation after 35 s", ("log out: no confirmation after 35 s", Role.RINGING)),
    ],
)
def test_how_it_ended_is_said(outcome: Outcome, words: str, told: tuple[str, Role]) -> None:
    one = Operation(1, AGENT_CONTROL[-1], RequestedOperation(BOSS, "u1"), 0.0, outcome=outcome, words=words)
    assert outcome_words(one) == told


def test_the_keys_are_those_of_the_table_and_of_nothing_else() -> None:
    assert [deed.keys for deed in SET_STATES] == [(command.key,) for command in AGENT_CONTROL]
    assert not {command.key for command in AGENT_CONTROL} & {command.key for command in SUPERVISION}
