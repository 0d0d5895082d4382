"""The GET half of the wire: snapshot, lists, filters, directory."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.demo.wire_client import Simulators
from tui.demo.options import Options, Wrinkles

BUSY = Options(agents=12, rate_per_s=0)


async def test_snapshot_with_all_subresources(simulators: Simulators) -> None:
    client = await simulators.one(BUSY)
    for path in ("/me?subresources=*", "/me/?subresources=*"):
        user = (await client.get(path))["user"]
        assert len(user["id"]) == 32
        assert {"devices", "calls", "skills", "groups", "features", "settings", "interactions", "chats"} <= set(user)
        assert user["devices"][0]["phoneNumber"] == "5001"
    few = (await client.get("/me?subresources=devices,calls"))["user"]
    assert "calls" in few
    assert "skills" not in few
    assert "devices" not in (await client.get("/me"))["user"]


async def test_lists_are_links_unless_fields_are_asked(simulators: Simulators) -> None:
    client, call_id = await simulators.talking()
    assert (await client.get("/me/calls"))["uris"] == [f"{client.simulator.url}/api/v2/me/calls/{call_id}"]
    assert (await client.get("/me/calls?fields=id,state"))["calls"] == [{"id": call_id, "state": "Established"}]
    assert (await client.get("/me/calls?fields=*&state=Held"))["calls"] == []
    assert (await client.get(f"/me/calls/{call_id}"))["call"]["id"] == call_id
    device = client.agent.device.id
    assert (await client.get(f"/me/devices/{device}"))["device"]["id"] == device


@pytest.mark.parametrize("path", ["/me/calls/none", "/me/devices/none", "/users/none", "/nothing/here"])
async def test_what_is_not_there(simulators: Simulators, path: str) -> None:
    client = await simulators.one()
    response = await client.http.get(f"/api/v2{path}")
    assert (response.status_code, response.json()["statusCode"]) == (404, 6)


async def test_small_lists(simulators: Simulators) -> None:
    client = await simulators.one(BUSY)
    for path, name in (
        ("/me/channels?fields=*", "channels"),
        ("/me/groups?type=BusinessUnit&fields=*", "groups"),
        ("/features?fields=*", "features"),
        ("/services?fields=*", "services"),
        ("/settings/agent-states", "settings"),
    ):
        assert (await client.get(path))[name]


async def test_users_show_devices_of_others_but_not_their_calls(simulators: Simulators) -> None:
    client = await simulators.one(BUSY)
    users = (await client.get("/users?fields=*&subresources=*"))["users"]
    assert len(users) == 12
    assert all(user["devices"] and "calls" not in user for user in users)


async def test_contacts(simulators: Simulators) -> None:
    client = await simulators.one(BUSY)
    client.simulator.centre.agents[2].device.user_state.state = "LoggedOut"
    page = await client.get("/contacts?type=User&limit=5&offset=2&sortBy=name&order=Ascending")
    assert page["totalCount"] == 12
    assert [contact["userName"] for contact in page["contacts"]] == [f"agent500{digit}" for digit in range(3, 8)]
    assert "availability" not in page["contacts"][0]
    channel = page["contacts"][1]["availability"]["channels"][0]
    assert channel["phoneNumber"] == "5004"
    found = await client.get("/contacts?filterName=NamesOrPhoneNumberMatches&filterParameters=5007*")
    assert [contact["userName"] for contact in found["contacts"]] == ["agent5007"]


async def test_contacts_follow_agent_states(simulators: Simulators) -> None:
    client = await simulators.one()
    await client.operate("/me/channels/voice", "Lunch")
    await client.until(lambda data: "devices" in data)
    found = (await client.get("/contacts?filterParameters=5001"))["contacts"][0]
    assert found["availability"]["channels"][0]["userState"]["displayName"] == "Lunch"


@pytest.mark.parametrize(
    ("wrinkles", "right"),
    [
        (Wrinkles(old_participants=True), lambda call: call["participants"] == ["+12025550143"]),
        (Wrinkles(old_participants=True), lambda call: call["participantsInfo"][0]["digits"] == "+12025550143"),
        (Wrinkles(connid_ids=True), lambda call: call["id"] == call["connId"] != call["callUuid"]),
        (Wrinkles(path_without_slash=True), lambda call: call["path"] == f"calls/{call['id']}"),
    ],
)
async def test_wrinkles_of_form(simulators: Simulators, still: Options, wrinkles: Wrinkles, right: Any) -> None:  # noqa: ANN401 - a predicate
    client, _ = await simulators.talking(replace(still, wrinkles=wrinkles))
    assert right((await client.get("/me/calls?fields=*"))["calls"][0])


async def test_uris_are_built_from_the_external_url(simulators: Simulators, still: Options) -> None:
    base = "https://gws.example.com/api/v2"
    client, call_id = await simulators.talking(replace(still, external_url=base))
    user = (await client.get("/me?subresources=*"))["user"]
    assert user["uri"].startswith(base)
    assert user["calls"][0]["uri"] == f"{base}/me/calls/{call_id}"
    assert user["calls"][0]["deviceUri"].startswith(f"{base}/devices/")


async def test_status_code_as_text(simulators: Simulators, still: Options) -> None:
    client = simulators.client(await simulators.start(replace(still, wrinkles=Wrinkles(status_as_text=True))))
    assert (await client.log_in()).json()["statusCode"] == "0"
    assert (await client.operate("/me", "Nonsense"))["statusCode"] == "3"
