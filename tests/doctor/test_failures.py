"""Each thing that can be wrong is told in the right words, with what to do; what depends on it is skipped."""

from __future__ import annotations

import asyncio
import base64
import datetime
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from email.utils import format_datetime

import pytest

from tests.doctor.patient import Steps, go_through, verdicts, words
from tests.gws.scripted_server import NO_LOGIN, PASSWORD, USER, Answer, ScriptedServer, meta
from tui.demo.rest.faults import FaultKind
from tui.demo.server import Simulator
from tui.doctor import network
from tui.doctor.step import Finding, exit_code
from tui.doctor.visit import Visit
from tui.gws import stream
from tui.kinds.gws.course import COURSE
from tui.kinds.gws.visit import ahead_s


def failed(steps: Steps, name: str, pattern: str, code: int) -> None:
    """Exactly this step failed, in these words and with some advice."""
    assert verdicts(steps)["FAILED"] == [name], [words(step) for step in steps.values()]
    assert re.search(pattern, words(steps[name])), words(steps[name])
    assert len(steps[name].found.advice) > 20
    assert exit_code(steps.values()) == code


async def test_an_unknown_host_name() -> None:
    steps = await go_through("https://gws.invalid", USER, PASSWORD)

    failed(steps, "name", "gws.invalid: .*spelling of url", 4)
    assert steps["connection"].found.detail == "needs name"


async def test_a_resolver_that_hangs_holds_up_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(_host: str, _port: int) -> list[str]:
        await asyncio.Event().wait()
        return []

    monkeypatch.setattr(network, "addresses_of", never)
    monkeypatch.setattr(network, "NAME_S", 0.05)
    failed(await go_through("https://gws.example.com", USER, PASSWORD), "name", "no answer within", 4)


async def test_a_closed_port(simulator: Simulator) -> None:
    await simulator.stop()
    steps = await go_through(simulator.url, USER, PASSWORD)
    await simulator.start()

    failed(steps, "connection", "(?i)port .*refused.*firewall", 4)


async def test_a_wrong_password_is_tried_once(simulator: Simulator) -> None:
    user = simulator.logins[0].user
    steps = await go_through(simulator.url, user, "wrong-and-secret")

    failed(steps, "login", "refused.*locked", 3)
    assert simulator._parts.door.failures[user] == 1
    assert "wrong-and-secret" not in "".join(map(words, steps.values()))


async def test_no_password_at_all_leaves_the_steps_before_it(simulator: Simulator) -> None:
    steps = await go_through(simulator.url, USER, None)

    failed(steps, "login", "no password for you", 1)
    assert steps["version"].ok
    assert simulator._parts.door.failures == {}


@pytest.mark.parametrize("header", ["", "X-CSRF-TOKEN"])
async def test_a_csrf_token_that_is_lost_on_the_way(server: ScriptedServer, header: str) -> None:
    if header:
        server.login_headers = {"X-CSRF-HEADER": header, header: "cafe" * 9}
    refusal = {"statusCode": 3, "statusMessage": "Missing or invalid Csrf token"}
    server.script("handshake", Answer(refusal, status=403))
    steps = await go_through(server.url, USER, PASSWORD)

    assert verdicts(steps)["FAILED"] == ["handshake", "csrf"]
    assert (f"in {header} was not accepted" if header else "wants a token, and gave none") in words(steps["csrf"])
    assert "let the proxy pass both on" in words(steps["csrf"])
    assert "cafecafe" not in words(steps["csrf"])


async def test_a_login_without_the_voice_feature(server: ScriptedServer) -> None:
    server.user["features"] = [{"id": "api-multimedia"}]

    failed(await go_through(server.url, USER, PASSWORD), "features", "api-voice is missing.*assign the feature", 1)


async def test_a_login_without_a_device_is_warned_of(server: ScriptedServer) -> None:
    server.user["devices"] = []
    steps = await go_through(server.url, USER, PASSWORD)

    assert "devices" in verdicts(steps)["warning"]
    assert "no call of this login can be seen" in words(steps["devices"])


async def test_a_login_that_sees_nothing_is_not_one_without_calls(server: ScriptedServer) -> None:
    del server.user["devices"], server.user["calls"]
    steps = await go_through(server.url, USER, PASSWORD)

    assert {"devices", "calls"} <= set(verdicts(steps)["warning"])
    assert "this login sees no device and no call" in words(steps["calls"])


