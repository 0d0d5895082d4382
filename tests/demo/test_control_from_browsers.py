"""Pages of somebody else's, open in a browser on this machine, reach the simulator's port but not its control."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.demo.wire_client import STILL
from tests.public_trust import PUBLIC
from tui.demo.server import Simulator

ASKED = ("GET", "/control/logins")
ORDERED = ("POST", "/control/pause")


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator(STILL) as simulator:
        yield simulator


@pytest.mark.parametrize("request_line", [ASKED, ORDERED], ids=["ask", "order"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "https://evil.example", "Content-Type": "text/plain"},
        {"Origin": "null"},
        {"Host": "evil.example"},
        {"Host": "evil.example", "Origin": "http://evil.example"},
        {"Host": "127.0.0.1.evil.example"},
        {"Host": "[::1"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)
async def test_another_page_is_refused(
    simulator: Simulator, request_line: tuple[str, str], headers: dict[str, str]
) -> None:
    async with httpx.AsyncClient(verify=PUBLIC, base_url=simulator.url) as client:
        answer = await client.request(*request_line, headers=headers, content="{}")

    assert answer.status_code == 403
    assert simulator.password not in answer.text


@pytest.mark.parametrize("own", [{}, {"Origin": "own"}, {"Sec-Fetch-Site": "same-origin"}], ids=str)
async def test_a_script_and_the_simulators_own_page_are_answered(simulator: Simulator, own: dict[str, str]) -> None:
    headers = {name: simulator.url if value == "own" else value for name, value in own.items()}
    async with httpx.AsyncClient(verify=PUBLIC, base_url=simulator.url) as client:
        asked = await client.request(*ASKED, headers=headers)
        ordered = await client.request(*ORDERED, headers=headers, content="{}")

    assert [login["password"] for login in asked.json()][:1] == [simulator.password]
    assert ordered.status_code == 200


async def test_localhost_is_this_machine(simulator: Simulator) -> None:
    async with httpx.AsyncClient(verify=PUBLIC, base_url=simulator.url) as client:
        port = simulator.url.rpartition(":")[2]
        answer = await client.request(*ASKED, headers={"Host": f"localhost:{port}"})
    assert answer.status_code == 200
