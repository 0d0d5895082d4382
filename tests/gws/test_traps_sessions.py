"""Traps 1 to 3, 7, 16 and 17 of DECISIONS.md 2: sessions that come and go, and who listens in them."""

from __future__ import annotations

from tests.gws.scripted_server import Answer, ScriptedServer
from tests.gws.servers.listening import Reader, listening
from tests.waiting import until
from tui.gws.auth import Session
from tui.gws.messages import CALLS_TOPIC, DEVICES_TOPIC, SERVICES_TOPIC
from tui.gws.rest import Rest
from tui.source.events import CallEvent, Gap, Lost


def ringing(identity: str) -> dict[str, object]:
    call = {"id": identity, "state": "Ringing"}
    return {"messageType": "CallStateChangeMessage", "notificationType": "StatusChange", "call": call}


def told(reader: Reader) -> list[str]:
    return [item.call.id if isinstance(item, CallEvent) else type(item).__name__ for item in reader.items]


async def test_a_good_start_is_a_gap_and_then_events(server: ScriptedServer) -> None:
    async with listening(server) as reader:
        await reader.until(Gap)
        server.cometd.publish(CALLS_TOPIC, ringing("a"))
        await reader.until(CallEvent)
        assert told(reader) == ["Gap", "a"]
        assert set(server.cometd.topics["client1"]) == {CALLS_TOPIC, DEVICES_TOPIC, SERVICES_TOPIC}


async def test_a_reply_of_one_message_may_come_without_the_list_around_it(server: ScriptedServer) -> None:
    server.bare_replies = True
    async with listening(server) as reader:
        await reader.until(Gap)
        server.cometd.publish(CALLS_TOPIC, ringing("a"))
        await reader.until(CallEvent)
        assert told(reader) == ["Gap", "a"]
        assert server.cometd.handshakes == 1


async def test_words_and_numbers_of_a_reply_may_be_text(server: ScriptedServer) -> None:
    server.cometd.advice = {"reconnect": "Retry", "interval": "0", "timeout": "20000"}
    server.cometd.success = "true"
    async with listening(server) as reader:
        await reader.until(Gap)
        server.cometd.publish(CALLS_TOPIC, ringing("a"))
        await reader.until(CallEvent)
        assert told(reader) == ["Gap", "a"]
        assert server.cometd.handshakes == 1


async def test_trap_01_a_new_session_is_told_by_a_gap_ahead_of_its_events(server: ScriptedServer) -> None:
    async with listening(server) as reader:
        await reader.until(Gap)
        await until(lambda: server.at_once["connect"] == 1)
        server.cometd.forget_clients()
        await reader.until(Gap, 2)
        server.cometd.publish(CALLS_TOPIC, ringing("b"))
        await reader.until(CallEvent)
        assert told(reader) == ["Gap", "Lost", "Gap", "b"]
        assert server.cometd.handshakes == 2


async def test_trap_01_events_in_the_replies_of_the_new_session_come_after_its_gap(server: ScriptedServer) -> None:
    event = {"channel": CALLS_TOPIC, "data": ringing("early")}
    hands = {"successful": True, "clientId": "x"}
    server.script("handshake", Answer([event, hands], echo=True))
    subscribed = [{"channel": "/meta/subscribe", "successful": True, "subscription": topic} for topic in _topics()]
    server.script("connect", Answer([event, {"successful": True}, *subscribed], echo=True))
    async with listening(server) as reader:
        await reader.until(CallEvent, 2)
        assert told(reader)[:3] == ["Gap", "early", "early"]


async def test_trap_01_events_of_a_session_that_is_refused_half_are_not_told_before_a_gap(
    server: ScriptedServer,
) -> None:
    server.cometd.refused = {DEVICES_TOPIC: "403::denied"}
    event = {"channel": CALLS_TOPIC, "data": ringing("early")}
    server.script("handshake", Answer([event, {"successful": True, "clientId": "x"}], echo=True))
    server.cometd.admit("x")
    async with listening(server) as reader:
        await reader.until(Lost)
        server.cometd.refused.clear()
        await reader.until(Gap)
        assert told(reader)[0] == "Lost"
        assert not reader.of(CallEvent)


async def test_trap_02_a_cut_poll_is_a_gap_although_the_session_lives(server: ScriptedServer) -> None:
    server.script("connect", *_after_the_first(Answer(b'[{"channel":', cut=True)))
    async with listening(server) as reader:
        await reader.until(Gap, 2)
        assert reader.kinds == ["Gap", "Lost", "Gap"]
        assert server.cometd.handshakes == 1


async def test_trap_02_a_dropped_poll_is_a_gap(server: ScriptedServer) -> None:
    server.script("connect", *_after_the_first(Answer(drop=True)))
    async with listening(server) as reader:
        await reader.until(Gap, 2)
        assert reader.kinds == ["Gap", "Lost", "Gap"]


async def test_trap_02_what_was_in_a_lost_reply_is_gone_and_the_gap_says_so(server: ScriptedServer) -> None:
    async with listening(server) as reader:
        await reader.until(Gap)
        await until(lambda: server.at_once["connect"] == 1)
        server.lost_replies = 1
        server.cometd.publish(CALLS_TOPIC, ringing("lost"))
        await reader.until(Gap, 2)
        server.cometd.publish(CALLS_TOPIC, ringing("b"))
        await reader.until(CallEvent)
        assert told(reader) == ["Gap", "Lost", "Gap", "b"]


