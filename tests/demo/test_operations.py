"""Every operation on calls, devices and states: its effect, its notification, its refusals."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.demo.wire_client import Simulators, WireClient
from tui.demo.options import Options, Wrinkles

OK = {"statusCode": 0}
CUSTOMER = "+12025550143"


def numbers(call: dict[str, Any]) -> set[str]:
    return {party["phoneNumber"] for party in call["participants"]}


async def test_queued_call_rings_with_its_whole_resource(simulators: Simulators) -> None:
    client = await simulators.one()
    client.simulator.control.start(client.login.user, number=CUSTOMER, data={"AccountNumber": "90017"})
    data = await client.until(lambda data: "call" in data)
    call = data["call"]
    assert data["phoneNumber"] == "5001"
    assert data["notificationType"] == "StatusChange"
    assert data["extensions"]["BusinessCall"] == 1
    assert "eventProcessing" in data["metrics"]
    assert call["id"] == call["callUuid"]
    assert len(call["id"]) == 32
    assert call["duration"] == "0"
    assert call["ani"] == CUSTOMER
    assert call["participants"][0]["formattedPhoneNumber"] == "(202) 555-0143"
    assert call["participants"][0]["country"]["callingCode"] == "1"
    assert set(call["capabilities"]) >= {"Answer", "Reject", "ClearCall"}
    assert call["uri"] == f"{client.simulator.url}/api/v2/me/calls/{call['id']}"
    assert call["path"] == f"/calls/{call['id']}"
    snapshot = await client.get("/me/calls?fields=*")
    assert [each["id"] for each in snapshot["calls"]] == [call["id"]]


async def test_answer_hold_retrieve_hangup(simulators: Simulators) -> None:
    client, call_id = await simulators.talking()
    for operation, state in (("Hold", "Held"), ("Retrieve", "Established"), ("Hangup", "Released")):
        assert await client.call(call_id, operation) == OK
        call = await client.until_call(state, call_id)
        assert (call["capabilities"] == []) is (state == "Released")
    assert (await client.get("/me/calls?fields=*"))["calls"] == []


async def test_mute_leaves_the_state(simulators: Simulators) -> None:
    client, call_id = await simulators.talking()
    await client.call(call_id, "MuteCall")
    assert "UnmuteCall" in (await client.until_call("Established", call_id, mute="On"))["capabilities"]
    await client.call(call_id, "UnmuteCall")
    await client.until_call("Established", call_id, mute="Off")


async def test_recording(simulators: Simulators) -> None:
    client, call_id = await simulators.talking()
    for operation, state in (
        ("StartCallRecording", "Recording"),
        ("PauseCallRecording", "Paused"),
        ("ResumeCallRecording", "Recording"),
        ("StopCallRecording", "Stopped"),
    ):
        assert await client.call(call_id, operation) == OK
        data = await client.until(lambda data: data.get("notificationType") == "CallRecordingStateChange")
        assert data["call"]["recordingState"] == state
        assert data["call"]["state"] == "Established"
        client.events.clear()


async def test_some_agents_have_no_recording(simulators: Simulators, still: Options) -> None:
    client, call_id = await simulators.talking(replace(still, unrecorded_every=1))
    assert "recordingState" not in client.simulator.calls(client.login.user)[0]
    assert (await client.call(call_id, "StartCallRecording"))["statusCode"] == 2


async def test_dtmf(simulators: Simulators) -> None:
    client, call_id = await simulators.talking()
    assert (await client.call(call_id, "SendDtmf", digits="12*#")) == OK
    await client.until(lambda data: data.get("notificationType") == "DtmfSent")
    assert (await client.call(call_id, "SendDtmf", digits="x"))["statusCode"] == 2


async def test_user_data(simulators: Simulators) -> None:
    client, call_id = await simulators.talking()
    steps: tuple[tuple[str, dict[str, Any], Any], ...] = (
        ("UpdateUserData", {"userData": {"Deep": {"a": 1}, "Plain": "x"}}, lambda data: data["Deep"] == {"a": 1}),
        ("AttachUserData", {"userData": {"Plain": "y"}}, lambda data: data["Plain"] == "y" and "Deep" in data),
        ("DeleteUserDataPair", {"key": "Plain"}, lambda data: "Plain" not in data and "Deep" in data),
        ("DeleteUserData", {}, lambda data: data is None),
    )
    for operation, parameters, right in steps:
        assert await client.call(call_id, operation, **parameters) == OK
        data = await client.until(lambda data: data.get("notificationType") == "AttachedDataChanged")
        assert right(data["call"].get("userData"))
        client.events.clear()


async def test_reject_sends_the_call_to_the_next_agent(simulators: Simulators) -> None:
    client = await simulators.one()
    other = await simulators.another(client, 1)
    call_id = client.simulator.control.start(client.login.user)["id"]
    await client.call(call_id, "Reject")
    await client.until_call("Released", call_id)
    await other.until_call("Ringing", call_id)


async def test_clear_call_ends_it_for_all(simulators: Simulators, still: Options) -> None:
    client = await simulators.one(replace(still, attended=("5002",)))
    other = await simulators.another(client, 1)
    await client.dial("5002")
    call_id = (await other.until_call("Ringing"))["id"]
    await other.call(call_id, "Answer")
    await client.until_call("Established", call_id)
    await other.call(call_id, "ClearCall")
    await client.until_call("Released", call_id)
    await other.until_call("Released", call_id)


async def test_dial_outside(simulators: Simulators) -> None:
    client = await simulators.one()
    assert await client.dial(CUSTOMER) == OK
    call = await client.until_call("Dialing")
    assert (call["callType"], call["dnis"], numbers(call)) == ("Outbound", CUSTOMER, {CUSTOMER})
    await client.until_call("Established", call["id"])


async def test_both_parties_of_an_internal_call_share_its_id(simulators: Simulators, still: Options) -> None:
    client = await simulators.one(replace(still, attended=("5002",)))
    other = await simulators.another(client, 1)
    await client.dial("5002")
    mine = await client.until_call("Dialing")
    theirs = await other.until_call("Ringing")
    assert mine["id"] == theirs["id"]
    assert mine["deviceUri"] != theirs["deviceUri"]
    assert numbers(theirs) == {"5001"}
    assert theirs["participants"][0]["e164Number"] == ""
    assert theirs["callType"] == "Internal"


async def consultation(client: WireClient, call_id: str, operation: str, number: str) -> str:
    """Start a consultation and wait until it is established; returns the consult call's id."""
    assert await client.call(call_id, operation, destination={"phoneNumber": number}) == OK
    held = await client.until_call("Held", call_id)
    assert {"SwapCalls", operation.replace("Initiate", "Complete")} <= set(held["capabilities"])
    assert "Retrieve" not in held["capabilities"]
    parent = f"{client.simulator.url}/api/v2/me/calls/{call_id}"
    consult = await client.until_call("Established", callType="Consult", parentCallUri=parent)
    assert consult["id"] != call_id
    return str(consult["id"])


