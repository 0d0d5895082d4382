"""Normal life: by messages alone the board stays what the server has."""

from __future__ import annotations

from tests.interop.board_pair import KINDS, Serve, at_once, both_servers, follow
from tests.interop.node_process import NodeServer

CHANGES = 1_000


@both_servers
async def test_a_thousand_changes_are_followed_without_a_second_look(kind: str, node_server: Serve) -> None:
    server = await node_server(kind)
    async with follow(server) as pair:
        await pair.live()
        async with pair.undisturbed():
            await server.control("live", rate=500, seed=11, calls=15)
            await pair.until(lambda: pair.entries(": ") > CHANGES, "lively")
            assert (await server.control("quiet"))["steps"] >= CHANGES
        assert (await server.control("log"))["byPath"]["GET /api/v2/me"] == 2  # the login, and one snapshot


@both_servers
async def test_what_was_there_before_us_is_there(kind: str, node_server: Serve) -> None:
    server = await node_server(kind)
    call_id = (await server.control("ring", ageS=184, userData={"AccountNumber": "40217"}))["id"]
    await server.control("dial", to="+12025550172", state="Held", recordingState="Paused", mute="On")
    await server.control("ring", **{"from": "5002"}, parties=["5002", "+13035550119"], state="Established")
    async with follow(server) as pair:
        await pair.equal()
        (known,) = [known for key, known in pair.board.calls.items() if key.id == call_id]
        age_s = known.age_s(pair.board.clock.now_s())
        assert age_s is not None
        assert age_s >= 184


@both_servers
async def test_an_ended_call_is_told_as_released(kind: str, node_server: Serve) -> None:
    server = await node_server(kind)
    call_id = (await server.control("ring"))["id"]
    async with follow(server) as pair:
        await pair.live()
        async with pair.undisturbed():
            await server.control("end", id=call_id)
        (known,) = pair.board.calls.values()
        assert (known.ended, known.ended_how) == (True, "released")


@both_servers
async def test_a_burst_arrives_whole_and_in_order(kind: str, node_server: Serve) -> None:
    server = await node_server(kind)
    async with follow(server) as pair:
        await pair.live()
        async with pair.undisturbed():
            await server.control("burst", n=3_000)
        (call,) = pair.calls()
        assert call["userData"]["Burst"] == 3_000


@both_servers
async def test_agent_states_are_followed(kind: str, node_server: Serve) -> None:
    server = await node_server(kind)
    async with follow(server) as pair:
        await pair.live()
        for operation, shown in (("Lunch", "Lunch"), ("AfterCallWork", "After Call Work"), ("Ready", "Ready")):
            async with pair.undisturbed():
                await server.control("agent", state=operation)
            assert pair.agent_state() == shown


async def publish_nonsense(server: NodeServer) -> None:
    nonsense = ({"messageType": "Surprise"}, {"call": None}, {"call": {"state": "Held"}}, {"devices": [7]}, "words")
    async with follow(server) as pair:
        await pair.live()
        async with pair.undisturbed():
            for data in nonsense:
                await server.control("publish", channel="/v2/me/calls", data=data)
            await server.control("ring", unseen=True)
        assert pair.entries("looking again") >= len(nonsense)


async def test_messages_of_no_known_form_cost_a_look_and_nothing_else(node_server: Serve) -> None:
    await at_once(*[publish_nonsense(await node_server(kind)) for kind in KINDS])


@both_servers
async def test_what_nobody_told_is_healed_by_the_next_look(kind: str, node_server: Serve) -> None:
    server = await node_server(kind)
    ending, changing = [(await server.control("ring"))["id"] for _ in range(2)]
    async with follow(server, resync_s=0.5) as pair:
        await pair.live()
        async with pair.undisturbed():
            await server.control("end", id=ending, unseen=True)
            await server.control("change", id=changing, state="Held", unseen=True)
            await server.control("ring", unseen=True)
        assert {known.ended_how for known in pair.board.calls.values() if known.ended} == {"ended unseen"}


@both_servers
async def test_calls_are_stale_while_the_voice_backend_is_down(kind: str, node_server: Serve) -> None:
    server = await node_server(kind)
    async with follow(server) as pair:
        await pair.live()
        async with pair.interrupted("Voice service is down"):
            await server.control("voice", state="Inactive")
            await pair.until(lambda: not pair.link.live, "stale")
            await server.control("ring", unseen=True)
            await server.control("voice", state="Active")