async def test_trap_03_a_refused_subscription_is_said_and_retried_and_never_live(server: ScriptedServer) -> None:
    server.cometd.refused = {CALLS_TOPIC: "403:/v2/me/calls:subscribe_denied"}
    async with listening(server) as reader:
        lost = await reader.until(Lost, 3)
        assert "/v2/me/calls (403:/v2/me/calls:subscribe_denied)" in lost.why
        assert not reader.of(Gap)
        server.cometd.refused.clear()
        await reader.until(Gap)
        assert reader.kinds[-1] == "Gap"
        server.cometd.publish(CALLS_TOPIC, ringing("a"))
        await reader.until(CallEvent)


async def test_trap_03_the_same_after_a_new_session(server: ScriptedServer) -> None:
    async with listening(server) as reader:
        await reader.until(Gap)
        server.cometd.refused = {DEVICES_TOPIC: "no"}
        server.cometd.forget_clients()
        await reader.until(Lost, 3)
        assert len(reader.of(Gap)) == 1


async def test_trap_03_a_subscription_without_an_answer_counts_as_refused(server: ScriptedServer) -> None:
    server.cometd.ignored = {DEVICES_TOPIC}
    async with listening(server) as reader:
        lost = await reader.until(Lost, 2)
        assert "/v2/me/devices (no answer)" in lost.why
        assert not reader.of(Gap)


async def test_trap_03_without_the_services_topic_life_goes_on(server: ScriptedServer) -> None:
    server.cometd.refused = {SERVICES_TOPIC: "403::denied"}
    async with listening(server) as reader:
        await reader.until(Gap)
        assert reader.kinds == ["Gap"]


async def test_trap_07_the_first_poll_and_that_after_a_failure_ask_for_an_answer_at_once(
    server: ScriptedServer,
) -> None:
    server.script("connect", *_after_the_first(Answer(drop=True)))
    async with listening(server) as reader:
        await reader.until(Gap, 2)
        await until(lambda: server.count("connect") == 4)
        asked = [asked.payload[0].get("advice") for asked in server.asked if asked.kind == "connect"]
        assert asked == [{"timeout": 0}, None, {"timeout": 0}, None]


async def test_trap_16_acknowledgements_are_offered_and_used_where_the_server_has_them(server: ScriptedServer) -> None:
    server.cometd.has_ack = True
    async with listening(server) as reader:
        await reader.until(Gap)
        server.cometd.publish(CALLS_TOPIC, ringing("a"))
        await reader.until(CallEvent)
        await until(lambda: server.count("connect") == 3)
        assert server.first("handshake").payload[0]["ext"] == {"ack": True}
        assert [asked.payload[0].get("ext") for asked in server.asked if asked.kind == "connect"] == [
            {"ack": -1},
            {"ack": 0},
            {"ack": 1},
        ]


async def test_trap_16_what_was_in_a_cut_reply_comes_again_after_the_gap(server: ScriptedServer) -> None:
    server.cometd.has_ack = True
    async with listening(server) as reader:
        await reader.until(Gap)
        await until(lambda: server.at_once["connect"] == 1)
        server.lost_replies = 1
        server.cometd.publish(CALLS_TOPIC, ringing("a"))
        await reader.until(CallEvent)
        assert told(reader) == ["Gap", "Lost", "Gap", "a"]


async def test_trap_16_they_are_not_used_where_the_server_lacks_them(server: ScriptedServer) -> None:
    async with listening(server) as reader:
        await reader.until(Gap)
        await until(lambda: server.count("connect") == 2)
        assert not any("ext" in asked.payload[0] for asked in server.asked if asked.kind == "connect")


async def test_trap_17_each_source_has_a_jar_of_its_own(server: ScriptedServer) -> None:
    server.login_headers = {"Set-Cookie": "BAYEUX_BROWSER=b1; Path=/"}
    async with Session(server.login) as first, Session(server.login) as second:
        await Rest(first).log_in()
        await Rest(second).log_in()
        await Rest(second).services()
        assert server.asked[1].cookies == {}
        assert server.last("services").cookies["JSESSIONID"] == "s2"
        await Rest(first).services()
        assert server.last("services").cookies["JSESSIONID"] == "s1"


async def test_rest_and_polls_share_one_jar(server: ScriptedServer) -> None:
    async with listening(server) as reader:
        await reader.until(Gap)
        assert server.last("connect").cookies == {"JSESSIONID": "s1"}
        assert "Authorization" not in server.last("connect").headers


def _topics() -> tuple[str, ...]:
    return (CALLS_TOPIC, DEVICES_TOPIC, SERVICES_TOPIC)


def _after_the_first(*answers: Answer) -> list[Answer]:
    """A first connect that subscribes to everything, and then `answers`."""
    subscribed = [{"channel": "/meta/subscribe", "successful": True, "subscription": topic} for topic in _topics()]
    return [Answer([{"successful": True}, *subscribed], echo=True), *answers]
