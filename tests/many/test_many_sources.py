"""Two hundred logins in one process come back from a restart of their server: all of them, and politely."""

from collections import Counter

from tests.many.floor import Floor, open_floor

SOURCES = 200
GONE_S = 2.0
MOST_REQUESTS = 6
"""Login, handshake, first poll, services, snapshot, and the poll that stands from then on."""
MOST_REFUSED = 2
"""What the session that is gone still asks: a poll, and a handshake where a busy machine answered that too late."""


async def test_200_sources_are_right_after_a_restart_without_a_storm() -> None:
    async with open_floor(SOURCES) as floor:
        assert await floor.differences() == []
        await floor.restart(GONE_S)
        await floor.until(lambda: floor.live == SOURCES, "the return")
        await check_politeness(floor)
        assert await floor.differences() == []


async def check_politeness(floor: Floor) -> None:
    """By the centre's own count, which does not know whose a refused request is."""
    (stats,) = await floor.centre.ask("stats")
    requests = {user: Counter(kinds) for user, kinds in stats["requestsByLogin"].items()}
    refused = requests.pop("").total()
    assert len(requests) == SOURCES
    most = max(requests.values(), key=Counter.total)
    assert most.total() <= MOST_REQUESTS, most
    assert refused <= MOST_REFUSED * SOURCES
    assert all(kinds["/meta/handshake"] == 1 for kinds in requests.values()), "one attempt in flight each"
    assert stats["cometClients"] == SOURCES
