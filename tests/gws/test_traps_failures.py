"""Traps 4, 5, 8, 9, 10 and 11 of DECISIONS.md 2: advice, failures in a row, silence, and answers that make no sense."""

from __future__ import annotations

import json

import pytest

from tests.gws.scripted_server import NO_LOGIN, Answer, ScriptedServer, meta
from tests.gws.servers.listening import Reader, listening
from tests.waiting import until
from tui.gws import bayeux, stream
from tui.gws.bayeux import Bayeux, TransportRefusedError
from tui.source.backoff import RELAPSES
from tui.source.errors import (
    BadReplyError,
    ServerFaultError,
    SessionEndedError,
    SessionLostError,
    UnreachableError,
)
from tui.source.events import Closed, Gap, Lost

HANDSHAKE_ADVICE = {"reconnect": "handshake", "interval": 0}
NONSENSE = {
    "html": b"<html>sorry</html>",
    "null": b"null",
    "object": b"{}",
    "number": b"7",
    "text": b'"text"',
    "empty list": b"[]",
    "empty": b"",
    "bad json": b'[{"channel":',
    "list of null": b"[null]",
    "no channel": b'[{"successful":true}]',
    "channel is no text": b'[{"channel":{},"successful":true}]',
    "no answer to the question": b'[{"channel":"/meta/connect","successful":true,"id":"99"}]',
    "deep": b"[" * 100_000,
    "invalid utf-8": b"\xff\xfe[",
}

SENSELESS: list[object] = [None, "soon", [], {}, -1, True, 10**400, float("inf"), float("nan")]


async def advised(server: ScriptedServer, *advices: object) -> Bayeux:
    """A Bayeux session whose handshake and following polls came with these advices."""
    async with listening(server) as reader:
        # The poll of the session that listens must not be answered with what is meant for the other one.
        await until(lambda: server.at_once["connect"] == 1)
        session = Bayeux(reader.session)
        server.script("handshake", meta(successful=True, clientId="x", advice=advices[0]))
        await session.shake_hands()
        for advice in advices[1:]:
            server.script("connect", meta(successful=True, advice=advice))
            await session.poll(at_once=True)
    return session


async def test_trap_04_interval_is_milliseconds(server: ScriptedServer) -> None:
    session = await advised(server, {"reconnect": "retry", "interval": 2_000, "timeout": 20_000})
    assert (session.interval_s, session.hold_s) == (2.0, 20.0)


async def test_trap_04_advice_is_merged(server: ScriptedServer) -> None:
    first = {"reconnect": "retry", "interval": 1_500, "timeout": 20_000}
    session = await advised(server, first, {"reconnect": "retry"}, {"interval": 250})
    assert (session.interval_s, session.hold_s, session.reconnect) == (0.25, 20.0, "retry")


async def test_trap_04_a_new_session_starts_without_the_old_advice(server: ScriptedServer) -> None:
    async with listening(server) as reader:
        session = Bayeux(reader.session)
        server.script("handshake", meta(successful=True, clientId="x", advice={"timeout": 5_000, "interval": 900}))
        server.script("handshake", meta(successful=True, clientId="y", advice={"reconnect": "retry"}))
        await session.shake_hands()
        await session.shake_hands()
        assert (session.hold_s, session.interval_s) == (30.0, 0.0)


@pytest.mark.parametrize(
    "advice", [*({"interval": value, "timeout": value} for value in SENSELESS), [], "none", 5, None]
)
async def test_trap_04_senseless_advice_is_no_advice(server: ScriptedServer, advice: object) -> None:
    session = await advised(server, advice)
    assert (session.hold_s, session.interval_s, session.reconnect) == (30.0, 0.0, "retry")