async def test_everything_fails_and_the_calls_can_be_had(server: ScriptedServer) -> None:
    server.script("snapshot", Answer({"statusCode": 4, "statusMessage": "chat is down"}, status=200))
    steps = await go_through(server.url, USER, PASSWORD)

    told = words(steps["snapshot"])
    assert told.startswith("warning: subresources=devices,calls: 0 calls and 1 device can be seen")
    assert "subresources=* failed: the server answers 4 chat is down" in told
    assert "api-voice" in words(steps["features"])


@pytest.mark.parametrize(("environment", "verdict"), [("a", "warning"), ("b", "FAILED")])
async def test_a_voice_service_counts_where_the_device_is_on_it(
    server: ScriptedServer, environment: str, verdict: str
) -> None:
    voice = [
        {"id": "a", "name": "SIP_A", "type": "Voice", "state": "Active"},
        {"id": "b", "name": "SIP_B", "type": "Voice", "state": "Inactive"},
    ]
    server.script("services", Answer({"statusCode": 0, "services": voice}))
    server.user["devices"] = [{"id": "d1", "deviceState": "Active", "voiceEnvironmentUri": f"/x/{environment}"}]
    steps = await go_through(server.url, USER, PASSWORD)

    assert words(steps["voice"]).startswith(f"{verdict}: SIP_B is down")
    assert steps["services"].ok


async def test_a_device_that_is_not_registered_is_warned_of(server: ScriptedServer) -> None:
    server.user["devices"] = [{"id": "d1", "deviceState": "Inactive", "phoneNumber": "5550101"}]

    assert "warning: •••• 0101 Inactive" in words((await go_through(server.url, USER, PASSWORD))["devices"])


async def test_a_subscription_that_is_denied(simulator: Simulator) -> None:
    simulator.control.deny_subscribe()
    first = simulator.logins[0]
    steps = await go_through(simulator.url, first.user, first.password)

    failed(steps, "subscription", "/v2/me/calls refused.*devices granted.*Voice API", 1)
    assert steps["poll"].found.detail == "needs subscription"
    assert simulator.control.stats()["requests"]["/meta/disconnect"] == 1


async def test_the_services_may_be_denied(simulator: Simulator) -> None:
    simulator.control.deny_subscribe(["/notifications/services"])
    first = simulator.logins[0]
    steps = await go_through(simulator.url, first.user, first.password)

    assert verdicts(steps)["warning"] == ["subscription"]
    assert exit_code(steps.values()) == 0


