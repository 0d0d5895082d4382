"""Proxies of the environment: used for other machines, for REST and long polling alike; never for this one."""

from __future__ import annotations

import ssl
import traceback
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from tests.gws.scripted_server import PASSWORD, USER, ScriptedServer
from tests.gws.servers.connect_proxy import ConnectProxy
from tests.interop.private_ca import SERVER_NAME, make_private_ca
from tui.gws.auth import Session
from tui.gws.line import line_to
from tui.gws.login import Login
from tui.source.errors import RefusedError, UnreachableError
from tui.source.events import Gap
from tui.source.intent import Intent, Target
from tui.source.origin import is_loopback
from tui.source.port import ActingLine

URL = f"https://{SERVER_NAME}"


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
async def far(tmp_path: Path) -> AsyncIterator[tuple[ScriptedServer, Login, int]]:
    """A server that only the proxy can find, the login to it, and its port."""
    ca = make_private_ca(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(ca.cert, ca.key)
    server = await ScriptedServer().start(context)
    login = Login(URL, USER, SecretStr(PASSWORD), ssl.create_default_context(cafile=ca.authority))
    yield server, login, int(server.url.rpartition(":")[2])
    await server.stop()


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
async def test_everything_goes_through_the_tunnel(
    far: tuple[ScriptedServer, Login, int], monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    server, login, port = far
    async with ConnectProxy(port) as proxy:
        monkeypatch.setenv(variable, proxy.url)
        async with line_to(login, float)() as line:
            assert (await line.log_in()).user_name == USER
            async with line.stream() as stream:
                assert isinstance((await stream.batch(10))[0], Gap)
            assert isinstance(line, ActingLine)
            await line.send(Intent(Target.USER, "Ready"))

    assert set(proxy.asked) == {f"CONNECT {SERVER_NAME}:443 HTTP/1.1"}
    assert {"login", "handshake", "connect", "operation"} <= {asked.kind for asked in server.asked}
    assert not [line for line in proxy.headers if line.lower().startswith("authorization")], "the tunnel is sealed"


async def test_a_host_of_no_proxy_is_asked_directly(
    far: tuple[ScriptedServer, Login, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, login, port = far
    async with ConnectProxy(port) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        monkeypatch.setenv("NO_PROXY", SERVER_NAME)
        async with line_to(login, float)() as line:
            with pytest.raises(UnreachableError):
                await line.log_in()
        assert proxy.asked == []


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "ALL_PROXY"])
async def test_this_machine_is_never_asked_through_a_proxy(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    async with ConnectProxy(1) as proxy:
        monkeypatch.setenv(variable, proxy.url)
        async with line_to(server.login, float)() as line:
            assert (await line.log_in()).user_name == USER
        assert proxy.asked == [], "plain http would show it the password"


async def test_a_proxy_that_refuses_is_told(
    far: tuple[ScriptedServer, Login, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, login, port = far
    async with ConnectProxy(port, refuse="403 Not \x1b[31mhere") as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url.replace("//", "//user:canary@"))
        async with line_to(login, float)() as line:
            with pytest.raises(UnreachableError, match="the proxy of the environment: 403") as caught:
                await line.log_in()
    assert "\x1b" not in str(caught.value)
    assert "canary" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    ("address", "told"),
    [("socks5://user:canary@127.0.0.1:1", "SOCKS"), ("ftp://user:canary@127.0.0.1:1", "no usable address")],
)
async def test_a_proxy_that_cannot_be_used_is_told_without_its_address(
    far: tuple[ScriptedServer, Login, int], monkeypatch: pytest.MonkeyPatch, address: str, told: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", address)
    with pytest.raises(RefusedError, match=told) as caught:
        Session(far[1])
    assert "canary" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://127.0.0.1:80", True),
        ("http://127.1.2.3", True),
        ("https://localhost", True),
        ("http://[::1]:8080/x", True),
        ("http://127.0.0.1.example.com", False),
        ("http://127.example.com", False),
        ("http://localhost.example.com", False),
        ("http://0.0.0.0", False),
        ("http://10.0.0.1", False),
        ("", False),
    ],
)
def test_what_is_this_machine(url: str, here: bool) -> None:
    assert is_loopback(url) is here
