"""`callboard doctor --floor` at real servers: what a floor must not allow is tried, and nothing is changed by it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from nats.js.api import KeyValueConfig

from tests.floor.servers import PROGRAMS, NatsServer, as_user, nats_server
from tests.interop.private_ca import PrivateCa, make_private_ca
from tests.passwords.commands import environment, run
from tui.doctor.floor_course import examine_floor
from tui.doctor.floor_visit import FloorVisit
from tui.doctor.step import DoctorStep, Verdict
from tui.floor.access.login import FloorLogin
from tui.floor.access.permissions import FloorUsers
from tui.floor.connection import connected
from tui.floor.stream import make_stream
from tui.floor.subjects import Subjects

FLOOR = Subjects()
USERS = FloorUsers(FLOOR, "main", [("c1", ["5001", "5002"])])
OWN = (FLOOR.publisher("c1"), FLOOR.login("main", "5001"), FLOOR.login("main", "5002"))
TLS = 'tls {{ cert_file: "{0.cert}", key_file: "{0.key}" }}\n'


@pytest.fixture(scope="module", params=PROGRAMS)
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[NatsServer]:
    text = USERS.text()
    for user in USERS.users:
        text = text.replace(f"${user.variable}", f"secret-of-{user.name}")
    with nats_server(request.param, tmp_path_factory.mktemp("nats"), text) as running:
        yield running


async def go_through(login: FloorLogin, *keys: str) -> dict[str, DoctorStep]:
    steps: list[DoctorStep] = []
    visit = FloorVisit(login.urls[0], login, "", "the test's trust", False, FLOOR, (), keys)
    await examine_floor(visit, steps.append)
    return {step.name: step for step in steps}


def failed(steps: dict[str, DoctorStep]) -> dict[str, int]:
    return {name: step.found.code for name, step in steps.items() if step.found.verdict is Verdict.FAILED}


async def test_who_has_the_rights_of_its_part_is_well_and_nothing_changes(server: NatsServer) -> None:
    url = await server.url()
    async with connected(as_user(url, "operator")) as operator:
        await make_stream(operator, FLOOR)
        await operator.stream.publish(OWN[0], b"a beat")
        wall, publisher = await go_through(as_user(url, "wall1")), await go_through(as_user(url, "c1"), *OWN)
        info = await operator.stream.stream_info(FLOOR.stream)

    assert failed(wall) == failed(publisher) == {}
    assert wall["read"].found.detail.startswith("0 logins, 1 publisher,")
    assert wall["own-keys"].found.verdict is Verdict.SKIPPED
    assert publisher["read"].found.detail.startswith("refused")
    assert publisher["own-keys"].found.detail == "its beat and 2 logins; nothing was written"
    assert "refused" in publisher["other-keys"].found.detail
    assert "PURGE, UPDATE, MSG.DELETE: refused" in publisher["protection"].found.detail
    assert "nats-server 2." in wall["version"].found.detail
    assert (info.state.messages, info.state.last_seq) == (1, 1)


async def test_rights_that_are_missing_or_too_many_are_found(server: NatsServer) -> None:
    url = await server.url()
    async with connected(as_user(url, "operator")) as operator:
        await make_stream(operator, FLOOR)
        before = await operator.stream.stream_info(FLOOR.stream)
        above = await go_through(as_user(url, "operator"), *OWN)
        other = await go_through(as_user(url, "c1"), OWN[0], FLOOR.login("main", "5003"))
        blind = await go_through(as_user(url, "c1"))
        after = await operator.stream.stream_info(FLOOR.stream)

    assert failed(above) == {"other-keys": 1, "protection": 1}
    assert above["read"].found.verdict is Verdict.WARNING
    assert failed(other) == {"own-keys": 3}
    assert "5003" in other["own-keys"].found.detail
    assert failed(blind) == {"read": 3}
    assert failed(await go_through(as_user(url, "wall1", "canary"))) == {"login": 3}
    assert (before.state.last_seq, before.config) == (after.state.last_seq, after.config)


@pytest.mark.parametrize("program", PROGRAMS)
async def test_a_bucket_that_anybody_could_empty_is_found_and_left_as_it_is(program: str, tmp_path: Path) -> None:
    with nats_server(program, tmp_path, "") as server:
        nobody = FloorLogin((await server.url(),))
        missing = await go_through(nobody)
        async with connected(nobody) as operator:
            await operator.stream.create_key_value(KeyValueConfig(bucket="floor"))
            await operator.stream.publish(OWN[0], b"a beat")
            found = await go_through(nobody)
            info = await operator.stream.stream_info(FLOOR.stream)

    assert failed(missing) == {"stream": 1}
    assert "floor init" in missing["stream"].found.advice
    assert failed(found) == {"rollup": 1, "keeping": 1, "other-keys": 1}
    assert found["protection"].found.verdict is Verdict.SKIPPED
    assert "one header" in found["rollup"].found.detail
    assert (info.state.messages, info.config.allow_rollup_hdrs) == (1, True)


async def test_the_command_says_it_with_its_exit_code(tmp_path: Path) -> None:
    ca: PrivateCa = make_private_ca(tmp_path)
    with nats_server(PROGRAMS[0], tmp_path / "nats", TLS.format(ca)) as server:
        url = (await server.url()).replace("nats://", "tls://")
        env = environment(tmp_path, CALLBOARD_FLOOR_CA_BUNDLE=str(ca.authority))
        trusted = await run("doctor", "--floor", url, "--json", env=env)
        unknown = await run("doctor", "--floor", url, env=environment(tmp_path))
    gone = await run("doctor", "--floor", env={**env, "CALLBOARD_FLOOR_URL": url})

    steps = {step["name"]: step for step in json.loads(trusted.out)["steps"]}
    assert "issued by Callboard test authority" in steps["tls"]["detail"]
    assert str(ca.authority) in steps["tls"]["detail"]
    assert (steps["stream"]["ok"], trusted.code) == (False, 1)
    assert "set ca_bundle" in " ".join(unknown.out.split())
    assert (unknown.code, gone.code) == (3, 4)
