"""Alarms of `callboard watch` as its user meets them: the limits of the configuration, masked as all else is."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path
from typing import Any

from tests.project.test_commands import end, environment, line_of, run, start
from tests.waiting import PATIENCE_S, until
from tests.webhook.receiver import Receiver
from tui.demo.options import Options
from tui.demo.server import Simulator

FILE = """
[[sources]]
name = "floor"
url = "{url}"
user = "{user}"

[[thresholds]]
what = "ringing"
alarm_s = 1

[attention]
stale_s = 1

[privacy]
numbers = "last4"
"""


async def alarm(process: asyncio.subprocess.Process) -> dict[str, Any]:
    while (line := await line_of(process))["type"] != "alarm":
        pass
    return {key: value for key, value in line.items() if key not in ("seconds", "at")}


async def sentence(process: asyncio.subprocess.Process, words: str) -> str:
    assert process.stdout is not None
    async with asyncio.timeout(PATIENCE_S):
        while words not in (line := (await process.stdout.readline()).decode()):
            assert line, "it ended"
    return line


async def test_a_call_that_rings_and_a_source_that_is_lost(tmp_path: Path) -> None:
    tape = str(tmp_path / "floor.callrec")
    receiver = await Receiver().start()
    receiver.answer(503)
    async with Simulator(Options(agents=2, calls=0, rate_per_s=0, logins="one", poll_timeout_ms=300)) as simulator:
        first = simulator.logins[0]
        file = tmp_path / "floor.toml"
        settings = FILE.format(url=simulator.url, user=first.user)
        file.write_text(f'{settings}[webhook]\nurl = "{receiver.url}"\n', encoding="utf-8")
        env = environment(CALLBOARD_PASSWORD=first.password)
        lines = await start("watch", "--config", str(file), "--record", tape, "--post-alarms", env=env)
        said = await start("watch", "--config", str(file), "--format", "text", "--agents", "5001", env=env)
        while (await line_of(lines)).get("state") != "live":
            pass
        await sentence(said, "connected.")
        assert (await sentence(said, "found by")).startswith("1 of 1 agent, found by 5001: 1 ")
        call_id = simulator.control.start(first.user, number="+12025550143")["id"]

        rings = {"type": "alarm", "source": "floor", "call": call_id, "what": "ringing", "who": "•••• 0143"}
        assert await alarm(lines) == {**rings, "change": "begun"}
        await until(lambda: len(receiver.posted) == 2)
        assert {posted.headers["Idempotency-Key"] for posted in receiver.posted} == {
            receiver.posted[0].headers["Idempotency-Key"]
        }
        posted = receiver.posted[1].alarm
        assert {key: posted[key] for key in ("source", "call", "what", "who")} == {
            key: rings[key] for key in ("source", "call", "what", "who")
        }
        told = await sentence(said, "alarm")
        assert told.startswith("5001: alarm, ringing for ")
        assert told.endswith(", •••• 0143.\n")

        simulator.control.end_unseen()
        simulator.control.cut()
        assert await alarm(lines) == {**rings, "change": "ended"}
        assert await sentence(said, "over") == "5001: the alarm is over, ringing, •••• 0143.\n"

        await simulator.stop()
        lost = await alarm(lines)
        assert (lost["source"], lost["call"], lost["what"], lost["change"]) == ("floor", None, "stale", "begun")
        assert (await sentence(said, "alarm")).startswith("floor: alarm, stale for ")
        await until(lambda: len(receiver.posted) == 3)
        await simulator.start()
        assert (await alarm(lines))["change"] == "ended"
        assert await end(lines, signal.SIGINT) == (130, "")
        assert await end(said, signal.SIGINT) == (130, "")
    assert [one.alarm["what"] for one in receiver.posted[2:]] == ["stale"]
    await receiver.stop()

    for form in ("jsonl", "text"):
        code, out, _ = await run("replay", tape, "--format", form, env=environment())
        # The limits of today are not those of the day of the recording.
        assert (code, "ringing" in out.lower(), "alarm" in out) == (0, True, False)


async def test_figures_of_what_was_seen_here_and_what_agents_do(tmp_path: Path) -> None:
    async with Simulator(Options(agents=2, calls=0, rate_per_s=0, logins="one", poll_timeout_ms=300)) as simulator:
        first = simulator.logins[0]
        file = tmp_path / "floor.toml"
        above = 'service_s = 0.2\nqueue_key = "Queue"\nanswer_within_s = 30\n'
        file.write_text(above + FILE.format(url=simulator.url, user=first.user), encoding="utf-8")
        env = environment(CALLBOARD_PASSWORD=first.password)
        lines = await start("watch", "--config", str(file), "--agents", env=env)
        while (await line_of(lines)).get("state") != "live":
            pass
        while (agents := await line_of(lines))["type"] != "agents":
            pass
        assert (agents["filter"], agents["agents"], agents["found"], agents["polled"]["why"]) == ("", 1, 1, "")
        assert sum(count["agents"] for count in agents["counts"]) == 1
        simulator.control.start(first.user, number="+12025550143")
        while (await line_of(lines)).get("change") != "added":
            pass
        simulator.control.end_unseen()
        simulator.control.cut()
        while (told := await line_of(lines))["type"] != "service" or not told["sinceStart"]["agents"]:
            pass

        assert (told["seen"], told["within"]) == ("here", 30)
        assert told["sinceStart"]["all"] == told["lastHour"]["all"] == told["sinceStart"]["agents"]["floor"]
        assert told["sinceStart"]["all"]["unseen"] == 1
        assert "555" not in str(told)
        await end(lines, signal.SIGTERM)
