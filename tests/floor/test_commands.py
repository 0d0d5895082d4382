"""`callboard floor`: the stream is made once, who publishes is told, and why it cannot be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.floor.publishers import board_of, publishing
from tests.floor.servers import PROGRAMS, nats_server
from tests.passwords.commands import environment, run
from tui.floor.access.permissions import FloorUsers
from tui.floor.subjects import Subjects


async def test_it_is_made_once_and_tells_who_publishes(tmp_path: Path) -> None:
    board = board_of("5001")
    with nats_server(PROGRAMS[0], tmp_path / "nats") as server:
        url = await server.url()
        env = environment(tmp_path, CALLBOARD_FLOOR_URL=url, CALLBOARD_FLOOR_USER="operator")
        ours = {**env, "CALLBOARD_FLOOR_PASSWORD": "secret-of-operator"}
        missing = await run("floor", "status", env=ours)
        made, again = [await run("floor", "init", env=ours) for _ in range(2)]
        async with publishing(server, board, "5001"):
            told = await run("floor", "status", "--json", env=ours)
            shown = await run("floor", "status", "--floor", url, env=ours)
        theirs = {**ours, "CALLBOARD_FLOOR_USER": "collector", "CALLBOARD_FLOOR_PASSWORD": "secret-of-collector"}
        refused = await run("floor", "status", env=theirs)
        wrong = await run("floor", "init", env={**ours, "CALLBOARD_FLOOR_PASSWORD": "canary"})
    gone = await run("floor", "status", env=ours)
    nobody = await run("floor", "init", env=environment(tmp_path))

    assert (missing.code, missing.out) == (3, "")
    assert "there is no stream KV_floor" in missing.err
    assert made.out == f"Made: stream KV_floor at {url}\n"
    assert again.out == f"There already, and as it has to be: stream KV_floor at {url}\n"
    (publisher,) = json.loads(told.out)["publishers"]
    assert (publisher["name"], publisher["logins"], publisher["why"]) == ("c1", 1, "")
    assert publisher["heard_ago_s"] < 10
    assert "1 login, " in shown.out
    assert "c1" in shown.out.splitlines()[-1]
    assert (refused.code, wrong.code, gone.code, nobody.code) == (3, 3, 4, 2)
    assert "permissions violation" in refused.err.lower()
    assert f"{url}: refused: user or password not accepted (Authorization Violation)\n" in wrong.err
    assert "canary" not in wrong.said
    assert "there is no floor" in nobody.err


@pytest.mark.slow  # a silence of some seconds is waited for, and the program started
async def test_who_will_not_come_back_is_taken_from_all_walls_and_nobody_else(tmp_path: Path) -> None:
    board = board_of("5001", "5002")
    with nats_server(PROGRAMS[0], tmp_path / "nats") as server:
        url = await server.url()
        env = environment(tmp_path, CALLBOARD_FLOOR_URL=url, CALLBOARD_FLOOR_USER="operator")
        ours = {**env, "CALLBOARD_FLOOR_PASSWORD": "secret-of-operator"}
        await run("floor", "init", env=ours)
        async with publishing(server, board, "5001", "5002"):
            alive = await run("floor", "retire", "c1", env=ours)
        before = json.loads((await run("floor", "status", "--json", env=ours)).out)
        done = await run("floor", "retire", "c1", env=ours)
        after = json.loads((await run("floor", "status", "--json", env=ours)).out)
        again = await run("floor", "retire", "c1", env=ours)
        nobody = await run("floor", "retire", "c9", env=ours)
        async with publishing(server, board, "5001"):
            back = json.loads((await run("floor", "status", "--json", env=ours)).out)

    assert (alive.code, "c1 is alive" in alive.err) == (3, True)
    assert [one["logins"] for one in before["publishers"]] == [2]
    assert (done.code, done.out) == (0, "Taken from all walls: 2 logins of c1\n")
    assert after["publishers"] == []
    assert (again.code, again.out) == (0, "Taken from all walls: 0 logins of c1\n")
    assert (nobody.code, nobody.err) == (3, f"callboard: {url}: nothing of c9 stands there\n")
    assert [one["live"] for one in back["publishers"]] == [1]


async def test_its_password_is_stored_after_a_try_and_forgotten(tmp_path: Path) -> None:
    with nats_server(PROGRAMS[0], tmp_path / "nats") as server:
        env = environment(tmp_path, CALLBOARD_FLOOR_URL=await server.url(), CALLBOARD_FLOOR_USER="operator")
        wrong = await run("login", "--floor", "--stdin", env=env, given="canary\n")
        right = await run("login", "--floor", "--stdin", env=env, given="secret-of-operator\n")
        made = await run("floor", "init", env=env)
        gone = await run("logout", "--floor", env=env)
        missing = await run("floor", "init", env=env)

    assert (wrong.code, "canary" in wrong.said) == (3, False)
    assert (right.code, right.out) == (0, "Stored: password for the floor (file keyring FileKeyring)\n")
    assert (made.code, gone.out) == (0, "Forgotten: password for the floor\n")
    assert (missing.code, "CALLBOARD_FLOOR_PASSWORD" in missing.err) == (2, True)


async def test_users_are_printed_for_logins_of_a_file_or_of_the_sources(tmp_path: Path) -> None:
    file = tmp_path / "logins.txt"
    file.write_text("# of the north\nagent.one\n\nagent.two\n", "utf-8")
    env = environment(tmp_path, CALLBOARD_PUBLISH_SITE="north")
    of_file = await run("floor", "permissions", "--collectors", "2", "--logins", str(file), env=env)
    ours = {**env, "CALLBOARD_URL": "https://gws.example.com", "CALLBOARD_USER": "agent.one"}
    of_source = await run("floor", "permissions", env={**ours, "CALLBOARD_PUBLISH_NAME": "desk-1"})
    empty = await run("floor", "permissions", "--logins", "-", env=env, given="\n")

    wanted = FloorUsers(Subjects(), "north", [("c1", ["agent.one"]), ("c2", ["agent.two"])])
    assert of_file.out == wanted.text()
    assert '{user: "desk-1", password: $FLOOR_DESK_1, permissions' in of_source.out
    assert "$KV.floor.a.north.agent=2Eone" in of_source.out
    assert empty.code == 2