async def test_a_poll_that_hangs(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.gws.bayeux.HOLD_MARGIN_S", 0.2)
    monkeypatch.setattr(stream, "CLOSE_S", 0.5)
    first = simulator.logins[0]

    def hang() -> None:
        simulator.control.spoil(FaultKind.HANG, match="/meta/connect")

    steps = await _after(hang, "subscription", simulator.url, first.user, first.password)
    assert "FAILED" not in verdicts(steps), [words(step) for step in steps.values()]
    assert re.match("warning: no answer within.*but the server answers other questions", words(steps["poll"]))


async def test_a_poll_that_is_cut(simulator: Simulator) -> None:
    first = simulator.logins[0]

    def cut() -> None:
        simulator.control.spoil(FaultKind.DROP, match="/meta/connect")

    steps = await _after(cut, "subscription", simulator.url, first.user, first.password)
    failed(steps, "poll", "connection broke.*read timeout must be longer than the hold", 4)


async def test_a_poll_that_is_not_held_is_warned_of(server: ScriptedServer) -> None:
    server.cometd.advice["timeout"] = 60_000
    steps = await go_through(server.url, USER, PASSWORD)

    assert re.match(r"warning: held 0\.\d s, 0 messages", words(steps["poll"]))
    assert "not held" in words(steps["poll"])


async def test_a_server_that_holds_polls_for_longer_than_asked_is_no_failure(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.gws.bayeux.DEFAULT_HOLD_S", 0.2)
    monkeypatch.setattr("tui.gws.bayeux.HOLD_MARGIN_S", 2.0)
    server.cometd.advice["timeout"] = 110_000
    server.cometd.holds = True
    steps = await go_through(server.url, USER, PASSWORD)

    assert "FAILED" not in verdicts(steps), [words(step) for step in steps.values()]
    assert steps["poll"].ok
    assert "the server holds polls for 110 s, longer than asked" in words(steps["poll"])
    assert steps["cookies"].found.detail != "needs login"


async def test_a_server_that_holds_polls_for_longer_than_it_advises_is_warned_of(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.gws.bayeux.HOLD_MARGIN_S", 0.3)
    server.cometd.advice["timeout"] = 200
    server.cometd.holds = True
    steps = await go_through(server.url, USER, PASSWORD)

    assert "FAILED" not in verdicts(steps), [words(step) for step in steps.values()]
    assert "but the server answers other questions" in words(steps["poll"])


async def test_a_server_that_holds_polls_for_longer_and_hangs_is_a_failure(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.gws.bayeux.DEFAULT_HOLD_S", 0.2)
    monkeypatch.setattr("tui.gws.bayeux.HOLD_MARGIN_S", 0.5)
    server.cometd.advice["timeout"] = 110_000
    server.cometd.holds = True

    def hang() -> None:
        server.script("other", Answer(hang=True))

    steps = await _after(hang, "voice", server.url, USER, PASSWORD)
    failed(steps, "poll", "no answer within.*read timeout must be longer than the hold", 4)


async def test_html_instead_of_json(simulator: Simulator) -> None:
    simulator.control.spoil(FaultKind.HTML, match="GET /me")
    first = simulator.logins[0]
    steps = await go_through(simulator.url, first.user, first.password)

    failed(steps, "login", "not JSON.*an HTML page, such as a portal's.*Check url", 1)


async def test_a_server_in_trouble(simulator: Simulator) -> None:
    simulator.control.status(503, count=1, match="GET /me")
    first = simulator.logins[0]

    failed(await go_through(simulator.url, first.user, first.password), "login", "HTTP 503.*in trouble", 4)


async def test_a_voice_service_that_is_down(simulator: Simulator) -> None:
    simulator.control.voice(up=False)
    first = simulator.logins[0]
    steps = await go_through(simulator.url, first.user, first.password)

    failed(steps, "services", r"\(Voice\) Inactive.*Voice service is down", 1)


async def test_a_clock_that_is_ten_minutes_off(server: ScriptedServer) -> None:
    then = datetime.datetime.now(datetime.UTC) - datetime.timedelta(minutes=10)
    date = {"Date": format_datetime(then, usegmt=True)}
    server.script("other", Answer({"statusCode": 0, "version": "8.5.202.96"}, headers=date))
    steps = await go_through(server.url, USER, PASSWORD)

    assert re.search(r"warning: the server's clock is (599|600|601) s behind ours.*NTP", words(steps["clock"]))


async def test_a_server_without_cookies_is_warned_of(server: ScriptedServer) -> None:
    server.gives_cookie = False

    assert "sticky by address" in words((await go_through(server.url, USER, PASSWORD))["cookies"])


@pytest.mark.parametrize(
    ("attributes", "why"),
    [
        ("Path=/; Secure", "cookie SID is Secure, but the server is spoken to over http"),
        ("Path=/cloud-web", "cookie SID is for the path /cloud-web"),
        ("Domain=gws.internal.invalid", "cookie SID is for the domain gws.internal.invalid, .* spoken to as 127.0.0.1"),
    ],
)
async def test_a_cookie_that_never_comes_back_is_named_with_the_reason(
    server: ScriptedServer, attributes: str, why: str
) -> None:
    server.login_headers = {"Set-Cookie": f"SID=hidden-value; {attributes}"}
    steps = await go_through(server.url, USER, PASSWORD)

    assert re.search(f"{why}.*every request carries the credentials", words(steps["cookies"]))
    assert "hidden-value" not in "".join(map(words, steps.values()))


@pytest.mark.parametrize(
    "answer",
    [
        Answer(b"<html>Error 400 Unknown Bayeux Transport</html>", status=400),
        meta(successful=True, clientId="x", supportedConnectionTypes=["websocket"]),
    ],
)
async def test_a_server_without_long_polling_is_no_matter_of_the_path(server: ScriptedServer, answer: Answer) -> None:
    server.script("handshake", answer)
    steps = await go_through(server.url, USER, PASSWORD)

    failed(steps, "handshake", "(Unknown Bayeux Transport|no long polling).*allowedTransports", 1)
    assert "Check cometd_path" not in words(steps["handshake"])


async def test_a_page_of_a_firewall_does_not_blame_the_password(server: ScriptedServer) -> None:
    server.script("login", Answer(b"<html>Request blocked. Incident 55501</html>", status=403))
    steps = await go_through(server.url, USER, PASSWORD)

    failed(steps, "login", "403 with a page.*firewall", 1)
    assert "password" not in words(steps["login"])


async def test_a_password_outside_ascii_is_told_how_it_is_written(server: ScriptedServer) -> None:
    server.script("login", Answer(NO_LOGIN, status=403))
    steps = await go_through(server.url, USER, "p\u00e4ss-and-secret")

    assert "refused" in words(steps["login"])
    written = [base64.b64decode(one.headers["Authorization"][6:]) for one in server.asked if one.kind == "login"]
    assert written == [f"{USER}:p\u00e4ss-and-secret".encode(code) for code in ("utf-8", "iso-8859-1")]
    told = "".join(map(words, steps.values()))
    assert not any(base64.b64encode(one).decode() in told for one in written)


async def test_a_session_that_moves_to_another_node_is_warned_of(server: ScriptedServer) -> None:
    server.script(
        "services", Answer({"statusCode": 0, "services": []}, headers={"Set-Cookie": "JSESSIONID=node1other"})
    )
    steps = await go_through(server.url, USER, PASSWORD)

    assert "node1other" not in "".join(map(words, steps.values()))
    assert "the session's cookie changed on the way" in words(steps["cookies"])
    assert "sticky for the HTTP session" in words(steps["cookies"])


async def test_a_peer_that_takes_everything_and_answers_nothing() -> None:
    quick = tuple(replace(check, within_s=0.2) if check.name == "tls" else check for check in COURSE.checks)
    async with _black_hole() as port:
        steps = await go_through(f"https://127.0.0.1:{port}", USER, PASSWORD, replace(COURSE, checks=quick))

    failed(steps, "tls", "not done within.*does not answer", 4)


async def test_a_port_that_speaks_no_tls(simulator: Simulator) -> None:
    steps = await go_through(simulator.url.replace("http:", "https:"), USER, PASSWORD)

    failed(steps, "tls", "url begins with https", 4)


async def test_plain_http_to_another_machine_is_marked(server: ScriptedServer) -> None:
    steps = await go_through(server.url, USER, PASSWORD, allow_http=True)

    assert "warning: PLAIN HTTP" in words(steps["tls"])


async def _after(act: Callable[[], None], name: str, url: str, user: str, password: str) -> Steps:
    """Go through a source, and do something to its server after a step."""
    first = next(check for check in COURSE.checks if check.name == name)

    async def run(visit: Visit) -> Finding:
        found = await first.run(visit)
        act()
        return found

    checks = tuple(replace(check, run=run) if check is first else check for check in COURSE.checks)
    return await go_through(url, user, password, replace(COURSE, checks=checks))


@asynccontextmanager
async def _black_hole() -> AsyncIterator[int]:
    kept: list[asyncio.StreamWriter] = []

    async def swallow(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        kept.append(writer)

    async with await asyncio.start_server(swallow, "127.0.0.1", 0) as listener:
        yield listener.sockets[0].getsockname()[1]
        for writer in kept:
            writer.transport.abort()


async def test_a_fault_of_ours_costs_one_step(simulator: Simulator, caplog: pytest.LogCaptureFixture) -> None:
    first = simulator.logins[0]

    def fail_at_once() -> None:
        raise ZeroDivisionError

    steps = await _after(fail_at_once, "services", simulator.url, first.user, first.password)
    failed(steps, "services", "a fault of callboard's own.*callboard log show", 1)
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize("date", ["", "yesterday", "Mon, 32 Foo 99999 25:61:61 +9999999", "\x00", "9" * 5000])
def test_a_date_that_is_none_is_passed_over(date: str) -> None:
    assert ahead_s(date, 0.0) is None
