"""Listen in, coach, barge in; who may, when it begins, what a transfer does to it (API.md 8)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.demo.wire_client import Simulators, WireClient
from tui.demo.options import Options, Wrinkles

SUPERVISOR = 5
SECOND = 4
MONITORING: dict[str, object] = {"supervisorMonitoringState": {}}
CUSTOMER = "+12025550143"


async def supervised(
    simulators: Simulators, options: Options, operation: str, **extra: str
) -> tuple[WireClient, WireClient]:
    """An agent, and a supervisor who monitors them."""
    client = await simulators.one(options)
    boss = await simulators.another(client, SUPERVISOR)
    answer = await boss.device(operation, targetDeviceUri=device_uri(client), **extra)
    assert answer["statusCode"] == 0
    data = await boss.until(lambda data: data["messageType"] == "DeviceStateChangeMessage")
    assert data["devices"][0]["supervisorMonitoringState"]["state"] == operation
    boss.events.clear()
    return client, boss


def device_uri(client: WireClient) -> str:
    return f"{client.simulator.url}/api/v2/devices/{client.agent.device.id}"


async def called(client: WireClient) -> str:
    """Let a customer call the agent, who answers."""
    call_id = str(client.simulator.control.start(client.login.user, number=CUSTOMER)["id"])
    await client.call(call_id, "Answer")
    return call_id


async def test_listen_in_begins_with_the_next_call(simulators: Simulators, still: Options) -> None:
    client, boss = await supervised(simulators, still, "ListenIn")
    call_id = await called(client)
    call = await boss.until_call("Established", call_id)
    assert {party["phoneNumber"] for party in call["participants"]} == {"5001", CUSTOMER}
    assert (call["mute"], call["monitoring"]) == ("On", True)
    assert call["supervisorMonitoringState"] == {"state": "ListenIn"}
    assert "SwitchToBargeIn" in call["capabilities"]
    heard = await client.until_call("Established", call_id, supervisorListeningIn=True)
    assert {party["phoneNumber"] for party in heard["participants"]} == {CUSTOMER}


@pytest.mark.parametrize(("operation", "at_once"), [("BargeIn", True), ("ListenIn", False), ("Coach", False)])
async def test_only_barge_in_joins_a_call_in_progress(simulators: Simulators, operation: str, at_once: bool) -> None:
    client, call_id = await simulators.talking()
    boss = await simulators.another(client, SUPERVISOR)
    await boss.device(operation, targetDeviceUri=device_uri(client))
    await boss.until(lambda data: data["messageType"] == "DeviceStateChangeMessage")
    assert [call["id"] for call in client.simulator.calls(boss.login.user)] == [call_id] * at_once


async def test_switching_and_muting_the_agent(simulators: Simulators, still: Options) -> None:
    client, boss = await supervised(simulators, still, "Coach")
    call_id = await called(client)
    await boss.until_call("Established", call_id)
    await boss.call(call_id, "SwitchToBargeIn")
    await boss.until_call("Established", call_id, mute="Off", supervisorMonitoringState={"state": "BargeIn"})
    assert (await boss.call(call_id, "SwitchToCoach"))["statusCode"] == 3
    await boss.call(call_id, "MuteMonitoredUser")
    data = await client.until(lambda data: data.get("notificationType") == "MonitoredUserMutedStateChange")
    assert data["call"]["monitoredUserMuted"] is True
    await boss.call(call_id, "SwitchToListenIn")
    await boss.until_call("Established", call_id, mute="On")


@pytest.mark.parametrize(("scope", "stays"), [("Call", True), ("Agent", False)])
async def test_a_transfer_under_both_scopes(simulators: Simulators, still: Options, scope: str, stays: bool) -> None:
    client, boss = await supervised(simulators, still, "ListenIn", supervisorMonitoringScope=scope)
    call_id = await called(client)
    await boss.until_call("Established", call_id)
    other = await simulators.another(client, 1)
    await client.call(call_id, "SingleStepTransfer", destination={"phoneNumber": "5002"})
    await client.until_call("Released", call_id)
    await other.until_call("Established", call_id, supervisorListeningIn=stays)
    assert [call["id"] for call in client.simulator.calls(boss.login.user)] == [call_id] * stays


async def test_next_call_mode_ends_with_the_call(simulators: Simulators, still: Options) -> None:
    client, boss = await supervised(simulators, still, "ListenIn", supervisorMonitoringMode="NextCall")
    call_id = await called(client)
    await boss.until_call("Established", call_id)
    await client.call(call_id, "Hangup")
    await boss.until(lambda data: "supervisorMonitoringState" not in data.get("devices", [MONITORING])[0])
    await boss.until_call("Released", call_id)


async def test_one_supervisor_for_each_device(simulators: Simulators, still: Options) -> None:
    client, boss = await supervised(simulators, still, "ListenIn")
    second = await simulators.another(client, SECOND)
    assert (await second.device("ListenIn", targetDeviceUri=device_uri(client)))["statusCode"] == 2
    assert (await boss.device("Coach", targetDeviceUri=device_uri(second)))["statusCode"] == 2
    assert (await boss.device("CancelSupervisorMonitoring"))["statusCode"] == 0
    await boss.until(lambda data: "supervisorMonitoringState" not in data["devices"][0])
    assert (await second.device("ListenIn", targetDeviceUri=device_uri(client)))["statusCode"] == 0


async def test_agents_may_not_supervise(simulators: Simulators) -> None:
    client = await simulators.one()
    assert (await client.device("ListenIn", targetDeviceUri=device_uri(client)))["statusCode"] == 2
    other = client.simulator.centre.agents[1].user_id
    assert (await client.operate(f"/users/{other}/channels/voice", "NotReady"))["statusCode"] == 5


async def test_leaving_a_call_ends_the_listening_only(simulators: Simulators, still: Options) -> None:
    client, boss = await supervised(simulators, still, "ListenIn")
    call_id = await called(client)
    await boss.until_call("Established", call_id)
    await client.until_call("Established", call_id, supervisorListeningIn=True)
    await boss.call(call_id, "Hangup")
    await client.until_call("Established", call_id, supervisorListeningIn=False)


async def test_the_copy_may_have_to_be_answered(simulators: Simulators, still: Options) -> None:
    client, boss = await supervised(simulators, replace(still, wrinkles=Wrinkles(monitor_must_answer=True)), "ListenIn")
    call_id = await called(client)
    await boss.until_call("Ringing", call_id)
    await boss.call(call_id, "Answer")
    await client.until_call("Established", call_id, supervisorListeningIn=True)


async def test_a_supervisor_changes_an_agents_state(simulators: Simulators) -> None:
    client = await simulators.one()
    boss = await simulators.another(client, SUPERVISOR)
    path = f"/users/{client.agent.user_id}/channels/voice"
    assert (await boss.operate(path, "NotReady"))["statusCode"] == 0
    await client.until(lambda data: data["devices"][0]["userState"]["state"] == "NotReady")
    assert (await boss.operate(path, "Lunch"))["statusCode"] == 3