async def test_two_step_transfer(simulators: Simulators) -> None:
    client, call_id = await simulators.talking()
    other = await simulators.another(client, 1)
    consult_id = await consultation(client, call_id, "InitiateTransfer", "5002")
    await other.until_call("Established", consult_id)
    uri = f"{client.simulator.url}/api/v2/me/calls/{consult_id}"
    assert await client.call(consult_id, "CompleteTransfer", consultCallUri=uri) == OK
    await client.until(lambda data: data["call"]["id"] == consult_id and data["call"]["state"] == "Released")
    ended = [event["data"]["call"] for event in client.events if event["data"]["call"]["state"] == "Released"]
    assert [call["id"] for call in ended] == [call_id, consult_id]
    # The call with the customer is the agent's last one, although the consultation ended after it.
    assert await client.call(call_id, "UpdateUserData", userData={"DispositionCode": "Sold"}) == OK
    data = await other.until(lambda data: data.get("notificationType") == "ParticipantsUpdated")
    assert data["call"]["id"] == consult_id
    assert numbers(data["call"]) == {CUSTOMER}
    assert data["call"]["userData"]["AccountNumber"]


async def test_transfer_can_change_the_id(simulators: Simulators, still: Options) -> None:
    client, call_id = await simulators.talking(replace(still, wrinkles=Wrinkles(transfer_new_id=True)))
    other = await simulators.another(client, 1)
    consult_id = await consultation(client, call_id, "InitiateTransfer", "5002")
    await client.call(call_id, "CompleteTransfer")
    await other.until_call("Released", consult_id)
    assert [call["id"] for call in client.simulator.calls(other.login.user)] == [call_id]


