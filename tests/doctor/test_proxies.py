"""The way out: proxies of the environment, told without their credentials, and followed as the wall follows them."""

from __future__ import annotations

import asyncio
import ssl

import pytest

from tests.doctor.patient import go_through, verdicts, words
from tests.gws.scripted_server import PASSWORD, USER, ScriptedServer
from tests.gws.servers.connect_proxy import ConnectProxy
from tests.interop.private_ca import SERVER_NAME, PrivateCa
from tui.doctor.printing import summary

_VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in _VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.mark.parametrize(
    ("refusal", "login", "advice"),
    [
        ("", "proxy-user:proxy-canary@", ""),
        ("407 Proxy Authentication Required", "proxy-user:proxy-canary@", "Check user and password in HTTPS_PROXY"),
        ("407 Proxy Authentication Required", "", "as http://USER:PASSWORD@HOST:PORT"),
        ("403 Forbidden", "", "Ask the proxy's people"),
    ],
)
async def test_tls_through_a_proxy(
    refusal: str, login: str, advice: str, private_ca: PrivateCa, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(private_ca.cert, private_ca.key)
    server = await ScriptedServer().start(context)
    server.cometd.holds = False
    port = int(server.url.rpartition(":")[2])
    async with ConnectProxy(port, refusal) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url.replace("http://", f"http://{login}"))
        steps = await go_through(f"https://{SERVER_NAME}", USER, PASSWORD, ca_bundle=private_ca.authority)
    await server.stop()

    assert steps["proxy"].found.detail == proxy.url
    assert f"port {proxy.url.rpartition(':')[2]} answers" in steps["connection"].found.detail
    assert all(line == f"CONNECT {SERVER_NAME}:443 HTTP/1.1" for line in proxy.asked)
    if refusal:
        assert verdicts(steps)["FAILED"] == ["tls"]
        assert f"the proxy answers HTTP/1.1 {refusal}" in words(steps["tls"])
        assert advice in words(steps["tls"])
        assert "1 FAILED (tls), " in summary([*steps.values()])
    else:
        assert "FAILED" not in verdicts(steps)
        assert len(proxy.asked) >= 2
    assert "proxy-canary" not in "".join(map(words, steps.values()))


async def test_a_server_on_this_machine_is_never_asked_through_a_proxy(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")

    assert (await go_through(server.url, USER, PASSWORD))["proxy"].found.detail == "none"


@pytest.mark.parametrize("said", ["socks5://127.0.0.1:1080", "ftp://127.0.0.1", "http://"])
async def test_a_proxy_that_cannot_be_used(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", said)
    steps = await go_through("https://gws.example.com", USER, PASSWORD)

    assert verdicts(steps)["FAILED"] == ["proxy"]
    assert "Mend HTTPS_PROXY" in words(steps["proxy"])


async def test_no_proxy_excepts_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "gws.invalid")

    assert (await go_through("https://gws.invalid", USER, PASSWORD))["proxy"].found.detail == "none"


async def test_a_proxy_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    listener = await asyncio.start_server(lambda _r, _w: None, "127.0.0.1", 0)
    port = listener.sockets[0].getsockname()[1]
    listener.close()
    await listener.wait_closed()
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")

    assert "proxy's port" in words((await go_through("https://gws.example.com", USER, PASSWORD))["connection"])


@pytest.mark.parametrize(
    "said",
    [
        *("http://user:canary@[::1", "http://user:canary@127.0.0.1:99999", "http://user:canary@127.0.0.1:0"),
        *("http://user:canary@127.0.0.1:x", "http://user:can/ary@127.0.0.1:9", "http://user:12/canary@127.0.0.1:9"),
    ],
)
async def test_an_address_that_cannot_be_read_is_a_sentence_without_it(
    said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", said)
    steps = await go_through("https://gws.example.com", USER, PASSWORD)

    assert verdicts(steps)["FAILED"] == ["proxy"]
    assert "the address of the proxy cannot be read" in words(steps["proxy"])
    assert "can" not in words(steps["proxy"]).replace("cannot", "")
    assert "12" not in words(steps["proxy"]).replace("3128", "")
