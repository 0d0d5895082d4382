"""What a supervisor's operations send is what the API's reference prints, command by command."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.control.captured import captured
from tests.control.test_requests import OPERATIONS, check_reads_and_polls
from tests.screens.supervise.floor import AGENT, BOSS, open_floor
from tui.demo.options import Wrinkles
from tui.live.commands.agent_control import AGENT_CONTROL
from tui.live.commands.supervision import SUPERVISION
from tui.live.feeds.agent_setting import AgentSetting

REFERENCE = (Path(__file__).parents[3] / "tui/gws/API.md").read_text(encoding="utf-8")
CALL, DEVICE = "/api/v2/me/calls/{call}", "/api/v2/me/devices/{device}"
VOICE = "/api/v2/users/{user}/channels/voice"
MONITORING = {
    "targetDeviceUri": "the agent's device",
    "supervisorMonitoringScope": "Call",
    "supervisorMonitoringMode": "AllCalls",
}
CHAPTERS = re.split(r"\n(?=##)", REFERENCE)
SENT: Mapping[str, tuple[str, str, Mapping[str, str]]] = {
    "listen_in": (DEVICE, "ListenIn", MONITORING),
    "coach": (DEVICE, "Coach", MONITORING),
    "barge_in": (DEVICE, "BargeIn", MONITORING),
    "cancel_monitoring": (DEVICE, "CancelSupervisorMonitoring", {}),
    "switch_to_listen_in": (CALL, "SwitchToListenIn", {}),
    "switch_to_barge_in": (CALL, "SwitchToBargeIn", {}),
    "mute_agent": (CALL, "MuteMonitoredUser", {}),
    "unmute_agent": (CALL, "UnmuteMonitoredUser", {}),
    "join_call": (CALL, "Answer", {}),
    "leave_call": (CALL, "Hangup", {}),
    "set_ready": (VOICE, "Ready", {}),
    "set_not_ready": (VOICE, "NotReady", {}),
    "log_out": (VOICE, "Offline", {}),
}
"""Path, operationName and parameters of every command (API.md 6.1, 6.2, 8.2 and 8.4)."""


async def test_every_operation_of_a_supervisor_is_sent_as_the_reference_prints_it() -> None:
    with captured() as requests:
        async with open_floor(wrinkles=Wrinkles(monitor_must_answer=True)) as floor:
            own = floor.device(BOSS).id
            target = floor.simulator.centre.agent(AGENT)
            assert target is not None
            await floor.monitor("coach")
            call_id = await floor.talking()
            await floor.until(lambda: floor.call(BOSS, call_id), "delivered")
            await floor.do("join_call", BOSS, call_id)
            await floor.heard(call_id)
            for command_id in ("switch_to_barge_in", "mute_agent", "unmute_agent", "switch_to_listen_in", "leave_call"):
                await floor.do(command_id, BOSS, call_id)
            await floor.do("cancel_monitoring", BOSS, own)
            await floor.monitor("barge_in")
            await floor.do("cancel_monitoring", BOSS, own)
            await floor.monitor("listen_in")
            await floor.parts.roster.look()
            setting = AgentSetting(floor.parts.board, floor.parts.operator, floor.parts.roster)
            for command in (AGENT_CONTROL[1], AGENT_CONTROL[0], AGENT_CONTROL[2]):
                await setting.set(command, target.user_id, AGENT)
    sent = [one for one in requests if one.method == "POST" and not one.is_bayeux]
    assert {one.body["operationName"] for one in sent} == {row[1] for row in SENT.values()}
    for one in sent:
        path, operation, parameters = next(row for row in SENT.values() if row[1] == one.body["operationName"])
        assert one.path == path.format(call=call_id, device=own, user=target.user_id)
        device_uri = one.body.get("targetDeviceUri", "")
        told = {**one.body, "targetDeviceUri": MONITORING["targetDeviceUri"]} if device_uri else one.body
        assert told == {"operationName": operation, **parameters}
        assert device_uri.endswith(f"/devices/{target.device.id}" if parameters else "")
        assert "authorization" not in one.headers
        assert "JSESSIONID=" in one.headers["cookie"]
        assert one.headers["content-type"].split(";")[0] == "application/json"
    check_reads_and_polls(one for one in requests if one not in sent)


def test_the_table_has_every_command() -> None:
    rows = (*SUPERVISION, *AGENT_CONTROL)
    assert {command.id: command.operation for command in rows} == {id_: row[1] for id_, row in SENT.items()}


@pytest.mark.parametrize(("path", "operation", "parameters"), [*OPERATIONS.values(), *SENT.values()])
def test_the_reference_prints_every_operation(path: str, operation: str, parameters: Mapping[str, object]) -> None:
    """Where it is sent to, and what goes along: both tables against the reference itself."""
    chapters = [chapter for chapter in CHAPTERS if f"`{operation}`" in chapter or f" {operation}:" in chapter]
    place = _without_names(path).removeprefix("/api/v2")
    assert any(f"{place}`" in _without_names(chapter) for chapter in chapters), place
    printed = [row for chapter in chapters for row in _rows(chapter, operation)] or chapters
    assert all(any(f"`{name}`" in words or f"{name}:" in words for words in printed) for name in parameters), printed


def _without_names(path: str) -> str:
    return re.sub(r"\{\w+\}", "{id}", path)


def _rows(chapter: str, operation: str) -> Iterator[str]:
    """The rows of an operation in a table of operations, and the row or chapter that one refers to."""
    for row in re.findall(rf"^\| (?:`\w+` / )?`{operation}`.*$", chapter, re.MULTILINE):
        yield row
        for other in re.findall(r"\| as `(\w+)`", row):
            yield from _rows(chapter, other)
        for number in re.findall(r"\| section (\d\.\d)", row):
            yield from (other for other in CHAPTERS if other.startswith(f"### {number}"))