async def test_two_step_conference(simulators: Simulators) -> None:
    client, call_id = await simulators.talking()
    other = await simulators.another(client, 1)
    consult_id = await consultation(client, call_id, "InitiateConference", "5002")
    await client.call(consult_id, "CompleteConference")
    data = await client.until(lambda data: data.get("notificationType") == "ParticipantsUpdated")
    assert data["call"]["id"] == call_id
    assert data["call"]["state"] == "Established"
    assert numbers(data["call"]) == {CUSTOMER, "5002"}
    assert "RemoveParticipantFromConference" in data["call"]["capabilities"]
    await client.call(call_id, "RemoveParticipantFromConference", participant="5002")
    await other.until_call("Released", consult_id)
    assert numbers(client.simulator.calls(client.login.user)[0]) == {CUSTOMER}


async def test_swap_tells_the_established_one_first(simulators: Simulators) -> None:
    client, call_id = await simulators.talking()
    consult_id = await consultation(client, call_id, "InitiateTransfer", "5999")
    assert (await client.call(call_id, "SwapCalls"))["statusCode"] == 1
    assert (await client.call(call_id, "SwapCalls", otherCallUri="http://x/calls/none"))["statusCode"] == 6
    uri = f"{client.simulator.url}/api/v2/me/calls/{consult_id}"
    assert await client.call(call_id, "SwapCalls", otherCallUri=uri) == OK
    await client.until(lambda data: data["call"]["state"] == "Held" and data["call"]["id"] == consult_id)
    calls = [event["data"]["call"] for event in client.events]
    assert [(call["id"], call["state"]) for call in calls[-2:]] == [(call_id, "Established"), (consult_id, "Held")]


async def test_giving_up_a_consultation_frees_its_parent(simulators: Simulators) -> None:
    client, call_id = await simulators.talking()
    consult_id = await consultation(client, call_id, "InitiateTransfer", "5999")
    await client.call(consult_id, "Hangup")
    assert "Retrieve" in (await client.until_call("Held", call_id))["capabilities"]


async def test_single_step_transfer(simulators: Simulators, still: Options) -> None:
    client, call_id = await simulators.talking(replace(still, attended=("5002",)))
    other = await simulators.another(client, 1)
    assert await client.call(call_id, "SingleStepTransfer", destination={"phoneNumber": "5002"}) == OK
    await client.until_call("Released", call_id)
    assert numbers(await other.until_call("Ringing", call_id)) == {CUSTOMER}


async def test_single_step_conference(simulators: Simulators) -> None:
    client, call_id = await simulators.talking()
    other = await simulators.another(client, 1)
    await client.call(call_id, "SingleStepConference", destination={"phoneNumber": "5002"})
    assert numbers(await other.until_call("Established", call_id)) == {CUSTOMER, "5001"}
    data = await client.until(lambda data: data.get("notificationType") == "ParticipantsUpdated")
    assert numbers(data["call"]) == {CUSTOMER, "5002"}


@pytest.mark.parametrize(
    ("operation", "parameters", "code"),
    [
        ("Hold", {}, 2),
        ("Nonsense", {}, 3),
        ("SwitchToCoach", {}, 3),
        ("", {}, 1),
        ("UpdateUserData", {}, 1),
        ("UpdateUserData", {"userData": "text"}, 2),
    ],
)
async def test_refusals_change_nothing(
    simulators: Simulators, operation: str, parameters: dict[str, Any], code: int
) -> None:
    client = await simulators.one()
    call_id = client.simulator.control.start(client.login.user)["id"]
    before = client.simulator.control.stats()["published"]
    answer = await client.call(call_id, operation, **parameters)
    assert answer["statusCode"] == code
    assert set(answer) == {"statusCode", "statusMessage"}
    assert client.simulator.control.stats()["published"] == before


async def test_no_such_call(simulators: Simulators) -> None:
    client = await simulators.one()
    response = await client.post("/me/calls/none", {"operationName": "Answer"})
    assert (response.status_code, response.json()["statusCode"]) == (404, 6)


