"""Logging in, and everything that may try to without."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from http.cookies import SimpleCookie
from pathlib import Path
from types import SimpleNamespace

import aiohttp
import pytest

from tests.serve.conftest import PROXIES, TOKEN, Site
from tests.serve.looking import Looking
from tests.serve.test_tokens import private
from tests.waiting import PATIENCE_S
from tui.audit.chain import entry_of
from tui.audit.files import NAME, AuditFiles
from tui.audit.log import AuditLog
from tui.audit.origin import AuditOrigin
from tui.serve.login_attempts import EACH
from tui.serve.token_login import WRONG
from tui.serve.tokens import find_tokens
from tui.serve.viewer import Parted

HELP = "show everything about the selected call"
"""Words of the help alone."""

Start = Callable[..., Awaitable[Site]]


async def test_without_a_token_nothing_is_seen(site: Start) -> None:
    here = await site()

    page, alive = await here.get("/"), await here.get("/alive")
    assert (page.status, page.headers["Location"]) == (303, "/login")
    assert alive.status == 401
    with pytest.raises(aiohttp.WSServerHandshakeError, match="401"):
        await here.look()


async def test_the_token_opens_the_page(site: Start) -> None:
    here = await site()

    answer = await here.post("/login")
    assert (answer.status, answer.headers["Location"]) == (303, "/")
    page = await here.get("/")
    assert page.status == 200
    assert "/page/wall.js" in await page.text()
    assert (await here.get("/alive")).status == 200


async def test_the_pass_is_for_this_server_and_no_script(site: Start) -> None:
    here = await site(stay_s=3600)

    (cookie,) = SimpleCookie((await here.post("/login")).headers["Set-Cookie"]).values()
    assert cookie["httponly"]
    assert not cookie["secure"]
    assert (cookie["samesite"], cookie["path"], cookie["domain"], cookie["max-age"]) == ("Strict", "/", "", "3600")


async def test_behind_tls_the_pass_is_for_tls_alone(site: Start) -> None:
    here = await site(proxies=PROXIES, names=("wall.example.com",))

    https = {"Host": "wall.example.com", "Origin": "https://wall.example.com", "X_Forwarded_Proto": "https"}
    (cookie,) = SimpleCookie((await here.post("/login", **https)).headers["Set-Cookie"]).values()
    assert cookie["secure"]
    assert cookie.key.startswith("__Host-")


async def test_only_a_trusted_proxy_is_believed(site: Start) -> None:
    here = await site(names=("wall.example.com",))

    https = {"Host": "wall.example.com", "Origin": "https://wall.example.com", "X_Forwarded_Proto": "https"}
    assert (await here.post("/login", **https)).status == 403


async def test_a_wrong_token_is_told_without_detail_and_opens_nothing(site: Start) -> None:
    here = await site()

    answer = await here.post("/login", token=TOKEN[:-1])
    assert answer.status == 401
    assert WRONG in await answer.text()
    assert "Set-Cookie" not in answer.headers
    assert (await here.get("/")).status == 303


async def test_whoever_tries_too_often_waits_even_with_the_right_one(site: Start) -> None:
    here = await site()
    for number in range(EACH):
        assert (await here.post("/login", token=f"wrong {number}")).status == 401

    answer = await here.post("/login")
    assert answer.status == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert "Set-Cookie" not in answer.headers


async def test_behind_a_proxy_the_tries_of_each_browser_are_counted(site: Start) -> None:
    here = await site(proxies=PROXIES)
    for number in range(EACH):
        # What a browser itself claims stands before what the proxy has seen.
        await here.post("/login", token="wrong", X_Forwarded_For=f"203.0.113.{number}, 192.0.2.1")

    assert (await here.post("/login", X_Forwarded_For="203.0.113.9, 192.0.2.1")).status == 429
    assert (await here.post("/login", X_Forwarded_For="203.0.113.9, 192.0.2.2")).status == 303


async def test_wrong_tokens_of_many_addresses_do_not_fill_the_log(
    site: Start, caplog: pytest.LogCaptureFixture
) -> None:
    here = await site(proxies=PROXIES)
    for number in range(30):
        await here.post("/login", token="wrong", X_Forwarded_For=f"192.0.2.{number}")

    told = [record.getMessage() for record in caplog.records]
    assert "a wrong token from 192.0.2.1" in told
    assert len(set(told)) <= 21
    assert told[-1] == "a wrong token from many addresses"


async def test_without_a_proxy_nobody_makes_up_an_address(site: Start) -> None:
    here = await site()
    for number in range(EACH):
        await here.post("/login", token="wrong", X_Forwarded_For=f"192.0.2.{number}")

    assert (await here.post("/login", X_Forwarded_For="192.0.2.99")).status == 429


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1", ""])
async def test_other_pages_cannot_log_in_or_look(site: Start, origin: str) -> None:
    here = await site()
    assert (await here.post("/login", Origin=origin)).status == 403

    await here.post("/login")
    with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
        await here.look(Origin=origin)


@pytest.mark.parametrize("path", ["/", "/login", "/alive", "/page/wall.js", "/nothing"])
async def test_a_name_that_is_made_to_lead_here_is_refused(site: Start, path: str) -> None:
    here = await site(tokens=None)

    assert (await here.get(path, Host="evil.example")).status == 421


async def test_names_that_were_given_are_served(site: Start) -> None:
    here = await site(names=("wall.example.com",))

    assert (await here.get("/login", Host="wall.example.com")).status == 200
    assert (await here.get("/login", Host="WALL.example.com:8443")).status == 200
    assert (await here.get("/login", Host="[::1]:8080")).status == 200


async def test_a_form_that_is_too_long_is_refused(site: Start) -> None:
    here = await site()

    assert (await here.post("/login", token="x" * 10_000)).status == 413


async def test_logging_out_takes_the_pass_away(site: Start) -> None:
    here = await site()
    await here.post("/login")

    answer = await here.post("/logout")
    assert (answer.status, answer.headers["Location"]) == (303, "/login")
    assert (await here.get("/")).status == 303


async def test_logging_out_ends_what_is_open_and_every_copy_of_the_pass(site: Start) -> None:
    here = await site()
    await here.post("/login")
    kept = {cookie.key: cookie.value for cookie in here.client.cookie_jar}
    page = Looking(await here.look())
    await page.sees("live")

    await here.post("/logout")
    assert await page.parted() == (Parted.LOGGED_OUT, "logged out, or the token does not count any more")
    async with aiohttp.ClientSession(cookies=kept, cookie_jar=aiohttp.CookieJar(unsafe=True)) as thief:
        assert (await thief.get(f"{here.url}/alive")).status == 401


async def test_when_its_time_is_over_a_pass_ends_what_is_open(site: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    ahead_s = 0.0
    monkeypatch.setattr(
        "tui.serve.token_login.time", SimpleNamespace(time=lambda: time.time() + ahead_s, monotonic=time.monotonic)
    )
    here = await site(stay_s=3600)
    await here.post("/login")
    page = Looking(await here.look())
    await page.sees("live")

    ahead_s = 3601.0
    code, _ = await page.parted()
    assert code == Parted.LOGGED_OUT
    assert (await here.get("/")).status == 303


async def test_a_token_that_is_taken_away_ends_what_is_open(site: Start, tmp_path: Path) -> None:
    file = private(tmp_path / "tokens", "night look night-night-night\nday act day-day-day-day\n")
    here = await site(tokens=find_tokens(str(file)))
    await here.post("/login", token="night-night-night")
    page = Looking(await here.look())
    await page.sees("live")

    private(tmp_path / "fresh", "day act day-day-day-day\n").replace(file)
    code, _ = await page.parted()
    assert code == Parted.LOGGED_OUT
    assert (await here.post("/login", token="night-night-night")).status == 401


async def test_who_may_only_look_presses_no_key(site: Start, tmp_path: Path) -> None:
    file = private(tmp_path / "tokens", "night look night-night-night\nday act day-day-day-day\n")
    here = await site(tokens=find_tokens(str(file)))
    await here.post("/login", token="night-night-night")
    looks = Looking(await here.look())
    await looks.sees("TALKING")
    await looks.say("keys", "?")
    await looks.say("beat", 5)
    await looks.until(lambda: 5 in looks.beats, "answer")
    assert HELP not in looks.text

    await here.post("/login", token="day-day-day-day")
    acts = Looking(await here.look())
    await acts.sees("TALKING")
    await acts.say("keys", "?")
    await looks.sees(HELP)


async def test_a_desk_that_is_open_elsewhere_can_be_taken_over(site: Start, tmp_path: Path) -> None:
    log = AuditLog(AuditFiles(tmp_path), AuditOrigin("serve", "wall", "script"))
    here = await site(alone=True, audit=log)
    await here.post("/login")
    first = Looking(await here.look())
    await first.sees("TALKING")
    code, words = await Looking(await here.look()).parted()
    assert (code, "open at 127.0.0.1" in words) == (Parted.ELSEWHERE, True)

    second = Looking(await here.look("?take=1"))
    code, words = await first.parted()
    assert (code, "taken over by a page at 127.0.0.1" in words) == (Parted.ELSEWHERE, True)
    await second.sees("TALKING")
    await second.say("keys", "?")
    await second.sees(HELP)
    log.close(PATIENCE_S)
    assert [entry_of(line)["event"] for line in (tmp_path / NAME).read_bytes().splitlines()] == ["login", "takeover"]


async def test_text_in_a_page_is_text(site: Start) -> None:
    here = await site(tokens=None, title="<b>Billing & Support</b>")

    assert "<title>&lt;b&gt;Billing &amp; Support&lt;/b&gt;</title>" in await (await here.get("/")).text()