async def test_trap_04_multiple_clients_are_demoted_not_hammered(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = _record_pauses(monkeypatch)
    server.cometd.holds = False
    server.cometd.advice = {"reconnect": "retry", "interval": 2_000, "multiple-clients": True, "timeout": 30_000}
    async with listening(server) as reader:
        await reader.until(Gap)
        await until(lambda: len(waits) >= 3)
        assert waits[:3] == [2.0, 2.0, 2.0]


async def test_trap_05_a_server_that_does_not_hold_polls_is_not_hammered(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = _record_pauses(monkeypatch)
    monkeypatch.setattr(stream, "IDLE_S", 1000.0)
    server.cometd.holds = False
    async with listening(server) as reader:
        await reader.until(Gap)
        await until(lambda: len(waits) >= 4)
        assert waits[0] == 0.0, "the poll after the first is not delayed"
        assert all(900.0 < wait_s <= 1000.0 for wait_s in waits[1:])


@pytest.mark.parametrize(
    "answer",
    [
        meta(successful=False, advice={"reconnect": "retry", "interval": 0}),
        meta(successful=False),
        Answer({}, status=503),
        Answer(drop=True),
    ],
    ids=["unsuccessful", "without advice", "503", "drop"],
)
async def test_trap_05_failures_back_off_from_the_first_and_one_by_one(server: ScriptedServer, answer: Answer) -> None:
    server.script("connect", *[answer] * 12)
    async with listening(server) as reader:
        await reader.until(Gap)
        _assert_growing(reader, failures=12)
        assert server.most_at_once["connect"] == 1
        assert server.count("connect") in (13, 14)


async def test_trap_05_a_session_that_is_always_forgotten_backs_off_too(server: ScriptedServer) -> None:
    server.script("connect", *[meta(successful=False, error="402::Unknown client", advice=HANDSHAKE_ADVICE)] * 8)
    async with listening(server) as reader:
        await reader.until(Gap)
        _assert_growing(reader, failures=8)
        assert server.count("handshake") == 9


async def test_trap_05_so_does_one_that_lives_for_a_single_poll(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What another client that takes the session over costs, on top of what is looked at here.
    monkeypatch.setattr("tui.gws.evictions._WAITS_S", (0.0,))
    async with listening(server) as reader:
        for gap in range(1, RELAPSES + 5):
            await reader.until(Gap, gap)
            await until(lambda: server.at_once["connect"] == 1)
            server.cometd.forget_clients()
            await reader.until(Lost, gap)
        assert reader.delays.wished_s[-1] > 8 * reader.delays.wished_s[0]


async def test_trap_05_a_held_poll_that_succeeds_ends_the_row(server: ScriptedServer) -> None:
    server.script("connect", *[meta(successful=False)] * 3)
    async with listening(server) as reader:
        await reader.until(Gap)
        await until(lambda: server.at_once["connect"] == 1)
        server.cometd.publish("/v2/me/calls", {"call": {"id": "a"}})
        await reader.until_true(lambda: reader.delays.failures == 0)


async def test_trap_05_a_refused_handshake_backs_off(server: ScriptedServer) -> None:
    server.script("handshake", *[meta(successful=False, error="500::busy")] * 6)
    async with listening(server) as reader:
        await reader.until(Gap)
        _assert_growing(reader, failures=6)
        assert server.count("handshake") == 7


async def test_trap_05_retry_after_is_honoured_with_and_without_json(server: ScriptedServer) -> None:
    wish = {"Retry-After": "17"}
    server.script("connect", Answer(b"busy", 503, wish), Answer({"statusCode": 4}, 429, wish))
    async with listening(server) as reader:
        await reader.until(Gap)
        assert all(wished_s >= 17.0 for wished_s in reader.delays.wished_s[:2])


async def test_a_delay_ends_when_a_person_asks_for_it(server: ScriptedServer) -> None:
    server.script("connect", Answer(b"", 503))
    async with listening(server, waits_s=600.0) as reader:
        await reader.until(Lost)
        await until(lambda: len(reader.delays.wished_s) == 1)
        reader.stream.retry()
        await reader.until(Gap)


async def test_trap_08_a_hung_poll_is_noticed(server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bayeux, "HOLD_MARGIN_S", 0.1)
    server.cometd.advice["timeout"] = 100
    async with listening(server) as reader:
        await reader.until(Gap)
        lost = await reader.until(Lost)
        assert lost.why.startswith("no answer within")
        await reader.until(Gap, 2)
        assert server.cometd.handshakes == 1


@pytest.mark.parametrize("kind", ["handshake", "connect"])
async def test_trap_08_so_is_a_hung_handshake_or_subscription(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(bayeux, "REQUEST_S", 0.2)
    server.script(kind, Answer(hang=True))
    async with listening(server) as reader:
        await reader.until(Lost)
        assert isinstance(reader.delays.errors[0], UnreachableError)
        await reader.until(Gap)


async def test_trap_08_a_longer_hold_than_we_can_bear_is_asked_to_be_shorter(server: ScriptedServer) -> None:
    server.cometd.advice["timeout"] = 120_000
    async with listening(server) as reader:
        await reader.until(Gap)
        await until(lambda: server.count("connect") == 2)
        assert server.last("connect").payload[0]["advice"] == {"timeout": 30_000}
        assert reader.stream.longest_silence_s <= 40.0


@pytest.mark.parametrize("body", NONSENSE.values(), ids=NONSENSE.keys())
async def test_trap_09_nonsense_is_a_bad_reply_and_a_gap(server: ScriptedServer, body: bytes) -> None:
    server.script("connect", Answer(body))
    async with listening(server) as reader:
        await reader.until(Gap)
        assert reader.kinds == ["Lost", "Gap"]
        assert isinstance(reader.delays.errors[0], BadReplyError)


@pytest.mark.parametrize("status", [204, 400, 404, 418])
async def test_trap_09_an_unexpected_status_is_a_bad_reply(server: ScriptedServer, status: int) -> None:
    server.script("connect", Answer([{"successful": True}], status, echo=True))
    async with listening(server) as reader:
        await reader.until(Gap)
        assert isinstance(reader.delays.errors[0], BadReplyError)


@pytest.mark.parametrize("status", [429, 500, 502, 503, 507])
@pytest.mark.parametrize("body", [b"<html>", b"[]"])
async def test_trap_09_a_fault_of_the_server_is_one(server: ScriptedServer, status: int, body: bytes) -> None:
    server.script("connect", Answer(body, status))
    async with listening(server) as reader:
        await reader.until(Gap)
        assert isinstance(reader.delays.errors[0], ServerFaultError)


@pytest.mark.parametrize("kind", ["handshake", "connect"])
@pytest.mark.parametrize("answer", [Answer(b"", 401), Answer(NO_LOGIN, 403), Answer(b"", 403)])
async def test_trap_09_401_and_403_end_the_stream_for_a_new_login(
    server: ScriptedServer, kind: str, answer: Answer
) -> None:
    server.script(kind, answer)
    async with listening(server) as reader:
        closed = await reader.until(Closed)
        assert isinstance(closed.error, SessionLostError)
        assert reader.kinds == ["Lost", "Closed"]
        assert server.count(kind) == 1


@pytest.mark.parametrize(
    "answer",
    [
        Answer(b"<html>Request blocked</html>", 403),
        Answer(b"", 302, {"Location": "/login"}),
        Answer(b"<input name=p type=password>"),
    ],
)
@pytest.mark.parametrize("kind", ["handshake", "connect"])
async def test_trap_09_one_answer_from_in_between_is_nothing_and_several_end_the_session(
    server: ScriptedServer, kind: str, answer: Answer
) -> None:
    server.script(kind, answer, answer)
    async with listening(server) as reader:
        await reader.until(Gap)
        await until(lambda: server.at_once["connect"] == 1)
        assert server.count("login") == 1
        server.script("connect", *[answer] * 8)
        server.cometd.publish("/v2/me/calls", {"call": {"id": "a"}})
        closed = await reader.until(Closed)
        assert isinstance(closed.error, SessionLostError)


async def test_a_csrf_token_that_was_renewed_meanwhile_costs_no_login(server: ScriptedServer) -> None:
    renewed = {"X-CSRF-HEADER": "X-CSRF-TOKEN", "X-CSRF-TOKEN": "t-2"}
    no_token = {"statusCode": 3, "statusMessage": "Missing or invalid Csrf token"}
    server.login_headers = {**renewed, "X-CSRF-TOKEN": "t-1"}
    server.script("handshake", Answer(no_token, 403, renewed))
    async with listening(server) as reader:
        await reader.until(Gap)
        assert [asked.headers["X-CSRF-TOKEN"] for asked in server.asked if asked.kind == "handshake"] == ["t-1", "t-2"]
        server.script("connect", Answer(no_token, 403))
        server.cometd.publish("/v2/me/calls", {"call": {"id": "a"}})
        closed = await reader.until(Closed)
        assert "CSRF" in str(closed.error)


NO_POLLING = "Unknown Bayeux Transport"


@pytest.mark.parametrize(
    "answer",
    [
        Answer(f"<html><title>Error 400 {NO_POLLING}</title></html>".encode(), 400),
        meta(successful=False, error=f"400::{NO_POLLING}", advice={"reconnect": "handshake"}),
        meta(successful=True, clientId="x", supportedConnectionTypes=["websocket"]),
    ],
    ids=["HTTP", "in the message", "not among those offered"],
)
async def test_a_server_without_long_polling_is_told_of_in_these_words(server: ScriptedServer, answer: Answer) -> None:
    server.script("handshake", answer)
    async with listening(server) as reader:
        lost = await reader.until(Lost)
        assert NO_POLLING in lost.why or "websocket alone, and no long polling" in lost.why
        assert isinstance(reader.delays.errors[0], TransportRefusedError)
        await reader.until(Gap)


@pytest.mark.parametrize("offered", [None, [], "long-polling", ["LONG_POLLING"], [7, "long-polling"], {}])
async def test_whoever_offers_it_in_odd_words_is_believed(server: ScriptedServer, offered: object) -> None:
    server.cometd.admit("x")
    server.script("handshake", meta(successful=True, clientId="x", supportedConnectionTypes=offered))
    async with listening(server) as reader:
        await reader.until(Gap)
        assert server.count("handshake") == 1


async def test_trap_09_a_redirect_is_not_followed(server: ScriptedServer) -> None:
    server.script("connect", Answer(b"", 302, {"Location": f"{server.url}/elsewhere"}))
    async with listening(server) as reader:
        await reader.until(Gap)
        assert isinstance(reader.delays.errors[0], BadReplyError)
        assert server.count("other") == 0


@pytest.mark.parametrize(
    "error", ["402::Unknown client", "402::session_unknown", "401:abc:Unknown client", "403::Unknown client"]
)
async def test_trap_10_a_lost_session_is_known_by_its_words(server: ScriptedServer, error: str) -> None:
    server.script("connect", meta(successful=False, error=error))
    async with listening(server) as reader:
        await reader.until(Gap)
        assert server.count("handshake") == 2
        assert server.count("login") == 1


@pytest.mark.parametrize(("kind", "advice"), [("connect", None), ("handshake", None), ("handshake", HANDSHAKE_ADVICE)])
@pytest.mark.parametrize("error", ["401::Unauthorized", "403::Handshake denied"])
async def test_trap_10_a_denial_in_the_message_ends_the_stream_for_a_new_login(
    server: ScriptedServer, kind: str, advice: object, error: str
) -> None:
    server.script(kind, meta(successful=False, error=error, **({"advice": advice} if advice else {})))
    async with listening(server) as reader:
        closed = await reader.until(Closed)
        assert isinstance(closed.error, SessionLostError)


@pytest.mark.parametrize("kind", ["handshake", "connect"])
@pytest.mark.parametrize("successful", [True, False])
@pytest.mark.parametrize("words", ["", "402::Unknown client", "401::x", "403::x"])
async def test_trap_11_advice_none_always_ends_the_session(
    server: ScriptedServer, kind: str, successful: bool, words: str
) -> None:
    server.script(kind, meta(successful=successful, clientId="x", error=words, advice={"reconnect": "none"}))
    async with listening(server) as reader:
        closed = await reader.until(Closed)
        assert isinstance(closed.error, SessionEndedError)
        assert server.count(kind) == 1
        assert server.count("connect") == (kind == "connect")


async def test_advice_handshake_on_a_good_reply_is_followed(server: ScriptedServer) -> None:
    async with listening(server) as reader:
        await reader.until(Gap)
        server.cometd.advice["reconnect"] = "handshake"
        server.cometd.publish("/v2/me/calls", {"call": {"id": "a"}})
        await reader.until(Lost)
        server.cometd.advice["reconnect"] = "retry"
        await reader.until(Gap, 2)
        assert server.cometd.handshakes >= 2


@pytest.mark.parametrize("client", [None, "", 17, {}, []])
async def test_a_handshake_without_a_client_id_is_repeated(server: ScriptedServer, client: object) -> None:
    server.script("handshake", meta(successful=True, clientId=client))
    async with listening(server) as reader:
        await reader.until(Gap)
        assert server.count("handshake") == 2
        assert server.count("connect") in (1, 2)


async def test_numbers_as_ids_and_lists_as_subscriptions_are_understood(server: ScriptedServer) -> None:
    replies: list[dict[str, object]] = [{"channel": "/meta/connect", "successful": True, "id": 1}]
    replies += [
        {"channel": "/meta/subscribe", "successful": True, "id": number, "subscription": []} for number in (2, 3, 4)
    ]
    server.script("connect", Answer(replies))
    async with listening(server) as reader:
        await reader.until(Gap)
        assert reader.kinds == ["Gap"]


async def test_ids_are_optional(server: ScriptedServer) -> None:
    server.script("handshake", Answer([{"channel": "/meta/handshake", "successful": True, "clientId": "x"}]))
    server.cometd.admit("x")
    async with listening(server) as reader:
        await reader.until(Gap)
        assert server.count("handshake") == 1


async def test_five_failures_in_a_row_give_the_session_up(server: ScriptedServer) -> None:
    server.script("connect", *[meta(successful=False)] * 7)
    async with listening(server) as reader:
        await reader.until(Gap)
        assert server.count("handshake") > 1


def _record_pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    waits: list[float] = []
    pause_s = stream.Stream._pause_s

    def recorded(self: stream.Stream) -> float:
        waits.append(pause_s(self))
        return 0.001

    monkeypatch.setattr(stream.Stream, "_pause_s", recorded)
    return waits


def _assert_growing(reader: Reader, failures: int) -> None:
    wished_s = reader.delays.wished_s
    assert len(wished_s) == failures, json.dumps(wished_s)
    assert wished_s[0] >= 0.15
    longest_s = reader.delays.longest_s
    doubled = [0.2 * 2.0**number for number in range(failures)]
    for wished, expected in zip(wished_s, doubled, strict=True):
        assert 0.8 * min(expected, longest_s) <= wished <= 1.2 * min(expected, longest_s)