async def test_the_second_of_two_quick_orders_fails_with_a_message(simulators: Simulators, still: Options) -> None:
    client, call_id = await simulators.talking(replace(still, effect_ms=(30, 30)))
    assert await client.call(call_id, "Hangup") == OK
    assert await client.call(call_id, "Hangup") == OK
    error = await client.until(lambda data: data["messageType"] == "ErrorMessage")
    assert error["callPath"] == f"/calls/{call_id}"
    target = f"/me/calls/{call_id}"
    counted = {"user": client.login.user, "operation": "Hangup", "target": target, "count": 2}
    assert counted in client.simulator.control.stats()["operations"]


# Devices and agent states


async def test_do_not_disturb_and_forwarding(simulators: Simulators) -> None:
    client = await simulators.one()
    for operation, extra, right in (
        ("DoNotDisturbOn", {}, lambda device: device["doNotDisturb"] == "On"),
        ("DoNotDisturbOff", {}, lambda device: device["doNotDisturb"] == "Off"),
        ("ForwardCallsOn", {"destination": "5999"}, lambda device: device["forwardTo"] == "5999"),
        ("ForwardCallsOff", {}, lambda device: "forwardTo" not in device),
    ):
        assert operation in (await client.get("/me/devices?fields=*"))["devices"][0]["capabilities"]
        assert await client.device(operation, **extra) == OK
        data = await client.until(lambda data: data["messageType"] == "DeviceStateChangeMessage")
        assert right(data["devices"][0])
        client.events.clear()
    assert (await client.device("ForwardCallsOn"))["statusCode"] == 1


async def test_a_call_to_a_disturbed_or_forwarding_agent(simulators: Simulators) -> None:
    client = await simulators.one()
    colleague = client.simulator.centre.agents[1].device
    colleague.do_not_disturb = True
    await client.dial("5002")
    await client.until_call("Released")
    colleague.do_not_disturb, colleague.forward_to = False, "5003"
    await client.dial("5002")
    await client.until_call("Established")
    assert numbers(client.simulator.calls("agent5003")[0]) == {"5001"}


@pytest.mark.parametrize(
    ("operation", "state"),
    [
        ("NotReady", {"state": "NotReady", "displayName": "Not Ready"}),
        ("AfterCallWork", {"state": "NotReady", "workMode": "AfterCallWork"}),
        ("AuxWork", {"state": "NotReady", "workMode": "AuxWork"}),
        ("Lunch", {"state": "NotReady", "displayName": "Lunch", "reason": "Lunch"}),
        ("Offline", {"state": "LoggedOut", "displayName": "Offline"}),
        ("Ready", {"state": "Ready", "displayName": "Ready"}),
    ],
)
async def test_agent_states(simulators: Simulators, operation: str, state: dict[str, str]) -> None:
    client = await simulators.one()
    assert await client.operate("/me/channels/voice", operation) == OK
    data = await client.until(lambda data: data["messageType"] == "DeviceStateChangeMessage")
    assert state.items() <= data["devices"][0]["userState"].items()
    names = [each["operationName"] for each in (await client.get("/settings/agent-states"))["settings"]]
    assert operation in names


async def test_an_unregistered_device_answers_500_and_tells(simulators: Simulators) -> None:
    client = await simulators.one()
    client.agent.device.active = False
    response = await client.post("/me/channels/voice", {"operationName": "Ready"})
    assert (response.status_code, response.json()["statusCode"]) == (500, 4)
    assert "not registered" in (await client.until(lambda data: data["messageType"] == "ErrorMessage"))["errorMessage"]


async def test_start_session_needs_channels_and_may_succeed_partly(simulators: Simulators, still: Options) -> None:
    client = await simulators.one(replace(still, wrinkles=Wrinkles(partial_session=True)))
    assert (await client.operate("/me", "StartContactCenterSession"))["statusCode"] == 1
    assert await client.operate("/me", "StartContactCenterSession", channels=["voice"]) == OK
    partly = await client.operate("/me", "StartContactCenterSession", channels=["voice", "chat"])
    assert (partly["statusCode"], partly["failed"][0]["channel"]) == (7, "multimedia")
    assert (await client.operate("/me", "StartContactCenterSession", channels=["chat"]))["statusCode"] == 4
