"""`callboard call` as a script meets it: a process, one JSON object, an exit code."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.control.desk import COLLEAGUE, CUSTOMER, STILL
from tests.waiting import PATIENCE_S
from tui.demo.config_file import config_for
from tui.demo.options import Options
from tui.demo.rest.faults import FaultKind
from tui.demo.server import Simulator


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator(Options(**STILL)) as running:
        yield running


def environment(simulator: Simulator, **more: str) -> dict[str, str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("CALLBOARD")}
    first = simulator.logins[0]
    clean |= {"CALLBOARD_URL": simulator.url, "CALLBOARD_USER": first.user, "CALLBOARD_PASSWORD": first.password}
    return clean | {"XDG_CONFIG_HOME": "/nonexistent", "NO_PROXY": "*"} | more


async def start(simulator: Simulator, *words: str, **more: str) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "tui", "call", *words)
    env = {key: value for key, value in environment(simulator, **more).items() if value}
    return await asyncio.create_subprocess_exec(
        *command, env=env, stdin=asyncio.subprocess.DEVNULL, stdout=pipe, stderr=pipe
    )


async def call(simulator: Simulator, *words: str, **more: str) -> tuple[int, dict[str, Any], str]:
    """Exit code, the one object, standard error."""
    process = await start(simulator, *words, **more)
    async with asyncio.timeout(PATIENCE_S):
        out, err = await process.communicate()
    assert process.returncode is not None
    assert out.count(b"\n") <= 1
    assert b"Traceback" not in err
    return process.returncode, json.loads(out or "{}"), err.decode()


def ring(simulator: Simulator) -> str:
    return str(simulator.control.start(simulator.logins[0].user, number=CUSTOMER, data={"A": "1"})["id"])


def truth(simulator: Simulator) -> list[dict[str, Any]]:
    return simulator.calls(simulator.logins[0].user)


def counts(simulator: Simulator) -> dict[str, int]:
    return {row["operation"]: row["count"] for row in simulator.control.stats()["operations"]}


async def test_list_says_what_each_call_and_device_allows(simulator: Simulator) -> None:
    call_id = ring(simulator)
    code, state, err = await call(simulator, "list")

    assert (code, err) == (0, "")
    (one,), (device,) = state["calls"], state["devices"]
    assert (one["id"], one["state"], one["source"]) == (call_id, "Ringing", simulator.logins[0].user)
    assert {"answer", "reject", "clear-call", "update-data"} <= set(one["can"])
    assert "hold" not in one["can"]
    assert {"dial", "dnd-on", "forward"} <= set(device["can"])


async def test_the_life_of_a_call_from_a_script(simulator: Simulator) -> None:
    call_id = ring(simulator)
    for words, shown in (
        (("answer",), {"state": "Established"}),
        (("hold", "--call", call_id), {"state": "Held"}),
        (("retrieve",), {"state": "Established"}),
        (("update-data", "--data", "Note=wants a=copy", "--data", "B=2"), {"userData": {"A": "1", "B": "2"}}),
        (("mute",), {"mute": "On"}),
    ):
        code, one, err = await call(simulator, *words)
        assert (code, err) == (0, ""), words
        assert (one["command"], one["call"], one["outcome"], one["words"]) == (words[0], call_id, "confirmed", "")
        assert 0 <= one["accepted_s"] < PATIENCE_S
        assert 0 <= one["done_s"] < PATIENCE_S
        assert datetime.fromisoformat(one["asked"]).tzinfo is not None
        (now,) = truth(simulator)
        if "userData" in shown:
            assert now["userData"]["Note"] == "wants a=copy"
        else:
            assert now.items() >= shown.items()
    assert (await call(simulator, "hangup"))[0] == 0
    assert truth(simulator) == []
    assert set(counts(simulator).values()) == {1}


async def test_a_transfer_in_two_steps_aims_at_the_consultation(simulator: Simulator) -> None:
    ring(simulator)
    await call(simulator, "answer")
    assert (await call(simulator, "transfer", "--number", COLLEAGUE))[0] == 0
    assert (await call(simulator, "swap"))[1]["outcome"] == "confirmed"

    code, one, _ = await call(simulator, "complete-transfer")

    assert (code, one["outcome"]) == (0, "confirmed")
    assert truth(simulator) == []


async def test_devices_agent_states_and_the_session(simulator: Simulator) -> None:
    code, one, _ = await call(simulator, "dial", "--number", "tel:+1-202-555-0172", "--device", "5001")
    assert (code, one["outcome"], [raw["dnis"] for raw in truth(simulator)]) == (0, "confirmed", ["+12025550172"])
    agent = simulator.centre.agent("5001")
    assert agent is not None
    for words, name in ((("lunch",), "Lunch"), (("not-ready",), "Not Ready"), (("start-session",), "Not Ready")):
        code, one, err = await call(simulator, *words)
        assert (code, err, agent.device.user_state.display_name) == (0, "", name)
    assert (await call(simulator, "end-session"))[:1] == (0,)
    assert agent.device.user_state.state == "LoggedOut"


async def test_more_than_one_call_has_to_be_named(simulator: Simulator) -> None:
    first, second = ring(simulator), ring(simulator)
    code, one, err = await call(simulator, "answer")

    assert (code, one) == (2, {})
    assert first in err
    assert second in err
    assert counts(simulator) == {}
    assert (await call(simulator, "answer", "--call", second))[1]["call"] == second


@pytest.mark.parametrize("words", [("hold",), ("hold", "--call", "gone"), ("answer",), ("dnd-off",), ("hangup",)])
async def test_what_is_not_allowed_now_ends_with_6(words: tuple[str, ...], simulator: Simulator) -> None:
    code, one, err = await call(simulator, *words)

    assert (code, one["outcome"], one["command"]) == (6, "not allowed", words[0])
    assert one["words"] in err
    assert "nothing to do it with" not in err
    assert counts(simulator) == {}


async def test_a_named_call_that_does_not_allow_it_ends_with_6(simulator: Simulator) -> None:
    call_id = ring(simulator)

    assert (await call(simulator, "hold", "--call", call_id))[0] == 6
    assert counts(simulator) == {}


async def test_a_refused_operation_ends_with_1_and_the_servers_words(simulator: Simulator) -> None:
    ring(simulator)
    await call(simulator, "answer")
    simulator.centre.agent(COLLEAGUE).device.do_not_disturb = True  # type: ignore[union-attr]  # there is one

    code, one, _ = await call(simulator, "blind-transfer", "--number", COLLEAGUE)

    assert (code, one["outcome"], one["words"]) == (1, "failed", "Destination cannot be reached")


async def test_an_operation_without_effect_ends_with_5(simulator: Simulator, tmp_path: Path) -> None:
    ring(simulator)
    simulator.control.noeffect()
    config = tmp_path / "config.toml"
    config.write_text("[desk]\nconfirm_within_s = 0.3\n", encoding="utf-8")

    code, one, _ = await call(simulator, "answer", "--config", str(config))

    assert (code, one["outcome"], one["words"]) == (5, "timed out", "no confirmation after 0.3 s")
    assert counts(simulator) == {"Answer": 1}


async def test_a_lost_answer_is_confirmed_all_the_same(simulator: Simulator) -> None:
    ring(simulator)
    simulator.control.spoil(FaultKind.DROP, match="POST /me/calls")

    code, one, _ = await call(simulator, "answer")

    assert (code, one["outcome"], one["accepted_s"]) == (0, "confirmed", None)
    assert counts(simulator) == {"Answer": 1}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("anser",), "do you mean answer?"),
        (("dial",), "needs a number"),
        (("dial", "--number", "agent.one"), "a is not part of a number"),
        (("dtmf",), "needs digits"),
        (("update-data", "--data", "novalue"), "KEY=VALUE"),
        (("hold", "--source", "nobody"), "there is no source nobody"),
        ((), "COMMAND"),
    ],
)
async def test_a_wrong_usage_ends_with_2(words: tuple[str, ...], told: str, simulator: Simulator) -> None:
    code, one, err = await call(simulator, *words)

    assert (code, one) == (2, {})
    assert told in err
    assert counts(simulator) == {}


async def test_refused_and_unreachable_end_as_elsewhere(simulator: Simulator) -> None:
    code, one, err = await call(simulator, "list", CALLBOARD_PASSWORD="wrong-and-secret")
    assert (code, one, "wrong-and-secret" in err) == (3, {}, False)
    await simulator.stop()
    assert (await call(simulator, "list"))[0] == 4
    await simulator.start()


async def test_of_several_sources_the_one_that_allows_it(simulator: Simulator, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(config_for(simulator))
    call_id = ring(simulator)
    there = {"CALLBOARD_URL": "", "CALLBOARD_USER": ""}

    code, one, _ = await call(simulator, "answer", "--config", str(config), **there)
    assert (code, one["call"], one["source"]) == (0, call_id, "5001")

    code, _, err = await call(simulator, "not-ready", "--config", str(config), **there)
    assert code == 2
    assert "5002" in err
    code, one, _ = await call(simulator, "not-ready", "--source", "5003", "--config", str(config), **there)
    assert (code, one["source"]) == (0, "5003")


async def test_an_interrupted_wait_ends_with_130_and_takes_nothing_back(simulator: Simulator) -> None:
    ring(simulator)
    simulator.control.noeffect()
    process = await start(simulator, "answer")
    async with asyncio.timeout(PATIENCE_S):
        while not counts(simulator):
            await asyncio.sleep(0.01)
    process.send_signal(signal.SIGINT)
    async with asyncio.timeout(PATIENCE_S):
        out, err = await process.communicate()

    assert (process.returncode, out, err) == (130, b"", b"")
    assert counts(simulator) == {"Answer": 1}


async def test_help_lists_the_table(simulator: Simulator) -> None:
    process = await start(simulator, "--help")
    out, _ = await process.communicate()

    assert process.returncode == 0
    for word in ("complete-transfer", "--number N", "dnd-off", "exit codes", "not allowed now"):
        assert word in out.decode()
