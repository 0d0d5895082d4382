"""`callboard serve` from its command line."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from tests.browser.served_process import free_port
from tests.hostile.terminal import terminal
from tests.process_facts import children, command_line, variables
from tests.project.test_commands import end, environment, run, start
from tests.serve.conftest import TOKEN, Site
from tests.serve.looking import Looking, looking
from tui.audit.chain import entry_of
from tui.audit.files import NAME
from tui.cli import build_parser
from tui.cli.serve import words_for
from tui.demo.options import Options
from tui.demo.server import Simulator

SERVER = ("--url", "https://gws.example.com", "--user", "agent.one")


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator(Options(agents=4, calls=6, rate_per_s=0, logins="one")) as running:
        yield running


@pytest.mark.parametrize(
    "words",
    [
        ("demo", "--host", "0.0.0.0"),
        ("demo", "--host", "::"),
        ("demo", "--name", "wall.example.com"),
        ("wall", *SERVER, "--trusted-proxy", "127.0.0.1"),
        ("wall", *SERVER, "--supervise"),
        ("desk", *SERVER),
    ],
)
async def test_what_others_reach_and_what_acts_needs_a_token(words: tuple[str, ...]) -> None:
    code, out, err = await run("serve", *words, env=environment(CALLBOARD_PASSWORD="x"))

    assert (code, out) == (2, "")
    assert "a token is needed: set CALLBOARD_SERVE_TOKEN" in err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("wall",), "no source"),
        (("wall", *SERVER), "no password"),
        (("demo", "--token-from", "/nonexistent/token"), "No such file"),
        (("demo", "--metrics-token-from", "/nonexistent/token"), "No such file"),
        (("demo", "--max-viewers", "0"), "at least 1"),
        (("demo", "--trusted-proxy", "nobody"), "invalid"),
        (("demo", "--size", "40x10"), "from 80x24"),
        (("demo", "--size", "large"), "invalid"),
        (("demo", "--token", "a token for tests only"), "there is no option --token: do you mean --token-from?"),
        ((), "SCREEN"),
    ],
)
async def test_a_wrong_usage_is_told_in_words(words: tuple[str, ...], told: str) -> None:
    code, out, err = await run("serve", *words, env=environment())

    assert (code, out) == (2, "")
    assert told in err
    assert "Traceback" not in err


async def test_a_port_that_is_taken_is_told_in_the_words_of_the_system() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        for words, where in ((("serve", "demo"), f"127.0.0.1 port {port}"), (("simulate",), f"port {port}")):
            code, out, err = await run(*words, "--port", port, env=environment())

            assert (code, out) == (2, "")
            assert err == f"callboard: {where} cannot be used: {os.strerror(errno.EADDRINUSE)}\n"


def test_what_was_said_to_the_screen_is_said_to_it_again() -> None:
    said = ("--url", "https://gws.example.com", "--page-s", "10", "--title=-x", "--kiosk")
    pages = ("--port", "9", "--name", "wall.example.com", "--max-viewers", "2")
    words = words_for(build_parser().parse_args(["serve", "wall", *pages, *said]))

    assert sorted(words) == sorted(("wall", f"{said[0]}={said[1]}", "--page-s=10.0", "--title=-x", "--kiosk"))
    assert vars(build_parser().parse_args(words)) == vars(build_parser().parse_args(["wall", *said]))


async def test_a_new_token_is_printed_once_and_opens() -> None:
    process = await start("serve", "demo", "--port", "0", "--token-from", "new", env=environment())
    assert process.stdout is not None
    url = (await process.stdout.readline()).decode().strip().rstrip("/")
    token = (await process.stdout.readline()).decode().removeprefix("token: ").strip()
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as client:
        here = Site(url, client)
        assert (await here.post("/login", token=token)).status == 303
        assert (await here.get("/")).status == 200
    code, err = await end(process, signal.SIGTERM)

    assert (code, err) == (0, "")


async def test_a_scraper_has_a_token_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(TOKEN, encoding="utf-8")
    file.chmod(0o600)
    words = ("--metrics-token-from", str(file))
    code, out, err = await run("serve", "demo", *words, env=environment(CALLBOARD_SERVE_TOKEN=TOKEN))

    assert (code, out) == (2, "")
    assert "the token of /metrics opens the pages as well" in err
    assert TOKEN not in err


@asynccontextmanager
async def shown(*words: str, env: dict[str, str]) -> AsyncIterator[tuple[asyncio.subprocess.Process, Looking]]:
    process = await start("serve", *words, "--port", "0", env={**env, "CALLBOARD_SERVE_TOKEN": TOKEN})
    try:
        assert process.stdout is not None
        url = (await process.stdout.readline()).decode().strip().rstrip("/")
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as client:
            here = Site(url, client)
            await here.post("/login")
            async with looking(here) as page:
                yield process, page
    finally:
        code, err = await end(process, signal.SIGTERM)
    assert (code, err) == (0, "")


async def test_a_wall_is_shown_with_the_password_of_the_environment(simulator: Simulator) -> None:
    async with shown("wall", "--title", "Billing", env=environment(simulator)) as (process, page):
        await page.sees("6 calls")
        await page.sees("Billing")
        (run,) = children(process.pid)
        assert simulator.logins[0].password.encode() not in command_line(run)
        assert TOKEN.encode() not in variables(run)
    with pytest.raises(FileNotFoundError):
        command_line(run)


async def test_a_password_is_asked_for_where_the_server_was_started(simulator: Simulator) -> None:
    first, port = simulator.logins[0], free_port()
    words = ("wall", "--url", simulator.url, "--user", first.user, "--port", str(port))
    env = {"XDG_CONFIG_HOME": "/nonexistent", "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    async with terminal("serve", *words, env=env) as asked:
        await asked.until(lambda: "password" in asked.text, "question")
        asked.press(f"{first.password}\n".encode())
        await asked.until(lambda: f"http://127.0.0.1:{port}/" in asked.text, "address")
        assert first.password not in asked.text
        async with aiohttp.ClientSession() as client, looking(Site(f"http://127.0.0.1:{port}", client)) as page:
            await page.sees("6 calls")
            (run,) = children(asked.process.pid)
            assert first.password.encode() not in command_line(run)


async def test_privacy_and_kiosk_hold_in_a_page(simulator: Simulator) -> None:
    async with shown("wall", "--kiosk", env=environment(simulator)) as (_, page):
        await page.sees("6 calls")
        calls = simulator.calls(simulator.logins[0].user)
        numbers = [
            one["formattedPhoneNumber"] for raw in calls for one in raw["participants"] if len(one["digits"]) > 9
        ]
        assert numbers
        await page.sees(numbers[0][-4:])
        assert not any(number in page.text for number in numbers)
        await page.say("keys", "?q")
        await page.say("beat", 1)
        await page.until(lambda: 1 in page.beats, "answer")
        assert "6 calls" in page.text


async def test_a_desk_is_for_one_page_and_its_login_is_written_down(simulator: Simulator, tmp_path: Path) -> None:
    async with shown("desk", env=environment(simulator, XDG_STATE_HOME=str(tmp_path))) as (_, page):
        await page.sees("5001")
        await page.say("keys", "?")
        await page.sees("hang up")
    (log,) = await asyncio.to_thread(lambda: list(tmp_path.rglob(NAME)))
    entry = entry_of(log.read_bytes().splitlines()[0])
    assert (entry["event"], entry["program"], entry["origin"]["kind"]) == ("login", "serve", "page")


async def test_a_port_that_is_taken_is_told_in_one_line() -> None:
    first = await start("serve", "demo", "--port", "0", env=environment())
    assert first.stdout is not None
    port = (await first.stdout.readline()).decode().strip().rstrip("/").rpartition(":")[2]
    code, _, err = await run("serve", "demo", "--port", port, env=environment())
    await end(first, signal.SIGTERM)

    assert code == 2
    assert port in err
    assert "Traceback" not in err
